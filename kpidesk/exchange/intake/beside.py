"""What stands in the workspace beside the numbers of a file: series, notes, and what somebody has said is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpidesk.domain.entities import Annotation, Uid, Value
from kpidesk.domain.period import BadPeriod, Period
from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Beside:
    """The series of the inputs that numbers go to, and by cell the notes and the confirmed numbers."""

    series: Mapping[Uid, Mapping[Period, Value]]
    notes: Mapping[tuple[Uid, Period], str]
    confirmed: Mapping[tuple[Uid, Period], float]

    def confirmed_of(self, uid: Uid | None) -> dict[Period, float]:
        """The numbers of one input that look unusual and are right all the same."""
        return {period: value for (about, period), value in self.confirmed.items() if about == uid}


def standing(ws: Reads, uids: Sequence[Uid]) -> Beside:
    """Read what stands beside the numbers of some inputs."""
    notes: dict[tuple[Uid, Period], str] = {}
    confirmed: dict[tuple[Uid, Period], float] = {}
    wanted = set(uids)
    for note in ws.all(Annotation):
        if note.about is None or note.about not in wanted:
            continue
        try:
            cell = note.about, Period.from_code(note.period)
        except BadPeriod:  # written by somebody else's program
            continue
        if note.text:
            notes[cell] = note.text
        if note.confirmed is not None:
            confirmed[cell] = note.confirmed
    return Beside(ws.series_many(uids), notes, confirmed)
