"""What is typed and refused is told to eye and ear, and taken back with the next key; what must be typed says so."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kpidesk.errors import BadInput
from kpidesk.workspace import Workspace
from ui.base.reach import accessible
from ui.base.reach.accessible import Role, Text
from ui.base.session import Session
from ui.base.theme import Theme
from ui.goals.goal_marks import ConfidencePicker
from ui.goals.side.day_line import DayLine
from ui.kpis.formula_field import FormulaField
from ui.kpis.kpi_form import KpiForm
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.unit_field import UnitField
from ui.parts.form import FieldRow, InPlaceLine, mark_refused
from ui.parts.reason import ReasonDialog
from ui.round.decision_pane import DecisionPane


def told(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(Text.Description)


def seen(row: QWidget) -> list[str]:
    return [each.text() for each in row.findChildren(QLabel) if each.isVisible() and each.text()]


@pytest.fixture
def session(workspace: Workspace, theme: Theme) -> Session:
    return Session(workspace, theme)


def fields(session: Session) -> list[tuple[InPlaceLine, str, str]]:
    """A field, what it refuses, and a word of why."""
    return [
        (NumberLine("Weight"), "tung", "gamle verdien"),
        (DayLine("Due date", session), "en dag", "gamle datoen"),
    ]


def test_a_refused_value_is_told_below_the_field_and_with_it_until_it_is_typed_anew(session: Session, qtbot) -> None:
    for field, typed, why in fields(session):
        row = FieldRow(field.accessibleName(), field)
        qtbot.addWidget(row)
        row.show()
        before = told(field), seen(row), False
        field.setText(typed)
        field._commit()
        assert why in told(field) and why in seen(row)[-1] and field.property("error")
        QTest.keyClicks(field, "3")
        assert (told(field), seen(row), field.property("error")) == before


def test_a_field_with_a_unit_tells_it_or_what_is_wrong(theme: Theme, qtbot) -> None:
    field = UnitField(theme, "Target")
    qtbot.addWidget(field)
    field.show_unit("currency")
    assert told(field) == "kr"
    field.setText("mye")
    with pytest.raises(BadInput) as refused:
        field.number()
    assert told(field) == str(refused.value)
    QTest.keyClicks(field, "4")
    assert told(field) == "kr"


def test_what_must_be_typed_says_so(session: Session, qtbot) -> None:
    form, ask = KpiForm(session, None, None), ReasonDialog("Reopen?", "Why?", "Reopen")
    for dialog in (form, ask):
        qtbot.addWidget(dialog)
    assert (told(form.name), told(ask.reason)) == ("Må fylles ut", "Må fylles ut")


def test_what_folds_is_a_button_that_tells_whether_it_has(theme: Theme, qtbot) -> None:
    button = QPushButton("More about the KPI")
    qtbot.addWidget(button)
    button.setCheckable(True)
    accessible.folds(button)
    for unfolded in (False, True):
        button.setChecked(unfolded)
        known = QAccessible.queryAccessibleInterface(button)
        state = known.state()
        assert (known.role(), bool(state.expandable), bool(state.checkable)) == (Role.Button, True, False)
        assert (bool(state.expanded), bool(state.collapsed)) == (unfolded, not unfolded)


def test_how_sure_somebody_is_stands_in_the_name_and_the_value(theme: Theme, qtbot) -> None:
    picker = ConfidencePicker(theme)
    qtbot.addWidget(picker)
    QTest.keyClicks(picker, "7")
    known = QAccessible.queryAccessibleInterface(picker)
    assert (known.text(Text.Name), known.text(Text.Value)) == ("Trygghet 7", "7")


def test_a_title_that_has_no_room_is_not_heard_twice(theme: Theme, qtbot) -> None:
    line = InPlaceLine("Title")
    qtbot.addWidget(line)
    line.setFixedWidth(60)
    line.show_text("Kundene anbefaler oss til naboene sine")
    assert told(line) == ""


def test_a_refused_field_has_a_red_frame_and_says_why_until_it_is_typed_anew(session: Session, qtbot) -> None:
    formula, figure = FormulaField(session), UnitField(session.theme, "NPS, March 2026, kr")
    figure.show_unit("currency")
    figure.explain("How many would recommend you?")
    decision, day = DecisionPane(session), InPlaceLine("Due date")
    for field, refuse in (
        (
            formula.edit,
            lambda: (formula.edit.setPlainText("1 / "), formula.edit.moveCursor(QTextCursor.MoveOperation.End)),
        ),
        (figure, lambda: figure.refuse("Not a number")),
        (decision.due, lambda: mark_refused(decision.due, "Not a date")),
        (day, lambda: day.refuse("Not a date")),
    ):
        qtbot.addWidget(field.window())
        field.window().show()
        before = told(field)
        refuse()
        shown = field.grab().toImage().pixelColor(0, field.height() // 2)
        assert told(field) not in ("", before) and shown == session.theme.color("off"), field
        QTest.keyClicks(field, "1")
        assert not field.property("error") and (told(field) == before or field is formula.edit), field
