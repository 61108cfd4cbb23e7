"""The words that go with a review when it is sent: proposed from its finding, and changed by whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.model import KpiLine, Review
from kpidesk.text import _


@dataclass(frozen=True)
class Words:
    """A subject, and the text beneath it."""

    subject: str
    body: str


def covering_words(review: Review) -> Words:
    """Subject and text in the language in force; the KPI that is farthest from its target is named."""
    first = review.author.split(" ")[0] if review.author else ""
    told = [_("Here is the review of {period}.").format(period=review.cycle_name), review.message, _worst(review)]
    lines = [_("Hello,"), " ".join(part for part in told if part)]
    lines.append(_("Regards, {name}").format(name=first) if first else _("Regards"))
    return Words(f"{review.title}, {review.cycle_name}", "\n\n".join(_plain(line) for line in lines))


def _worst(review: Review) -> str:
    """What to look at first, among several that are off track."""
    off = [kpi for kpi in review.kpis if kpi.status == "off_track"]
    if not off:
        return ""
    worst = min(off, key=_how_far)
    named = worst.name in review.message
    words = _("{name} comes first.") if named else _("{name} is off track and comes first.")
    return words.format(name=worst.name)


def _how_far(kpi: KpiLine) -> float:
    return kpi.position if kpi.position is not None else 0.0


def _plain(words: str) -> str:
    """With the spaces that mail programs know."""
    return words.replace("\u202f", "\u00a0")
