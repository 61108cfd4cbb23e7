"""The Debian package: the frozen program in /usr/lib, links in /usr/bin, and what a desktop reads in /usr/share.

There are no scripts in it: menus, kinds of files, icons and manuals are read in by the triggers of the packages that
keep them, when it comes and when it goes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import shared

ROOT = Path(__file__).resolve().parent.parent
NEEDED_FILES = (
    "applications/no.kpidesk.KpiDesk.desktop",
    "metainfo/no.kpidesk.KpiDesk.metainfo.xml",
    "mime/packages/no.kpidesk.KpiDesk.xml",
    "icons/hicolor/scalable/apps/no.kpidesk.KpiDesk.svg",
    "man/man1/kpidesk.1",
    "bash-completion/completions/kpidesk",
)
"""Without these it would be no program of a desktop."""
OTHERS = "What others have made of it, each under its licence, is told in /usr/lib/kpidesk/NOTICES.txt."
BESIDES = ("xkb-data",)
"""What no library leads to: how keys are laid out is read from there by one that is in the bundle."""
FAST, SMALL = "-z1", "-z9"


def make(program: Path, dist: Path, version: str, moment: int, *, fast: bool = False) -> Path:
    """Make the package of a frozen program; ``moment`` is the time that is written into it."""
    machine = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    stage = dist / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    _fill(stage, program)
    control = stage / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(described(program, version, machine, _kilobytes(stage)), encoding="utf-8")
    (control / "md5sums").write_text("".join(_sums(stage)), encoding="utf-8")
    _settle(stage, moment)
    package = dist / f"kpidesk_{version}_{machine}.deb"
    how = ["--root-owner-group", "-Zxz", FAST if fast else SMALL, "--build"]
    subprocess.run(
        ["dpkg-deb", *how, str(stage), str(package)], check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
    )  # fmt: skip
    shutil.rmtree(stage)
    return package


def _fill(stage: Path, program: Path) -> None:
    shutil.copytree(program, stage / "usr/lib/kpidesk", symlinks=True, copy_function=os.link)
    put_at_home(program, stage / "usr")
    links = stage / "usr/bin"
    links.mkdir()
    for name in ("kpidesk", "kpidesk-cli"):
        (links / name).symlink_to("../lib/kpidesk/kpidesk")
    papers = stage / "usr/share/doc/kpidesk"
    papers.mkdir(parents=True)
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    (papers / "copyright").write_text(f"{own}\n{OTHERS}\n", encoding="utf-8")
    with gzip.GzipFile(papers / "changelog.gz", "wb", mtime=0) as stream:
        stream.write((ROOT / "packaging" / "CHANGELOG.md").read_bytes())


def put_at_home(program: Path, prefix: Path) -> None:
    """Have the program itself lay out what a desktop and its shells read of it, manual and completion too."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "KPIDESK_HOME": home}
        command = [str(program / "kpidesk-cli"), "install", "--prefix", str(prefix)]
        subprocess.run(command, check=True, env=surroundings, stdout=subprocess.DEVNULL)
    absent = [each for each in NEEDED_FILES if not (prefix / "share" / each).is_file()]
    if absent:
        raise FileNotFoundError(f"not in {prefix / 'share'}: {', '.join(absent)}")


def described(program: Path, version: str, machine: str, kilobytes: int) -> str:
    """The package's control file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed, wished = shared.missing(program)
    depends = [f"libc6 (>= {shared.oldest_glibc(program)})", *_packages(needed), *BESIDES]
    fields = {
        "Package": "kpidesk",
        "Version": version,
        "Architecture": machine,
        "Maintainer": _maintainer(project),
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join([*_packages(wished), "hicolor-icon-theme", "shared-mime-info"]),
        "Section": "misc",
        "Priority": "optional",
        **({"Homepage": project["urls"]["Homepage"]} if "Homepage" in project.get("urls", {}) else {}),
        "Description": f"goals and a few well-chosen KPIs for a small business\n {project['description']}.",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _maintainer(project: dict[str, object]) -> str:
    """Whoever is named first among the authors."""
    authors = project.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else {}
    return f"{first.get('name', 'The KPI Desk developers')} <{first.get('email', 'kpidesk@localhost')}>"


def _packages(libraries: set[str]) -> list[str]:
    return sorted({shared.package(each) for each in libraries} - {""})


def _kilobytes(stage: Path) -> int:
    return sum(-(-path.lstat().st_size // 1024) for path in stage.rglob("*") if not path.is_dir())


def _sums(stage: Path) -> Iterator[str]:
    for path in sorted((stage / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            yield f"{digest}  {path.relative_to(stage)}\n"


def _settle(stage: Path, moment: int) -> None:
    """The same modes and times, whoever builds it."""
    for path in (stage, *stage.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
