"""What a field held at the end of a day, read from the log without a copy of the file."""

from __future__ import annotations

import datetime as dt

from kpidesk.commands import goals
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import KeyResult, Objective
from kpidesk.workspace.reads import held_on

MADE = dt.date(2026, 3, 12)
WANTED = {Objective: ("dropped", "parked"), KeyResult: ("dropped", "done", "grade", "grade_reason")}


def on(desk, day):
    desk.now = dt.datetime.combine(day, dt.time(9), dt.UTC)


def test_a_field_is_told_as_it_was_at_the_end_of_each_day(desk, ws):
    uid = goals.add_objective(ws, "Customers come back")
    on(desk, dt.date(2026, 3, 20))
    branches.drop(ws, uid, "They moved away")
    on(desk, dt.date(2026, 3, 25))
    branches.drop(ws, uid, "They closed")
    on(desk, dt.date(2026, 3, 30))
    assert held_on(ws.history, dt.date(2026, 3, 19), WANTED) == {uid: {"dropped": ""}}
    assert held_on(ws.history, dt.date(2026, 3, 20), WANTED) == {uid: {"dropped": "They moved away"}}
    assert held_on(ws.history, dt.date(2026, 3, 25), WANTED) == {}
    assert held_on(ws.history, dt.date(2026, 3, 30), WANTED) == {}
    assert held_on(ws.history, dt.date(2027, 1, 1), WANTED) == {}


def test_what_was_undone_later_had_happened_on_the_day(desk, ws):
    uid = goals.add_objective(ws, "Customers come back")
    on(desk, dt.date(2026, 3, 20))
    branches.drop(ws, uid, "They moved away")
    on(desk, dt.date(2026, 3, 21))
    ws.undo()
    on(desk, dt.date(2026, 3, 30))
    assert ws.get(Objective, uid).dropped == ""
    assert held_on(ws.history, dt.date(2026, 3, 20), WANTED) == {uid: {"dropped": "They moved away"}}
    assert held_on(ws.history, dt.date(2026, 3, 19), WANTED) == {uid: {"dropped": ""}}


def test_a_row_made_after_the_day_is_told_as_the_day_of_its_making_left_it(desk, ws):
    on(desk, dt.date(2026, 4, 10))
    uid = goals.add_objective(ws, "Told afterwards")
    branches.park(ws, [uid])
    on(desk, dt.date(2026, 4, 12))
    branches.park(ws, [uid], False)
    assert held_on(ws.history, dt.date(2026, 3, 31), WANTED) == {uid: {"parked": True}}


def test_only_the_fields_asked_for_are_told(desk, ws):
    uid = goals.add_objective(ws, "Customers come back")
    on(desk, dt.date(2026, 3, 20))
    goals.rename(ws, uid, "Customers stay")
    on(desk, dt.date(2026, 3, 30))
    assert held_on(ws.history, MADE, WANTED) == {}
    assert held_on(ws.history, MADE, {Objective: ("title",)}) == {uid: {"title": "Customers come back"}}


def test_a_few_rows_can_be_asked_about_alone(desk, ws):
    one, other = (goals.add_objective(ws, title) for title in ("One", "Other"))
    on(desk, dt.date(2026, 3, 20))
    for uid in (one, other):
        branches.drop(ws, uid, "They closed")
    on(desk, dt.date(2026, 3, 30))
    told = ws.history.changed_since(dt.date(2026, 3, 19), WANTED, [other])
    assert [(each.day, each.uid, each.field, each.before) for each in told] == [
        (dt.date(2026, 3, 20), other, "dropped", "")
    ]
    assert ws.history.changed_since(dt.date(2026, 3, 19), WANTED, []) == []
