"""Letting the system know which file was opened, for its own lists of what was used lately.

On Linux that is ``recently-used.xbel``, which GNOME, KDE and the file dialogs read (Desktop Bookmark Specification);
whoever has told the desktop to remember nothing is not listed. On Windows the system keeps the jump list of the task
bar. macOS has no door for this but Cocoa.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.installing.user import data_folder

BOOKMARK, MIME = (f"http://www.freedesktop.org/standards/{each}" for each in ("desktop-bookmarks", "shared-mime-info"))
OWNER = "http://freedesktop.org"
KIND, NAME, COMMAND = "application/x-kpidesk", "KPI Desk", "'kpidesk %u'"
MOST_BYTES = 20_000_000
PATH_IN_UNICODE = 3
"""SHARD_PATHW of SHAddToRecentDocs."""
PRIVACY = ("gsettings", "get", "org.gnome.desktop.privacy", "remember-recent-files")
SECONDS = 10


def tell(file: Path) -> None:
    """Let this system know; what it does not take is not missed."""
    with contextlib.suppress(OSError, UserError, Xml.ParseError, subprocess.TimeoutExpired):
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.shell32.SHAddToRecentDocs(PATH_IN_UNICODE, ctypes.c_wchar_p(os.fspath(file)))
        elif sys.platform != "darwin" and _wanted():
            add(file, data_folder() / "recently-used.xbel", dt.datetime.now(dt.UTC))


def _wanted() -> bool:
    if shutil.which(PRIVACY[0]) is None:
        return True
    done = subprocess.run(PRIVACY, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - fixed
    return done.stdout.strip() != "false"


def add(file: Path, listing: Path, now: dt.datetime) -> None:
    """Put a file into a list, or its entry in step; what others have written there stays.

    Raises ``ElementTree.ParseError`` for a list that can't be read, which is left as it is.
    """
    root = _read(listing)
    moment = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    address = file.as_uri()
    entry = next((each for each in root.iter("bookmark") if each.get("href") == address), None)
    if entry is None:
        entry = Xml.SubElement(root, "bookmark", href=address, added=moment)
    entry.set("modified", moment)
    entry.set("visited", moment)
    told = _inside(_inside(entry, "info"), "metadata", owner=OWNER)
    _inside(told, f"{{{MIME}}}mime-type").set("type", KIND)
    own = _inside(_inside(told, f"{{{BOOKMARK}}}applications"), f"{{{BOOKMARK}}}application", name=NAME)
    own.set("exec", COMMAND)
    own.set("modified", moment)
    count = own.get("count", "")
    own.set("count", str(int(count) + 1 if count.isdecimal() else 1))
    Xml.register_namespace("bookmark", BOOKMARK)
    Xml.register_namespace("mime", MIME)
    listing.parent.mkdir(parents=True, exist_ok=True)
    disk.put(Xml.tostring(root, encoding="UTF-8", xml_declaration=True), listing)
    disk.keep_private(listing)


def _read(listing: Path) -> Xml.Element:
    try:
        root = Xml.fromstring(disk.read(listing, MOST_BYTES))  # noqa: S314 - the user's own, and of bounded size
    except FileNotFoundError:
        return Xml.Element("xbel", version="1.0")
    if root.tag != "xbel":
        raise Xml.ParseError(f"{root.tag} is no list of bookmarks")
    return root


def _inside(above: Xml.Element, tag: str, **known: str) -> Xml.Element:
    """The part of an element that has these attributes; made where there is none."""
    found = [each for each in above.findall(tag) if all(each.get(key) == value for key, value in known.items())]
    return found[0] if found else Xml.SubElement(above, tag, known)
