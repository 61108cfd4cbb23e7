"""How far somebody has come in a round: where they are, what they did, skipped and flagged, and what they are typing.

It belongs to one person on one machine and never goes into the shared file. A value here is only what the person did;
whether a number is in, the file alone knows (``agenda``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, TypeVar

from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.records import record
from kpidesk.round.steps import Step, step_of

Draft = Mapping[str, str]
"""What stands in the fields of a step and is not stored yet, by the field's name."""
MOST_LETTERS = 20_000
"""Of what is typed in a step and not stored; a draft that is longer is not remembered over a restart."""
V = TypeVar("V")


@record(frozen=True)
class Progress:
    """One round of one person.

    ``place`` is the step in view, none before the first. ``met`` are the steps that the round has held, ``done`` those
    that were done in it, each with the uid of what it made, if it made a row. ``taken`` are the KPIs that are to be
    spoken of at the decision, ``answered`` the decisions of earlier weeks that were answered. ``seconds`` is how long
    the round has been in view.
    """

    begun: dt.date
    place: Step | None = None
    met: frozenset[Step] = frozenset()
    done: Mapping[Step, Uid] = field(default_factory=dict)
    skipped: frozenset[Step] = frozenset()
    taken: tuple[Uid, ...] = ()
    answered: tuple[Uid, ...] = ()
    drafts: Mapping[Step, Draft] = field(default_factory=dict)
    seconds: int = 0
    ended: bool = False

    def holds(self, today: dt.date) -> bool:
        """Tell whether the round goes on today: it has not ended, and was begun in this week."""
        return not self.ended and self.begun <= today and _week(self.begun) == _week(today)

    def at(self, step: Step | None) -> Progress:
        """Standing on a step; on none when the round has ended."""
        return replace(self, place=step)

    def meeting(self, steps: Iterable[Step]) -> Progress:
        """With every step that the round holds now."""
        met = self.met.union(steps)
        return self if len(met) == len(self.met) else replace(self, met=met)

    def having_done(self, step: Step, made: Uid = "") -> Progress:
        """With a step done; ``made`` names the row that it made."""
        done = {**self.done, step: made or self.done.get(step, "")}
        return replace(self, done=done, skipped=self.skipped - {step}, drafts=_without(self.drafts, step))

    def having_skipped(self, step: Step) -> Progress:
        """With a step left out on purpose; what was typed there stays."""
        return replace(self, skipped=self.skipped | {step})

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
        drafts = _without(self.drafts, step)
        return replace(self, drafts={**drafts, step: kept} if kept else drafts)

    def draft(self, step: Step) -> Draft:
        """What was being typed in a step."""
        return self.drafts.get(step, {})

    def for_disk(self, *, words: bool) -> str:
        """As a text that ``read`` understands, with the ``words`` being typed or without them."""
        drafts = {step.key: dict(each) for step, each in self.drafts.items() if _letters(each) <= MOST_LETTERS}
        done = {step.key: made for step, made in self.done.items()}
        return json.dumps(
            {
                "begun": self.begun.isoformat(), "place": "" if self.place is None else self.place.key,
                "done": done, "skipped": sorted(step.key for step in self.skipped), "taken": self.taken,
                "answered": self.answered, "drafts": drafts if words else {}, "seconds": self.seconds,
                "ended": self.ended,
            }
        )  # fmt: skip


def begin(today: dt.date, before: Progress | None = None) -> Progress:
    """A new round. Words left in an earlier one are still there, where its step comes up again."""
    return Progress(today, drafts={} if before is None or before.ended else before.drafts)


def read(text: str) -> Progress | None:
    """A round out of its text; ``None`` for what is none, as a round that can't be read is begun anew."""
    try:
        kept = json.loads(text)
        done, skipped = _by_step(kept["done"]), _by_step(dict.fromkeys(kept["skipped"], ""))
        return Progress(
            begun=dt.date.fromisoformat(kept["begun"]), place=step_of(kept["place"]), met=frozenset({*done, *skipped}),
            done={step: str(made) for step, made in done.items()}, skipped=frozenset(skipped),
            taken=_texts(kept["taken"]), answered=_texts(kept["answered"]),
            drafts={step: {str(k): str(v) for k, v in each.items()} for step, each in _by_step(kept["drafts"]).items()},
            seconds=max(0, int(kept["seconds"])), ended=bool(kept["ended"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _week(day: dt.date) -> Period:
    return Period.containing(day, Frequency.WEEK)


def _without(drafts: Mapping[Step, Draft], step: Step) -> dict[Step, Draft]:
    return {each: draft for each, draft in drafts.items() if each != step}


def _letters(draft: Draft) -> int:
    return sum(map(len, draft.values()))


def _texts(kept: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in kept)


def _by_step(kept: Mapping[str, V]) -> dict[Step, V]:
    return {step: each for key, each in kept.items() if (step := step_of(key)) is not None}
