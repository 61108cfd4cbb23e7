"""Tables as JSON: a list of objects for each, with the same names in every language."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from kpidesk.domain.entities import Mark
from kpidesk.exchange.export.gathered import Numbers
from kpidesk.exchange.export.tables import key

SCHEMA = 1


def numbers_as_json(numbers: Numbers) -> bytes:
    """Every number with its KPI, unit, rhythm and period; ``null`` and ``not_applicable`` where it has none."""
    start = numbers.fiscal_start
    listed = [
        {
            "kpi": line.name,
            "unit": line.unit,
            "frequency": line.frequency.value,
            "period": key(period, start),
            "value": None if isinstance(value, Mark) else value,
            "not_applicable": isinstance(value, Mark),
            "note": line.notes.get(period, ""),
        }
        for line in numbers.lines
        for period, value in line.values.items()
    ]
    return written({"schema": SCHEMA, "fiscal_year_start": start, "numbers": listed})


def written(document: dict[str, Any]) -> bytes:
    """A document as UTF-8, dates as ISO writes them."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str:
    assert isinstance(value, dt.date), "only dates are left"
    return value.isoformat()
