"""The packages that are made of the frozen program: what they are called, what they say of it, on every system."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import kpidesk
from kpidesk.disk import INVITATION, WORKSPACE

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
sys.path.insert(0, str(PACKAGING))

import build as builder  # noqa: E402
import debian  # noqa: E402
import environment  # noqa: E402
import shared  # noqa: E402

SYSTEM = ROOT / "resources" / "system"
APP, MIME = "no.kpidesk.KpiDesk", "application/x-kpidesk"


def test_the_version_is_that_of_the_program() -> None:
    assert builder.version() == kpidesk.__version__


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_every_system_has_a_folder_and_something_to_install(system: str) -> None:
    made = list(builder.makers(system))
    assert made[0] == "folder" and len(made) > 1


# ---- Debian ----------------------------------------------------------------------------------------


def test_a_library_leads_to_its_package() -> None:
    known = {**environment.OFFSCREEN, **environment.WINDOW}
    known |= {"libX11.so.6": "libx11-6", "libstdc++.so.6": "libstdc++6", "libgcc_s.so.1": "libgcc-s1"}
    known |= {"libz.so.1": "zlib1g", "libX11-xcb.so.1": "libx11-xcb1", "libcups.so.2": "libcups2"}
    assert {name: shared.package(name) for name in known} == known


def test_what_every_machine_has_is_no_package() -> None:
    assert {shared.package(each) for each in ("libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "libdl.so.2")} == {""}


def made_of(folder: Path, linked: dict[str, set[str]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program of some libraries, each with what it is linked to."""
    for place in linked:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(b"\x7fELF")
    monkeypatch.setattr(shared, "linked", lambda path: linked[str(path.relative_to(folder))])
    monkeypatch.setattr(shared, "_told", lambda _path: "GLIBC_2.4 GLIBC_2.35 GLIBC_2.17")
    return folder


def test_a_package_names_what_it_needs_and_wishes_and_nothing_that_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = {
        "kpidesk": {"libc.so.6", "libz.so.1"},
        "_internal/libQt6Gui.so.6": {"libEGL.so.1", "libicuuc.so.73"},
        "_internal/libicuuc.so.73": {"libstdc++.so.6"},
        "_internal/plugins/printsupport/libcups.so": {"libcups.so.2", "libQt6Gui.so.6", "libstdc++.so.6"},
    }
    told = debian.described(made_of(tmp_path, linked, monkeypatch), "1.2.3", "amd64", 42)
    fields = dict(line.split(": ", 1) for line in told.splitlines() if not line.startswith(" "))
    assert fields["Depends"] == "libc6 (>= 2.35), libegl1, libstdc++6, zlib1g, xkb-data"
    assert fields["Recommends"].split(", ")[0] == "libcups2"
    assert (fields["Version"], fields["Installed-Size"]) == ("1.2.3", "42")
    assert re.fullmatch(r".+ <\S+@\S+>", fields["Maintainer"])


def test_a_package_without_what_a_desktop_reads_is_not_made(tmp_path: Path) -> None:
    program = tmp_path / "kpidesk-cli"
    program.write_text('#!/bin/sh\nmkdir -p "$3/share"\n')
    program.chmod(0o755)
    with pytest.raises(FileNotFoundError, match=r"applications/no\.kpidesk\.KpiDesk\.desktop"):
        debian.put_at_home(tmp_path, tmp_path / "usr")


# ---- what is the same everywhere -------------------------------------------------------------------


def test_all_systems_know_the_program_and_its_files_by_the_same_names() -> None:
    plist = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    installer = (PACKAGING / "windows" / "kpidesk.iss").read_text(encoding="utf-8")
    entry = (SYSTEM / "share" / "applications" / f"{APP}.desktop").read_text(encoding="utf-8")
    known = (SYSTEM / "share" / "mime" / "packages" / f"{APP}.xml").read_text(encoding="utf-8")
    kinds = zip(
        plist["UTExportedTypeDeclarations"], plist["CFBundleDocumentTypes"], (WORKSPACE, INVITATION), strict=True
    )
    for kind, shown, ending in kinds:
        name = f"{MIME}{ending.removeprefix(WORKSPACE)}"
        told = {"public.filename-extension": [ending.removeprefix(".")], "public.mime-type": [name]}
        assert kind["UTTypeTagSpecification"] == told
        assert shown["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
        assert (SYSTEM / "macos" / kind["UTTypeIconFile"]).is_file()
        assert f'"{name}"' in installer and f'Classes\\{ending}"' in installer
        assert f"{name};" in entry and f'type="{name}"' in known and f'pattern="*{ending}"' in known
    assert APP in installer
    manifest = (PACKAGING / "linux" / f"{APP}.yml").read_text(encoding="utf-8")
    assert f"id: {APP}\n" in manifest
    for name in re.findall(r"\{#Root\}\\(resources\\[^\"*\n]+|LICENSE)", installer):
        assert (ROOT / name.strip().replace("\\", "/")).is_file(), name


def test_the_scripts_of_shell_can_be_read() -> None:
    for script in (PACKAGING / "macos" / "disk_image.sh", PACKAGING / "linux" / "AppRun"):
        assert subprocess.run(["sh", "-n", str(script)]).returncode == 0
        assert script.stat().st_mode & 0o100


# ---- the recipe of PyInstaller, as it is read on each system ---------------------------------------


class Recipe:
    """What PyInstaller gives a recipe, and what the recipe makes of it."""

    def __init__(self) -> None:
        self.made: dict[str, list[dict[str, Any]]] = {}

    def names(self) -> dict[str, Any]:
        kinds = {kind: self._maker(kind) for kind in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
        return {**kinds, "SPECPATH": str(PACKAGING)}

    def _maker(self, kind: str) -> Any:
        def make(*_given: object, **named: Any) -> SimpleNamespace:
            self.made.setdefault(kind, []).append(named)
            return SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[])

        return make


@pytest.mark.parametrize(
    ("system", "programs", "icon"),
    [
        ("linux", ["kpidesk"], None),
        ("win32", ["kpidesk", "kpidesk-cli"], "kpidesk.ico"),
        ("darwin", ["kpidesk"], "kpidesk.icns"),
    ],
)
def test_the_recipe_makes_what_each_system_needs(
    system: str, programs: list[str], icon: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = ModuleType("PyInstaller.utils.hooks")
    vars(hooks)["collect_submodules"] = lambda room: [room, f"{room}.app"]
    writers, building = ModuleType("PyInstaller.archive.writers"), ModuleType("PyInstaller.building")
    vars(writers)["ZlibArchiveWriter"] = type("ZlibArchiveWriter", (), {})
    vars(building)["api"] = ModuleType("PyInstaller.building.api")
    for name, module in (
        ("PyInstaller", ModuleType("x")),
        ("PyInstaller.archive", ModuleType("x")),
        (writers.__name__, writers),
        (building.__name__, building),
        ("PyInstaller.utils", ModuleType("x")),
        (hooks.__name__, hooks),
    ):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "platform", system)
    recipe = Recipe()
    exec(compile((PACKAGING / "kpidesk.spec").read_text(encoding="utf-8"), "kpidesk.spec", "exec"), recipe.names())
    assert [each["name"] for each in recipe.made["EXE"]] == programs
    icons = {each["icon"] and Path(each["icon"]).name for each in recipe.made["EXE"]}
    assert icons == {icon} and all(Path(each["icon"]).is_file() for each in recipe.made["EXE"] if each["icon"])
    assert "ui.app" in recipe.made["Analysis"][0]["hiddenimports"]
    assert ("BUNDLE" in recipe.made) == (system == "darwin")


def test_encryption_comes_with_what_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]["password"]) <= set(project["optional-dependencies"]["bundle"])
