"""The private keys that a world makes: fresh ones, or in a world with demo keys those that its seed draws."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from store.world import View, chance


def make_key(view: View, purpose: str) -> bytes:
    """A private key of the world's kind (PKCS#8 DER) for a purpose; a fresh RSA key takes a while.

    In a world with demo keys it follows from seed, revision and purpose: the same on every machine.
    """
    return make_keys(view, purpose, 1)[0]


def make_keys(view: View, purpose: str, count: int) -> list[bytes]:
    """That many of them; fresh ones are made side by side, each leaves the interpreter free."""
    # Most operations need no key, and this loads the library that makes them.
    from store.x509.keys import demo_key, new_key

    kind, facts = view.facts.keys, view.facts
    if facts.demo_keys:
        drawn = (chance(facts.seed, view.revision, f"key {purpose} {place}") for place in range(count))
        return [demo_key(kind, one) for one in drawn]
    if count < 2:
        return [new_key(kind) for _ in range(count)]
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(new_key, [kind] * count))
