"""Which KPIs need somebody, in what order, and what is said of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.domain.status import SEVERITY, Status
from kpidesk.figures import KpiFigures, Variation
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word
from kpidesk.workspace import Reads


def needs_attention(figures: KpiFigures) -> bool:
    """Behind, silent, or signalling now; what is merely uncertain and varies as usual is not.

    A KPI is silent once a number of it is due: a new one waits for its first period to end.
    """
    if figures.status is Status.NO_DATA:
        return figures.due.is_due
    if figures.status is Status.OFF_TRACK:
        return figures.masked is None
    if figures.latest is None or figures.masked is not None:
        return False
    return any(run.last == figures.latest.period for run in figures.signalling.newest)


def urgency(figures: KpiFigures) -> tuple[int, float]:
    """The worst first: by status, and within it by how far behind."""
    score = figures.order_score
    return SEVERITY.index(figures.status), 10.0 if score is None else score


def sentence_for(ws: Reads, figures: KpiFigures) -> str:
    """What happened, in one plain sentence."""
    start = ws.company.fiscal_year_start
    if figures.status is Status.NO_DATA:
        words = _("The numbers for {period} are missing. They were due {day}.")
        if figures.due.overdue is None:
            words = _("The numbers for {period} are due {day}.")
        today = ws.today()
        name = fmt.period_name(figures.due.period, start).removesuffix(f" {today.year}")
        return words.format(period=name, day=fmt.day_short(figures.due.date, today))
    said = [str(figures.sentence)] if figures.sentence is not None else []
    if figures.status in (Status.AT_RISK, Status.OFF_TRACK):
        said.insert(0, status_word(figures.status.value))
    said.append(_time_of(figures, ws.today(), start))
    return " ".join(each if each.endswith(".") else f"{each}." for each in said if each)


def _time_of(figures: KpiFigures, today: dt.date, start: int) -> str:
    """From when the latest number is, where two whole periods have gone by since: what it says is of another time."""
    if figures.latest is None or figures.latest.period.next(2).last >= today:
        return ""
    return _("The latest number is from {period}").format(period=fmt.period_name(figures.latest.period, start))


def all_quiet(kpis: Sequence[KpiFigures]) -> str:
    """The heading on a good day."""
    count = len(kpis)
    if all(each.variation is Variation.USUAL for each in kpis):
        return ngettext("The one KPI varies as usual", "All {n} KPIs vary as usual", count).format(n=count)
    return _("No KPI needs you now")


def others_words(others: Sequence[KpiFigures], *, all_of_them: bool = False) -> str:
    """How the KPIs vary that need nobody: as usual is said only of those that do.

    Empty where the heading has said it of ``all_of_them``.
    """
    counts = Counter(each.variation for each in others)
    n = counts[Variation.USUAL]
    if n == len(others):
        words = ngettext("The other one varies as usual", "The other {n} vary as usual", n).format(n=n)
        return "" if all_of_them else words
    said = (
        (n, ngettext("{n} varies as usual", "{n} vary as usual", n)),
        (counts[Variation.SIGNAL], _("{n} with a signal")),
        (counts[Variation.UNSETTLED], _("{n} with too few numbers to tell")),
        (counts[Variation.UNKNOWN], _("{n} without a number to show")),
    )
    told = ", ".join(words.format(n=count) for count, words in said if count)
    return told if all_of_them else _("The others: {list}").format(list=told)
