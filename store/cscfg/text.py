"""The text of a configuration: from a file's bytes, and back from an editor's lines as the user wrote it."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from store.cscfg.faults import Fault, Unreadable

#: Pairs of lines that are compared at most.
_MOST_PAIRS = 1_000_000
_MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or, by its byte order mark, UTF-16; its mark is no part of the text.

    Visual Studio writes UTF-8 with a mark. Raises `Unreadable` ConfigurationNotText.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        good = data[: error.start].decode(encoding, "ignore")
        raise Unreadable(
            Fault(
                code="ConfigurationNotText",
                message=f"The file is not text in {encoding.upper().removesuffix('-SIG')}.",
                next_step="Save it as UTF-8.",
                line=good.count("\n") + 1,
                column=len(good) - (good.rfind("\n") + 1) + 1,
            )
        ) from None


def as_written(original: str, lines: Sequence[str]) -> str:
    """The text of an editor's lines with the line ends of the original, which an editor makes all alike.

    A line that is unchanged keeps its end; a new one gets the end that most lines of the original have.
    """
    bare = original.splitlines()
    ends = [whole[len(text) :] for whole, text in zip(original.splitlines(keepends=True), bare, strict=True)]
    # An editor shows the end of the last line as one more, empty line.
    if not original or original.endswith(("\n", "\r")):
        bare, ends = [*bare, ""], [*ends, ""]
    if bare == list(lines):
        return original
    usual = max(dict.fromkeys(end for end in ends if end), key=ends.count, default="\n")
    made = [usual] * len(lines)
    for old, new in _kept(bare, list(lines)):
        made[new] = ends[old] or usual
    for place, line in enumerate(lines[1:], 1):
        # Before an empty line that ends with \n, a \r alone would make one end of two.
        if made[place - 1] == "\r" and not line and made[place] == "\n":
            made[place - 1] = "\r\n"
    return "".join(line + end for line, end in zip(lines, [*made[:-1], ""], strict=True))


def _kept(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places of the lines that are in both, in their order."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    tail = next(
        (place for place in range(shorter - head) if old[-1 - place] != new[-1 - place]), shorter - head
    )
    yield from ((place, place) for place in range(head))
    yield from ((len(old) - place, len(new) - place) for place in range(1, tail + 1))
    between, put = old[head : len(old) - tail], new[head : len(new) - tail]
    # Where everything was replaced, comparing all with all would take longer than anybody waits.
    if len(between) * len(put) <= _MOST_PAIRS:
        for block in SequenceMatcher(None, between, put, autojunk=False).get_matching_blocks():
            yield from ((head + block.a + place, head + block.b + place) for place in range(block.size))
