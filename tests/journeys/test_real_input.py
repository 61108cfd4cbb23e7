"""A whole quarter on real numbers: command line, window, a colleague's copy, and the printed review.

The data are published series: a retail index, A&E attendances, a weekly rate with summer gaps and a daily oil price.
The workspace is built as a person would from the command line, opened in the window, edited from the keyboard, merged
with a copy that was edited elsewhere, and printed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pdfplumber
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import cli, text
from kpidesk.commands import cycles, entry, goals, inputs
from kpidesk.domain.entities import KeyResult, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.opened import opened_window
from ui.base.reach.beside import opened_in
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "kpi"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not beside the project")

TODAY = dt.datetime(2019, 4, 15, 9, 0, tzinfo=dt.UTC)
Run = Callable[..., Any]


def clock() -> dt.datetime:
    return TODAY


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    return Home(tmp_path / "home")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], home: Home) -> Run:
    """Run one command and give its JSON, or its text."""

    def command(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        assert cli.main([str(argument) for argument in arguments]) == code, capsys.readouterr().err
        printed = capsys.readouterr().out
        return json.loads(printed) if "--json" in arguments else printed

    return command


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace, built from the published files by the command line, once for all journeys."""
    folder = tmp_path_factory.mktemp("real")
    file = folder / "Real input.kpidesk"
    with pytest.MonkeyPatch.context() as patch, text.using("en"):
        patch.setenv("KPIDESK_HOME", str(folder / "home"))
        patch.setenv("KPIDESK_LANGUAGE", "en")
        build(file)
    return file


@pytest.fixture
def file(built: Path, tmp_path: Path) -> Path:
    """A copy of it for a journey of its own."""
    return Path(shutil.copy(built, tmp_path))


def build(file: Path) -> None:
    """Define four KPIs and take in their published numbers, one command after the other."""

    def run(*arguments: object) -> None:
        assert cli.main([str(argument) for argument in arguments]) == 0

    run("new", file, "--name", "Real input", "--language", "en")
    define = ("kpi", "define", file)
    run(*define, "--name", "Retail index", "--unit", "index", "--frequency", "monthly", "--direction", "increase",
        "--combine", "mean", "--decimals", "1")  # fmt: skip
    run(*define, "--name", "Seen within four hours", "--unit", "%", "--frequency", "monthly", "--direction", "increase",
        "--formula", "100 * (1 - breaches / attendances)", "--input", "breaches=sum", "--input", "attendances=sum",
        "--target", "95", "--red-flag", "90", "--decimals", "2")  # fmt: skip
    run(*define, "--name", "Consultation rate", "--unit", "per 100 000", "--frequency", "weekly", "--direction",
        "decrease", "--combine", "mean", "--decimals", "1")  # fmt: skip
    run(*define, "--name", "Ekofisk", "--unit", "kr", "--frequency", "daily", "--direction", "increase",
        "--combine", "mean", "--decimals", "2")  # fmt: skip
    nhs = SHARED / "nhs_ae_attendances_monthly_long.csv"
    retail = SHARED / "ssb_varehandelsindeks_2000M01-2025M02.csv"
    run("import", file, retail, "--into", "retail_index", "--value-column", "NACE 47.1")
    run("import", file, nhs, "--into", "attendances", "--value-column", "attendances")
    run("import", file, nhs, "--into", "breaches", "--value-column", "breaches")
    run("import", file, SHARED / "ecdc_norway_weekly_iso.csv", "--into", "Consultation rate", "--where", "age=total")
    run("import", file, SHARED / "oed_normpriser_2019_daily.csv", "--into", "Ekofisk", "--date-column", "date",
        "--value-column", "nok_bbl", "--where", "crude=EKOFISK")  # fmt: skip


def values(run: Run, file: Path, name: str, *options: str) -> dict[str, float | None]:
    shown = run("show", file, "--kpi", name, "--as-of", "2026-06-01", "--json", *options)
    return {each["period"]: each["value"] for each in shown["kpis"][0]["values"]}


def test_the_published_figures_come_out(run: Run, file: Path) -> None:
    retail = values(run, file, "Retail index")
    known = [value for value in retail.values() if value is not None]
    assert len(known) == 302
    assert (retail["2000-01"], retail["2025-02"]) == (36.8, 100.8)

    nhs = values(run, file, "Seen within four hours")
    assert nhs["2016-04"] == pytest.approx(90.04, abs=0.005)
    assert nhs["2019-03"] == pytest.approx(86.60, abs=0.005)

    weekly = values(run, file, "Consultation rate")
    assert sum(value is not None for value in weekly.values()) == 178
    assert weekly["2022-W20"] is not None
    assert [weekly[f"2022-W{week}"] for week in range(21, 30)] == [None] * 9

    oil = values(run, file, "Ekofisk", "--frequency", "monthly")
    assert oil["2019-01"] == pytest.approx(520.08, abs=0.005)


def test_a_quarter_is_the_ratio_of_sums(run: Run, file: Path, home: Home) -> None:
    quarter = values(run, file, "Seen within four hours", "--frequency", "quarterly")["2019-Q1"]
    with Workspace.open(file, home=home) as ws:
        months = Period.parse("2019-Q1").parts(Period.parse("2019-01").frequency)
        sums = {}
        for key in ("breaches", "attendances"):
            series = ws.series(inputs.input_named(ws, key).uid)
            sums[key] = sum(float(series[month]) for month in months)  # type: ignore[arg-type]
    assert quarter == pytest.approx(100 * (1 - sums["breaches"] / sums["attendances"]), rel=1e-12)


def test_a_refused_command_says_why_and_changes_nothing(
    run: Run, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = values(run, file, "Ekofisk")
    assert cli.main(["set", str(file), "Ekofisk", "2019-02-30", "1"]) == 1
    assert cli.main(["import", str(file), str(SHARED / "ibm_emp_attrition.csv"), "--into", "Ekofisk"]) == 1
    printed = capsys.readouterr()
    assert "2019-02-30" in printed.err
    assert "Traceback" not in printed.err
    assert values(run, file, "Ekofisk") == before


def add_goals(file: Path, home: Home) -> tuple[str, str]:
    """A small goal tree on top of the numbers."""
    with Workspace.open(file, author="Kari", home=home, clock=clock) as ws:
        cycle = cycles.ensure_cycle(ws, Period.parse("2019-Q2"))
        objective = goals.add_objective(ws, "Patients are seen in time", cycle=cycle)
        (nhs,) = [kpi for kpi in ws.all(Kpi) if kpi.name == "Seen within four hours"]
        result = goals.add_key_result(ws, "Seen within four hours up from 85 to 90 %", parent=objective)
        assert ws.get(KeyResult, result).kpi == nhs.uid
        goals.add_initiative(ws, "Open the evening clinic", parent=result)
        other = goals.add_objective(ws, "Sales hold", cycle=cycle)
        goals.add_key_result(ws, "Retail index up from 95 to 105", parent=other)
    return objective, other


def test_the_window_edits_it_and_a_second_copy_is_merged(
    run: Run, file: Path, home: Home, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    objective, _other = add_goals(file, home)
    copy = tmp_path / "copy from Ola.kpidesk"
    shutil.copy(file, copy)
    with Workspace.open(copy, author="Ola", home=Home(tmp_path / "elsewhere"), clock=clock) as ola:
        goals.add_objective(ola, "Ola's objective", cycle=cycles.cycle_of(ola, objective))
        entry.set_value(ola, inputs.input_named(ola, "ekofisk").uid, Period.parse("2020-01-01"), 600.0)

    with text.using("en"):
        edit_in_the_window(file, home, tmp_path, qtbot, qapp)

    report = run("merge", file, copy, "--json")
    assert report["authors"] == ["Ola"]
    assert report["conflicts"] == []
    assert report["written"]
    with Workspace.open(file, home=home, clock=clock) as ws:
        titles = {each.title for each in ws.all(Objective)}
        assert {"Patients wait less", "Ola's objective", "Sales hold"} <= titles
        assert ws.series(inputs.input_named(ws, "ekofisk").uid)[Period.parse("2020-01-01")] == 600.0
        assert ws.checking.problems() == []

    pdf = tmp_path / "review.pdf"
    run("review", file, "--cycle", "2019-Q2", "--output", pdf, "--as-of", "2019-07-10", "--language", "en")
    with pdfplumber.open(pdf) as printed:
        pages = [page.extract_text() for page in printed.pages]
    assert "Real input" in pages[0]
    whole = "\n".join(pages)
    assert "Patients wait less" in whole
    assert "Ekofisk" in whole
    assert len(pages) >= 5


def edit_in_the_window(file: Path, home: Home, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    """Rename a goal and enter a number from the keyboard, undo and redo."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("author", "Kari")
    settings.setValue("language", "en")
    theme = Theme(qapp)
    theme.apply("light")
    window = opened_window(file, theme, settings, home, clock, qtbot)
    assert window.session is not None
    ws = window.session.ws

    window.go("goals")
    page = window.page()
    assert page is not None
    tree = page.initial_focus()
    uid = next(each.uid for each in ws.all(Objective) if each.title == "Patients are seen in time")
    view = page.view  # type: ignore[attr-defined]
    view.setCurrentIndex(view.model().index_of(uid))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = opened_in(view)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "Patients wait less")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert tree is not None
    assert ws.get(Objective, uid).title == "Patients wait less"
    window.session.undo()
    assert ws.get(Objective, uid).title == "Patients are seen in time"
    window.session.redo()
    assert ws.get(Objective, uid).title == "Patients wait less"

    window.go("entry")
    sheet = window.page()
    assert isinstance(sheet, EntryPage)
    sheet.initial_focus()
    current = sheet.current_view()
    assert current is not None
    source, period = current.grid.source(current.currentIndex()), current.grid.period(current.currentIndex())
    assert source is not None
    assert period is not None
    QTest.keyClick(current.viewport(), "7")
    QTest.keyClick(opened_in(current)[-1], Qt.Key.Key_Return)
    assert ws.series(source)[period] == 7
    window.session.undo()
    window.close()
