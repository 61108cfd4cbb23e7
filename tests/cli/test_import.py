"""Numbers out of files at the command line: several inputs at once, sources, sides, questions, standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpidesk.commands import entry
from kpidesk.commands.inputs import input_named
from kpidesk.commands.intake.sources import source_named
from kpidesk.domain.entities import NOT_APPLICABLE, Value
from kpidesk.domain.period import Period
from kpidesk.exchange.intake.look import dry_run
from kpidesk.workspace import Workspace
from tests.cli.test_cli import Door, define, run

__all__ = ["run"]


def table(run: Door, name: str, *rows: str) -> Path:
    path = run.file.with_name(name)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def numbers(run: Door, name: str) -> dict[str, float]:
    with Workspace.open(run.file) as ws:
        series = ws.series(input_named(ws, name).uid)
        return {period.key(): value for period, value in series.items() if isinstance(value, float)}


def test_several_inputs_come_from_one_file_and_the_rest_is_told(run: Door) -> None:
    define(run, "Sales", unit="kr")
    define(run, "Visits", unit="count")
    path = table(run, "till.csv", "month;Sales;Besøk i butikken;Staff", "2026-01;10;3;2", "2026-02;12;4;2")
    told = run("import", ..., path, "--into", "Sales", "--into", "Besøk i butikken=Visits")
    assert "Staff: not imported" in told and "4 numbers saved." in told
    assert numbers(run, "Visits") == {"2026-01": 3, "2026-02": 4}


def test_a_dry_run_writes_nothing_and_tells_what_it_would(run: Door) -> None:
    define(run, "Sales", unit="kr")
    path = table(run, "till.csv", "month;Sales", "2026-01;10")
    told = run("import", ..., path, "--dry-run")
    assert "1 number would be saved." in told and "Nothing was written." in told
    assert numbers(run, "Sales") == {}


def test_columns_become_kpis_only_where_that_is_said(run: Door) -> None:
    path = table(run, "till.csv", "month;Klager", "2026-01;10")
    assert "--new-kpis" in run.refused("import", ..., path)
    assert "New KPI: Klager" in run("import", ..., path, "--new-kpis")
    assert numbers(run, "Klager") == {"2026-01": 10}


def test_all_columns_become_kpis_where_that_is_said_however_many_they_are(run: Door) -> None:
    path = table(run, "own.csv", "måned;Klager;Turer;Gjester;Kurs;Vaser", "2026-01;1;2;3;4;5", "2026-02;2;3;4;5;6")
    run("import", ..., path, "--new-kpis")
    assert [numbers(run, each)["2026-02"] for each in ("Klager", "Turer", "Gjester", "Kurs", "Vaser")] == [
        2,
        3,
        4,
        5,
        6,
    ]


def test_a_colleagues_number_stays_unless_it_is_to_be_replaced(run: Door) -> None:
    define(run, "Sales", unit="kr")
    with Workspace.open(run.file, author="Ola Nordmann") as ws:
        entry.set_value(ws, input_named(ws, "Sales").uid, Period.parse("2026-01"), 7)
    path = table(run, "till.csv", "month;Sales", "2026-01;10", "2026-02;12")
    assert "7 → 10 (Changed, Ola’s number stays)" in run("import", ..., path)
    assert numbers(run, "Sales") == {"2026-01": 7, "2026-02": 12}
    run("import", ..., path, "--replace")
    assert numbers(run, "Sales")["2026-01"] == 10


def test_ones_own_number_gives_way_unless_it_is_to_be_kept(run: Door) -> None:
    define(run, "Sales", unit="kr")
    run("set", ..., "Sales", "2026-01", "7")
    path = table(run, "till.csv", "month;Sales", "2026-01;10")
    assert "Nothing was changed." in run("import", ..., path, "--keep")
    run("import", ..., path)
    assert numbers(run, "Sales") == {"2026-01": 10}
    run("import", ..., path, "--keep", "--replace", code=2)


def test_standard_input_is_read_where_a_dash_stands(run: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    define(run, "Sales", unit="kr")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"month;Sales\n2026-01;10\n")))
    assert "1 number saved." in run("import", ..., "-", "--into", "Sales")
    assert numbers(run, "Sales") == {"2026-01": 10}


def test_a_source_that_is_remembered_reads_the_next_file_with_nothing_said(run: Door) -> None:
    define(run, "Sales", unit="kr")
    first = table(run, "Till week 10.csv", "dag;Brutto", "01/02/2026;10", "02/02/2026;20", "03/02/2026;30")
    words = ["--date-order", "dmy", "--take", "edge:monthly:2026-02-01"]
    run("import", ..., first, "--into", "Brutto=Sales", "--remember", *words)
    assert numbers(run, "Sales") == {"2026-02": 60}
    assert "Till week: Till week ‹no.›.csv → Sales" in run("sources", ...)
    second = table(run, "Till week 11.csv", "dag;Brutto", "01/03/2026;5", "02/03/2026;6", "03/03/2026;7")
    with Workspace.open(run.file) as ws:
        assert dry_run(ws, source_named(ws, "Till week"), second) == 1
    told = run("import", ..., second)
    assert "Read as the source “Till week”." in told
    assert numbers(run, "Sales")["2026-03"] == 18
    (source,) = run("sources", ..., "--json")["sources"]
    assert (source["last_file"], source["into"]) == ("Till week 11.csv", {"Brutto": "sales"})
    other = table(run, "export.csv", "dag;Brutto", "01/04/2026;5")
    assert "Read as the source" in run("import", ..., other, "--source", "Till week")
    assert "Available: Till week." in run.refused("import", ..., other, "--source", "Nothing")


def test_an_open_question_names_the_options_that_answer_it(run: Door) -> None:
    define(run, "Sales", unit="kr")
    path = table(run, "us.csv", "date;Sales", "01/02/2026;10", "03/04/2026;20")
    asked = run.refused("import", ..., path)
    assert "--date-order dmy (" in asked and "--date-order mdy (" in asked and asked.strip().endswith("changed.")
    run("import", ..., path, "--date-order", "mdy")
    assert numbers(run, "Sales") == {"2026-01": 10, "2026-03": 20}


def test_the_year_of_a_file_that_names_none_is_told_with_four_digits(run: Door) -> None:
    define(run, "Sales", unit="kr")
    path = table(run, "till.csv", "month;Sales", "January;10", "February;12")
    run("import", ..., path, "--year", "19", code=2)
    assert "four digits" in run.err
    run("import", ..., path, "--year", "2013")
    assert numbers(run, "Sales") == {"2013-01": 10, "2013-02": 12}


def test_it_ends_with_3_only_where_a_number_is_missed(run: Door) -> None:
    define(run, "Sales", unit="kr")
    rows = ("month;Sales", "2025-01;10", "2025-02;12", "2025-03;closed", "Full year 2025;22")
    told = run("import", ..., table(run, "till.csv", *rows), "--into", "Sales", "--dry-run")
    assert "“closed” stands there, and no number (line 4)" in told and "Sum 2025" in told
    run("import", ..., table(run, "till.csv", *rows, "someday;7"), "--into", "Sales", "--dry-run", "--json", code=3)
    assert json.loads(run.out)["rows_skipped"] == 1


def test_no_row_that_can_be_placed_is_refused_with_the_reason(run: Door) -> None:
    assert "has no day or period" in run.refused("import", ..., table(run, "till.csv", "Week;Sales", "36-38;1"))


def test_which_of_two_tables_is_asked_with_the_option_that_says_it(run: Door) -> None:
    define(run, "Sales", unit="kr")
    path = table(run, "two.csv", "Shop", "month;Sales", "2026-01;10", "2026-02;12", "", "Online", "month;Visits",
                 "2026-01;3", "2026-02;4")  # fmt: skip
    asked = run.refused("import", ..., path)
    assert "--table 1 (Shop, from row 2: 2 rows)" in asked and "--table 2 (Online, from row 7: 2 rows)" in asked
    run("import", ..., path, "--table", "2", "--into", "Visits=Sales")
    assert numbers(run, "Sales") == {"2026-01": 3, "2026-02": 4}


def test_the_sheet_and_the_column_are_named(run: Door) -> None:
    define(run, "Sales", unit="kr")
    path = table(run, "till.csv", "from;to;Net;Gross", "2026-01-01;2026-01-31;8;10", "2026-02-01;2026-02-28;9;12")
    run("import", ..., path, "--into", "Sales", "--date-column", "to", "--value-column", "gross")
    assert numbers(run, "Sales") == {"2026-01": 10, "2026-02": 12}
    assert "from, to, Net and Gross" in run.refused("import", ..., path, "--into", "Sales", "--value-column", "x")


def test_inputs_are_listed_with_their_rhythm_and_unit(run: Door) -> None:
    assert "There are no inputs yet." in run("inputs", ...)
    assert "There are no sources yet." in run("sources", ...)
    define(run, "Sales", unit="kr")
    assert "sales: Sales, every month, kr" in run("inputs", ...)
    (source,) = run("inputs", ..., "--json")["inputs"]
    assert (source["key"], source["frequency"], source["combine"]) == ("sales", "monthly", "sum")


def test_the_document_has_every_cell_with_its_state(run: Door) -> None:
    define(run, "Sales", unit="kr")
    run("set", ..., "Sales", "2026-01", "7")
    path = table(run, "till.csv", "month;Sales", "2026-01;10", "2026-02;12")
    run("import", ..., path, "--dry-run", "--json")
    found = json.loads(run.out)
    (measure,) = found["measures"]
    assert [(each["period"], each["before"], each["value"], each["state"]) for each in measure["values"]] == [
        ("2026-01", 7, 10, "changed"), ("2026-02", None, 12, "new"),
    ]  # fmt: skip
    assert (found["would_write"], found["written"], found["changed"]) == (2, False, 0)


@pytest.mark.parametrize("ending", ["nb.csv", "en.csv", "xlsx", "json"])
def test_what_does_not_apply_goes_out_and_comes_in_again(run: Door, ending: str) -> None:
    define(run, "Sales", unit="kr")
    for month, value in (("2026-01", "10"), ("2026-02", "n/a"), ("2026-03", "12.5")):
        run("set", ..., "Sales", month, value)
    kind = {"nb.csv": "csv-nb", "en.csv": "csv-en"}.get(ending, ending)
    out = run.file.with_name(f"out.{ending}")
    run("export", ..., "--output", out, "--format", kind)
    before = all_values(run, "Sales")
    assert before["2026-02"] is NOT_APPLICABLE
    assert "0 new, 0 changed, 3 as before" in run("import", ..., out)
    for month in ("2026-01", "2026-02"):
        run("set", ..., "Sales", month, "")
    run("set", ..., "Sales", "2026-02", "7")
    assert "Sales, February 2026: 7 → n/a" in run("import", ..., out)
    assert all_values(run, "Sales") == before


def all_values(run: Door, name: str) -> dict[str, Value]:
    with Workspace.open(run.file) as ws:
        return {period.key(): value for period, value in ws.series(input_named(ws, name).uid).items()}


def test_the_short_marks_of_files_are_blank_and_nothing_else(run: Door) -> None:
    define(run, "Sales", unit="kr")
    run("import", ..., table(run, "till.csv", "month;Sales", "2026-01;10", "2026-02;n/a", "2026-03;-", "2026-04;5"))
    assert all_values(run, "Sales") == {"2026-01": 10, "2026-04": 5}
