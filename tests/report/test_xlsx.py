"""The workbook of the review: true numbers, true dates, and texts that stay texts."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from kpidesk.domain.entities import KeyResult, ResultKind
from kpidesk.report import goal_lines, xlsx
from kpidesk.report.model import Numbers


def opened(review):
    return load_workbook(io.BytesIO(xlsx.build(review)))


def test_every_table_of_the_appendix_has_its_sheet(reviewed):
    review = reviewed("nb", 15, mixed=True)
    book = opened(review)
    assert book.sheetnames == ["KPI-er", "Mål og nøkkelresultater", "Beslutninger", "Månedstall", "Ukestall"]
    for table in review.tables:
        sheet = book[table.title]
        assert [cell.value.date() for cell in sheet[1][4:]] == list(table.days)
        kpis = [kpi for group in table.groups for kpi in group.kpis]
        for row, kpi in zip(sheet.iter_rows(min_row=3, values_only=True), kpis, strict=True):
            assert row[0] == kpi.name
            for found, cell in zip(row[4:], kpi.raw, strict=True):
                assert found == (pytest.approx(cell.value) if cell.value is not None else xlsx._word(cell.text))


def test_numbers_are_numbers_with_the_decimals_of_the_kpi(reviewed):
    review = reviewed("nb", 15)
    sheet = opened(review)["KPI-er"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    sales = rows["Nettosalg"]
    assert sales[4].value == pytest.approx(next(k for k in review.kpis if k.name == "Nettosalg").number)
    assert 1_000_000 < sales[4].value < 1_400_000
    assert (sales[3].value, sales[4].number_format) == ("kr", "#,##0")
    assert rows["Sykefravær"][4].number_format == "#,##0.0"
    assert isinstance(rows["Sykefravær"][4].value, float)


def test_a_hidden_number_is_hidden_here_too(reviewed):
    review = reviewed("nb", 7)
    hidden = next(kpi for kpi in review.kpis if kpi.hidden)
    book = opened(review)
    row = next(r for r in book["KPI-er"].iter_rows(min_row=2, values_only=True) if r[0] == hidden.name)
    assert row[4] == "skjult"
    raw = next(r for r in book["Månedstall"].iter_rows(min_row=3, values_only=True) if r[0] == hidden.name)
    assert "skjult" in raw


def test_decisions_have_true_dates(reviewed):
    sheet = opened(reviewed("nb", 1))["Beslutninger"]
    assert sheet["C2"].value.date() == dt.date(2026, 11, 1)
    assert sheet["C2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("name", ["=1+1", '=HYPERLINK("http://x")', "+4", "@SUM(A1)", "a\x00b\x1f", "[x]:*?/\\"])
def test_a_text_is_never_a_formula(reviewed, name):
    book = opened(reviewed("nb", 2, name=name, text=name, company=name))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)


def test_start_now_and_target_are_numbers_with_their_unit(reviewed):
    sheet = opened(reviewed("nb", 3))["Mål og nøkkelresultater"]
    heads = [cell.value for cell in sheet[1]]
    at = {name: heads.index(name) for name in ("Enhet", "Start", "Nå", "Mål", "Øvre grense")}
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    first = rows["1.1"]
    assert [first[at[name]].value for name in ("Enhet", "Start", "Nå", "Mål")] == ["%", 11.0, 18.0, 20.0]
    assert all(first[at[name]].data_type == "n" for name in ("Start", "Nå", "Mål"))
    assert first[at["Start"]].number_format == "#,##0.0"
    assert first[2].number_format == "#,##0.00"
    steps = next(row for row in rows.values() if row[1].value == "Nytt bakeri på Flesland")
    assert [steps[at[name]].value for name in ("Enhet", "Start", "Nå", "Mål")] == ["milepæler", 0, 1, 3]


@pytest.mark.parametrize(
    ("low", "high", "target", "edge"), [(4.0, 5.0, 4.0, 5.0), (4.0, None, 4.0, None), (None, 5.0, 5.0, None)]
)
def test_a_band_has_both_its_edges_as_numbers(low, high, target, edge):
    node = KeyResult("k", title="Karakter", kind=ResultKind.HOLD, low=low, high=high, decimals=1)
    found = goal_lines._numbers(SimpleNamespace(current=4.4, decimals=1), node, ())
    assert (found.start, found.now, found.target, found.high) == (None, 4.4, target, edge)


def test_a_review_kept_by_an_older_program_still_has_its_numbers_in_words(reviewed):
    review = reviewed("nb", 1)
    goal = review.goals[0]
    old = replace(goal, results=tuple(replace(result, numbers=Numbers()) for result in goal.results))
    sheet = opened(replace(review, goals=(old,)))["Mål og nøkkelresultater"]
    assert [cell.value for cell in sheet[3][5:8]] == [
        goal.results[0].start,
        goal.results[0].now,
        goal.results[0].target,
    ]


def test_letters_and_emoji_stay_what_they_are(reviewed):
    name = "Ελλάδα Ҩ 日本 עברית 👩\u200d👧 🎉 हिन्दी"
    book = opened(reviewed("nb", 2, name=name, text=name, company=name))
    assert book["KPI-er"]["A2"].value == name
    assert book.properties.title.startswith(name)
    assert book["Mål og nøkkelresultater"]["B2"].value == name
    assert not any("□" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_empty_review_is_a_workbook_all_the_same(reviewed):
    book = opened(reviewed("en", 0, with_notes=False, with_goals=False))
    assert book.sheetnames == ["KPI overview"]


def test_the_same_review_gives_the_same_bytes(reviewed, monkeypatch):
    import openpyxl.writer.excel as writer

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    review = reviewed()
    first = xlsx.build(review)
    monkeypatch.setattr(writer.datetime, "datetime", Later)
    assert xlsx.build(review) == first
