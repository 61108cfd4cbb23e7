"""Getting started: three steps in the page, each done where it stands, skipped or hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import cycles, entry, people
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Input, KeyResult, Kpi, Objective, Target
from kpidesk.first_steps import first_steps
from kpidesk.reading.goals.correct import Part
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from ui.base.memory import Memory
from ui.base.session import Session
from ui.base.theme import Theme
from ui.overview.overview_page import OverviewPage
from ui.overview.steps.first_kpi import FirstKpi
from ui.overview.steps.first_steps import FirstStepsPanel
from ui.overview.steps.remembered import Remembered

Key = Qt.Key
LINE = 20


@pytest.fixture
def new(tmp_path: Path, home: Home, clock: Clock, theme: Theme, qtbot: QtBot) -> Iterator[Callable[..., OverviewPage]]:
    """A file made just now, from a template or from nothing, at its first steps."""
    sessions: list[Session] = []

    def make(template: str = "hair_salon") -> OverviewPage:
        ws = Workspace.create(tmp_path / "Ny.kpidesk", company="Ny", author="Mona Lie", home=home, clock=clock)
        if template:
            shelf.apply_template(ws, template, goals=False)
        session = Session(ws, theme, memory=Memory())
        sessions.append(session)
        Remembered.of(session).begin(template)
        page = OverviewPage(session)
        session.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1440, 900)
        page.show()
        qtbot.waitUntil(session.figured.ready)
        page.refresh(None)
        return page

    yield make
    for session in sessions:
        session.close()


def panel(page: OverviewPage) -> FirstStepsPanel:
    found = page.goals_and_kpis.steps
    assert found is not None
    return found


def test_a_template_has_chosen_the_kpis_and_the_keyboard_is_on_the_number(new: Callable[..., OverviewPage]) -> None:
    page = new()
    steps = panel(page)
    assert steps.kpis.title.text() == "6 KPI-er er valgt" and "Frisørsalong" in steps.kpis.told.text()
    assert page.initial_focus() is steps.number.field
    assert steps.number.field.accessibleName() == "Nettosalg, februar 2026, kr"
    assert not page.week.button.isVisible(), "nothing is due"


def test_the_first_deadline_names_its_week(new: Callable[..., OverviewPage]) -> None:
    words = [label.text() for label in panel(new("clinic")).kpis.findChildren(QLabel)]
    assert [each for each in words if each.startswith("uke ") and ", " in each], "a number alone would be a day's"


def test_enter_stores_the_number_and_goes_on_to_the_goal_and_then_the_steps_are_gone(
    new: Callable[..., OverviewPage], qtbot: QtBot
) -> None:
    page = new()
    steps, ws = panel(page), page.session.ws
    QTest.keyClicks(steps.number.field, "342 500")
    QTest.keyClick(steps.number.field, Key.Key_Return)
    assert [v for source in ws.all(Input) for v in ws.series(source.uid).values()] == [342_500]
    assert steps.number.body.isHidden() and "342" in steps.number.title.text()
    assert steps.kpis.body.isHidden(), "what is done is a line"
    assert page.initial_focus() is steps.goal.line
    steps.goal.line.setText("Nettosalg fra 340000 til 380000 kr")
    steps.goal.store()
    assert ws.all(KeyResult)[0].target == 380_000 and ws.all(Objective)[0].title == "Nettosalg"
    assert page.goals_and_kpis.steps is None
    focus = page.window().focusWidget()
    assert focus is not None and focus is not page.main and page.main.isAncestorOf(focus), "on something that is heard"
    ws.undo()
    page.refresh(None)
    assert page.goals_and_kpis.steps is None, "what was done once does not come back by itself"


def test_a_goal_that_is_planned_is_one_click_away_from_a_quarter_without_any(new: Callable[..., OverviewPage]) -> None:
    page = new()
    steps = panel(page)
    steps.number.skip.click()
    steps.goal.line.setText("Nettosalg fra 340000 til 380000 kr")
    steps.goal.store()
    session = page.session
    assert session.period.key() == "2026-Q2", "where the goal is"
    session.show_period(session.current_period())
    page.refresh(None)
    way(page, "1 mål er planlagt i 2. kvartal 2026").click()
    assert session.period.key() == "2026-Q2"
    cycles.start_now(session.ws, session.ws.all(Objective)[0].cycle or "")
    session.show_period(session.current_period())
    page.refresh(None)
    assert way(page, "1 mål i 2. kvartal 2026").isVisible(), "begun is no longer planned"


def way(page: OverviewPage, words: str) -> QPushButton:
    found = (each for each in page.findChildren(QPushButton) if each.text() == words)
    return next(each for each in found if each.isVisible())


def test_beside_the_steps_stand_the_example_and_the_chapters_of_the_introduction(
    new: Callable[..., OverviewPage], qtbot: QtBot
) -> None:
    from kpidesk.cli.grammar.described import book

    page = new()
    links = {each.text(): each for each in page.week.findChildren(QPushButton)}
    for chapter in book("nb").parts[0].chapters:
        with qtbot.waitSignal(page.session.explain) as asked:
            links[chapter.title].click()
        assert asked.args == [chapter.key]
    with qtbot.waitSignal(page.session.example):
        links["Åpne eksempelet"].click()


def test_what_is_no_number_is_answered_and_stays(new: Callable[..., OverviewPage]) -> None:
    number = panel(new()).number
    number.field.setText("mange")
    number.store()
    assert number.problem.isVisible() and "mange" in number.problem.text()
    assert number.field.text() == "mange"


def test_another_number_can_be_chosen_and_the_first_be_changed(new: Callable[..., OverviewPage]) -> None:
    page = new()
    steps, ws = panel(page), page.session.ws
    menu = steps.number.other.menu()
    assert menu is not None
    wanted = menu.actions()[0].text()
    menu.actions()[0].trigger()
    assert wanted != "Nettosalg, februar 2026"
    assert steps.number.field.accessibleName().startswith(wanted)
    steps.number.field.setText("12")
    steps.number.store()
    steps.number.link.click()
    assert steps.number.field.text() == "12"
    steps.number.field.setText("13")
    steps.number.store()
    assert [v for source in ws.all(Input) for v in ws.series(source.uid).values()] == [13]


def test_each_step_can_be_skipped_and_all_be_hidden_and_come_back_from_the_menu(
    new: Callable[..., OverviewPage],
) -> None:
    page = new()
    steps = panel(page)
    steps.number.skip.click()
    assert page.initial_focus() is steps.goal.line
    steps.goal.skip.click()
    assert page.goals_and_kpis.steps is None
    page.commands()["first_steps"]()
    assert page.initial_focus() is panel(page).number.field
    panel(page)._hide()
    assert page.goals_and_kpis.steps is None


def test_whoever_wants_goals_and_no_kpis_is_asked_for_no_number(new: Callable[..., OverviewPage]) -> None:
    page = new("")
    steps = panel(page)
    steps.kpis.skip.click()
    assert steps.kpis.body.isHidden() and steps.kpis.told.text() == "hoppet over"
    assert steps.number.told.text() == "hoppet over" and not steps.number.mark.now
    assert page.initial_focus() is steps.goal.line
    steps.goal.line.setText("Tryggere turer for alle")
    steps.goal.store()
    assert page.goals_and_kpis.steps is None, "there is nothing left to do"


def test_kpis_that_were_skipped_can_be_chosen_all_the_same(new: Callable[..., OverviewPage]) -> None:
    page = new("")
    steps = panel(page)
    steps.kpis.skip.click()
    steps.kpis.link.click()
    assert steps.kpis.body.isVisible() and not steps.kpis.skip.isVisible()
    next(iter(steps.kpis.boxes.values())).click()
    assert steps.kpis.title.text() == "1 KPI er valgt"
    assert page.initial_focus() is steps.number.field and steps.number.skip.isVisible()


def test_a_box_puts_a_kpi_away_and_back(new: Callable[..., OverviewPage]) -> None:
    page = new()
    steps, ws = panel(page), page.session.ws
    steps.kpis.boxes["nps"].click()
    assert next(kpi for kpi in ws.all(Kpi) if kpi.library_id == "nps").parked
    assert steps.kpis.title.text() == "5 KPI-er er valgt"
    steps.kpis.boxes["nps"].click()
    assert not any(kpi.parked for kpi in ws.all(Kpi))


def test_an_empty_file_offers_five_and_a_box_takes_one_in(new: Callable[..., OverviewPage]) -> None:
    page = new("")
    steps, ws = panel(page), page.session.ws
    assert len(steps.kpis.boxes) == 5 and page.initial_focus() is next(iter(steps.kpis.boxes.values()))
    before = list(steps.kpis.boxes)
    steps.kpis.boxes[before[-1]].click()
    (kpi,) = ws.all(Kpi)
    assert kpi.library_id == before[-1]
    assert list(steps.kpis.boxes) == before, "the others are still offered, and each is where it was"
    assert page.initial_focus() is steps.number.field


def test_boxes_are_ticked_one_after_the_other_in_a_small_window_too(
    new: Callable[..., OverviewPage], qtbot: QtBot
) -> None:
    page = new("")
    page.fit(640)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    steps, step = panel(page), panel(page).kpis
    step.boxes["net_sales"].setFocus()
    top = step.boxes["net_sales"].y()
    for key in ("net_sales", "nps"):
        qtbot.waitUntil(step.boxes[key].isVisible)
        step.boxes[key].setFocus()
        QTest.keyClick(step.boxes[key], Key.Key_Space)
        assert step.boxes[key].hasFocus() and step.boxes[key].isChecked(), "the keyboard stays where it was"
        assert steps.kpis.body.isVisible(), "and what it is in"
        qtbot.waitUntil(lambda: step.boxes["net_sales"].y() > 0)
        assert step.boxes["net_sales"].y() < top + LINE, "no hole is left by the rows that went"


def test_a_target_is_confirmed_where_it_stands(new: Callable[..., OverviewPage]) -> None:
    page = new()
    number = panel(page).number
    number.field.setText("342500")
    number.store()
    page.refresh(None)
    (row,) = page.goals_and_kpis.findChildren(FirstKpi)
    assert "forslag" in row._target.text()
    row.confirm.click()
    ws = page.session.ws
    assert [t.suggested for t in ws.all(Target) if t.kpi == row.figures.kpi.uid] == [False]


def test_a_number_about_few_persons_is_neither_told_nor_called_missing(new: Callable[..., OverviewPage]) -> None:
    page = new("")
    ws = page.session.ws
    kpi = ws.get(Kpi, shelf.add(ws, "sick_leave_rate"))
    for (_name, source), days in zip(kpi.inputs, (17, 1234), strict=True):
        entry.set_value(ws, source, first_steps(ws).offered[0].period, days)
    people.set_company(ws, people=4)
    page.refresh(None)
    seen = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Sykefraværsdagsverk, 4. kvartal 2025: skjult" in seen and "færre enn 5 personer" in seen
    assert "17 dager" not in seen and "ingen tall" not in seen


def test_a_suggestion_of_the_template_is_put_into_the_line_with_its_numbers(new: Callable[..., OverviewPage]) -> None:
    page = new()
    goal = panel(page).goal
    offers = shelf.suggested_goals(page.session.ws, "hair_salon")
    assert "fra" in offers[0] and "til" in offers[0]
    goal._take(offers[0])
    assert goal.line.text() == offers[0] and goal.strip.words.words().endswith("2. kvartal 2026, planlagt")


def test_the_reading_of_the_first_goal_is_corrected_by_tab_as_on_the_page_of_goals(
    new: Callable[..., OverviewPage],
) -> None:
    page = new("")
    goal = panel(page).goal
    QTest.keyClicks(goal.line, "Flere buketter fra 40 til 60")
    QTest.keyClick(goal.line, Key.Key_Tab)
    target = goal.strip.field(Part.TARGET)
    target.setFocus()
    QTest.keyClick(target, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(target, "55")
    assert "55" in goal.strip.words.words() and goal.strip.correcting
    QTest.keyClick(target, Key.Key_Return)
    ws = page.session.ws
    assert [(each.start, each.target) for each in ws.all(KeyResult)] == [(40.0, 55.0)]


def test_what_is_typed_in_the_steps_goes_on_on_a_page_in_its_place(new: Callable[..., OverviewPage]) -> None:
    page = new("")
    panel(page).goal.line.setText("Null klager")
    other = OverviewPage(page.session)
    other.go_on(page.draft())
    assert panel(other).goal.line.text() == "Null klager"
    other.deleteLater()


def test_a_file_with_something_in_it_that_was_begun_elsewhere_has_no_steps(
    workspace: Workspace, theme: Theme, qtbot: QtBot
) -> None:
    page = OverviewPage(Session(workspace, theme))
    qtbot.addWidget(page)
    assert page.goals_and_kpis.steps is None
