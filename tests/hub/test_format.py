"""What lies on the server is what stands in kpidesk/hub/README.md: its tables, and payloads read from it alone."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.period import Period
from kpidesk.errors import StorageFault
from kpidesk.hub import tables
from kpidesk.hub.joining import init_sql
from kpidesk.hub.wire import body, payload, runs
from kpidesk.hub.wire.payload import WORDS
from kpidesk.store.log.digest import Content, digest
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.store.conftest import add_input

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "kpidesk/hub/README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_page() -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    assert tuple(block.splitlines()) == tables.statements()
    assert all(statement in init_sql() for statement in tables.statements())


def test_names_of_people_stand_in_the_sql_whatever_they_hold() -> None:
    assert 'GRANT kpidesk_member TO "o""la; DROP";' in init_sql(['o"la; DROP'])


def read(data: bytes) -> list[dict[str, Any]]:
    """The transactions of a payload in the clear, as the page tells it."""
    assert data[0] == 1 and data[1] in (0, 1)
    unpack = zlib.decompressobj(zdict=WORDS)
    body = unpack.decompress(data[2:]) if data[1] else data[2:]
    at, found = 0, []
    while at < len(body):
        (size,) = struct.unpack_from("<I", body, at)
        head = json.loads(body[at + 4 : at + 4 + size])
        at += 4 + size
        numbers = {}
        for row, count, marks, _replaced in head[8]:
            periods = list(accumulate(struct.unpack_from(f"<{count}i", body, at)))
            values: list[Any] = list(struct.unpack_from(f"<{count}d", body, at + 4 * count))
            at += 12 * count
            for place, mark in marks:
                values[place] = mark
            numbers[head[10][row][0]] = dict(zip(periods, values, strict=True))
        cells = {head[11][cell]: value for _row, cell, value, _prev in head[6]}
        found.append({"kind": head[2], "label": head[3], "cells": cells, "numbers": numbers})
    return found


def test_a_payload_is_read_from_the_page_alone(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    sales = add_input(ws)
    march, april = Period.parse("2026-03"), Period.parse("2026-04")
    with ws.transaction(msg("note")) as change:
        change.measure(sales, march, 4.5)
        change.measure(sales, april, 5.0)
    with ws.transaction(msg("blank")) as change:
        change.measure(sales, april, None)
    hub.trip(ws, hub.courier(ws))
    with hub.bare() as owner:
        rows = owner.execute("SELECT first, last, payload FROM kpidesk.hub_run").fetchall()
    assert [row[:2] for row in rows] == [(1, 4)], "an upload is one run"
    founding, entering, noting, blanking = read(bytes(rows[0][2]))  # type: ignore[arg-type]
    assert founding["kind"] == 5 and founding["cells"]["company.name"] == "Shop"
    assert entering["cells"]["input.key"] == "sales"
    code = 739676 * 8 + 2
    assert noting["numbers"][sales] == {code: 4.5, code + 31 * 8: 5.0}
    assert blanking["numbers"][sales] == {code + 31 * 8: None}


def test_an_upload_is_cut_into_runs_of_one_session_each_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST", 3)
    monkeypatch.setattr(runs, "MOST_BYTES", 1000)
    one, other, space = b"1" * 8, b"2" * 8, b"s" * 16
    sizes = {(one, n): 40 for n in (1, 2, 3, 4, 5, 6, 7, 9)} | {(other, 1): 40, (other, 2): 990, (other, 3): 30}
    items = [(session, n, bytes([n]) * size) for (session, n), size in sizes.items()]
    found = runs.cut(items, space, None)
    assert [(run.session, run.first, run.last) for run in found] == [
        (one, 1, 3), (one, 4, 6), (one, 7, 7), (one, 9, 9), (other, 1, 1), (other, 2, 2), (other, 3, 3)
    ]  # fmt: skip
    assert b"".join(payload.opened(run.payload, None, b"") for run in found) == b"".join(item[2] for item in items)
    assert runs.cut([], space, None) == [] and runs.cut(items[:2], space, None)[0].last == 2

    def damaged() -> Iterator[runs.Item]:
        yield from items
        raise StorageFault(msg("Damaged."))

    with pytest.raises(StorageFault):
        runs.cut(damaged(), space, None)


ASKED = """
import sys
for name in {hidden}:
    sys.modules[name] = None
import kpidesk.cli, kpidesk.workspace, pathlib
from kpidesk.settings import Home
folder = pathlib.Path(sys.argv[1])
with kpidesk.workspace.Workspace.create(folder / "a.kpidesk", company="A", home=Home(folder / "home")) as ws:
    assert ws.company.name == "A"
from kpidesk.hub import joining, courier
print([name for name in ("psycopg", "cryptography", "keyring") if sys.modules.get(name)])
"""


def test_the_program_loads_and_needs_nothing_of_the_extra(tmp_path: Path) -> None:
    for at, hidden in enumerate(([], ["psycopg", "cryptography", "keyring"])):
        folder = tmp_path / str(at)
        folder.mkdir()
        command = [sys.executable, "-c", ASKED.format(hidden=hidden), str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_what_is_written_by_hand_is_what_json_would_write() -> None:
    uid, other, odd = "ab" * 16, "cd" * 16, 'Æ "quoted" \\ \n\t\x00\u2028 😀'
    made = Content("12" * 8, 3, 7 << 16, 5, 1, odd, ("kari", odd, "host", "app"), ("34" * 8, 1))
    made.ops = [(other, 8, "objective.title", odd, ("34" * 8, 2)), (uid, 4, "kpi.name", None, None)]
    made.ops += [(uid, 4, "kpi.target", 1.5e-7, None)]
    made.ops += [(uid, 4, "kpi.decimals", 2, ("12" * 8, 2)), (other, 8, "objective.order", "", None)]
    made.acks = [(other, "objective.title", ("34" * 8, 2)), (uid, "5000001", ("12" * 8, 1))]
    made.measured = {uid: [(5_000_002, None, None), (5_000_001, 2.5, ("34" * 8, 1))]}
    who = made.session, made.n, made.hlc, made.wall, made.kind, made.label, made.who, made.undo_of
    bare, first, next_ = Content(*who), Content(*who[:-1]), Content(*who[:-1])
    first.ops, next_.ops = [(uid, 4, "kpi.name", None, None)], [(other, 8, "objective.title", odd, ("34" * 8, 2))]
    for each in (bare, first, next_, made):
        text = json.dumps([*who[:-1], each.undo_of, sorted(each.ops, key=lambda op: (op[0], op[2])), sorted(each.acks)])
        numbers = struct.pack("<2q", 5_000_001, 5_000_002) + b"\1" + struct.pack("<d", 2.5) + b"\0"
        numbers += json.dumps([(5_000_001, ("34" * 8, 1))]).encode()
        more = uid.encode() + numbers if each.measured else b""
        assert digest(each) == hashlib.blake2b(text.encode() + more, digest_size=8).digest()
        packed = body.packed(each, digest(each))
        (size,) = struct.unpack_from("<I", packed)
        head = packed[4 : 4 + size].decode()
        assert head == json.dumps(json.loads(head), ensure_ascii=False, separators=(",", ":"))
        ((back, _seal),) = body.read(packed, each.session, [each.n], each.who)
        assert digest(back) == digest(each) and back.ops == each.ops and back.acks == each.acks
