from __future__ import annotations

from collections.abc import Iterator

import pytest

from kpidesk import text


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A command speaks the language of the machine from then on; the next test begins as if there had been none."""
    with text.using(text.language()):
        yield
