"""The menu bar: every command of ``actions`` as a Qt action, greyed where it can't be done."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from kpidesk.text import _, language
from ui.base import actions
from ui.base.actions import Command, named_key
from ui.base.memory import Memory
from ui.base.page import literal
from ui.base.theme import Theme


class Menus(QObject):
    """Fills a menu bar. ``asked`` names a command, ``reopen`` a recent file, ``opening`` comes before a menu shows."""

    asked = Signal(str)
    reopen = Signal(str)
    opening = Signal()

    def __init__(self, bar: QMenuBar, theme: Theme, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._window = parent
        self._bar, self._theme, self._memory = bar, theme, memory
        self._actions: dict[str, QAction] = {}
        self._named_in = ""
        self._wanted: dict[str, str] | None = None
        self._made: list[QObject] = []
        self._bare: dict[QMenu, list[tuple[QAction, str]]] = {}

    def name_all(self) -> None:
        """Show the menus by their names alone, for as long as nothing can be done yet."""
        self._named_in = language()
        self._bar.clear()
        for title, _commands in actions.menus():
            self._bar.addMenu(self._menu(title))

    def put_off(self, chosen: dict[str, str]) -> None:
        """Leave the menus that are in view by their names for ``fill``, for a command that is asked for or a key."""
        if self._named_in == language():
            self._wanted = chosen
            self._window.installEventFilter(self)
        else:
            self.build(chosen)

    @property
    def filled(self) -> bool:
        """Whether the menus hold their commands."""
        return self._wanted is None

    def fill(self) -> None:
        """Make what has been put off."""
        if self._wanted is not None:
            self.build(self._wanted)
            self.opening.emit()  # for what can be done now

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: a key that nobody has claimed may stand for a command."""
        if event.type() is QEvent.Type.ShortcutOverride:
            self.fill()
        return False

    @property
    def actions(self) -> dict[str, QAction]:
        """Every command by its name."""
        self.fill()
        return self._actions

    def build(self, chosen: dict[str, str]) -> None:
        """Make every menu anew, in the language in force; ``chosen`` is what holds in each group of choices."""
        self._wanted = None
        self._window.removeEventFilter(self)
        self._bar.clear()
        for old in (*self._actions.values(), *self._made):
            old.deleteLater()
        self._actions.clear()
        self._made.clear()
        self._bare.clear()
        groups: dict[str, QActionGroup] = {}
        for title, commands in actions.menus():
            menu = self._menu(title)
            self._bar.addMenu(menu)
            menu.aboutToShow.connect(self.opening)
            menu.aboutToShow.connect(self._draw_icons)
            inner: dict[str, QMenu] = {}
            for command in commands:
                if command.within and command.within not in inner:
                    inner[command.within] = self._menu(command.within)
                    menu.addMenu(inner[command.within])
                self._add(inner.get(command.within, menu), command, groups, chosen)

    def _menu(self, title: str) -> QMenu:
        """A menu of our own: the wrapper of one that Qt makes is kept for as long as the bar lives."""
        menu = QMenu(title, self._bar)
        self._made.append(menu)
        return menu

    def _add(self, menu: QMenu, command: Command, groups: dict[str, QActionGroup], chosen: dict[str, str]) -> None:
        if not command.name:
            line = QAction(self)
            line.setSeparator(True)
            self._made.append(line)
            menu.addAction(line)
            return
        if command.name == "recent":
            self._add_recent(menu, command)
            return
        action = QAction(f"{command.text}\t{named_key(command.shown)}" if command.shown else command.text, self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.icon:
            self._bare.setdefault(menu, []).append((action, command.icon))
        if command.choice:
            action.setCheckable(True)
            action.setChecked(command.name == f"{command.choice}_{chosen.get(command.choice, '')}")
            if command.choice not in groups:
                groups[command.choice] = QActionGroup(self)
                self._made.append(groups[command.choice])
            groups[command.choice].addAction(action)
        action.triggered.connect(self._triggered)
        menu.addAction(action)
        self._actions[command.name] = action

    def _draw_icons(self) -> None:
        """Draw what stands before the commands of a menu, when it is first opened."""
        menu = self.sender()
        for action, icon in self._bare.pop(menu, []) if isinstance(menu, QMenu) else []:
            action.setIcon(self._theme.icon(icon))
            action.setIconVisibleInMenu(True)

    def _triggered(self) -> None:
        action = self.sender()
        if action is not None:
            self.asked.emit(action.objectName())

    # ---- what can be done ------------------------------------------------------------------------

    def enable(self, available: Collection[str], undo: str | None, redo: str | None) -> None:
        """Grey what can't be done here. Keys stay live: what is possible is looked up when pressed."""
        for name, action in self.actions.items():
            action.setEnabled(name in available)
        self._name_step("undo", _("Undo"), _("Undo: {what}"), undo)
        self._name_step("redo", _("Redo"), _("Redo: {what}"), redo)

    def _name_step(self, name: str, plain: str, pattern: str, label: str | None) -> None:
        action = self.actions[name]
        action.setText(plain if label is None else literal(pattern.format(what=label)))
        action.setEnabled(label is not None)

    def by_keys(self, pressed: QKeySequence) -> QAction | None:
        """The command that some keys stand for."""
        return next((action for action in self.actions.values() if pressed in action.shortcuts()), None)

    # ---- recent files ----------------------------------------------------------------------------

    def _add_recent(self, menu: QMenu, command: Command) -> None:
        self._recent = self._menu(command.text)
        menu.addMenu(self._recent)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._recent.triggered.connect(self._open_recent)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for name in self._memory.recent():
            self._recent.addAction(literal(Path(name).name)).setData(name)
        if self._recent.isEmpty():
            self._recent.addAction(_("None yet")).setEnabled(False)

    def _open_recent(self, action: QAction) -> None:
        if action.data():
            self.reopen.emit(str(action.data()))
