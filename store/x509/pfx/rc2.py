"""RC2 in CBC mode, decryption only: OpenSSL 1 hides certificates in it, with 40 bits.

No library we have takes an effective key length below 128 bits. Source: RFC 2268.
"""

from __future__ import annotations

import struct

_PI = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b4"
    "7afc02365b25559731" + "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)


def _schedule(key: bytes, effective_bits: int) -> tuple[int, ...]:
    """The 64 words of the expanded key (RFC 2268, section 2)."""
    octets = (effective_bits + 7) // 8
    mask = 0xFF >> (8 * octets - effective_bits)
    table = bytearray(key)
    for index in range(len(key), 128):
        table.append(_PI[(table[index - 1] + table[index - len(key)]) & 0xFF])
    table[128 - octets] = _PI[table[128 - octets] & mask]
    for index in range(127 - octets, -1, -1):
        table[index] = _PI[table[index + 1] ^ table[index + octets]]
    return struct.unpack("<64H", bytes(table))


def _mix_back(words: list[int], keys: tuple[int, ...], position: int) -> None:
    for i, shift in ((3, 5), (2, 3), (1, 2), (0, 1)):
        word = words[i]
        word = ((word >> shift) | (word << (16 - shift))) & 0xFFFF
        before, between = words[i - 1], words[i - 2]
        words[i] = (word - keys[position + i] - (before & between) - (~before & words[i - 3])) & 0xFFFF


def _block(words: list[int], keys: tuple[int, ...]) -> None:
    for turn in range(15, -1, -1):
        _mix_back(words, keys, 4 * turn)
        if turn in {11, 5}:
            for i in (3, 2, 1, 0):
                words[i] = (words[i] - keys[words[i - 1] & 63]) & 0xFFFF


def decrypt_cbc(key: bytes, effective_bits: int, initial_vector: bytes, data: bytes) -> bytes:
    """The plaintext, padding included; `data` is a whole number of 8-octet blocks (else `ValueError`)."""
    if len(data) % 8 or len(initial_vector) != 8:
        raise ValueError("no whole number of blocks")
    keys = _schedule(key, effective_bits)
    result = bytearray()
    previous = initial_vector
    for start in range(0, len(data), 8):
        block = data[start : start + 8]
        words = list(struct.unpack("<4H", block))
        _block(words, keys)
        plain = int.from_bytes(struct.pack("<4H", *words), "big") ^ int.from_bytes(previous, "big")
        result += plain.to_bytes(8, "big")
        previous = block
    return bytes(result)
