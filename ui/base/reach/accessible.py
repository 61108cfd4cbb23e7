"""What a screen reader hears of a widget that Qt by itself knows as a picture, a box or a check box only.

A widget is given a role, and what is to be heard of it, by ``give`` or one of the functions named for a role. Qt asks
for that once something listens: the factory made here (``listen``) answers for the widgets that have been given
something, and Qt itself for all others. Everything is asked of the widget when it is read, so nothing here goes stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from kpidesk.text import _

Role = QAccessible.Role
Text = QAccessible.Text
ATTRIBUTE = "heard_as"
REQUIRED = "required"
"""The property of a field without which nothing is done."""
ACTIONS = QAccessibleActionInterface
PRESS, TOGGLE, MENU = ACTIONS.pressAction(), ACTIONS.toggleAction(), ACTIONS.showMenuAction()
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
"""What lets a line break, or not, and is no sign that anybody hears."""
PLAIN, SCROLLED = "QWidget", "QScrollArea"
"""The last kind that Qt asks for, of what it knows no more of; and what it calls filling, whatever its name."""
BUTTONS = frozenset(("QPushButton", "QToolButton", "QRadioButton", "QAbstractButton"))
"""Kinds of buttons whose tooltip Qt would say after the name, also where it repeats it."""
READ = {Role.StaticText, Role.Heading}
"""What is nothing while it says nothing."""
Given = TypeVar("Given", bound=QWidget)


@dataclass(frozen=True)
class Heard:
    """A role, and what else differs from what Qt says: each is asked of the widget when it is read."""

    role: Role
    name: Callable[[], str] | None = None
    value: Callable[[], str] | None = None
    description: Callable[[], str] | None = None
    press: Callable[[], object] | None = None
    chosen: Callable[[], bool] | None = None
    """Tells whether it is the one in view, of several of which one is."""
    unfolded: Callable[[], bool] | None = None
    """Tells whether what it folds is in view."""


def give(widget: Given, heard: Heard) -> Given:
    """Have a widget heard as something; gives the widget."""
    setattr(widget, ATTRIBUTE, heard)
    if QAccessible.isActive():
        known = QAccessible.queryAccessibleInterface(widget)
        if known is not None and type(known) is not _Interface:  # asked for before, by what it was told till now
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))
    return widget


def heading(label: Given) -> Given:
    """A label that names what stands below it."""
    return give(label, Heard(Role.Heading))


def row(widget: Given, press: Callable[[], object], name: Callable[[], str] | None = None) -> Given:
    """A row drawn by hand that can be pressed."""
    return give(widget, Heard(Role.Button, name, press=press))


def tab(button: QAbstractButton, name: Callable[[], str] | None = None) -> None:
    """One of several places or steps, of which one is in view; they stand in what ``tabs`` has named."""
    give(button, Heard(Role.PageTab, name, press=button.click, chosen=button.isChecked))


def folds(button: QAbstractButton, name: Callable[[], str] | None = None) -> None:
    """A button that folds and unfolds what belongs to it, and is no box to be ticked."""
    give(button, Heard(Role.Button, name, press=button.click, unfolded=button.isChecked))
    button.toggled.connect(_Folding(button).tell)


class _Folding(QObject):
    """Lets readers know that a button has folded or unfolded something."""

    def tell(self, _unfolded: bool) -> None:
        """It has."""
        changed, button = QAccessible.State(), self.parent()
        changed.expanded = True
        if button is not None:
            QAccessible.updateAccessibility(QAccessibleStateChangeEvent(button, changed))


def group(widget: Given, name: str) -> Given:
    """What holds the parts of one choice, or the fields that belong together."""
    widget.setAccessibleName(name)
    return give(widget, Heard(Role.Grouping))


def spoken(label: Given) -> Given:
    """A label that is empty at times: it is passed over then."""
    return give(label, Heard(Role.StaticText))


def tabs(widget: QWidget, name: str) -> None:
    """What holds the tabs of one list."""
    widget.setAccessibleName(name)
    give(widget, Heard(Role.PageTabList))


def required(field: Given) -> Given:
    """A field without which nothing is done: told in words, for no state of that name can be given from here."""
    field.setAccessibleDescription(_("Required"))
    field.setProperty(REQUIRED, True)
    return field


def has_label(field: QWidget) -> bool:
    """Tell whether a label beside a field says what it is for; which field it leads to is not asked, for PySide
    would let go of what is on the field with the label."""
    above, name = field.parentWidget(), field.accessibleName()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return above is not None and any(_written(each) == name for each in above.findChildren(QLabel, options=direct))


def silent(widget: Given) -> Given:
    """A decoration that says nothing of its own: a rule, an icon beside its words."""
    return give(widget, Heard(Role.Whitespace))


def listen() -> None:
    """Have Qt ask here first; done once for the application.

    A plain box or a scrolled part with a name is heard as a group besides, what draws itself as a picture; and no
    button says its name twice.
    """
    QAccessible.installFactory(_interface)


def _interface(kind: str, about: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(about, QWidget):
        return None
    heard = getattr(about, ATTRIBUTE, None)
    if isinstance(heard, Heard):
        return _Interface(about, heard.role)
    if kind in BUTTONS:
        return _Button(about)
    if kind == SCROLLED and about.accessibleName():
        return _Interface(about, Role.Grouping)
    return _Plain(about) if kind == PLAIN and _is_something(about) else None


def _is_something(plain: QWidget) -> bool:
    """Tell whether a widget of no kind of its own is a thing to readers, and not only a place for others."""
    return plain.isWindow() or bool(plain.accessibleName())


class _Interface(QAccessibleWidget):
    """Asks the widget again each time: holding it would keep it, for Qt keeps every interface made in Python."""

    def _heard(self) -> Heard:
        heard = getattr(self.object(), ATTRIBUTE, None)
        return heard if isinstance(heard, Heard) else Heard(super().role())

    def role(self) -> Role:
        """Qt: what it is by now."""
        return self._heard().role

    def text(self, kind: Text) -> str:
        """Qt: its name, value or description."""
        heard = self._heard()
        if kind is Text.Value and heard.value is not None:
            return heard.value()
        if kind is Text.Description:
            told = heard.description() if heard.description is not None else super().text(kind)
            return _besides(self.text(Text.Name), told)
        if kind is not Text.Name:
            return super().text(kind)
        said = heard.name() if heard.name is not None else super().text(kind) or _written(self.object())
        return said.translate(ZERO_WIDTH)

    def state(self) -> QAccessible.State:
        """Qt: what it is at the moment."""
        state, heard = super().state(), self._heard()
        if heard.role is Role.Whitespace or (self._only_read(heard.role) and not self.text(Text.Name)):
            state.invisible = True
        if heard.chosen is not None:
            state.selectable, state.selected = True, heard.chosen()
        if heard.unfolded is not None:
            state.checkable = state.checked = False
            state.expandable, state.expanded = True, heard.unfolded()
            state.collapsed = not state.expanded
        return state

    def _only_read(self, role: Role) -> bool:
        """Tell whether the keyboard never comes to it."""
        about = self.object()
        clicked = role is Role.Button and isinstance(about, QWidget) and about.focusPolicy() is Qt.FocusPolicy.NoFocus
        return clicked or role in READ

    def actionNames(self) -> list[str]:
        """Qt: what can be done with it, the first being what a reader does when asked to use it."""
        names = super().actionNames()
        return [PRESS, *names] if self._heard().press is not None else names

    def doAction(self, name: str) -> None:
        """Qt: do one of them."""
        heard = self._heard()
        if name == PRESS and heard.press is not None:
            heard.press()
        else:
            super().doAction(name)


class _Plain(_Interface):
    """What Qt would call filling, and readers would pass over with its name; asked for, perhaps, before it was put
    into a window, so that it was one."""

    def __init__(self, plain: QWidget) -> None:
        super().__init__(plain, Role.Client)

    def role(self) -> Role:
        """Qt: what it is by now."""
        plain = self.object()
        if not isinstance(plain, QWidget) or not _is_something(plain):
            return Role.Client
        if plain.isWindow():
            return Role.Window
        return Role.Grouping if plain.findChild(QWidget) is not None else Role.Graphic


class _Button(_Interface):
    """A button as Qt has it, but for what its tooltip repeats."""

    def __init__(self, button: QWidget) -> None:
        super().__init__(button, Role.Button)

    def role(self) -> Role:
        """Qt: what it is by now."""
        button = self.object()
        if _menu_of(button) is not None:
            return Role.ButtonMenu
        if isinstance(button, QAbstractButton) and button.isCheckable():
            return Role.RadioButton if button.autoExclusive() else Role.CheckBox
        return Role.Button

    def state(self) -> QAccessible.State:
        """Qt: what it is at the moment."""
        state, button = super().state(), self.object()
        if isinstance(button, QAbstractButton):
            state.checkable, state.checked, state.pressed = button.isCheckable(), button.isChecked(), button.isDown()
        state.hasPopup = _menu_of(button) is not None
        state.defaultButton = isinstance(button, QPushButton) and button.isDefault()
        return state

    def actionNames(self) -> list[str]:
        """Qt: it is pressed, ticked, or its menu is opened."""
        button = self.object()
        if _menu_of(button) is not None:
            first = MENU
        else:
            first = TOGGLE if isinstance(button, QAbstractButton) and button.isCheckable() else PRESS
        return [first, *super().actionNames()] if isinstance(button, QWidget) and button.isEnabled() else []

    def doAction(self, name: str) -> None:
        """Qt: do one of them."""
        button = self.object()
        if not isinstance(button, QAbstractButton) or name not in (PRESS, TOGGLE, MENU):
            super().doAction(name)
        elif name == MENU and isinstance(button, QPushButton | QToolButton):
            button.showMenu()
        else:
            button.animateClick()


def _menu_of(button: QObject | None) -> QMenu | None:
    return button.menu() if isinstance(button, QPushButton | QToolButton) else None


def _besides(name: str, told: str) -> str:
    """What a tooltip says besides a name: it repeats what the eye may find cut off, and adds a key in parentheses."""
    if told.startswith(f"{name} (") and told.endswith(")"):
        return told[len(name) + 2 : -1]
    return "\n".join(line for line in told.split("\n") if not re.search(rf"(?<!\w){re.escape(line)}(?!\w)", name))


def _written(about: QObject | None) -> str:
    """What stands on a label or a button, without marks for keys and without markup."""
    if isinstance(about, QLabel):
        rich = about.textFormat() is Qt.TextFormat.RichText
        return QTextDocumentFragment.fromHtml(about.text()).toPlainText() if rich else about.text()
    if isinstance(about, QAbstractButton):
        return about.text().replace("&&", "\0").replace("&", "").replace("\0", "&").strip()
    return ""
