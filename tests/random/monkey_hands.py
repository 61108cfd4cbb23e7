"""What a monkey can do to a window: keys, clicks, drags, pastes, commands, and what happens around it meanwhile.

Every act takes the monkey's ``Hands`` and the dice of one step, and tells in words what it did. Events go in where
the window system's do, so that dialogs, popups and drags get what they would get from a person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from kpidesk.commands import goals
from kpidesk.domain.entities import NODES
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from ui.app.window import Window
from ui.app.windows import Windows
from ui.base.actions import PLACES
from ui.base.theme import Theme
from ui.base.waiting import in_a_dialog

Dice = random.Random
W = TypeVar("W", bound=QWidget)
Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier
NONE, SHIFT, CONTROL, ALT = (
    Modifier.NoModifier, Modifier.ShiftModifier, Modifier.ControlModifier, Modifier.AltModifier,
)  # fmt: skip
LEFT, RIGHT = Button.LeftButton, Button.RightButton

KEYS = (
    [Key.Key_Return] * 4 + [Key.Key_Escape] * 3 + [Key.Key_Tab] * 4
    + [Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right] * 2
    + [Key.Key_Delete, Key.Key_Backspace, Key.Key_Insert, Key.Key_Space, Key.Key_Home, Key.Key_End, Key.Key_PageUp]
    + [Key.Key_PageDown, Key.Key_F2, Key.Key_F4, Key.Key_Menu, Key.Key_Backtab, Key.Key_Enter, Key.Key_F10]
)  # fmt: skip
LETTERS = [Key(code) for code in range(Key.Key_A, Key.Key_Z + 1) if chr(code) not in "QW"]
"""Ctrl with Q or W closes: the act ``close`` does so more seldom."""
TEXTS = (
    "Blåbær & Sønn", "Færre reklamasjoner enn 12", "Salg fra 100 til 250 kr", "12", "-3,5", "1 284,5", "0", "50 %",
    "1e999", "=A1+B1", "2026-03-01", "99999999999999999999", "NaN", "x" * 300, " ", "æøå", "<b>fet</b>", "%n {n}",
    "a / b", "(a - b) * 100", "Ring de ti største", "Kari", "uke 12", "🙂", "\u202eomvendt", "-", "&", "/", "..",
)  # fmt: skip
PASTED = (
    "1\t2\t3\n4\t5\t6", "12,5", "", "uke 1\t10\nuke 2\t20", "a\nb\nc\n" * 40, "\t\t\n\t\t", "−1 234,5", "Salg\n1000\n",
    "=1/0\t#REF!", "\x00", "En lang linje " * 200,
)  # fmt: skip
SIZES = ((640, 400), (800, 600), (1024, 640), (1180, 760), (1366, 768), (1440, 900), (1920, 1080), (900, 1200))
SELDOM = frozenset({"close_window", "quit", "new_file", "password", "new_window", "full_screen", "print", "send_copy",
                    "second_window"})  # fmt: skip
"""Commands that end or cover what is under test; one in eight of their turns is enough."""
USUAL = ("add_objective", "add_key_result", "add_initiative", "add_kpi", "own_kpi", "set_target", "new_here",
         "edit_kpi", "check_in", "rename", "go_guide", "go_to", "paste", "search", "open_kpi")  # fmt: skip


class Hands:
    """The windows under the monkey's hands, and where it may write."""

    def __init__(
        self, folder: Path, theme: Theme, settings: QSettings, home: Home, sow: Callable[[Workspace], None]
    ) -> None:
        self.folder, self.theme, self.settings = folder, theme, settings
        self.windows = Windows(theme, settings, home)
        self.home, self.sow = home, sow
        self.files = 0
        self.phases: list[Callable[[], None]] = []
        self.seen: list[QWidget] = []

    # ---- what there is -----------------------------------------------------------------------------

    def window(self) -> Window:
        """The window in front, or the first; one on a new empty file when all have been closed."""
        shown = self.windows.all()
        if not shown:
            return self.open_fresh()
        return next((each for each in shown if each.isActiveWindow()), shown[0])

    def open_fresh(self) -> Window:
        """A window on an empty file of its own."""
        self.files += 1
        path = self.folder / f"Verksted & Sønn {self.files}.kpidesk"
        with Workspace.create(path, company="Verksted & Sønn", author="Kari Nygård", home=self.home) as ws:
            self.sow(ws)
        return self.windows.open(str(path))

    def top(self) -> QWidget:
        """What a click would reach: a popup, else a dialog, else the window."""
        found = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return found if found is not None else self.window()

    def handle(self) -> QWindow | None:
        """Where keys go."""
        if QApplication.activePopupWidget() is None and QGuiApplication.focusWindow() is not None:
            return QGuiApplication.focusWindow()
        return self.top().windowHandle()


def below(hands: Hands, kind: type[W]) -> list[W]:
    """What is in sight of a kind in what a click would reach, in the order in which it was made.

    All wrappers are held until the next act: where that of a parent goes, PySide takes those of its children for dead.
    """
    hands.seen = [each for each in hands.top().findChildren(QWidget) if isValid(each)]
    return [each for each in hands.seen
            if isinstance(each, kind) and each.isVisible() and not each.visibleRegion().isEmpty()]  # fmt: skip


def named(widget: QWidget) -> str:
    """A widget in words, for the trail."""
    words = widget.objectName() or widget.accessibleName()
    if not words and isinstance(widget, QAbstractButton):
        words = widget.text()
    return f"{type(widget).__name__} “{words}”" if words else type(widget).__name__


# ---- the mouse -----------------------------------------------------------------------------------------


def target(hands: Hands, dice: Dice) -> QWidget:
    """Something to click: mostly what looks as if it did something."""
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QAbstractSpinBox, QTabBar, QTextEdit, QWidget)
    found = below(hands, dice.choice(kinds))
    return dice.choice(found) if found else hands.top()


def spot(widget: QWidget, dice: Dice) -> QPoint:
    """A place in what is seen of a widget; in a list mostly on a row."""
    seen = widget.visibleRegion().boundingRect()
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None and dice.random() < 0.8:
        rows = model.rowCount(widget.rootIndex())
        if rows:
            columns = 1 if isinstance(widget, QListView) else model.columnCount(widget.rootIndex())
            index = model.index(dice.randrange(rows), dice.randrange(max(1, columns)), widget.rootIndex())
            place = widget.visualRect(index).center() + widget.viewport().pos()
            if seen.contains(place):
                return place
    if isinstance(widget, QMenu) and (actions := widget.actions()):
        return widget.actionGeometry(dice.choice(actions)).center()
    return QPoint(
        dice.randint(seen.left(), max(seen.left(), seen.right())),
        dice.randint(seen.top(), max(seen.top(), seen.bottom())),
    )


def placed(widget: QWidget, at: QPoint) -> tuple[QWindow, QPoint] | None:
    """The same place in the window that gets the mouse there."""
    top = widget.window()
    handle, place = top.windowHandle(), widget.mapTo(top, at)
    inside = handle is not None and QRect(QPoint(), handle.size()).contains(place)
    return (handle, place) if inside else None


def click(hands: Hands, dice: Dice) -> str:
    """Click, seldom twice or with the other button, often something that does something."""
    widget = target(hands, dice)
    at = spot(widget, dice)
    found = placed(widget, at)
    button = RIGHT if dice.random() < 0.08 else LEFT
    held = dice.choices((NONE, SHIFT, CONTROL), (20, 1, 1))[0]
    double = dice.random() < 0.12
    words = f"{'double click' if double else 'click'} {button.name} {held.name} {named(widget)} {at.toTuple()}"
    if found is None:
        return f"nothing: {words}"
    handle, place = found
    QTest.mouseMove(handle, place)
    for _turn in range(2 if double else 1):
        still(handle, lambda: QTest.mousePress(handle, button, held, place))
        still(handle, lambda: QTest.mouseRelease(handle, button, held, place))
    return words


def hover(hands: Hands, dice: Dice) -> str:
    """Move the mouse over something."""
    widget = target(hands, dice)
    found = placed(widget, spot(widget, dice))
    if found is not None:
        QTest.mouseMove(*found)
    return f"hover {named(widget)}"


def drag(hands: Hands, dice: Dice) -> str:
    """Press, move, release: in turns of their own, for a drag may run an event loop of its own."""
    widget = target(hands, dice)
    other = widget if dice.random() < 0.6 else target(hands, dice)
    start, end = placed(widget, spot(widget, dice)), placed(other, spot(other, dice))
    if start is None or end is None or start[0] is not end[0]:
        return f"nothing: drag {named(widget)}"
    handle, down = start
    way = end[1] - down
    QTest.mousePress(handle, LEFT, NONE, down)
    moves = [down + QPoint(way.x() * n // 5, way.y() * n // 5) for n in range(1, 6)]
    hands.phases = [
        *(lambda at=at: still(handle, lambda: QTest.mouseMove(handle, at)) for at in moves),
        lambda: still(handle, lambda: QTest.mouseRelease(handle, LEFT, NONE, end[1])),
    ]
    return f"drag {named(widget)} {down.toTuple()} to {named(other)} {end[1].toTuple()}"


def still(handle: QWindow, act: Callable[[], None]) -> None:
    """Act on a window unless what came before has closed it."""
    if isValid(handle) and handle.isVisible():
        act()


def wheel(hands: Hands, dice: Dice) -> str:
    """Turn the wheel over something."""
    widget = target(hands, dice)
    at = QPointF(spot(widget, dice))
    angle = QPoint(0, dice.choice((-120, 120, -480, 480)))
    event = QWheelEvent(
        at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), angle, Button.NoButton,
        dice.choices((NONE, CONTROL), (9, 1))[0], Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return f"wheel {angle.y()} {named(widget)}"


# ---- the keyboard --------------------------------------------------------------------------------------


def press(hands: Hands, key: Key, held: Modifier = NONE) -> None:
    """Press and let go of a key, one event each: ``keyPress`` with others held goes on with a window that is gone."""
    handle = hands.handle()
    if handle is not None:
        letter = "" if held & (CONTROL | ALT) else QTest.keyToAscii(key).strip("\0")
        for down in (True, False):
            still(handle, lambda down=down: QTest.simulateEvent(handle, down, key.value, held, letter, False))


def key(hands: Hands, dice: Dice) -> str:
    """A key that moves, opens or ends something, now and then with others held."""
    chosen = dice.choice(KEYS)
    held = dice.choices((NONE, SHIFT, CONTROL, ALT), (12, 2, 2, 1))[0]
    if (chosen, held) == (Key.Key_F4, ALT):
        held = NONE
    press(hands, chosen, held)
    return f"key {held.name} {chosen.name}"


def shortcut(hands: Hands, dice: Dice) -> str:
    """Ctrl and a letter, also what nothing answers to."""
    chosen, held = dice.choice(LETTERS), dice.choices((CONTROL, CONTROL | SHIFT, ALT), (6, 1, 2))[0]
    press(hands, chosen, held)
    return f"key {held} {chosen.name}"


def write(words: str) -> None:
    """Write letter by letter where the keyboard is, wherever that is by then."""
    for letter in words:
        focus = QApplication.focusWidget()
        if focus is not None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(focus):
                    QApplication.sendEvent(focus, QKeyEvent(kind, 0, NONE, letter))


def typing(hands: Hands, dice: Dice) -> str:
    """Write where the keyboard is; often with Enter or Tab behind."""
    words = dice.choice(TEXTS)
    write(words)
    after = dice.choice((None, Key.Key_Return, Key.Key_Return, Key.Key_Tab, Key.Key_Escape))
    if after is not None:
        press(hands, after)
    return f"typing {words[:40]!r} {after.name if after else ''}"


def paste(hands: Hands, dice: Dice) -> str:
    """Paste what comes out of a sheet, or what doesn't."""
    words = dice.choice(PASTED)
    QGuiApplication.clipboard().setText(words)
    press(hands, Key.Key_V, CONTROL)
    return f"paste {words[:40]!r}"


# ---- commands ------------------------------------------------------------------------------------------


def _live(window: Window) -> Iterator[QAction]:
    window.commands.enable()
    yield from (each for each in window._menus.actions.values() if each.isEnabled())


def command(hands: Hands, dice: Dice) -> str:
    """A command of the menu bar, as its key does it: not while a dialog or popup is open."""
    if hands.top() is not hands.window():
        return key(hands, dice)
    actions = {each.objectName(): each for each in _live(hands.window())}
    usual = [each for each in USUAL if each in actions]
    name = dice.choice(usual if usual and dice.random() < 0.4 else sorted(actions))
    if name in SELDOM and dice.random() < 0.875:
        return f"nothing: {name}"
    actions[name].trigger()
    return f"command {name}"


def go(hands: Hands, dice: Dice) -> str:
    """Another page."""
    number = dice.randrange(len(PLACES))
    press(hands, Key(Key.Key_1 + number), CONTROL)
    return f"go {PLACES[number]}"


def look(hands: Hands, dice: Dice) -> str:
    """Another language or theme, unless a dialog is open."""
    name = dice.choice(("theme_light", "theme_dark", "theme_system", "language_nb", "language_en"))
    if hands.top() is not hands.window():
        return f"nothing: {name}"
    hands.window()._menus.actions[name].trigger()
    return f"look {name}"


def undo(hands: Hands, dice: Dice) -> str:
    """Undo or redo a few times, from wherever the keyboard is."""
    chosen, times = dice.choice((Key.Key_Z, Key.Key_Z, Key.Key_Y)), dice.randint(1, 4)
    for _turn in range(times):
        press(hands, chosen, CONTROL)
    return f"{chosen.name} {times} times"


def choose(hands: Hands, dice: Dice) -> str:
    """Open a combo box and take another of its lines."""
    found = [each for each in below(hands, QComboBox) if each.isEnabled() and each.count()]
    if not found:
        return "nothing: no combo box"
    box = dice.choice(found)
    line = dice.randrange(box.count())
    words = f"choose {named(box)} line {line}"
    box.setFocus()
    box.showPopup()
    view = box.view()
    view.setCurrentIndex(view.model().index(line, box.modelColumn(), view.rootIndex()))
    press(hands, Key.Key_Return)
    return words


# ---- what happens around ------------------------------------------------------------------------------


def resize(hands: Hands, dice: Dice) -> str:
    """Another size of the window."""
    size = dice.choice(SIZES)
    hands.window().resize(*size)
    return f"resize {size}"


def colleague(hands: Hands, dice: Dice) -> str:
    """Somebody else works in the same file; the window notices when it looks."""
    session = hands.window().files.session
    if session is None:
        return "nothing: no file"
    try:
        with Workspace.open(session.ws.path, author="Ola Berg", home=Home(hands.folder / "ola")) as ws:
            nodes = [node for kind in NODES for node in ws.all(kind)]
            if nodes and dice.random() < 0.6:
                goals.rename(ws, dice.choice(nodes).uid, f"Olas tittel {dice.randint(1, 99)}")
            else:
                goals.add_objective(ws, f"Olas mål {dice.randint(1, 99)}")
    except UserError as error:
        return f"colleague refused: {error}"
    hands.window().files.sharing.look()
    return "colleague"


def beside(hands: Hands, dice: Dice) -> str:
    """Another window of the same file comes, goes, or has something done in it under what is open in this one."""
    front = hands.window()
    session = front.files.session
    held = front.files.held
    others = [each for each in hands.windows.all() if each is not front and held and each.files.held is held]
    if session is None or not others:
        hands.windows.open_beside(front)
        return "a second window"
    other = dice.choice(others)
    care = other.rarely.care
    acts: dict[str, Callable[[], object]] = {
        "close": other.close, "undo": partial(other.commands.run, "undo"), "come up": other.activateWindow,
        "go": partial(other.go, dice.choice(PLACES)), "clear numbers": care.clear,
        "rename the file": partial(care.rename, session.ws.path.with_stem(f"Verksted {dice.randint(1, 99)}")),
        "rename a goal": partial(_rename_in, other, dice),
    }  # fmt: skip
    words = dice.choice([each for each in acts if each != "close" or not in_a_dialog(other)])
    acts[words]()  # a window with a dialog before it can't be closed by anybody
    return f"in the other window: {words}"


def _rename_in(window: Window, dice: Dice) -> None:
    session = window.files.session
    nodes = [] if session is None else [node for kind in NODES for node in session.ws.all(kind)]
    if session is not None and nodes:
        session.perform(goals.rename, dice.choice(nodes).uid, f"Fra det andre {dice.randint(1, 99)}")


def rest(hands: Hands, dice: Dice) -> str:
    """Do nothing: timers and threads come to their turn."""
    return "rest"


def close(hands: Hands, dice: Dice) -> str:
    """Close what is in front: mostly a dialog or popup, seldom the window."""
    top = hands.top()
    if isinstance(top, Window) and dice.random() < 0.9:
        return "nothing: close"
    words = f"close {named(top)}"
    top.reject() if isinstance(top, QDialog) else top.close()
    return words
