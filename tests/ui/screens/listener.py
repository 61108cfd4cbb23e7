"""Goes through a window as a screen reader does, and says what a listener could make nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QWidget,
)

Role, Text = QAccessible.Role, QAccessible.Text
OF_ITS_OWN = (QAbstractItemView, QHeaderView, QComboBox, QScrollBar)
"""What is in these is no widget of ours, or has a test of its own."""
ONE_OF_SEVERAL = {Role.RadioButton, Role.PageTab}
SAID_BY_MOUSE = ("mousePressEvent", "mouseReleaseEvent")
PRESSED = {
    Role.Button,
    Role.ListItem,
    Role.Link,
    Role.CheckBox,
    Role.RadioButton,
    Role.PageTab,
    Role.ButtonMenu,
    Role.Slider,
}
GROUPS = {Role.Grouping, Role.PageTabList, Role.Dialog, Role.Pane}
SLACK = 4
"""Pixels by which what stands in one line may differ in height."""


@dataclass(frozen=True)
class Heard:
    """A widget as it is heard."""

    widget: QWidget
    depth: int
    role: Role
    name: str
    description: str
    label: str
    """What stands before it, by relation."""
    value: str = ""

    @property
    def told(self) -> str:
        """All that says what it is."""
        return " ".join(filter(None, (self.label, self.name, self.description)))

    @property
    def group(self) -> str:
        """What is chosen, where it is one of several: a reader says that when it comes to them."""
        above = self.widget.parentWidget()
        return above.accessibleName() if self.role in ONE_OF_SEVERAL and above is not None else ""

    def __str__(self) -> str:
        more = f" [{self.label}]" if self.label else ""
        said = f" ({self.description})" if self.description else ""
        stop = " *" if is_stop(self.widget) else ""
        return f"{'  ' * self.depth}{self.role.name} {self.name!r}{more}{said}{stop} <{type(self.widget).__name__}>"


def read(root: QWidget) -> list[Heard]:
    """Everything that is in sight, in the order in which it is read."""
    return list(_read(root, 0))


def _read(widget: QWidget, depth: int) -> Iterator[Heard]:
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None or interface.state().invisible:
        return
    told, described = interface.text(Text.Name), interface.text(Text.Description)
    yield Heard(widget, depth, interface.role(), told, described, _label(interface), interface.text(Text.Value))
    if isinstance(widget, OF_ITS_OWN):
        return
    for place in range(interface.childCount()):
        child = interface.child(place)
        under = child.object() if child is not None else None
        if isinstance(under, QWidget) and not under.isWindow():
            yield from _read(under, depth + 1)


def _label(interface: object) -> str:
    found = interface.relations(QAccessible.RelationFlag.Label)
    return " ".join(each.text(Text.Name) for each, _kind in found)


def is_stop(widget: QWidget) -> bool:
    """Tell whether the keyboard comes by."""
    above = widget.parentWidget()
    if isinstance(above, QAbstractScrollArea) and above.viewport() is widget:  # the area has it
        return False
    policy = widget.focusPolicy()
    return bool(policy.value & Qt.FocusPolicy.TabFocus.value) and widget.isEnabled()


def faults_of(root: QWidget) -> list[str]:
    """One line for each thing in a window that a listener could make nothing of."""
    heard = read(root)
    found = [fault for each in heard for fault in _faults(each)]
    found += [fault for each in heard for fault in _order_faults(each.widget)]
    return list(dict.fromkeys(found + _twins(heard)))


def _faults(heard: Heard) -> Iterator[str]:
    widget, told = heard.widget, str(heard).strip()
    if is_stop(widget) and not _is_named(heard):
        yield f"a stop without a name: {told}"
    shown = _shown(widget)
    if shown and not _holds(heard.name, shown):
        yield f"hides {shown!r}: {told}"
    if not shown and isinstance(widget, QLabel) and not heard.name:
        yield f"says nothing: {told}"
    if isinstance(widget, QAbstractButton) and _is_one_of_several(widget) and heard.role not in ONE_OF_SEVERAL:
        yield f"one of several, and not heard as such: {told}"
    if isinstance(widget, QSplitterHandle) and widget.isEnabled() and not heard.name:
        yield f"a grip without a name: {told}"
    if _hands_back(widget):
        yield f"hands the keyboard back to what it stands in, so that Tab stays there: {told}"
    if heard.name and heard.role is Role.Client:
        yield f"named, and passed over as filling: {told}"
    if _is_said_twice(heard):
        yield f"says the same twice: {told}"
    if _is_pressed(widget) and heard.role not in PRESSED:
        yield f"can be pressed by the mouse only: {told}"


def _hands_back(widget: QWidget) -> bool:
    proxy = widget.focusProxy()
    tabbed = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tabbed and proxy is not None and proxy.isAncestorOf(widget)


def _is_said_twice(heard: Heard) -> bool:
    """Of a line Qt tells what stands in it while it is empty, too; readers pass over what is equal to the name."""
    if isinstance(heard.widget, QLineEdit | QPlainTextEdit) or not heard.description or not heard.name:
        return False
    return heard.description in heard.name.split(", ") or heard.description.startswith(heard.name)


def _is_named(heard: Heard) -> bool:
    if isinstance(heard.widget, QComboBox):  # its name is what is chosen
        return bool(heard.label or heard.description)
    return bool(heard.name or heard.label)


def _shown(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        words = widget.text()
        rich = "<" in words and widget.textFormat() is not Qt.TextFormat.PlainText
        return QTextDocumentFragment.fromHtml(words).toPlainText() if rich else words
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&").strip()
    return ""


def _holds(name: str, shown: str) -> bool:
    """Tell whether all that shows is said, an abbreviation (“4. kv.”) in full."""
    said, words = _plain(name), _plain(shown)
    return words in said or all(word in said for word in words.removesuffix(".").split(". "))


def _plain(words: str) -> str:
    return " ".join(words.replace("\u200b", "").replace("\u2060", "").rstrip("…").split()).casefold()


def _is_one_of_several(button: QAbstractButton) -> bool:
    group = button.group()
    return button.isCheckable() and group is not None and group.exclusive()


def _is_pressed(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton | QAbstractScrollArea | QLineEdit | QComboBox):
        return False
    hand = widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
    return (hand or is_stop(widget)) and any(
        each in vars(kind) for kind in _own_kinds(widget) for each in SAID_BY_MOUSE
    )


def _own_kinds(widget: QWidget) -> list[type]:
    return [kind for kind in type(widget).__mro__ if kind.__module__.startswith("ui.")]


def _order_faults(parent: QWidget) -> list[str]:
    """Siblings that are not read as they stand: from above, and in one line from the left."""
    if isinstance(parent, (QAbstractScrollArea, QStackedWidget, *OF_ITS_OWN)):
        return []
    interface = QAccessible.queryAccessibleInterface(parent)
    children = [_child(interface, place) for place in range(interface.childCount())]
    shown = [each for each in children if each is not None and _stands(each)]
    return [
        f"read before: {_words(first)} – {_words(second)} in {type(parent).__name__}"
        for first, second in pairwise(shown)
        if _is_before(second.geometry(), first.geometry())
    ]


def _child(interface: object, place: int) -> QWidget | None:
    child = interface.child(place)
    widget = child.object() if child is not None else None
    return widget if isinstance(widget, QWidget) else None


def _stands(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    floats = widget.property("floating") or isinstance(widget, QSplitterHandle) or widget.isWindow()
    return not floats and not interface.state().invisible and not widget.size().isEmpty()


def _is_before(one: QRect, other: QRect) -> bool:
    """Tell whether one stands wholly before the other."""
    if one.bottom() <= other.top() + SLACK and one.left() < other.right() - SLACK:  # else it heads another column
        return True
    beside = one.top() < other.bottom() - SLACK and other.top() < one.bottom() - SLACK
    return beside and one.right() <= other.left() + SLACK


def _words(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return f"{type(widget).__name__} {interface.text(Text.Name) or widget.objectName()!r}"


def _twins(heard: list[Heard]) -> list[str]:
    """Stops of one window that sound alike, by all that says where they are and what they hold."""
    met: dict[tuple[object, ...], Heard] = {}
    found = []
    for each in heard:
        if is_stop(each.widget) and each.told:
            first = met.setdefault((each.role, each.told, each.value, *_around(each.widget)), each)
            found += [f"sound alike: {str(first).strip()} – {str(each).strip()}"] if first is not each else []
    return found


def _around(widget: QWidget) -> Iterator[str]:
    """The names of the groups that it stands in: a reader says them when it comes into one."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        interface = QAccessible.queryAccessibleInterface(above)
        if interface.role() in GROUPS:
            yield interface.text(Text.Name)
        above = above.parentWidget()
