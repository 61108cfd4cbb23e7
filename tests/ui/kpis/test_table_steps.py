"""From one order of a table's rows to another: the fewest steps, or another table."""

from __future__ import annotations

import random

import pytest

from ui.kpis.table_steps import MOST_STEPS, runs, steps_between


def follow(steps: list[tuple[int, int, int, int]], before: list[str], after: list[str]) -> list[str]:
    """What the steps make of the rows before, one after the other from the bottom."""
    rows = list(before)
    for first, last, new_first, new_last in reversed(steps):
        rows[first:last] = after[new_first:new_last]
    return rows


@pytest.mark.parametrize("seed", range(30))
def test_the_steps_from_one_order_to_another_lead_there_and_move_no_more_than_has_to(seed: int) -> None:
    dice = random.Random(seed)
    before = [f"k{n}" for n in range(60)]
    after = [key for key in before if dice.random() > 0.05]
    for _move in range(dice.randint(0, 3)):
        after.insert(dice.randrange(len(after)), after.pop(dice.randrange(len(after))))
    for n in range(dice.randint(0, 2)):
        after.insert(dice.randrange(len(after)), f"new {n}")
    found = steps_between(before, after)
    if found is None:
        assert len(set(before) ^ set(after)) + 3 > MOST_STEPS
    else:
        assert follow(found, before, after) == after


def test_one_row_that_moves_far_is_taken_out_and_put_in_and_another_order_is_another_table() -> None:
    before = [f"k{n}" for n in range(500)]
    assert steps_between(before, before) == []
    assert steps_between(before, [*before[1:400], before[0], *before[400:]]) == [(0, 1, 0, 0), (400, 400, 399, 400)]
    assert steps_between(before, before[::-1]) is None
    assert steps_between(before, [*before[250:], *before[:250]]) is None
    assert steps_between(before, before[100:120]) == [(0, 100, 0, 0), (120, 500, 20, 20)]


def test_neighbours_that_differ_are_told_together() -> None:
    assert runs([]) == []
    assert runs([0, 1, 2, 5, 7, 8]) == [(0, 2), (5, 5), (7, 8)]
