"""Every dialog by keys: begun somewhere, gone through as it is read, one button that Enter means, Esc leads back."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.base.test_keys_focus import heard
from tests.ui.base.test_keys_order import place_of, reads_on
from tests.ui.kept import bakery_window
from tests.ui.screens.dialogs_shown import shown
from ui.app.window import Window
from ui.base.dialog_frame import DialogFrame
from ui.base.waiting import Progress
from ui.sharing.password_dialog import Rewriting

Key, Held = Qt.Key, Qt.KeyboardModifier
MOST = 80
WAITS = "rewriting"
"""Has nothing to press: it goes when what it waits for is done."""


kept, window = bakery_window("goals", (1440, 900))


def test_every_dialog_is_gone_through_by_keys_and_leads_back(window: Window) -> None:
    home = QApplication.focusWidget()
    assert home is not None and window.isAncestorOf(home)
    found = []
    for name, made in shown(window):
        dialog = made()
        dialog.open()
        QApplication.processEvents()
        if name != WAITS:
            found += [f"{name}: {each}" for each in faults(dialog)]
        found += [f"{name}: {each}" for each in faults_of_leaving(dialog)]
        come_back(window)
        if QApplication.focusWidget() is not home:
            found.append(f"{name}: the keyboard came to {QApplication.focusWidget()}")
            home.setFocus()
    assert not found, "\n" + "\n".join(found)


def come_back(window: Window) -> None:
    """As the window manager does once a dialog has gone."""
    window.activateWindow()
    QApplication.processEvents()


def faults(dialog: QDialog) -> Iterator[str]:
    first = QApplication.focusWidget()
    if first is None or not dialog.isAncestorOf(first):
        yield f"begins at {first}"
        return
    yield from faults_of_the_beginning(dialog, first)
    yield from faults_of_enter(dialog)
    passed = list(round_trip())
    yield from (f"a stop without a name: {each}" for each, _place, _before in passed if not heard(each))
    backs = [
        f"{heard(before)!r} → {heard(each)!r}"
        for (each, place, was), before in zip(passed[1:], [each for each, *_rest in passed], strict=False)
        if not reads_on(was, place)
    ]
    if len(backs) > 1:
        yield f"not as it is read: {backs}"


def faults_of_the_beginning(dialog: QDialog, first: QWidget) -> Iterator[str]:
    """It begins at what is to be filled in or chosen, or where there is nothing of that at the button that Enter means.

    What is only looked at begins at the button that closes it.
    """
    if not isinstance(dialog, DialogFrame) or not isinstance(first, QPushButton) or dialog.area.isAncestorOf(first):
        return
    asked = (QLineEdit, QComboBox, QAbstractSpinBox, QCheckBox, QRadioButton, QPlainTextEdit)
    fields = [each for each in dialog.area.findChildren(QWidget) if isinstance(each, asked) and each.isVisible()]
    if any(each.isEnabled() for each in fields) and first is not getattr(dialog, "close_button", None):
        yield f"begins at {first.text()!r}, past its fields"
    meant = [each.text() for each in dialog.buttons() if each.isDefault() and each.isEnabled()]
    if meant and not first.isDefault():
        yield f"begins at {first.text()!r}, and Enter means {meant[0]!r}"


def round_trip() -> Iterator[tuple[QWidget, QRect, QRect]]:
    """What Tab comes by, where it stands, and where the one before it stands by then."""
    first = before = QApplication.focusWidget()
    assert first is not None
    for _stop in range(MOST):
        QTest.keyClick(before, Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None and here.isVisible()
        if here.visibleRegion().isEmpty():
            raise AssertionError(f"{here} is out of sight")
        yield here, place_of(here), place_of(before)
        if here is first:
            return
        before = here
    raise AssertionError(f"Tab does not come round: {first}, {before}")


def faults_of_enter(dialog: QDialog) -> Iterator[str]:
    """Enter means one button, the marked one, if there is one."""
    buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
    meant = [each for each in buttons if each.isDefault()]
    marked = [each for each in buttons if each.property("primary")]
    if len(meant) > 1 or len(marked) > 1:
        yield f"Enter means {[each.text() for each in meant]}, marked are {[each.text() for each in marked]}"
    if meant and marked and meant != marked:
        yield f"Enter means {meant[0].text()}, and {marked[0].text()} is marked"
    if any(each.autoDefault() for each in buttons if each not in meant):
        yield f"Enter may mean {[each.text() for each in buttons if each.autoDefault()]}"


def faults_of_leaving(dialog: QDialog) -> Iterator[str]:
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClick(focus, Key.Key_Escape)
    QApplication.processEvents()
    if not isValid(dialog):  # it deletes itself
        return
    if isinstance(getattr(dialog, "question", None), QMessageBox):
        yield "asks before it throws away what nobody has typed"
    if dialog.isVisible():
        if not isinstance(dialog, Rewriting | Progress):
            yield "Esc does not close it"
        dialog.done(0)
    dialog.deleteLater()
    QApplication.processEvents()


def test_a_window_takes_the_keyboard_into_its_page_where_what_had_it_is_gone(window: Window) -> None:
    window.go("kpis")
    dialog = next(made for name, made in shown(window) if name == "duties")()
    dialog.open()
    QApplication.processEvents()
    gone = window.focusWidget()
    assert gone is not None
    gone.hide()
    dialog.reject()
    come_back(window)
    focus = QApplication.focusWidget()
    assert focus is not None and focus is not gone and window.page().isAncestorOf(focus)  # type: ignore[union-attr]
