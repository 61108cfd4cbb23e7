"""Who sits before this machine, as far as its system tells."""

from __future__ import annotations

import os
import sys

from kpidesk import disk


def full_name() -> str:
    """The name of the person who is logged in, as people write it; empty where the system knows no more than a login.

    Unix keeps it in the account's comment, whose first field is the name; Windows as the display name.
    """
    if sys.platform == "win32":
        return _windows_name()
    import pwd  # Unix alone has it

    try:
        account = pwd.getpwuid(os.getuid())
    except (KeyError, OSError):  # an account that no list holds, as in a container
        return ""
    name = account.pw_gecos.split(",")[0].replace("&", account.pw_name.capitalize()).strip()
    return "" if name.casefold() in ("", account.pw_name.casefold()) else name


def login() -> str:
    """What one logs in as; in a container without accounts, what the machine is called."""
    import getpass  # which loads what a terminal needs; few have no name yet

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody in particular is logged in
        return disk.machine()


def _windows_name() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    display, size = 3, ctypes.c_ulong(256)
    name = ctypes.create_unicode_buffer(size.value)
    told = ctypes.windll.secur32.GetUserNameExW(display, name, ctypes.byref(size))
    return name.value.strip() if told else ""
