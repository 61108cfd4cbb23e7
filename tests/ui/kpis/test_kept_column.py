"""A column that tells other things with the widgets that it has."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.own_kpis import define
from ui.base.session import Session
from ui.kpis.facts.kept_column import Anew, Compared, KeptColumn, Number, Rule, Sentence, Space, Words
from ui.kpis.kpi_page import KpiPage


@pytest.fixture
def column(qtbot: QtBot) -> KeptColumn:
    made = KeptColumn(spacing=2)
    qtbot.addWidget(made)
    made.show()
    return made


def laid(column: KeptColumn) -> list[QWidget]:
    """Its widgets, from top to bottom."""
    layout = column.layout()
    assert layout is not None
    return [item.widget() for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]


def test_other_words_are_said_by_the_same_labels(column: KeptColumn) -> None:
    column.show_pieces([Words("one", "caption"), Number(("12",), "kr"), Rule(), Compared("from May", "+1", "tip")])
    before = laid(column)
    column.show_pieces([Words("two", "caption"), Number(("13",), "%"), Rule(), Compared("from June", "+2", "")])
    assert laid(column) == before
    assert [label.text() for label in column.findChildren(QLabel)][:2] == ["two", "13"]
    assert before[3].toolTip() == ""


def test_what_is_not_said_any_more_waits_and_what_is_new_stands_in_its_place(column: KeptColumn) -> None:
    column.show_pieces([Words("a"), Rule(), Words("b"), Sentence("c")])
    first, rule, second, sentence = laid(column)
    column.show_pieces([Space(9), Words("d"), Words("e", wrap=True), Words("f"), Rule()])
    found = laid(column)
    assert (found[1], found[3], found[4]) == (first, second, rule)
    assert {label.text() for label in column.findChildren(QLabel) if label.isVisibleTo(column)} == {"d", "e", "f"}
    assert found[2].isVisible(), "what is new is in sight at once"
    column.show_pieces([Sentence("g"), Words("h")])
    assert laid(column) == [sentence, first], "nothing is made while there is one of its kind"
    assert [label.text() for label in column.findChildren(QLabel) if label.isVisibleTo(column)] == ["h", "g"]


def test_what_is_made_anew_is_another_each_time(column: KeptColumn) -> None:
    column.show_pieces([Anew(QWidget)])
    (before,) = laid(column)
    column.show_pieces([Anew(QWidget)])
    assert laid(column) != [before]


def test_another_kpi_of_the_same_kind_makes_no_widget_for_its_facts(qtbot: QtBot, session: Session) -> None:
    uids = [
        define(session.ws, name=name, unit="kr", definition=f"What {name} is", source="The till")
        for name in ("Sales", "Returns")
    ]
    page = KpiPage(session)
    qtbot.addWidget(page)
    page.show_argument(uids[0])
    before = set(map(id, page.facts.findChildren(QWidget)))
    page.show_argument(uids[1])
    assert {id(each) for each in page.facts.findChildren(QWidget)} == before
    assert "What Returns is" in [label.text() for label in page.facts.findChildren(QLabel)]
