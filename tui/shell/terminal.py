"""The terminal as Textual drives it, where it hangs up, is stopped, or sends what is no text."""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

#: Bytes read at once.
_READ = 4096
#: Exit status of a program whose terminal hung up, as a shell gives it: 128 and the number of SIGHUP.
HUNG_UP = 129


class Terminal(LinuxDriver):
    """A byte that is not UTF-8 becomes U+FFFD; a process that was only stopped goes on where it was."""

    def _sigcont_application(self, *_: object) -> None:
        # After SIGSTOP nothing was put away: a second reader would take every other key, and the raw mode
        # that is found then would be what the terminal is left in.
        if self._must_signal_resume:
            super()._sigcont_application()

    def write(self, data: str) -> None:
        # The writer ends with a terminal that hung up; its queue would take a little more, and then block.
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().write(data)

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the program ends or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = self._read() if selector.select(0.1) else b""
                if data is None:
                    self._app.call_later(self._app.exit, None, HUNG_UP)
                    return
                # To feed nothing is to end the parser.
                text = decode(data)
                for message in parser.feed(text) if text else ():
                    self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes | None:
        """What the terminal sent; None when it is gone."""
        try:
            return os.read(self.fileno, _READ) or None
        except OSError:
            return None
