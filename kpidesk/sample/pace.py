"""How far the goals of the example have come: on another day as far ahead of the quarter, or behind it, as told.

What is checked in by hand moves with the quarter. What follows a KPI keeps the KPI's number, and its target moves: the
numbers of the KPIs are judged by targets of their own, and stay what they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.sample.dating import Dating

Content = Mapping[str, Any]


def target_of(result: Content, kpis: Sequence[Content], dating: Dating) -> float:
    """The target of a key result that follows a KPI, moved so that it is as far from reached as told."""
    start, target = float(result["start"]), float(result["target"])
    if not dating.moved or "kpi" not in result or "step" not in result:
        return target
    as_told = Dating(dating.told, dating.told, dating.quarter)
    then, now = (_standing(result, kpis, each) - start for each in (as_told, dating))
    told = then / (target - start)
    wanted = now / dating.progress(told) / result["step"]
    steps = math.copysign((math.ceil if dating.behind(told) else math.floor)(abs(wanted)), wanted)
    return float(round(start + steps * result["step"], 6))


def decimals_of(result: Content, dating: Dating) -> int:
    """How a key result is shown: with what it is rounded to where it moves."""
    decimals = int(result.get("decimals", 0))
    return max(decimals, fmt.fitting_decimals(result["step"])) if dating.moved and "step" in result else decimals


def _standing(result: Content, kpis: Sequence[Content], dating: Dating) -> float:
    """Where the KPI stands: its newest number, or the sum of its weeks in the quarter."""
    if result.get("window") != "combined":
        return float(result["now"])
    measured = next(each for each in kpis if each["id"] == result["kpi"])["input"][0]
    first = dating.period(measured["first"])
    weeks = (first.next(n) for n in range(len(measured["values"])))
    return float(sum(value for week, value in zip(weeks, measured["values"], strict=True) if _inside(week, dating)))


def _inside(week: Period, dating: Dating) -> bool:
    return dating.cycle.contains(week.anchor)


def checked_in(result: Content, value: float, last: float, dating: Dating) -> float:
    """A value that somebody checked in, moved as far as the ``last`` one has to be."""
    start, target = float(result["start"]), float(result["target"])
    if not dating.moved or "step" not in result:
        return value
    told, newest = ((each - start) / (target - start) for each in (value, last))
    wanted = told + dating.progress(newest, result.get("lag")) - newest
    whole = (target - start) / result["step"]
    steps = (math.floor if dating.behind(newest) else math.ceil)(abs(whole) * max(0.0, wanted))
    steps = min(steps, math.ceil(abs(whole)) - 1)
    return float(round(start + math.copysign(steps * result["step"], whole), 6))
