"""The language of what a command says."""

from __future__ import annotations

import os
import sys

from kpidesk import text


def wanted_language() -> str:
    """``KPIDESK_LANGUAGE`` if set, else bokmål for a Norwegian machine and English for others."""
    chosen = text.demanded()
    if chosen is not None:
        return chosen
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named and sys.platform in ("win32", "darwin"):
        import locale

        named = locale.getlocale()[0] or ""
    return "nb" if named.lower()[:2] in ("nb", "nn", "no") else "en"


def speak(spoken: str) -> None:
    """Speak the language of a file, unless the one at the keys has chosen another for everything."""
    if text.demanded() is None:
        text.use(spoken)
