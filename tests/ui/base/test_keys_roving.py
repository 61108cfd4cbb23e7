"""Of several of which one is chosen Tab comes by that one only, from both sides, and arrows go to the others."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.kept import bakery_window
from tests.ui.screens.dialogs_shown import shown
from ui.app.window import Window
from ui.base import actions
from ui.base.keys import order
from ui.base.keys.roving import RovingGroup

Key = Qt.Key


kept, window = bakery_window("overview", (1440, 900))


def astray(root: QWidget) -> list[str]:
    """The groups in sight of which Tab comes by another than the chosen one."""
    stops = {each for each in order.stops(root) if each.isVisible()}
    chosen = {each: each.checkedButton() for each in root.findChildren(RovingGroup)}
    shown = {group: one for group, one in chosen.items() if one is not None and one.isVisible() and one.isEnabled()}
    return [f"{one}" for group, one in shown.items() if stops.intersection(group.buttons()) != {one}]


def test_tab_comes_by_what_is_chosen_on_every_page_and_in_every_dialog(window: Window) -> None:
    found = []
    for place in actions.PLACES:
        window.go(place)
        QApplication.processEvents()
        found += [f"{place}: {each}" for each in astray(window)]
    for name, made in shown(window):
        dialog = made()
        dialog.show()
        found += [f"{name}: {each}" for each in astray(dialog)]
        dialog.done(0)
        dialog.deleteLater()
    assert found == []


def test_arrows_go_through_the_places_and_space_leads_into_the_page(window: Window) -> None:
    assert window.side is not None
    first = next(each for each in order.stops(window.side) if each.property("checked"))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    for place in ("goals", "kpis"):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
        QApplication.processEvents()
        assert window.page().place == place  # type: ignore[union-attr]
        assert window.side.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
    QApplication.processEvents()
    assert window.page().isAncestorOf(QApplication.focusWidget())  # type: ignore[union-attr]


def test_the_stop_follows_what_is_chosen_in_the_program(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    group, buttons = RovingGroup(box), [QPushButton(str(place), box) for place in range(3)]
    for button in buttons:
        button.setCheckable(True)
        group.addButton(button)
    box.show()
    assert list(order.stops(box)) == buttons  # none is chosen yet
    buttons[2].setChecked(True)
    assert list(order.stops(box)) == [buttons[2]]
    buttons[0].setChecked(True)
    assert list(order.stops(box)) == [buttons[0]]
    group.removeButton(buttons[0])
    assert list(order.stops(box)) == [buttons[0], buttons[1], buttons[2]]


def test_no_choice_is_made_of_a_plain_group_of_buttons() -> None:
    rooms = Path("ui").rglob("*.py")
    assert [each for each in rooms if "QButtonGroup" in each.read_text("utf-8") and each.name != "roving.py"] == []
