"""A pattern that is compiled late finds what one that is compiled at once finds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kpidesk.forms import Form

LINE = "From 12 to 40 % by week 9"


def test_it_finds_what_the_pattern_itself_finds():
    late, pattern = Form("([0-9]+)|(FROM)", re.IGNORECASE), re.compile("([0-9]+)|(FROM)", re.IGNORECASE)
    for words in (LINE, "12", ""):
        for asked in ("match", "fullmatch", "search"):
            one, other = getattr(late, asked)(words), getattr(pattern, asked)(words)
            assert (one and (one.span(), one.groups())) == (other and (other.span(), other.groups()))
        assert [each.span() for each in late.finditer(words)] == [each.span() for each in pattern.finditer(words)]
        assert late.split(words, maxsplit=1) == pattern.split(words, maxsplit=1)
        assert late.sub("x", words, count=1) == pattern.sub("x", words, count=1)
        assert late.sub(lambda found: found[0] * 2, words) == pattern.sub(lambda found: found[0] * 2, words)


def test_loading_the_grammar_compiles_no_form():
    asked = (
        "import kpidesk.reading.goals.goal, gc; from kpidesk.forms import Form;"
        "found = [each for each in gc.get_objects() if isinstance(each, Form)];"
        "print(len(found) > 40, sum('compiled' in vars(each) for each in found))"
    )
    run = subprocess.run(
        [sys.executable, "-c", asked], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True", "0"], run.stdout
