"""What the command line says is true, in words for people and in codes for programs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpidesk import text
from kpidesk.commands import cycles, entry, goals
from kpidesk.commands.inputs import input_named
from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Company, Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.store.files import backups
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.cli.test_cli import ROOT, Door, define, periods
from tests.cli.test_cli import run as run  # the fixture

LEVELS = [10, 12, 11, 13, 10, 12, 11, 12, 10, 11, 12, 13, 11, 10, 60]
DAY = "2026-03-16"


def filled(run: Door, name: str, values: list[float | None], *, first: str = "2025-01", **more: Any) -> None:
    """A monthly KPI with one input and these numbers; ``None`` leaves a month blank."""
    with Workspace.open(run.file) as ws:
        kpi = ws.get(Kpi, own_kpis.define(ws, name=name, unit="count", frequency=Frequency.MONTH, **more))
        source, period = kpi.inputs[0][1], Period.parse(first)
        for n, value in enumerate(values):
            if value is not None:
                entry.set_value(ws, source, period.next(n), value)


def rich(run: Door) -> None:
    """A file in which nearly everything is said that can be said."""
    filled(run, "Jumps", [float(level) for level in LEVELS], target=70.0)
    filled(run, "Runs", [*[10.0, 11.0] * 6, *[16.0] * 9], first="2024-06", direction=Direction.DECREASE, target=1.0)
    filled(run, "Gaps", [1.0, None, 3.0], first="2025-12", target=2.0)
    with Workspace.open(run.file) as ws:
        own_kpis.define(
            ws, name="Share", unit="percent", frequency=Frequency.MONTH, formula="a / b",
            inputs={"a": Combine.SUM, "b": Combine.SUM},
        )  # fmt: skip
        a, b = input_named(ws, "a").uid, input_named(ws, "b").uid
        for month, (one, other) in enumerate([(1.0, 0.0), (2.0, 4.0), (3.0, None)], start=1):
            entry.set_value(ws, a, Period.parse(f"2026-{month:02}"), one)
            if other is not None:
                entry.set_value(ws, b, Period.parse(f"2026-{month:02}"), other)
        entry.set_value(ws, input_named(ws, "Gaps").uid, Period.parse("2026-03"), NOT_APPLICABLE)
        top = goals.add_objective(ws, "Regulars come back", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))
        goals.add_key_result(ws, "Agreements from 12 to 20", parent=top)
        goals.add_objective(ws, "Nothing below", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))


def speaking(run: Door, language: str) -> None:
    with Workspace.open(run.file) as ws, ws.transaction(text.msg("language")) as change:
        change.set(Company, ws.company.uid, language=language)


def different(one: Any, other: Any, path: str = "") -> list[tuple[str, dict[str, Any], str]]:
    """Every string that differs between two documents: its path, the object it stands in, and its name there."""
    assert type(one) is type(other), path
    if isinstance(one, dict):
        assert one.keys() == other.keys(), path
        found = [(f"{path}/{k}", one, k) for k in one if isinstance(one[k], str) and one[k] != other[k]]
        return found + [each for k in one for each in different(one[k], other[k], f"{path}/{k}")]
    if isinstance(one, list):
        assert len(one) == len(other), path
        return [
            each for n, (a, b) in enumerate(zip(one, other, strict=True)) for each in different(a, b, f"{path}/{n}")
        ]
    assert isinstance(one, str) or one == other, path
    return []


def check_codes(nb: Any, en: Any) -> set[str]:
    """Whatever differs between the languages has a code beside it that does not; gives the codes that were met."""
    codes = set()
    for path, place, name in different(nb, en):
        if path.endswith("workspace/language"):
            continue
        beside = place.get(name.removesuffix("_text")) if name.endswith("_text") else place.get(f"{name}_code")
        assert isinstance(beside, str) and re.fullmatch(r"[a-z0-9_]+|\d{4}-[QTH]\d", beside), (
            f"{path}: {place[name]} has no code"
        )
        codes.add(beside)
    return codes


def test_every_sentence_of_show_has_its_code_beside_it(run: Door) -> None:
    rich(run)
    said = {}
    for language in ("nb", "en"):
        speaking(run, language)
        said[language] = run("show", ..., "--as-of", DAY, "--json")
    assert said["nb"]["schema"] == said["en"]["schema"] == 1
    codes = check_codes(said["nb"], said["en"])
    assert {
        "above_upper_limit", "run_above_mean", "divides_by_zero", "missing_input", "not_applicable",
        "target_beyond_limits", "not_measured", "few_key_results", "no_counter",
    } <= codes  # fmt: skip


def test_the_example_company_says_nothing_without_a_code(run: Door, tmp_path: Path) -> None:
    said = {}
    run("sample", tmp_path / "sample.kpidesk", "--language", "nb", "--as-told")
    run.file = tmp_path / "sample.kpidesk"
    for language in ("nb", "en"):
        speaking(run, language)
        said[language] = run("show", ..., "--as-of", DAY, "--json")
    assert len(check_codes(said["nb"], said["en"])) > 5


def test_a_signal_is_a_code_for_programs(run: Door) -> None:
    rich(run)
    shown = {kpi["name"]: kpi for kpi in run("show", ..., "--as-of", DAY, "--json")["kpis"]}
    assert shown["Jumps"]["signal"] == "above_upper_limit"
    assert shown["Jumps"]["signal_text"] == "Over øvre grense"
    assert shown["Gaps"]["signal"] is None and shown["Gaps"]["signal_text"] is None


# ---- show, for people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", ["Jumps: mars 2026: 60 (", "Bak plan", "over øvre grense", "Uten mål"]),
     ("en", ["Jumps: March 2026: 60 (", "Off track", "above the upper limit", "No target"])],
)  # fmt: skip
def test_plain_show_speaks_the_files_language_in_words(run: Door, language: str, words: list[str]) -> None:
    rich(run)
    speaking(run, language)
    told = run("show", ..., "--as-of", DAY)
    assert all(word in told for word in words), told
    assert not re.search(r"\((no_data|no_target|at_risk|off_track|on_track|not_started)\)", told)


def test_what_people_read_names_no_period_by_its_code(run: Door) -> None:
    rich(run)
    speaking(run, "nb")
    run("kpi", "target", ..., "Gaps", "--value", "3", "--from", "2026-02")
    asked = (
        ("show", ...), ("show", ..., "--kpi", "Gaps", "--from", "2026-01"), ("kpi", "target", ..., "Gaps"),
        ("set", ..., "Gaps", "2026-02", "4"), ("company", ...), ("check", ...),
    )  # fmt: skip
    told = [run(*words, *(["--as-of", DAY] if words[0] == "show" else [])) for words in asked]
    assert "februar 2026" in told[1] and "February 2026" in told[2], (
        "in the file’s language, and in that of the machine"
    )
    assert not [each for each in told if re.search(r"\b\d{4}-(\d\d|W\d\d|Q\d)\b", each)]


def test_plain_show_keeps_to_the_periods_asked_for(run: Door) -> None:
    rich(run)
    told = run("show", ..., "--kpi", "Gaps", "--from", "2026-01", "--to", "2026-02", "--as-of", DAY)
    lines = [line.strip() for line in told.splitlines()[2:]]
    assert len(lines) == 2 and lines[0].startswith("januar 2026: – (") and "mangler for januar 2026)" in lines[0]
    assert lines[1] == "februar 2026: 3 (I rute)"
    assert "desember 2025" not in told
    empty = run("show", ..., "--kpi", "Gaps", "--from", "2020-01", "--to", "2020-02", "--as-of", DAY)
    assert "ingen tall i disse periodene" in empty


# ---- imports ---------------------------------------------------------------------------------------------


def csv(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(("Date;Amount", *rows)) + "\n", encoding="utf-8")
    return file


def test_an_import_that_leaves_rows_out_ends_with_3_and_says_which(run: Door, tmp_path: Path) -> None:
    define(run, "Visits", unit="count")
    file = csv(tmp_path, "2026-01-05;7", "2026-02-05;seven")
    told = run("import", ..., file, "--into", "Visits", "--value-column", "Amount", code=3)
    assert told.splitlines()[-3:] == [
        "Amount → Visits: 1 new, 0 changed, 0 as before",
        "  left out: 1 cell in Amount, 1 row: No number can be read from “seven” (line 3)", "1 number saved.",
    ]  # fmt: skip
    whole = csv(tmp_path, "2026-01-05;8", "2026-02-05;9")
    told = run("import", ..., whole, "--into", "Visits")
    assert told.splitlines()[0] == "Per day, 5 January 2026–5 February 2026"
    assert told.splitlines()[-3:] == [
        "Amount → Visits: 1 new, 1 changed, 0 as before", "  Amount, January 2026: 7 → 8", "2 numbers saved.",
    ]  # fmt: skip


def test_what_an_import_leaves_out_has_codes_in_both_languages(run: Door, tmp_path: Path, monkeypatch) -> None:
    define(run, "Visits", unit="count")
    file = csv(tmp_path, "2026-01-05;7", "2026-02-05;seven", "someday;3", "2026-03-05", "2026-04-01;", "2026;4")
    said = {}
    for language in ("nb", "en"):
        monkeypatch.setenv("KPIDESK_LANGUAGE", language)
        run("import", ..., file, "--into", "Visits", "--date-column", "Date", "--value-column", "Amount", "--dry-run",
            "--json", code=3)  # fmt: skip
        said[language] = json.loads(run.out)
    assert check_codes(said["nb"], said["en"]) >= {"faulty", "no_period", "longer"}
    assert said["en"]["rows_skipped"] == 3 and said["en"]["schema"] == 1


def test_plurals_hold_in_bokmål(run: Door, tmp_path: Path, monkeypatch) -> None:
    define(run, "Visits", unit="count")
    monkeypatch.setenv("KPIDESK_LANGUAGE", "nb")
    file = csv(tmp_path, "2026-01-05;7", "2026-02-05;x")
    told = run("import", ..., file, "--into", "Visits", "--value-column", "Amount", code=3)
    assert "(nye: 1, endret: 0, " in told and "1 celle i Amount, 1 rad:" in told and "1 tall er lagret." in told


# ---- where it is written ---------------------------------------------------------------------------------


def test_a_document_goes_to_standard_output_and_no_file_is_made(run: Door, tmp_path: Path) -> None:
    rich(run)
    words = ["board", str(run.file), "--cycle", "2026-Q1", "--output", "-", "--as-of", DAY]
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "kpidesk", *words], cwd=tmp_path, env=place, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"%PDF-") and done.stdout.rstrip().endswith(b"%%EOF")
    assert done.stderr == b"" and not (tmp_path / "-").exists()


def test_two_documents_or_a_workspace_on_standard_output_are_refused(run: Door) -> None:
    words = run.refused("review", ..., "--cycle", "2026-Q1", "--output", "-", "--xlsx", "-")
    assert "Only one" in words
    assert "standard output" in run.refused("new", "-", "--name", "Shop")
    assert "standard output" in run.refused("sample", "-")
    assert not Path("-").exists()


# ---- who, and what goes wrong ----------------------------------------------------------------------------


def test_a_merge_names_its_author(run: Door, tmp_path: Path, monkeypatch) -> None:
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    for name in ("KPIDESK_AUTHOR", "USER", "USERNAME", "LOGNAME", "LNAME"):
        monkeypatch.delenv(name, raising=False)
    run("kpi", "define", copy, "--name", "Visits", "--unit", "count", "--frequency", "monthly", "--direction",
        "increase")  # fmt: skip
    told = run("merge", ..., copy)
    assert re.search(r"^2 changes by \S+", told) and "?" not in told.splitlines()[0], "a KPI, and what it measures"
    assert "copy: 2 changes" in run("history", ...), "the history counts them in the same way"


def test_a_change_by_nobody_in_particular_is_said_to_be_that(run: Door, tmp_path: Path) -> None:
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    with Workspace.open(copy) as ws:
        own_kpis.define(ws, name="Visits", unit="count")
    assert "2 changes by somebody without a name" in run("merge", ..., copy)


def test_an_expected_refusal_leaves_no_trace_in_the_log(run: Door, tmp_path: Path) -> None:
    run.refused("set", ..., "Nothing", "2026-01", "7")
    run.refused("show", tmp_path / "no.kpidesk")
    assert not (tmp_path / "home" / "kpidesk.log").exists()


def test_a_warning_goes_to_the_log_and_not_to_the_terminal(run: Door, tmp_path: Path, monkeypatch) -> None:
    def warned(self: Workspace) -> dt.date:
        logging.getLogger("kpidesk.store.files.working_copy").warning("Something behind the scenes")
        return dt.date(2026, 3, 16)

    monkeypatch.setattr(Workspace, "today", warned)
    run("show", ...)
    assert run.err == ""
    assert "Something behind the scenes" in (tmp_path / "home" / "kpidesk.log").read_text(encoding="utf-8")


def test_a_backup_of_an_impossible_name_does_not_hide_the_others(run: Door, tmp_path: Path) -> None:
    with Workspace.open(run.file) as ws:
        whole = ws.backups.listed()
        (ws.backups.folder / "20261399T000000000000-daily.kpidesk").write_bytes(b"")
        assert whole and backups.listed(ws.backups.folder) == whole


def test_check_lists_each_fault_under_a_code(run: Door, monkeypatch) -> None:
    from kpidesk.store.files import verify

    monkeypatch.setattr(verify, "_looked_at", lambda *_anything: (0, True))
    run("check", ..., "--json", code=1)
    data = json.loads(run.out)
    assert data["ok"] is False and [each["problem"] for each in data["problems"]] == ["state_differs"]


def test_wrong_usage_is_told_in_the_language_of_the_machine(run: Door, monkeypatch) -> None:
    monkeypatch.setenv("KPIDESK_LANGUAGE", "nb")
    run("set", "f", "x", code=2)
    assert run.err.startswith(
        "kpidesk set: feil: disse argumentene mangler: PERIODE, VERDI\nFor eksempel: kpidesk set "
    )
    run("show", "f", "--frequency", "hourly", code=2)
    assert "--frequency kan ikke være «hourly». Velg mellom: daily, " in run.err
    run("show", "--help", code=0)
    assert "vis denne hjelpen og avslutt" in run.out and "argumenter" in run.out
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    run("set", "f", "x", code=2)
    assert "kpidesk set: error: the following arguments are required: PERIOD, VALUE" in run.err


def test_a_merge_tells_of_a_restore_in_the_copy(run: Door, tmp_path: Path) -> None:
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    with Workspace.open(copy, author="Ola Moe") as ws:
        moment = ws.history.entries()[-1].when
        own_kpis.define(ws, name="Visits", unit="count")
        ws.time.restore(moment)
    found = run("merge", ..., copy, "--dry-run", "--json")
    (told,) = found["restores"]
    assert (told["author"], told["changes_taken_out"], told["by"]) == ("Ola Moe", 1, {"Ola Moe": 1})
    assert "Ola has restored the file as it was today at" in run("merge", ..., copy)


# ---- one reader ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "value", "said"),
    [
        ("nb", "12.500", 12_500.0, "12,500"), ("nb", "12.5", 12.5, ""), ("nb", "12,500", 12.5, "12.5"),
        ("en", "12.500", 12.5, "12.5"), ("en", "12,500", 12_500.0, "12,500"), ("nb", "1234.5678", 1234.5678, ""),
        ("nb", "-0.125", -0.125, ""), ("nb", "1e3", 1000.0, "1,000"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_window_reads_it_and_said_where_it_has_two_readings(
    run: Door, language: str, typed: str, value: float, said: str
) -> None:
    define(run, "Visits", unit="count")
    speaking(run, language)
    told = run("set", ..., "Visits", "2026-01", f"{typed}")
    assert (f"was read as {said}." in told) is bool(said)
    (kpi,) = run("show", ..., "--as-of", DAY, "--json")["kpis"]
    assert kpi["values"][0]["value"] == value


def test_an_option_with_two_readings_is_refused(run: Door) -> None:
    define(run, "Visits", unit="count")
    run("kpi", "target", ..., "Visits", "--value", "12.500", code=2)
    assert "can be read in two ways" in run.err and "12500" in run.err
    run("kpi", "target", ..., "Visits", "--value", "12500")


def test_set_says_what_has_become_of_a_number(run: Door) -> None:
    filled(run, "Sales", [10.5])
    told = [run("set", ..., "sales", "2025-01", value) for value in ("10.5", "12", "n/a", "", "", "12")]
    assert told == [
        "Sales, January 2025 is as it was. Nothing was changed.\n",
        "Saved Sales, January 2025, instead of 10.5.\n",
        "Saved Sales, January 2025, instead of 12.\n",
        "Removed Sales, January 2025. It was not applicable.\n",
        "Sales, January 2025 is as it was. Nothing was changed.\n",
        "Saved Sales, January 2025.\n",
    ]


def test_removing_a_password_that_is_not_there_claims_nothing(run: Door) -> None:
    filled(run, "Sales", [10.5])
    assert run("password", ..., "--remove") == "The file had no password.\n"


def test_show_tells_the_months_of_a_quarter_that_the_calendar_has_too(run: Door) -> None:
    with Workspace.open(run.file) as ws:
        own_kpis.define(ws, name="Sales", unit="currency", frequency=Frequency.QUARTER)
    run("company", ..., "--fiscal-year-start", "9")
    run("set", ..., "sales", "2025-Q2", "7")
    run("set", ..., "sales", "2099-Q1", "8")
    speaking(run, "en")
    told = run("show", ...).replace("\u00a0", " ")
    assert "Q2 2025/26 (Dec 2025–Feb 2026): 7 kr" in told and "Q1 2099/00 (Sep–Nov 2099): 8 kr" in told
    assert "Q2 2025/26 (Dec 2025–Feb 2026)" in run("show", ..., "--from", "2025-Q1")
    run("company", ..., "--fiscal-year-start", "1", "--move-numbers")
    assert "Q1 2026: 7 kr" in run("show", ...).replace("\u00a0", " ")


def test_an_import_asks_how_a_number_is_meant_that_can_be_read_in_two_ways(run: Door, tmp_path: Path) -> None:
    filled(run, "Sales", [10.5])
    speaking(run, "nb")
    (tmp_path / "till.csv").write_text("day;sum\n2025-02-03;12.500\n", encoding="utf-8")
    asked = run.refused("import", ..., tmp_path / "till.csv", "--into", "sales")
    assert "--decimal ," in asked and "--decimal ." in asked
    assert "1 number saved." in run("import", ..., tmp_path / "till.csv", "--into", "sales", "--decimal", ",")
    assert run("show", ..., "--json")["kpis"][0]["values"][1]["value"] == 12500


def test_of_a_goal_that_nobody_has_measured_no_progress_is_printed(run: Door) -> None:
    with Workspace.open(run.file) as ws:
        cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
        goals.add_key_result(ws, "Agreements", parent=goals.add_objective(ws, "Regulars come back", cycle=cycle))
    said = run("show", ..., "--as-of", "2026-03-16")
    assert "Agreements: – (" in said
    assert "Regulars come back: – (" in said


def test_show_says_that_a_value_is_provisional_and_how_much_of_it_is_in(run: Door) -> None:
    filled(run, "Sales", [10, 11, 12, 13])
    speaking(run, "en")
    told = run("show", ..., "--as-of", "2025-05-20", "--frequency", "quarterly")
    assert "Sales: Q2 2025: 13 (No target, provisional: 1 of 3 is in)" in told
    told = run("show", ..., "--as-of", "2025-05-20", "--frequency", "quarterly", "--from", "2025-Q1")
    assert "Q1 2025: 33 (No target)" in told and "Q2 2025: 13 (No target, provisional: 1 of 3 is in)" in told


def test_a_sum_past_what_a_number_can_hold_says_that_its_last_digits_are_not_sure(run: Door) -> None:
    define(run, "Sales", unit="kr")
    for month in ("2026-01", "2026-02", "2026-03"):
        run("set", ..., "Sales", month, "900000000000000")
    assert "de 15 første sifrene" not in run("show", ...)
    assert "bare de 15 første sifrene i et så stort tall er sikre" in run("show", ..., "--frequency", "quarterly")


@pytest.mark.parametrize(
    ("typed", "value"), [("-12,5", -12.5), ("-12 345 678,90", -12_345_678.9), ("-,5", -0.5), ("-7", -7.0)]
)
def test_a_number_below_zero_is_a_number_and_no_option(run: Door, typed: str, value: float) -> None:
    define(run, "Result", unit="kr")
    speaking(run, "nb")
    run("set", ..., "Result", "2026-01", typed)
    assert periods(run("show", ..., "--kpi", "Result", "--json")["kpis"][0]) == {"2026-01": value}
    run("kpi", "target", ..., "Result", "--value", "-12,5")


def test_a_target_in_another_currency_is_asked_about(run: Door) -> None:
    define(run, "Sales", unit="kr")
    assert "in another currency" in run.refused("kpi", "target", ..., "Sales", "--value", "€ 12")
    run("kpi", "target", ..., "Sales", "--value", "12 kr", "--red-flag", "10")
    arguments = ("--name", "Net", "--unit", "kr", "--frequency", "monthly", "--direction", "increase")
    assert "Did you mean 12?" in run.refused("kpi", "define", ..., *arguments, "--target", "$12")
