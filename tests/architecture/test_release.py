"""What goes out with a release: metadata, the bill of materials, the notices, and a wheel that can be built again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from tests import long
from tests.architecture.test_resources import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return load("release")


@pytest.fixture(scope="module")
def bill() -> Any:
    return load("sbom").bill(load("components").all_components())


def test_the_description_leads_nowhere_outside_of_itself() -> None:
    """On a page elsewhere a picture by a path is broken, and a link by a path leads to nothing."""
    core = ProjectMetadata(str(ROOT), PluginManager()).core
    assert core.readme_content_type == "text/markdown" and "# KPI Desk" in core.readme
    assert re.findall(r"\]\((?!https?:)[^)]*\)", core.readme) == []
    assert "`packaging/CHANGELOG.md`" in core.readme
    assert core.authors_data["name"] == ["The KPI Desk developers"] and "OKR" in core.keywords


def test_the_bill_names_every_library_that_the_program_loads(bill: Any) -> None:
    listed = {each["name"].lower().replace("_", "-"): each for each in bill["components"]}
    for name in ("pyside6-essentials", "shiboken6", "numpy", "pillow", "et-xmlfile", "sqlcipher3", "mdurl"):
        assert listed[name]["version"] == metadata.version(name)
    assert {"pytest", "mypy", "hypothesis", "ruff"}.isdisjoint(listed), "tools of developers go to nobody"
    assert all(each["licenses"] for each in bill["components"])
    known = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {ref for each in bill["dependencies"] for ref in (each["ref"], *each["dependsOn"])} == known


def test_the_bill_has_the_form_of_cyclonedx(bill: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the schema asks for; a release holds it against the schema itself."""
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    assert all(each["type"] in ("library", "data") and each["bom-ref"] for each in bill["components"])
    assert all(
        len(set(one) & {"license", "expression"}) == 1 for each in bill["components"] for one in each["licenses"]
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    sbom, found = load("sbom"), load("components").all_components()
    assert sbom.written(found) == sbom.written(found)
    assert json.loads(sbom.written(found))["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"


def test_every_part_is_named_with_its_whole_licence() -> None:
    components = load("components").all_components()
    text = load("notices").notices(components)
    for each in components:
        assert f"{each.name} {each.version}: " in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text and "SIL OPEN FONT LICENSE" in text.upper()
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    for each in components:
        assert each.kind == "library" or each.name in licence, "LICENSE tells of fonts and icons too"


def test_a_part_without_a_licence_stops_a_release() -> None:
    component = load("components").Component
    with pytest.raises(LookupError, match="odd 1"):
        load("notices").notices([component("odd", "1", "", "", texts={"LICENSE": "text"})])


@pytest.mark.parametrize(
    ("changes", "described", "said"),
    [
        ("## Unreleased\n\n## 2.0 – 2026-12-01\n", "2026-12-01", ""),
        ("## 2.0 – 2026-12-01\n\n- new\n", "2026-12-01", ""),
        ("## Unreleased\n\n### Added\n- new\n\n## 2.0 – 2026-12-01\n", "2026-12-01", "Unreleased"),
        ("## 2.0 – 2026-12-01\n", "2026-12-02", "metainfo"),
        ("## Unreleased\n\n## 1.0 – 2026-11-01\n", "2026-12-01", "CHANGELOG"),
    ],
)
def test_version_changes_and_description_have_to_agree(
    changes: str, described: str, said: str, release: ModuleType
) -> None:
    found = list(release.hindrances("2.0", changes, f'<release version="2.0" date="{described}"/>'))
    assert len(found) == bool(said) and said in "".join(found)


def test_checksums_are_read_by_sha256sum(release: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"wheel")
    (tmp_path / "SHA256SUMS").write_text("old")
    assert release.checksums(tmp_path) == f"{hashlib.sha256(b'wheel').hexdigest()}  a.whl\n"


def test_a_compiled_catalogue_does_not_tell_when_it_was_made(tmp_path: Path) -> None:
    """To the minute, as Babel would, so that two builds were alike unless a minute passed between them."""
    place = tmp_path / "nb" / "LC_MESSAGES"
    place.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "i18n" / "nb" / "LC_MESSAGES" / "kpidesk.po", place)
    (made,) = load("build_hook").compile_catalogues(tmp_path)
    assert set(re.findall(rb"-Date: (\d{4}-\d\d-\d\d \d\d:\d\d)", made.read_bytes())) == {b"1970-01-01 00:00"}


@pytest.mark.skipif(not long.chosen(), reason="builds four archives; done with --long and in every release")
def test_two_builds_of_one_commit_are_the_same_to_the_byte(release: ModuleType, tmp_path: Path) -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    names = [each.name for each in release.built_alike("HEAD", "1700000000", tmp_path)]
    assert len(names) == 2 and names[0].endswith(".whl") and names[1].endswith(".tar.gz")
