"""Whether there is a screen for a window: Qt ends the whole process where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from kpidesk.forms import Form
from kpidesk.text import _

LOCAL = Form(r"(?:unix)?:(\d+)(?:\.\d+)?")
SECONDS = 2


def reachable(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a window can be shown; only an X display on this machine is tried, the others are believed."""
    if sys.platform in ("win32", "darwin"):
        return True
    if (environment.get("QT_QPA_PLATFORM") or "xcb").split(":")[0] not in ("xcb", "wayland", "wayland-egl"):
        return True
    if environment.get("WAYLAND_DISPLAY"):
        return True
    display = environment.get("DISPLAY", "")
    local = LOCAL.fullmatch(display)
    return bool(display) and (local is None or _answers(int(local[1])))


def nowhere() -> str:
    """What is said where there is none."""
    return _("There is no screen here to open a window on. “kpidesk --help” lists what needs none.")


def _answers(number: int) -> bool:
    place = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X listens
    return any(_connects(each) for each in (place, f"\0{place}"))


def _connects(place: str) -> bool:
    import socket  # only for X: a window elsewhere begins without it

    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(SECONDS)
        try:
            line.connect(place)
        except OSError:
            return False
        return True
