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
    here = _("Here is the review of {period}.").format(period=review.cycle_name)
    lines = [_("Hello,"), f"{here} {_finding(review)}".strip()]
    lines.append(_("Regards, {name}").format(name=first) if first else _("Regards"))
    return Words(f"{review.title}, {review.cycle_name}", "\n\n".join(_plain(line) for line in lines))


def _finding(review: Review) -> str:
    """What the review says, and which KPI is to be looked at first where one is off track."""
    off = [kpi for kpi in review.kpis if kpi.status == "off_track"]
    if not off:
        return review.message
    name = min(off, key=_how_far).name
    last = _("{name} is off track").format(name=name) + "."
    if review.message.endswith(last):
        return review.message.removesuffix(last) + _("{name} is off track and comes first.").format(name=name)
    words = _("{name} comes first.") if name in review.message else _("{name} is off track and comes first.")
    return f"{review.message} {words.format(name=name)}".strip()


def _how_far(kpi: KpiLine) -> float:
    return kpi.position if kpi.position is not None else 0.0


def _plain(words: str) -> str:
    """With the spaces that mail programs know."""
    return words.replace("\u202f", "\u00a0")
