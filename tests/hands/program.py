"""One running program, driven from outside. Nothing is built into the program for it."""

from __future__ import annotations

import itertools
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from Xlib import X
from Xlib.protocol.event import ClientMessage

from tests.hands.desktop import Desktop
from tests.hands.reading import SHELL, Widget, application

ROOT = Path(__file__).resolve().parents[2]
HARMLESS = re.compile("AtSpiAdaptor::applicationInterface does not implement|Could not find accessible on path")
"""What Qt says of every reader of its windows."""
HARSH = {"GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"}
"""What is freed is overwritten, so that a use after it dies nearly every time."""
CALM_LOOKS, LOOK_SECONDS = 4, 0.005
PATIENCE = 90
"""Seconds after which a program that computes or does not answer hangs, on a machine with much else to do."""
LONGEST, FEWEST_LOOKS = 20, 12
"""What has not come after so many seconds, and as many looks at a settled window, will not."""
UP, DOWN, MOST_TURNS = 4, 5, 60
"""The wheel as buttons, and how often it is turned at most."""
AT_ONCE, MOST_STEPS = 10, 50
"""Steps between two looks at the menu, and looks that no journey needs."""
Found = TypeVar("Found")
Name = str | Callable[[str], bool]
Within = Callable[[Widget], Widget | None] | None


class Program:
    """A window of its own process. ``until`` waits for what a test needs; ``home`` is all it has of the machine."""

    def __init__(self, desktop: Desktop, home: Path, *arguments: str, language: str = "en") -> None:
        self.desktop, self.home = desktop, home
        (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        own = {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "KPIDESK_HOME": str(home / "private"),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONFAULTHANDLER": "1",
            "LANGUAGE": language,
        }
        command = [sys.executable, "-m", "kpidesk", *arguments]
        with (home / "stderr.txt").open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**desktop.env, **own, **HARSH}, cwd=ROOT, stdout=log, stderr=log
            )
        self.until(lambda tree: tree.children, "a window", SHELL)

    # ---- waiting -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Until every X event sent is taken in and no thread computes any more, however slow the machine is."""
        end, calm, last = time.monotonic() + PATIENCE, 0, None
        self._ping(end)
        self._ping(end)  # its answer comes from the turn of the event loop after the first one's events
        while calm < CALM_LOOKS:
            self._check(end, "it goes on computing")
            now = self._worked()
            calm, last = calm + 1 if now is not None and now == last else 0, now
            time.sleep(LOOK_SECONDS)

    def _ping(self, end: float) -> None:
        """Ask as window managers ask; X keeps the order, so the answer comes after the events sent before."""
        desktop, stamp = self.desktop, time.monotonic_ns() // 1000 & 0x7FFFFFFF
        window = next(iter(desktop.windows(self.process.pid)), None)
        if window is not None:
            data = (32, [desktop.atom("_NET_WM_PING"), stamp, window.id, 0, 0])
            window.send_event(ClientMessage(window=window, client_type=desktop.atom("WM_PROTOCOLS"), data=data))
        while window is not None and desktop.property(window, "_NET_WM_PID") == [self.process.pid]:
            self._check(end, "the window does not answer")
            while desktop.x.pending_events():
                event = desktop.x.next_event()
                if event.type & 127 == X.ClientMessage and event.data[1][1] == stamp:
                    return
            select.select([desktop.x.fileno()], [], [], 0.02)

    def _worked(self) -> int | None:
        """Processor time of all threads, or nothing while one of them runs, waits to run or waits for the disk."""
        tasks, worked = f"/proc/{self.process.pid}/task", 0
        try:
            for each in os.listdir(tasks):
                if _read(f"{tasks}/{each}/stat").rpartition(b")")[2].split(maxsplit=1)[0] != b"S":
                    return None
                worked += int(_read(f"{tasks}/{each}/schedstat").split(maxsplit=1)[0])
        except OSError:
            return None
        return worked

    def _check(self, end: float, why: str) -> None:
        """Fail when it has died, or when it is too late: then with the stacks of all its threads."""
        if self.process.poll() is None and time.monotonic() > end:
            self.process.send_signal(signal.SIGABRT)  # faulthandler writes them
            self.process.wait(10)
        code = self.process.poll()
        assert code is None, f"{why} ({_died(code)})\n{self.complaints()}"

    def until(
        self, wanted: Callable[[Widget], Found | None], what: str, entered: frozenset[str] = frozenset()
    ) -> Found:
        """Settle and look, within some roles or everywhere, until it is there; else keep a picture, and fail."""
        end = time.monotonic() + LONGEST
        for look in itertools.count():
            self.settle()
            tree = self.tree(entered)
            if found := wanted(tree):
                return found
            if look >= FEWEST_LOOKS and time.monotonic() > end:
                self._fail(tree, what)
            self.desktop.bus.roles.clear()  # a button that has got a menu is another thing
            time.sleep(LOOK_SECONDS)
        raise AssertionError("unreachable")

    def _fail(self, tree: Widget, what: str) -> None:
        self.desktop.picture(self.home / "failure.png")
        (self.home / "failure.txt").write_text(tree.told())
        raise AssertionError(f"never came: {what}; see {self.home}\n{self.complaints()}")

    # ---- reading -----------------------------------------------------------------------------------

    def tree(self, entered: frozenset[str] = frozenset()) -> Widget:
        """All that shows, or only what some roles hold."""
        return application(self.desktop.bus, self.process.pid, entered)

    def menu_bar(self) -> list[Widget]:
        """The heads of the menus."""
        return self.until(lambda tree: [each for bar in tree.find("menu bar") for each in bar.children], "menus", SHELL)

    def opened_menu(self, head: Widget) -> list[Widget]:
        """Open a menu with the mouse, and tell what it offers."""
        self.settle()  # a click before another menu has let go of the mouse is lost
        self.desktop.click(head.middle)
        return self.until(lambda tree: tree.find("popup menu"), f"the menu {head.name}", SHELL)[0].children

    def complaints(self) -> str:
        """What it wrote to stderr and its log, without what Qt says of every reader."""
        files = (self.home / "stderr.txt", self.home / "private" / "kpidesk.log")
        lines = "\n".join(each.read_text(errors="replace") for each in files if each.exists()).splitlines()
        return "\n".join(line for line in lines if line and not HARMLESS.search(line))

    # ---- doing -------------------------------------------------------------------------------------

    def find(self, role: str, name: Name = "", within: Within = None) -> Widget:
        """The first widget of a role and a name, ``within`` a part of the tree, once it shows."""

        def look(tree: Widget) -> Widget | None:
            part = tree if within is None else within(tree)
            return next(iter(part.find(role, name)), None) if part is not None else None

        return self.until(look, f"{role} {name}")

    def click(self, role: str, name: Name = "", within: Within = None, *, button: int = 1, times: int = 1) -> Widget:
        """Click in the middle of a widget, once it shows; what has scrolled away is brought back by the wheel."""
        return self.click_on(lambda: self.find(role, name, within), button=button, times=times)

    def click_on(self, look: Callable[[], Widget], *, button: int = 1, times: int = 1) -> Widget:
        """Click on what ``look`` finds."""
        for _turn in range(MOST_TURNS):
            found = look()
            around = found.hidden_by
            if around is None:
                self.desktop.click(found.middle, button, times)
                return found
            self.desktop.click(around.middle, UP if found.middle[1] < around.middle[1] else DOWN)
        raise AssertionError(f"the wheel does not bring it in sight: {found}")

    def field(self, label: str, role: str) -> Widget:
        """The field on the row of a label."""
        return self.until(lambda tree: _beside(tree, label, role), f"the field {label}")

    def choose(self, label: str, item: str = "") -> str:
        """Choose in the combo box on the row of a label, with the mouse; without an ``item`` another than it shows."""
        self.click_on(lambda: self.field(label, "combo box"))
        items = self.until(lambda tree: _popped(tree, label), f"the list of {label}")
        other = (each for each in items if each.name == item or (not item and "selected" not in each.states))
        chosen = next(other, None)
        assert chosen is not None, f"{label} offers {[each.name for each in items]}"
        self.desktop.click(chosen.middle)
        self.until(lambda tree: not _popped(tree, label), f"{chosen.name} chosen")
        return chosen.name

    def go(self, place: str) -> None:
        """Click on a place in the rail."""

        def its_tab(tree: Widget) -> Widget | None:
            return next((each for each in _rail(tree) if _begins(place, each.name)), None)

        self.click_on(lambda: self.until(its_tab, f"the place {place}", SHELL))
        shows = f"the page {place}"
        self.until(lambda tree: (tab := its_tab(tree)) and "selected" in tab.states, shows, SHELL)

    def key(self, keys: str) -> None:
        """Press a key once everything before is taken in."""
        self.settle()
        self.desktop.key(keys)

    def popups(self) -> int:
        """How many menus are open, whether or not a screen reader is told of them."""
        return self.desktop.popups(self.process.pid)

    def front(self) -> None:
        """Bring its newest window to the front, with the keyboard in it."""
        self.desktop.raise_window(self.desktop.windows(self.process.pid)[-1])
        self.until(lambda tree: any("active" in each.states for each in tree.children), "the keyboard in it", SHELL)

    def type(self, words: str) -> None:
        """Type words once everything before is taken in."""
        self.settle()
        self.desktop.type(words)

    def use_mouse(self) -> None:
        """Click on places in the rail: whoever does gets there."""
        rail = self.until(_rail, "the rail", SHELL)
        for place in (rail[-1].name, rail[0].name):
            self.go(place.partition(",")[0])

    def step_through(self, keys: str, place: int) -> None:
        """Undo or redo until there is nothing left: ``place`` is where the Edit menu says so."""
        edit = next(each for each in self.menu_bar() if each.name in ("Edit", "Rediger"))
        for _turn in range(MOST_STEPS):
            offered = self.opened_menu(edit)
            self.key("Esc")
            if not offered[place].live:
                return
            for _step in range(AT_ONCE):
                self.key(keys)
        raise AssertionError(f"{keys} never comes to an end")

    def end(self) -> None:
        """Quit by the keyboard; it must end well and have had nothing to complain of."""
        self.key("Ctrl+Q")
        code = self.process.wait(PATIENCE)
        assert code == 0, f"{_died(code)}\n{self.complaints()}"
        assert self.complaints() == ""

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def _read(path: str) -> bytes:
    """A small file of the kernel's; the files of pathlib take three times as long, and these are read all the time."""
    found = os.open(path, os.O_RDONLY)
    try:
        return os.read(found, 4096)
    finally:
        os.close(found)


def _begins(place: str, name: str) -> bool:
    """Tell whether a name is a place's: it may say more, as how many numbers are missing there."""
    return name.partition(",")[0] == place


def _places(tree: Widget) -> Widget | None:
    """The rail: the first list of tabs, which every page stands beside."""
    return next(iter(tree.find("page tab list")), None)


def _rail(tree: Widget) -> list[Widget]:
    """The places in the rail, from the top."""
    rail = _places(tree)
    return rail.find("page tab") if rail is not None else []


def _popped(tree: Widget, label: str) -> list[Widget]:
    field = _beside(tree, label, "combo box")
    return [] if field is None else field.find("list item")


def _beside(tree: Widget, label: str, role: str) -> Widget | None:
    rows = (each.parent for each in tree.find("label", label) if each.parent is not None)
    return next((each for row in rows for each in row.children if each.role == role), None)


def _died(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
