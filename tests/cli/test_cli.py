"""The headless door: what each command prints, its exit code, and that no window is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpidesk import cli, text
from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import Combine, Company, Input
from kpidesk.domain.period import Period
from kpidesk.exchange import reply_sheet
from kpidesk.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


class Door:
    """Runs commands on one file and remembers what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], file: Path) -> None:
        self.capsys, self.file = capsys, file
        self.out = self.err = ""

    def __call__(self, *words: object, code: int = 0) -> Any:
        arguments = [str(self.file) if word is Ellipsis else str(word) for word in words]
        got = cli.main(arguments)
        self.out, self.err = self.capsys.readouterr()
        assert got == code, self.err or self.out
        return json.loads(self.out) if "--json" in arguments and got in (0, 3) else self.out

    def refused(self, *words: object) -> str:
        """The one sentence on stderr."""
        self(*words, code=1)
        assert self.out == "" and self.err.count("\n") == 1 and "Traceback" not in self.err
        return self.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Door]:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    before = text.language()
    door = Door(capsys, tmp_path / "shop.kpidesk")
    door("new", ..., "--name", "Shop")
    yield door
    text.use(before)


def define(run: Door, name: str, *more: object, unit: str = "%", code: int = 0) -> None:
    run("kpi", "define", ..., "--name", name, "--unit", unit, "--frequency", "monthly", "--direction", "increase",
        *more, code=code)  # fmt: skip


def periods(kpi: dict[str, Any]) -> dict[str, float]:
    return {value["period"]: value["value"] for value in kpi["values"] if value["value"] is not None}


def test_shares_are_averaged_where_nobody_says_how_and_asked_about_where_they_are_added(run):
    def rule(name):
        with Workspace.open(run.file) as ws:
            return next(each.combine for each in ws.all(Input) if each.name == name)

    define(run, "Absence")
    define(run, "Visits", unit="count")
    assert (rule("Absence"), rule("Visits")) == (Combine.MEAN, Combine.SUM)
    base = ["--unit", "%", "--frequency", "monthly", "--direction", "increase", "--combine", "sum"]
    for more in (["--dry-run"], []):
        assert "40% and 50% become 90%" in run("kpi", "define", ..., "--name", "Share", *base, *more)
    assert rule("Share") is Combine.SUM


def test_a_ratio_is_the_ratio_of_sums(run):
    define(run, "On time", "--formula", "100 * met / all_visits", "--input", "met=sum", "--input", "all_visits=sum",
           "--target", 90)  # fmt: skip
    for month, met, of in (("01", 2, 4), ("02", 2, 100)):
        run("set", ..., "met", f"2026-{month}", met)
        run("set", ..., "ALL_VISITS", f"2026-{month}", of)
    shown = run("show", ..., "--kpi", "on time", "--frequency", "quarterly", "--as-of", "2026-03-16", "--json")
    assert periods(shown["kpis"][0])["2026-Q1"] == pytest.approx(100 * 4 / 104)
    assert shown["kpis"][0]["values"][0]["provisional"] is True
    assert shown["kpis"][0]["unit"] == "%"


def test_a_formula_names_numbers_that_are_there_as_the_window_shows_them(run):
    for name, value in (("Orders delivered on time", 90), ("Orders delivered", 120)):
        define(run, name, unit="count")
        run("set", ..., name, "2026-01", value)
    define(run, "On time", "--formula", "100 * orders Delivered on time / Orders delivered")
    define(run, "Late", "--formula", "100 * late / orders_delivered", "--input", "late=sum")
    assert periods(run("show", ..., "--kpi", "On time", "--json")["kpis"][0])["2026-01"] == pytest.approx(75)
    run("set", ..., "late", "2026-01", 30)
    assert periods(run("show", ..., "--kpi", "Late", "--json")["kpis"][0])["2026-01"] == pytest.approx(25)


def test_show_keeps_to_the_periods_asked_for(run):
    define(run, "Visits", unit="count")
    for month in range(1, 7):
        run("set", ..., "visits", f"2026-{month:02}", month)
    shown = run("show", ..., "--from", "2026-02", "--to", "2026-04", "--as-of", "2026-07-01", "--json")
    assert periods(shown["kpis"][0]) == {"2026-02": 2, "2026-03": 3, "2026-04": 4}


def test_where_there_is_no_value_stands_null(run):
    define(run, "Visits", unit="count")
    run("set", ..., "visits", "2026-01", 1)
    run("set", ..., "visits", "2026-03", 3)
    run("set", ..., "visits", "2026-04", "n/a")
    run("show", ..., "--as-of", "2026-07-01", "--json")
    assert "NaN" not in run.out
    kpi = json.loads(run.out)["kpis"][0]
    assert periods(kpi) == {"2026-01": 1, "2026-03": 3}
    told = {value["period"]: value for value in kpi["values"]}
    assert told["2026-02"]["value"] is None
    assert told["2026-04"]["not_applicable"]
    assert not told["2026-02"]["not_applicable"]
    assert told["2026-02"]["reason"]


def test_the_sample_shows_its_goals(run, tmp_path):
    run("sample", tmp_path / "sample.kpidesk", "--language", "en", "--as-told")
    shown = run("show", tmp_path / "sample.kpidesk", "--as-of", "2026-03-16", "--json")
    top = shown["objectives"]
    assert [round(goal["score"] * 100) for goal in top] == [81, 64, 79]
    assert [round(goal["score"] * 100) for goal in top[1]["children"]] == [74, 43]
    assert {"title", "start", "current", "target", "raw", "score", "status"} <= set(top[0]["key_results"][0])
    run("show", tmp_path / "sample.kpidesk", "--as-of", "2026-03-16")
    assert "week 11, 2026: 318,400" in run.out


def test_a_shared_input_is_made_once(run):
    define(run, "A", "--formula", "x / y", "--input", "x=sum", "--input", "y=sum", unit="ratio")
    define(run, "B", "--formula", "y / x", "--input", "y=mean", "--input", "x=sum", unit="ratio")
    run("set", ..., "x", "2026-01", 4)
    run("set", ..., "y", "2026-01", 2)
    shown = run("show", ..., "--as-of", "2026-02-01", "--json")
    assert [kpi["values"][0]["value"] for kpi in shown["kpis"]] == [2, 0.5]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--formula", "a +", "--input", "a=sum"], ""),
        (["--formula", "a / b", "--input", "a=sum"], "b"),
        (["--input", "a=sum"], "formula"),
        (["--formula", "a", "--input", "a=often"], "a=often"),
        (["--combine", "weighted_mean"], "weigh"),
        (["--decimals", "99"], "decimals"),
        (["--red-flag", "5"], "red flag"),
        (["--target", "10", "--red-flag", "20"], "below"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(run, more, word):
    base = ["kpi", "define", ..., "--name", "N", "--unit", "%", "--frequency", "monthly", "--direction", "increase"]
    assert word in run.refused(*base, *more)
    assert run("show", ..., "--json")["kpis"] == [], "nothing was kept of it"


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["set", ..., "nothing", "2026-01", "1"], "nothing"),
        (["set", ..., "visits", "2026-13", "1"], "2026-13"),
        (["set", ..., "visits", "2026-W54", "1"], "2026-W54"),
        (["set", ..., "visits", "2026-W10", "1"], "monthly"),
        (["set", ..., "visits", "2026-01", "44O5"], "4,405"),
        (["set", ..., "visits", "2026-01", "inf"], "inf"),
        (["set", ..., "visits", "2026-01", "1e300"], "1e300"),
        (["show", ..., "--kpi", "Nothing", "--json"], "Visits"),
        (["import", ..., "gone.csv", "--into", "visits"], "gone.csv"),
        (["new", ..., "--name", "Again"], "shop.kpidesk"),
        (["check", "/dev/null"], "null"),
        (["show", "no/such/file.kpidesk", "--json"], "file.kpidesk"),
        (["merge", ..., "no-copy.kpidesk"], "no-copy"),
        (["review", ..., "--cycle", "2026-Q9", "--output", "x.pdf"], "2026-Q9"),
    ],
)
def test_a_refusal_is_one_sentence(run, words, word):
    define(run, "Visits", unit="count")
    assert word in run.refused(*words)


@pytest.mark.parametrize(
    "words",
    [["new"], ["show", "f", "--frequency", "hourly"], ["set", "f", "x"], ["kpi"], ["show", "f", "--as-of", "x"]],
)
def test_wrong_usage_exits_with_two(run, words):
    run(*words, code=2)


def test_an_import_previews_and_then_stores(run, tmp_path):
    define(run, "Visits", unit="count")
    data = tmp_path / "visits.csv"
    data.write_text("month;shop;visits\n2026-01;A;1 200,5\n2026-01;B;99\n2026-02;A;x\n", encoding="utf-8")
    command = ["import", ..., data, "--into", "Visits", "--value-column", "visits", "--where", "shop=A", "--json"]
    preview = run(*command, "--dry-run", code=3)
    assert (preview["would_write"], preview["rows_skipped"], preview["written"]) == (1, 1, False)
    assert periods(run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]) == {}
    assert run(*command, code=3)["changed"] == 1
    assert periods(run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]) == {"2026-01": 1200.5}


def test_an_import_that_changes_nothing_says_so_and_makes_no_backup(run, tmp_path):
    define(run, "Visits", unit="count")
    data = tmp_path / "visits.csv"
    data.write_text("month;visits\n2026-01;1 200,5\n", encoding="utf-8")
    command = ["import", ..., data, "--into", "Visits", "--value-column", "visits"]
    assert "1 number saved." in run(*command)
    kept = sorted((tmp_path / "home" / "backups").rglob("*-import.kpidesk"))
    assert "Nothing was changed." in run(*command)
    assert run(*command, "--json")["written"] is False
    assert sorted((tmp_path / "home" / "backups").rglob("*-import.kpidesk")) == kept and len(kept) == 1


def test_a_reply_sheet_is_merged_but_for_the_lines_that_can_not_be_read(run, tmp_path):
    define(run, "Visits", unit="count")
    sheet = tmp_path / "reply.xlsx"
    with Workspace.open(run.file) as ws:
        reply_sheet.write(ws, sheet, "Ola", [each.uid for each in ws.all(Input)], 3)
    book = openpyxl.load_workbook(sheet)
    for line, value in enumerate((7, "ca 60", 9), reply_sheet.FIRST_ROW):
        book.worksheets[0][f"G{line}"] = value
    book.save(sheet)
    preview = run("merge", ..., sheet, "--dry-run", "--json", code=3)
    assert (preview["written"], preview["lines_left_out"], preview["left_out"][0]["typed"]) == (False, 1, "ca 60")
    words = run("merge", ..., sheet, code=3)
    assert "2 numbers from Ola\n1 line left out:\n  line 5: Visits, " in words
    assert "“ca 60” is not a number." in words and words.endswith("Imported.\n")
    with Workspace.open(run.file) as ws:
        assert list(ws.series(ws.all(Input)[0].uid).values()) == [7.0, 9.0] and ws.history.entries(1)[0].author == "Ola"
    assert "already" in run.refused("merge", ..., sheet)
    assert "already" in run.refused("merge", ..., sheet, "--dry-run"), "a preview tells it as well"


def test_merge_previews_and_then_takes_in(run, tmp_path):
    define(run, "Visits", unit="count")
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    run("set", copy, "visits", "2026-01", 7)
    preview = run("merge", ..., copy, "--dry-run", "--json")
    assert preview["transactions"] == 1 and preview["conflicts"] == [] and preview["written"] is False
    assert run("show", ..., "--json")["kpis"][0]["values"] == []
    kept = tmp_path / "elsewhere" / "copy.kpidesk"
    kept.parent.mkdir()
    kept.write_bytes(copy.read_bytes())
    told = run("merge", ..., copy, "--json")
    assert told["written"] is True and told["put_away"] is True and not copy.exists()
    assert periods(run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]) == {"2026-01": 7}
    assert run("check", ..., "--json")["ok"] is True
    assert run("merge", ..., kept, "--json")["put_away"] is False and kept.exists()


def test_a_conflicted_copy_that_has_been_taken_in_is_among_the_backups_and_said_to_be(run, tmp_path):
    define(run, "Visits", unit="count")
    copy = tmp_path / f"{run.file.stem} (1).kpidesk"
    copy.write_bytes(run.file.read_bytes())
    run("set", copy, "visits", "2026-01", 7)
    assert "moved" not in run("merge", ..., copy, "--dry-run") and copy.exists()
    assert f"“{copy.name}” lay beside the file and has been moved to the backups." in run("merge", ..., copy)
    assert sorted((tmp_path / "home" / "backups").rglob("*-fork.kpidesk")) and not copy.exists()


def test_a_conflict_is_listed_and_changes_nothing_until_a_side_is_preferred(run, tmp_path):
    define(run, "Visits", unit="count")
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    run("set", copy, "visits", "2026-01", 7)
    run("set", copy, "visits", "2026-02", 70)
    run("set", ..., "visits", "2026-01", 8)
    words = run("merge", ..., copy, code=1)
    assert "January 2026" in words and "the copy: 7  (" in words and "this file: 8  (" in words and "--prefer" in words
    assert periods(run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]) == {"2026-01": 8}
    (conflict,) = run("merge", ..., copy, "--dry-run", "--json")["conflicts"]
    assert [side["side"] for side in conflict["sides"]] == ["mine", "theirs"] and conflict["base"] is None
    assert "1 conflict, settled by --prefer:" in run("merge", ..., copy, "--prefer", "theirs")
    assert periods(run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]) == {"2026-01": 7, "2026-02": 70}
    assert not copy.exists(), "what both had is here now"


def test_a_logo_in_a_copy_is_told_by_its_size(run, tmp_path):
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    with Workspace.open(copy, author="Ola") as ws, ws.transaction("logo") as change:
        change.set(Company, ws.company.uid, logo="A" * 4000)
    (change,) = run("merge", ..., copy, "--dry-run", "--json")["changes"]
    assert (change["field"], change["after"]) == ("logo", 4000)


def test_an_unexpected_fault_is_a_sentence_and_a_log(run, monkeypatch, tmp_path):
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(cli.opening.Workspace, "open", broken)
    assert "kpidesk.log" in run.refused("check", ...)
    assert "ZeroDivisionError" in (tmp_path / "home" / "kpidesk.log").read_text(encoding="utf-8")


def test_a_fault_is_still_a_sentence_where_no_log_can_be_written(run, monkeypatch, tmp_path):
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("a fault")

    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "a file"))
    monkeypatch.setattr(cli.opening.Workspace, "open", broken)
    assert run.refused("check", ...)


def test_a_file_alone_opens_the_window(run):
    opened: list[str | None] = []

    def window(path: str | None) -> int:
        opened.append(path)
        return 0

    assert cli.main([], window) == 0 and cli.main(["shop.kpidesk"], window) == 0
    assert opened == [None, "shop.kpidesk"]


def test_show_loads_neither_qt_nor_the_printing(run):
    code = (
        "import sys; from kpidesk import cli; code = cli.main(sys.argv[1:]);"
        "bad = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'pyqtgraph', 'reportlab', 'ui')];"
        "print(bad, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "show", str(run.file), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"KPIDESK_LANGUAGE": "nb", "LANG": "en_US.UTF-8"}, "nb"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "nb_NO.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_machine(monkeypatch, variables, language):
    for name in ("KPIDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cli.wanted_language() == language


def test_help_speaks_both_languages(run, monkeypatch):
    shown: dict[str, str] = {}
    for language in ("nb", "en"):
        monkeypatch.setenv("KPIDESK_LANGUAGE", language)
        run("set", "--help")
        shown[language] = run.out
    assert "Save one number." in shown["en"] and "Lagre ett tall." in shown["nb"]


def test_the_library_is_listed_and_searched(run):
    found = run("library", "--json")
    assert (len(found["kpis"]), len(found["templates"])) == (91, 17)
    nps = next(each for each in found["kpis"] if each["id"] == "nps")
    assert nps["formula"] and nps["inputs"] and nps["target"] is not None
    listed = run("library", "nps")
    assert "enps" in listed and "net_sales" not in listed
    assert "zzzz" in run("library", "zzzz")


def test_kpis_are_added_from_the_library(run):
    run("kpi", "add", ..., "net_sales", "csat")
    assert "csat" in run.refused("kpi", "add", ..., "nps", "cast")
    assert len(run("show", ..., "--json")["kpis"]) == 2
    run("check", ...)


def test_a_new_file_begins_with_a_template(run, tmp_path):
    file = tmp_path / "salon.kpidesk"
    assert "hair_salon" in run.refused("new", file, "--name", "B", "--template", "hairdresser")
    assert not file.exists()
    run("new", file, "--name", "B", "--template", "hair_salon", "--language", "en")
    shown = run("show", file, "--json")
    assert len(shown["kpis"]) >= 5 and shown["objectives"]


def test_a_template_adds_what_a_file_lacks_and_says_what_it_has(run):
    run("kpi", "add", ..., "new_contracts")
    before = {kpi["name"] for kpi in run("show", ..., "--json")["kpis"]}
    said = run("kpi", "template", ..., "general")
    assert all(name in said for name in before) and "Already there, and left as they were: " in said
    shown = run("show", ..., "--json")
    assert len(shown["kpis"]) > 4 and shown["objectives"]
    assert "Added 0 KPIs." in run("kpi", "template", ..., "general")
    run("check", ...)


def test_targets_are_set_and_listed(run):
    define(run, "Sales", "--combine", "sum", unit="kr")
    run("kpi", "target", ..., "sales", "--value", "10")
    run("kpi", "target", ..., "sales", "--value", "22", "--path-from", "10", "--from", "2026-01", "--to", "2026-12")
    found = run("kpi", "target", ..., "Sales", "--json")["targets"]
    assert [(row["from"], row["path_from"], row["value"]) for row in found] == [
        (None, None, 10),
        ("2026-01-01", 10, 22),
    ]
    assert "10 → 22" in run("kpi", "target", ..., "Sales")
    run("kpi", "target", ..., "Sales", "--none")
    assert len(run("kpi", "target", ..., "Sales", "--json")["targets"]) == 1


def test_a_goal_of_zero_asks_for_its_red_flag(run):
    define(run, "Accidents", "--target", "0", unit="count")
    assert "Where does it become serious?" in run.out
    assert "Where does it become serious?" in run("kpi", "target", ..., "Accidents", "--value", "0")
    assert [row["red_flag_missing"] for row in run("kpi", "target", ..., "Accidents", "--json")["targets"]] == [True]
    assert "serious" not in run("kpi", "target", ..., "Accidents", "--value", "0", "--red-flag", "-3")
    assert [row["red_flag_missing"] for row in run("kpi", "target", ..., "Accidents", "--json")["targets"]] == [False]
    define(run, "Sales", "--target", "5", unit="kr")
    assert "serious" not in run.out


def test_a_season_is_spread_over_the_year(run):
    define(run, "Sales", "--combine", "sum", unit="kr")
    found = run("kpi", "target", ..., "Sales", "--year", "2026", "--value", "253", "--spread", "working-days", "--json")
    season = found["targets"][0]["season"]
    assert (len(season), sum(season.values()), season["2026-05"]) == (12, 253, 18)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("1e308", "largest number"), ("nan", "not a number"), ("inf", "not a number"), ("#I/T", "not a number"),
        ("5/0", "divides by 0"), ("2026-01", "looks like a date"), ("", "missing"),
    ],
)  # fmt: skip
def test_a_target_that_is_no_number_is_wrong_usage(run, typed, part):
    define(run, "Sales", unit="kr")
    run("kpi", "target", ..., "Sales", "--value", typed, code=2)
    assert part in run.err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("Sales", "--value", "5", "--path-from", "3"), "first and a last day"),
        (("Sales", "--value", "5", "--from", "2026-W54"), "a valid period"),
        (("Sales", "--value", "5", "--red-flag", "6"), "must lie below"),
        (("Sales", "--year", "2026"), "--value"),
        (("Sales", "--year", "2026-Q1", "--value", "5"), "not a year"),
        (("Sales", "--year", "2026", "--value", "5", "--spread", "last-year"), "no pattern"),
        (("Salse", "--value", "5"), "No KPI named"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(run, words, part):
    define(run, "Sales", "--combine", "sum", unit="kr")
    assert part in run.refused("kpi", "target", ..., *words)
    assert run("kpi", "target", ..., "Sales", "--json")["targets"] == []


@pytest.mark.parametrize(("typed", "part"), [("9**9**9", "9**9**9"), ("", "A number is missing")])
def test_a_value_that_is_no_number_is_refused_before_the_file_is_opened(run, typed, part):
    define(run, "Sales", "--combine", "sum", unit="kr")
    run("kpi", "target", ..., "Sales", "--value", typed, code=2)
    assert part in run.err.splitlines()[0] and "Traceback" not in run.err
    assert run("kpi", "target", ..., "Sales", "--json")["targets"] == []


# ---- goals -----------------------------------------------------------------------------------------------


def agreements(run: Door) -> str:
    """A key result from 12 to 20 in the file."""
    with Workspace.open(run.file) as ws:
        top = goals.add_objective(ws, "Regulars", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))
        return goals.add_key_result(ws, "Agreements from 12 to 20", parent=top)


def test_a_new_title_with_other_numbers_is_refused_until_it_is_said_which_hold(run):
    agreements(run)
    words = run.refused("goal", "rename", ..., "agreements from 12 to 20", "Agreements from 12 to 19")
    assert "target 20 → 19" in words and "--numbers follow" in words
    kept = run("goal", "rename", ..., "Agreements from 12 to 20", "Agreements", "--json")
    assert (kept["title"], kept["target"]) == ("Agreements", 20)


@pytest.mark.parametrize(("numbers", "target"), [("follow", 19), ("keep", 20)])
def test_the_numbers_of_a_new_title_are_followed_or_kept(run, numbers, target):
    uid = agreements(run)
    said = run("goal", "rename", ..., uid, "Agreements from 12 to 19", "--numbers", numbers, "--json")
    assert (said["title"], said["target"]) == ("Agreements from 12 to 19", target)


def test_a_goal_that_is_not_there_or_there_twice_is_refused(run):
    agreements(run)
    agreements(run)
    assert "Nothing was changed" in run.refused("goal", "rename", ..., "Nobody", "x")
    assert "or the id" in run.refused("goal", "rename", ..., "Agreements from 12 to 20", "x")


def test_a_number_that_is_only_tried_is_refused_as_it_would_be_and_stored_nowhere(run):
    define(run, "Visits", unit="count")
    assert (
        run("set", ..., "visits", "2026-01", 5, "--dry-run")
        == "Would save Visits, January 2026. Nothing was written.\n"
    )
    assert periods(run("show", ..., "--json")["kpis"][0]) == {}
    assert "not weekly" in run.refused("set", ..., "visits", "2026-W02", 5, "--dry-run")
