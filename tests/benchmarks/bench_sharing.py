"""How long the window stands still while a large file is shared, printed; run on demand:

    python tests/benchmarks/bench_sharing.py

A file of about 20 MB is published and a colleague's version taken in while the window lives; edits go on meanwhile;
then the share hangs. The bar: the window never stands still for more than 400 ms.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from kpidesk.commands import goals
from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.store.files import snapshot
from kpidesk.text import msg
from kpidesk.workspace import IMPORT, Workspace, new_uid
from ui.app.window import Window
from ui.base.theme import Theme
from ui.sharing import sync_loop

INPUTS, DAYS = 40, 22_000
BAR = 0.4


class Standstill:
    """The longest time in which the window did not get round to a timer of five milliseconds."""

    def __init__(self) -> None:
        self.worst, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now

    def begin(self) -> None:
        self.worst, self._last = 0.0, time.perf_counter()


def large_file(folder: Path) -> Path:
    path = folder / "large.kpidesk"
    write_sample(path, "nb", Home(folder / "first"))
    with Workspace.open(path, author="Kari", home=Home(folder / "first")) as ws:
        day = Period.parse("1960-01-01")
        with ws.transaction(msg("import"), kind=IMPORT) as change:
            for number in range(INPUTS):
                uid = change.add(Input(new_uid(), key=f"large{number}", name=f"Large {number}"))
                change.measure_many(uid, [(day.next(n), float(n)) for n in range(DAYS)])
    return path


def spin(application: QApplication, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        application.processEvents()
        time.sleep(0.002)


def trip(application: QApplication, window: Window) -> float:
    """Seconds until a trip is back."""
    start = time.perf_counter()
    while window.files.sharing.away:
        application.processEvents()
        time.sleep(0.002)
    return time.perf_counter() - start


def say(what: str, seconds: float, still: Standstill) -> None:
    mark = "" if still.worst < BAR else "  OVER THE BAR"
    print(f"{what:42s} {seconds * 1000:7.0f} ms, the window stood still {still.worst * 1000:4.0f} ms{mark}")


def main() -> None:
    application = QApplication([])
    theme = Theme(application)
    theme.apply("light")
    with tempfile.TemporaryDirectory() as place:
        path = large_file(Path(place))
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        settings = QSettings(f"{place}/settings.ini", QSettings.Format.IniFormat)
        for name, value in (("author", "Kari"), ("language", "nb"), ("place", "goals")):
            settings.setValue(name, value)
        window = Window(theme, settings, home=Home(Path(place) / "kari"))
        window.show()
        start = time.perf_counter()
        window.open_file(str(path))
        print(f"{'open for the first time':42s} {(time.perf_counter() - start) * 1000:7.0f} ms")
        spin(application, 3)
        still, life = Standstill(), window.files.sharing
        assert window.session is not None
        uid = window.session.ws.all(Objective)[0].uid
        still.begin()
        life.share()
        say("publish", trip(application, window), still)
        with Workspace.open(path, author="Ola", home=Home(Path(place) / "ola")) as ola:
            goals.rename(ola, uid, "Ola")
            ola.sharing.publish()
        spin(application, 0.1)
        still.begin()
        life.look()
        say("take in a colleague's change", trip(application, window), still)
        still.begin()
        life.share()
        slowest = 0.0
        while life.away:
            start = time.perf_counter()
            window.session.perform(goals.rename, uid, str(start))
            slowest = max(slowest, time.perf_counter() - start)
            application.processEvents()
        say("slowest edit while publishing", slowest, still)
        hang(application, window, still, uid)


def hang(application: QApplication, window: Window, still: Standstill, uid: str) -> None:
    """Edit and close while the share does not answer."""
    real = snapshot.signature

    def silent(path: Path) -> str:
        if threading.current_thread().name == "trips":
            time.sleep(sync_loop.LAST_TRIP_SECONDS + 3)
        return real(path)

    spin(application, 4)
    snapshot.signature = silent
    still.begin()
    start = time.perf_counter()
    assert window.session is not None
    window.session.perform(goals.rename, uid, "The share hangs")
    took = time.perf_counter() - start
    window.files.sharing.share()
    spin(application, 1)
    say("edit while the share hangs", took, still)
    start = time.perf_counter()
    window.close()
    print(f"{'close while it hangs (nothing is shown)':42s} {(time.perf_counter() - start) * 1000:7.0f} ms")


if __name__ == "__main__":
    main()
