"""Where each measure of a file goes: what it is called, how often it is measured, and what was chosen last time.

An input answers to its own name and key, the name and short name of a KPI that is that input, “KPI: input” for what a
calculated KPI reads, what the library calls it in both languages, and what files call it. Of those that answer, the
one of the same rhythm comes first, then one of a longer rhythm that the measure can be put together into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kpidesk import library
from kpidesk.commands.intake import Existing
from kpidesk.commands.library_inputs import input_uid
from kpidesk.domain.entities import Input, Kpi, Uid
from kpidesk.domain.period import Frequency
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.fitting import converts, fits
from kpidesk.exchange.intake.preview import Choices
from kpidesk.exchange.tables.understood import Measure
from kpidesk.text import Message
from kpidesk.workspace import Reads

OWN, LIBRARY, LOOSE, NOT = 0, 1, 2, 3
"""How near a name comes: what it is called here, what the library and files call it, the same words, nothing."""
MOST_NEW = 3
"""More columns that nothing here answers to are not all meant to be KPIs."""


@dataclass(frozen=True)
class Known:
    """An input that numbers can go to: the words that it is shown by, and all that it is called, folded."""

    input: Input
    words: Message
    own: frozenset[str]
    others: frozenset[str]

    def nearness(self, name: str) -> int:
        """How near a heading comes to what the input is called."""
        wanted = names.folded(name)
        if wanted in self.own:
            return OWN
        if wanted in self.others:
            return LIBRARY
        loose = names.bare(name)
        return LOOSE if any(names.bare(each) == loose for each in (*self.own, *self.others)) else NOT


@dataclass(frozen=True)
class Proposed:
    """Where a measure is to go unless somebody says otherwise, ``other`` naming an input of another rhythm.

    ``calculated`` is the KPI of that name that is calculated, ``several`` how many inputs answer equally well.
    """

    into: Existing | None
    other: Known | None = None
    calculated: Kpi | None = None
    several: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Here:
    """Everything of the company's file that numbers can go to."""

    known: tuple[Known, ...]
    calculated: Mapping[str, Kpi] = field(default_factory=dict)

    def of(self, uid: Uid) -> Known | None:
        """What is known of an input; ``None`` for one that takes no numbers or is gone."""
        return next((each for each in self.known if each.input.uid == uid), None)


def here(ws: Reads) -> Here:
    """Read what numbers can go to: all inputs but those that are the sum of their parts."""
    sources = ws.all(Input)
    kpis = ws.all(Kpi)
    ids = _library_ids(sources)
    summed = {each.member_of for each in sources if each.member_of is not None}
    by_uid = {each.uid: each for each in sources}
    found = tuple(
        _known(each, kpis, by_uid, ids.get(each.uid))
        for each in sources
        if not (each.uid in summed and each.members_add)
    )
    calculated = {names.folded(name): kpi for kpi in kpis if kpi.formula for name in _names_of(kpi)}
    return Here(found, calculated)


def _library_ids(sources: Iterable[Input]) -> dict[Uid, str]:
    """Which inputs are those of the library: by uid, by key, or by a name that the library or files have for one."""
    known = names.library_names()
    found = {
        each.uid: _keys_by_uid().get(each.uid) or (each.key if each.key in known else names.library_id(each.name))
        for each in sources
    }
    return {uid: key for uid, key in found.items() if key}


@cache
def _keys_by_uid() -> dict[Uid, str]:
    """The inputs of the library by their uids, which are the same in every file."""
    return {input_uid(key, rhythm): key for key in names.library_names() for rhythm in (None, *Frequency)}


def _known(source: Input, kpis: Sequence[Kpi], by_uid: Mapping[Uid, Input], library_id: str | None) -> Known:
    readers = [kpi for kpi in kpis if source.uid in {uid for _name, uid in kpi.inputs}]
    plain = [kpi for kpi in readers if not kpi.formula]
    words = _words(source, readers, by_uid)
    own = {source.name, source.key, str(words), *(name for kpi in plain for name in _names_of(kpi))}
    others = {name for kpi in plain if kpi.library_id for name in names.kpi_names(kpi.library_id)}
    others |= set(names.library_names().get(library_id, ())) if library_id else set()
    return Known(source, words, _folded(own), _folded(others))


def _names_of(kpi: Kpi) -> tuple[str, ...]:
    return tuple(filter(None, (kpi.name, kpi.short_name)))


def _folded(own: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(names.folded, own)))


def _words(source: Input, readers: Sequence[Kpi], by_uid: Mapping[Uid, Input]) -> Message:
    """What an input is shown by: its name, with the KPI that reads it or the whole that it is a part of before it."""
    name = source.name or source.key
    whole = by_uid.get(source.member_of) if source.member_of else None
    if whole is not None:
        return Message("{whole}: {name}", {"whole": whole.name, "name": name})
    if readers and all(kpi.formula for kpi in readers) and all(kpi.name != name for kpi in readers):
        return Message("{whole}: {name}", {"whole": readers[0].short_name or readers[0].name, "name": name})
    return Message("{name}", {"name": name})


def proposed(measure: Measure, place: Here, called: str) -> Proposed:
    """Where a measure goes by what it is called and how often it is measured."""
    near = [(each.nearness(called), each) for each in place.known if converts(measure, each.input.unit)]
    near = [(nearness, each) for nearness, each in near if nearness < NOT]
    fitting = [(nearness, each) for nearness, each in near if fits(measure.frequency, each.input.frequency)]
    calculated = None if near else place.calculated.get(names.folded(called))
    if not fitting:
        return Proposed(None, other=near[0][1] if near else None, calculated=calculated)
    best = min(_rank(measure, nearness, each) for nearness, each in fitting)
    ties = [each for nearness, each in fitting if _rank(measure, nearness, each) == best]
    if len(ties) > 1:
        return Proposed(None, several=tuple(ties))
    other = next((each for _n, each in near if each.input.frequency is not ties[0].input.frequency), None)
    return Proposed(Existing(ties[0].input.uid), other=other)


def _rank(measure: Measure, nearness: int, each: Known) -> tuple[int, int]:
    return nearness, each.input.frequency.rank - measure.frequency.rank


def all_proposed(measures: Sequence[Measure], place: Here, choices: Choices) -> dict[str, Proposed]:
    """Where each measure goes of which nobody has chosen it, by its key; no input is proposed to two of them.

    The one that comes nearest to what an input is called goes first.
    """
    chosen = choices.into
    taken = {into.input for into in chosen.values() if isinstance(into, Existing)}
    called = {measure.key: called_as(measure, choices) for measure in measures}
    found: dict[str, Proposed] = {}
    waiting = [(_nearest(called[each.key], place), each) for each in measures if each.key not in chosen]
    for _nearness, measure in sorted(waiting, key=lambda each: each[0]):
        aside = choices.known_as is not None and measure.key not in choices.known_as
        each = Proposed(None) if aside else proposed(measure, place, called[measure.key])
        if each.into is not None and each.into.input in taken:
            each = Proposed(None, other=place.of(each.into.input))
        if each.into is not None:
            taken.add(each.into.input)
        found[measure.key] = each
    return found


def called_as(measure: Measure, choices: Choices) -> str:
    """What a measure is held against the inputs as: its name, or that of the input of the library that it is."""
    key = (choices.known_as or {}).get(measure.key, "")
    return library.measured(key).name if key else measure.name


def _nearest(called: str, place: Here) -> int:
    return min((each.nearness(called) for each in place.known), default=NOT)
