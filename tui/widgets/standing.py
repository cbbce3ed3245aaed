"""The base of pages and dialogs: messages that arrive after they close, or after their resource is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import events
from textual._callback import invoke
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from store.errors import AzureError
from tui.host import PortalHost
from tui.widgets.gathered import Gathering
from tui.widgets.placing import Placing

Answer = TypeVar("Answer")
if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer

    _AnyPump = MessagePump
    _AnyWidget = Widget
    _AnyScreen = Screen
else:
    # Whatever they are mixed into: Textual takes styles from the first of its classes that one inherits.
    _AnyPump = _AnyWidget = object

    class _AnyScreen(Generic[Answer]): ...


#: The handlers of messages, by the class of who gets one and its own; None: Textual finds them each time.
_HANDLERS: dict[tuple[type, type], Sequence[tuple[type, str]] | None] = {}


def _handlers(pump: type, message: Message) -> Sequence[tuple[type, str]] | None:
    """The classes of a pump that handle a message, with their methods' names; None where selectors count."""
    kinds, name = message.__class__.__mro__, message.handler_name
    found: list[tuple[type, str]] = []
    for cls in pump.__mro__:
        own = cls.__dict__
        if not own.get("_decorated_handlers", {}).keys().isdisjoint(kinds):
            return None
        if f"_{name}" in own or name in own:
            found.append((cls, f"_{name}" if f"_{name}" in own else name))
    return found


class Guarded(_AnyPump):
    """Deals with the errors of its messages, and of what timers call or is called after one or a frame."""

    def _came_to_nothing(self, error: Exception) -> None:
        """Let an error go, or raise it."""
        raise NotImplementedError

    async def _on_message(self, message: Message) -> None:
        key = self.__class__, message.__class__
        if key not in _HANDLERS:
            _HANDLERS[key] = _handlers(self.__class__, message)
        try:
            if (handlers := _HANDLERS[key]) is None:
                await super()._on_message(message)
                return
            for cls, name in handlers:
                if message._no_default_action:
                    break
                await invoke(cls.__dict__[name].__get__(self, cls), message)
            if message.bubble and not message._stop_propagation and (parent := self._parent) is not None:
                if message._sender is parent:
                    message.stop()
                if self.is_parent_active and self.is_attached:
                    message._bubble_to(parent)
        except Exception as error:
            self._came_to_nothing(error)

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        return super().call_after_refresh(self._call, partial(callback, *args, **kwargs))

    def call_next(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        super().call_next(self._call, partial(callback, *args, **kwargs))

    def set_interval(
        self, interval: float, callback: Callable[[], Any] | None = None, **kwargs: Any
    ) -> Timer:
        called = None if callback is None else partial(self.call_next, callback)
        return super().set_interval(interval, called, **kwargs)

    async def _call(self, callback: Callable[[], Any]) -> None:
        try:
            found = callback()
            if isawaitable(found):
                await found
        except Exception as error:
            self._came_to_nothing(error)


class Standing(Guarded, _AnyWidget):
    """Deals with messages while it stands; what comes after it was closed is let go.

    A resource that a message is about may have gone meanwhile (another program deleted it): then the host
    tells so, and the program goes on.
    """

    @property
    def stands(self) -> bool:
        """Whether it can be seen, and asked."""
        leaving = any(node._closing or node._pruning for node in self.ancestors_with_self)
        return self.is_attached and not leaving

    def _came_to_nothing(self, error: Exception) -> None:
        if isinstance(error, AzureError):
            host = self.app
            assert isinstance(host, PortalHost)
            host.lost(self, error)
        elif self.stands:
            raise error
        # Else it looked for its widgets, or answered, when all that was gone already.


def stands(node: DOMNode) -> bool:
    """Whether the page or dialog that this is, or is in, can be asked: it is made, and was not left."""
    found = next((one for one in node.ancestors_with_self if isinstance(one, Standing)), None)
    return found is None or (found.is_mounted and found.stands)


class Fitted(Standing, Gathering, _AnyScreen[Answer], Generic[Answer]):
    """A screen that is laid out for the size the terminal has; sizes that it had meanwhile are let go.

    Every layout in another size is reported to its screen as a size to lay it out for. So two of them, with
    anything between them in the queue, would follow each other for ever.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = Placing()

    async def _on_resize(self, event: events.Resize) -> None:
        # Beside the handlers of pages and dialogs, and before that of Textual.
        if event.size != self.app.size:
            event.prevent_default()


class Answered(Fitted[Answer], Generic[Answer]):
    """A screen that is left once: the first answer counts, whatever keys were waiting behind it."""

    _left = False
    _late: tuple[Answer | None] | None = None

    @property
    def stands(self) -> bool:
        return not self._left and super().stands and self in self.app.screen_stack

    def world_changed(self) -> None:
        """Another world while it is open; a question that shows a part of it is redrawn."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        if not self.stands:
            return AwaitComplete()
        if self.app.screen is not self:
            # It is left when it is in front again: what lies over it has its own question.
            self._late = (result,)
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        if self._late is not None:
            self.dismiss(self._late[0])
