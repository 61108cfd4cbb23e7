"""How far somebody has come in a round: where they are, what they did, skipped and flagged, and what they are typing.

It belongs to one person on one machine and never goes into the shared file. A value here is only what the person did;
whether a number is in, the file alone knows (``agenda``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.records import record
from kpidesk.round.steps import Step

Draft = Mapping[str, str]
"""What stands in the fields of a step and is not stored yet, by the field's name."""
MOST_LETTERS = 20_000
"""Of what is typed in a step and not stored; a draft that is longer is not remembered over a restart."""


@record(frozen=True)
class Progress:
    """One round of one person.

    ``place`` is the key of the step in view, empty before the first. ``met`` are the keys of every step that the round
    has held, ``done`` those that were done in it, each with the uid of what it made, if it made a row. ``taken`` are
    the KPIs that are to be spoken of at the decision, ``answered`` the decisions of earlier weeks that were answered.
    ``seconds`` is how long the round has been in view.
    """

    begun: dt.date
    place: str = ""
    met: tuple[str, ...] = ()
    done: Mapping[str, Uid] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    taken: tuple[Uid, ...] = ()
    answered: tuple[Uid, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    seconds: int = 0
    ended: bool = False

    def holds(self, today: dt.date) -> bool:
        """Tell whether the round goes on today: it has not ended, and was begun in this week."""
        return not self.ended and self.begun <= today and _week(self.begun) == _week(today)

    def at(self, step: Step | None) -> Progress:
        """Standing on a step; on none when the round has ended."""
        return replace(self, place="" if step is None else step.key)

    def meeting(self, steps: tuple[Step, ...]) -> Progress:
        """With every step that the round holds now."""
        new = [step.key for step in steps if step.key not in set(self.met)]
        return replace(self, met=(*self.met, *new)) if new else self

    def having_done(self, step: Step, made: Uid = "") -> Progress:
        """With a step done; ``made`` names the row that it made."""
        done = {**self.done, step.key: made or self.done.get(step.key, "")}
        return replace(self, done=done, skipped=self.skipped - {step.key}, drafts=_without(self.drafts, step.key))

    def having_skipped(self, step: Step) -> Progress:
        """With a step left out on purpose; what was typed there stays."""
        return replace(self, skipped=self.skipped | {step.key})

    def taking(self, kpi: Uid) -> Progress:
        """With a KPI taken to the decision, or no longer."""
        others = tuple(uid for uid in self.taken if uid != kpi)
        return replace(self, taken=others if kpi in self.taken else (*others, kpi))

    def having_answered(self, decision: Uid) -> Progress:
        """With an earlier decision answered; it stays in sight until the round ends."""
        return self if decision in self.answered else replace(self, answered=(*self.answered, decision))

    def typing(self, step: Step, draft: Draft) -> Progress:
        """With what stands in the fields of a step; nothing is kept of empty ones."""
        kept = {name: words for name, words in draft.items() if words}
        drafts = _without(self.drafts, step.key)
        return replace(self, drafts={**drafts, step.key: kept} if kept else drafts)

    def draft(self, step: Step) -> Draft:
        """What was being typed in a step."""
        return self.drafts.get(step.key, {})

    def for_disk(self, *, words: bool) -> str:
        """As a text that ``read`` understands, with the ``words`` being typed or without them."""
        drafts = {key: dict(each) for key, each in self.drafts.items() if _letters(each) <= MOST_LETTERS}
        return json.dumps(
            {
                "begun": self.begun.isoformat(), "place": self.place, "met": self.met, "done": dict(self.done),
                "skipped": sorted(self.skipped), "taken": self.taken, "answered": self.answered,
                "drafts": drafts if words else {}, "seconds": self.seconds, "ended": self.ended,
            }
        )  # fmt: skip


def begin(today: dt.date, before: Progress | None = None) -> Progress:
    """A new round. Words left in an earlier one are still there, where its step comes up again."""
    return Progress(today, drafts={} if before is None or before.ended else before.drafts)


def read(text: str) -> Progress | None:
    """A round out of its text; ``None`` for what is none, as a round that can't be read is begun anew."""
    try:
        kept = json.loads(text)
        return Progress(
            begun=dt.date.fromisoformat(kept["begun"]), place=str(kept["place"]), met=_texts(kept["met"]),
            done=_named(kept["done"]), skipped=frozenset(_texts(kept["skipped"])), taken=_texts(kept["taken"]),
            answered=_texts(kept["answered"]), drafts={key: _named(each) for key, each in kept["drafts"].items()},
            seconds=max(0, int(kept["seconds"])), ended=bool(kept["ended"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _week(day: dt.date) -> Period:
    return Period.containing(day, Frequency.WEEK)


def _without(drafts: Mapping[str, Draft], key: str) -> dict[str, Draft]:
    return {each: draft for each, draft in drafts.items() if each != key}


def _letters(draft: Draft) -> int:
    return sum(map(len, draft.values()))


def _texts(kept: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in kept)


def _named(kept: Any) -> dict[str, str]:
    return {str(name): str(each) for name, each in kept.items()}
