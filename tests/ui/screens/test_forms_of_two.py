"""Dialogs and panels that are open while a colleague stores the same row: what was typed counts, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kpidesk.commands import advice, check_ins, cycles, entry, goals, kpis, notes, people, reviews, targets
from kpidesk.commands.goals import milestones
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import (
    Annotation,
    CheckIn,
    Duty,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    ResultKind,
    ReviewNote,
    Section,
    Target,
    Uid,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.targets import season_of
from kpidesk.errors import StorageFault
from kpidesk.figures import Effect
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace
from tests import own_kpis
from tests.ui.opened import opened_window
from tests.ui.settled import settle
from tests.ui.targets.target_dialog import Opened
from ui.app.settings_dialog import SettingsDialog
from ui.app.window import Window
from ui.base.reach.beside import opened_in
from ui.base.session import Notice, Session, Told
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_view import EntryView
from ui.goals.check_in import CheckInDialog
from ui.goals.goal_delegate import TitleLine
from ui.goals.goals_page import GoalsPage
from ui.goals.key_result_panel import KeyResultPanel
from ui.goals.panels import ObjectivePanel
from ui.goals.side.milestone_list import MilestoneRow
from ui.kpis.kpi_form import KpiForm
from ui.kpis.note import NoteDialog
from ui.overview.duties import DutiesDialog, DutyRow
from ui.review.review_notes import NoteRow, Part

MARCH = Period.parse("2026-03")
QUARTER = Period.parse("2026-Q1")
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
NO_EFFECT = Effect(None, None, 0)


class Salon:
    """A file with a few rows of its own, and Ola in another window on it."""

    def __init__(self, path: Path, home: Home, clock) -> None:
        self.ws = Workspace.create(path, company="Klipp og sånn", author="Kari", home=home, clock=clock)
        with self.ws.sharing.holding():
            self._fill(self.ws)
        self.ola = Workspace.open(path, author="Ola", home=home, clock=clock)

    def _fill(self, ws: Workspace) -> None:
        cycle = cycles.ensure_cycle(ws, QUARTER)
        self.kpi = own_kpis.define(ws, name="Svinn", frequency=Frequency.MONTH)
        self.objective = goals.add_objective(ws, "Kundene kommer tilbake", cycle=cycle)
        self.result = goals.add_key_result(ws, "Gjenkjøp", parent=self.objective, start=10.0, target=20.0)
        self.check_in = check_ins.check_in(ws, self.result, value=12.0, confidence=5, note="Rolig uke")
        self.duty = advice.add_duty(ws, "HMS")
        self.line = reviews.add_note(ws, cycle, Section.DECISION, "Bytte kasse")
        notes.annotate(ws, self.kpi, MARCH, "Ny ovn")
        self.note = ws.all(Annotation)[0].uid
        self.target = targets.set_target(ws, self.kpi, Step(value=20.0))


@pytest.fixture
def salon(tmp_path: Path, home: Home, clock) -> Iterator[Salon]:
    made = Salon(tmp_path / "salong.kpidesk", home, clock)
    yield made
    made.ola.close()
    made.ws.close()


@pytest.fixture
def session(salon: Salon, theme: Theme) -> Session:
    return Session(salon.ws, theme)


@pytest.fixture
def told(session: Session) -> list[Told]:
    heard: list[Told] = []
    session.done.connect(heard.append)
    return heard


def shown(qtbot: QtBot, made):
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def retype(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)


def sides(ws: Workspace) -> list[list[object]]:
    """What the open conflicts offer, the newest first."""
    return [[head.value for head in conflict.heads] for conflict in ws.merging.conflicts()]


# ---- dialogs ------------------------------------------------------------------------------------------


def test_the_kpi_form_sends_the_name_that_was_typed_and_leaves_a_colleagues_definition(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    form = shown(qtbot, KpiForm(session, salon.ws.get(Kpi, salon.kpi)))
    own_kpis.edit(salon.ola, salon.kpi, definition="Kastet vare", pitfall="Vekt og kroner")
    retype(form.name, "Svinn i kroner")
    form.store()
    kpi = salon.ws.get(Kpi, salon.kpi)
    assert (kpi.name, kpi.definition, kpi.pitfall) == ("Svinn i kroner", "Kastet vare", "Vekt og kroner")
    assert sides(salon.ws) == []
    assert told[-1].words == "«Svinn i kroner» er endret." and len(told[-1].refs) == 1
    session.turn_back(told[-1])
    kpi = salon.ws.get(Kpi, salon.kpi)
    assert (kpi.name, kpi.definition) == ("Svinn", "Kastet vare")


def test_the_kpi_form_lists_what_both_have_called_it(salon: Salon, session: Session, qtbot: QtBot) -> None:
    form = shown(qtbot, KpiForm(session, salon.ws.get(Kpi, salon.kpi)))
    own_kpis.edit(salon.ola, salon.kpi, name="Kast")
    crossed: list[int] = []

    def hear(changes: Changes) -> None:
        crossed.append(changes.crossed)

    session.changed.connect(hear)
    retype(form.name, "Svinn i kroner")
    form.store()
    assert ["Svinn i kroner", "Kast"] in sides(salon.ws)
    assert crossed[-1], "the window hears of it and offers to choose"


def test_the_kpi_form_leaves_a_colleagues_target_alone(salon: Salon, session: Session, qtbot: QtBot) -> None:
    form = shown(qtbot, KpiForm(session, salon.ws.get(Kpi, salon.kpi)))
    targets.set_target(salon.ola, salon.kpi, Step(value=30.0))
    retype(form.name, "Svinn i kroner")
    form.store()
    assert [row.value for row in salon.ws.all(Target)] == [30.0]
    assert sides(salon.ws) == []


def test_a_kpi_form_in_which_nothing_was_changed_says_so_and_offers_no_undo(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    shown(qtbot, KpiForm(session, salon.ws.get(Kpi, salon.kpi))).store()
    assert told == [Told("Ingenting er endret.")]


def test_the_settings_store_what_was_changed_as_one_step(
    salon: Salon, session: Session, settings: QSettings, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (60, 20), "blue").save(tmp_path / "logo.png")
    dialog = shown(qtbot, SettingsDialog(settings, session))
    people.set_company(salon.ola, name="Klipp AS", check_in_days=7)
    retype(dialog.people, "12")
    dialog.logo.take(tmp_path / "logo.png")
    salon.ws.sharing.refresh()
    steps = salon.ws.undoing.undoable
    dialog.accept()
    company = salon.ws.company
    assert (company.name, company.check_in_days, company.people) == ("Klipp AS", 7, 12) and company.logo
    assert len(salon.ws.undoing.undoable) == len(steps) + 1
    session.undo()
    company = salon.ws.company
    assert (company.name, company.people, company.logo) == ("Klipp AS", None, "")


def test_the_settings_of_this_machine_change_nothing_in_the_file(
    salon: Salon, session: Session, told: list[Told], settings: QSettings, qtbot: QtBot
) -> None:
    dialog = shown(qtbot, SettingsDialog(settings, session))
    steps = salon.ws.undoing.undoable
    dialog.look.setCurrentIndex(dialog.look.findData("dark"))
    dialog.accept()
    assert settings.value("theme") == "dark"
    assert (salon.ws.undoing.undoable, told) == (steps, [])


def test_a_note_keeps_what_a_colleague_has_said_of_it(salon: Salon, session: Session, qtbot: QtBot) -> None:
    note = salon.ws.get(Annotation, salon.note)
    dialog = shown(qtbot, NoteDialog(session, salon.ws.get(Kpi, salon.kpi), MARCH, note, NO_EFFECT))
    notes.annotate(salon.ola, salon.kpi, MARCH, "Ny ovn", action=True)
    retype(dialog.text, "Ny ovn i mars")
    dialog.store()
    note = salon.ws.get(Annotation, salon.note)
    assert (note.text, note.action) == ("Ny ovn i mars", True)
    assert sides(salon.ws) == []


def test_a_note_that_a_colleague_has_changed_is_not_deleted_unseen(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    note = salon.ws.get(Annotation, salon.note)
    dialog = shown(qtbot, NoteDialog(session, salon.ws.get(Kpi, salon.kpi), MARCH, note, NO_EFFECT))
    notes.annotate(salon.ola, salon.kpi, MARCH, "Ny ovn og ny baker")
    QTest.mouseClick(dialog.delete, LEFT)
    assert dialog.isVisible() and "Ingenting er endret" in dialog.problem.text()
    assert salon.ws.get(Annotation, salon.note).text == "Ny ovn og ny baker"
    assert told == []


def test_a_check_in_is_corrected_where_it_was_wrong_and_nowhere_else(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    dialog = shown(qtbot, CheckInDialog(session, salon.ws.get(CheckIn, salon.check_in)))
    check_ins.edit_check_in(salon.ola, salon.check_in, note="Travel uke", confidence=8)
    retype(dialog.value, "13,5")
    dialog.store()
    entry = salon.ws.get(CheckIn, salon.check_in)
    assert (entry.value, entry.note, entry.confidence) == (13.5, "Travel uke", 8)
    assert told[-1].words == "Innsjekken er rettet."


def test_a_duty_that_both_have_renamed_is_listed(salon: Salon, session: Session, qtbot: QtBot) -> None:
    dialog = shown(qtbot, DutiesDialog(session))
    row = dialog.findChildren(DutyRow)[0]
    advice.edit_duty(salon.ola, salon.duty, title="Vernerunde")
    retype(row.changed, "HMS-runde")
    QTest.keyClick(row.changed, Key.Key_Return)
    assert salon.ws.get(Duty, salon.duty).title == "HMS-runde"
    assert sides(salon.ws) == [["HMS-runde", "Vernerunde"]]


def test_targets_list_what_both_have_set_and_keep_what_only_the_colleague_has(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    opened = Opened(qtbot, session, salon.ws.get(Kpi, salon.kpi))
    targets.set_target(salon.ola, salon.kpi, Step(value=30.0))
    targets.set_target(salon.ola, salon.kpi, Step(value=40.0, start=dt.date(2027, 1, 1)))
    retype(opened.level.value, "25")
    opened.set()
    assert sorted(row.value for row in salon.ws.all(Target) if row.value) == [25.0, 40.0]
    assert [[side.values for side in each.fields] for each in salon.ws.merging.conflicts()] == [[(25.0, 30.0)]]
    assert told[-1].words.startswith("Målverdi for «Svinn»: 25")


@pytest.fixture
def window(salon: Salon, theme: Theme, settings: QSettings, home: Home, clock, qtbot: QtBot) -> Window:
    settings.setValue("author", "Kari")
    return opened_window(salon.ws.path, theme, settings, home, clock, qtbot)


def test_the_window_says_at_once_that_both_have_changed_the_same_and_leads_there(salon: Salon, window: Window) -> None:
    assert window.session is not None
    seen = window.session.seen()
    goals.rename(salon.ola, salon.objective, "Alle kommer tilbake")
    window.session.perform(goals.rename, salon.objective, "Flere kommer", based_on=seen)
    notice = window.notices.rows()[0].notice
    assert "endret av to" in notice.text
    goals.set_field(salon.ola, salon.objective, description="Det lønner seg")
    window.session.perform(goals.set_field, salon.objective, description="Det gir trygghet", based_on=seen)
    (row,) = window.notices.rows()
    assert row.notice.text.startswith("2 ") and row.notice.callback is not None, "one notice, with how many there are"
    row.notice.callback()
    assert window.place == "merge"


def test_the_link_of_a_message_is_there_only_where_something_can_be_taken_back(salon: Salon, window: Window) -> None:
    assert window.session is not None and window.toast is not None
    window.session.perform(kpis.park, salon.kpi, False, said="Tilbake")
    assert window.toast._words.text() == "Ingenting er endret." and not window.toast._undo.isVisibleTo(window.toast)
    window.session.perform(kpis.park, salon.kpi, True, said="Parkert")
    assert window.toast._undo.isVisibleTo(window.toast)
    window.session.perform(goals.rename, salon.objective, "Flere kommer")
    QTest.mouseClick(window.toast._undo, LEFT)
    assert not window.session.ws.get(Kpi, salon.kpi).parked
    assert window.session.ws.get(Objective, salon.objective).title == "Flere kommer"
    assert window.toast._undo.text() == "Gjør om igjen"
    QTest.mouseClick(window.toast._undo, LEFT)
    assert window.session.ws.get(Kpi, salon.kpi).parked


# ---- fields in place ----------------------------------------------------------------------------------


def open_goals(session: Session, qtbot: QtBot, uid: Uid) -> GoalsPage:
    page = GoalsPage(session)
    page.resize(1280, 900)
    page.refresh(None)
    session.changed.connect(page.refresh)
    shown(qtbot, page)
    page.view.choose(uid)
    return page


def test_a_goals_fields_keep_what_is_being_typed_and_the_others_follow_the_colleague(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    page = open_goals(session, qtbot, salon.objective)
    panel = page.inspector.panel
    assert isinstance(panel, ObjectivePanel)
    retype(panel.title, "Flere kommer")
    goals.rename(salon.ola, salon.objective, "Alle kommer tilbake")
    goals.set_field(salon.ola, salon.objective, description="Det lønner seg")
    salon.ws.sharing.refresh()
    assert panel.title.text() == "Flere kommer"
    assert panel.description.text() == "Det lønner seg"
    QTest.keyClick(panel.title, Key.Key_Return)
    assert salon.ws.get(Objective, salon.objective).title == "Flere kommer"
    assert sides(salon.ws) == [["Flere kommer", "Alle kommer tilbake"]]


def test_a_title_that_was_typed_back_gives_way_to_the_colleagues(salon: Salon, session: Session, qtbot: QtBot) -> None:
    page = open_goals(session, qtbot, salon.objective)
    title = page.inspector.panel.title
    retype(title, "Kundene kommer tilbak")
    goals.rename(salon.ola, salon.objective, "Alle kommer tilbake")
    salon.ws.sharing.refresh()
    QTest.keyClicks(title, "e")
    QTest.keyClick(title, Key.Key_Return)
    assert salon.ws.get(Objective, salon.objective).title == title.text() == "Alle kommer tilbake"
    assert sides(salon.ws) == []


def test_a_number_of_the_measure_is_sent_alone(salon: Salon, session: Session, qtbot: QtBot) -> None:
    page = open_goals(session, qtbot, salon.result)
    panel = page.inspector.panel
    assert isinstance(panel, KeyResultPanel)
    retype(panel.weight, "2")
    goals.set_measure(salon.ola, salon.result, target=30.0)
    salon.ws.sharing.refresh()
    QTest.keyClick(panel.weight, Key.Key_Return)
    retype(panel.start, "12")
    QTest.keyClick(panel.start, Key.Key_Return)
    result = salon.ws.get(KeyResult, salon.result)
    assert (result.weight, result.start, result.target) == (2.0, 12.0, 30.0), "what had come in was seen by then"
    assert sides(salon.ws) == []


def test_a_title_in_the_tree_keeps_what_is_being_typed(salon: Salon, session: Session, qtbot: QtBot) -> None:
    page = open_goals(session, qtbot, salon.objective)
    page.view.setFocus()
    page.rename()
    line = next((each for each in opened_in(page.view) if isinstance(each, TitleLine)), None)
    assert line is not None
    retype(line, "Flere kommer")
    goals.rename(salon.ola, salon.objective, "Alle kommer tilbake")
    salon.ws.sharing.refresh()
    assert line.text() == "Flere kommer"
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: sides(salon.ws) == [["Flere kommer", "Alle kommer tilbake"]])


def test_a_milestone_keeps_what_is_being_typed_when_others_come(salon: Salon, session: Session, qtbot: QtBot) -> None:
    goals.set_measure(salon.ws, salon.result, kind=ResultKind.MILESTONES)
    step = milestones.add(salon.ws, salon.result, "Velge kasse")
    page = open_goals(session, qtbot, salon.result)
    (row,) = page.inspector.panel.findChildren(MilestoneRow)
    retype(row.title, "Velge kassesystem")
    milestones.edit(salon.ola, step, weight=4.0)
    milestones.add(salon.ola, salon.result, "Kjøpe kasse")
    salon.ws.sharing.refresh()
    assert row.title.text() == "Velge kassesystem"
    QTest.keyClick(row.title, Key.Key_Return)
    kept = salon.ws.get(Milestone, step)
    assert (kept.title, kept.weight) == ("Velge kassesystem", 4.0)
    assert sides(salon.ws) == []


def test_a_line_of_the_review_that_both_have_written_is_listed(salon: Salon, session: Session, qtbot: QtBot) -> None:
    part = shown(qtbot, Part(session, Section.DECISION))
    part.show_cycle(cycles.cycle_uid(QUARTER))
    row = part.findChildren(NoteRow)[0]
    retype(row.words, "Kjøpe kasse")
    reviews.edit_note(salon.ola, salon.line, text="Leie kasse")
    reviews.edit_note(salon.ola, salon.line, due=dt.date(2026, 5, 1))
    salon.ws.sharing.refresh()
    part.show_cycle(cycles.cycle_uid(QUARTER))
    assert row.words.words() == "Kjøpe kasse" and row.due.text() == "1.\xa0mai"
    QTest.keyClick(row.words, Key.Key_Return)
    assert salon.ws.get(ReviewNote, salon.line).text == "Kjøpe kasse"
    assert sides(salon.ws) == [["Kjøpe kasse", "Leie kasse"]]


def test_a_number_that_is_being_typed_over_is_not_overwritten_unseen(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    source = salon.ws.get(Kpi, salon.kpi).inputs[0][1]
    entry.set_value(salon.ws, source, MARCH, 40.0)
    page = shown(qtbot, EntryPage(session))
    session.changed.connect(page.refresh)
    page.refresh(None)
    for typed, theirs, listed in (("40", 44.0, []), ("41", 45.0, [[41.0, 45.0]])):
        view = page.current_view() or page.findChild(EntryView)
        assert view is not None
        view.go_to(view.grid.index_of((source, MARCH)))
        view.setFocus()
        view.edit(view.currentIndex())
        retype(open_field(page), typed)
        entry.set_value(salon.ola, source, MARCH, theirs)
        salon.ws.sharing.refresh()
        assert open_field(page).text() == typed
        QTest.keyClick(open_field(page), Key.Key_Return)
        assert sides(salon.ws) == listed
        stands = theirs if typed == "40" else float(typed)
        assert salon.ws.series(source) == {MARCH: stands}, "what was left as it stood gives way"


def open_field(page: EntryPage) -> QLineEdit:
    view = page.current_view()
    field = view.typing.editor() if view is not None else None
    assert field is not None
    return field


def test_a_first_objective_and_its_cycle_are_one_step(salon: Salon, session: Session) -> None:
    session.show_period(Period.parse("2026-Q3"))
    steps = salon.ws.undoing.undoable
    session.perform(cycles.in_cycle, session.period, goals.add_objective, "Et større lokale")
    assert len(salon.ws.undoing.undoable) == len(steps) + 1
    assert "Et større lokale" in str(salon.ws.undoing.label)
    session.undo()
    assert session.cycle is None


def test_a_check_in_with_a_value_that_is_no_number_is_not_stored(salon: Salon, session: Session, qtbot: QtBot) -> None:
    page = open_goals(session, qtbot, salon.result)
    panel = page.inspector.panel
    assert isinstance(panel, KeyResultPanel)
    retype(panel.note, "Travelt")
    retype(panel.value, "12x")
    with qtbot.waitSignal(session.notice):
        panel.check_in()
    assert len(salon.ws.all(CheckIn)) == 1 and panel.note.text() == "Travelt"


# ---- what is said, and its undo -----------------------------------------------------------------------


def test_the_undo_beside_a_message_takes_back_just_that(salon: Salon, session: Session, told: list[Told]) -> None:
    session.perform(kpis.park, salon.kpi, True, said="Parkert")
    session.perform(goals.rename, salon.objective, "Flere kommer")
    session.turn_back(told[0])
    assert not salon.ws.get(Kpi, salon.kpi).parked
    assert salon.ws.get(Objective, salon.objective).title == "Flere kommer"
    assert told[-1].words == "Angret: parkere «Svinn»" and told[-1].undone
    session.turn_back(told[0])
    assert told[-1] == Told("Dette er allerede angret. Ingenting er endret.")


def test_what_a_colleague_has_changed_since_is_left_and_said(salon: Salon, session: Session, told: list[Told]) -> None:
    session.perform(goals.rename, salon.objective, "Flere kommer", said="Nytt navn")
    goals.rename(salon.ola, salon.objective, "Alle kommer")
    salon.ws.sharing.refresh()
    session.turn_back(told[0])
    assert salon.ws.get(Objective, salon.objective).title == "Alle kommer"
    assert told[-1].refs == () and "ingenting" in told[-1].words


def test_what_changes_nothing_says_so_without_an_undo(salon: Salon, session: Session, told: list[Told]) -> None:
    session.perform(kpis.park, salon.kpi, False, said="Tilbake")
    assert told == [Told("Ingenting er endret.")]


def test_what_is_refused_says_nothing_of_success(salon: Salon, session: Session, told: list[Told]) -> None:
    session.perform(goals.rename, salon.objective, " ", said="Nytt navn")
    assert told == []


def test_trying_again_stores_by_what_the_form_had_seen_and_then_says_it(
    salon: Salon, session: Session, told: list[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, full = session.seen(), [True]

    def rename(ws: Workspace, uid: Uid, title: str) -> None:
        if full.pop():
            raise StorageFault(msg("The disk is full. Nothing was changed."))
        goals.rename(ws, uid, title)

    full.insert(0, False)
    session.perform(rename, salon.objective, "Flere kommer", based_on=seen, said="Nytt navn")
    assert told == []
    goals.rename(salon.ola, salon.objective, "Alle kommer")
    session.try_again()
    assert told[-1].words == "Nytt navn"
    assert sides(salon.ws) == [["Flere kommer", "Alle kommer"]]


def test_a_season_without_a_number_changes_nothing_and_its_undo_is_nobodys(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    source = salon.ws.get(Kpi, salon.kpi).inputs[0][1]
    entry.set_value(salon.ola, source, MARCH, 44.0)
    salon.ws.sharing.refresh()
    opened = Opened(qtbot, session, salon.ws.get(Kpi, salon.kpi), "season")
    opened.set()
    assert told == [Told("Ingenting er endret.")]
    session.turn_back(told[-1])
    assert salon.ws.series(source) == {MARCH: 44.0}


def test_a_sum_for_the_year_that_was_only_typed_is_spread_evenly_after_a_question(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    opened = Opened(qtbot, session, salon.ws.get(Kpi, salon.kpi), "season")
    retype(opened.season.figure, "1200")
    opened.set()
    assert opened.dialog.isVisible() and "1200 er ikke fordelt på 2026 ennå" in opened.dialog.problem.text()
    assert [row for row in salon.ws.all(Target) if row.season] == [] and told == []
    opened.set()
    (season,) = [row for row in salon.ws.all(Target) if row.season]
    assert set(season_of(season).values()) == {100.0} and len(season_of(season)) == 12
    assert told[-1].words.startswith("Målverdi for «Svinn»: 12 tall")


def test_deleting_two_goals_names_both_on_screen_and_in_undo(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    other = goals.add_key_result(salon.ws, "Anbefalinger", parent=salon.objective, start=1.0, target=2.0)
    page = open_goals(session, qtbot, salon.result)
    page.view.selectionModel().select(page.tree.index_of(other), SELECT)
    page.delete()
    assert told[-1].words == "«Gjenkjøp» og «Anbefalinger» er slettet"
    session.turn_back(told[-1])
    assert told[-1].words == "Angret: slette «Gjenkjøp» og «Anbefalinger»"
    assert salon.ws.find(KeyResult, other) is not None


# ---- what a colleague has deleted meanwhile -----------------------------------------------------------


GONE = "«{name}» er der ikke lenger, for det er slettet i mellomtiden. Ingenting er endret. Historikken kan hente"


def test_the_kpi_form_keeps_what_was_typed_of_a_kpi_that_is_deleted_meanwhile(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    form = shown(qtbot, KpiForm(session, salon.ws.get(Kpi, salon.kpi)))
    retype(form.name, "Svinn i kroner")
    kpis.delete(salon.ola, salon.kpi)
    salon.ws.sharing.refresh()
    form.store()
    assert form.isVisible() and form.name.text() == "Svinn i kroner"
    assert form.problem.text().startswith(GONE.format(name="Svinn"))
    assert salon.ws.find(Kpi, salon.kpi) is None


def test_a_target_for_a_kpi_that_is_deleted_meanwhile_stays_in_its_dialog(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    opened = Opened(qtbot, session, salon.ws.get(Kpi, salon.kpi), "season")
    retype(opened.season.figure, "1200")
    kpis.delete(salon.ola, salon.kpi)
    salon.ws.sharing.refresh()
    opened.set()
    opened.set()
    assert opened.dialog.isVisible() and opened.season.figure.text() == "1200"
    assert opened.dialog.problem.text().startswith(GONE.format(name="Svinn"))
    assert [row for row in salon.ws.all(Target) if row.season] == []


def test_a_note_on_a_kpi_that_is_deleted_meanwhile_stays_in_its_dialog(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    note = salon.ws.get(Annotation, salon.note)
    dialog = shown(qtbot, NoteDialog(session, salon.ws.get(Kpi, salon.kpi), MARCH, note, NO_EFFECT))
    retype(dialog.text, "Ny ovn i mars")
    kpis.delete(salon.ola, salon.kpi)
    salon.ws.sharing.refresh()
    dialog.store()
    assert dialog.isVisible() and dialog.text.toPlainText() == "Ny ovn i mars"
    assert dialog.problem.text().startswith(GONE.format(name="Svinn"))


def test_what_is_typed_about_a_goal_that_is_deleted_meanwhile_is_handed_back(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    page = open_goals(session, qtbot, salon.objective)
    panel = page.inspector.panel
    assert isinstance(panel, ObjectivePanel)
    retype(panel.description, "Fordi det lønner seg")
    goals.delete(salon.ola, [salon.objective])
    said = list[Notice]()
    session.notice.connect(said.append)
    salon.ws.sharing.refresh()
    settle()
    (notice,) = said
    assert notice.text.startswith(GONE.format(name="Kundene kommer tilbake"))
    assert notice.text.endswith("Du hadde skrevet: Fordi det lønner seg")


def test_what_is_typed_about_a_goal_whose_quarter_a_colleague_closes_is_handed_back_once(
    salon: Salon, session: Session, qtbot: QtBot
) -> None:
    page = open_goals(session, qtbot, salon.objective)
    panel = page.inspector.panel
    assert isinstance(panel, ObjectivePanel)
    retype(panel.description, "Fordi det lønner seg")
    cycles.close(salon.ola, cycles.cycle_of(salon.ola, salon.objective))
    said = list[Notice]()
    session.notice.connect(said.append)
    salon.ws.sharing.refresh()
    page.view.setFocus()
    settle()
    (notice,) = said
    assert notice.kind == "locked" and notice.text.endswith("Du hadde skrevet: Fordi det lønner seg")
    assert panel.description.text() == salon.ws.get(Objective, salon.objective).description


def test_a_pasted_block_keeps_beside_its_own_what_a_colleague_stores_while_it_is_looked_at(
    salon: Salon, session: Session, told: list[Told], qtbot: QtBot
) -> None:
    source = salon.ws.get(Kpi, salon.kpi).inputs[0][1]
    january, february = MARCH.previous().previous(), MARCH.previous()
    entry.paste(salon.ws, [(source, january, 5.0), (source, february, 6.0)])
    page = shown(qtbot, EntryPage(session))
    session.changed.connect(page.refresh)
    page.refresh(None)
    (view,) = page.views
    place = next(column for column in range(view.grid.columnCount()) if view.grid.cell(view.grid.index(0, column)) ==
                 (source, january))  # fmt: skip
    view.setCurrentIndex(view.grid.index(0, place))
    QGuiApplication.clipboard().setText("12345678\t6")
    view.blocks.paste()
    salon.ola.sharing.refresh()
    entry.paste(salon.ola, [(source, january, -7.0), (source, february, -8.0)])
    salon.ola.sharing.publish()
    salon.ws.sharing.refresh()
    view.blocks.end_preview(store=True)
    assert (salon.ws.series(source)[january], salon.ws.series(source)[february]) == (12345678.0, -8.0)
    assert sides(salon.ws) == [[-7.0, 12345678.0]] or sides(salon.ws) == [[12345678.0, -7.0]]
    assert told[-1].words == "1 tall er lagret."
    session.turn_back(told[-1])
    assert salon.ws.series(source)[january] != 12345678.0 and salon.ws.series(source)[february] == -8.0
