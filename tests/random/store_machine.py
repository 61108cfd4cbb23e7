"""Three machines with the same workspace, their clocks up to 400 days apart, doing anything at all.

After each step that mixes histories, what the program shows is compared with ``fold_model``. At the
end everybody merges with everybody, and all three must show the same.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from kpidesk.domain.entities import Input, KeyResult, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.settings import Home
from kpidesk.store.log import codec
from kpidesk.text import msg
from kpidesk.workspace import Backup, Seen, Transaction, Workspace, library_uid
from tests.random import fold_model as model

FAST = Path("/dev/shm")
MACHINES = 3
M = st.integers(0, MACHINES - 1)
K = st.integers(0, 6)
V = st.integers(0, 3)
PERIODS = [Period.parse(f"2026-{month:02}") for month in range(1, 5)]
P = st.sampled_from(PERIODS)
KINDS = (Objective, KeyResult, Input)
ARGUMENTS = {
    "k": K, "k2": K, "v": V, "n": st.integers(0, 1), "kind": st.sampled_from(KINDS), "low": st.booleans(),
    "period": P, "periods": st.lists(P, unique=True, min_size=1),
}  # fmt: skip
EDITS = {
    "create": ("k", "kind"), "add_from_library": ("k",), "edit": ("k", "v", "n"), "edit_register": ("k", "v", "low"),
    "move": ("k", "k2", "v"), "swap": ("k", "k2"), "delete": ("k",), "measure": ("k", "period", "v"),
    "measure_many": ("k", "periods", "v"), "many_at_once": ("k", "v"),
}  # fmt: skip
NAMED = {Objective: ("title", "description"), KeyResult: ("title", "unit"), Input: ("name", "source")}
SEEN: Counter[str] = Counter()
"""What the histories reached, so that a test can tell that they were not empty."""


class Machines(RuleBasedStateMachine):
    """See the module."""

    @initialize(days=st.lists(st.integers(-400, 400), min_size=MACHINES, max_size=MACHINES))
    def start(self, days: list[int]) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=FAST if FAST.is_dir() else None))
        self.now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
        self.skew = [dt.timedelta(days=n) for n in days]
        self.made = 0
        self.homes = [0] * MACHINES
        self.kinds: dict[str, type[Any]] = {}
        self.forms: list[tuple[int, str, str, Seen, model.Txn | None, Any]] = []
        self.taken: dict[model.Txn, set[model.Txn]] = {}
        self.records: set[model.Txn] = set()
        self.saved: list[tuple[Path, model.Log]] = []
        self.logs: list[model.Log] = [{} for _ in range(MACHINES)]
        self.undo: list[list[model.Txn]] = [[] for _ in range(MACHINES)]
        self.redo: list[list[model.Txn]] = [[] for _ in range(MACHINES)]
        self.ws: list[Workspace] = [self.found()]
        self.take_new(0)
        self.undo[0].clear()
        for n in range(5):
            self.do(0, lambda change, n=n: self.put(change, KINDS[n % 3], None))
        self.ws[0].sharing.publish()
        for i in range(1, MACHINES):
            shutil.copy(self.path(0), self.path(i))
            self.logs[i] = dict(self.logs[0])
            self.ws.append(self.opened(i))

    # ---- the machines ----------------------------------------------------------------------------

    def path(self, i: int) -> Path:
        return self.folder / f"machine{i}.kpidesk"

    def home(self, i: int) -> Home:
        return Home(self.folder / f"home{i}-{self.homes[i]}")

    def clock(self, i: int) -> Callable[[], dt.datetime]:
        return lambda: self.now + self.skew[i]

    def found(self) -> Workspace:
        return self.held(Workspace.create(self.path(0), company="K", home=self.home(0), clock=self.clock(0)))

    def opened(self, i: int) -> Workspace:
        return self.held(Workspace.open(self.path(i), author=f"A{i}", home=self.home(i), clock=self.clock(i)))

    @staticmethod
    def held(ws: Workspace) -> Workspace:
        ws.sharing._holding = 1  # published by the rules that copy files, not after each edit
        return ws

    def do(self, i: int, act: Callable[[Transaction], None], base: Any = None) -> model.Entry | None:
        self.now += dt.timedelta(seconds=1)
        try:
            with self.ws[i].transaction(msg("edit")) as change:
                act(change)
        except (RuleBroken, NotFound):
            return None
        return self.take_new(i, base)

    def take_new(self, i: int, base: Any = None, edit: bool = True) -> model.Entry | None:
        """Read what was written into the model, checking that it replaces what was there."""
        entries = {txn: entry for txn, entry in read_log(self.ws[i]).items() if txn not in self.logs[i]}
        assert len(entries) <= 1
        for txn, entry in entries.items():
            for cell, (_value, prev) in entry.cells.items():
                expected = base[1] if base and base[0] == cell else model.winner(self.logs[i], cell)
                assert prev == expected, "an operation names the transaction that it replaces"
            self.logs[i][txn] = entry
            if edit:
                self.undo[i].append(txn)
                self.redo[i].clear()
            return entry
        return None

    def put(self, change: Transaction, kind: type[Any], parent: str | None, uid: str = "") -> str:
        self.made += 1
        uid = uid or f"{self.made:032x}"
        self.kinds[uid] = kind
        placed = {} if kind is Input else {"parent": parent, "order": "a0"}
        return change.add(kind(uid, **{NAMED[kind][0]: f"n{self.made}", **placed}))

    def pick(self, i: int, k: int, *kinds: type[Any]) -> str | None:
        found = [uid for uid in sorted(self.kinds) if self.kinds[uid] in (kinds or KINDS) and self.lives(i, uid)]
        return found[k % len(found)] if found else None

    def lives(self, i: int, uid: str) -> bool:
        return self.ws[i].find(self.kinds[uid], uid) is not None

    # ---- edits -----------------------------------------------------------------------------------

    @rule(i=M, k=K, kind=st.sampled_from(KINDS))
    def create(self, i: int, k: int, kind: type[Any]) -> None:
        parent = self.pick(i, k, Objective)
        self.do(i, lambda change: self.put(change, kind, parent))

    @rule(i=M, k=V)
    def add_from_library(self, i: int, k: int) -> None:
        """The same row from two machines, and a buried one added anew."""
        uid = library_uid(f"shipped {k}")
        self.do(i, lambda change: self.put(change, Input, None, uid))
        assert self.ws[i].get(Input, uid).source == ""

    @rule(i=M, k=K, v=V, n=st.integers(0, 1))
    def edit(self, i: int, k: int, v: int, n: int) -> None:
        uid = self.pick(i, k)
        if uid:
            name = NAMED[self.kinds[uid]][n]
            self.do(i, lambda change: change.set(self.kinds[uid], uid, **{name: f"v{v}"}))
            assert getattr(self.ws[i].get(self.kinds[uid], uid), name) == f"v{v}"

    @rule(i=M, k=K, v=V, low=st.booleans())
    def edit_register(self, i: int, k: int, v: int, low: bool) -> None:
        uid = self.pick(i, k, KeyResult)
        if uid:
            values = {"start": float(v)} if low else {"target": v + 10.5}
            self.do(i, lambda change: change.set(KeyResult, uid, **values))

    @rule(i=M, j=M, k=K, v=V)
    def edit_on_both(self, i: int, j: int, k: int, v: int) -> None:
        for at, text in ((i, f"left{v}"), (j, f"right{v}")):
            uid = self.pick(i, k)
            if uid and uid in self.kinds and self.lives(at, uid):
                name = NAMED[self.kinds[uid]][0]
                self.do(at, lambda change, u=uid, n=name, t=text: change.set(self.kinds[u], u, **{n: t}))

    @rule(i=M, k=K)
    def open_form(self, i: int, k: int) -> None:
        uid = self.pick(i, k)
        if uid:
            ws, kind = self.ws[i], self.kinds[uid]
            name = NAMED[kind][0]
            replaces = model.winner(self.logs[i], (uid, codec.cell_of(kind, name).name))
            self.forms.append((i, uid, name, ws.editing.seen(), replaces, getattr(ws.get(kind, uid), name)))

    @precondition(lambda self: self.forms)
    @rule(v=V)
    def save_form(self, v: int) -> None:
        """What a form replaces is what it showed, not what somebody has put there since."""
        i, uid, name, seen, replaces, shown = self.forms.pop(0)
        if self.lives(i, uid):
            kind = self.kinds[uid]
            cell = (uid, codec.cell_of(kind, name).name)
            newest = model.winner(self.logs[i], cell)
            own = newest is not None and newest[0] == self.ws[i]._file.session.uid
            crossed = not own and getattr(self.ws[i].get(kind, uid), name) != shown
            with self.ws[i].editing.based_on(seen):
                if crossed:
                    untouched = self.do(i, lambda change: change.set(kind, uid, **{name: shown}))
                    assert untouched is None, "what a form did not change is not written"
                base = (cell, replaces) if crossed else None
                self.do(i, lambda change: change.set(kind, uid, **{name: f"form{v}"}), base)

    @rule(i=M, k=K, k2=K, v=V)
    def move(self, i: int, k: int, k2: int, v: int) -> None:
        uid, parent = self.pick(i, k, Objective, KeyResult), self.pick(i, k2, Objective, KeyResult)
        if uid:
            self.do(i, lambda change: change.move(uid, parent if v else None, f"a{v}"))

    @rule(i=M, k=K, k2=K)
    def swap(self, i: int, k: int, k2: int) -> None:
        """A node changes places with another in one transaction, which no order of single moves allows."""
        low, high = self.pick(i, k, Objective), self.pick(i, k2, Objective)
        if low and high and low != high:

            def act(change: Transaction) -> None:
                change.move(low, None, "a1")
                change.move(high, low, "a1")

            self.do(i, act)

    @rule(i=M, j=M, k=K, k2=K)
    def cross_move(self, i: int, j: int, k: int, k2: int) -> None:
        """Each machine puts one of two nodes under the other."""
        one, two = self.pick(i, k, Objective), self.pick(i, k2, Objective)
        if i != j and one and two and one != two and self.lives(j, one) and self.lives(j, two):
            self.do(i, lambda change: change.move(one, two, "a0"))
            self.do(j, lambda change: change.move(two, one, "a0"))
            self.do_merge(i, j)

    @rule(i=M, k=K)
    def delete(self, i: int, k: int) -> None:
        uid = self.pick(i, k)
        if uid:
            self.do(i, lambda change: change.delete(self.kinds[uid], uid))
            assert not self.lives(i, uid)

    @rule(i=M, k=K)
    def bring_back(self, i: int, k: int) -> None:
        dead = sorted(model.view(self.logs[i]).dead)
        if dead:
            uid = dead[k % len(dead)]
            self.do(i, lambda change: change.restore(self.kinds[uid], uid))
            assert self.lives(i, uid)

    @rule(i=M, j=M, k=K, v=V)
    def delete_against_edit(self, i: int, j: int, k: int, v: int) -> None:
        uid = self.pick(i, k)
        if uid and i != j and self.lives(j, uid):
            name = NAMED[self.kinds[uid]][1]
            self.do(j, lambda change: change.set(self.kinds[uid], uid, **{name: f"kept{v}"}))
            self.do(i, lambda change: change.delete(self.kinds[uid], uid))
            self.do_merge(i, j)

    @rule(i=M, k=K, period=P, v=st.sampled_from([None, 0.0, 1.5, 2.5]))
    def measure(self, i: int, k: int, period: Period, v: float | None) -> None:
        uid = self.pick(i, k, Input)
        if uid:
            self.do(i, lambda change: change.measure(uid, period, v))
            assert self.ws[i].series(uid).get(period) == v

    @rule(i=M, k=K, periods=st.lists(P, unique=True, min_size=1), v=V)
    def measure_many(self, i: int, k: int, periods: list[Period], v: int) -> None:
        uid = self.pick(i, k, Input)
        if uid:
            self.do(i, lambda change: change.measure_many(uid, [(period, float(v)) for period in periods]))

    @rule(i=M, k=K, v=V)
    def many_at_once(self, i: int, k: int, v: int) -> None:
        uid = self.pick(i, k, Objective)
        if uid:

            def act(change: Transaction) -> None:
                child = self.put(change, KeyResult, uid)
                change.set(Objective, uid, title=f"first{v}")
                change.set(Objective, uid, title=f"second{v}")
                if v == 1:
                    change.delete(KeyResult, child)
                if v == 2:
                    change.delete(Objective, uid)

            self.do(i, act)

    # ---- undo, redo, conflicts -------------------------------------------------------------------

    @rule(i=M)
    def take_back(self, i: int) -> None:
        self.revert(i, self.ws[i].undo, self.undo[i], self.redo[i])

    @rule(i=M)
    def do_again(self, i: int) -> None:
        self.revert(i, self.ws[i].redo, self.redo[i], self.undo[i])

    def revert(self, i: int, act: Callable[[], Any], source: list[model.Txn], target: list[model.Txn]) -> None:
        self.now += dt.timedelta(seconds=1)
        before = dict(self.logs[i])
        done = act()
        assert (done is not None) == bool(source)
        if done is None:
            return
        entry = self.take_new(i, edit=False)
        assert entry is not None
        ref = source.pop()
        assert entry.undo_of == ref
        if ref in self.taken:
            self.check_merge_undone(i, before, self.taken[ref] | {ref})
        else:
            for cell, (_value, prev) in entry.cells.items():
                assert model.origin(before, prev, cell) == model.origin(before, ref, cell), "only what is still ours"
        target.append(next(txn for txn in self.logs[i] if txn not in before))
        SEEN["reverts"] += 1
        self.check(i)

    @rule(i=M, k=K)
    def revert_one(self, i: int, k: int) -> None:
        """Just one earlier change of this machine is taken back, as a change of its own."""
        edits = [txn for txn in self.undo[i] if txn not in self.records]
        if edits:
            ref, before = edits[-1 - k % len(edits)], dict(self.logs[i])
            self.now += dt.timedelta(seconds=1)
            self.ws[i].undoing.revert(ref_of(self.ws[i], ref))
            entry = self.take_new(i)
            assert entry is not None and entry.undo_of == ref
            for cell, (_value, prev) in entry.cells.items():
                assert model.origin(before, prev, cell) == model.origin(before, ref, cell), "only what is still ours"
            self.check(i)

    def check_merge_undone(self, i: int, before: model.Log, never: set[model.Txn]) -> None:
        """What shows is what the log without the merge means, but for rows that others have worked on since."""
        was, then, now = (model.view(log) for log in (before, without(before, never), self.logs[i]))
        founded = {cell[0] for txn in never & set(before) for cell in before[txn].cells if model.is_life(cell)}
        for cell, value in now.cells.items():
            uid = cell[0]
            if uid in self.kinds and uid not in now.dead and uid not in founded and uid not in then.dead | was.dead:
                assert value == then.cells.get(cell) or type(value) is not type(then.cells.get(cell))
        SEEN["merges undone"] += 1

    @rule(i=M, data=st.data())
    def do_undo_redo(self, i: int, data: st.DataObject) -> None:
        """Some edits, as many undos, as many redos: all is as it was, then as it became."""
        was, steps = self.shown(i), len(self.undo[i])
        edits = (self.create, self.add_from_library, self.edit, self.edit_register, self.move, self.swap, self.delete,
                 self.measure, self.measure_many, self.many_at_once)  # fmt: skip
        for _n in range(data.draw(st.integers(2, 5))):
            self.draw_and_run(data.draw(st.sampled_from(edits)), i, data)
        became, steps = self.shown(i), len(self.undo[i]) - steps
        for _n in range(steps):
            self.take_back(i)
        assert self.shown(i) == was
        for _n in range(steps):
            self.do_again(i)
        assert self.shown(i) == became

    @staticmethod
    def draw_and_run(edit: Any, i: int, data: st.DataObject) -> None:
        drawn = {name: data.draw(wanted) for name, wanted in ARGUMENTS.items() if name in EDITS[edit.__name__]}
        edit(i, **drawn)

    def shown(self, i: int) -> dict[str, Any]:
        """Everything that a page could show."""
        ws = self.ws[i]
        living: dict[str, Any] = {entity.uid: entity for kind in KINDS for entity in ws.all(kind)}
        return living | {f"series {uid}": ws.series(uid) for uid in self.kinds if ws.find(Input, uid)}

    @rule(i=M, k=K, side=st.integers(0, 1))
    def settle(self, i: int, k: int, side: int) -> None:
        found = self.ws[i].merging.conflicts()
        if found:
            conflict = found[k % len(found)]
            self.now += dt.timedelta(seconds=1)
            was = self.shown(i)
            try:
                self.ws[i].merging.resolve(conflict, conflict.heads[side % len(conflict.heads)].ref)
            except RuleBroken:  # a move that would close a circle: said, and nothing is changed
                assert self.shown(i) == was and conflict in self.ws[i].merging.conflicts()
                return
            self.take_new(i)
            assert conflict_cell(conflict) not in {conflict_cell(other) for other in self.ws[i].merging.conflicts()}
            SEEN["settled"] += 1
            self.check(i)

    # ---- copies ----------------------------------------------------------------------------------

    @rule(i=M, j=M)
    def merge(self, i: int, j: int) -> None:
        if i != j:
            self.do_merge(i, j)

    def do_merge(self, i: int, j: int) -> None:
        self.ws[j].sharing.publish()
        self.now += dt.timedelta(seconds=1)
        fresh = set(self.logs[j]) - set(self.logs[i])
        self.ws[i].merging.merge(self.path(j))
        self.logs[i] = {**self.logs[j], **self.logs[i]}
        record = self.take_new(i)
        assert (record is not None) == (not fresh <= self.records), "a merge of more than records is recorded"
        if record is not None:
            self.taken[self.undo[i][-1]] = fresh
            self.records.add(self.undo[i][-1])
        SEEN["merges"] += 1
        assert self.ws[i].merging.merge(self.path(j), dry_run=True).transactions == 0
        self.check(i)

    @rule(i=M, j=M)
    def put_over(self, i: int, j: int) -> None:
        """Somebody copies another machine's file over ours while we have it open."""
        if i != j:
            self.ws[j].sharing.publish()
            shutil.copy(self.path(j), self.path(i))
            self.ws[i].sharing.refresh()
            self.logs[i] = {**self.logs[j], **self.logs[i]}
            self.check(i)

    @rule(i=M, k=K, v=V)
    def second_window(self, i: int, k: int, v: int) -> None:
        uid = self.pick(i, k)
        if uid:
            other = self.opened(i)
            with other.transaction(msg("edit")) as change:
                change.set(self.kinds[uid], uid, **{NAMED[self.kinds[uid]][1]: f"second{v}{self.made}"})
            other.close()
            self.ws[i].sharing.refresh()
            self.take_new(i)
            self.check(i)

    @rule(i=M)
    def reopen(self, i: int) -> None:
        self.ws[i].close()
        self.ws[i] = self.opened(i)
        self.forms = [form for form in self.forms if form[0] != i]

    @rule(i=M)
    def backup(self, i: int) -> None:
        self.ws[i].sharing.publish()
        path = self.folder / f"kept{len(self.saved)}.kpidesk"
        shutil.copy(self.path(i), path)
        self.saved.append((path, dict(self.logs[i])))

    @precondition(lambda self: self.saved)
    @rule(i=M, k=K, same_machine=st.booleans())
    def restore(self, i: int, k: int, same_machine: bool) -> None:
        """An old copy is put back. On a new machine what came after it is gone; on the same it is not."""
        path, log = self.saved[k % len(self.saved)]
        self.ws[i].close()
        shutil.copy(path, self.path(i))
        self.forms = [form for form in self.forms if form[0] != i]
        if same_machine:
            self.logs[i] = {**log, **self.logs[i]}
        else:
            self.homes[i] += 1
            self.logs[i] = dict(log)
            self.undo[i].clear()
            self.redo[i].clear()
        self.ws[i] = self.opened(i)
        SEEN["restores"] += 1
        self.check(i)

    @precondition(lambda self: self.saved)
    @rule(i=M, k=K)
    def go_back(self, i: int, k: int) -> None:
        """The file goes back to what a kept version shows, as one change that undo takes back."""
        path, log = self.saved[k % len(self.saved)]
        if not log.keys() <= self.logs[i].keys():
            return
        self.now += dt.timedelta(seconds=1)
        was = self.shown(i)
        self.ws[i].time.restore(Backup(path, self.now, "daily", 0))
        if self.take_new(i) is None:
            return
        then, now = model.view(log), model.view(self.logs[i])
        founded = {cell[0] for cell in writers_of(log)}
        for uid, kind in self.kinds.items():
            lived = uid in founded and uid not in then.dead
            assert self.lives(i, uid) == lived
            if lived:
                assert described(kind, self.ws[i].get(kind, uid)) == expected(kind, uid, then)
        measured = {cell for cell in now.cells if isinstance(cell[1], int) and self.lives(i, cell[0])}
        assert all(now.cells[cell] == then.cells.get(cell) for cell in measured)
        SEEN["gone back"] += 1
        self.check(i)
        self.take_back(i)
        assert self.shown(i) == was

    @rule(i=M, j=M, k=K, v=V)
    def restored_future(self, i: int, j: int, k: int, v: int) -> None:
        """The future that a restored machine has lost comes back from a colleague, beside a new one."""
        uid = self.pick(i, k)
        if i != j and uid:
            self.backup(i)
            name = NAMED[self.kinds[uid]][1]
            self.do(i, lambda change: change.set(self.kinds[uid], uid, **{name: f"lost{v}"}))
            self.do_merge(j, i)
            self.restore(i, len(self.saved) - 1, False)
            if self.lives(i, uid):
                self.do(i, lambda change: change.set(self.kinds[uid], uid, **{name: f"new{v}"}))
            self.do_merge(i, j)

    # ---- what must hold --------------------------------------------------------------------------

    def check(self, i: int) -> None:
        ws, log = self.ws[i], self.logs[i]
        assert read_log(ws) == log, "nothing lost, nothing invented"
        seen = model.view(log)
        SEEN["skipped moves"] += seen.skipped
        SEEN["revived"] += seen.revived
        SEEN["conflicts"] += len(seen.conflicts)
        shown = []
        for uid in {cell[0] for cell in writers_of(log)} & set(self.kinds):
            kind = self.kinds[uid]
            entity = ws.find(kind, uid)
            assert (entity is None) == (uid in seen.dead)
            stored = ws._file.book.stored(kind, uid)
            assert described(kind, stored) == expected(kind, uid, seen)
            if entity is not None:
                assert entity == stored
                shown += [uid] if kind is not Input else []
            if kind is Input:
                values = {c[1]: v for c, v in seen.cells.items() if c[0] == uid and isinstance(c[1], int)}
                assert {p.code(): v for p, v in ws.series(uid).items()} == {
                    p: v for p, v in values.items() if v is not None
                }
        assert sorted(walked(ws, None)) == sorted(shown), "each living node is shown once"
        assert {conflict_cell(conflict) for conflict in ws.merging.conflicts()} == seen.conflicts

    def teardown(self) -> None:
        if not hasattr(self, "ws") or len(self.ws) < MACHINES:
            return
        try:
            for _round in range(2):
                for i, j in itertools.permutations(range(MACHINES), 2):
                    self.do_merge(i, j)
            assert self.logs[0] == self.logs[1] == self.logs[2]
            assert all(ws.checking.problems() == [] for ws in self.ws)
        finally:
            for ws in self.ws:
                ws.close()
            shutil.rmtree(self.folder)


# ---- reading the program's file, past its own readers ------------------------------------------------


def ref_of(ws: Workspace, txn: model.Txn) -> int:
    query = "SELECT t.ord FROM txn t JOIN session s ON s.ord = t.session WHERE s.uid = ? AND t.n = ?"
    return int(ws._file.database.one(query, txn))


def read_log(ws: Workspace) -> model.Log:
    run = ws._file.database.execute
    rows = run("SELECT t.ord, s.uid, t.n, t.hlc, t.undo_of FROM txn t JOIN session s ON s.ord = t.session").fetchall()
    names: dict[int | None, model.Txn] = {row[0]: (row[1], row[2]) for row in rows}
    log = {names[row[0]]: model.Entry(row[3], {}, names.get(row[4])) for row in rows}
    uids = {row: uid.hex() for row, uid in run("SELECT ord, uid FROM row")}
    fields = dict(run("SELECT ord, name FROM field"))
    for txn, row, field, value, prev in run("SELECT txn, row, field, val, prev FROM op"):
        log[names[txn]].cells[uids[row], fields[field]] = (value, names.get(prev))
    for table in ("meas", "meas_old"):
        for row, period, txn, value, prev in run(f"SELECT input, period, txn, val, prev FROM {table}"):
            assert (uids[row], period) not in log[names[txn]].cells
            log[names[txn]].cells[uids[row], period] = (value, names.get(prev))
    for txn, row, cell, head in run("SELECT txn, row, cell, head FROM ack"):
        log[names[txn]].acks.add(((uids[row], fields[-cell] if cell < 0 else cell), names[head]))
    return log


def without(log: model.Log, never: set[model.Txn]) -> model.Log:
    return {txn: entry for txn, entry in log.items() if txn not in never}


def writers_of(log: model.Log) -> set[model.Cell]:
    return {cell for entry in log.values() for cell in entry.cells}


def described(kind: type[Any], entity: Any) -> list[Any]:
    texts = [getattr(entity, name) for name in NAMED[kind]]
    if kind is Input:
        return texts
    place = [entity.parent, entity.order]
    return [*texts, *place, entity.start, entity.target] if kind is KeyResult else [*texts, *place]


def expected(kind: type[Any], uid: str, seen: model.View) -> list[Any]:
    prefix = kind.__name__.lower()
    texts = [seen.cells.get((uid, f"{prefix}.{name}")) or "" for name in NAMED[kind]]
    if kind is Input:
        return texts
    place = [seen.parents.get(uid), seen.orders.get(uid, "")]
    if kind is Objective:
        return [*texts, *place]
    register = seen.cells.get((uid, "keyresult.measure"))
    parts = model.json.loads(register) if register else [None] * 6
    return [texts[0], parts[5] or "", *place, parts[1], parts[2]]


def walked(ws: Workspace, parent: str | None) -> list[str]:
    found = []
    for node in ws.children(parent):
        found += [node.uid, *walked(ws, node.uid)]
    return found


def conflict_cell(conflict: Any) -> model.Cell:
    return conflict.uid, conflict.cell or conflict.period.code()


def run_machines(examples: int, steps: int, *, shrink: bool = True, seed: int | None = None) -> None:
    """Try ``examples`` histories of ``steps`` steps: always the same ones, or those of a seed."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    chosen = settings(
        phases=phases,
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=seed is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    machines = type("Machines", (Machines,), {})
    if seed is not None:
        machines = with_seed(seed)(machines)
    run_state_machine_as_test(machines, settings=chosen)
