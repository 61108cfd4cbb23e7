"""The published worked examples, calculated in the formula language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.formula import evaluate, parse
from kpidesk.domain.period import Period
from kpidesk.domain.rollup import combine
from kpidesk.domain.status import judge, make_goal
from kpidesk.text import Message
from tests.table import table

VECTORS = Path(__file__).parents[2] / "../shared/data/vectors"
CASES = json.loads((VECTORS / "formulas.json").read_text())["cases"] if VECTORS.exists() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the shared vectors are not beside the project")

FORMULAS = {
    "NPS": [("100 * (promoters - detractors) / (promoters + passives + detractors)", lambda out: out)],
    "CSAT percent positive": [("100 * positive / responses", lambda out: out)],
    "Availability": [("100 * mtbf_h / (mtbf_h + mttr_h)", lambda out: out)],
    "MTBF": [
        ("operating_h / failures", lambda out: out["mtbf"]),
        ("operating_h / failures / (operating_h / failures + mttr_h)", lambda out: out["availability"]),
    ],
    "Kredittid kunder": [("days * avg_receivables_incl_vat / sales_incl_vat", lambda out: out)],
    "OCF ratio": [("ocf / current_liabilities", lambda out: out)],
    "Sykefraværsprosent": [("100 * tapte / mulige", lambda out: out)],
    "Sykefraværsprosent rounding": [("100 * tapte / mulige", lambda out: out)],
}
PRINTED = {"Availability": 0.05, "MTBF": 0.0005}
"""Examples that print fewer digits than they have."""
MARCH = Period.parse("2026-03")


class Numbers:
    """The inputs of one example, in any period."""

    def __init__(self, given):
        self.given = {name.removesuffix("_pct"): float(value) for name, value in given.items()}

    def amount(self, name, period, beside=None):
        return self.given[name]

    def days(self, period, beside=None):
        return period.days

    def last_own(self, period):
        return period


def calculable():
    return [(case, text, pick) for case in CASES for text, pick in FORMULAS.get(case["kpi"], [])]


@table("case, text, pick", calculable())
def test_published_value(case, text, pick):
    numbers = Numbers(case["in"])
    found = evaluate(parse(text, numbers.given), MARCH, numbers)
    expected = pick(case.get("out", case.get("out_percent")))
    assert found == pytest.approx(expected, rel=1e-9, abs=PRINTED.get(case["kpi"], 0))


def test_seconds_in_a_month():
    case = next(case for case in CASES if case["kpi"] == "Monthly availability")
    numbers = Numbers({})
    for month, days in (("2026-02", "28"), ("2024-02", "29"), ("2026-04", "30"), ("2026-03", "31")):
        found = evaluate(parse("86400 * days()", ()), Period.parse(month), numbers)
        assert found == case["in"]["seconds_in_month"][days]


def test_a_missing_denominator_is_no_value():
    numbers = Numbers({"tapte": 1, "mulige": 0})
    assert isinstance(evaluate(parse("100 * tapte / mulige", numbers.given), MARCH, numbers), Message)


def test_targets_to_date():
    """A running total against a running plan, and single quarters against theirs."""
    scoring = json.loads((VECTORS / "scoring.json").read_text())["period_targets"]
    flow = scoring["flow"]
    for n in range(1, 5):
        done, plan = (combine([float(v) for v in flow[key][:n]], Combine.SUM).value for key in ("actual", "plan"))
        assert 100 * done / plan == pytest.approx(flow["to_date_pct"][n - 1], abs=0.6)
    cumulative = scoring["cumulative"]
    last, plan = (combine([float(v) for v in cumulative[k]], Combine.LAST).value for k in ("actual", "plan"))
    assert 100 * last / plan == pytest.approx(cumulative["pct"][-1])
    assert judge(last, make_goal(plan, Direction.INCREASE), Direction.INCREASE).value == "at_risk"
