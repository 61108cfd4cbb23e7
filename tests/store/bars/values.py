"""Every field of every kind with every kind of hostile value, under digests that are in order.

The values are written past the commands and past the bounds, as a tampered program would write them.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kpidesk.domain.entities import KINDS, Entity, Uid
from kpidesk.store.log import codec
from kpidesk.store.log.transaction import Transaction
from kpidesk.text import msg
from kpidesk.workspace import Workspace

DEEP = "[" * 20_000 + "]" * 20_000
PLAIN: tuple[Any, ...] = (
    "", "x", "x" * 200_000, "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\x00", "null",
    "[]", "{}", "[[]]", "[null]", "[1]", '["a"]', '[["a"]]', '[["a", null]]', '[["a", "b", "c"]]', '[[1e999, 2]]',
    DEEP, "0001-01-01", "9999-12-31", "2026-02-30", "nan", "inf", "-1", 0, 1, -1, 2**31, 2**63 - 1, -(2**63),
    0.5, -0.5, 1e300, -1e300, 1e-300, math.inf, -math.inf,
)  # fmt: skip
"""Values that a cell of one field can have in SQLite."""
PARTS: tuple[Any, ...] = (
    None, True, 10**30, -(10**30), 1e999, -1e999, [], {}, [[[]]], "x" * 200_000, "\ud800", "9999-12-31", -1, 0, 0.5,
)  # fmt: skip
"""Values that a member of a register can have in JSON."""


@dataclass(frozen=True)
class Poison:
    """One cell of one kind with a value that nobody means."""

    kind: type[Entity]
    cell: codec.Cell
    value: Any

    def __str__(self) -> str:
        return f"{self.cell.name} = {str(self.value)[:40]!r}"


def poisons() -> Iterator[Poison]:
    """Every one there is; each life cell too."""
    for kind in KINDS:
        for cell in (*codec.cells(kind), codec.Cell(codec.life_of(kind), (), False)):
            for value in PLAIN:
                yield Poison(kind, cell, value)
            if cell.register:
                yield from _in_registers(kind, cell)


def _in_registers(kind: type[Entity], cell: codec.Cell) -> Iterator[Poison]:
    defaults = [codec.codecs(kind)[name].encode(codec.codecs(kind)[name].default) for name in cell.fields]
    for place in range(len(cell.fields)):
        for part in PARTS:
            parts = [*defaults[:place], part, *defaults[place + 1 :]]
            yield Poison(kind, cell, json.dumps(parts))


def give(ws: Workspace, uid: Uid, poison: Poison) -> None:
    """Write the value into a row, in a transaction whose digest is right."""
    with ws.transaction(msg("poison")) as change:
        _write(change, uid, poison)


@contextlib.contextmanager
def given(ws: Workspace, uid: Uid, poison: Poison) -> Iterator[None]:
    """The workspace with the value in it; as before when the block ends."""
    with contextlib.suppress(_TakenBackError), ws.transaction(msg("poison")) as change:
        _write(change, uid, poison)
        ws._file.book.forget()
        yield
        raise _TakenBackError
    ws._file.book.forget()


class _TakenBackError(Exception):
    """Leaves a transaction on purpose."""


def _write(change: Transaction, uid: Uid, poison: Poison) -> None:
    row = change._writer.names.row(uid)
    assert row is not None
    change._writer.begin()
    change._writer.write(row, poison.cell.name, poison.value)
