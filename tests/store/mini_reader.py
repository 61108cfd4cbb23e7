"""A reader of workspace files, written from kpidesk/store/README.md alone: nothing of the program is imported.

Kinds, cells, types and defaults are read from the block “cells” of that page, the rest follows its sections.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

FREQUENCIES = ("day", "week", "month", "quarter", "tertial", "half-year", "year")


class Field(NamedTuple):
    """A field of a kind: its type in words, and its default."""

    name: str
    type: str
    default: Any


class Transaction(NamedTuple):
    """A change: its number in its session, its stamp, when, of which kind, what it is called, what it took back."""

    n: int
    hlc: int
    wall: int
    kind: int
    label: str
    undo_of: int | None
    sum: bytes


class Op(NamedTuple):
    """One value that a transaction set: in the cell of a row by its name, or of an input by its period code."""

    txn: int
    row: int
    cell: Any
    value: Any
    prev: int | None


Cells = dict[str, list[Field]]
"""The cells of a kind by their full names; a register has its fields in a list of any length, another cell one."""


class Kinds:
    """What stands in the block “cells”: prefixes by their number, and the cells of each."""

    def __init__(self, page: str) -> None:
        self.prefixes: dict[int, str] = {}
        self.cells: dict[str, Cells] = {}
        self.registers: set[str] = set()
        prefix = register = ""
        for line in re.findall(r"```cells\n(.*?)```", page, re.DOTALL)[0].splitlines():
            words, depth = line.split(), len(line) - len(line.lstrip())
            if depth == 0:
                prefix = self.prefixes[int(words[0])] = words[1]
                self.cells[prefix] = {}
            elif ":" not in line:
                register = f"{prefix}.{words[0]}"
                self.registers.add(register)
                self.cells[prefix][register] = []
            else:
                name, _colon, told = line.strip().partition(": ")
                typed, _equals, default = told.partition(" = ")
                cell = register if depth > 2 else f"{prefix}.{name}"
                self.cells[prefix].setdefault(cell, []).append(Field(name, typed, json.loads(default or "null")))


class MiniReader:
    """One file, read whole."""

    def __init__(self, file: Path, page: str, connect: Callable[[Path], Any] = sqlite3.connect) -> None:
        self.kinds = Kinds(page)
        connection = connect(file)
        try:
            self._read(connection.execute)
        finally:
            connection.close()
        self.positions = self._folded_tree()

    def _read(self, run: Callable[[str], Any]) -> None:
        self.meta = dict(run("SELECT key, val FROM meta"))
        self.rows = {row: (uid.hex(), tab) for row, uid, tab in run("SELECT ord, uid, tab FROM row")}
        names = dict(run("SELECT ord, name FROM field"))
        who = "SELECT t.ord, s.uid, s.author, s.device, s.host, s.app FROM txn t JOIN session s ON s.ord = t.session"
        self.who = {txn: [uid.hex(), *texts] for txn, uid, *texts in run(who)}
        found = run("SELECT ord, n, hlc, wall, kind, label, undo_of, sum FROM txn")
        self.txns = {txn: Transaction(*told) for txn, *told in found}
        ops = [
            Op(txn, row, names[cell], *told)
            for txn, row, cell, *told in run("SELECT txn, row, field, val, prev FROM op")
        ]
        self.ops = sorted(ops, key=lambda op: (*self._stamp(op.txn), self.rows[op.row][0]))
        self.acks = [
            (txn, [self.rows[row][0], names[-cell] if cell < 0 else str(cell), self._ref(head)])
            for txn, row, cell, head in run("SELECT txn, row, cell, head FROM ack")
        ]
        columns = "SELECT txn, input, period, val, prev FROM"
        self.newest, old = ([Op(*row) for row in run(f"{columns} {table}")] for table in ("meas", "meas_old"))
        self.measured = [*self.newest, *old]

    def _stamp(self, txn: int) -> tuple[int, str]:
        """Stamp order: hexadecimal sorts as the bytes do."""
        return self.txns[txn].hlc, self.who[txn][0]

    def _ref(self, txn: int | None) -> list[Any] | None:
        return None if txn is None else [self.who[txn][0], self.txns[txn].n]

    # ---- folding ---------------------------------------------------------------------------------

    def entities(self, prefix: str) -> dict[str, dict[str, Any]]:
        """The living rows of a kind by uid, each with its fields."""
        cells: dict[int, dict[str, Any]] = {}
        for op in self.ops:  # in stamp order, so that the newest remains
            cells.setdefault(op.row, {})[op.cell] = op.value
        mine = {row: uid for row, (uid, tab) in self.rows.items() if self.kinds.prefixes.get(tab) == prefix}
        living = {row: uid for row, uid in mine.items() if self._lives(row, prefix, cells.get(row, {}))}
        return {uid: self._fields(prefix, cells[row] | self.positions.get(uid, {})) for row, uid in living.items()}

    def _fields(self, prefix: str, cells: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for cell, fields in self.kinds.cells[prefix].items():
            value = cells.get(cell)
            values = json.loads(value or "[]") if cell in self.kinds.registers else [value]
            values += [None] * len(fields)  # members that an older register lacks
            found |= {field.name: _decoded(field, part) for field, part in zip(fields, values, strict=False)}
        return found

    def _lives(self, row: int, prefix: str, cells: dict[str, Any]) -> bool:
        life = f"{prefix}.life"
        if not cells.get(life):
            return life in cells
        seen = json.loads(cells[life])
        touching = [op.txn for op in self.ops if op.row == row and op.cell != life]
        touching += [op.txn for op in self.measured if op.row == row]
        return any(self.txns[txn].n > seen.get(self.who[txn][0], 0) for txn in touching)

    def _folded_tree(self) -> dict[str, dict[str, Any]]:
        """The position of each node as cells by uid, without the moves that would have closed a circle."""
        above: dict[str, str | None] = {}
        found: dict[str, dict[str, Any]] = {}
        known = {uid for uid, _tab in self.rows.values()}
        moves = [op for op in self.ops if op.cell.endswith(".position")]
        for _txn, together in itertools.groupby(moves, key=lambda op: op.txn):
            wanted = {self.rows[op.row][0]: op for op in together}
            parents = {
                uid: next((p for p in json.loads(op.value)[:1] if p in known), None) for uid, op in wanted.items()
            }
            if any(_circle(above | parents, uid) for uid in parents):
                taken = [uid for uid in parents if _put(above, uid, parents[uid])]
            else:
                above |= parents
                taken = list(parents)
            found |= {uid: {wanted[uid].cell: wanted[uid].value} for uid in taken}
        return found

    def numbers(self, uid: str) -> dict[tuple[str, dt.date], Any]:
        """The numbers of an input by frequency and first day: a float, or ``na``; blanks are absent."""
        mine = [op for op in self.newest if self.rows[op.row][0] == uid and op.value is not None]
        return {(FREQUENCIES[op.cell % 8], dt.date.fromordinal(op.cell // 8)): op.value for op in mine}

    def conflicts(self) -> set[tuple[str, Any]]:
        """Cells by uid and name, and numbers by uid and period code, that have heads of different values."""
        known = [ack for _txn, ack in self.acks]
        written: dict[tuple[str, Any], list[Op]] = {}
        for op in (*self.ops, *self.measured):
            written.setdefault((self.rows[op.row][0], op.cell), []).append(op)
        found = set()
        for (uid, cell), ops in written.items():
            replaced = {op.prev for op in ops}
            heads = [op for op in ops if op.txn not in replaced and [uid, str(cell), self._ref(op.txn)] not in known]
            if len({repr(op.value) for op in heads}) > 1 and not str(cell).endswith(".life"):
                found.add((uid, cell))
        living = {uid for prefix in self.kinds.cells for uid in self.entities(prefix)}
        return {(uid, cell) for uid, cell in found if uid in living}

    # ---- digests ---------------------------------------------------------------------------------

    def wrong_digests(self) -> list[int]:
        """The transactions whose content is not what they were sealed with."""
        ops, acks, numbers = ({txn: [] for txn in self.txns} for _n in range(3))  # type: ignore[var-annotated]
        for op in self.ops:
            ops[op.txn].append([*self.rows[op.row], op.cell, op.value, self._ref(op.prev)])
        for txn, ack in self.acks:
            acks[txn].append(ack)
        for op in self.measured:
            numbers[op.txn].append(op)
        wrong = []
        for txn, told in self.txns.items():
            session, *who = self.who[txn]
            head = [session, told.n, told.hlc, told.wall, told.kind, told.label, who, self._ref(told.undo_of)]
            head += [sorted(ops[txn], key=lambda op: (op[0], op[2])), sorted(acks[txn])]
            content = json.dumps(head).encode() + self._packed(numbers[txn])
            if hashlib.blake2b(content, digest_size=8).digest() != told.sum:
                wrong.append(txn)
        return wrong

    def _packed(self, entries: list[Op]) -> bytes:
        """The numbers of one transaction, input by input."""
        found = b""
        for uid, group in itertools.groupby(sorted(entries, key=self._by_input), key=lambda op: self.rows[op.row][0]):
            cells = list(group)
            found += uid.encode() + struct.pack(f"<{len(cells)}q", *(op.cell for op in cells))
            if all(isinstance(op.value, float) for op in cells):
                found += b"\1" + struct.pack(f"<{len(cells)}d", *(op.value for op in cells))
            else:
                found += b"".join(_packed_value(op.value) for op in cells)
            replaced = [[op.cell, self._ref(op.prev)] for op in cells if op.prev is not None]
            found += json.dumps(replaced).encode() if replaced else b""
        return found

    def _by_input(self, op: Op) -> tuple[str, int]:
        return self.rows[op.row][0], op.cell


def _packed_value(value: Any) -> bytes:
    if value is None:
        return b"\0"
    return b"\1" + struct.pack("<d", value) if isinstance(value, float) else b"\2" + value.encode()


def _put(above: dict[str, str | None], uid: str, parent: str | None) -> bool:
    """Move one node, unless that closes a circle; tell whether."""
    if _circle(above | {uid: parent}, uid):
        return False
    above[uid] = parent
    return True


def _circle(above: dict[str, str | None], uid: str) -> bool:
    """Tell whether a node is above itself."""
    at, seen = above.get(uid), set()
    while at is not None and at != uid and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at == uid


def _decoded(field: Field, value: Any) -> Any:
    kind, _space, choices = field.type.partition(" ")
    if value is None or (kind == "word" and value not in choices.split("|")):
        return field.default
    if kind == "list":
        return json.loads(value)
    return {"yes/no": bool, "number": float}.get(kind, lambda plain: plain)(value)
