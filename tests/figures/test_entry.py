"""Which inputs are asked for, and which of their cells are due."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.entities import NOT_APPLICABLE
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import due_cells, due_periods, entry_blocks
from tests.figures.company import Input, Kpi, Memory, plain

TODAY = dt.date(2026, 3, 16)


def weeks(*texts):
    return tuple(Period.parse(text) for text in texts)


def due(**series):
    cells = {Period.parse(text.replace("_", "-")): value for text, value in series.items()}
    return due_periods(Frequency.WEEK, cells, TODAY, 1)


def test_due_after_the_latest_number():
    assert due(**{"2026_W09": 1.0}) == weeks("2026-W10", "2026-W11")
    assert due(**{"2026_W11": 1.0}) == ()
    assert due() == weeks("2026-W11")


def test_a_gap_further_back_and_a_number_ahead_ask_for_nothing():
    assert due(**{"2026_W01": 1.0, "2026_W11": 1.0}) == ()
    assert due(**{"2026_W10": 1.0, "2026_W20": 1.0}) == weeks("2026-W11")


def test_not_applicable_is_an_answer():
    assert due(**{"2026_W11": NOT_APPLICABLE}) == ()


def test_years_of_silence_ask_for_the_newest_only():
    assert len(due(**{"2020_W01": 1.0})) == 12
    assert due(**{"2020_W01": 1.0})[-1] == Period.parse("2026-W11")


def test_a_shared_input_stands_once_and_parked_kpis_ask_for_nothing():
    ws = Memory()
    a, b = (ws.put(Input, key=key, name=key) for key in "ab")
    ws.put(Kpi, name="share", formula="a / b", inputs=(("a", a), ("b", b)))
    ws.put(Kpi, name="sum", formula="a + b", inputs=(("a", a), ("b", b)))
    plain(ws, "weekly", Frequency.WEEK, [1.0], "2026-W10")
    plain(ws, "parked", Frequency.WEEK, [1.0], "2026-W01", kpi={"parked": True})
    blocks = entry_blocks(ws)
    assert [block.frequency for block in blocks] == [Frequency.WEEK, Frequency.MONTH]
    monthly = [(row.kpi.name, row.source.name if row.source else None, row.indented) for row in blocks[1].rows]
    assert monthly == [("share", None, False), ("share", "a", True), ("share", "b", True)]
    weekly = blocks[0].rows[0].source.uid
    february = Period.parse("2026-02")
    assert due_cells(ws, TODAY) == [(weekly, Period.parse("2026-W11")), (a, february), (b, february)]
