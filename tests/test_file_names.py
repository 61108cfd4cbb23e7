"""What files are called: any company's name becomes one that every disk takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidesk.file_names import LONGEST, called_after, can_be_called


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Fysio & Co.", "Fysio & Co"),
        ("Høyre/venstre: arm?", "Høyre venstre arm"),
        ("  to\nlinjer  ", "to linjer"),
        ("...", ""),
        ("***", ""),
    ],
)
def test_a_name_is_made_after_words(words: str, name: str) -> None:
    assert called_after(words) == name


@pytest.mark.parametrize("words", ["Fysio " * 100, "ø" * 1000, "😀" * 400])
def test_however_long_the_words_a_file_can_be_made_under_the_name(words: str, tmp_path: Path) -> None:
    name = called_after(words)
    assert can_be_called(name) and len(name.encode()) <= LONGEST
    (tmp_path / f"{name} (2).kpidesk").write_bytes(b"")


@pytest.mark.parametrize("name", ["", "a/b", "hva?", "to\nlinjer", "ø" * 91])
def test_some_names_are_not_to_be_had(name: str) -> None:
    assert not can_be_called(name)
