"""Which element of a service configuration stands in which.

Source: "Azure Cloud Services (extended support) config schema (cscfg File)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from store.cscfg.faults import Fault
from store.cscfg.reader import Element

ROOT = "ServiceConfiguration"
NAMESPACE = "http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration"
#: Element → those that stand in it; what is not here may hold anything.
_CHILDREN: dict[str, tuple[str, ...]] = {
    ROOT: ("Role", "NetworkConfiguration"),
    "Role": ("Instances", "ConfigurationSettings", "Certificates", "OsImage"),
    "ConfigurationSettings": ("Setting",),
    "Certificates": ("Certificate",),
    "Instances": (),
    "Setting": (),
    "Certificate": (),
}
#: Elements of which there is one at most where they stand.
_SINGLE = frozenset({"Instances", "ConfigurationSettings", "Certificates", "OsImage", "NetworkConfiguration"})
_PARENTS = {child: parent for parent, children in _CHILDREN.items() for child in children}
_SPELLINGS = {name.lower(): name for name in (*_CHILDREN, *_PARENTS)}


def root_fault(root: Element, expected: str = ROOT, namespace: str = NAMESPACE) -> Fault | None:
    """Why a document is not of the kind its root would have, or None; a root without namespace passes."""
    if root.name == expected and root.namespace in ("", namespace):
        return None
    line, column = root.place()
    found = f"<{root.name}>" if root.name != expected else f"of the namespace '{root.namespace}'"
    return Fault(
        code="NotAServiceConfiguration" if expected == ROOT else "NotAServiceDefinition",
        message=f"The document begins with {found}; <{expected}> of '{namespace}' is expected.",
        next_step="Choose the .cscfg file." if expected == ROOT else "Choose the .csdef file.",
        line=line,
        column=column,
    )


def placement_faults(element: Element) -> Iterator[Fault]:
    """The elements below one that are misplaced, unknown or there twice, and text where none belongs."""
    allowed = _CHILDREN.get(element.name)
    if allowed is None:
        return
    if element.text is not None:
        line, column = element.text
        said = f"Text stands in <{element.name}>, which has none."
        yield Fault(code="TextMisplaced", message=said, next_step="Delete it.", line=line, column=column)
    seen: set[str] = set()
    for child in element.children:
        if child.namespace != element.namespace or child.name not in allowed:
            yield _misplaced(child, element)
            continue
        if child.name in seen and child.name in _SINGLE:
            said = f"<{element.name}> has a second <{child.name}>."
            yield _at(child, "DuplicateElement", said, "Join them.")
        seen.add(child.name)
        yield from placement_faults(child)


def _misplaced(child: Element, parent: Element) -> Fault:
    if child.namespace != parent.namespace:
        said = f"<{child.name}> belongs to another namespace, '{child.namespace}'."
        return _at(child, "ElementUnknown", said, "Remove its prefix or xmlns.")
    owner = _PARENTS.get(child.name)
    if owner is not None:
        said = f"<{child.name}> is misplaced in <{parent.name}>; it belongs in <{owner}>."
        return _at(child, "ElementMisplaced", said, f"Move it into <{owner}>.")
    meant = _SPELLINGS.get(child.name.lower())
    step = f"Write <{meant}>: case matters." if meant else "Remove it."
    said = f"<{child.name}> is no element of a service configuration."
    return _at(child, "ElementUnknown", said, step)


def _at(element: Element, code: str, message: str, next_step: str) -> Fault:
    line, column = element.place()
    return Fault(code=code, message=message, next_step=next_step, line=line, column=column)
