"""A drawing of text at places: lines of `Content` from pieces put at column and row."""

from __future__ import annotations

from textual.content import Content


class Canvas:
    """Pieces may come in any order; where two overlap in a row, the one put later gives way."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[int, Content]]] = {}

    def put(self, x: int, y: int, text: Content | str, token: str = "") -> None:
        """Put a piece with its left end at column x of row y; `token` colours a plain one."""
        piece = text if isinstance(text, Content) else Content.styled(text, token)
        if piece.cell_length:
            self._rows.setdefault(y, []).append((x, piece))

    def lines(self, width: int) -> list[Content]:
        """The rows from 0 to the last, each cut to this width."""
        return [self._line(y, width) for y in range(max(self._rows, default=-1) + 1)]

    def _line(self, y: int, width: int) -> Content:
        pieces: list[Content | str] = []
        end = 0
        for x, piece in sorted(self._rows.get(y, ()), key=lambda pair: pair[0]):
            if x < end:
                continue
            pieces += [" " * (x - end), piece]
            end = x + piece.cell_length
        return Content.assemble(*pieces).truncate(width, ellipsis=True)
