"""A sheet for a colleague without the program: what comes back is their work, with what can't be read told apart."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpidesk import text
from kpidesk.commands import people
from kpidesk.commands.entry import confirm
from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, FileRefused
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.intake import odd
from kpidesk.exchange.reply_sheet import FIRST_ROW
from kpidesk.settings import Home
from kpidesk.store.log.changes import Changes
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

MARCH = Period.parse("2026-03")
JANUARY = MARCH.next(-2)


@pytest.fixture
def ws(tmp_path: Path):
    clock = lambda: dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)  # noqa: E731
    with text.using("en"), Workspace.create(
        tmp_path / "shop.kpidesk", company="Shop", author="kari", home=Home(tmp_path / "home"), clock=clock
    ) as made, made.sharing.holding():  # fmt: skip
        yield made


@pytest.fixture
def sales(ws: Workspace) -> str:
    with ws.transaction(msg("add")) as change:
        uid = change.add(Input(new_uid(), key="sales", name="=Sales+1"))
        change.measure_many(uid, [(JANUARY, 10.0), (JANUARY.next(1), 20.0)])
    return uid


@pytest.fixture
def sheet(ws: Workspace, sales: str, tmp_path: Path) -> Path:
    path = tmp_path / "reply.xlsx"
    assert reply_sheet.write(ws, path, "Ola", [sales], periods=3) == 3
    return path


def fill(path: Path, cells: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def place(letter: str, line: int) -> str:
    return f"{letter}{FIRST_ROW + line}"


def test_the_sheet_asks_in_words_and_hides_its_ids(sheet: Path) -> None:
    page = openpyxl.load_workbook(sheet).worksheets[0]
    rows = list(page.iter_rows(min_row=FIRST_ROW, min_col=4, max_col=8, values_only=True))
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("=Sales+1", "January 2026", 10), ("=Sales+1", "February 2026", 20), ("=Sales+1", "March 2026", None),
    ]  # fmt: skip
    assert page[place("D", 0)].data_type == "s", "a name is never a formula"
    assert all(page.column_dimensions[letter].hidden for letter in "ABC") and page.protection.sheet
    assert not page[place("G", 0)].protection.locked and page[place("D", 0)].protection.locked


def test_changed_numbers_and_notes_become_the_colleagues_work(ws: Workspace, sales: str, sheet: Path) -> None:
    fill(sheet, {place("G", 1): 25, place("G", 2): "1 234,5", place("H", 2): "Easter came early"})
    reply = reply_sheet.read(ws, sheet)
    assert (reply.person, reply.unchanged) == ("Ola", 1)
    assert [(edit.was, edit.value) for edit in reply.edits] == [(20.0, 25.0), (None, 1234.5)]
    assert ws.series(sales)[JANUARY.next(1)] == 20.0, "reading stores nothing"
    assert reply_sheet.store(ws, reply) == 2
    assert ws.series(sales) == {JANUARY: 10.0, JANUARY.next(1): 25.0, MARCH: 1234.5}
    assert [note.text for note in ws.all(Annotation)] == ["Easter came early"]
    entry = ws.history.entries(limit=1)[0]
    assert (entry.author, str(entry.label)) == ("Ola", "import 2 numbers from Ola’s reply")
    assert ws.author == "kari" and ws.checking.problems() == [] and ws.merging.conflicts() == []
    ws.undo()
    assert ws.series(sales) == {JANUARY: 10.0, JANUARY.next(1): 20.0} and ws.all(Annotation) == []


def test_lines_may_be_sorted_and_taken_away(ws: Workspace, sales: str, sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST_ROW, max_col=8)]
    page.delete_rows(FIRST_ROW, 3)
    rows[2][6], rows[0][6] = 30, "n/a"
    for row in (rows[2], rows[0]):
        page.append(row)
    book.save(sheet)
    reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    assert ws.series(sales) == {JANUARY: NOT_APPLICABLE, JANUARY.next(1): 20.0, MARCH: 30.0}


def test_a_number_changed_meanwhile_is_a_conflict_to_look_at(ws: Workspace, sales: str, sheet: Path) -> None:
    fill(sheet, {place("G", 0): 11, place("G", 2): 33})
    with ws.transaction(msg("measure")) as change:
        change.measure_many(sales, [(JANUARY, 12.0), (MARCH, 34.0)])
    heard: list[int] = []

    def hear(changes: Changes) -> None:
        heard.append(changes.crossed)

    ws.changed.connect(hear)
    reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    assert heard == [2], "whoever looks on is asked to choose at once"
    found = {
        conflict.period: {(head.author, head.value) for head in conflict.heads} for conflict in ws.merging.conflicts()
    }
    assert found == {JANUARY: {("kari", 12.0), ("Ola", 11.0)}, MARCH: {("kari", 34.0), ("Ola", 33.0)}}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({place("G", 0): "lots"}, "not a number"),
        ({place("G", 1): True}, "not a number"),
        ({place("G", 1): dt.date(2026, 1, 1)}, "not a number"),
        ({place("G", 1): "=1+"}, "without a result"),
        ({place("A", 1): "hello"}, "lines that were sent"),
        ({place("A", 1): f"{'0' * 32}/5202602"}, "no longer measured"),
        ({place("A", 1): None}, "lines that were sent"),
        ({place("G", 0): "inf"}, "number"),
        ({place("G", 0): "1 200 people"}, "not a number"),
        ({place("G", 0): "12 kr"}, "Did you mean 12?"),
    ],
)
def test_a_bad_cell_leaves_out_its_line_with_the_reason_and_the_others_are_taken(
    ws: Workspace, sales: str, sheet: Path, cells: dict[str, Any], why: str
) -> None:
    fill(sheet, {place("G", 2): 99, **cells})
    reply = reply_sheet.read(ws, sheet)
    (left_out,) = reply.left_out
    assert left_out.line == int(next(iter(cells))[1:]) and why in str(left_out.why)
    assert "Nothing" not in str(left_out.why), "the other lines are stored"
    assert [edit.value for edit in reply.edits] == [99.0] and reply.unchanged == 1
    assert reply_sheet.store(ws, reply) == 1
    assert ws.series(sales) == {JANUARY: 10.0, JANUARY.next(1): 20.0, MARCH: 99.0}


@pytest.mark.parametrize("typed", [650, "650"])
def test_a_number_that_can_never_be_is_left_out_with_the_reason(
    ws: Workspace, sales: str, sheet: Path, typed: object
) -> None:
    with ws.transaction(msg("bound")) as change:
        change.add(Kpi(new_uid(), name="Sales", inputs=(("sales", sales),), range_max=100.0))
    fill(sheet, {place("G", 0): typed, place("G", 2): 99})
    reply = reply_sheet.read(ws, sheet)
    assert ["never above 100" in str(each.why) for each in reply.left_out] == [True]
    assert [edit.value for edit in reply.edits] == [99.0]


def test_a_number_that_entry_would_ask_about_is_asked_about(ws: Workspace, sales: str, sheet: Path) -> None:
    fill(sheet, {place("G", 2): -9})
    with ws.transaction(msg("pay")) as change:
        change.set(Input, sales, unit="currency")
    assert not reply_sheet.unusual(ws, reply_sheet.read(ws, sheet)), "of an amount nothing is known"
    with ws.transaction(msg("count")) as change:
        change.set(Input, sales, unit="count")
    reply = reply_sheet.read(ws, sheet)
    assert [str(why) for why in reply_sheet.unusual(ws, reply).values()] == [
        "No other number is below 0. Is the sign right?"
    ]
    reply_sheet.store(ws, reply)
    confirm(ws, sales, MARCH)
    assert not odd.looked_over(ws, sales, {MARCH: -9.0}), "somebody has said that it is right"


def test_what_was_typed_on_a_line_that_is_left_out_is_told(ws: Workspace, sheet: Path) -> None:
    fill(sheet, {place("G", 0): "ca 60", place("G", 1): dt.date(2026, 2, 28), place("G", 2): "=1+"})
    left_out = reply_sheet.read(ws, sheet).left_out
    told = [(each.what, each.period, each.typed.replace("\u00a0", " ")) for each in left_out]
    typed = {"January 2026": "ca 60", "February 2026": "28 February 2026", "March 2026": "=1+"}
    assert told == [("=Sales+1", period, words) for period, words in typed.items()]


def test_every_bad_cell_is_listed_and_a_line_with_two_numbers_is_left_out_twice(ws: Workspace, sheet: Path) -> None:
    fill(sheet, {place("G", 0): "lots", place("G", 2): "more"})
    assert [each.line for each in reply_sheet.read(ws, sheet).left_out] == [FIRST_ROW, FIRST_ROW + 2]
    page = openpyxl.load_workbook(sheet).worksheets[0]
    fill(sheet, {place("G", 0): 1, place("G", 2): 3, place("A", 1): page[place("A", 0)].value, place("G", 1): 7})
    reply = reply_sheet.read(ws, sheet)
    assert [(each.line, "more than once" in str(each.why)) for each in reply.left_out] == [
        (FIRST_ROW, True), (FIRST_ROW + 1, True),
    ]  # fmt: skip
    assert [edit.value for edit in reply.edits] == [3.0]


def test_what_changes_nothing_makes_no_backup(ws: Workspace, sales: str, sheet: Path) -> None:
    fill(sheet, {place("G", 0): 11})
    reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    before = ws.backups.listed()
    assert before[0].reason == "import"
    with pytest.raises(BadInput, match="already"):
        reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    with ws.transaction(msg("correct")) as change:
        change.measure_many(sales, [(JANUARY, 12.0)])
    with pytest.raises(BadInput, match="already"):
        reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    assert ws.backups.listed() == before and ws.series(sales)[JANUARY] == 12.0


def test_the_same_reply_is_taken_in_once_and_a_corrected_one_again(ws: Workspace, sales: str, sheet: Path) -> None:
    fill(sheet, {place("G", 0): 11})
    reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    with pytest.raises(BadInput, match="already"):
        reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    fill(sheet, {place("G", 2): 5, place("H", 2): "Late"})
    again = reply_sheet.read(ws, sheet)
    assert [(edit.value, edit.changed) for edit in again.edits] == [(5.0, True)], "what is in already is no change"
    assert [edit.value for edit in again.known] == [11.0] and again.unchanged == 1
    assert reply_sheet.store(ws, again) == 1
    with pytest.raises(BadInput, match="already"):
        reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    fill(sheet, {place("G", 2): 6})
    reply_sheet.store(ws, reply_sheet.read(ws, sheet))
    fill(sheet, {place("G", 2): 5})
    assert [note.text for note in ws.all(Annotation)] == ["Late"], "a note is added once"
    ws.undo()
    assert ws.series(sales) == {JANUARY: 11.0, JANUARY.next(1): 20.0, MARCH: 5.0} and ws.merging.conflicts() == []


def test_other_files_and_other_companies_are_refused(ws: Workspace, sheet: Path, tmp_path: Path) -> None:
    other = Workspace.create(tmp_path / "other.kpidesk", company="Other", home=Home(tmp_path / "home"))
    with other, pytest.raises(FileRefused, match="another workspace"):
        reply_sheet.read(other, sheet)
    foreign = tmp_path / "foreign.xlsx"
    openpyxl.Workbook().save(foreign)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(sheet.read_bytes()[:3000])
    for path in (foreign, broken, ws.path):
        with pytest.raises(FileRefused, match="not a reply form"):
            reply_sheet.read(ws, path)
    with pytest.raises(FileRefused, match="not there"):
        reply_sheet.read(ws, tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("content", [b"0" * 60_000_000, b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'], ids=["bomb", "entity"])
def test_a_hostile_package_is_refused_unread(ws: Workspace, sheet: Path, tmp_path: Path, content: bytes) -> None:
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(sheet) as source, zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part, source.read(part))
        target.writestr("xl/more.xml", content)
    with pytest.raises(FileRefused, match="far more than a form"):
        reply_sheet.read(ws, hostile)


def test_what_only_a_sensitive_kpi_uses_is_not_asked_for(ws: Workspace, sales: str) -> None:
    with ws.transaction(msg("add")) as change:
        payroll = change.add(Input(new_uid(), key="payroll"))
        change.add(Kpi(new_uid(), name="Pay", sensitive=True, inputs=(("p", payroll), ("s", sales))))
        change.add(Kpi(new_uid(), name="Sales", inputs=(("s", sales),)))
    assert [found.uid for found in reply_sheet.askable(ws)] == [sales]


def test_a_sheet_never_replaces_a_file(ws: Workspace, sales: str, sheet: Path, tmp_path: Path) -> None:
    before = sheet.read_bytes()
    with pytest.raises(FileRefused):
        reply_sheet.write(ws, sheet, "Ola", [sales])
    assert sheet.read_bytes() == before
    with pytest.raises(BadInput):
        reply_sheet.write(ws, tmp_path / "x.xlsx", "  ", [sales])
    with pytest.raises(FileRefused, match="nowhere"):
        reply_sheet.write(ws, tmp_path / "nowhere" / "x.xlsx", "Ola", [sales])


def test_a_sheet_of_the_old_fiscal_year_is_refused_by_line_where_it_says_something(
    ws: Workspace, tmp_path: Path
) -> None:
    with ws.transaction(msg("add")) as change:
        uid = change.add(Input(new_uid(), key="q", name="Q", frequency=Frequency.QUARTER))
    people.set_company(ws, fiscal_year_start=2)
    path = tmp_path / "reply.xlsx"
    reply_sheet.write(ws, path, "Ola", [uid], periods=3)
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page[place("E", 2)].value == "Q1 2026/27 (Feb–Apr 2026)"
    fill(path, {place("G", 1): 5.0})
    people.set_company(ws, fiscal_year_start=1)
    (left_out,) = reply_sheet.read(ws, path).left_out
    assert left_out.line == FIRST_ROW + 1
    assert "November 2025–January 2026 isn’t one of" in str(left_out.why)
    assert "Nothing" not in str(left_out.why)
    assert ws.series(uid) == {}
