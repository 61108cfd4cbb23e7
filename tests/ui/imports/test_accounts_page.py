"""Accounts in the window: drop a file, see what it gives and what is wrong in it, and take it with one click."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot

from kpidesk.commands import library as shelf
from kpidesk.commands.targets import of_kpi
from kpidesk.domain.entities import Kpi, Source
from kpidesk.domain.period import Period
from kpidesk.exchange.accounts.kpis import Aim
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.exchange.accounts.saft_made import A, L, Made, V
from tests.ui.conftest import Clock
from tests.ui.prepared import Prepared, prepare
from tests.ui.screens import fitting, listener
from tests.ui.screens.test_fitting import sideways
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base.scale import px
from ui.imports.accounts import accounts_page, accounts_work
from ui.imports.accounts.account_card import AccountCard
from ui.imports.accounts.accounts_page import AccountsPage
from ui.imports.accounts.kpi_row import KpiRow
from ui.imports.accounts.months_strip import MONTH, month_width
from ui.imports.sources.new_files import NewFiles
from ui.parts.notice_pile import ROOM

Show = Callable[..., AccountsPage]
CONTROL = Qt.KeyboardModifier.ControlModifier
ACCOUNTS = [A("1460", "80000"), A("1500", "12500"), A("1920", "382000"), A("2000", "-454500"), A("2400", "-20000"),
            A("2700"), A("2710"), A("3000"), A("4300"), A("5000")]  # fmt: skip


def bakery(year: int = 2025, *more: V) -> Made:
    """A year of a bakery: sold on credit, bought, paid; each month a little more."""
    vouchers, number = [], 0
    for month in range(1, 13):
        sold, day = 1_130_000 + 4_000 * month, f"{year}-{month:02}-15"
        for lines in (
            [L("1500", f"{sold * 5 // 4}", "K1"), L("3000", f"-{sold}"), L("2700", f"-{sold // 4}")],
            [L("4300", f"{sold * 3 // 5}"), L("2710", f"{sold * 3 // 20}"), L("2400", f"-{sold * 3 // 4}")],
            [L("1920", f"{sold}"), L("1500", f"-{sold}", "K1")],
        ):
            number += 1
            vouchers.append(V(f"{number}", day, lines))
    return Made(ACCOUNTS, [*vouchers, *more], first=f"{year}-01-01", last=f"{year}-12-31", made_on=f"{year + 1}-02-01")


KIOSK = V("37", "2025-12-20", [L("1920", "86400"), L("30105", "-86400")])
FAULTS = (KIOSK, V("39", "2025-12-30", [L("1920", "5"), L("3000", "-4")]))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A company that follows eight KPIs already."""

    def fill(ws: Workspace) -> None:
        for n in range(8):
            own_kpis.define(ws, name=f"Egen {n}")

    return prepare(tmp_path_factory.mktemp("bakery"), "Bakeri", "Kari", Clock(), fill)


@pytest.fixture
def show(window: Window, qtbot: QtBot, tmp_path: Path) -> Show:
    def shown(*files: Made) -> AccountsPage:
        paths = [file.write(tmp_path / f"SAF-T {n}.xml") for n, file in enumerate(files)]
        window.merges.take(paths)
        qtbot.waitUntil(lambda: isinstance(window.page(), AccountsPage))
        page = window.page()
        assert isinstance(page, AccountsPage)
        qtbot.waitUntil(lambda: page.found is not None)
        settle()
        return page

    return shown


def rows(page: AccountsPage) -> dict[str, KpiRow]:
    assert page.found is not None
    found = (row for row in page.pane.kpis.widgets if isinstance(row, KpiRow))
    return {offer.kpi.id: row for offer, row in zip(page.found.offers, found, strict=True)}


def ours(window: Window) -> dict[str, Kpi]:
    assert window.session is not None
    return {kpi.library_id: kpi for kpi in window.session.ws.all(Kpi) if kpi.library_id}


def test_a_year_takes_the_drop_and_one_click_and_one_undo(window: Window, show: Show, qtbot: QtBot) -> None:
    page = show(bakery(2025, KIOSK))
    assert page.do.text().startswith("Hent ") and page.do.isEnabled()
    QTest.mouseClick(page.do, Qt.MouseButton.LeftButton)
    assert window.place == "entry"
    assert [name for name, kpi in ours(window).items() if not kpi.parked] == ["working_capital"]
    assert len(ours(window)) == 7
    window.commands.run("undo")
    assert ours(window) == {}


def test_the_keyboard_alone_takes_it(window: Window, show: Show) -> None:
    page = show(bakery())
    QTest.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert window.place == "entry" and len(ours(window)) == 7


def test_escape_leaves_everything_as_it_was(window: Window, show: Show) -> None:
    page = show(bakery())
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.place == "entry" and ours(window) == {}


def test_the_question_is_answered_by_its_number_and_the_result_follows_the_choice(show: Show, qtbot: QtBot) -> None:
    page = show(bakery(2025, KIOSK))
    (card,) = page.pane.questions.widgets
    assert isinstance(card, AccountCard)
    assert [radio.text() for radio in card.radios if radio.isChecked()] == ["Salg"]
    before = card._result.text()
    (other,) = [radio for radio in card.radios if radio.text() == "Hold utenfor"]
    QTest.mouseClick(other, Qt.MouseButton.LeftButton, pos=other.rect().center() / 4)
    qtbot.waitUntil(lambda: not page.work.busy)
    assert page.pane.questions.widgets == [card], "the card stays, and the keyboard on it"
    assert card._result.text() != before and other.isChecked()
    assert page.found is not None
    assert sum(page.found.reading.inputs["net_sales"].values()) == sum(1_130_000 + 4_000 * n for n in range(1, 13))


def test_an_answer_is_remembered_with_the_file(window: Window, show: Show) -> None:
    QTest.keyClick(show(bakery(2025, KIOSK)), Qt.Key.Key_Return, CONTROL)
    assert window.session is not None
    (source,) = window.session.ws.all(Source)
    assert '"30105":"30"' in source.recipe
    page = show(bakery(2025, KIOSK))
    assert page.found is not None and page.found.reading.questions[0].answered == "sales"
    assert (page.do.text(), page.do.isEnabled()) == ("Ingenting nytt i filen", False)


def test_a_tick_follows_a_kpi_and_the_meter_tells_how_many(window: Window, show: Show) -> None:
    page = show(bakery())
    assert page.pane._share.text() == "Blir 9 av høyst 9"
    QTest.mouseClick(rows(page)["ccc"].tick, Qt.MouseButton.LeftButton, pos=rows(page)["ccc"].tick.rect().center() / 4)
    assert page.pane._share.text() == "Blir 10 av høyst 9"
    QTest.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert not ours(window)["ccc"].parked


def test_what_has_no_value_says_what_it_needs_and_can_get_more_files(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = show(bakery())
    assert [cell.words for cell in rows(page)["aagr_3y"].months.cells] == ["– krever 3 år til"]
    growth = [cell.words.replace("\xa0", " ") for cell in rows(page)["growth_prev_period"].months.cells]
    assert growth[0] == "– krever 4. kvartal 2024" and len(growth) == 4
    assert not rows(page)["aagr_3y"].tick.isEnabled()
    earlier = [bakery(year).write(tmp_path / f"{year}.xml") for year in (2022, 2023, 2024)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(path) for path in earlier], ""))
    QTest.mouseClick(page.pane.more_files, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.found is not None and len(page.found.reading.months) == 48)
    assert [cell.words for cell in rows(page)["aagr_3y"].months.cells] == ["0,0\xa0%"]
    assert not page.pane.more_files.isVisible()


def test_several_parts_can_be_dropped_together(show: Show) -> None:
    page = show(bakery(2024), bakery(2025))
    assert page.found is not None and len(page.found.reading.months) == 24


def test_another_aim_is_chosen_from_the_menu_and_one_of_ones_own_is_typed(window: Window, show: Show) -> None:
    page = show(bakery())
    row = rows(page)["net_sales"]
    assert row.aim.words.replace("\xa0", " ") == "i fjor + 5 %"
    row.aim.choose()
    assert row.aim.menu_shown is not None
    words = [action.text().replace("\xa0", " ") for action in row.aim.menu_shown.actions() if action.text()]
    assert words == ["i fjor + 5 %", "minst som i fjor", "Et annet tall …", "Uten mål"]
    row.aimed.emit(Aim.NONE)
    rows(page)["ccc"].own_wanted.emit()
    page.pane.dialog.field.setText("12")
    page.pane.dialog.use.click()
    assert rows(page)["ccc"].aim.words == "høyst 12"
    QTest.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert window.session is not None
    ws = window.session.ws
    assert of_kpi(ws, ours(window)["net_sales"].uid) == ()
    assert [target.value for target in of_kpi(ws, ours(window)["ccc"].uid)] == [12.0]


def test_what_is_wrong_stands_below_and_can_be_copied(show: Show) -> None:
    page = show(bakery(2025, *FAULTS))
    assert page.pane._count.text() == "6 ting å se på i regnskapet"
    QTest.mouseClick(page.pane.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert "Et bilagsnummer mangler." in copied and "(912345678), SAF-T 0.xml" in copied
    assert "Debet og kredit er like store" not in copied


def test_accounts_that_no_control_finds_fault_with_say_so(show: Show) -> None:
    page = show(bakery())
    assert page.pane._count.text() == "Ingenting å se på"
    assert not page.pane.copy.isVisible()


def test_a_file_that_is_refused_is_told_and_leaves_the_page(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "halv.xml"
    path.write_bytes(bakery().text().encode()[:-900])
    window.go("import", path)
    qtbot.waitUntil(lambda: window.place == "entry")
    assert ours(window) == {}


def test_in_a_small_window_fewer_months_are_shown_and_nothing_is_cut(window: Window, show: Show) -> None:
    page = show(bakery(2025, KIOSK))
    assert len(page.pane.months()) == 12
    window.resize(860, 640)
    settle()
    assert 3 <= len(page.pane.months()) < 12
    assert page.pane.months()[-1].key() == "2025-12"
    assert page.pane._area.horizontalScrollBar().maximum() == 0


def test_the_longest_name_is_whole_where_the_months_leave_it_room(window: Window, show: Show) -> None:
    page = show(bakery())
    for width in (1440, 640):
        window.resize(width, 700)
        settle()
        assert rows(page)["ccc"]._name.text() == "Kontantkonverteringssyklus", width


def test_a_month_is_as_wide_as_the_widest_number_in_it(show: Show) -> None:
    page = show(bakery())
    assert page.found is not None
    offer = page.found.offers[0]
    millions = replace(offer, values=tuple((period, -123_456_789.0) for period, _value in offer.values))
    usual, wide = (month_width(page.pane._session.theme, [each]) for each in (offer, millions))
    assert usual == px(MONTH) < wide
    assert QFontMetricsF(page.pane._session.theme.font("small")).horizontalAdvance("−123 456 789") < wide - px(4)


def test_a_read_only_file_takes_nothing(window: Window, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    page = show(bakery())
    monkeypatch.setattr(type(window.session.ws), "read_only", property(lambda _self: True))  # type: ignore[union-attr]
    page._show()
    assert (page.do.text(), page.do.isEnabled()) == ("Filen er skrivebeskyttet", False)


def test_another_file_begins_anew(window: Window, show: Show) -> None:
    page = show(bakery())
    rows(page)["net_sales"].aimed.emit(Aim.NONE)
    again = show(replace(bakery(2024), company="Bakeri AS"))
    assert again.chosen.aims == {}


def test_accounts_that_another_file_was_opened_over_wait_as_they_were_left(
    window: Window, show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    page = show(bakery())
    rows(page)["net_sales"].aimed.emit(Aim.NONE)
    table = tmp_path / "salg.csv"
    table.write_text("Måned;Salg\n2026-01;5\n2026-02;6\n", encoding="utf-8")
    window.go("import", table)
    qtbot.waitUntil(lambda: getattr(window.page(), "found", None) is not None)
    window.back()
    assert window.page() is page and page.found is not None and set(page.chosen.aims.values()) == {Aim.NONE}
    other = bakery(2024).write(tmp_path / "other.xml")
    window.go("accounts", other)
    qtbot.waitUntil(lambda: page.found is not None and page.found.asked.paths == (other,))
    assert page.chosen.aims == {}
    page.go_back()
    qtbot.waitUntil(lambda: page.found is not None)
    assert window.place == "accounts" and set(page.chosen.aims.values()) == {Aim.NONE}


def test_a_newer_file_in_the_folder_of_the_last_one_is_told_of(
    window: Window, show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    made = bakery()
    early = replace(made, vouchers=[each for each in made.vouchers if each.day < "2025-12"], made_on="2025-12-01")
    QTest.keyClick(show(early), Qt.Key.Key_Return, CONTROL)
    settle()
    assert window.session is not None
    files = NewFiles(window.session, window)
    told: list[object] = []
    files.told.connect(told.append)
    path = made.write(tmp_path / "SAF-T 7.xml")
    now = window.session.ws.now().timestamp()
    for file, saved in ((tmp_path / "SAF-T 0.xml", now - 60), (path, now + 60)):
        os.utime(file, (saved, saved))
    files.look()
    qtbot.waitUntil(lambda: bool(told))
    files.stop()
    (ready,) = files.ready
    assert (ready.path, ready.newest) == (path, Period.parse("2025-12"))
    assert ready.numbers


def test_the_sheet_of_numbers_can_be_emptied_and_filled_again_and_again(
    make_window: Callable[..., Window], tmp_path: Path, home: Home, clock: Clock
) -> None:
    path = tmp_path / "Ny.kpidesk"
    Workspace.create(path, company="Ny", author="Kari", home=home, clock=clock).close()
    window = make_window(path)
    window.go("entry")
    assert window.session is not None
    window.session.perform(shelf.add, "net_sales")
    for action in ("undo", "redo", "undo"):
        window.commands.run(action)
        settle()
    assert ours(window) == {}


def test_a_reading_that_takes_long_shows_how_far_it_is_and_can_be_given_up(
    window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts_page, "PROGRESS_MS", 0)
    monkeypatch.setattr(accounts_work, "read_accounts", reading_for_ever)
    window.go("import", bakery().write(tmp_path / "a.xml"))
    page = window.page()
    assert isinstance(page, AccountsPage)
    qtbot.waitUntil(lambda: page.card.isVisible() and page.card.bar.maximum() > 0)
    QTest.mouseClick(page.card.cancel, Qt.MouseButton.LeftButton)
    assert window.place == "entry" and not page.work.busy


def reading_for_ever(_paths: object, _answers: object, progress: Callable[[int, int], None]) -> None:
    while True:
        progress(4_200_000, 9_600_000)
        time.sleep(0.01)


def test_a_year_that_the_window_has_room_for_has_no_bar(window: Window, show: Show) -> None:
    window.resize(1440, 900)
    page = show(bakery())
    (area,) = [each for each in page.pane.findChildren(QScrollArea) if each.isVisible()]
    assert area.verticalScrollBar().maximum() == 0
    window.resize(1440, 560)
    settle()
    assert area.verticalScrollBar().maximum() > 0, "where it scrolls, the last line comes clear of the notices"
    layout = area.widget().layout()
    assert layout is not None and layout.contentsMargins().bottom() == ROOM


def test_the_page_fits_every_window_and_makes_sense_to_a_listener(window: Window, show: Show) -> None:
    show(bakery(2025, KIOSK), bakery())
    found = []
    for width, height in ((1440, 868), (1024, 640), (640, 400)):
        window.resize(width, height)
        settle()
        here = [*fitting.faults_of(window), *sideways(window), *listener.faults_of(window)]
        found += [f"at {width}: {each}" for each in here]
    assert not found, "\n" + "\n".join(found)
