"""A document is written as the standard library writes it, only faster and deeper."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.cli.document import written

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ['"', "},\n  {", "\\n", "},", "\u2028", "æ"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
FLAT = st.dictionaries(TEXTS, SCALARS, max_size=4)
DOCUMENTS = st.recursive(
    SCALARS | FLAT | st.lists(FLAT, max_size=4) | st.lists(SCALARS, max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(DOCUMENTS)
def test_the_text_is_that_of_the_standard_library(data: object) -> None:
    assert written(data) == json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, [{"a": math.nan}], {"a": -math.inf}, [[math.inf]]])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        written(value)


def test_a_document_may_be_deeper_than_python_can_call() -> None:
    data: object = {"name": "lowest"}
    for _level in range(5000):
        data = {"children": [data]}
    assert written(data).count('"children"') == 5000
