"""What goes to a user with the program: read from the environment that it runs in, and from what it brings itself.

``requirements`` walks from the program's own dependencies, so that tools of developers are none of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement  # that of PyPI: this folder is no package

ROOT = Path(__file__).resolve().parent.parent
LICENCES = Path(__file__).resolve().parent / "licences"
EXTRAS = ("password",)
"""Optional parts that are told of as well: the bundle holds them."""
WITHOUT_TEXT = {"pyside6-essentials": ("LGPL-3.0", "GPL-3.0"), "shiboken6": ("LGPL-3.0", "GPL-3.0")}
"""What is published without its licence; the texts lie in packaging/licences."""
SPDX = {
    "colorama": "BSD-3-Clause", "peewee": "MIT", "pyqtgraph": "MIT", "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause", "sqlcipher3": "Zlib",
}  # fmt: skip
"""The licences of those that say theirs in other words, or in none."""
NAMED_LIKE_A_LICENCE = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)


@dataclass(frozen=True)
class Component:
    """Something that others have made; ``texts`` are its licences by the names of their files."""

    name: str
    version: str
    licence: str
    home: str
    kind: str = "library"
    texts: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


def all_components() -> list[Component]:
    """Everything, by name."""
    found = [*libraries(), *shipped()]
    return sorted(found, key=lambda each: (each.kind, each.name.lower()))


def libraries() -> Iterator[Component]:
    """The libraries that the program needs to run, with theirs, as they are installed here."""
    waiting, seen = list(own_needs()), set()
    while waiting:
        name = waiting.pop()
        if canonical(name) in seen:
            continue
        seen.add(canonical(name))
        under = tuple(needs(name))
        yield _component(metadata.distribution(name), under)
        waiting += under


def own_needs() -> Iterator[str]:
    """The names of what the program itself asks for, by pyproject.toml: what is installed may be of an earlier day."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from _asked(
        [*project["dependencies"], *(line for each in EXTRAS for line in project["optional-dependencies"][each])]
    )


def needs(name: str) -> Iterator[str]:
    """The names of what a library asks for."""
    yield from _asked(metadata.requires(name) or [])


def _asked(lines: list[str]) -> Iterator[str]:
    """Those of some requirements that hold on this system, without extras."""
    for asked in map(Requirement, lines):
        if asked.marker is None or asked.marker.evaluate({"extra": ""}):
            yield asked.name


def canonical(name: str) -> str:
    """A name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _component(found: metadata.Distribution, under: tuple[str, ...]) -> Component:
    told = found.metadata
    name = told["Name"]
    texts = dict(_texts(found)) or {f"{key}.txt": _kept(key) for key in WITHOUT_TEXT.get(canonical(name), ())}
    return Component(name, found.version, _licence(told), _home(told), "library", texts, under)


def _licence(told: metadata.PackageMetadata) -> str:
    known = SPDX.get(canonical(told["Name"]))
    return known or told.get("License-Expression") or (told.get("License") or "").split("\n")[0] or _classified(told)


def _classified(told: metadata.PackageMetadata) -> str:
    kinds = [each for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    return kinds[0].split(" :: ")[-1] if kinds else ""


def _home(told: metadata.PackageMetadata) -> str:
    links = dict(each.split(", ", 1) for each in told.get_all("Project-URL", []))
    by_name = {name.lower(): link for name, link in links.items()}
    wanted = ("homepage", "repository", "source", "source code", "github")
    return next((by_name[each] for each in wanted if each in by_name), told.get("Home-page") or "")


def _texts(found: metadata.Distribution) -> Iterator[tuple[str, str]]:
    for file in found.files or ():
        inside = ".dist-info/" in str(file)
        if inside and ("licenses" in file.parts or NAMED_LIKE_A_LICENCE.match(file.name)):
            yield "/".join(file.parts[1:]), Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def _kept(key: str) -> str:
    return (LICENCES / f"{key}.txt").read_text(encoding="utf-8")


def shipped() -> Iterator[Component]:
    """Fonts and icons that lie in the program itself; LICENSE tells of the same."""
    for name, version, licence, home, text in (
        ("Inter", "4.1.1", "OFL-1.1", "https://rsms.me/inter/", "fonts/OFL.txt"),
        ("Source Sans 3", "3.052", "OFL-1.1", "https://github.com/adobe-fonts/source-sans", "fonts/OFL.txt"),
        ("DejaVu Sans", "2.37", "Bitstream-Vera", "https://dejavu-fonts.github.io/", "fonts/LICENSE-DejaVu.txt"),
        ("Lucide", "1.62.0", "ISC AND MIT", "https://lucide.dev/", "icons/LICENSE"),
    ):
        content = (ROOT / "resources" / text).read_text(encoding="utf-8")
        yield Component(name, version, licence, home, "data", {text: content})
