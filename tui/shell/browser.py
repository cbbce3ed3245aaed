"""The program behind textual-serve: it draws in a browser, through the process that serves it.

textual-serve starts it with `TEXTUAL_DRIVER` set, pipes for standard input and output, and no terminal.
Source: `textual/drivers/web_driver.py`, which describes the packets.
"""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial

from textual._xterm_parser import XTermParser
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from tui.shell.terminal import HUNG_UP

#: Bytes read at once.
_READ = 4096
#: Columns and rows of the largest page.
_MOST = {"width": 1000, "height": 500}


class Browser(WebDriver):
    """It ends with the process that serves it, and not by bytes that are no text or packets of no sense."""

    def __init__(self, *words: object, **options: object) -> None:
        super().__init__(*words, **options)  # type: ignore[arg-type]
        self._write = partial(self._send)
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def _send(self, data: bytes) -> int:
        """Write it whole; where nobody reads it any more, the program leaves."""
        try:
            sent = 0
            while sent < len(data):
                sent += os.write(self.fileno, data[sent:])
        except OSError:
            self._leave()
        return len(data)

    def _leave(self) -> None:
        if not self.exit_event.is_set():
            self.exit_event.set()
            self._app.call_later(self._app.exit, None, HUNG_UP)

    def run_input_thread(self) -> None:
        """Take packets until the program ends, or the process that serves it."""
        assert sys.__stdin__ is not None
        fileno = sys.__stdin__.fileno()
        stream = ByteStream()
        with selectors.DefaultSelector() as selector:
            selector.register(fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    data = os.read(fileno, _READ)
                    if not data:
                        self._leave()
                        return
                    for kind, payload in stream.feed(data):
                        self._take(kind, payload)
                for message in self._parser.tick():
                    self.process_message(message)

    def _take(self, kind: str, payload: bytes) -> None:
        if kind != "D":
            # A packet of another version, or of none.
            with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
                self._on_meta(kind, payload)
            return
        text = self._decode(payload)
        # To feed nothing is to end the parser.
        for message in self._parser.feed(text) if text else ():
            self.process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Act on a packet that is no input; sizes come from the page as they are, and are bounded here."""
        if packet_type == "resize":
            size = {name: _within(payload[name], most) for name, most in _MOST.items()}
            super().on_meta(packet_type, {**payload, **size})
        elif packet_type == "exit":
            self._leave()
        else:
            super().on_meta(packet_type, payload)


def _within(value: object, most: int) -> int:
    """The number between 1 and `most` that is nearest; raises `TypeError` where it is none."""
    if not isinstance(value, int | float):
        raise TypeError
    return max(1, min(int(value), most))
