"""``kpidesk export``: numbers and goals for other programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from kpidesk.cli import main
from kpidesk.domain.entities import Kpi
from kpidesk.workspace import Workspace
from tests import own_kpis


@pytest.fixture
def bakery(bakery_file: Path, tmp_path: Path) -> str:
    return str(shutil.copy(bakery_file, tmp_path / "bakeri.kpidesk"))


def test_the_name_tells_the_kind_and_what_was_written_is_counted(
    bakery: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(bakery) as ws:
        own_kpis.edit(ws, next(each.uid for each in ws.all(Kpi) if each.name == "Sykefravær"), sensitive=True)
    out = tmp_path / "tall.xlsx"
    assert main(["export", bakery, "--output", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    sheets = openpyxl.load_workbook(out)
    numbers = sum(
        isinstance(value, (int, float))
        for name in sheets.sheetnames if name not in ("Notater",)
        for row in sheets[name].iter_rows(min_row=2, min_col=3, values_only=True) for value in row
    )  # fmt: skip
    assert (told["format"], told["shape"], told["numbers"]) == ("xlsx", "wide", numbers)
    assert told["sensitive_kpis"] == 1
    assert main(["export", bakery, "--output", str(out)]) == 0
    assert "«--without-sensitive» utelater dem" in capsys.readouterr().out


def test_one_kpi_of_a_time_goes_to_standard_output(bakery: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = ["--kpi", "Første responstid (FRT)", "--from", "2026-W08", "--to", "2026-W10"]
    assert main(["export", bakery, "--output", "-", "--format", "csv-en", "--long", *asked]) == 0
    rows = list(csv.reader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["2026-W08", "2026-W09", "2026-W10"]


def test_goals_and_check_ins_are_counted_in_lines(
    bakery: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", bakery, "--output", str(tmp_path / "m.csv"), "--goals"]) == 0
    assert "linjer" in capsys.readouterr().out
    assert (tmp_path / "m.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "options",
    [
        ["--output", "{file}"], ["--output", "tall.pdf"], ["--output", "-"],
        ["--output", "a.csv", "--kpi", "Finnes ikke"], ["--output", "a.csv", "--kpi", "NPS", "--goals"],
        ["--output", "a.csv", "--from", "2031"], ["--output", "-", "--format", "json", "--json"],
        ["--output", "a.csv", "--from", "i fjor en gang"],
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_and_nothing_is(
    bakery: str, tmp_path: Path, options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert main(["export", bakery, *(option.format(file=bakery) for option in options)]) == 1
    assert capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
