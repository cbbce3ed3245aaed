"""Outside text as something that may be drawn: plain characters in a style, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content, Span

from tui.text.plain import LIMIT, plain, shows


def cell(text: object, style: str = "", limit: int = LIMIT) -> Content:
    """Outside text as drawable content; `style` is a token such as `$text-muted` or `bold $time`."""
    if type(text) is not str or len(text) > limit or not text.isprintable():
        text = plain(text, limit)
    length = None
    if text.isascii():
        # Of what can be printed nothing is a control, and each letter of ASCII takes one cell.
        length = len(text)
    elif not shows(text):
        # There are printable letters of which nothing is seen.
        text = plain(text, limit)
    return Content.styled(text, style, length, strip_control_codes=False)


def look(*contents: Content) -> list[tuple[str, Sequence[Span]]]:
    """The look of these contents: their text and styles. `==` compares the text of contents alone."""
    return [(one.plain, one.spans) for one in contents]


def line(template: str, **data: object) -> Content:
    """A sentence with outside data in it: `line("[b]$name[/b] was rekeyed", name=order.name)`.

    The template is ours and may hold markup; the data is shown as it is.
    """
    return Content.from_markup(
        template,
        **{name: value if isinstance(value, Content) else plain(value) for name, value in data.items()},
    )
