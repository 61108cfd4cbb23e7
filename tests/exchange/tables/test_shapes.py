"""Long and wide tables, as their files are, come out with the right numbers at the right periods."""

from __future__ import annotations

from kpidesk.exchange.tables.understood import Shape
from tests.exchange.tables.sheets import by_name, read


def test_a_row_for_each_month() -> None:
    found = read("Måned;Salg;Kunder\njan.26;1 000,50;12\nfeb.26;2 000;14\n")
    assert found.shape is Shape.LONG
    assert by_name(found) == {
        "Salg": {"2026-01": 1000.5, "2026-02": 2000.0},
        "Kunder": {"2026-01": 12.0, "2026-02": 14.0},
    }


def test_a_column_for_each_month() -> None:
    found = read("KPI;jan.26;feb.26;mar.26\nOmsetning;1 000,50;2 000;3 000\nNPS;38;39;40\n")
    assert found.shape is Shape.WIDE
    assert by_name(found) == {
        "Omsetning": {"2026-01": 1000.5, "2026-02": 2000.0, "2026-03": 3000.0},
        "NPS": {"2026-01": 38.0, "2026-02": 39.0, "2026-03": 40.0},
    }
