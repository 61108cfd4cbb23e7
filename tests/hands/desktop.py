"""A desktop of its own: display, window manager and buses; and the hands, which are X events.

The window manager holds no mouse button: one that does lets keys overtake a click, and what is typed lands elsewhere.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

from PIL import Image
from Xlib import XK, X, display, error
from Xlib.ext import xtest
from Xlib.protocol.event import ClientMessage

from tests.hands.bus import Bus

SIGNS = {
    "\n": "Return", "\t": "Tab", "Enter": "Return", "Esc": "Escape", "Ctrl": "Control_L", "Shift": "Shift_L",
    "Alt": "Alt_L", "PgUp": "Page_Up", "PgDown": "Page_Down", " ": "space", "Space": "space",
}  # fmt: skip
"""Names of keys as people write them, and as X does."""
HELD = {1: ("Shift_L",), 4: ("ISO_Level3_Shift",), 5: ("Shift_L", "ISO_Level3_Shift")}
"""What is held down for the signs in a column of the keyboard's table."""
A11Y = "org.a11y.Bus"
Point = tuple[int, int]


class Desktop:
    """Started once for all tests; ``key``, ``type``, ``click`` and ``drag`` are the hands of whoever sits before it."""

    def __init__(self, folder: Path, size: str = "1600x1000", layout: str = "no") -> None:
        self.started: list[subprocess.Popen[bytes]] = []
        self._log = (folder / "desktop.log").open("wb")
        (folder / "run").mkdir(mode=0o700)
        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"),
            "LANG": "C.UTF-8", "GSETTINGS_BACKEND": "memory",
        }  # fmt: skip
        # -noreset: the layout would go with setxkbmap, the first client to leave.
        number = self._start("Xvfb", "-screen", "0", f"{size}x24", "-noreset", "-nolisten", "tcp", "-displayfd", "{}")
        self.env["DISPLAY"] = f":{number}"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start("dbus-daemon", "--session", "--print-address={}")
        subprocess.run(["setxkbmap", layout], env=self.env, check=True, timeout=60)
        self._manage(folder / "rc.xml")
        session = Bus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        address = session.ask([(A11Y, "/org/a11y/bus", A11Y, "GetAddress", None)])[0][0]  # starts its launcher
        session.close()
        self.bus = Bus(address)

    def _start(self, *command: str) -> str:
        """Start a part of the desktop; ``{}`` in its command is where it shall say its address."""
        seen, told = os.pipe()
        filled = [part.format(told) for part in command]
        part = subprocess.Popen(filled, env=self.env, stdout=self._log, stderr=self._log, pass_fds=(told,))
        self.started.append(part)
        os.close(told)
        with os.fdopen(seen) as pipe:
            return pipe.readline().strip() if filled != list(command) else ""

    def _manage(self, rules: Path) -> None:
        rules.write_text('<openbox_config xmlns="http://openbox.org/3.4/rc"/>')
        self._start("openbox", "--sm-disable", "--config-file", str(rules))
        self.x = display.Display(self.env["DISPLAY"])
        self.root = self.x.screen().root
        self.root.change_attributes(event_mask=X.StructureNotifyMask | X.SubstructureNotifyMask)
        end = time.monotonic() + 60
        while not self.property(self.root, "_NET_SUPPORTING_WM_CHECK"):
            assert time.monotonic() < end, "no window manager came"
            time.sleep(0.02)

    def close(self) -> None:
        """End every part, the last first."""
        self.bus.close()
        self.x.close()
        for part in reversed(self.started):
            part.terminate()
            part.wait(30)
        self._log.close()

    # ---- windows -----------------------------------------------------------------------------------

    def atom(self, name: str) -> int:
        """X's number for a name, asked for once."""
        return self.x.get_atom(name)

    def property(self, window: object, name: str) -> list[int]:
        """A property of a window; empty when it has none or has gone."""
        try:
            found = window.get_full_property(self.atom(name), X.AnyPropertyType)
        except error.XError:
            return []
        return list(found.value) if found else []

    def windows(self, process: int) -> list[object]:
        """The windows of a process, the oldest first."""
        listed = [
            self.x.create_resource_object("window", each) for each in self.property(self.root, "_NET_CLIENT_LIST")
        ]
        return [each for each in listed if self.property(each, "_NET_WM_PID") == [process]]

    def popups(self, process: int) -> int:
        """How many menus and lists of a process are dropped down: the window manager knows nothing of them."""
        looks = [(each, each.get_attributes()) for each in self.root.query_tree().children]
        shown = [each for each, look in looks if look.override_redirect and look.map_state == X.IsViewable]
        return sum(self.property(each, "_NET_WM_PID") == [process] for each in shown)

    def raise_window(self, window: object) -> None:
        """Bring a window to the front with the keyboard in it, as a click in the task bar does."""
        data = (32, [2, X.CurrentTime, 0, 0, 0])
        event = ClientMessage(window=window, client_type=self.atom("_NET_ACTIVE_WINDOW"), data=data)
        self.root.send_event(event, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self.x.sync()

    def picture(self, path: Path) -> None:
        """The screen as a picture."""
        size = self.root.get_geometry()
        raw = self.root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF).data
        Image.frombuffer("RGB", (size.width, size.height), raw, "raw", "BGRX", 0, 1).save(path)

    # ---- keyboard ----------------------------------------------------------------------------------

    def key(self, keys: str) -> None:
        """Press ``Ctrl+K``, ``Enter`` or ``æ``."""
        codes = [code for each in _parts(keys) for code in self._codes(each)]
        for kind, order in ((X.KeyPress, codes), (X.KeyRelease, codes[::-1])):
            for code in order:
                xtest.fake_input(self.x, kind, code)
        self.x.sync()

    def type(self, words: str) -> None:
        """Type words, sign by sign."""
        for sign in words:
            self.key(sign)

    def _codes(self, sign: str) -> list[int]:
        named = SIGNS.get(sign, sign)
        keysym = XK.string_to_keysym(named) or (ord(named) if ord(named) < 256 else 0x1000000 | ord(named))
        found = sorted(self.x.keysym_to_keycodes(keysym), key=lambda each: each[1])
        assert found, f"{sign!r} is on no key of this layout"
        code, column = found[0]
        return [*(self._codes(each)[0] for each in HELD.get(column, ())), code]

    # ---- mouse -------------------------------------------------------------------------------------

    def click(self, at: Point, button: int = 1, times: int = 1) -> None:
        """Click; 4 and 5 as ``button`` are the wheel."""
        self._fake(X.MotionNotify, x=at[0], y=at[1])
        for _turn in range(times):
            self._fake(X.ButtonPress, button)
            self._fake(X.ButtonRelease, button)

    def drag(self, start: Point, end: Point, steps: int = 12) -> None:
        """Press, move in steps (a drag begins only after movements), release."""
        self._fake(X.MotionNotify, x=start[0], y=start[1])
        self._fake(X.ButtonPress, 1)
        for n in range(1, steps + 1):
            x, y = (a + (b - a) * n // steps for a, b in zip(start, end, strict=True))
            self._fake(X.MotionNotify, x=x, y=y)
        self._fake(X.ButtonRelease, 1)

    def _fake(self, kind: int, detail: int = 0, **where: int) -> None:
        xtest.fake_input(self.x, kind, detail, **where)
        self.x.sync()


def _parts(keys: str) -> list[str]:
    if len(keys) == 1:
        return [keys]
    small = re.sub(r"(?<=\+)\w$", lambda last: last[0].lower(), keys)  # a capital would bring Shift
    return small.split("+")
