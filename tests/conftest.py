"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize

from kpidesk import text
from ui import memory


@pytest.fixture(scope="module", autouse=True)
def _language_of_the_others() -> Iterator[None]:
    """A command speaks the language of the machine from then on; the tests of the next file begin as if it had not."""
    with text.using(text.language()):
        yield


@pytest.fixture(autouse=True)
def _room_for_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen that Qt makes up off screen is smaller than most; windows open as on a small laptop."""
    monkeypatch.setattr(memory, "room_within_frame", lambda: QSize(1024, 640))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Forget the windows that a test has closed itself: they delete themselves, and qtbot would close them again."""
    watched = getattr(item, "qt_widgets", None)
    if watched:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        alive = [each for each in watched if (widget := each[0]()) is not None and shiboken6.isValid(widget)]
        item.qt_widgets = alive  # type: ignore[attr-defined]
    return (yield)
