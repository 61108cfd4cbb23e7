"""The sentences are read in English here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kpidesk import text


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with text.using("en"):
        yield
