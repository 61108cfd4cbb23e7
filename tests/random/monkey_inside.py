"""The monkey in its own process: takes the steps of one seed, and judges after each. ``monkey.py`` starts it."""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import random
import sys
import threading
import traceback
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from kpidesk import text
from kpidesk.domain.entities import KINDS, Input
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.random import monkey_hands, monkey_stories
from ui.base.session import Session
from ui.base.theme import Theme
from ui.base.waiting import WAITING

HANGS_AFTER = 60
"""Seconds without a turn of the event loop: the window is deaf, and every thread's stack is printed."""
BEATS = 6
"""So many turns of an event loop inside one act tell that a dialog, menu or drag runs a loop of its own."""
STUCK = 20
"""So many steps in the same dialog or popup are enough."""
HARMLESS = (
    "This plugin does not support", "occurs outside target window", "QPrinter", "Could not load any printer",
    "QCUPSSupport", "platform theme",
)  # fmt: skip
"""What the screenless platform and the machine say, not the program."""


class Faults(logging.Handler):
    """Everything that must not happen, from wherever it comes."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def install(self) -> None:
        """Listen to exceptions of all threads, to Qt and to the log."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._on_message)
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))

    def _on_exception(self, *error: Any) -> None:
        self.found.append("".join(traceback.format_exception(*error)))

    def _on_message(self, kind: QtMsgType, _context: object, words: str) -> None:
        shown = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        qts_own = any(isinstance(each, QPrintDialog) for each in shown)  # its preview of pages asks for no font
        if kind is not QtMsgType.QtDebugMsg and not qts_own and not any(each in words for each in HARMLESS):
            self.found.append(f"Qt: {words}\n" + "".join(traceback.format_stack(limit=8)))


def state_of(ws: Workspace) -> dict[str, Any]:
    """All that a file says."""
    rows = {kind.__name__: {row.uid: repr(row) for row in ws.all(kind)} for kind in KINDS}
    series = {row.uid: {str(at): value for at, value in ws.series(row.uid).items()} for row in ws.all(Input)}
    return {**rows, "series": series}


class Monkey:
    """Takes the steps of one seed. A timer drives it, so that it goes on where a dialog or a drag runs its own loop."""

    def __init__(self, hands: monkey_hands.Hands, seed: int, steps: list[int], faults: Faults, trail: Path) -> None:
        self.hands, self.seed, self.left, self.faults = hands, seed, list(steps), faults
        self.trail = trail.open("a", encoding="utf-8")
        self._deep, self._beats = 0, 0
        self._top, self._turns = "", 0
        self.over = False

    def tick(self) -> None:
        """One turn: a step, unless the step before still runs outside any loop of its own."""
        if self.over:
            return
        QTimer.singleShot(2, self.tick)
        self._beats += 1
        if self._deep and self._beats <= BEATS:
            return
        faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
        self._deep, self._beats = self._deep + 1, 0
        try:
            self._turn()
        finally:
            self._deep, self._beats = self._deep - 1, BEATS
        self._judge()

    def _turn(self) -> None:
        if any(each.dialog is None for each in WAITING):
            return  # the window system holds back what a person does until there is a way out
        if self.hands.phases:
            self.hands.phases.pop(0)()
        elif not self.left:
            self._end()
        elif self._deep > 12 or self._is_stuck():
            self._get_out()
        else:
            self._step(self.left.pop(0))

    def _step(self, number: int) -> None:
        dice = random.Random(f"{self.seed}/{number}")
        self._write(step=number)
        self._write(did=monkey_stories.act(self.hands, dice), top=monkey_hands.named(self.hands.top()))

    def _write(self, **told: object) -> None:
        self.trail.write(json.dumps(told, ensure_ascii=False) + "\n")
        self.trail.flush()

    def _is_stuck(self) -> bool:
        top = self.hands.top()
        name = "" if top is self.hands.window() else repr(top)
        self._turns = self._turns + 1 if name and name == self._top else 0
        self._top = name
        return self._turns > STUCK

    def _get_out(self) -> None:
        top = self.hands.top()
        self._write(did=f"get out of {monkey_hands.named(top)}")
        top.reject() if isinstance(top, QDialog) else top.close()
        self._turns = 0

    def _judge(self) -> None:
        """After every turn: nothing has gone wrong, and there is a window to go on in."""
        if not self.faults.found and not self.over and not self.hands.window().isVisible():
            self.faults.found.append("There is no window.")
        if self.faults.found:
            self._write(faults=self.faults.found)
            os._exit(tell(self.seed, self.faults.found[0]))

    # ---- the end -----------------------------------------------------------------------------------

    def _end(self) -> None:
        """Leave every dialog, then compare; a loop inside a loop is left one at a time."""
        if self.hands.top() is not self.hands.window():
            self._get_out()
        elif self._deep == 1 and not self._is_on_a_trip():
            self._compare()
            self.over = True
            for each in self.hands.windows.all():
                each.close()
            QTimer.singleShot(0, QCoreApplication.quit)

    def _is_on_a_trip(self) -> bool:
        """A colleague's change that comes in between would be taken for one that undo and redo have made."""
        return any(each.files.sharing.away for each in self.hands.windows.all())

    def _compare(self) -> None:
        """The file is in order; everything undone and done again leads back."""
        for window in self.hands.windows.all():
            if window.looking.session is not None:
                window.looking.stop()
            if window.files.session is not None:
                self._compare_file(window.files.session)

    def _compare_file(self, session: Session) -> None:
        ws, problems = session.ws, list(map(str, session.ws.checking.problems()))
        before = state_of(ws)
        undone = 0
        while ws.undoing.undoable:
            session.undo()
            undone += 1
            if undone > 5000:
                problems.append("Undo does not come to an end.")
                break
        for _turn in range(undone):
            session.redo()
        self._write(undone=undone, rows={kind: len(rows) for kind, rows in before.items()})
        after = state_of(ws)
        problems += [f"{kind} after undo and redo: {before[kind]} became {after[kind]}"
                     for kind in before if before[kind] != after[kind]]  # fmt: skip
        self.faults.found += [*problems, *map(str, ws.checking.problems())]


def tell(seed: int, fault: str) -> int:
    """Say what went wrong and how to see it again."""
    print(f"seed {seed}: {fault}\n  again: python tests/random/monkey.py --seed {seed} --shrink", flush=True)
    return 1


def keep_in(folder: Path) -> None:
    """File dialogs choose in the monkey's folder, and nothing is opened outside the program."""
    dice = random.Random(0)

    def save(*_asked: object, **_more: object) -> tuple[str, str]:
        return dice.choice(("", str(folder / f"lagret {dice.randint(1, 9)}"))), ""

    def found(*_asked: object, **_more: object) -> tuple[str, str]:
        there = sorted(str(each) for each in folder.iterdir() if each.is_file())
        return dice.choice(["", *there]), ""

    QFileDialog.getSaveFileName = save
    QFileDialog.getOpenFileName = found
    QFileDialog.getExistingDirectory = lambda *_asked, **_more: dice.choice(("", str(folder)))
    QDesktopServices.openUrl = lambda *_asked: True


def run_here(seed: int, steps: list[int], folder: Path, trail: Path) -> int:
    """Take the steps of a seed in this process."""
    faults = Faults()
    faults.install()
    os.chdir(folder)
    application = QApplication.instance() or QApplication(["kpidesk"])
    assert isinstance(application, QApplication)
    application.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    application.setQuitOnLastWindowClosed(False)
    keep_in(folder)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("author", "Kari Nygård")
    settings.setValue("language", "nb")
    text.use("nb")
    theme = Theme(application)
    theme.apply("light")
    hands = monkey_hands.Hands(folder, theme, settings, Home(folder / "home"), partial(monkey_stories.sow, seed))
    monkey = Monkey(hands, seed, steps, faults, trail)
    monkey.hands.open_fresh()
    QTimer.singleShot(0, monkey.tick)
    application.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    faulthandler.cancel_dump_traceback_later()
    return tell(seed, faults.found[0]) if faults.found else 0


if __name__ == "__main__":
    seed, steps, folder, trail = sys.argv[1:]
    os._exit(run_here(int(seed), [int(each) for each in steps.split(",")], Path(folder), Path(trail)))
