"""The one message of a slide, in words: what somebody has written, else what the figures say."""

from __future__ import annotations

import re

from kpidesk.report.model import GoalLine, KpiLine, NoteLine, ResultLine, Review
from kpidesk.report.sentences import GOOD
from kpidesk.text import _, ngettext, pgettext

JUDGED = (*GOOD, "at_risk", "off_track")
_FIRST = re.compile(r"(?P<head>.+?(?<!\d)[.!?])\s+(?P<rest>\S.*)", re.DOTALL)


def parted(words: str) -> tuple[str, str]:
    """The first sentence without its full stop, as a title wants it, and the rest."""
    found = _FIRST.fullmatch(words.strip())
    head, rest = (found["head"], found["rest"]) if found else (words.strip(), "")
    return head.removesuffix("."), rest


def summary_finding(review: Review) -> tuple[str, str]:
    """What the whole review says, and more of it."""
    if not review.message:  # goals that all rest have nothing to say either
        nothing = _("There are no KPIs and no goals in this quarter yet.")
        return pgettext("report", "Summary") if review.goals else nothing, ""
    return parted(review.message)


def goal_finding(goal: GoalLine) -> str:
    """How the key results of an objective stand; where only some have been measured, it speaks of those."""
    live = [each for each in goal.results if not each.state]
    judged = [each for each in live if each.status in JUDGED]
    if not judged and live and all(each.status == "hidden" for each in live):
        return _("The numbers are hidden")
    if not judged:
        return _("Nothing has been measured here yet") if goal.results else _("This objective has no key results yet")
    good = sum(each.status in GOOD for each in judged)
    if len(judged) == 1:
        return _of_one(on_track=good == 1, alone=len(live) == 1)
    whole = len(judged) == len(live)
    if good == len(judged) and whole:
        return _("Both key results are on track") if good == 2 else _("All {n} key results are on track").format(n=good)
    words = (
        _("{n} of {total} key results are on track")
        if whole
        else _("{n} of {total} key results measured so far are on track")
    )
    return words.format(n=good, total=len(judged)) + _behind(judged)


def _of_one(*, on_track: bool, alone: bool) -> str:
    """How the only key result that has been measured stands, be it the objective's only one or not."""
    if alone:
        return _("The key result is on track") if on_track else _("The key result is not on track")
    if on_track:
        return _("The one key result measured so far is on track")
    return _("The one key result measured so far is not on track")


def _behind(judged: list[ResultLine]) -> str:
    """Which of several is farthest behind."""
    behind = [each for each in judged if each.status not in GOOD and each.score is not None]
    if not behind:
        return ""
    worst = min(behind, key=lambda each: each.score or 0.0)
    # Translators: follows “2 of 3 key results are on track”
    return _(", and “{title}” is farthest behind").format(title=worst.title.replace(" %", "\u00a0%"))


def kpi_finding(kpi: KpiLine) -> tuple[str, str]:
    """What is to be said of a KPI, and more of it."""
    if kpi.told:
        return parted(kpi.sentence)
    words = {
        "off_track": _("{name} is off track"),
        "at_risk": _("{name} is at risk"),
        "on_track": _("{name} is on track"),
        "achieved": _("{name} is on track"),
        "no_data": _("{name} has no numbers"),
        "hidden": _("The numbers of {name} are hidden"),
        "not_applicable": _("{name} does not apply in the period"),
    }.get(kpi.status, _("{name} stands out") if kpi.signal else "{name}")
    return words.format(name=kpi.name), kpi.sentence


def shown_kpis(review: Review) -> tuple[KpiLine, ...]:
    """Those that stand out or that somebody has written of; without goals and without such the four of the summary."""
    chosen = tuple(kpi for kpi in review.kpis if kpi.proposed or kpi.told)
    return chosen if chosen or review.goals else review.heroes


def decisions_finding(review: Review) -> tuple[str, str]:
    """What the meeting decides or has decided, and how many owners that has."""
    title = _("What we decide today") if review.draft else _("What we decided")
    if not review.decisions:
        return title, _("Nothing is decided yet.")
    count = len(review.decisions)
    owned = all(note.owner for note in review.decisions)
    words = (
        ngettext("{n} decision, with somebody responsible.", "{n} decisions, each with somebody responsible.", count)
        if owned
        else ngettext("{n} decision.", "{n} decisions.", count)
    )
    return title, words.format(n=count)


def responsible(note: NoteLine) -> str:
    """Who answers for a decision, and by when."""
    due = _("by {day}").format(day=note.due) if note.due else ""
    return " · ".join(part for part in (note.owner, due) if part)
