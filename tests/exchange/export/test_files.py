"""What an export looks like to the program that opens it, and what is said instead of writing nonsense."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from kpidesk import text
from kpidesk.commands import entry, notes
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, FileRefused
from kpidesk.exchange.export import write, xlsx_file
from kpidesk.exchange.export.asked import As, Asked, FileType, file_type
from kpidesk.exchange.export.csv_file import number
from kpidesk.exchange.export.gathered import Numbers, gathered, sensitive_words
from kpidesk.exchange.export.goals import goals
from kpidesk.exchange.tables.understood import Shape
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests import own_kpis
from tests.table import table

JANUARY = Period.parse("2026-01")
LONG, WIDE = Shape.LONG, Shape.WIDE


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    clock = lambda: dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)  # noqa: E731
    with text.using("nb"), Workspace.create(
        tmp_path / "verksted.kpidesk", company="Verksted", author="kari", home=Home(tmp_path / "home"), clock=clock
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
def sales(ws: Workspace) -> str:
    """A KPI called like a formula, with three months: a number with øre, one that is not applicable, a loss."""
    uid = own_kpis.define(ws, name="=Salg+1", unit="currency", decimals=0)
    (source,) = [each.uid for each in ws.all(Input)]
    for step, value in enumerate((1234.56, NOT_APPLICABLE, -0.125)):
        entry.set_value(ws, source, JANUARY.next(step), value)
    notes.annotate(ws, uid, JANUARY, "@messe; åpen butikk")
    return uid


def csv_of(numbers: Numbers, kind: FileType, shape: Shape) -> list[str]:
    return write.numbers_as(numbers, As(kind, shape)).decode("utf-8").split("\r\n")


def test_a_norwegian_csv_has_its_mark_semicolons_and_decimal_commas(ws: Workspace, sales: str) -> None:
    assert csv_of(gathered(ws, Asked()), FileType.CSV_NB, WIDE) == [
        "\ufeffKPI;Enhet;januar 2026;februar 2026;mars 2026", "'=Salg+1;kr;1234,56;ikke aktuelt;-0,1250", "",
    ]  # fmt: skip


def test_an_english_csv_has_commas_and_points_and_a_row_for_each_number(ws: Workspace, sales: str) -> None:
    with text.using("en"):
        assert csv_of(gathered(ws, Asked()), FileType.CSV_EN, LONG) == [
            "\ufeffKPI,Unit,Month,Value,Note", "'=Salg+1,kr,2026-01,1234.56,'@messe; åpen butikk",
            "'=Salg+1,kr,2026-02,not applicable,", "'=Salg+1,kr,2026-03,-0.1250,", "",
        ]  # fmt: skip


@table(
    "value, written",
    [(1200.0, "1200"), (12.345, "12.3450"), (1234.345, "1234.345"), (-0.5, "-0.5"), (1e15, "1000000000000000"),
     (0.1 + 0.2, "0.30000000000000004"), (1e-7, "0.0000001"), (0.0, "0")],
)  # fmt: skip
def test_a_number_has_every_decimal_no_grouping_and_no_second_reading(value: float, written: str) -> None:
    assert number(value) == written and float(written) == value


def test_a_workbook_has_a_sheet_for_each_rhythm_true_numbers_and_no_formula(ws: Workspace, sales: str) -> None:
    own_kpis.define(ws, name="Kasse", frequency=Frequency.DAY)
    till = next(each.uid for each in ws.all(Input) if each.name == "Kasse")
    entry.set_value(ws, till, Period.parse("2026-03-02"), 1 / 3)
    book = openpyxl.load_workbook(io.BytesIO(write.numbers_as(gathered(ws, Asked()), As())))
    assert book.sheetnames == ["Dager", "Måneder", "Notater"]
    assert [cell.value for cell in book["Dager"][1]] == ["KPI", "Enhet", dt.datetime(2026, 3, 2)]  # noqa: DTZ001
    assert book["Dager"]["C2"].value == 1 / 3
    row = book["Måneder"][2]
    assert [cell.value for cell in row] == ["=Salg+1", "kr", 1234.56, "ikke aktuelt", -0.125]
    assert [cell.data_type for cell in row] == ["s", "s", "n", "s", "n"]
    assert row[2].number_format == "#,##0.000" and book["Måneder"].freeze_panes == "C2"
    assert [cell.value for cell in book["Notater"][2]] == ["=Salg+1", "2026-01", "@messe; åpen butikk"]


def test_json_speaks_in_codes_and_says_what_is_not_applicable(ws: Workspace, sales: str) -> None:
    found = json.loads(write.numbers_as(gathered(ws, Asked()), As(FileType.JSON)))
    assert (found["schema"], found["fiscal_year_start"]) == (1, 1)
    assert [(each["period"], each["value"], each["not_applicable"]) for each in found["numbers"]] == [
        ("2026-01", 1234.56, False), ("2026-02", None, True), ("2026-03", -0.125, False),
    ]  # fmt: skip
    assert found["numbers"][0] | {"value": 0} == {
        "kpi": "=Salg+1", "unit": "currency", "frequency": "monthly", "period": "2026-01", "value": 0,
        "not_applicable": False, "note": "@messe; åpen butikk",
    }  # fmt: skip


def test_only_the_periods_that_touch_the_time_asked_for_go_out(ws: Workspace, sales: str) -> None:
    asked = Asked(first=dt.date(2026, 1, 31), last=dt.date(2026, 2, 1))
    (line,) = gathered(ws, asked).lines
    assert list(line.values) == [JANUARY, JANUARY.next()]
    with pytest.raises(BadInput, match="ingen tall"):
        write.numbers_as(gathered(ws, Asked(first=dt.date(2027, 1, 1))), As())


def test_a_hole_in_time_keeps_its_column_but_a_lone_old_number_does_not_make_thousands(ws: Workspace) -> None:
    own_kpis.define(ws, name="Kasse", frequency=Frequency.DAY)
    (till,) = [each.uid for each in ws.all(Input)]
    entry.set_value(ws, till, Period.parse("2026-01-01"), 1.0)
    entry.set_value(ws, till, Period.parse("2026-01-04"), 2.0)
    assert csv_of(gathered(ws, Asked()), FileType.CSV_NB, WIDE)[1] == "Kasse;antall;1;;;2"
    entry.set_value(ws, till, Period.parse("1990-01-01"), 3.0)
    assert csv_of(gathered(ws, Asked()), FileType.CSV_NB, WIDE)[1] == "Kasse;antall;3;1;2"


def test_two_inputs_of_one_name_are_told_apart_by_their_keys(ws: Workspace) -> None:
    with ws.transaction(msg("add")) as change:
        for key, name in (("hours", "Timer"), ("hours_2", "timer"), ("sales", "Salg")):
            change.measure(change.add(Input(new_uid(), key=key, name=name)), JANUARY, 1.0)
    names = [line.name for line in gathered(ws, Asked()).lines]
    assert sorted(names) == ["Salg", "hours", "hours_2"]


def test_numbers_of_sensitive_kpis_stay_at_home_where_that_is_asked_for(ws: Workspace, sales: str) -> None:
    own_kpis.edit(ws, sales, sensitive=True)
    found, none = gathered(ws, Asked()), gathered(ws, Asked(without_sensitive=True))
    assert (found.count, found.sensitive, none.count, none.sensitive) == (3, 1, 0, 0)
    with text.using("en"):
        assert sensitive_words(found).startswith("It holds the numbers that 1 sensitive KPI is made of")
        assert not sensitive_words(none)


def test_one_kpi_takes_the_inputs_that_it_is_calculated_from(bakery: Path) -> None:
    with Workspace.open(bakery, author="Kari") as ws:
        kpi = next(each for each in ws.all(Kpi) if each.formula)
        found = gathered(ws, Asked(kpi.uid))
        assert {line.input for line in found.lines} == {uid for _name, uid in kpi.inputs}
        assert (found.kpis + found.parked) >= 1


def test_goals_key_results_initiatives_and_check_ins_go_out_together(bakery: Path) -> None:
    with Workspace.open(bakery, author="Kari") as ws, text.using("nb"):
        found = goals(ws, Asked())
        book = openpyxl.load_workbook(io.BytesIO(write.goals_as(found, FileType.XLSX)))
        records = json.loads(write.goals_as(found, FileType.JSON))
        none = goals(ws, Asked(first=dt.date(2031, 1, 1)))
    assert book.sheetnames == ["Mål", "Innsjekker"]
    assert book["Mål"].max_row + book["Innsjekker"].max_row - 2 == found.count
    assert {each["kind"] for each in records["goals"]} == {"objective", "key_result", "initiative"}
    result = next(each for each in records["goals"] if each["title"].startswith("NPS opp"))
    assert (result["start"], result["target"], result["owner"]) == (38, 50, "Ola Nygård")
    assert all(each["day"] and each["key_result"] for each in records["check_ins"])
    with pytest.raises(BadInput):
        write.goals_as(none, FileType.CSV_NB)


def test_more_than_a_sheet_has_room_for_is_refused_in_words(
    ws: Workspace, sales: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_COLUMNS", 4)
    with pytest.raises(BadInput, match="Excel"):
        write.numbers_as(gathered(ws, Asked()), As())


def test_nothing_is_written_over_the_company_or_into_a_folder(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "lenke.csv").symlink_to(ws.path)
    before = ws.path.read_bytes()
    for target in (ws.path, tmp_path / "lenke.csv", tmp_path, tmp_path / "annen.kpidesk"):
        with pytest.raises(FileRefused):
            write.save(b"x", target, ws.path)
    assert ws.path.read_bytes() == before
    write.save(b"x", tmp_path / "tall.csv", ws.path)
    assert (tmp_path / "tall.csv").read_bytes() == b"x"


def test_the_end_of_a_name_tells_the_kind_and_a_csv_speaks_the_companys_language() -> None:
    assert [file_type(end, "nb") for end in (".xlsx", ".CSV", ".json", ".pdf", "")] == [
        FileType.XLSX, FileType.CSV_NB, FileType.JSON, None, None,
    ]  # fmt: skip
    assert file_type(".csv", "en") is FileType.CSV_EN
