"""Order keys: always a key between two others, short even after years of moves."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.order import is_key, key_between


@settings(derandomize=True, database=None, max_examples=40, deadline=None)
@given(places=st.lists(st.integers(0, 1000), min_size=1, max_size=120))
def test_a_key_sorts_where_it_was_put(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        key = key_between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None)
        assert is_key(key)
        keys.insert(at, key)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("step", [1, -1], ids=["appending", "prepending"])
def test_two_thousand_rows_at_one_end_keep_short_keys(step: int) -> None:
    key, longest = "a0", 0
    for _n in range(2000):
        new = key_between(key, None) if step > 0 else key_between(None, key)
        assert (new > key) == (step > 0)
        key, longest = new, max(longest, len(new))
    assert longest <= 4


def test_two_thousand_moves_to_random_places_keep_short_keys() -> None:
    dice, keys = random.Random(3), ["a0", "a1"]
    for _n in range(2000):
        at = dice.randrange(1, len(keys))
        keys.insert(at, key_between(keys[at - 1], keys[at]))
    assert keys == sorted(keys)
    assert max(map(len, keys)) < 20


@pytest.mark.parametrize(
    ("before", "after"),
    [("a1", "a0"), ("a0", "a0"), ("", None), (None, "5"), ("a", None), ("a0 ", None), ("a10", None)],
)
def test_what_is_no_pair_of_keys_is_refused(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match=r"key|come ahead"):
        key_between(before, after)


def test_the_ends_of_the_letters_still_have_room() -> None:
    last = "z" + "z" * 26
    assert key_between(last, None) > last
    first = "A" + "0" * 26
    assert key_between(first, None) > first
