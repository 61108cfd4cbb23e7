"""What a screen reader hears of widgets that were given a role."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSplitter, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.base.page import heading, text
from ui.base.reach import accessible, order
from ui.base.reach.accessible import Heard, Role, Text
from ui.base.reach.grips import ready_grips
from ui.base.theme import Theme
from ui.parts.empty import Empty
from ui.parts.form import Choice, FieldRow
from ui.parts.segmented import Segmented

TAB = Qt.FocusPolicy.TabFocus


def heard(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def name(widget: QWidget) -> str:
    return heard(widget).text(Text.Name)


def children(widget: QWidget) -> list[str]:
    return [heard(widget).child(place).text(Text.Name) for place in range(heard(widget).childCount())]


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


def test_what_is_heard_is_read_in_the_order_in_which_it_stands(theme: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row = QHBoxLayout(box)
    row.addWidget(QLabel("andre"))
    row.insertWidget(0, QLabel("først"))
    order.in_order(row)
    assert children(box) == ["først", "andre"]


def test_a_page_is_read_from_above_and_in_a_line_from_the_left(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    floats, right, left, below = (QLabel(name, page) for name in ("over", "høyre", "venstre", "under"))
    grid = QGridLayout(page)
    for label, row, column in ((below, 1, 0), (right, 0, 1), (left, 0, 0)):
        grid.addWidget(label, row, column)
    order.read_as_it_stands(page)
    assert children(page) == ["venstre", "høyre", "under", "over"]
    assert page.children()[-1] is floats, "what has no place in the layout lies over what has"


def test_the_panes_of_a_splitter_are_read_as_they_stand(theme: Theme, qtbot: QtBot) -> None:
    splitter = QSplitter()
    qtbot.addWidget(splitter)
    splitter.addWidget(QLabel("andre"))
    splitter.insertWidget(0, QLabel("først"))
    order.read_as_it_stands(splitter)
    ready_grips([splitter.handle(1)])
    assert children(splitter)[:2] == ["først", "andre"]
    assert name(splitter.handle(1)) == "Skillelinje"


def test_a_label_is_passed_over_while_it_says_nothing(theme: Theme, qtbot: QtBot) -> None:
    for label in (text(""), heading("")):
        qtbot.addWidget(label)
        label.show()
        assert heard(label).state().invisible
        label.setText("2 feil")
        assert not heard(label).state().invisible


def test_a_choice_says_what_is_chosen_and_what_for(theme: Theme, qtbot: QtBot) -> None:
    named, beside = Choice("Eier"), Choice("Avdeling", inplace=False)
    qtbot.addWidget(row := FieldRow("Eier", named))
    qtbot.addWidget(beside)
    for each in (named, beside):
        each.fill([("Kari", 1)], 1)
    row.show()
    beside.show()
    [(label, _kind)] = heard(named).relations(QAccessible.RelationFlag.Label)
    assert (label.text(Text.Name), named.accessibleDescription()) == ("Eier", "")
    assert (name(beside), beside.accessibleDescription()) == ("Kari", "Avdeling")


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


def test_a_tooltip_that_repeats_the_name_is_not_said_again(theme: Theme, qtbot: QtBot) -> None:
    row = accessible.row(QFrame(), lambda: None, lambda: "NPS opp fra 38 til 50, usikkert")
    qtbot.addWidget(row)
    row.setToolTip("NPS opp fra 38 til 50")
    assert heard(row).text(Text.Description) == ""
    row.setToolTip("Målverdi 50")
    assert heard(row).text(Text.Description) == "Målverdi 50"


def test_tab_stops_at_the_choice_that_is_down(theme: Theme, qtbot: QtBot) -> None:
    switch = Segmented([("Norsk", "nb"), ("English", "en")], "nb", "Språk")
    qtbot.addWidget(switch)

    def stops() -> list[str]:
        return [each.text() for each in switch.findChildren(QPushButton) if each.focusPolicy() & TAB]

    assert stops() == ["Norsk"]
    switch.choose("en")
    assert stops() == ["English"]
    switch.show_chosen("")
    assert stops() == ["Norsk", "English"]


def test_a_button_in_an_empty_place_says_what_stands_above_it(theme: Theme, qtbot: QtBot) -> None:
    place = Empty(theme, "target", "Ingen mål ennå", "Begynn med ett.", "Nytt mål")
    qtbot.addWidget(place)
    assert place.button is not None
    assert heard(place.button).text(Text.Description) == "Ingen mål ennå. Begynn med ett."
