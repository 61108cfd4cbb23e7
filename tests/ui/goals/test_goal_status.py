"""How goals that nobody has measured look and sound, and how a planned cycle is started from the window."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals
from kpidesk.domain.entities import Cycle, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stage import is_planned
from kpidesk.domain.status import JUDGED, UNMEASURED, Status
from kpidesk.figures import explain_goal, goal_figures, smart_check
from kpidesk.wording.goals import Column, cell_text, cell_tip, row_spoken
from tests import own_kpis
from ui.app.rail import Rail
from ui.base.session import Session
from ui.goals.goals_page import GoalsPage
from ui.goals.key_result_panel import KeyResultPanel
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import CheckInRow, ObjectiveRow, shared_expectation, status_room
from ui.parts import painters
from ui.review.review_scores import Scores

Q2 = Period.parse("2026-Q2")
WIDTHS = (1440, 1180, 1024, 640)
WORDS = {
    Status.NOT_STARTED: ("Ikke startet", "Not started"),
    Status.NO_CHECK_IN: ("Ingen innsjekk ennå", "No check-in yet"),
    Status.CHECK_IN_OVERDUE: ("Innsjekk forfalt", "Check-in overdue"),
    Status.PLANNED: ("Planlagt", "Planned"),
}


@pytest.fixture
def planned(workspace):
    """Next quarter, with one objective and a key result."""
    uid = cycles.ensure_cycle(workspace, Q2)
    top = goals.add_objective(workspace, "Åpne i Naustdal", cycle=uid)
    goals.add_key_result(workspace, "Få 12 avtaler", parent=top, start=0.0, target=12.0)
    return uid


def open_page(page, session, qtbot, width=1440):
    if hasattr(page, "refresh"):
        session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(width, 800)
    with qtbot.waitExposed(page):
        page.show()
    return page


def plain(label):
    """What a label says, with ordinary spaces."""
    return label.text().replace("\u00a0", " ")


def drawn(theme, status, score=0.0, expected=None, *, paint=painters.paint_progress):
    """The colours of a progress bar."""
    image = QImage(100, 20, QImage.Format.Format_RGB32)
    image.fill(theme.color("page"))
    painter = QPainter(image)
    paint(painter, theme, QRectF(5, 7, 90, 6), score, status, expected, theme.color("page"))
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(100) for y in range(20)}


def mark(theme, status):
    image = QImage(12, 12, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painters.paint_status(painter, theme, status, 0, 0)
    painter.end()
    return image


@pytest.mark.parametrize("status", sorted(WORDS, key=lambda each: each.value))
def test_a_mark_for_what_nobody_has_measured_is_an_outline_in_grey(theme, status):
    for place, language in enumerate(("nb", "en")):
        with text.using(language):
            assert painters.status_word(status) == WORDS[status][place]
    image = mark(theme, status)
    assert image.pixelColor(6, 6).alpha() == 0, "never filled"
    solid = [image.pixelColor(x, y) for x in range(12) for y in range(12) if image.pixelColor(x, y).alpha() == 255]
    assert {color.name() for color in solid} <= {theme.color("none").name()}


def test_every_status_has_a_mark_of_its_own(theme):
    seen = [mark(theme, status) for status in Status]
    assert all(a != b for place, a in enumerate(seen) for b in seen[place + 1 :])


def test_the_bar_of_what_nobody_has_measured_is_empty_and_has_no_tick(theme):
    for status in UNMEASURED:
        assert drawn(theme, status, 0.6, 0.8) == drawn(theme, status, 0.0)
    assert drawn(theme, Status.ON_TRACK, 0.6, 0.8) > drawn(theme, Status.ON_TRACK, 0.6)


def test_a_row_says_a_dash_and_no_expectation_for_what_nobody_has_measured(workspace):
    cycle = workspace.all(Cycle)[0]
    top = goals.add_objective(workspace, "Et sted for alle", cycle=cycle.uid)
    goals.add_key_result(workspace, "Besøk opp fra 12 til 30", parent=top)
    silent = goal_figures(workspace, cycle, workspace.today())[2]
    assert silent.status is Status.NOT_STARTED
    assert cell_text(workspace, silent, Column.PROGRESS) == "–"
    assert cell_text(workspace, silent, Column.STATUS) == "Ikke startet"
    assert cell_tip(workspace, silent, Column.STATUS) == "Ikke startet"
    assert row_spoken(workspace, silent) == "Et sted for alle, Ikke startet"
    assert cell_text(workspace, silent.children[0], Column.NOW) == "", "the start is no measurement"


def test_the_mean_names_key_results_and_objectives_apart(session: Session, workspace, qtbot):
    top = workspace.children(None)[0].uid
    below = goals.add_objective(workspace, "Svare samme dag", parent=top)
    page = open_page(GoalsPage(session), session, qtbot)
    page.view.choose(top)
    words = page.inspector.panel.weakest.text()
    assert words.startswith("Snitt av 1 nøkkelresultat under. 2 har ikke score ennå."), words
    goals.add_key_result(workspace, "Svartid", parent=below, start=0.0, target=1.0)
    page.refresh(None)
    words = page.inspector.panel.weakest.text()
    assert words.startswith("Snitt av 1 nøkkelresultat og 1 mål under."), words
    page.view.choose(workspace.children(None)[1].uid)
    assert page.inspector.panel.weakest.text().startswith("Snitt av 1 nøkkelresultat under.")


def test_a_planned_quarter_says_so_and_is_started_from_its_foot(session: Session, workspace, planned, qtbot):
    page = open_page(GoalsPage(session), session, qtbot)
    assert not page.planned.isVisible()
    session.show_period(Q2)
    page.refresh(None)
    assert page.planned.isVisible()
    assert plain(page.planned.words) == (
        "Kvartalet er planlagt. Ingenting er i rute eller bak plan før det starter 1. april, og alt kan endres fritt."
    )
    assert page.planned.button.text() == "Start kvartalet nå"
    assert {figures.status for figures in goal_figures(workspace, session.cycle, session.today())} == {Status.PLANNED}
    hidden = [column for column in Column if page.view.isColumnHidden(column)]
    assert set(hidden) == {Column.PROGRESS, Column.CONFIDENCE, Column.SCORE}
    QTest.keyClick(page.planned.button, Qt.Key.Key_Space)
    assert workspace.get(Cycle, planned).started_on == session.today()
    assert not page.planned.isVisible()
    assert {figures.status for figures in goal_figures(workspace, session.cycle, session.today())} == {
        Status.NOT_STARTED
    }
    session.undo()
    assert is_planned(workspace.get(Cycle, planned), session.today())
    assert page.planned.isVisible()


def test_a_planned_quarter_has_no_progress_at_any_width_and_a_running_one_has(session: Session, planned, qtbot):
    page = open_page(GoalsPage(session), session, qtbot)
    for wide in WIDTHS:
        page.view.fit(wide)
        assert not page.view.isColumnHidden(Column.PROGRESS), wide
    session.show_period(Q2)
    page.refresh(None)
    for wide in WIDTHS:
        page.view.fit(wide)
        hidden = {column for column in Column if page.view.isColumnHidden(column)}
        assert hidden >= {Column.PROGRESS, Column.CONFIDENCE, Column.SCORE}, wide


def test_a_planned_quarter_is_started_from_the_menu_and_a_running_one_is_not(
    session: Session, workspace, planned, qtbot
):
    page = open_page(GoalsPage(session), session, qtbot)
    assert "start_cycle" not in page.commands()
    session.show_period(Q2)
    page.refresh(None)
    page.commands()["start_cycle"]()
    assert workspace.get(Cycle, planned).started_on == session.today()
    assert "start_cycle" not in page.commands()


def test_the_foot_speaks_english_and_of_the_year(session: Session, workspace, qtbot):
    year = Period.parse("2027")
    cycles.ensure_cycle(workspace, year)
    session.show_period(year)
    with text.using("en"):
        page = open_page(GoalsPage(session), session, qtbot)
        assert plain(page.planned.words) == (
            "The year is planned. Nothing is on or off track before it starts on 1 January 2027, and everything can be"
            " changed freely."
        )
        assert page.planned.button.text() == "Start the year now"


def test_goals_of_a_planned_quarter_are_edited_freely(workspace, planned):
    uid = next(row.uid for row in workspace.all(KeyResult) if row.title == "Få 12 avtaler")
    goals.set_measure(workspace, uid, start=0.0, target=20.0)
    assert workspace.get(KeyResult, uid).target == 20.0


def test_each_objective_is_held_against_its_own_expectation(session: Session, workspace, qtbot):
    enps = next(row.uid for row in workspace.all(KeyResult) if row.title.startswith("eNPS"))
    check_ins.check_in(workspace, enps, value=20.0)
    page = open_page(OverviewPage(session), session, qtbot)
    rows = page.findChildren(ObjectiveRow)
    assert [row.expected for row in rows] == [pytest.approx(75 / 90)] * 2
    assert shared_expectation([row.figures for row in rows]) == pytest.approx(75 / 90)
    year = cycles.ensure_cycle(workspace, Period.containing(workspace.today(), Frequency.YEAR))
    top = workspace.children(None)[0].uid
    below = goals.add_objective(workspace, "Hele året", parent=top, cycle=year)
    uid = goals.add_key_result(workspace, "Selge mer", parent=below, start=0.0, target=100.0)
    check_ins.check_in(workspace, uid, value=20.0)
    rows = page.findChildren(ObjectiveRow)
    own = {row.figures.node.title: row.expected for row in rows if row.isVisible()}
    assert own["Hele året"] == 0.0, "begun today, so that nothing is expected of it yet"
    assert own["Et sted folk vil bli"] == pytest.approx(75 / 90)
    assert shared_expectation([row.figures for row in rows]) is None


def test_titles_begin_beyond_the_longest_status(session: Session, workspace):
    figures = goal_figures(workspace, workspace.all(Cycle)[0], dt.date(2026, 3, 31))
    assert Status.NO_CHECK_IN in {each.status for each in figures}
    room = status_room(session.theme, figures)
    assert room > 18 + 100


def test_the_next_check_in_is_told_by_one_count_and_never_lies_in_the_past(session: Session, workspace, clock, qtbot):
    nps = next(row.uid for row in workspace.all(KeyResult) if row.title.startswith("NPS"))
    page = open_page(GoalsPage(session), session, qtbot)
    page.view.choose(nps)
    panel = page.inspector.panel
    assert isinstance(panel, KeyResultPanel)
    assert plain(panel.next) == "neste innen 30. mars"
    clock.now += dt.timedelta(days=14)
    page.refresh(None)
    assert page.inspector.panel.next.text() == "neste i dag"
    clock.now += dt.timedelta(days=1)
    page.refresh(None)
    assert page.inspector.panel.next.text() == "neste i dag"


def test_a_check_in_is_asked_for_on_the_overview_in_the_week_in_which_it_is_due(
    session: Session, workspace, clock, qtbot
):
    page = open_page(OverviewPage(session), session, qtbot)

    def asked() -> set[str]:
        return {row.figures.node.title for row in page.findChildren(CheckInRow) if row.isVisible()}

    assert "NPS opp fra 38 til 50" not in asked()
    clock.now += dt.timedelta(days=14)
    page.refresh(None)
    assert "NPS opp fra 38 til 50" in asked()
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "frist i dag" in words


def test_a_goal_that_a_kpi_feeds_is_not_silent_before_a_week_has_gone_and_no_word_is_due_on_a_day_that_has_passed(
    session: Session, workspace, clock, qtbot
):
    """Made on a Sunday, and behind at once: a week later, on a Sunday again, a word is asked for, due that day."""
    clock.now += dt.timedelta(days=6)
    kpi = own_kpis.define(workspace, name="Resultat")
    (_name, source), *_others = workspace.get(Kpi, kpi).inputs
    entry.set_value(workspace, source, Period.parse("2026-02"), 10.0)
    top = workspace.children(None)[0].uid
    result = goals.add_key_result(workspace, "Resultat fra 0 til 100", parent=top, start=0.0, target=100.0, kpi=kpi)
    page = open_page(OverviewPage(session), session, qtbot)

    def asked():
        return {row.figures.node.uid: row.figures.status for row in page.findChildren(CheckInRow) if row.isVisible()}

    assert result not in asked()
    clock.now += dt.timedelta(days=7)
    page.refresh(None)
    assert asked()[result] is Status.OFF_TRACK
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "frist i dag" in words


def test_nothing_unmeasured_is_red_or_amber_anywhere(session: Session, workspace, clock):
    clock.now += dt.timedelta(days=200)
    waiting = goal_figures(workspace, workspace.all(Cycle)[0], session.today())
    for each in waiting:
        waiting.extend(each.children)
    measured = {each.node.title for each in waiting if each.status in JUDGED and isinstance(each.node, KeyResult)}
    assert measured == {"NPS opp fra 38 til 50"}
    assert all(each.status is Status.NO_CHECK_IN for each in waiting if each.node.title == "Et sted folk vil bli")
    assert isinstance(waiting[0].node, Objective)


def test_the_review_says_what_a_score_means_by_its_ambition(session: Session, workspace, clock, qtbot):
    """3.0 to 4.0 at 3.15 is 0.15 and grades 0.2; a stretch at 0.81 is good, a promise is not passed."""
    cycle = workspace.all(Cycle)[0]
    top = workspace.children(None)[0].uid
    found = {}
    for title, value, committed in (("Strekk", 3.81, False), ("Løfte", 3.81, True), ("Kant", 3.15, False)):
        found[title] = goals.add_key_result(workspace, title, parent=top, start=3.0, target=4.0, committed=committed)
        check_ins.check_in(workspace, found[title], value=value)
    page = open_page(Scores(session), session, qtbot)
    roots = goal_figures(workspace, cycle, session.today())
    page.show_figures(roots)
    assert page.rows()[found["Strekk"]].verdict == "", "the cycle is not over yet"
    clock.now += dt.timedelta(days=20)
    page.show_figures(goal_figures(workspace, cycle, session.today()))
    said = {title: page.rows()[uid].verdict for title, uid in found.items()}
    assert said == {
        "Strekk": "Strekkmål: godt", "Løfte": "Forpliktet: ikke bestått", "Kant": "Strekkmål: ikke nådd",
    }  # fmt: skip
    assert page.rows()[found["Kant"]].grade.value() == pytest.approx(0.2)
    silent = next(row.uid for row in workspace.all(KeyResult) if row.title.startswith("eNPS"))
    assert page.rows()[silent].verdict == "Ingen innsjekk ennå"
    assert page.question == ""


def test_the_review_asks_whether_stretches_were_too_safe(session: Session, workspace, clock, qtbot):
    cycle = workspace.all(Cycle)[0]
    for row in workspace.all(KeyResult):
        check_ins.check_in(workspace, row.uid, value=row.target if row.target is not None else 1.0)
        if row.target is None:
            goals.set_measure(workspace, row.uid, kind=ResultKind.FROM_TO, start=0.0, target=1.0, low=None)
    clock.now += dt.timedelta(days=20)
    page = open_page(Scores(session), session, qtbot)
    page.show_figures(goal_figures(workspace, cycle, session.today()))
    assert page.question == "Strekkmålene endte på 1,00 i snitt: Var de for forsiktige?"


def test_smart_ticks_nothing_that_nobody_can_tell(session: Session, workspace, qtbot):
    enps = next(row for row in workspace.all(KeyResult) if row.title.startswith("eNPS"))
    figures = next(
        each
        for root in goal_figures(workspace, workspace.all(Cycle)[0], session.today())
        for each in root.children
        if each.node.uid == enps.uid
    )
    answers = {each.letter: each for each in smart_check(workspace, figures, workspace.all(Cycle)[0], session.today())}
    assert (answers["R"].holds, answers["R"].known, str(answers["R"].sentence)) == (
        False, False, "Ingen kan si det ennå",
    )  # fmt: skip
    assert (answers["A"].holds, answers["A"].known) == (False, False)
    page = open_page(GoalsPage(session), session, qtbot)
    page.view.choose(enps.uid)
    row = page.inspector.panel.smart.rows[3]
    assert row.accessibleName() == "Realistisk, ikke kjent ennå, Ingen kan si det ennå"


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (dt.date(2026, 3, 16), "Ingen har målt det ennå: I scoren over teller det som 0\u00a0%."),
        (dt.date(2025, 12, 20), "Målperioden har ikke begynt og har derfor ingen status."),
    ],
)
def test_the_arithmetic_of_what_nobody_has_measured_says_so(workspace, day, step):
    cycle = workspace.all(Cycle)[0]
    silent = goal_figures(workspace, cycle, day)[1].children[0]
    assert step in [str(each) for each in explain_goal(silent, cycle, day)]


def test_the_arithmetic_at_the_end_names_the_ambition(workspace):
    cycle, day = workspace.all(Cycle)[0], dt.date(2026, 4, 2)
    top = goal_figures(workspace, cycle, day)[0]
    nps = next(each for each in top.children if each.node.title.startswith("NPS"))
    words = [str(each) for each in explain_goal(nps, cycle, day)]
    assert words[-1] == "Til slutt er det scoren som avgjør. Et strekkmål er i rute fra 0,7 og usikkert fra 0,4."
    above = [str(each) for each in explain_goal(top, cycle, day)]
    assert above[-2:] == ["1 mål uten score er holdt utenfor.", words[-1]], "the whole score is what decides"


def test_the_rail_says_that_the_quarter_is_planned_until_it_is_started(session: Session, workspace, planned, qtbot):
    rail = Rail(session, "Kari Solberg")
    qtbot.addWidget(rail)
    words = {label.text().replace("\u00a0", " ") for label in rail.findChildren(QLabel)}
    assert "Uke 12 · dag 75 av 90" in words
    session.show_period(Q2)
    rail.show_quarter()
    words = {label.text().replace("\u00a0", " ") for label in rail.findChildren(QLabel)}
    assert "Planlagt · begynner 1. april" in words
    cycles.start_now(workspace, planned)
    rail.show_quarter()
    words = {label.text().replace("\u00a0", " ") for label in rail.findChildren(QLabel)}
    assert "Startet · varer til 30. juni" in words


def test_the_longest_status_is_never_cut_in_a_wide_window(session: Session, workspace, clock, qtbot):
    clock.now += dt.timedelta(days=15)
    page = open_page(GoalsPage(session), session, qtbot)
    room = QFontMetricsF(session.theme.font("small_medium")).horizontalAdvance("Ingen innsjekk ennå")
    for width in (1440, 1280):
        page.fit(width)
        assert "Ingen innsjekk ennå" in page.view._states()
        assert page.view.columnWidth(Column.STATUS) >= 28 + room


def test_with_no_goal_chosen_nothing_can_be_done_to_one(session: Session, workspace, qtbot):
    page = open_page(GoalsPage(session), session, qtbot)
    done_to_one = {"rename", "tick", "check_in", "move_up", "move_down", "indent", "outdent", "delete_goal"}
    objective = workspace.children(None)[0].uid
    measured = workspace.children(objective)[0].uid
    ticked = goals.add_key_result(workspace, "Bevillingen er i hus", parent=objective, kind=ResultKind.DONE)
    page.refresh(None)
    for uid, lacking in ((ticked, set()), (measured, {"tick"}), (objective, {"tick", "check_in"})):
        page.view.choose(uid)
        assert done_to_one - page.commands().keys() == lacking
    page.view.choose(ticked)
    page.commands()["tick"]()
    assert workspace.get(KeyResult, ticked).done
    for goal in workspace.children(None):
        goals.delete(workspace, [goal.uid])
    page.refresh(None)
    assert page.view.current_uid() is None
    assert not done_to_one & page.commands().keys()
    assert {"add_objective", "search"} <= page.commands().keys()
