"""The files that come with the program: fonts, icons, themes, translations, help."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ROOT = Path(resources.__file__).parent


def path(*parts: str) -> Path:
    """Where a shipped file or folder lies, as ``path("icons", "target.svg")``."""
    return _ROOT.joinpath(*parts)


def read_bytes(*parts: str) -> bytes:
    """The content of a shipped file."""
    return path(*parts).read_bytes()


@lru_cache(maxsize=16)
def read_json(*parts: str) -> Any:
    """The parsed content of a shipped JSON file, read once."""
    return json.loads(read_bytes(*parts))
