"""What a change is called where people read it."""

from __future__ import annotations

import pytest

from kpidesk import text
from kpidesk.text import msg
from kpidesk.wording.labels import label_words


@pytest.mark.parametrize(
    ("language", "key", "told"),
    [
        ("nb", "2026-11-28", "Varekost, 28. november 2026"), ("en", "2026-11-28", "Varekost, 28 November 2026"),
        ("nb", "2026-W48", "Varekost, uke 48"), ("nb", "2026-10", "Varekost, oktober 2026"),
        ("nb", "2026-Q3", "Varekost, 3. kvartal 2026"), ("nb", "sommeren", "Varekost, sommeren"),
    ],
)  # fmt: skip
def test_a_label_names_its_period_as_people_say_it(language: str, key: str, told: str) -> None:
    with text.using(language):
        label = msg("{name}, {period}", name="Varekost", period=key)
        assert label_words(label, 1).replace("\N{NO-BREAK SPACE}", " ") == told


def test_a_label_keeps_what_it_says_beside_its_period() -> None:
    with text.using("nb"):
        label = msg("{name}, {period}: {calculation}", name="Varekost", period="2026-10", calculation="1000+200")
        assert label_words(label, 1).replace("\N{NO-BREAK SPACE}", " ") == "Varekost, oktober 2026: 1000+200"
        assert label_words(msg("Delete"), 1) == str(msg("Delete"))
