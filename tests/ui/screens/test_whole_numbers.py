"""A number is never cut, wherever it is drawn: long, negative and tiny ones on every page, in three widths.

The longest number is looked at in every width and form; the other KPIs, and the rows of the library, each in one of
them, and in all with ``--long``.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import CheckIn, Direction, Input, KeyResult, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import Combine
from kpidesk.domain.spread import year_cells
from kpidesk.exchange.reply_sheet import Edit, Reply
from kpidesk.settings import Home
from kpidesk.workspace import Workspace, new_uid
from tests import long, own_kpis
from tests.ui.conftest import Clock
from tests.ui.prepared import Prepared, prepare
from tests.ui.screens.whole_numbers import Watch, missing, watching
from tests.ui.settled import settle
from tests.ui.targets.target_dialog import Opened
from ui.app.settings_dialog import SettingsDialog
from ui.base.session import Session
from ui.base.theme import Theme
from ui.entry.entry_check import Concern
from ui.entry.entry_details import EntryDetails
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_looks import FIRST
from ui.goals.check_in import CheckInDialog
from ui.history.history_page import HistoryPage
from ui.history.value_history import ValueHistory
from ui.kpis.kpi_form import KpiForm
from ui.kpis.kpi_page import KpiPage
from ui.library.library_dialog import LibraryDialog
from ui.parts.form import InPlaceLine
from ui.parts.painters import cut, cut_name
from ui.review.review_page import ReviewPage
from ui.sharing.merge_page import MergePage
from ui.sharing.reply_dialog import ReplyDialog

T = TypeVar("T")
NUMBERS = {
    "Omsetning i hele konsernet": 123_456_789_012.34,
    "Resultat etter skatt": -427_953.24,
    "Ordrereserve": 1_284_500.25,
    "Lønn og sosiale kostnader": 408_197.42,
    "Avvik": -0.005,
    "Gjeld": -12_345_678.0,
    "Varelager": 12_345_678.5,
}
EVERY = (1440, 1024, 640)
FORMS = ("level", "steps", "path", "season")
"""The forms of a target."""
SPOKEN = long.either(("nb",), ("nb", "en"))
"""Bokmål, whose numbers are the wider ones, and with ``--long`` both."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Prepared]:
    """The file of a company with large numbers, in months and weeks, and goals that count them, by language."""

    @functools.cache
    def write(language: str) -> Prepared:
        return prepare(tmp_path_factory.mktemp(language), "Store tall", "Kari Solberg", Clock(), _enter, language)

    return write


@pytest.fixture
def ledger(written: Callable[[str], Prepared], tmp_path: Path, home: Home, clock: Clock) -> Iterator[Workspace]:
    """A copy of it, opened by whoever wrote it."""
    path = tmp_path / "Store tall.kpidesk"
    written(text.language()).lay_out(path, home)
    with Workspace.open(path, author="Kari Solberg", home=home, clock=clock) as ws:
        yield ws


def _enter(ws: Workspace) -> None:
    kari = people.ensure_person(ws, "Kari Solberg")
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    aim = goals.add_objective(ws, "Vi vokser", cycle=cycle, owner=kari)
    for place, (name, value) in enumerate(NUMBERS.items()):
        frequency = Frequency.WEEK if place % 2 else Frequency.MONTH
        decimals = 3 if abs(value) < 1 else 2
        uid = own_kpis.define(
            ws, name=name, unit="currency", decimals=decimals, frequency=frequency, direction=Direction.INCREASE,
            combine=Combine.SUM, owner=kari,
        )  # fmt: skip
        targets.set_target(ws, uid, Step(value=value * 1.1 if value > 0 else value * 0.9))
        fill(ws, uid, value, 9 if place % 2 else 14)
        result = goals.add_key_result(ws, name, parent=aim, owner=kari)
        goals.set_measure(ws, result, start=value / 2, target=value * 2, unit="currency")
        check_ins.check_in(ws, result, value=value, confidence=6, note="Som ventet")


def fill(ws: Workspace, kpi: str, value: float, count: int) -> None:
    """Numbers around a value in the periods before today, and the value itself in the newest."""
    source = ws.get(Kpi, kpi).inputs[0][1]
    period = Period.containing(ws.today(), ws.get(Input, source).frequency).previous()
    numbers = [value if step == 0 else value * (1 - 0.01 * (step % 3)) for step in range(count)]
    entry.paste(ws, [(source, period.previous(step), number) for step, number in enumerate(numbers)])


@pytest.fixture(params=SPOKEN)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with text.using(request.param):
        yield request.param


def dealt(every: Sequence[T], turn: int, turns: int) -> Sequence[T]:
    """What is looked at in one turn of several: the first always, the others in one of the turns, or all."""
    return long.either([*every[:1], *every[1:][turn::turns]], every)


def show(qtbot: QtBot, page: QWidget, width: int, height: int = 860) -> None:
    """Put a page on the screen as the window of a width would."""
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    if hasattr(page, "fit"):
        page.fit(width + (184 if width >= 1180 else 56) if width != 640 else 696)
    settle()


def whole(watch: Watch) -> None:
    """Every number that was drawn was whole, and there were numbers to draw."""
    assert watch.drawn, "no number was drawn"
    assert not watch.cut, "\n".join(dict.fromkeys(watch.cut))


PAGES = {
    "overview": "ui.overview.overview_page.OverviewPage",
    "goals": "ui.goals.goals_page.GoalsPage",
    "kpis": "ui.kpis.kpis_page.KpisPage",
    "entry": "ui.entry.entry_page.EntryPage",
    "review": "ui.review.review_page.ReviewPage",
    "history": "ui.history.history_page.HistoryPage",
    "guide": "ui.kpis.guide_page.GuidePage",
}


@pytest.mark.parametrize("place", PAGES)
def test_no_number_on_a_page_is_cut(place, language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    module, _dot, name = PAGES[place].rpartition(".")
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = getattr(importlib.import_module(module), name)(Session(ledger, theme))
            page.refresh(None)
            show(qtbot, page, width)
            if place == "goals":
                page.view.choose(ledger.all(KeyResult)[0].uid)
                settle()
            watch.look_at(page)
    whole(watch)


def test_no_number_on_the_page_of_a_kpi_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = KpiPage(Session(ledger, theme))
            show(qtbot, page, width)
            for kpi in dealt(ledger.all(Kpi), EVERY.index(width), len(EVERY)):
                page.show_argument(kpi.uid)
                page.toggle_explanation()
                page.table.setCurrentIndex(page.entries.index(1, 1))
                settle()
                watch.look_at(page)
    whole(watch)


def test_no_number_is_cut_while_a_block_is_looked_at_before_it_is_stored(
    language, ledger, theme: Theme, qtbot: QtBot, monkeypatch
) -> None:
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = EntryPage(Session(ledger, theme))
            page.refresh(None)
            show(qtbot, page, width)
            view = page.views[0]
            view.go_to(view.grid.index(0, FIRST))
            QGuiApplication.clipboard().setText("-987654321098,76\t123456789012,34")
            view.blocks.paste()
            settle()
            watch.look_at(page)
    whole(watch)
    block = fmt.number(-987_654_321_098.76, 2)
    assert not missing(watch, [block])


def test_no_number_in_the_history_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    source = ledger.all(Input)[0]
    period = Period.containing(ledger.today(), source.frequency).previous()
    for number in (-123_456_789_012.34, 123_456_789_012.34, -987_654_321_098.76):
        entry.set_value(ledger, source.uid, period, number)
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = HistoryPage(Session(ledger, theme))
            page.refresh(None)
            show(qtbot, page, width)
            for row in dealt(range(4), EVERY.index(width), len(EVERY)):
                page.view.setCurrentIndex(page.view.model().index(row, 0))
                settle()
                watch.look_at(page)
        dialog = ValueHistory(Session(ledger, theme), Input, source.uid, period)
        open_dialog(qtbot, dialog)
        watch.look_at(dialog)
    whole(watch)


def test_no_number_in_the_review_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = ReviewPage(Session(ledger, theme))
            page.refresh(None)
            show(qtbot, page, width)
            for step in range(4):
                page.show_step(step)
                settle()
                watch.look_at(page)
    whole(watch)


@pytest.mark.parametrize("key", FORMS)
def test_no_number_in_the_targets_of_a_kpi_is_cut(
    key, language, ledger, theme: Theme, qtbot: QtBot, monkeypatch
) -> None:
    session = Session(ledger, theme)
    with watching(monkeypatch) as watch:
        for kpi in dealt(ledger.all(Kpi), FORMS.index(key), len(FORMS)):
            targets.set_season(ledger, kpi.uid, dict.fromkeys(year_of(ledger, kpi), NUMBERS[kpi.name]))
            opened = Opened(qtbot, session, kpi, key)
            settle()
            watch.look_at(opened.dialog)
            opened.dialog.close()
    whole(watch)


def year_of(ws: Workspace, kpi: Kpi) -> tuple[Period, ...]:
    """The periods of this year."""
    return year_cells(Period.containing(ws.today(), Frequency.YEAR), kpi.frequency)


def test_no_number_in_the_form_of_a_kpi_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    session = Session(ledger, theme)
    with watching(monkeypatch) as watch:
        for kpi in ledger.all(Kpi)[:3]:
            own_kpis.edit(ledger, kpi.uid, range_min=-123_456_789_012.34, range_max=987_654_321_098.76)
            form = KpiForm(session, ledger.get(Kpi, kpi.uid))
            open_dialog(qtbot, form)
            for fold in form.findChildren(QAbstractButton):
                if fold.isCheckable() and fold.isVisible() and not fold.isChecked():
                    fold.click()
            settle()
            watch.look_at(form)
            form.close()
    whole(watch)
    assert not watch.hints


def test_no_number_of_the_library_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    with watching(monkeypatch) as watch:
        dialog = LibraryDialog(Session(ledger, theme))
        open_dialog(qtbot, dialog)
        for row in range(0, dialog.model.rowCount(), long.either(3, 1)):
            dialog.view.setCurrentIndex(dialog.model.index(row, 0))
            settle()
            watch.look_at(dialog)
    assert not watch.cut, "\n".join(dict.fromkeys(watch.cut))


def test_no_number_of_a_merge_is_cut(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch, tmp_path, home) -> None:
    """Both have changed the same number, and the colleague another one."""
    first, second = ledger.all(Input)[:2]
    period = Period.containing(ledger.today(), first.frequency).previous()
    copy = tmp_path / "Fra Ola.kpidesk"
    ledger.sharing.publish()
    shutil.copy(ledger.path, copy)
    with Workspace.open(copy, author="Ola Nygård", home=Home(tmp_path / "ola"), clock=later) as ola:
        entry.set_value(ola, first.uid, period, -987_654_321_098.76)
        week = Period.containing(ola.today(), second.frequency).previous()
        entry.set_value(ola, second.uid, week, 123_456_789_012.34)
    entry.set_value(ledger, first.uid, period, 111_222_333_444.55)
    with watching(monkeypatch) as watch:
        for width in EVERY:
            page = MergePage(Session(ledger, theme))
            page.show_argument(copy)
            show(qtbot, page, width)
            qtbot.waitUntil(lambda page=page: page.preview is not None)
            page.conflicts.use_newest()
            settle()
            watch.look_at(page)
            page.leave()
    whole(watch)
    assert any("987" in drawn for drawn in watch.drawn)


def test_no_number_of_a_reply_is_cut_or_rounded(language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    source = ledger.all(Input)[0]
    period = Period.containing(ledger.today(), source.frequency).previous()
    was = ledger.series(source.uid)[period]
    edits = tuple(
        Edit(source.uid, period.previous(step), was, value, True, "", "Fra regnskapet")
        for step, value in enumerate((-987_654_321_098.76, 123_456_789_012.34, 4.125))
    )
    with watching(monkeypatch) as watch:
        dialog = ReplyDialog(Session(ledger, theme), Reply(Path("svar.xlsx"), "Ola Nygård", new_uid(), edits, 0))
        open_dialog(qtbot, dialog)
        watch.look_at(dialog)
    whole(watch)
    assert dialog.table.item(2, 3).text() == fmt.number(4.125, 3), "a rounded number is not the one taken in"


def test_no_number_of_a_check_in_that_is_corrected_is_cut(language, ledger, theme: Theme, qtbot, monkeypatch) -> None:
    with watching(monkeypatch) as watch:
        for check_in in ledger.all(CheckIn):
            dialog = CheckInDialog(Session(ledger, theme), check_in)
            open_dialog(qtbot, dialog)
            watch.look_at(dialog)
    whole(watch)


def test_no_word_in_an_empty_field_of_the_kpi_form_is_cut(language, ledger, theme: Theme, qtbot, monkeypatch) -> None:
    with watching(monkeypatch) as watch:
        form = KpiForm(Session(ledger, theme), None)
        open_dialog(qtbot, form)
        for fold in form.findChildren(QAbstractButton):
            if fold.isCheckable() and fold.isVisible() and not fold.isChecked():
                fold.click()
        settle()
        watch.look_at(form)
    assert not watch.hints


def test_no_word_in_an_empty_field_of_the_settings_is_cut(
    language, ledger, theme: Theme, settings, qtbot, monkeypatch
) -> None:
    with watching(monkeypatch) as watch:
        dialog = SettingsDialog(settings, Session(ledger, theme))
        open_dialog(qtbot, dialog)
        watch.look_at(dialog)
    assert not watch.hints


def later() -> dt.datetime:
    return dt.datetime(2026, 3, 16, 12, 0, tzinfo=dt.UTC)


def open_dialog(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    with qtbot.waitExposed(dialog):
        dialog.show()
    settle()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Ordrereserve fra 12 345 678 til 98 765 432 kr", "98 765 432"),
        ("Likviditet fra −427 953,24 til 1 284 500,25 kr", "1 284 500,25"),
        ("Kundene betaler i snitt 1,234,567.89 for ovnen", "1,234,567.89"),
    ],
)
def test_words_are_cut_before_a_number_and_never_inside_it(words, number, qapp) -> None:
    metrics = QFontMetricsF(qapp.font())
    widths = range(20, int(metrics.horizontalAdvance(words)) + 2)
    shown = {cut(metrics, words, width) for width in widths}
    before = words[: words.index(number)]
    assert {each for each in shown if len(each) > len(before) + 1} == {
        each for each in shown if each.startswith(before + number)
    }
    assert before + "…" in shown
    assert words in shown


def test_a_name_is_cut_before_the_period_that_stands_after_it(qapp) -> None:
    words, metrics = "Lam per vinterfôra søye på Sæter & heia, 2024", QFontMetricsF(qapp.font())
    whole = metrics.horizontalAdvance(words)
    shown = cut_name(metrics, words, 0.7 * whole)
    assert shown.endswith("…, 2024") and shown.startswith("Lam per") and metrics.horizontalAdvance(shown) <= whole
    assert cut_name(metrics, words, whole + 1) == words
    narrow = 1.5 * metrics.horizontalAdvance(", 2024")
    assert cut_name(metrics, words, narrow) == cut(metrics, words, narrow), "no room for both"


def test_a_title_that_nobody_edits_ends_in_dots_and_not_inside_a_number(qtbot) -> None:
    line, short = InPlaceLine("Tittel"), InPlaceLine("Tittel")
    for field, words in ((line, "Ordrereserve til 98 765 432"), (short, "Ordrereserve til …")):
        qtbot.addWidget(field)
        field.resize(140, 30)
        field.show_text(words)
        field.show()
    assert line.grab().toImage() == short.grab().toImage()


@pytest.mark.parametrize("wide", [260, 292, 360])
def test_what_stands_beside_the_sheet_fits_its_width(wide, language, ledger, theme: Theme, qtbot: QtBot) -> None:
    page = EntryPage(Session(ledger, theme))
    show(qtbot, page, 1182)
    details = page.findChild(EntryDetails)
    details.setFixedWidth(wide)
    source = ledger.all(Input)[0]
    usual = f"Vanligvis {fmt.between(-427_953.24, 123_456_789_012.34, 2)}. Stemmer det?"
    title = f"oktober 2025: {fmt.number(123_456_789_012.34, 2)}"
    details.checks.show_concerns(
        [Concern((source.uid, Period.parse("2025-10")), source.name, title, usual, error=False)]
    )
    settle()
    content = details.findChild(QScrollArea).widget()
    assert content.minimumSizeHint().width() <= wide - 10
