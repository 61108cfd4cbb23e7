"""What a desktop reads of the program: its entry, its kind of file, its description and its icons."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import kpidesk
from kpidesk.store.db import schema
from tests.architecture.test_resources import load

ROOT = Path(__file__).resolve().parents[2]
SHARE = ROOT / "resources" / "system" / "share"
ENTRY = SHARE / "applications" / "no.kpidesk.KpiDesk.desktop"
KIND = SHARE / "mime" / "packages" / "no.kpidesk.KpiDesk.xml"
METAINFO = SHARE / "metainfo" / "no.kpidesk.KpiDesk.metainfo.xml"
HEADER = b"SQLite format 3\0".ljust(68, b"\1")


def said(program: str, *arguments: str | Path, **surroundings: str) -> str:
    """What a validator says; it complains by its exit code."""
    if shutil.which(program) is None:
        words = f"{program} is not here; packaging/test.py installs it where it may"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(words)
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, **surroundings}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (done.stdout + done.stderr).strip()


def test_the_desktop_entry_is_valid() -> None:
    assert said("desktop-file-validate", ENTRY) == ""


def test_the_description_for_software_centres_is_valid() -> None:
    assert "successful" in said("appstreamcli", "validate", "--no-net", "--strict", "--no-color", METAINFO)


def test_the_newest_release_that_is_described_is_this_one() -> None:
    told = re.search(r'<release version="([^"]+)" date="([^"]+)"', METAINFO.read_text(encoding="utf-8"))
    assert told is not None
    assert told[1] == kpidesk.__version__
    changes = (ROOT / "packaging" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {told[1]} – {told[2]}" in changes


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("any.name", HEADER + b"KPID".ljust(32, b"\0"), "application/x-kpidesk"),
        ("secret.kpidesk", bytes(range(256)) * 4, "application/x-kpidesk"),
        ("shop.kpidesk-invitation", b'{"kpidesk": "invitation"}', "application/x-kpidesk-invitation"),
        ("other.db", HEADER + b"\0\0\0\0".ljust(32, b"\0"), "application/vnd.sqlite3"),
        ("notes.txt", b"KPID", "text/plain"),
    ],
    ids=["by its mark", "by its name", "an invitation", "another's", "neither"],
)
def test_a_system_knows_the_kind_of_a_file(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    """By what it holds, by its name where it is encrypted, and never a file of another program."""
    file, data = tmp_path / name, tmp_path / "data"
    file.write_bytes(content)
    packages = data / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(KIND, packages)
    assert said("update-mime-database", data / "mime", XDG_DATA_HOME=str(data)) == ""
    told = said("gio", "info", "-a", "standard::content-type", file, XDG_DATA_HOME=str(data), LC_ALL="C.UTF-8")
    assert re.search(r"standard::content-type: (\S+)", told)[1] == kind  # type: ignore[index]


def test_the_mark_of_a_file_is_the_one_that_the_store_writes() -> None:
    assert f'value="{schema.APPLICATION_ID.to_bytes(4, "big").decode()}"' in KIND.read_text(encoding="utf-8")


def test_icons_are_those_of_the_drawings(qapp: object) -> None:
    """To the pixel where Qt is the same; another one may round a little differently."""
    kept = {path.relative_to(SHARE.parent).as_posix(): path for path in SHARE.parent.rglob("*") if _is_icon(path)}
    drawn = load("system_icons").all_files()
    assert sorted(drawn) == sorted(kept)
    for name, content in drawn.items():
        if name.endswith(".svg"):
            assert kept[name].read_bytes() == content, name
            continue
        one, other = (Image.open(io.BytesIO(each)).convert("RGBA") for each in (content, kept[name].read_bytes()))
        assert one.size == other.size, name
        assert max(most for _least, most in ImageChops.difference(one, other).getextrema()) <= 8, name


def test_small_icons_have_edges_on_whole_pixels() -> None:
    """At 16 pixels a bar is white from its first column to its last, not grey at both sides."""
    with Image.open(SHARE / "icons" / "hicolor" / "16x16" / "apps" / "no.kpidesk.KpiDesk.png") as picture:
        icon = picture.convert("RGB")
    colours = {icon.getpixel((x, 11)) for x in range(2, 14)}
    assert colours == {(255, 255, 255), (0x1B, 0x5E, 0xA8)}


def _is_icon(path: Path) -> bool:
    return path.suffix in (".png", ".svg", ".ico", ".icns")
