"""The sentence that states a page's finding, proposed from the figures."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.format import listed
from kpidesk.report.model import GoalLine, KpiLine
from kpidesk.text import _, ngettext

GOOD = ("on_track", "achieved")
SILENT = ("not_started", "no_check_in", "check_in_overdue", "no_data")


def kpi_message(kpis: Sequence[KpiLine]) -> str:
    """How many KPIs are on track, and which are not; where nothing tells, that is said."""
    if not kpis:
        return ""
    good = sum(k.status in GOOD for k in kpis)
    judged = [k for k in kpis if k.status in (*GOOD, "at_risk", "off_track")]
    parts = []
    if judged:
        text = ngettext("{n} of {total} KPI is on track.", "{n} of {total} KPIs are on track.", len(judged))
        parts.append(text.format(n=good, total=len(judged)))
    off = [k.name for k in kpis if k.status == "off_track"]
    if off:
        text = ngettext("{names} is off track.", "{names} are off track.", len(off))
        parts.append(text.format(names=listed(off)))
    parts += _without_numbers(kpis, alone=not judged)
    return " ".join(parts) or _("No KPI is held against a target yet.")


def _without_numbers(kpis: Sequence[KpiLine], *, alone: bool) -> list[str]:
    """How many lack numbers, and of how many none is due yet; ``alone`` where no sentence before says of what."""
    late = sum(k.status == "no_data" and not k.early for k in kpis)
    early = sum(k.status == "no_data" and k.early for k in kpis)
    found = []
    if late:
        text = ngettext("{n} lacks numbers.", "{n} lack numbers.", late)
        if alone:
            text = ngettext("{n} KPI lacks numbers.", "{n} KPIs lack numbers.", late)
        found.append(text.format(n=late))
    if early:
        text = ngettext("{n} has no number yet.", "{n} have no number yet.", early)
        if alone and not late:
            text = ngettext("{n} KPI has no number yet.", "{n} KPIs have no number yet.", early)
        found.append(text.format(n=early))
    return found + _not_applicable(kpis, alone=alone and not found)


def _not_applicable(kpis: Sequence[KpiLine], *, alone: bool) -> list[str]:
    """How many were said not to apply: nobody has failed to enter their numbers."""
    count = sum(k.status == "not_applicable" for k in kpis)
    text = ngettext("{n} does not apply in the period.", "{n} do not apply in the period.", count)
    if alone:
        text = ngettext("{n} KPI does not apply in the period.", "{n} KPIs do not apply in the period.", count)
    return [text.format(n=count)] if count else []


def goal_message(goals: Sequence[GoalLine]) -> str:
    """How many objectives are on track, and which is farthest behind."""
    if not goals:
        return ""
    judged = [g for g in goals if g.status in (*GOOD, "at_risk", "off_track")]
    good = sum(g.status in GOOD for g in judged)
    text = ngettext("{n} of {total} objective is on track.", "{n} of {total} objectives are on track.", len(judged))
    parts = [text.format(n=good, total=len(judged))] if judged else []
    parts += _silent_words(goals)
    behind = [g for g in goals if g.status == "off_track" and g.score is not None]
    if behind:
        worst = min(behind, key=lambda g: g.score or 0.0)
        parts.append(_("“{title}” is farthest behind.").format(title=worst.title))
    return " ".join(parts)


def _silent_words(goals: Sequence[GoalLine]) -> list[str]:
    """How many objectives nobody can judge yet, and how many are only planned."""
    counted = [g.status for g in goals if not g.state]
    silent, planned = sum(status in SILENT for status in counted), counted.count("planned")
    hidden = counted.count("hidden")
    found = []
    if silent:
        text = ngettext("{n} objective has no status yet.", "{n} objectives have no status yet.", silent)
        found.append(text.format(n=silent))
    if planned:
        found.append(ngettext("{n} objective is planned.", "{n} objectives are planned.", planned).format(n=planned))
    if hidden:
        found.append(ngettext("{n} objective is hidden.", "{n} objectives are hidden.", hidden).format(n=hidden))
    return found


def kpi_draft(kpi: KpiLine, meaning: str) -> str:
    """A sentence about a KPI that stands out: its figure, the gap, the change, and what the variation means.

    A target that nobody has confirmed judges nothing, so nothing is said of it.
    """
    if kpi.target and any(digit in "123456789" for digit in kpi.variance):
        first = _("{period}: {value}, {gap} against the target of {target}.")
    elif kpi.target and kpi.status in GOOD:
        first = _("{period}: {value}, in line with the target of {target}.")
    else:
        first = _("{period}: {value}.")
    period = kpi.value_period[:1].upper() + kpi.value_period[1:]
    parts = [first.format(period=period, value=kpi.measured, gap=kpi.variance, target=kpi.target)]
    if kpi.change_told:
        parts.append(_("The change is {change}.").format(change=kpi.change_told))
    if meaning:
        parts.append(meaning)
    return " ".join(parts)


def summary_message(kpis: Sequence[KpiLine], goals: Sequence[GoalLine]) -> str:
    """The finding of the whole review, where nobody has written one."""
    return " ".join(part for part in (goal_message(goals), kpi_message(kpis)) if part)
