"""Verbs of a page: its methods behind a key, the command bar, the palette and help.

    @performs("u", "Recover", select_first="No deleted vault is selected.")
    def recover(self) -> RecoverVault | None: ...       # pressing performs it; None: nothing is selected

    @verb("y", "Rekey", "A new certificate with a new key and the same expiry")
    def rekey(self) -> None: ...                        # pressing runs this

    @rekey.operation
    def rekeying(self) -> Rekey: ...                    # and is possible while the cloud would do this

    export = opens("e", "Export Certificate", "order.export")

A page's verbs stand in its command bar in the order they are defined in, after those it inherits. A verb
that several pages share is a function beside them, and each places it by `sync = sync_verb`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from msgspec import Struct

from store.errors import AzureError
from tui.navigation.routes import ROUTES, page_id

if TYPE_CHECKING:
    from store.operations.operation import Operation

#: Keys with the same meaning on every page; a page's verbs choose among the rest.
RESERVED = frozenset(
    ("t", "b", "m", "g", "c", "/", "w", "h", "q", "j", "k", "E", "U", "S", "W", "H", "T", "'")
    + ("escape", "ctrl+p", "ctrl+y", "tab", "enter", "space")
)
_SELECT_FIRST = "Select a row first."
_UNCHANGED: Mapping[str, str] = {}

Page = TypeVar("Page")
AnyOperation = TypeVar("AnyOperation", bound="Operation | None")


class Verb(Struct, frozen=True):
    """A verb of an open page, as it is called there now.

    `operation` gives what it asks the cloud for: the portal's refusal becomes the reason it is disabled, and
    pressing performs it. With `action` as well, pressing runs the action instead (to ask first), and the
    operation only says whether it is allowed. `why_not` gives a reason of the page's own ("" when it may be),
    and is asked first. An operation of None means that nothing is selected.
    """

    #: The class of the page, and the attribute by which it has the verb.
    page: type
    name: str
    key: str
    label: str
    #: The verb's line in the help.
    tip: str
    #: Whether it stands in the command bar; else the page shows its key where it belongs.
    bar: bool
    #: The route it opens for the page's resource, "" for none.
    route: str
    #: Said when the operation is None for want of a selection.
    select_first: str
    operation: Callable[[], Operation | None] | None
    #: Gives, by name, an operation for each of the rows chosen together; none where none is.
    each: Callable[[], Mapping[str, Operation]] | None
    action: Callable[[], None] | None
    why_not: Callable[[], str] | None

    @property
    def id(self) -> str:
        """Names its key in a keymap: "order.rekey.rekey"."""
        return f"{page_id(self.page)}.{self.name}"


@dataclass(eq=False, repr=False)
class PageVerb(Generic[Page]):
    """A verb as a class of pages declares it; read from a page it is that page's `Verb`.

    Its decorators leave the method they decorate as it is.
    """

    key: str
    label: str
    tip: str
    bar: bool = True
    #: A route it opens for the page's resource; the verb is not shown while that route does not exist.
    route: str = ""
    #: Said when the operation is None for want of a selection.
    select_first: str = _SELECT_FIRST
    _action: Callable[[Page], None] | None = None
    _each: Callable[[Page], Mapping[str, Operation]] | None = None
    _operation: Callable[[Page], Operation | None] | None = None
    _why_not: Callable[[Page], str] | None = None
    _labelled: Callable[[Page], str] | None = None
    _shown: Callable[[Page], bool] | None = None
    #: The attribute of the page.
    name: str = field(default="", init=False)

    def operation(self, gives: Callable[[Page], AnyOperation]) -> Callable[[Page], AnyOperation]:
        """The method gives what the verb asks the cloud for: pressing is possible while that is allowed."""
        self._operation = gives
        return gives

    def each(
        self, gives: Callable[[Page], Mapping[str, Operation]]
    ) -> Callable[[Page], Mapping[str, Operation]]:
        """The method gives, by name, an operation for each row chosen together: pressing performs each.

        It gives none where no rows are; pressing then does what it does with the row under the cursor.
        """
        self._each = gives
        return gives

    def why_not(self, tells: Callable[[Page], str]) -> Callable[[Page], str]:
        """The method returns why the verb is not possible now, "" when it is; it is called first."""
        self._why_not = tells
        return tells

    def labelled(self, gives: Callable[[Page], str]) -> Callable[[Page], str]:
        """The method gives the label, which depends on era or state."""
        self._labelled = gives
        return gives

    def shown(self, tells: Callable[[Page], bool]) -> Callable[[Page], bool]:
        """The method returns whether the page has the verb now; such verbs may share a key."""
        self._shown = tells
        return tells

    @property
    def always(self) -> bool:
        """Whether the page has the verb in every state."""
        return self._shown is None

    def has(self, page: Page) -> bool:
        """Whether the page has the verb now."""
        if self.route and self.route not in ROUTES:
            return False
        try:
            return self._shown is None or self._shown(page)
        except AzureError:
            # What the page shows has gone, and the page goes with it.
            return False

    def of(self, page: Page) -> Verb:
        """The verb of this page, as it is called there now."""
        return Verb(
            type(page),
            self.name,
            getattr(page, "changed_keys", _UNCHANGED).get(self.name, self.key),
            self._labelled(page) if self._labelled else self.label,
            self.tip,
            self.bar,
            self.route,
            self.select_first,
            operation=partial(self._operation, page) if self._operation else None,
            each=partial(self._each, page) if self._each else None,
            action=partial(self._action, page) if self._action else None,
            why_not=partial(self._why_not, page) if self._why_not else None,
        )

    def __set_name__(self, _: type, name: str) -> None:
        if self.name not in ("", name):
            raise TypeError(f"{name}: other pages that share this verb call it {self.name}")
        self.name = name

    @overload
    def __get__(self, page: None, kind: type) -> Self: ...
    @overload
    def __get__(self, page: Page, kind: type) -> Verb: ...
    def __get__(self, page: Page | None, kind: type) -> Self | Verb:
        return self if page is None else self.of(page)


def verb(
    key: str, label: str, tip: str = "", *, bar: bool = True, select_first: str = _SELECT_FIRST
) -> Callable[[Callable[[Page], None]], PageVerb[Page]]:
    """Make a method a verb: pressing runs it."""

    def declare(action: Callable[[Page], None]) -> PageVerb[Page]:
        return PageVerb(key, label, tip, bar, select_first=select_first, _action=action)

    return declare


def performs(
    key: str, label: str, tip: str = "", *, bar: bool = True, select_first: str = _SELECT_FIRST
) -> Callable[[Callable[[Page], Operation | None]], PageVerb[Page]]:
    """Make a method a verb: pressing performs the operation it gives, None while nothing is selected."""

    def declare(operation: Callable[[Page], Operation | None]) -> PageVerb[Page]:
        return PageVerb(key, label, tip, bar, select_first=select_first, _operation=operation)

    return declare


def opens(key: str, label: str, route: str, tip: str = "", *, bar: bool = True) -> PageVerb[object]:
    """A verb that opens a route for the page's resource."""
    return PageVerb(key, label, tip, bar, route=route)


class Verbs:
    """A page with verbs: collects those its class defines, after those it inherits."""

    verb_names: ClassVar[tuple[str, ...]] = ()
    #: Name of a verb → the key that the user gave it.
    changed_keys: Mapping[str, str] = {}
    _declared: ClassVar[tuple[PageVerb[Any], ...]] = ()

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        names = dict.fromkeys(name for base in cls.__bases__ for name in getattr(base, "verb_names", ()))
        for name, value in vars(cls).items():
            names.pop(name, None)
            if isinstance(value, PageVerb):
                names[name] = None
        cls.verb_names = tuple(names)
        declared = cls._declared = tuple([getattr(cls, name) for name in names])
        keys = [one.key for one in declared if one.always]
        taken = [one.key for one in declared if one.key in RESERVED or keys.count(one.key) > 1]
        if taken:
            raise TypeError(f"{cls.__name__}: the key {taken[0]!r} of a verb is reserved or used twice")

    def take_keys(self, changed: Mapping[str, str]) -> None:
        """Use the keys that the user gave verbs, by their ids."""
        if changed:
            mine = {name: f"{page_id(type(self))}.{name}" for name in self.verb_names}
            self.changed_keys = {name: changed[id] for name, id in mine.items() if id in changed}

    def verbs(self, keys: Collection[str | None] = ()) -> tuple[Verb, ...]:
        """The verbs the page has now, or those with one of these keys; an era or a state may lack some."""
        changed = self.changed_keys
        return tuple(
            [
                one.of(self)
                for one in self._declared
                if (not keys or changed.get(one.name, one.key) in keys) and one.has(self)
            ]
        )
