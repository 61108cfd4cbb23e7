"""Every kind of row, every field of one and every choice has words of its own in both languages."""

from __future__ import annotations

import inspect
from dataclasses import fields
from enum import Enum

import pytest

from kpidesk import text
from kpidesk.domain import entities
from kpidesk.domain.entities import KINDS, Combine, KeyResult, Kpi, Mark, Target
from kpidesk.wording.changes import enum_word
from kpidesk.wording.fields import cells_word, field_word, kind_word, target_field


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_kind_and_field_has_words(language: str) -> None:
    with text.using(language):
        assert [kind.__name__ for kind in KINDS if not kind_word(kind)] == []
        bare = {
            field.name
            for kind in KINDS
            for field in fields(kind)
            if field.name != "uid" and (target_field if kind is Target else field_word)(field.name) == field.name
        }
    assert bare == set()


def test_every_choice_has_words_in_bokmål_that_are_not_its_code() -> None:
    choices = [each for _name, each in inspect.getmembers(entities, inspect.isclass) if issubclass(each, Enum)]
    with text.using("nb"):
        bare = {
            value
            for each in choices
            if each not in (Enum, Mark)
            for value in each
            if value is not Combine.SUM and enum_word(value) == value.value
        }
    assert bare == set()


def test_what_is_changed_is_never_called_the_same_twice() -> None:
    with text.using("nb"):
        assert cells_word(Target, ["value"]) == "Målverdi"
        assert cells_word(Target, ["value", "high"]) == "Målverdi · øvre grense"
        assert cells_word(Kpi, ["name", "unit"]) == "KPI · navn, enhet"
        assert cells_word(KeyResult, ["kpi"]) == "Nøkkelresultat · KPI"
    for language in ("nb", "en"):
        with text.using(language):
            for kind in KINDS:
                for field in fields(kind):
                    words = cells_word(kind, [field.name]).split(" · ")
                    assert len({word.casefold() for word in words}) == len(words), (kind, field.name)
