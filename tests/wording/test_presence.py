"""Who has the file open too, in words, also where some have told no name."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.wording.sharing import present_short, present_words
from kpidesk.workspace import Present

NOW = dt.datetime(2026, 11, 29, 10, 7, tzinfo=dt.UTC)


def those(*names: str) -> tuple[Present, ...]:
    return tuple(Present(who, f"machine {place}", NOW - dt.timedelta(minutes=place)) for place, who in enumerate(names))


@pytest.mark.parametrize(
    ("names", "short", "words"),
    [
        (("",), "A colleague has the file open too", "A colleague has had the file open since "),
        (("Kari Øvrebø",), "Kari has the file open too", "Kari has had the file open since "),
        (("", ""), "2 colleagues have the file open too", "2 colleagues have the file open. "),
        (("Kari Moe", ""), "Kari and a colleague have the file open too", "Kari and a colleague have the file open. "),
        (("Kari", "Kari"), "Kari has the file open too", "Kari has had the file open since 10:06"),
        (
            ("Kari", "Ola", "Per", "Anne", ""), "Kari, Ola, Per and 2 more have the file open too",
            "Kari, Ola, Per and 2 more have the file open. ",
        ),
    ],
)  # fmt: skip
def test_everybody_is_told_and_counted_with_or_without_a_name(names, short, words) -> None:
    with text.using("en"):
        assert present_short(those(*names)) == short
        assert present_words(those(*names), NOW).startswith(words)


def test_nobody_is_no_words() -> None:
    assert present_short(()) == ""


def test_colleagues_without_a_name_in_bokmål() -> None:
    with text.using("nb"):
        assert present_short(those("", "")) == "2 kolleger har også filen åpen"
