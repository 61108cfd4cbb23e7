"""Opening every dialog: each command whose name ends in "…" asks something, and what it asks is taken down again."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kpidesk.domain.entities import Entity, KeyResult, Kpi, Objective
from kpidesk.text import _, ngettext
from ui.base.waiting import Progress
from ui.selftest.desk import Broken, Desk, plain
from ui.sharing.password_dialog import Rewriting

ASKS = "…"
EVERY_MS = 20
AT_ONCE = 20.0
"""Seconds in which a dialog is there, on a machine that is slow or busy."""
Keys = Sequence[Qt.Key]
PLACES: tuple[tuple[str, type[Entity] | None, Keys], ...] = (
    ("goals", Objective, ()),
    ("goals", KeyResult, ()),
    ("kpis", None, (Qt.Key.Key_Home,)),
    ("kpi", Kpi, (Qt.Key.Key_End, Qt.Key.Key_Left)),
    ("entry", None, ()),
    ("review", None, ()),
    ("history", None, ()),
    ("overview", None, ()),
)
"""Where commands are looked for, of what the first is chosen there, and the keys that choose more: a row, a period."""
ENDS_THE_FILE = frozenset({"new_file"})
"""It leads to the page that asks for a file, which is looked at by a step of its own."""


class Curtain(QObject):
    """Takes down what stands before the window, and counts it. What is being done is waited for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seen: list[str] = []
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def __enter__(self) -> Curtain:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()
        self.deleteLater()

    def look(self) -> None:
        """Take down the menu or the dialog in front."""
        front: QWidget | None = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is None or isinstance(front, Progress | Rewriting):
            return
        front.grab()  # it is drawn, whoever looks
        self.seen.append(type(front).__name__)
        front.reject() if isinstance(front, QDialog) else front.close()


def open_all(desk: Desk) -> str:
    """Go through all commands that ask something, wherever they can be chosen; tells how many that were."""
    opened: dict[str, str] = {}
    with Curtain() as curtain:
        for place, kind, keys in PLACES:
            _go(desk, place, kind, keys)
            for name in asking(desk):
                if name not in opened and desk.commands()[name].isEnabled():
                    opened[name] = _opened(desk, curtain, place, name)
                    _go(desk, place, kind, keys)
    silent = [name for name, what in opened.items() if not what]
    if silent:
        words = ", ".join(plain(desk.commands()[name].text()) for name in silent)
        raise Broken(_("These opened no dialog: {commands}").format(commands=words))
    return ngettext("{n} command", "{n} commands", len(opened)).format(n=len(opened))


def asking(desk: Desk) -> list[str]:
    """The commands that ask something before they do anything."""
    found: dict[str, QAction] = desk.commands()
    return [name for name, each in found.items() if each.text().endswith(ASKS) and name not in ENDS_THE_FILE]


def _go(desk: Desk, place: str, kind: type[Entity] | None, keys: Keys) -> None:
    """Be at a place, with something chosen and the keyboard there."""
    desk.window.activateWindow()  # a dialog that goes leaves that to the system, and there may be none
    desk.window.go(place, first(desk, kind) if kind is not None else None)
    desk.turn()
    page = desk.window.page()
    focus = page.initial_focus() if page is not None else None
    if focus is not None:
        focus.setFocus()
        for key in keys:
            desk.press(key, focus)
    desk.rest()


def first(desk: Desk, kind: type[Entity]) -> str:
    """What stands first of its kind in the file."""
    return desk.session.ws.all(kind)[0].uid


def _opened(desk: Desk, curtain: Curtain, place: str, name: str) -> str:
    """What a command has brought: a dialog, a menu, another page, a field to type into; empty for nothing."""
    before, focus = len(curtain.seen), desk.application.focusWidget()

    def types_elsewhere() -> bool:
        in_front = desk.application.activePopupWidget() or desk.application.activeModalWidget()
        return in_front is None and desk.application.focusWidget() not in (focus, None)

    def answered() -> bool:
        return len(curtain.seen) > before or desk.window.place != place or types_elsewhere()

    desk.do(name)
    with contextlib.suppress(Broken):  # what has asked nothing is told with all others
        desk.until(answered, "", AT_ONCE)
    if len(curtain.seen) > before:
        return curtain.seen[-1]
    if desk.window.place != place:
        return f"page {desk.window.place}"
    return "field" if types_elsewhere() else ""
