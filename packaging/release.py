"""Make a release of the commit that is checked out: ``python packaging/release.py [--dry-run] [--without-tests]``.

Checks that nothing is uncommitted and that version, list of changes and description agree; runs all tests; builds
wheel and source archive, twice, in folders of different names, and holds the two against each other; writes the bill
of materials (CycloneDX 1.6, held against its schema), the notices of others' licences and the checksums into ``dist``;
and sets an annotated tag. ``--dry-run`` does all of it but the tag, and names what would stop a release without
stopping. Nothing is sent anywhere. The version has one place, ``kpidesk/__init__.py``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import sbom
from components import all_components
from environment import ROOT
from notices import notices

DIST = ROOT / "dist"
CHANGES = ROOT / "packaging" / "CHANGELOG.md"
METAINFO = ROOT / "resources" / "system" / "share" / "metainfo" / "no.kpidesk.KpiDesk.metainfo.xml"
SCHEMA = "cyclonedx-python-lib[json-validation]==11.12.0"
"""What holds the bill against its schema, in an environment of its own that goes again."""
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1], encoding="utf-8").read())
sys.exit(str(fault) if fault else 0)
"""


class NotReleased(Exception):
    """Why there is no release; nothing outside of ``dist`` has been changed."""


def git(*words: str) -> str:
    """What git says."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise NotReleased(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def hindrances(version: str, changes: str, metainfo: str) -> Iterator[str]:
    """What in the texts speaks against a release of this version."""
    found = re.search(rf"^## {re.escape(version)} – (\d{{4}}-\d{{2}}-\d{{2}})$", changes, re.MULTILINE)
    if found is None:
        yield f"packaging/CHANGELOG.md has no “## {version} – YYYY-MM-DD”"
    elif f'<release version="{version}" date="{found[1]}"' not in metainfo:
        yield f"the metainfo tells of no release {version} on {found[1]}"
    under = re.search(r"^## Unreleased\n(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    if under is not None and under[1].strip():
        yield "there are changes under “Unreleased”: move them under the version, or raise it in kpidesk/__init__.py"


def of_the_checkout(version: str) -> Iterator[str]:
    """What in the checkout speaks against it."""
    if git("status", "--porcelain"):
        yield "something is not committed"
    if git("tag", "--list", f"v{version}"):
        yield f"there is a tag v{version} already: raise the version in kpidesk/__init__.py"


def built(commit: str, moment: str, folder: Path) -> list[Path]:
    """Wheel and source archive of a commit, out of nothing but what is committed."""
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "--extract", "--directory", folder], input=archive.stdout, check=True)
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": moment}
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build"], cwd=folder, env=surroundings, capture_output=True, text=True
    )
    if done.returncode:
        raise NotReleased(f"the build failed:\n{done.stdout}{done.stderr}")
    return sorted((folder / "dist").iterdir())


def built_alike(commit: str, moment: str, folder: Path) -> list[Path]:
    """Built twice; raises ``NotReleased`` where the two differ by a byte."""
    first = built(commit, moment, folder / "one")
    second = built(commit, moment, folder / "another folder")
    for one, other in zip(first, second, strict=True):
        if one.name != other.name or one.read_bytes() != other.read_bytes():
            raise NotReleased(f"{one.name} differs from one build to the next: {', '.join(_different(one, other))}")
    return first


def _different(one: Path, other: Path) -> list[str]:
    """What in two wheels differs; of a source archive its name alone."""
    if not zipfile.is_zipfile(one) or not zipfile.is_zipfile(other):
        return [one.name]
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        held = [
            {each.filename: (each.CRC, each.date_time, each.external_attr) for each in z.infolist()}
            for z in (first, second)
        ]
    return sorted(name for name in held[0].keys() | held[1].keys() if held[0].get(name) != held[1].get(name))


def checksums(folder: Path) -> str:
    """As ``sha256sum --check`` reads them."""
    files = sorted(each for each in folder.iterdir() if each.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files)


def validate(bill: Path) -> None:
    """Hold the bill of materials against the schema of CycloneDX; raises ``NotReleased``."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        for command in ([python, "-m", "pip", "install", "--quiet", SCHEMA], [python, "-c", VALIDATE, str(bill)]):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise NotReleased(f"the bill of materials could not be held against its schema: {done.stderr.strip()}")


def make(version: str) -> None:
    """Fill ``dist``."""
    commit, moment = git("rev-parse", "HEAD"), git("log", "-1", "--format=%ct")
    os.environ["SOURCE_DATE_EPOCH"] = moment
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    with tempfile.TemporaryDirectory(prefix="kpidesk-release-") as folder:
        for file in built_alike(commit, moment, Path(folder)):
            shutil.copy(file, DIST)
    components = all_components()
    (DIST / f"kpidesk-{version}.cdx.json").write_text(sbom.written(components), encoding="utf-8")
    (DIST / f"kpidesk-{version}-notices.txt").write_text(notices(components), encoding="utf-8")
    validate(DIST / f"kpidesk-{version}.cdx.json")
    (DIST / "SHA256SUMS").write_text(checksums(DIST), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Make a release; 0 when it is there, or in a dry run when nothing would stop it."""
    dry, version = "--dry-run" in arguments, sbom.version()
    try:
        told = (CHANGES.read_text(encoding="utf-8"), METAINFO.read_text(encoding="utf-8"))
        against = [*of_the_checkout(version), *hindrances(version, *told)]
        if against and not dry:
            raise NotReleased("; ".join(against))
        if "--without-tests" not in arguments and subprocess.call([sys.executable, ROOT / "packaging" / "test.py"]):
            raise NotReleased("a test failed")
        make(version)
        if not dry:
            git("tag", "--annotate", f"v{version}", "--message", f"KPI Desk {version}")
    except (NotReleased, LookupError) as error:
        print(f"No release: {error}.", file=sys.stderr)
        return 1
    print("\n".join(f"{each.stat().st_size:>10} dist/{each.name}" for each in sorted(DIST.iterdir())))
    print("\n".join(f"A release would be stopped: {each}." for each in against) or f"KPI Desk {version} is in dist.")
    return 1 if against else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
