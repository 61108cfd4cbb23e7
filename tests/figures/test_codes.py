"""What a number or a KPI says to people has a code for programs, given where the sentence is made."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import Rule
from kpidesk.figures.sentences import signal_sentence
from kpidesk.text import Message, msg, msgn, using
from tests.table import table

ROOT = Path(__file__).resolve().parents[2]
SAID = (
    "domain/formula/evaluate.py", "figures/calculation.py", "figures/explaining.py", "figures/prospects.py",
    "figures/sheet.py", "figures/formula_preview.py", "store/files/verify.py",
)  # fmt: skip
MAKERS = ("msg", "msgn")


def uncoded(source: str) -> list[int]:
    """The lines of sentences that are made without a code."""
    tree = ast.parse(source)
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS]
    coded = {
        id(node.func.value) for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "coded"
    }  # fmt: skip
    return [node.lineno for node in made if id(node) not in coded]


@pytest.mark.parametrize("module", SAID)
def test_no_reason_is_made_without_a_code(module: str) -> None:
    source = (ROOT / "kpidesk" / module).read_text(encoding="utf-8")
    assert "coded(" in source and uncoded(source) == []


@table("rule", Rule)
@table("side", [1, -1])
@table("frequency", Frequency)
def test_every_signal_has_a_code_that_no_language_changes(rule: Rule, side: int, frequency: Frequency) -> None:
    period = Period.containing(Period.parse("2026-03").first, frequency)
    codes = set()
    for language in ("nb", "en"):
        with using(language):
            codes.add(signal_sentence(rule, side, 8, period).code)
    (code,) = codes
    assert code.replace("_", "").isalpha() and code.islower()


def test_the_signals_have_codes_of_their_own() -> None:
    week = Period.parse("2026-W10")
    codes = [signal_sentence(rule, side, 8, week).code for rule in Rule for side in (1, -1)]
    assert len(set(codes)) == len(codes)


def test_a_code_is_neither_compared_nor_kept() -> None:
    plain, coded = msg("Gone since {n}", n=3), msg("Gone since {n}", n=3).coded("gone")
    assert plain == coded and plain.encode() == coded.encode() and str(plain) == str(coded)
    assert Message.decode(coded.encode()).code == ""
    assert msgn("{n} row", "{n} rows", 2).coded("rows").n == 2
