from __future__ import annotations

from collections.abc import Iterator

import pytest

from kpidesk import text


@pytest.fixture(scope="module", autouse=True)
def _language_of_the_others() -> Iterator[None]:
    """A command speaks the language of the machine from then on; tests elsewhere begin as if there had been none."""
    with text.using(text.language()):
        yield


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The same between the tests here."""
    with text.using(text.language()):
        yield
