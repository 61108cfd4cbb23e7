"""What a screen reader hears of widgets that were given a role."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.base.reach import accessible
from ui.base.reach.accessible import Heard, Role, Text
from ui.base.theme import Theme


def heard(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def name(widget: QWidget) -> str:
    return heard(widget).text(Text.Name)


def test_a_heading_says_what_stands_on_it_at_the_moment(theme: Theme, qtbot: QtBot) -> None:
    label = accessible.heading(QLabel("Mål"))
    qtbot.addWidget(label)
    assert (heard(label).role(), name(label)) == (Role.Heading, "Mål")
    label.setText("Nøkkel\u200bresultater")
    assert name(label) == "Nøkkelresultater"
    label.setAccessibleName("Alle nøkkelresultater")
    assert name(label) == "Alle nøkkelresultater"


def test_a_role_given_late_is_heard_all_the_same(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("Mål")
    qtbot.addWidget(label)
    QAccessible.setActive(True)
    try:
        assert heard(label).role() is Role.StaticText
        accessible.heading(label)
        assert heard(label).role() is Role.Heading
    finally:
        QAccessible.setActive(False)


def test_a_drawn_row_is_a_button_that_can_be_pressed(theme: Theme, qtbot: QtBot) -> None:
    pressed: list[str] = []
    row = accessible.row(QFrame(), lambda: pressed.append("row"), lambda: "NPS, bak plan")
    qtbot.addWidget(row)
    actions = heard(row).actionInterface()
    assert (heard(row).role(), name(row)) == (Role.Button, "NPS, bak plan")
    assert actions.actionNames()[0] == accessible.PRESS
    actions.doAction(accessible.PRESS)
    assert pressed == ["row"]


def test_of_several_tabs_the_one_in_view_is_selected(theme: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    accessible.tabs(box, "Steder")
    tabs = [QToolButton(box) for _place in range(2)]
    for place, tab in enumerate(tabs):
        tab.setText(f"Sted & {place}".replace("&", "&&"))
        tab.setCheckable(True)
        accessible.tab(tab)
    heard(tabs[1]).actionInterface().doAction(accessible.PRESS)
    assert [heard(tab).state().selected for tab in tabs] == [0, 1]
    assert [name(tab) for tab in tabs] == ["Sted & 0", "Sted & 1"]
    assert (heard(box).role(), name(box)) == (Role.PageTabList, "Steder")


def test_a_decoration_is_passed_over(theme: Theme, qtbot: QtBot) -> None:
    rule = accessible.silent(QFrame())
    qtbot.addWidget(rule)
    rule.show()
    assert heard(rule).state().invisible
    assert accessible.is_silent(rule)


def test_what_is_heard_is_read_in_the_order_in_which_it_stands(theme: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row = QHBoxLayout(box)
    row.addWidget(QLabel("andre"))
    row.insertWidget(0, QLabel("først"))
    accessible.in_order(row)
    assert [heard(box).child(place).text(Text.Name) for place in range(2)] == ["først", "andre"]


def test_what_is_gone_is_not_kept_for_the_reader(theme: Theme, qtbot: QtBot) -> None:
    gone: list[str] = []
    row = accessible.give(QFrame(), Heard(Role.Button, lambda: "rad"))
    row.destroyed.connect(lambda: gone.append("row"))
    assert name(row) == "rad"
    row.deleteLater()
    del row
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone == ["row"]
