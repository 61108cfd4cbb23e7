"""A real window on a display of its own. Where something is missing for it these tests rest, and fail under CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hands import needs

TIMEOUT_SECONDS = 600
"""More than any journey takes on the busiest machine: each wait ends by itself before, and tells for what."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(TIMEOUT_SECONDS))


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Display, window manager and buses, once for each process of the suite."""
    missing = needs.missing()
    if missing:
        words = f"a real window needs {', '.join(missing)}; packaging/test.py installs them where it may"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(words)
    from tests.hands.desktop import Desktop

    made = Desktop(tmp_path_factory.mktemp("desktop"))
    yield made
    made.close()


@pytest.fixture
def office(desktop: object, tmp_path: Path) -> object:
    """A folder to work in."""
    from tests.hands.office import Office

    return Office(desktop, tmp_path)
