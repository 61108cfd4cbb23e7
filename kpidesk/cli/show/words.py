"""What ``show`` says to people: the same data in words, a line for each KPI and goal.

A period is named in words, ``uke 11, 2026``, which ``--from`` and ``set`` take as well as ``2026-W11``; with its months
where it is a quarter, half-year or year of a company whose fiscal year does not start in January.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import all_sure, decimals_apart
from kpidesk.domain.status import UNMEASURED, Status
from kpidesk.domain.walk import down
from kpidesk.figures.sentences import LAST_DIGITS
from kpidesk.figures.sheet import MASKS
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import standing_word, status_word
from kpidesk.wording.targets import full_name

Data = dict[str, Any]


def words(data: Data) -> str:
    """The whole of it; each period in its own line where some were asked for."""
    head = data["workspace"]
    asked = bool(head["from"] or head["to"])
    lines = [head["name"]]
    start = head["fiscal_year_start"]
    for kpi in data["kpis"]:
        lines += _every_period(kpi, start) if asked else [_newest(kpi, start)]
        lines += _ahead(kpi, start)
    for objective in data["objectives"]:
        lines += _objectives(objective)
    return "\n".join(lines)


def period_named(period: Period, start: int) -> str:
    """A period by its name with its year, and by its months where the calendar has another of that name."""
    return full_name(period, start) if period.frequency is Frequency.WEEK else fmt.period_told(period, start)


def _named(key: str, start: int) -> str:
    return period_named(Period.parse(key, start), start)


def _newest(kpi: Data, start: int) -> str:
    known = [value for value in kpi["values"] if value["value"] is not None]
    masked = [value["reason_text"] for value in kpi["values"] if value["reason"] in MASKS]
    if masked and not known:
        return f"  {kpi['name']}: {_('hidden')} ({masked[-1].rstrip('.')})"
    told = f"{_named(known[-1]['period'], start)}: {_amount(kpi, **known[-1])}" if known else "–"
    beside = [_judged(kpi), *_provisional(known[-1] if known else {}), *_unsure(kpi, known[-1] if known else {})]
    return f"  {kpi['name']}: {told} ({', '.join(beside)})"


def _every_period(kpi: Data, start: int) -> Iterator[str]:
    yield f"  {kpi['name']} ({_judged(kpi)})"
    for value in kpi["values"]:
        told = "–" if value["value"] is None else _amount(kpi, **value)
        why = value["reason_text"] if value["value"] is None and value["reason_text"] else _standing(value)
        beside = ", ".join([why.rstrip("."), *_provisional(value), *_unsure(kpi, value)])
        yield f"    {_named(value['period'], start)}: {told} ({beside})"
    if not kpi["values"]:
        yield "    " + _("no numbers in these periods")


def _provisional(value: Data) -> Iterator[str]:
    """What makes a value provisional: parts that are not in yet."""
    if value.get("provisional") and value["value"] is not None:
        words = ngettext("provisional: {have} of {n} is in", "provisional: {have} of {n} are in", value["have"])
        yield words.format(have=value["have"], n=value["of"])


def _unsure(kpi: Data, value: Data) -> Iterator[str]:
    """That a number is too large for all of its digits to be sure."""
    if value.get("value") is not None and not all_sure(value["value"], kpi["decimals"]):
        yield _small(str(LAST_DIGITS)).rstrip(".")


def _judged(kpi: Data) -> str:
    """The status in words, and what stands out."""
    return ", ".join(part for part in (_standing(kpi), _small(kpi["signal_text"] or "")) if part)


def _standing(told: Data) -> str:
    return standing_word(told["status"], suggested=told["target_suggested"])


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _ahead(kpi: Data, start: int) -> Iterator[str]:
    """What is entered for periods that have not begun, apart from what counts."""
    if kpi["not_begun"]:
        numbers = ", ".join(f"{_named(each['period'], start)}: {_amount(kpi, **each)}" for each in kpi["not_begun"])
        yield "    " + _("not begun, does not count yet: {numbers}").format(numbers=numbers)


def _objectives(top: Data) -> Iterator[str]:
    for objective, depth in down([(top, 1)], lambda at: ((child, at[1] + 1) for child in at[0]["children"])):
        yield from _objective(objective, depth)


def _objective(objective: Data, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_goal(objective)}"
    for result in objective["key_results"]:
        yield f"{'  ' * (depth + 1)}{_goal(result)}"


def _goal(goal: Data) -> str:
    beside = [(goal.get("reason_text") or status_word(goal["status"])).rstrip(".")]
    if goal["computed"] is not None and goal["computed"]["score"] != goal["score"]:
        beside.append(_("by the numbers: {percent}").format(percent=_share(goal["computed"]["score"])))
    if goal["restated"] is not None:
        beside.append(_("restated since: {percent}").format(percent=_share(goal["restated"]["score"])))
    return f"{goal['title']}: {_progress(goal)} ({', '.join(beside)})"


def _progress(goal: Data) -> str:
    """How far a goal has come; of what nobody has measured nothing is known before the end of its cycle."""
    unknown = Status(goal["status"]) in UNMEASURED and goal["grade"] is None
    return "–" if unknown else _share(goal["score"])


def _amount(kpi: Data, value: float, target: float | None = None, **_rest: object) -> str:
    """A number with its unit, told from the target that it is held against."""
    places = kpi["decimals"] if target is None else decimals_apart(value, target, kpi["decimals"])
    return fmt.with_unit(value, kpi["unit_code"], places)


def _share(score: float | None) -> str:
    return "–" if score is None else fmt.percent(score)
