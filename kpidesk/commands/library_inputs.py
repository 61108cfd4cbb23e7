"""The measured quantities that come into a file with KPIs from the library, each entered once.

An input has the same uid for everybody who measures it in the same rhythm. Who measures net sales by the
year and who does so by the month have two rows when their copies are merged, and no number is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk import library
from kpidesk.commands import inputs
from kpidesk.domain.entities import Definition, Input, Kpi, Uid
from kpidesk.domain.period import Frequency
from kpidesk.errors import RuleBroken
from kpidesk.library import LibraryInput, LibraryKpi
from kpidesk.text import msg
from kpidesk.workspace import Reads, Transaction, Workspace, library_uid


@dataclass(frozen=True)
class Need:
    """An input of the library, how often it is to be measured, and the KPI that asks for it."""

    about: LibraryInput
    rhythm: Frequency
    kpi: LibraryKpi


def input_uid(name: str, rhythm: Frequency | None = None) -> Uid:
    """The uid of a library input in every file that measures it in that rhythm, or in the library's own."""
    usual = library.measured(name).rhythm
    return library_uid(f"input:{name}" if rhythm in (None, usual) else f"input:{name}:{rhythm.value}")


def rhythms(wanted: Iterable[LibraryKpi]) -> dict[str, Frequency]:
    """How often each input must be measured: as often as the most frequent of the KPIs that read it."""
    shortest: dict[str, Frequency] = {}
    for each in wanted:
        for key in each.inputs:
            known = shortest.get(key)
            shortest[key] = each.frequency if known is None or each.frequency.rank < known.rank else known
    return shortest


def ensure_input(ws: Workspace, change: Transaction, key: str, rhythm: Frequency, each: LibraryKpi) -> Uid:
    """The input in this file, shared where it is there; refuses one that is measured too seldom."""
    about = library.measured(key)
    known = _shared(ws, about, each.frequency)
    need = Need(about, rhythm, each)
    if known is None:
        return _add_input(ws, change, need)
    if known.frequency.divides(each.frequency):
        return known.uid
    return _measured_oftener(ws, change, known, need)


def _shared(ws: Workspace, about: LibraryInput, wanted: Frequency) -> Input | None:
    """The input of this file that means the same; one that is measured often enough first."""
    known = alike(ws, about)
    return next((source for source in known if source.frequency.divides(wanted)), next(iter(known), None))


def alike(ws: Reads, about: LibraryInput) -> list[Input]:
    """The inputs of this file that mean the same, wherever they came from, those of the library first.

    An input of the company's own with the same key but another rule or unit is another quantity. One that
    was made without saying the unit is a plain count, whatever it counts.
    """
    uids = [input_uid(about.id), *(input_uid(about.id, rhythm) for rhythm in Frequency), _beside_uid(about.id)]
    known = [source for uid in dict.fromkeys(uids) if (source := ws.find(Input, uid)) is not None]
    return known + [source for source in ws.all(Input) if source.uid not in uids and _is_same(ws, source, about)]


def _beside_uid(name: str) -> Uid:
    """The uid of an input that is measured in another rhythm beside one that has taken its name."""
    return library_uid(f"input:{name}:beside")


def add_beside(ws: Workspace, change: Transaction, key: str, rhythm: Frequency, each: LibraryKpi) -> Uid:
    """Add an input of the library that is measured in a rhythm of its own, whatever else measures the same here.

    Where another rhythm does, the name tells which one this is.
    """
    about = library.measured(key)
    if not alike(ws, about):
        return _add_input(ws, change, Need(about, rhythm, each))
    uid = input_uid(key, rhythm)
    if ws.find(Input, uid) is not None:
        uid = _beside_uid(key)
    name = f"{about.name} ({fmt.frequency_word(rhythm)})"
    change.add(
        Input(
            uid, inputs.fresh_key(ws, about.id), name, about.unit, 0, rhythm, about.combine,
            source=about.note, order=inputs.last_order(ws, change, Input),
        )
    )  # fmt: skip
    return uid


def _is_same(ws: Reads, source: Input, about: LibraryInput) -> bool:
    weight = ws.find(Input, source.weight) if source.weight else None
    weighed = (weight.key if weight is not None else "") == about.weight
    same_unit = source.unit in (about.unit, "count")
    return source.key == about.id and source.combine is about.combine and same_unit and weighed


def _measured_oftener(ws: Workspace, change: Transaction, known: Input, need: Need) -> Uid:
    """Put an input for shorter periods in the place of one of the library that has no numbers yet.

    Refuses for an input of the company's own, and where numbers have been entered for the longer periods.
    """
    rows = [known, *inputs.members(ws, known.uid)]
    of_library = known.uid in {input_uid(need.about.id, frequency) for frequency in Frequency}
    entered = any(ws.series(row.uid) for row in rows) or known.opening is not None
    if entered or not of_library or not need.rhythm.divides(known.frequency):
        raise RuleBroken(
            msg(
                "“{kpi}” needs “{input}” more often than it is measured here. Nothing was changed.",
                kpi=need.kpi.name,
                input=known.name,
            )
        )
    for row in rows:
        change.delete(Input, row.uid)
    uid = _add_input(ws, change, need)
    _read_instead(ws, change, known.uid, uid)
    return uid


def _read_instead(ws: Workspace, change: Transaction, old: Uid, new: Uid) -> None:
    """Let everything that read an input read another."""
    for kpi in ws.all(Kpi):
        bound = tuple((key, new if uid == old else uid) for key, uid in kpi.inputs)
        change.set(Kpi, kpi.uid, inputs=bound, group=new if kpi.group == old else kpi.group)
    for past in ws.all(Definition):
        change.set(Definition, past.uid, inputs=tuple((key, new if uid == old else uid) for key, uid in past.inputs))
    for source in ws.all(Input):
        if source.weight == old:
            change.set(Input, source.uid, weight=new)


def _add_input(ws: Workspace, change: Transaction, need: Need) -> Uid:
    about, rhythm, each = need.about, need.rhythm, need.kpi
    weight = ensure_input(ws, change, about.weight, rhythm, each) if about.weight else None
    split = library.dimension(about.dimension) if about.dimension else None
    rhythm = _as_before(ws, about, rhythm)
    uid = input_uid(about.id, rhythm)
    decimals = each.decimals if each.plain and each.inputs[0] == about.id else 0
    change.add(
        Input(
            uid, inputs.fresh_key(ws, about.id), about.name, about.unit, decimals, rhythm, about.combine, weight,
            source=about.note, order=inputs.last_order(ws, change, Input), dimension=split.name if split else "",
            members_add=each.members_add,
        )
    )  # fmt: skip
    for n, name in enumerate(split.members if split else ()):
        change.add(
            Input(
                library_uid(f"{uid}:{n}"), inputs.fresh_key(ws, f"{about.id}_{n + 1}"), name, about.unit,
                decimals, rhythm, about.combine, member_of=uid, order=inputs.last_order(ws, change, Input),
            )
        )  # fmt: skip
    return uid


def _as_before(ws: Workspace, about: LibraryInput, rhythm: Frequency) -> Frequency:
    """The library's own rhythm where a deleted input has numbers in it that come back and serve the one wanted."""
    numbers = about.rhythm.divides(rhythm) and any(p.frequency is about.rhythm for p in ws.series(input_uid(about.id)))
    return about.rhythm if numbers else rhythm
