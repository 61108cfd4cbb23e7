"""Keys have their names in the language in which they are read, in the manual on paper and in the window alike."""

from __future__ import annotations

import pytest

from kpidesk import text
from kpidesk.manual import keys


@pytest.mark.parametrize(
    ("key", "bokmål", "english"),
    [
        ("Alt+Left", "Alt+venstre pil", "Alt+Left"),
        ("Space", "Mellomrom", "Space"),
        ("Right", "Høyre pil", "Right"),
        ("Ctrl+PgDown", "Ctrl+Page Down", "Ctrl+PgDown"),
        ("Ctrl+Enter", "Ctrl+Enter", "Ctrl+Enter"),
        ("Ctrl++", "Ctrl++", "Ctrl++"),
        ("100 * a", "100 * a", "100 * a"),
    ],
)
def test_a_key_has_the_name_of_the_language(key: str, bokmål: str, english: str) -> None:
    with text.using("nb"):
        assert keys.named(key) == bokmål
    with text.using("en"):
        assert keys.named(key) == english
