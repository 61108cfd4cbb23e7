"""A fiscal year of the company's own: screen, ``show``, paper and workbook tell of the same periods and numbers."""

from __future__ import annotations

import datetime as dt
import json
from itertools import product

import pytest
from openpyxl import load_workbook

from kpidesk import cli, report, text
from kpidesk import format as fmt
from kpidesk.commands import cycles, entry, goals, people
from kpidesk.domain.entities import Cycle, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.cycle_list import current
from kpidesk.report import kept
from kpidesk.report.compose import compose
from kpidesk.settings import Home
from kpidesk.wording.entry import caption_words
from kpidesk.workspace import Workspace
from tests import long, own_kpis
from ui.app.rail import Rail
from ui.base.session import Session
from ui.entry.entry_page import EntryPage
from ui.kpis.kpis_page import KpisPage

TODAY = dt.date(2026, 11, 28)
LENGTHS = (Frequency.QUARTER, Frequency.TERTIAL, Frequency.HALF_YEAR, Frequency.YEAR)


EVERY_START = tuple(product((2, 4, 9), ("made so", "changed to")))


@pytest.fixture(params=long.either(((2, "changed to"), (4, "made so"), (9, "changed to")), EVERY_START), ids=str)
def founded(request) -> tuple[int, str]:
    """The month in which the year starts, and how it came about."""
    return request.param


@pytest.fixture
def start(founded) -> int:
    return founded[0]


@pytest.fixture
def ws(founded, start, tmp_path, monkeypatch):
    """A KPI of each length with two years of numbers, and a goal of this quarter, by calendar first or not."""
    home = Home(tmp_path / "home")
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    clock = lambda: dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)  # noqa: E731
    begin = start if founded[1] == "made so" else 1
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=clock, fiscal_year_start=begin) as made,
        made.sharing.holding(),
    ):
        for frequency in LENGTHS:
            uid = own_kpis.define(made, name=frequency.value, frequency=frequency, decimals=0)
            source = made.get(Kpi, uid).inputs[0][1]
            last = Period.containing(TODAY, frequency, begin).previous()
            for back in range(6):
                entry.set_value(made, source, last.previous(back), 100.0 + back)
        if begin != start:
            people.set_company(made, fiscal_year_start=start, move_numbers=True)
        goals.add_objective(made, "Vokse", cycle=cycles.ensure_cycle(made, current(made, TODAY)))
        yield made


def latest(ws: Workspace, kpi: Kpi) -> tuple[Period, float]:
    """The newest number that is stored and has begun, and where."""
    series = ws.series(kpi.inputs[0][1])
    period = max(p for p in series if p.first <= TODAY)
    value = series[period]
    assert isinstance(value, float | int)
    return period, float(value)


def test_every_door_tells_the_same(ws, start, theme, qtbot, tmp_path, capsys):
    assert ws.checking.problems() == []
    period = current(ws, TODAY)
    name = fmt.period_name(period, start)
    assert "/" in name
    known = {kpi.name: latest(ws, kpi) for kpi in ws.all(Kpi)}
    session = Session(ws, theme)
    screen(session, start, name, known, qtbot)
    ws.sharing.publish()
    shown(ws, start, period, known, capsys)
    with text.using("nb"):  # the command line has spoken its own language
        paper(ws, name, start, known, tmp_path)


def screen(session: Session, start: int, name: str, known: dict[str, tuple[Period, float]], qtbot) -> None:
    rail = Rail(session, "Kari")
    page = KpisPage(session)
    entry_page = EntryPage(session)
    for widget in (rail, page, entry_page):
        qtbot.addWidget(widget)
        if hasattr(widget, "refresh"):
            widget.refresh(None)
    assert rail._quarter.text() == name
    for row in page.table.rows:
        if hasattr(row, "figures"):
            period, value = known[row.figures.kpi.name]
            points = {point.period: point.value for point in row.figures.points}
            assert points[period] == value
            if row.figures.latest.period == period and not period.contains(TODAY):
                assert page.table.said_of(row).period == fmt.period_name(period, start)


def shown(ws: Workspace, start: int, cycle: Period, known: dict[str, tuple[Period, float]], capsys) -> None:
    assert cli.main(["show", str(ws.path), "--as-of", TODAY.isoformat(), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    for kpi in data["kpis"]:
        period, value = known[kpi["name"]]
        assert {each["period"]: each["value"] for each in kpi["values"]}[period.key(start)] == value
    (objective,) = data["objectives"]
    assert objective["cycle"]["key"] == cycle.key(start) and "/" in objective["cycle"]["key_text"]
    assert objective["cycle"]["start"] == cycle.first.isoformat()


def paper(ws: Workspace, name: str, start: int, known: dict[str, tuple[Period, float]], tmp_path) -> None:
    cycle = next(each for each in ws.all(Cycle))
    made = compose(ws, cycle, as_of=TODAY)
    assert made.cycle_name == name
    for table in made.tables:
        frequency = Frequency(table.frequency)
        if frequency not in LENGTHS:
            continue
        periods = [Period(frequency, day) for day in table.days]
        assert list(table.columns) == [fmt.period_short(period, start) for period in periods]
        assert all(period.on_grid(start) for period in periods)
        (line,) = [kpi for group in table.groups for kpi in group.kpis if kpi.name == frequency.value]
        period, value = known[frequency.value]
        assert line.raw[periods.index(period)].value == value
    report.render_xlsx(ws, cycle, tmp_path / "a.xlsx", report.Wanted(TODAY, "nb"))
    book = load_workbook(tmp_path / "a.xlsx")
    for frequency, (period, value) in known.items():
        cells = [
            sheet.cell(row[0].row, column.column).value
            for sheet in book.worksheets
            for row in sheet.iter_rows(min_row=3)
            for column in sheet[1]
            if row[0].value == frequency and getattr(column.value, "date", lambda: None)() == period.first
        ]
        assert cells == [value]
    assert report.render(ws, cycle, tmp_path / "a.pdf", report.Wanted(TODAY, "nb")) > 0


def test_the_review_of_a_cycle_of_the_old_year_still_prints(tmp_path):
    clock = lambda: dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)  # noqa: E731
    with (
        text.using("nb"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), clock=clock) as ws,
    ):
        uid = own_kpis.define(ws, name="Salg")
        for month in range(1, 11):
            entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse(f"2026-{month:02}"), 10.0)
        cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q3"))
        goals.add_objective(ws, "Vokse", cycle=cycle)
        people.set_company(ws, fiscal_year_start=2)
        made = compose(ws, cycle, as_of=TODAY)
        assert made.cycle_name == "juli–sep. 2026" and made.goals[0].title == "Vokse"
        assert report.render(ws, ws.get(Cycle, cycle), tmp_path / "a.pdf", report.Wanted(TODAY, "nb")) > 0
        assert report.render_board(ws, ws.get(Cycle, cycle), tmp_path / "b.pdf", report.Wanted(TODAY, "nb")) is None


@pytest.mark.parametrize(
    ("language", "key", "start", "head", "caption"),
    [
        ("nb", "2025", 1, "2025", "jan.–des."), ("nb", "2025", 4, "2025/26", "april–mars"),
        ("en", "2025", 1, "2025", "Jan–Dec"), ("nb", "2025-Q1", 4, "1. kv.", "2025/26"),
        ("nb", "2025-Q1", 1, "1. kv.", "2025"), ("nb", "2026-03", 4, "mars", "2026"),
    ],
)  # fmt: skip
def test_the_head_of_a_column_says_its_year_once(language, key, start, head, caption):
    period = Period.parse(key, start)
    with text.using(language):
        assert fmt.period_short(period, start) == head
        assert caption_words(period, (), TODAY, start)[0] == caption


def test_a_closed_quarter_reprints_under_its_name_after_another_fiscal_year(tmp_path):
    clock = lambda: dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)  # noqa: E731
    path = tmp_path / "a.kpidesk"
    with (
        text.using("nb"),
        Workspace.create(path, company="A", home=Home(tmp_path / "home"), clock=clock) as ws,
        ws.sharing.holding(),
    ):
        cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q3"))
        goals.add_objective(ws, "Vokse", cycle=cycle)
        for name, frequency in (("Salg", Frequency.MONTH), ("Kvart", Frequency.QUARTER)):
            source = ws.get(Kpi, own_kpis.define(ws, name=name, frequency=frequency)).inputs[0][1]
            for period in Period.parse("2026").parts(frequency)[: 10 // max(1, frequency.months)]:
                entry.set_value(ws, source, period, 10.0 + period.first.month)
        kept.close(ws, cycle, day=dt.date(2026, 11, 1))
        for start in (1, 2, 4, 9):
            people.set_company(ws, fiscal_year_start=start, move_numbers=True)
            for language, name in (("nb", "3. kvartal 2026"), ("en", "Q3 2026")):
                with text.using(language):
                    again = report.review_of(ws, ws.get(Cycle, cycle), TODAY)
                    assert again.cycle_name == name
                    assert [kpi.restated for kpi in again.kpis] == ["", ""], "the numbers are what they were"
                    assert compose(ws, cycle, as_of=TODAY).cycle_name == name
