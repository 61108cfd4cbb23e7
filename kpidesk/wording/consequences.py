"""What followed from a change, in sentences."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.figures import Consequence, GoalShift, KpiShift
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word

MOST = 3
"""So many sentences; the rest are counted."""


def consequence_words(found: Consequence) -> list[str]:
    """One sentence for each thing that became another; of the goals above only those whose status did."""
    above = [shift for shift in found.goals[1:] if shift.old is not shift.new]
    told = [goal_words(shift) for shift in [*found.goals[:1], *above]]
    told += [kpi_words(shift) for shift in found.kpis]
    told = [words for words in told if words]
    rest = len(told) - MOST
    if rest > 0:
        more = ngettext("{n} more goal or KPI was affected.", "{n} more goals and KPIs were affected.", rest)
        told = [*told[:MOST], more.format(n=rest)]
    return told


def goal_words(shift: GoalShift) -> str:
    """How a goal's progress and status moved, by its title: what was changed may be a KPI, or a step of it."""
    progress = ""
    if _percent(shift.score_before) != _percent(shift.score_after):
        if shift.score_before is None:
            progress = _("The progress became {after}").format(after=_percent(shift.score_after))
        else:
            pattern = _("The progress went from {before} to {after}")
            progress = pattern.format(before=_percent(shift.score_before), after=_percent(shift.score_after))
    status = ""
    if shift.old is not shift.new:
        pattern = _("the status from {old} to {new}") if progress else _("The status went from {old} to {new}")
        status = pattern.format(old=status_word(shift.old.value), new=status_word(shift.new.value))
    # Translators: two parts of a sentence, each with its verb
    both = _("{one}, and {other}").format(one=progress, other=status) if progress and status else progress or status
    if not both:
        return ""
    return _("“{title}”: {words}.").format(title=shift.title, words=both[:1].lower() + both[1:])


def kpi_words(shift: KpiShift) -> str:
    """How a KPI's latest value and status moved."""
    name = shift.kpi.short_name or shift.kpi.name
    old, new = status_word(shift.old.value), status_word(shift.new.value)
    before, after = _value(shift, shift.before), _value(shift, shift.after)
    words = ""
    if before != after:
        words = _("{name} went from {before} to {after}").format(name=name, before=before, after=after)
    if shift.old is not shift.new:
        if words:
            return (
                _("{one}, and {other}").format(
                    one=words, other=_("the status from {old} to {new}").format(old=old, new=new)
                )
                + "."
            )
        words = _("{name}: the status went from {old} to {new}").format(name=name, old=old, new=new)
    return f"{words}." if words else ""


def _percent(score: float | None) -> str:
    return "–" if score is None else fmt.percent(score)


def _value(shift: KpiShift, value: float | None) -> str:
    return _("no number") if value is None else fmt.with_unit(value, shift.kpi.unit, shift.kpi.decimals)
