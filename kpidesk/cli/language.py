"""The language of what a command says."""

from __future__ import annotations

import os
import sys

from kpidesk import text

LANGUAGE = "KPIDESK_LANGUAGE"
"""The language of everything that a command says, whatever the file's is."""


def wanted_language() -> str:
    """``KPIDESK_LANGUAGE`` if set, else bokmål for a Norwegian machine and English for others."""
    chosen = os.environ.get(LANGUAGE, "")
    if chosen in text.LANGUAGES:
        return chosen
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named and sys.platform in ("win32", "darwin"):
        import locale

        named = locale.getlocale()[0] or ""
    return "nb" if named.lower()[:2] in ("nb", "nn", "no") else "en"


def speak(spoken: str) -> None:
    """Speak the language of a file, unless the one at the keys has chosen another for everything."""
    if os.environ.get(LANGUAGE, "") not in text.LANGUAGES:
        text.use(spoken)
