"""The system is told of a file that was opened, and what others have written in its list stays."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as Xml

import pytest

from kpidesk.installing import recently_used
from kpidesk.installing.recently_used import BOOKMARK, MIME

NOW = dt.datetime(2026, 11, 29, 10, 0, tzinfo=dt.UTC)
OTHERS = f"""<?xml version="1.0" encoding="UTF-8"?>
<xbel version="1.0" xmlns:bookmark="{BOOKMARK}" xmlns:mime="{MIME}">
  <bookmark href="file:///home/kari/brev.odt" added="2026-01-01T00:00:00Z" modified="2026-01-01T00:00:00Z">
    <info><metadata owner="http://freedesktop.org"><mime:mime-type type="application/vnd.oasis.opendocument.text"/>
      <bookmark:groups><bookmark:group>Office</bookmark:group></bookmark:groups>
      <bookmark:applications><bookmark:application name="soffice" exec="'soffice %u'"/></bookmark:applications>
    </metadata></info>
  </bookmark>
</xbel>
"""


def entries(listing: Path) -> dict[str, Xml.Element]:
    return {str(each.get("href")): each for each in Xml.parse(listing).getroot().iter("bookmark")}


def content(entry: Xml.Element) -> list[tuple[object, ...]]:
    """All that an entry holds; the prefixes that it is written with are not its own."""
    return [(each.tag, each.attrib, (each.text or "").strip()) for each in entry.iter()]


def test_a_file_comes_into_the_list_once_and_is_counted(tmp_path: Path) -> None:
    listing, file = tmp_path / "recently-used.xbel", tmp_path / "Blåbær & Sønn.kpidesk"
    recently_used.add(file, listing, NOW)
    recently_used.add(file, listing, NOW + dt.timedelta(hours=1))
    ((address, entry),) = entries(listing).items()
    assert address == file.as_uri()
    assert (entry.get("added"), entry.get("visited")) == ("2026-11-29T10:00:00.000000Z", "2026-11-29T11:00:00.000000Z")
    (kind,) = entry.iter(f"{{{MIME}}}mime-type")
    (own,) = entry.iter(f"{{{BOOKMARK}}}application")
    assert kind.get("type") == "application/x-kpidesk"
    assert (own.get("name"), own.get("exec"), own.get("count")) == ("KPI Desk", "'kpidesk %u'", "2")
    text = listing.read_text(encoding="utf-8")
    assert "<bookmark:applications>" in text and "<mime:mime-type" in text, "the prefixes that GLib looks for"
    if os.name == "posix":
        assert stat.S_IMODE(listing.stat().st_mode) == 0o600


def test_what_others_have_written_stays(tmp_path: Path) -> None:
    listing = tmp_path / "recently-used.xbel"
    listing.write_text(OTHERS, encoding="utf-8")
    before = content(entries(listing)["file:///home/kari/brev.odt"])
    recently_used.add(tmp_path / "a.kpidesk", listing, NOW)
    assert len(entries(listing)) == 2
    assert content(entries(listing)["file:///home/kari/brev.odt"]) == before


@pytest.mark.parametrize("content", ["", "no list", "<html/>"])
def test_a_list_that_can_not_be_read_is_left(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "recently-used.xbel").write_text(content)
    recently_used.tell(tmp_path / "a.kpidesk")
    assert (tmp_path / "recently-used.xbel").read_text() == content


@pytest.mark.parametrize(("answer", "listed"), [("true\n", True), ("false\n", False), ("", True)])
def test_whoever_wants_nothing_remembered_is_heard(
    answer: str, listed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/gsettings")
    monkeypatch.setattr("subprocess.run", lambda *_words, **_how: SimpleNamespace(stdout=answer))
    monkeypatch.setattr("sys.platform", "linux")
    recently_used.tell(tmp_path / "a.kpidesk")
    assert (tmp_path / "recently-used.xbel").exists() is listed
