"""The KPI page: lengths of periods, looking around in time, facts, signals, notes, corrections, narrow windows."""

from __future__ import annotations

import itertools
import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import definitions, entry, inputs, notes, people
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.domain.entities import (
    Annotation,
    Combine,
    Definition,
    Direction,
    Indicator,
    Input,
    KeyResult,
    Kpi,
    Shift,
    Verdict,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.figures.sentences import NORMAL
from kpidesk.unbroken import unbroken
from kpidesk.wording.changes import describe
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.own_kpis import named
from tests.ui.kpis.kpi_shown import open_kpi
from tests.ui.settled import settle
from ui.base import scale
from ui.base.reach.beside import opened_in
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.kpi_page import LOW_CHART, KpiPage
from ui.kpis.note import NoteDialog
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_widths import LEAST_NOTE, PAD
from ui.kpis.numbers.entries_words import NUMBERS, CellWords, Part
from ui.kpis.period_switch import side_by_side

W = Period.parse


@pytest.fixture
def session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> KpiPage:
    """Net sales of the example company, week by week."""
    return open_kpi(qtbot, session, "Nettosalg")


def words(widget: QWidget) -> list[str]:
    """Everything that is said in a widget."""
    return [label.text().replace("\u00a0", " ") for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def facts(page: KpiPage) -> dict[str, str]:
    """The facts by what they are."""
    said = words(page.facts)
    return dict(itertools.pairwise(said))


def link(page: KpiPage, name: str) -> QPushButton:
    found = page.facts.findChild(QPushButton, name)
    assert found is not None, name
    return found


def shown_span(page: KpiPage) -> tuple[str, str]:
    spec = page.trend.chart.spec
    assert spec is not None
    return spec.periods[0].key(), spec.periods[-1].key()


def wheel(page: KpiPage, steps: int, modifier: Qt.KeyboardModifier) -> None:
    chart = page.trend.chart
    at = QPointF(chart.rect().center())
    event = QWheelEvent(
        at, QPointF(chart.mapToGlobal(at.toPoint())), QPoint(0, 0), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.viewport(), event)


# ---- lengths of periods ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "row", "behind"),
    [
        ("weekly", "weekly monthly quarterly yearly", "tertially half-yearly"),
        ("daily", "daily weekly monthly quarterly yearly", "tertially half-yearly"),
        ("monthly", "monthly quarterly tertially half-yearly yearly", ""),
        ("quarterly", "quarterly half-yearly yearly", ""),
        ("tertially", "tertially yearly", ""),
        ("yearly", "yearly", ""),
    ],
)
def test_every_length_that_the_frequency_divides_is_offered(own, row, behind):
    found = side_by_side(Frequency(own))
    assert tuple(" ".join(f.value for f in part) for part in found) == (row, behind)


def test_a_length_is_chosen_in_the_row_or_in_the_menu_and_only_one_is_down(page: KpiPage) -> None:
    page.switch.buttons[Frequency.MONTH].click()
    assert page.figures is not None and page.figures.frequency is Frequency.MONTH
    more = page.switch.more
    assert more is not None
    half = next(action for action in more.menu().actions() if action.data() is Frequency.HALF_YEAR)
    half.trigger()
    assert page.figures.frequency is Frequency.HALF_YEAR
    assert [b.isChecked() for b in (*page.switch.buttons.values(), more)] == [False] * 4 + [True]
    assert more.text() == "Halvår"
    page.switch.buttons[Frequency.WEEK].click()
    assert [b.isChecked() for b in (*page.switch.buttons.values(), more)] == [True] + [False] * 4


def test_the_menu_offers_only_lengths_that_exist(page: KpiPage, session: Session) -> None:
    assert {f"period_{number}" for number in range(1, 7)} <= set(page.commands())
    page.commands()["period_3"]()
    assert shown_span(page)[1] == "2026-Q1"
    page.show_argument(named(session.ws, "Sykefravær").uid)
    assert "period_1" not in page.commands()


def test_quarters_follow_a_fiscal_year_of_its_own(page: KpiPage, session: Session) -> None:
    people.set_company(session.ws, fiscal_year_start=7)
    page.show_by(Frequency.QUARTER)
    assert page.figures is not None
    assert page.figures.periods[-1].key(7) == "2025-Q3"
    assert facts(page)["Hittil i kvartalet"] == "3 364 400 kr"


# ---- looking around ----------------------------------------------------------------------------------


def test_26_weeks_are_shown_to_the_end_of_the_quarter(page: KpiPage) -> None:
    assert shown_span(page) == ("2025-W40", "2026-W13")


def test_ctrl_and_the_wheel_change_how_much_time_is_shown_and_end_comes_back(page: KpiPage) -> None:
    wheel(page, -3, Qt.KeyboardModifier.ControlModifier)
    assert shown_span(page) == ("2025-W09", "2026-W13")
    wheel(page, 10, Qt.KeyboardModifier.ControlModifier)
    assert shown_span(page) == ("2026-W08", "2026-W13")
    QTest.keyClick(page.trend.chart, Qt.Key.Key_End)
    assert shown_span(page) == ("2025-W40", "2026-W13")
    wheel(page, -3, Qt.KeyboardModifier.NoModifier)
    assert shown_span(page) == ("2025-W40", "2026-W13")


def test_dragging_looks_back_in_time_and_stops_where_the_numbers_begin(page: KpiPage) -> None:
    chart = page.trend.chart
    frame = chart.frame
    start = QPoint(round(frame.left) + 20, 200)
    QTest.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart.viewport(), start + QPoint(round(frame.per_x * 5), 0))
    QTest.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(round(frame.per_x * 5), 0))
    assert shown_span(page) == ("2025-W35", "2026-W08")
    page.trend.pan(500)
    assert shown_span(page)[0] == "2024-W40"
    page.trend.pan(-1000)
    assert shown_span(page)[1] == "2026-W13"


def test_arrows_walk_from_point_to_point_and_the_table_follows(page: KpiPage) -> None:
    chart = page.trend.chart
    for _step in range(4):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    assert page.trend.period == W("2026-W10")
    assert page.table.currentIndex().row() == page.entries.row_of(W("2026-W10"))
    said = chart.reading.text().replace("\u00a0", " ")
    held = "+0,6 % mot målbanen (319 615)"
    assert said == f"Uke 10 · 2.–8. mars · 321 600 kr · {held} · Ni uker på rad over snittet · Over øvre grense"
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert "prognose" in chart.reading.text() and "målverdi" in chart.reading.text()


def test_beyond_the_edge_the_arrow_moves_time(page: KpiPage) -> None:
    page.trend.point_at(W("2025-W40"))
    QTest.keyClick(page.trend.chart, Qt.Key.Key_Left)
    assert page.trend.period == W("2025-W39")


def test_the_hair_line_tells_the_note_and_the_click_chooses_the_row(page: KpiPage) -> None:
    chart = page.trend.chart
    place = chart.spec.periods.index(W("2026-W07"))
    spot = QPoint(round(chart.frame.px(place)), 200)
    QTest.mouseMove(chart.viewport(), spot)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert "Fastelavnsboller" in chart.reading.text()
    assert page.table.currentIndex().row() == page.entries.row_of(W("2026-W07"))


def test_the_reading_stands_clear_of_its_point(page: KpiPage) -> None:
    chart = page.trend.chart
    for place, value in enumerate(chart.spec.values):
        chart.point_at(place)
        if value is not None:
            spot = QPoint(round(chart.frame.px(place)), round(chart.frame.py(value)))
            assert not chart.reading.geometry().contains(spot), place


def test_the_layers_are_the_legend(page: KpiPage) -> None:
    shown = [toggle.text() for toggle in page.trend.toggles.values() if toggle.isVisibleTo(page)]
    assert shown == [
        "Nettosalg", "Målbane", "Grønt og gult felt", "Naturlige grenser", "Signal", "Prognose", "I fjor", "Notater",
    ]  # fmt: skip
    QTest.keyClick(page.trend.toggles["last_year"], Qt.Key.Key_Space)
    layers = page.trend.chart.layers
    assert not layers["last_year"].shown
    assert layers["values"].shown and not layers["values"].empty


# ---- facts -------------------------------------------------------------------------------------------


def test_the_facts_are_those_of_the_picture(page: KpiPage) -> None:
    found = facts(page)
    assert found["Siste tall · uke 11"] == "318 400"
    assert "−1,4 % mot målbanen (323 077)" in words(page.facts)
    assert found["Fra uke 10"] == "−3 200 kr"
    assert found["Hittil i kvartalet"] == "3 364 400 kr"
    assert found["Målverdi for kvartalet"] == "4,02 mill. kr"
    assert found["Prognose 31. mars"].endswith("mill. kr")
    assert found["Vanlig variasjon"] == "258 162–314 075"
    assert "Siste 12 måneder" in found
    assert "Mot uke 11 i fjor" in found


def test_a_period_that_is_not_over_is_held_against_the_target_of_its_parts(page: KpiPage) -> None:
    whole = facts(page)["Siste 12 måneder"]
    page.show_by(Frequency.MONTH)
    assert "foreløpig: 2 av 4 er på plass" in words(page.facts)
    assert facts(page)["Siste 12 måneder"] == whole
    assert not [label for label in words(page.facts) if label.startswith("Fra ")]
    point, table = page.entries.points[0], page.entries
    assert point.target is not None and point.value is not None
    target, gap = (table.words.text(table.index(0, table.column_of(part))) for part in (Part.TARGET, Part.GAP))
    assert target == f"2 av 4 · {fmt.number(point.target)}"
    assert gap == fmt.share(point.value / point.target - 1)
    said = f"{gap} mot målverdien for 2 av 4 ({fmt.number(point.target)})".replace(fmt.NBSP, " ")
    assert said in words(page.facts)
    older = table.words.text(table.index(1, table.column_of(Part.TARGET)))
    assert "av" not in older
    assert page.trend.chart.spec.provisional == (len(page.trend.chart.spec.periods) - 1,)


def test_a_number_is_explained_on_demand_for_the_period_in_view(page: KpiPage) -> None:
    assert "explain" in page.commands()
    page.commands()["explain"]()
    assert "318 400 kr = Bruttosalg − Returer og rabatter" in words(page.facts)
    page.trend.point_at(W("2026-W08"))
    page.trend.picked.emit(W("2026-W08"))
    said = words(page.facts)
    assert "312 100 kr = Bruttosalg − Returer og rabatter" in said
    assert "320 200 kr" in said
    link(page, "explain").click()
    assert not [label for label in words(page.facts) if "= Bruttosalg" in label]


def test_an_explanation_names_what_is_missing(page: KpiPage, session: Session) -> None:
    entry.set_value(session.ws, inputs.input_named(session.ws, "returns").uid, W("2026-W11"), None)
    page.toggle_explanation()
    page.trend.picked.emit(W("2026-W11"))
    assert any("Returer og rabatter" in label and "mangler" in label for label in words(page.facts))


def test_links_lead_to_the_counter_metric_and_the_key_results(page: KpiPage, session: Session, qtbot: QtBot) -> None:
    other = named(session.ws, "Sykefravær")
    own_kpis.edit(session.ws, page.uid, counter=other.uid, indicator=Indicator.LEADING)
    assert "Ledende: varsler resultatet på forhånd" in words(page.facts)
    with qtbot.waitSignal(session.navigate) as gone:
        link(page, f"kpi {other.uid}").click()
    assert gone.args == ["kpi", other.uid]
    result = next(result for result in session.ws.all(KeyResult) if result.kpi == page.uid)
    with qtbot.waitSignal(session.navigate) as gone:
        link(page, f"goals {result.uid}").click()
    assert gone.args == ["goals", result.uid]


def test_a_kpi_without_numbers_asks_for_them_where_they_are_entered(
    page: KpiPage, session: Session, qtbot: QtBot
) -> None:
    uid = own_kpis.define(session.ws, name="Svinn")
    page.show_argument(uid)
    assert not page.trend.chart.isVisibleTo(page)
    assert not page.table.isVisibleTo(page)
    with qtbot.waitSignal(session.navigate) as gone:
        page.trend.empty.button.click()
    assert gone.args == ["entry", inputs.input_named(session.ws, "Svinn").uid]


def test_shares_that_are_added_up_are_asked_about_and_averaged_by_one_press(qtbot: QtBot, session: Session) -> None:
    kpi = own_kpis.define(session.ws, name="Avbud", unit="percent", frequency=Frequency.MONTH, combine=Combine.SUM)
    source = session.ws.get(Kpi, kpi).inputs[0][1]
    for month, share in (("2026-01", 40.0), ("2026-02", 50.0)):
        entry.set_value(session.ws, source, W(month), share)
    key = session.ws.get(Input, source).key
    own_kpis.define(session.ws, name="Oppmøte", unit="percent", formula=f"100 - {key}", inputs={key: Combine.SUM})
    page = open_kpi(qtbot, session, "Avbud")
    assert "Skal andelene legges sammen?" in words(page.facts)
    assert "Snittet vil gjelde også for disse, som bruker de samme tallene: Oppmøte." in words(page.facts)
    with qtbot.waitSignal(session.done) as told:
        link(page, "use_mean").click()
    assert told.args[0].words == "«Avbud» vises nå som snitt for lengre perioder."
    assert session.ws.get(Input, source).combine is Combine.MEAN
    assert "Skal andelene legges sammen?" not in words(page.facts)
    session.undo()
    assert session.ws.get(Input, source).combine is Combine.SUM
    assert "Skal andelene legges sammen?" in words(page.facts)


# ---- signals -----------------------------------------------------------------------------------------


def test_a_lasting_lift_is_told_in_a_sentence_and_accepted_with_one_click(
    page: KpiPage, session: Session, qtbot: QtBot
) -> None:
    said = words(page.facts)
    assert "Økningen er varig" in said
    assert "Uke 3–11 ligger over snittet for uke 39–49. Ni på rad er sjelden tilfeldig." in said
    with qtbot.waitSignal(session.done) as told:
        link(page, "accept_shift").click()
    assert told.args[0].words == "Nye grenser gjelder fra uke 3."
    (shift,) = session.ws.all(Shift)
    assert (shift.start, shift.accepted) == (W("2026-W03").first, True)
    segments = page.trend.chart.spec.limits
    assert [(s.x0, s.x1) for s in segments] == [(-0.5, 14.5), (14.5, 25.5)]
    assert "Økningen er varig" not in words(page.facts)
    link(page, "reconsider").click()
    assert session.ws.all(Shift) == []
    assert "Økningen er varig" in words(page.facts)


def test_not_now_keeps_the_limits_and_does_not_ask_again(page: KpiPage, session: Session) -> None:
    before = page.trend.chart.spec.limits
    link(page, "keep_shift").click()
    assert [shift.accepted for shift in session.ws.all(Shift)] == [False]
    assert page.trend.chart.spec.limits == before
    assert page.facts.findChild(QPushButton, "accept_shift") is None or not link(page, "accept_shift").isVisibleTo(page)
    session.undo()
    assert "Økningen er varig" in words(page.facts)


def test_the_rules_and_provisional_limits_are_named(page: KpiPage, session: Session) -> None:
    assert page.trend.chart.spec.limits_text == ("Foreløpige grenser", "Wheelers regler")
    people.set_company(session.ws, signal_rules=RuleSet.NHS)
    assert page.trend.chart.spec.limits_text[-1] == "Making Data Count"


# ---- notes -------------------------------------------------------------------------------------------


def open_note(page: KpiPage) -> NoteDialog:
    return page.findChildren(NoteDialog)[-1]


def test_enter_on_the_chart_writes_a_note(page: KpiPage, session: Session) -> None:
    QTest.keyClick(page.trend.chart, Qt.Key.Key_Left)
    for _step in range(3):
        QTest.keyClick(page.trend.chart, Qt.Key.Key_Left)
    QTest.keyClick(page.trend.chart, Qt.Key.Key_Return)
    dialog = open_note(page)
    QTest.keyClicks(dialog.text, "Ny kunde")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    note = notes.note_on(session.ws, page.uid, W("2026-W10"))
    assert note is not None
    assert (note.text, note.action) == ("Ny kunde", False)
    row = page.entries.row_of(W("2026-W10"))
    assert page.entries.words.text(page.entries.index(row, page.entries.column_of(Part.NOTE))) == "Ny kunde"
    assert "Ny kunde" in [mark.text for mark in page.trend.chart.spec.notes]


def test_what_was_done_is_asked_about_later_and_the_answer_is_kept(page: KpiPage, session: Session) -> None:
    assert "Hjalp det?" not in words(page.facts)
    page.write_note(W("2026-W03"))
    dialog = open_note(page)
    dialog.action.click()
    dialog.store_button.click()
    said = words(page.facts)
    assert "Hjalp det?" in said
    assert any(label.startswith("«Fast levering til Hotell Skarven», uke 3. Snittet var") for label in said)
    link(page, "helped_partly").click()
    note = notes.note_on(session.ws, page.uid, W("2026-W03"))
    assert note is not None and note.helped is Verdict.PARTLY
    assert "Hjalp det?" not in words(page.facts)
    session.undo()
    assert "Hjalp det?" in words(page.facts)


def test_too_few_later_numbers_are_not_asked_about(page: KpiPage, session: Session) -> None:
    notes.annotate(session.ws, page.uid, W("2026-W09"), "Nye priser", action=True)
    assert "Hjalp det?" not in words(page.facts)
    page.write_note(W("2026-W09"))
    assert not open_note(page).helped.isVisibleTo(open_note(page))


def test_a_note_is_deleted_in_its_dialog_from_the_table(page: KpiPage, session: Session) -> None:
    before = len(session.ws.all(Annotation))
    row = page.entries.row_of(W("2026-W09"))
    page.table.setCurrentIndex(page.entries.index(row, page.entries.column_of(Part.NOTE)))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    dialog = open_note(page)
    assert dialog.text.toPlainText() == "Vinterferie på Vestlandet"
    dialog.delete.click()
    assert len(session.ws.all(Annotation)) == before - 1
    session.undo()
    assert notes.note_on(session.ws, page.uid, W("2026-W09")) is not None


# ---- the table ---------------------------------------------------------------------------------------


def test_the_table_says_what_the_picture_says(page: KpiPage) -> None:
    row = page.entries.row_of(W("2026-W07"))
    said = [page.entries.words.text(page.entries.index(row, c)) for c in range(page.entries.columnCount())]
    assert [word.replace("\u00a0", " ") for word in said] == [
        "Uke 7   9.–15. feb.", "362 600", "10 200", "352 400", "309 231", "+14,0 %", "Signal",
        "Fastelavnsboller: 4 100 solgt", "KS",
    ]  # fmt: skip


def test_a_correction_takes_two_clicks_the_value_and_enter(page: KpiPage, session: Session) -> None:
    """Story 13; the first click opened the page."""
    index = page.entries.index(page.entries.row_of(W("2026-W08")), 1)
    spot = page.table.visualRect(index).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.keyClick(page.table.viewport(), "3")
    editor = opened_in(page.table)[-1]
    QTest.keyClicks(editor, "21000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    gross = inputs.input_named(session.ws, "gross_sales").uid
    assert session.ws.series(gross)[W("2026-W08")] == 321000
    value = page.entries.index(page.entries.row_of(W("2026-W08")), page.entries.value_column)
    assert page.entries.words.text(value).replace("\u00a0", " ") == "312 900"
    assert page.table.currentIndex().row() == page.entries.row_of(W("2026-W08"))


def test_what_is_no_number_is_said_and_changes_nothing(page: KpiPage, session: Session, qtbot: QtBot) -> None:
    index = page.entries.index(page.entries.row_of(W("2026-W08")), 1)
    gross = inputs.input_named(session.ws, "gross_sales").uid
    before = session.ws.series(gross)
    with qtbot.waitSignal(session.notice) as said:
        assert not page.entries.setData(index, "32O2OO kroner og litt")
    assert "ikke et tall" in said.args[0].text
    assert session.ws.series(gross) == before


def test_a_gap_shows_a_dash_and_why(page: KpiPage, session: Session) -> None:
    entry.set_value(session.ws, inputs.input_named(session.ws, "returns").uid, W("2026-W10"), None)
    cell = page.entries.index(page.entries.row_of(W("2026-W10")), page.entries.value_column)
    assert page.entries.words.text(cell) == "–"
    assert page.entries.data(cell, Qt.ItemDataRole.ToolTipRole)
    assert page.trend.chart.spec.values[page.trend.chart.spec.periods.index(W("2026-W10"))] is None


def test_a_number_about_few_persons_is_hidden_everywhere_on_the_page(page: KpiPage, session: Session) -> None:
    ws = session.ws
    uid = own_kpis.define(ws, name="Lønn", frequency=Frequency.MONTH, combine=Combine.MEAN, sensitive=True)
    source = inputs.input_named(ws, "Lønn").uid
    entry.paste(ws, [(source, W(f"2025-{month:02}"), 40_000.0 + month) for month in range(1, 13)])
    page.show_argument(uid)
    asked = []
    session.asked.connect(asked.append)
    page.findChild(QPushButton, "employees").click()
    people.set_company(ws, people=4)
    page.refresh(None)
    left = [each for each in page.findChildren(QPushButton, "employees") if each.isVisibleTo(page)]
    assert (left, asked) == ([], ["settings"]), "nothing is left to ask for"
    assert page.figures is not None and page.figures.masked is not None
    cell = page.entries.index(0, page.entries.value_column)
    masked = page.entries.index(page.entries.row_of(page.figures.masked), page.entries.value_column)
    assert page.entries.words.text(masked) == "skjult"
    assert not page.entries.flags(masked) & Qt.ItemFlag.ItemIsEditable
    assert cell.isValid()
    seen = " ".join([*words(page), *(page.entries.words.text(page.entries.index(r, c))
                    for r in range(page.entries.rowCount()) for c in range(page.entries.columnCount()))])  # fmt: skip
    assert "40 0" not in seen.replace("\u00a0", " ")
    assert "Ingen tall ennå" not in seen and "Skjult" in words(page)


# ---- the frame ---------------------------------------------------------------------------------------


def test_in_a_narrow_window_the_facts_stand_below_the_chart_as_three_columns(page: KpiPage) -> None:
    page.resize(968, 1900)
    page.fit(1024)
    settle()
    assert page.trend.height() == LOW_CHART, "it leaves what is below it in sight"
    page.resize(968, 588)
    settle()
    assert page.trend.height() == LOW_CHART
    assert page.facts.isVisible() and page.facts.columns == 3
    chart, table = page.trend, page.table
    tops = [w.mapTo(page, QPoint(0, 0)).y() for w in (chart, page.facts, table)]
    assert tops == sorted(tops)
    assert page.facts.width() > 900
    assert table.height() >= 28 * (page.entries.rowCount() + 1)
    page.resize(1200, 800)
    page.fit(1440)
    settle()
    assert page.facts.columns == 1
    assert page.facts.width() == 300


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nothing_is_cut(page: KpiPage, language: str) -> None:
    for width, height, window_width in ((968, 588, 1024), (1072, 700, 1280), (1256, 840, 1440)):
        with text.using(language):
            page.resize(width, height)
            page.fit(window_width)
            page.refresh(None)
            QApplication.processEvents()
            whole(page)


def whole(page: KpiPage) -> None:
    """What stands beside the chart has room for its words."""
    for label in page.facts.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= min(label.sizeHint().width(), label.minimumSizeHint().width()), label.text()
    body = page.facts
    for button in body.findChildren(QPushButton):
        if button.isVisible():
            right = button.mapTo(body, QPoint(button.width(), 0)).x()
            assert right <= body.width(), button.text()
    assert page.switch.width() >= page.switch.sizeHint().width()


def test_every_widget_that_takes_the_keyboard_has_a_name(page: KpiPage) -> None:
    nameless = [
        button for button in page.findChildren(QPushButton)
        if button.isVisibleTo(page) and not (button.text() or button.accessibleName())
    ]  # fmt: skip
    assert nameless == []
    assert page.trend.chart.accessibleDescription().startswith("Nettosalg: 318")


def test_the_border_of_the_facts_can_be_drawn_and_is_named_to_be_remembered(page: KpiPage) -> None:
    page.resize(1256, 840)
    page.fit(1440)
    settle()
    side = page._side
    side.setSizes([800, 456])
    assert (side.objectName(), page.facts.width()) == ("kpi facts", 380)


def test_a_changed_definition_is_listed_and_breaks_the_line(page: KpiPage, session: Session) -> None:
    kpi = session.ws.get(Kpi, page.uid)
    with session.ws.transaction(NORMAL) as change:
        since = W("2026-W08").first
        change.add(Definition("d" * 32, kpi.uid, since, "Med frakt", "gross_sales", (kpi.inputs[0],)))
    assert "til og med uke 7: Med frakt" in words(page.facts)
    spec = page.trend.chart.spec
    assert [(spec.periods[mark.x], mark.text) for mark in spec.breaks] == [(W("2026-W08"), "ny beregning")]
    assert len([pen for _line, pen in page.trend.chart.layers["values"].strokes if pen.widthF() == 2]) == 2


def test_a_finished_ratio_is_said_to_be_one(page: KpiPage, session: Session) -> None:
    satisfied = InputSpec("Fornøyde", combine=Combine.NONE, ratio=True)
    spec = KpiSpec("Fornøyde", "percent", 0, Frequency.MONTH, Direction.INCREASE, inputs=(satisfied,))
    uid = definitions.store(session.ws, spec)
    page.show_argument(uid)
    assert any(label.startswith("Registreres som ferdig forholdstall") for label in words(page.facts))


def test_what_is_decided_reads_well_in_the_history(page: KpiPage, session: Session) -> None:
    link(page, "accept_shift").click()
    notes.annotate(session.ws, page.uid, W("2026-W03"), "Ny kunde", action=True, helped=Verdict.YES)
    newest = session.ws.history.entries(limit=2)
    said = [describe(session.ws, change) for entry in newest for change in session.ws.history.changes_of(entry.ref)]
    assert [(each.part, each.after) for each in said if each.part in ("Hjalp det?", "Noe vi gjorde")] == [
        ("Noe vi gjorde", "ja"), ("Hjalp det?", "Ja"),
    ]  # fmt: skip


def test_an_explanation_below_the_fold_is_brought_into_view(page: KpiPage, qtbot: QtBot) -> None:
    page.resize(968, 588)
    page.fit(1024)
    QApplication.processEvents()
    page.commands()["explain"]()
    box = page.facts.explanation
    assert box is not None
    qtbot.waitUntil(lambda: box.mapTo(page, QPoint(0, box.height())).y() <= page.height())


def test_another_kpi_is_shown_from_its_beginning(page: KpiPage, session: Session) -> None:
    """In a narrow window the page scrolls as a whole, in a wide one what is said beside the chart."""
    other = named(session.ws, "Sykefravær").uid
    for width, scroll in ((968, page._scroll), (1200, page.facts._scroll)):
        page.resize(width, 400)
        page.fit(width)
        page.toggle_explanation()
        settle()
        bar = scroll.verticalScrollBar()
        bar.setValue(bar.maximum())
        assert bar.value() > 0, width
        before = page.uid
        page.show_argument(other)
        settle()
        assert bar.value() == 0, width
        page.show_argument(before)


def test_a_long_name_is_shown_whole_before_the_words_of_the_status(page: KpiPage, session: Session) -> None:
    own_kpis.edit(session.ws, page.uid, short_name="Nettosalg uten netthandelen i år")
    page.resize(968, 588)
    page.fit(1024)
    QApplication.processEvents()
    assert page._name.text() == "Nettosalg uten netthandelen i år"
    assert page._marks.toolTip() == "Usikkert, Signal"
    page.resize(1600, 840)
    page.fit(1784)
    QApplication.processEvents()
    assert page._marks.toolTip() == ""


def test_the_head_of_a_kpi_is_the_same_whichever_was_shown_before(page: KpiPage, session: Session) -> None:
    def head() -> list[object]:
        settle()
        parts = [each for each in page._head.findChildren(QWidget) if each.isVisible()]
        return [(type(each).__name__, each.geometry().getRect(), each.toolTip()) for each in parts]

    uids = [kpi.uid for kpi in session.ws.all(Kpi)]
    for width in (820, 700):
        page.resize(width, 588)
        page.fit(width)
        told: dict[str, list[object]] = {}
        for uid in (*uids, *reversed(uids)):
            page.show_argument(uid)
            shown = head()
            assert told.setdefault(uid, shown) == shown, (width, session.ws.get(Kpi, uid).name)
    page.show_argument(named(session.ws, "Nye kontrakter signert").uid)
    page.resize(1600, 588)
    head()
    assert page._name.toolTip() == "Nye kontrakter signert", "its short name stands there"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Konverteringsfrekvens på nettsiden", "Uke 7: 2,20 %, uke 8: 1,71 %. Fra én til den neste er spranget"),
        ("NPS (Net Promoter Score)", "Februar: 46. Vanligvis mellom 32 og 44."),
    ],
)
def test_a_signal_says_what_happened_around_it(page: KpiPage, session: Session, name: str, sentence: str) -> None:
    page.show_argument(named(session.ws, name).uid)
    assert any(label.startswith(sentence) for label in words(page.facts))


def oldest_entered(page: KpiPage) -> None:
    """Two and a half years of weeks, from before the example begins."""
    ws = page.session.ws
    page.session.perform(entry.set_value, named(ws, "Nettosalg").inputs[0][1], W("2023-W40"), 250_000.0)


def test_older_numbers_come_when_the_last_row_is_reached(page):
    oldest_entered(page)
    assert page.entries.rowCount() == 60
    newest = page.entries.points[0]
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.entries.rowCount() == 120 and page.entries.points[0] == newest
    QTest.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.entries.points[-1].period == W("2023-W40")
    assert "earlier" not in page.commands()
    page.refresh(None)
    assert page.entries.points[-1].period == W("2023-W40"), "a change elsewhere leaves what is in view"
    page.show_by(Frequency.MONTH)
    page.show_by(Frequency.WEEK)
    assert page.entries.rowCount() == 60


def test_older_numbers_are_asked_for_where_the_page_scrolls_as_a_whole(page):
    oldest_entered(page)
    page.fit(1024)
    settle()
    assert page.entries.rowCount() == 60
    height = page.table.height()
    page.commands()["earlier"]()
    assert page.entries.rowCount() == 120 and page.table.height() > height


@pytest.mark.parametrize("width", [1000, 786, 740])
def test_the_name_of_a_monthly_kpi_stays_whole_in_a_middling_window(qtbot, session, width):
    shown = KpiPage(session)
    qtbot.addWidget(shown)
    shown.resize(width + 280, 700)
    monthly = next(kpi for kpi in session.ws.all(Kpi) if kpi.frequency is Frequency.MONTH)
    shown.show_argument(monthly.uid)
    shown.fit(1250)
    with qtbot.waitExposed(shown):
        shown.show()
    needed = shown._name.fontMetrics().horizontalAdvance(shown._name.words())
    qtbot.waitUntil(lambda: shown._name.width() >= min(needed, 100))
    if width == 1000:
        assert shown._name.width() >= needed


def test_a_name_that_has_hardly_any_room_in_the_head_stands_whole_below_it(qtbot, session, theme):
    kpi = max(session.ws.all(Kpi), key=lambda each: len(each.name))
    theme.resize(200)
    try:
        shown = KpiPage(session)
        qtbot.addWidget(shown)
        shown.show_argument(kpi.uid)
        shown.fit(320)
        for width, is_below in ((590, True), (1900, False)):
            shown.resize(width, 700)
            with qtbot.waitExposed(shown):
                shown.show()
            qtbot.waitUntil(lambda below=is_below: shown._whole_name.isVisible() is below)
            assert shown._name.isVisible() is not is_below and shown._whole_name.text() == unbroken(kpi.name)
    finally:
        theme.resize(scale.ORDINARY)


def test_an_explanation_says_when_not_all_digits_of_a_number_are_sure(page: KpiPage, session: Session) -> None:
    gross = inputs.input_named(session.ws, "gross_sales")
    entry.set_value(session.ws, gross.uid, W("2026-W11"), 9e14)
    page.toggle_explanation()
    page.trend.picked.emit(W("2026-W11"))
    assert not [label for label in words(page.facts) if "15 første" in label]
    with session.ws.transaction(text.msg("more")) as change:
        change.measure(gross.uid, W("2026-W11"), 9e15)
    page.trend.picked.emit(W("2026-W11"))
    assert [label for label in words(page.facts) if "15 første" in label]


def heads_cut(page: KpiPage) -> list[str]:
    """The heads of numbers that the columns of the table have no room for."""
    table, view = page.entries, page.table
    metrics = QFontMetricsF(page.session.theme.font("caption"))
    return [
        table.words.head(column)
        for column in range(table.columnCount())
        if table.part(column) in NUMBERS
        and metrics.horizontalAdvance(table.words.head(column)) > view.columnWidth(column) - 2 * PAD
    ]


def test_a_column_of_empty_notes_gives_its_room_to_the_heads_of_numbers(qtbot, session: Session) -> None:
    name = "Dekningsgrad på brød i butikkene"
    sources = {"dekning": Combine.SUM, "omsetning_i_butikkene": Combine.SUM}
    uid = own_kpis.define(session.ws, name=name, formula="dekning / omsetning_i_butikkene", inputs=sources)
    for source in (uid for _key, uid in session.ws.get(Kpi, uid).inputs):
        entry.set_value(session.ws, source, W("2026-02"), 12_345_678.0)
    shown = KpiPage(session)
    session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.show_argument(uid)
    with qtbot.waitExposed(shown):
        shown.show()
    assert heads_cut(shown) == []
    notes.annotate(session.ws, uid, W("2026-02"), "Ny ovn")
    qtbot.waitUntil(lambda: shown.table.columnWidth(shown.entries.column_of(Part.NOTE)) >= LEAST_NOTE)


def test_a_typed_number_is_told_with_the_decimals_that_its_cell_does_not_show_and_keeps_them(page: KpiPage) -> None:
    session = page.session
    uid = own_kpis.define(session.ws, name="Feil", decimals=0)
    source = session.ws.get(Kpi, uid).inputs[0][1]
    entry.set_value(session.ws, source, W("2026-02"), 7.5)
    page.show_argument(uid)
    cell = page.entries.index(page.entries.row_of(W("2026-02")), page.entries.value_column)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)
    assert [page.entries.data(cell, role) for role in roles] == ["8", "7,5", "7,5"]
    assert page.entries.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "7,5"
    assert not page.entries.setData(cell, "7,5")
    assert session.ws.series(source)[W("2026-02")] == 7.5


def test_a_number_of_two_readings_is_said_to_be_read_as_one_of_them(page: KpiPage, qtbot: QtBot) -> None:
    index = page.entries.index(page.entries.row_of(W("2026-W08")), 1)
    with qtbot.waitSignal(page.session.done, timeout=5000) as said:
        page.entries.setData(index, "12.500")
    assert "12.500 lest som 12\u00a0500" in said.args[0].words


def test_an_amount_in_another_currency_is_asked_about(page: KpiPage, qtbot: QtBot) -> None:
    index = page.entries.index(page.entries.row_of(W("2026-W08")), 1)
    before = page.entries.words.text(index)
    with qtbot.waitSignal(page.session.notice) as said:
        assert not page.entries.setData(index, "€ 12")
    assert said.args[0].text == "«€ 12» er ikke lagret. Det er i en annen valuta enn det som måles her. Mente du 12?"
    assert page.entries.words.text(index) == before


def test_rows_of_numbers_are_painted_whole_and_not_each_cell_is_asked_for_flags_and_looks(page: KpiPage) -> None:
    asked: list[object] = []
    sys.setprofile(lambda frame, event, _argument: asked.append(frame.f_code) if event == "call" else None)
    try:
        page.table.viewport().grab()
    finally:
        sys.setprofile(None)
    cells = asked.count(CellWords.text_at.__code__)
    assert asked.count(EntriesTable.data.__code__) + asked.count(EntriesTable.flags.__code__) < cells / 2
