"""The ports to listen on, typed by the user and looked at before they are taken."""

from __future__ import annotations

from textual.app import ComposeResult

from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Paragraph

_MOST = 65535


class AskPorts(Card[tuple[int, int]]):
    """Asks for the ports of TLS and of plain HTTP; 0 is any that is free."""

    def content(self) -> ComposeResult:
        yield Field("TLS port", _number())
        yield Field("HTTP port", _number())
        yield Paragraph("0 is any port that is free. Below 1024 the system may ask for more rights.")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Start")

    def on_mount(self) -> None:
        self.query(Input).first().focus()

    @property
    def _ports(self) -> tuple[int, int] | None:
        typed = [field.value.strip() for field in self.query(Field)]
        if not all(text.isascii() and text.isdecimal() and int(text) <= _MOST for text in typed):
            return None
        tls, http = map(int, typed)
        return tls, http

    def on_input_changed(self, _: Input.Changed) -> None:
        ports = self._ports
        wrong = "" if ports else f"A port is a number from 0 to {_MOST}."
        if ports and ports[0] and ports[0] == ports[1]:
            wrong = "TLS and HTTP need a port each."
        self.query_one(ActionRow).wait(wrong)

    def on_input_submitted(self) -> None:
        if not self.query_one(ActionRow).waits:
            self.on_action_row_confirmed()

    def on_action_row_confirmed(self) -> None:
        if (ports := self._ports) is not None:
            self.dismiss(ports)


def _number() -> Input:
    return Input("0", compact=True, max_length=5)
