"""The newest signals are found at the end of a history, and are those that are found there in all of it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kpidesk.domain.period import Period
from kpidesk.domain.signals import RuleSet, natural_limits
from kpidesk.domain.stretch import Stretch
from kpidesk.figures.model import Limits
from kpidesk.figures.signalling import WINDOW, Judged, Signalling

FIRST = Period.parse("2016-W01")
LEVELS = st.sampled_from([-9.0, -3.0, -1.0, 0.0, 1.0, 3.0, 9.0])
HISTORIES = st.lists(st.tuples(LEVELS, st.integers(1, 12)), min_size=1, max_size=40)
"""Levels, each for so many values in a row: runs, points outside, values close to a limit and jumps."""


def signalling(values: Sequence[float | None], rules: RuleSet, newest: int, split: int) -> Signalling:
    """The signals of values in two stretches, each with natural limits of its own where it has enough of them."""
    periods, judged = Stretch(FIRST, len(values)), []
    for begin, end in ((0, split), (split, len(values))):
        places = [place for place in range(begin, end) if values[place] is not None]
        band = natural_limits([values[place] for place in places], screened=rules is RuleSet.NHS)  # type: ignore[misc]
        if band is not None:
            told = (band.mean, band.lower, band.upper, band.range_limit, band.provisional)
            limits = Limits(*told, periods[places[0]], periods[places[-1]], rules)
            judged.append(Judged(limits, range(begin, end) if len(places) == end - begin else places))
    return Signalling(periods, values, judged, newest)


@given(HISTORIES, st.sampled_from(RuleSet), st.data())
def test_the_end_of_a_history_is_found_alone_as_in_all_of_it(history, rules: RuleSet, data: st.DataObject) -> None:
    levels = [level + at / 7 for level, count in history for at in range(count)]
    blank = data.draw(st.sets(st.integers(0, len(levels) - 1), max_size=5))
    values = [None if place in blank else level for place, level in enumerate(levels)]
    newest = max(0, len(values) - data.draw(st.integers(1, 20)))
    found = signalling(values, rules, newest, data.draw(st.sampled_from([0, len(values) // 2])))
    first = found._periods[newest]
    assert found.newest == tuple(run for run in found.runs if run.last >= first)
    assert {place for place in found.rings_from(newest) if place >= newest} == {
        place for place in found.rings if place >= newest
    }


def test_a_long_history_is_not_looked_through_for_what_is_new() -> None:
    looked: list[int] = []

    class Watched(tuple[float, ...]):
        def __getitem__(self, place):  # type: ignore[no-untyped-def]
            found = super().__getitem__(place)
            looked.append(len(found) if isinstance(place, slice) else 1)
            return found

    values = Watched(5.0 + week % 3 for week in range(520))
    limits = Limits(6.0, 0.0, 12.0, 9.0, False, FIRST, FIRST.next(519))
    signals = Signalling(Stretch(FIRST, 520), values, [Judged(limits, range(520))], 507)
    assert signals.newest == () and sum(looked) == WINDOW
    assert signals.runs == () and sum(looked) == WINDOW + 520
