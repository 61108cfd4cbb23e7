"""What a command may do inside an open transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from kpidesk.domain import grid
from kpidesk.domain.entities import Company, Entity, Input, Uid, Value
from kpidesk.domain.order import is_key, key_between
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, merge_record, resolution, rewind, undo
from kpidesk.store.log.changes import Changes
from kpidesk.store.log.conflicts import Conflict
from kpidesk.store.log.entity_cache import EntityCache
from kpidesk.store.log.seen import Seen
from kpidesk.store.log.writer import NEWEST, UNSEEN, Writer, cells_by_code, encode_value
from kpidesk.text import Message, msg

E = TypeVar("E", bound=Entity)
SHORT = frozenset((Frequency.DAY, Frequency.WEEK, Frequency.MONTH))
"""Periods that every company has, whenever its fiscal year starts."""
Shown = dict[str, Any]
"""The fields of one cell by name."""
ROWS_OF = Query(lambda t, ref: t.Op.select(t.Op.row).where(t.Op.txn == ref).distinct())


def gone(row: Entity | None = None) -> NotFound:
    """The sentence for a row that is not there; for one that was, ``row`` as it was last, with the way back."""
    name = getattr(row, "title", "") or getattr(row, "name", "")
    if name:
        return NotFound(
            msg(
                "“{name}” is no longer there: it has been deleted meanwhile. Nothing was changed. The history can "
                "bring it back.",
                name=name,
            )
        )
    return NotFound(msg("What you chose is no longer there. Nothing was changed."))


class Transaction:
    """The open transaction: what a command may do."""

    def __init__(self, book: EntityCache, writer: Writer, changes: Changes, seen: Seen | None = None) -> None:
        self.changes = changes
        self.nameless = False
        self._book = book
        self._writer = writer
        self._seen = seen

    @property
    def empty(self) -> bool:
        """Tell whether nothing has been written."""
        return self._writer.empty

    @property
    def ref(self) -> int:
        """The transaction's own ref, once something has been written."""
        return self._writer.ord

    def name(self, label: Message) -> None:
        """What undo calls the transaction."""
        self._writer.rename(label.encode())

    @contextlib.contextmanager
    def worked_out(self) -> Iterator[None]:
        """What is written inside follows from the file as it stands now, not from what a form showed."""
        seen, self._seen = self._seen, None
        try:
            yield
        finally:
            self._seen = seen

    def add(self, entity: Entity) -> Uid:
        """Enter a row with all its fields; a buried row of that uid comes back to life as ``entity``."""
        kind = type(entity)
        before = self._book.of(kind).get(entity.uid)
        stored = self._book.stored(kind, entity.uid) or kind(entity.uid)
        row = self._writer.create(kind, entity.uid)
        values = {item.name: getattr(entity, item.name) for item in fields(kind)}
        for cell in codec.cells(kind):
            if any(values[name] != getattr(stored, name) for name in cell.fields):
                self._write(kind, row, cell, values, UNSEEN)
        self._noted(kind, entity.uid, before)
        return entity.uid

    def set(self, kind: type[Entity], uid: Uid, /, **values: Any) -> None:
        """Change fields of a living row; what stays the same writes nothing.

        Where the change is based on what a form showed, only what differs from that is written
        (``kpidesk.store.log.seen``).
        """
        before = self._living(kind, uid)
        current = {item.name: getattr(before, item.name) for item in fields(kind)}
        row = self._row(uid)
        for cell in dict.fromkeys(codec.cell_of(kind, name) for name in values):
            shown, base = self._shown(kind, row, cell, current)
            wanted = {name: values.get(name, shown[name]) for name in cell.fields}
            if wanted != shown and any(wanted[name] != current[name] for name in cell.fields):
                self._write(kind, row, cell, wanted, base)
                self.changes.crossed += base is not UNSEEN
        self._noted(kind, uid, before)

    def move(self, uid: Uid, parent: Uid | None, order: str) -> None:
        """Put a node under another, or to the roots; raises ``RuleBroken`` for a circle."""
        node = self._book.node(uid)
        if node is None:
            raise gone()
        self.set(type(node), uid, parent=parent, order=order)

    def delete(self, kind: type[Entity], uid: Uid) -> None:
        """Bury a living row."""
        before = self._living(kind, uid)
        if self._seen is not None and self._writer.touched_since(self._row(uid), self._seen.last):
            raise RuleBroken(
                msg("It has been changed since you opened it, so it was not deleted. Look again. Nothing was changed.")
            )
        self._writer.delete(kind, self._row(uid))
        self._noted(kind, uid, before)

    def restore(self, kind: type[Entity], uid: Uid) -> None:
        """Bring a buried row back."""
        before = self._book.of(kind).get(uid)
        self._writer.revive(kind, self._row(uid))
        self._noted(kind, uid, before)

    def measure(self, input_uid: Uid, period: Period, value: Value | None, *, base: Any = UNSEEN) -> None:
        """Store one measurement; ``None`` makes it blank.

        Raises ``BadInput`` for NaN, infinity, and a period that the company has not.
        ``base`` is the transaction that was seen where the number was written; without one, what the form showed.
        """
        self._check_grid([(period, value)])
        encoded, row = encode_value(value), self._input_row(input_uid)
        if base is UNSEEN:
            shown, base = self._shown_number(row, period.code())
            crossed = base is not UNSEEN
            if crossed and shown == encoded:
                return
        else:
            crossed = base != self._writer.measured_until(row, period.code(), NEWEST)[0]
        if self._writer.measure(row, period.code(), encoded, base):
            self.changes.crossed += crossed
            self.changes.measurements.setdefault(input_uid, set()).add(period)

    def measure_many(self, input_uid: Uid, cells: Iterable[tuple[Period, Value | None]]) -> int:
        """Store many measurements of one input; give how many differ from what was there.

        Where the change is based on what was shown, those that somebody else has stored since are stored as
        ``measure`` does, so that both numbers are kept.
        """
        wanted = dict(cells)
        self._check_grid((period, value) for period, value in wanted.items() if period.frequency not in SHORT)
        crossed = self._crossed(input_uid, wanted)
        for period in crossed:
            self.measure(input_uid, period, wanted.pop(period))
        coded, differing = cells_by_code(wanted.items()), sum(crossed.values())
        if not coded:
            return differing
        changed = self._writer.measure_many(self._input_row(input_uid), coded)
        if changed:
            periods = self.changes.measurements.setdefault(input_uid, set())
            periods.update(wanted if len(changed) == len(coded) else map(Period.from_code, changed))
        return len(changed) + differing

    def _crossed(self, input_uid: Uid, wanted: Mapping[Period, Value | None]) -> dict[Period, bool]:
        """Which numbers are others now than they were shown, and whether what is wanted differs from what was shown."""
        if self._seen is None or not wanted:
            return {}
        row = self._input_row(input_uid)
        met = {period: self._shown_number(row, period.code()) for period in wanted}
        return {
            period: shown != encode_value(wanted[period]) for period, (shown, base) in met.items() if base is not UNSEEN
        }

    def order_between(self, before: str | None, after: str | None) -> str:
        """An order key between two others; keys that are no longer usable count as open ends."""
        low = before if before is not None and is_key(before) else None
        high = after if after is not None and is_key(after) else None
        if low is not None and high is not None and low >= high:
            high = None
        return key_between(low, high)

    def revert(
        self,
        ref: int,
        numbers: Iterable[tuple[int, int]] | None = None,
        only: Collection[tuple[int, str]] | None = None,
    ) -> undo.Outcome:
        """Take back an earlier transaction where it still stands; its ``numbers`` may be known by row and code.

        With ``only`` those cells alone are taken back, and those numbers: the transaction itself still holds.
        """
        if only is None:
            self._writer.undo_of = ref
        self._writer.begin()
        rows = list(ROWS_OF.column(self._writer.database, ref))
        known = [(kind, self._writer.names.uid(row)) for row in rows if (kind := self._writer.names.kind(row))]
        before = {uid: self._book.of(kind).get(uid) for kind, uid in known}
        outcome = undo.revert(self._writer, ref, numbers, only)
        for kind, uid in known:
            self._noted(kind, uid, before[uid])
        for row, cells in self._writer.measured.items():
            periods = self.changes.measurements.setdefault(self._writer.names.uid(row), set())
            periods.update(Period.from_code(code) for code in cells)
        return outcome

    def go_back(self, difference: rewind.Difference, ref: int | None = None) -> int:
        """Write the way back to a state without some transactions; give how many cells had to stay."""
        if ref is not None:
            self._writer.undo_of = ref
            self._writer.begin()
        names = self._writer.names
        known = [(kind, names.uid(row)) for row in difference.rows if (kind := names.kind(row))]
        before = {uid: self._book.of(kind).get(uid) for kind, uid in known}
        refused = rewind.write(self._writer, difference)
        for kind, uid in known:
            self._noted(kind, uid, before[uid])
        for row, code, _then, _now in difference.measured:
            self.changes.measurements.setdefault(names.uid(row), set()).add(Period.from_code(code))
        return refused

    def record_merge(self, taken: Iterable[int]) -> None:
        """Enter which transactions a merge took in, so that it can be undone as a whole."""
        merge_record.record(self._writer, taken)

    def once(self, uid: Uid, cell: str) -> bool:
        """Leave a mark that travels with the log; ``False`` when it is there already."""
        if self._writer.names.row(uid) is not None:
            return False
        self._writer.write(self._writer.names.make_row(uid, merge_record.NO_KIND), cell, 1)
        return True

    def acknowledge(self, conflict: Conflict) -> None:
        """Record that every side of a conflict has been seen."""
        row = self._row(conflict.uid)
        cell = conflict.period.code() if conflict.period else -self._writer.names.field(conflict.cell)
        for head in conflict.heads:
            self._writer.acknowledge(row, cell, head.ref)

    def settle(self, conflict: Conflict, choice: resolution.Choice) -> None:
        """Write the chosen side of a conflict and acknowledge every side.

        A move that would close a circle is refused where it was chosen by itself; where only a side was
        preferred, the node stays where the tree has it.
        """
        row = self._row(conflict.uid)
        entity = self._living(conflict.kind, conflict.uid) if conflict.kind is not None else None
        value = resolution.value_of(conflict, choice, entity)
        if conflict.period is not None:
            self.measure(conflict.uid, conflict.period, value)
        else:
            try:
                self._writer.write(row, conflict.cell, value)
            except RuleBroken:
                if not isinstance(choice, resolution.Side):
                    raise  # the move chosen would close a circle, and whoever chose it hears so
            if conflict.kind:
                self._noted(conflict.kind, conflict.uid, entity)
        self.acknowledge(conflict)

    def _check_grid(self, cells: Iterable[tuple[Period, Value | None]]) -> None:
        """No number comes to lie where nobody looks for it; one that lies there already can be taken away."""
        company = next(iter(self._book.of(Company).values()), None)
        start = company.fiscal_year_start if company is not None else 1
        for period, value in cells:
            if value is not None and not period.on_grid(start):
                raise BadInput(grid.not_ours(period, start))

    # ---- inside ----------------------------------------------------------------------------------

    def _shown(self, kind: type[Entity], row: int, cell: codec.Cell, current: dict[str, Any]) -> tuple[Shown, Any]:
        """The fields of a cell as the form showed them, and the transaction that this change replaces there."""
        now = {name: current[name] for name in cell.fields}
        if self._seen is None:
            return now, UNSEEN
        field = self._writer.names.field(cell.name)
        newest, _value = self._writer.winner(row, field)
        if newest is None or self._known(newest, self._seen):
            return now, UNSEEN
        base, value = self._writer.winner(row, field, self._seen.last)
        plain = codec.split_cell(kind, cell, value)
        shown = {n: codec.decode_field(kind, n, part) for n, part in zip(cell.fields, plain, strict=True)}
        return (now, UNSEEN) if shown == now else (shown, base)

    def _known(self, txn: int, seen: Seen) -> bool:
        """Tell whether whoever stores the form knows a change: it was there then, or they made it themselves since."""
        return txn <= seen.last or self._writer.is_own(txn)

    def _shown_number(self, row: int, code: int) -> tuple[Any, Any]:
        """As ``_shown``, for a measurement as the log keeps it; where no form was seen it showed nothing."""
        if self._seen is None:
            return None, UNSEEN
        newest, now = self._writer.measured_until(row, code, NEWEST)
        if newest is None or self._known(newest, self._seen):
            return now, UNSEEN
        base, shown = self._writer.measured_until(row, code, self._seen.last)
        return (now, UNSEEN) if shown == now else (shown, base)

    def _write(self, kind: type[Entity], row: int, cell: codec.Cell, values: dict[str, Any], base: Any) -> None:
        try:
            encoded = codec.encode_cell(kind, cell, values)
        except (ValueError, OverflowError) as error:
            raise BadInput(msg("This can’t be saved here. Nothing was changed."), details=str(error)) from error
        self._writer.write(row, cell.name, encoded, base)

    def _noted(self, kind: type[Entity], uid: Uid, before: Entity | None) -> None:
        self._book.reload(kind, uid)
        self.changes.touch(kind, uid, before, self._book.of(kind).get(uid))

    def _living(self, kind: type[E], uid: Uid) -> E:
        found = self._book.of(kind).get(uid)
        if found is None:
            raise gone(self._book.stored(kind, uid))
        return found

    def _row(self, uid: Uid) -> int:
        row = self._writer.names.row(uid)
        if row is None:
            raise gone()
        return row

    def _input_row(self, uid: Uid) -> int:
        self._living(Input, uid)
        return self._row(uid)
