"""Threads that serve the connections of one listening socket, each of them one connection after another.

OpenSSL lets other threads run during a handshake, and no connection goes from one thread to another. As long
as connections come one at a time a single thread serves them: to wake another for each would cost more than
it saves.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeAlias

from tui.serving.connections import HANDSHAKE_SECONDS, MOST_CONNECTIONS
from tui.serving.contexts import GREETING_OCTETS, Greeted

#: Seconds between two looks for connections that wait while all threads are busy. Where some wait at both,
#: another thread is begun: at a single look the last connection may be just about to end.
_PATIENCE_SECONDS = 0.005
#: So many times somebody was free: then nobody looks until they are busy again.
_QUIET_LOOKS = 10
_LEAVE_SECONDS = 0.5
_TOO_MANY_FILES_SECONDS = 0.1

Talk: TypeAlias = Callable[[socket.socket], None]
#: What gives the context for a connection whose greeting has begun; None for plain connections.
ContextOf: TypeAlias = "Callable[[], ssl.SSLContext] | None"


class Workers:
    """Hands each connection of a listening socket to `talk`, over TLS where there is a context.

    While all are busy and a connection waits, another one is begun every few milliseconds, up to
    `MOST_CONNECTIONS`; then further connections stay in the listener's queue until one ends, as each does in
    time. What `talk` raises ends its connection; what is no fault of the client goes to `fault`.
    """

    def __init__(
        self, listening: socket.socket, talk: Talk, context: ContextOf, fault: Callable[[Exception], None]
    ) -> None:
        self.listening = listening
        self.talk = talk
        self._context = context
        #: The context of the last connection.
        self.held: ssl.SSLContext | None = None
        self.fault = fault
        self.stopping = False
        self._changing = threading.Lock()
        self._workers: set[_Worker] = set()
        self._idle = 0
        self._all_busy = threading.Event()
        self._foreman = threading.Thread(target=self._oversee, name="certblade-foreman", daemon=True)

    @property
    def secure(self) -> bool:
        """Whether connections are over TLS."""
        return self._context is not None

    def present(self) -> ssl.SSLContext:
        """The context for a connection whose greeting has begun."""
        assert self._context is not None
        self.held = context = self._context()
        return context

    def start(self) -> None:
        """Begin to accept."""
        self.listening.setblocking(True)
        # Connections have it from the socket that accepts them.
        self.listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._changing:
            self._hire()
        self._foreman.start()

    def stop(self) -> None:
        """Accept nothing more and close what is open; returns when every thread has ended."""
        with self._changing:
            self.stopping = True
            workers = tuple(self._workers)
        self._all_busy.set()
        if self._foreman.is_alive():
            self._foreman.join()
        for worker in workers:
            worker.hang_up()
        for _ in workers:
            # Whoever accepts is woken by a connection: closing the socket wakes nobody on some systems.
            with suppress(OSError):
                socket.create_connection(self.listening.getsockname(), timeout=_LEAVE_SECONDS).close()
        for worker in workers:
            worker.join(timeout=HANDSHAKE_SECONDS)
        self.listening.close()

    def _hire(self) -> None:
        self._idle += 1
        worker = _Worker(self)
        self._workers.add(worker)
        worker.start()

    def _oversee(self) -> None:
        """Begin another thread where a connection waits for all of them; sleep while somebody is free."""
        with selectors.DefaultSelector() as queue:
            queue.register(self.listening, selectors.EVENT_READ)
            while not self.stopping:
                self._all_busy.wait()
                quiet, waited = 0, False
                while quiet < _QUIET_LOOKS and not self.stopping:
                    time.sleep(_PATIENCE_SECONDS)
                    waits = bool(queue.select(0))
                    quiet = quiet + 1 if self._look(long=waits and waited) else 0
                    waited = waits
                with self._changing:
                    if self._idle:
                        self._all_busy.clear()

    def _look(self, *, long: bool) -> bool:
        """Whether somebody is free; where nobody is and connections wait `long`, another thread begins."""
        with self._changing:
            if not self._idle and long and len(self._workers) < MOST_CONNECTIONS and not self.stopping:
                self._hire()
            return bool(self._idle)

    def busy(self) -> None:
        """A worker has a connection."""
        with self._changing:
            self._idle -= 1
            if not self._idle and not self._all_busy.is_set():
                self._all_busy.set()

    def free(self, worker: _Worker) -> bool:
        """A worker's connection has ended: whether it accepts the next one, or goes since another does."""
        with self._changing:
            if self.stopping or self._idle:
                self._workers.discard(worker)
                return False
            self._idle += 1
            return True


@contextmanager
def strange_names() -> Iterator[None]:
    """Within, a name that is not ASCII ends its handshake and does nothing else (RFC 6066, section 3).

    Python's ssl reads the name before anybody is asked, and would print over the screen that it cannot.
    """
    before = sys.unraisablehook

    def hook(raised: sys.UnraisableHookArgs) -> None:
        worker = isinstance(threading.current_thread(), _Worker)
        if not (worker and isinstance(raised.exc_value, UnicodeDecodeError)):
            before(raised)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        # Another server may have begun within and goes on: its hook leads here.
        if sys.unraisablehook is hook:
            sys.unraisablehook = before


class _Worker(threading.Thread):
    def __init__(self, workers: Workers) -> None:
        super().__init__(name="certblade-host", daemon=True)
        self._workers = workers
        self._connection: socket.socket | None = None

    def run(self) -> None:
        workers = self._workers
        while not workers.stopping:
            try:
                self._connection = accepted = workers.listening.accept()[0]
            except OSError:
                # Too many files are open: some will be closed soon.
                time.sleep(_TOO_MANY_FILES_SECONDS)
                continue
            workers.busy()
            try:
                self._serve(accepted)
            except (OSError, ValueError):
                # The client has gone, is too slow, or does not speak TLS as it should.
                pass
            except Exception as error:
                workers.fault(error)
            accepted.close()
            if not workers.free(self):
                return

    def hang_up(self) -> None:
        """End the connection, whatever its thread waits for."""
        if self._connection is not None:
            # The method below TLS: that of TLS takes the session from the thread that uses it.
            with suppress(OSError):
                socket.socket.shutdown(self._connection, socket.SHUT_RDWR)

    def _serve(self, accepted: socket.socket) -> None:
        if not self._workers.secure:
            self._workers.talk(accepted)
            return
        accepted.settimeout(HANDSHAKE_SECONDS)
        with self._greeted(accepted) as secure:
            self._connection = secure
            if self._workers.stopping:
                return
            secure.do_handshake()
            self._workers.talk(secure)
            # Taking leave. That the other side has not done so yet is an error, and ends the connection too.
            secure.settimeout(0)
            secure.unwrap()

    def _greeted(self, accepted: socket.socket) -> ssl.SSLSocket:
        """The connection once its client has begun to greet, with the context of that moment.

        A swap that comes before the client's greeting is to be seen by it. Most often there was none since
        the last connection, so its context is set while the client still makes up its greeting.
        """
        held = self._workers.held or self._workers.present()
        secure = held.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        try:
            self._connection = secure
            # The method below TLS: the greeting is only looked at.
            greeting = socket.socket.recv(secure, GREETING_OCTETS, socket.MSG_PEEK)
            context = self._workers.present()
            if context is not held:
                bare = socket.socket(fileno=secure.detach())
                bare.settimeout(HANDSHAKE_SECONDS)
                secure = context.wrap_socket(bare, server_side=True, do_handshake_on_connect=False)
            if isinstance(secure, Greeted):
                secure.greeting = greeting
        except BaseException:
            secure.close()
            raise
        return secure
