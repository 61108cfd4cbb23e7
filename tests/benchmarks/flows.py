"""How much of the program six gestures pass through, printed as functions, files and calls; run on demand:

    python tests/benchmarks/flows.py [name of a gesture]

Each is made in a window on the example company, from the key or the button until nothing is left to do, and once before
that, so that what is worked out once and for all does not count. Counted is what runs on the window's thread and what
runs beside it; Qt's and Python's own are not. ``texts`` are how often a text
is read as a number.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpidesk import text
from kpidesk.domain.entities import Input, KeyResult, Objective
from kpidesk.domain.period import Frequency
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from tests.ui.conftest import Clock
from tests.ui.sharing.merge_copies import colleague_copy
from ui.app.window import Window
from ui.base.enter_key import EnterPresses
from ui.base.reach.beside import opened_in
from ui.base.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
OURS = (str(ROOT / "kpidesk") + os.sep, str(ROOT / "ui") + os.sep)
READER = str(ROOT / "kpidesk" / "reading" / "numbers.py")
PATIENCE = 60
"""Seconds until a gesture must have come to its end."""


class Count:
    """Every function of ours that is called, by thread."""

    def __init__(self) -> None:
        self._own = threading.get_ident()
        self.here: Counter[CodeType] = Counter()
        self.beside: Counter[CodeType] = Counter()

    def note(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Python: something is called or returns."""
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            (self.here if threading.get_ident() == self._own else self.beside)[frame.f_code] += 1

    def told(self, name: str) -> str:
        """The line to print."""
        files = {code.co_filename for code in self.here}
        texts = sum(many for code, many in self.here.items() if (code.co_filename, code.co_name) == (READER, "number"))
        return (
            f"{name:<22}{len(self.here):5} functions {len(files):4} files {sum(self.here.values()):8,} calls"
            f"   beside {len(self.beside):4} functions   texts {texts}"
        )


@contextmanager
def counted() -> Iterator[Count]:
    """Count what is called inside."""
    count = Count()
    threading.setprofile(count.note)
    sys.setprofile(count.note)
    try:
        yield count
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let the window do what it has put off, and wait for what it waits for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for _turn in range(20):
            QApplication.processEvents()
        if until():
            return
        time.sleep(0.01)
    raise TimeoutError("a gesture did not come to its end")


def number_and_enter(window: Window) -> Callable[[], None]:
    """A number typed in Entry, and Enter."""
    window.go("entry")
    settle()
    page: Any = window.page()
    focus = page.initial_focus()
    focus.setFocus()
    settle()

    def act() -> None:
        view = page.current_view()
        QTest.keyClick(view.viewport(), "4")
        editor = opened_in(view)[-1]
        QTest.keyClicks(editor, "812")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        settle()

    return act


def key_result_dragged(window: Window) -> Callable[[], None]:
    """A key result let go under another objective."""
    window.go("goals")
    settle()
    page: Any = window.page()
    assert window.session is not None
    ws = window.session.ws
    shown = [uid for uid in page.tree.shown() if isinstance(ws.find_node(uid), KeyResult)]
    uid = shown[0]
    other = next(
        each.uid
        for each in ws.all(Objective)
        if each.uid != ws.node(uid).parent and page.tree.index_of(each.uid).isValid()
    )

    def act() -> None:
        data = page.tree.mimeData([page.tree.index_of(uid)])
        page.tree.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, page.tree.index_of(other))
        settle()
        assert ws.node(uid).parent == other

    return act


def merge(window: Window) -> Callable[[], None]:
    """The button of the merge page, for a copy without conflicts that has been read."""
    assert window.session is not None
    copy = colleague_copy(window.session.ws.path, "Fra Ola.kpidesk", conflicts=False)
    window.go("merge", copy)
    page: Any = window.page()
    settle(lambda: page.preview is not None or page.conflicts is not None)

    def act() -> None:
        page.do.click()
        settle(lambda: window.place != "merge")

    return act


def save_pdf(window: Window) -> Callable[[], None]:
    """Save PDF in the review, once the preview is there."""
    window.go("review")
    page: Any = window.page()
    settle(lambda: page.paper.count > 0)

    def act() -> None:
        page.paper.save_pdf()
        settle(page.paper.pdf_path().exists)

    return act


def import_numbers(window: Window) -> Callable[[], None]:
    """The button of the import page, for a table whose columns have found their places."""
    assert window.session is not None
    ws = window.session.ws
    monthly = [each for each in ws.all(Input) if each.frequency is Frequency.MONTH and ws.series(each.uid)]
    source = next(each for each in monthly if each.name and not each.dimension)
    first = min(ws.series(source.uid))
    periods = [first.previous(n) for n in range(6, 0, -1)]
    lines = [f"{period.first:%m.%Y};{n + 40}" for n, period in enumerate(periods)]
    path = ws.path.with_name("tall.csv")
    path.write_text("\n".join([f"Måned;{source.name}", *lines]) + "\n", encoding="utf-8")
    window.go("import", path)
    page: Any = window.page()
    settle(lambda: page.found is not None and page.do.isEnabled())

    def act() -> None:
        page.do.click()
        settle(lambda: window.place != "import")

    return act


def language_switch(window: Window) -> Callable[[], None]:
    """Another language, with the overview open."""
    window.go("overview")
    settle()

    def act() -> None:
        window.looks.speak("en")
        settle()

    return act


def once(theme: Theme, flow: Callable[[Window], Callable[[], None]], place: Path, name: str) -> Count:
    """Make one gesture in a window of its own, and count."""
    folder = place / flow.__name__ / name
    folder.mkdir(parents=True)
    shutil.copy(place / "bakery.kpidesk", folder)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("author", "Kari Solberg")
    text.use("nb")
    window = Window(theme, settings, home=Home(folder / "home"), clock=Clock())
    window.resize(1440, 868)
    window.show()
    window.activateWindow()
    assert window.open_file(str(folder / "bakery.kpidesk"))
    settle()
    act = flow(window)
    with counted() as count:
        act()
    window.close()
    settle()
    return count


FLOWS = (number_and_enter, key_result_dragged, merge, save_pdf, import_numbers, language_switch)


def main(wanted: list[str]) -> None:
    """Print a line for each gesture."""
    application = QApplication([])
    EnterPresses(application)
    theme = Theme(application)
    theme.apply("light")
    with tempfile.TemporaryDirectory() as place:
        write_sample(Path(place) / "bakery.kpidesk", "nb", Home(Path(place) / "home"))
        for flow in FLOWS:
            if wanted and flow.__name__ not in wanted:
                continue
            once(theme, flow, Path(place), "first")
            print(once(theme, flow, Path(place), "again").told(flow.__name__.replace("_", " ")), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
