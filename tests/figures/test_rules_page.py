"""The page kpidesk/figures/README.md tells the rules of the numbers: its examples are run, its words are compared."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from kpidesk import text
from kpidesk.domain.status import Status
from kpidesk.viz.status_shapes import KEYS, status_word

PAGE = Path(__file__).resolve().parents[2] / "kpidesk" / "figures" / "README.md"


def test_every_example_on_the_page_gives_what_stands_there() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 40, "the examples were found"
    assert failed == 0, "the differences are in the captured output"


def test_the_words_on_the_page_are_those_of_the_program() -> None:
    rows = re.findall(
        r"^\| ([a-z_]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {key: (bokmaal, english) for key, bokmaal, english in rows if key != "key"}
    found = {}
    for key in KEYS:
        with text.using("nb"):
            bokmaal = status_word(key)
        with text.using("en"):
            found[key] = bokmaal, status_word(key)
    assert told == found
    assert {status.value for status in Status} | {"signal"} == set(told)
