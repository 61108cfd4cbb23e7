"""Write the bill of materials in CycloneDX 1.6, JSON: ``python packaging/sbom.py [FILE]``.

The same environment gives the same bytes: the number of the document is made from what is in it, and its time is
``SOURCE_DATE_EPOCH``, that of the commit in a release.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from components import Component, all_components, canonical, own_needs
from environment import ROOT

SIMPLE = re.compile(r"[A-Za-z0-9.+-]+")
"""One licence of SPDX; anything longer is an expression, or words."""
EXPRESSION = re.compile(r"[A-Za-z0-9.+()-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+()-]+)*")


def version() -> str:
    """The program's own."""
    told = re.search(r'__version__ = "(.+)"', (ROOT / "kpidesk" / "__init__.py").read_text(encoding="utf-8"))
    assert told is not None
    return told[1]


def bill(components: list[Component]) -> dict[str, Any]:
    """The document."""
    own = f"pkg:pypi/kpidesk@{version()}"
    listed = [_listed(each) for each in components]
    direct = {"ref": own, "dependsOn": sorted(_direct(components))}
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": _moment().isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application", "bom-ref": own, "name": "kpidesk", "version": version(), "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": listed,
        "dependencies": [direct, *map(_depends(components), components)],
    }  # fmt: skip
    content = json.dumps(document, sort_keys=True)
    return {**document, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"}


def _moment() -> dt.datetime:
    chosen = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(chosen), dt.UTC) if chosen else dt.datetime.now(dt.UTC).replace(microsecond=0)


def _ref(component: Component) -> str:
    if component.kind == "library":
        return f"pkg:pypi/{canonical(component.name)}@{component.version}"
    return f"kpidesk:{canonical(component.name.replace(' ', '-'))}@{component.version}"


def _listed(component: Component) -> dict[str, Any]:
    listed: dict[str, Any] = {
        "type": component.kind, "bom-ref": _ref(component), "name": component.name, "version": component.version,
        "licenses": [_licence(component.licence)],
    }  # fmt: skip
    if component.kind == "library":
        listed["purl"] = _ref(component)
    if component.home:
        listed["externalReferences"] = [{"type": "website", "url": component.home}]
    return listed


def _licence(words: str) -> dict[str, Any]:
    if SIMPLE.fullmatch(words):
        return {"license": {"id": words}}
    return {"expression": words} if EXPRESSION.fullmatch(words) else {"license": {"name": words}}


def _direct(components: list[Component]) -> list[str]:
    wanted = {canonical(each) for each in own_needs()}
    return [_ref(each) for each in components if each.kind == "data" or canonical(each.name) in wanted]


def _depends(components: list[Component]) -> Any:
    known = {canonical(each.name): _ref(each) for each in components}

    def depends(component: Component) -> dict[str, Any]:
        return {"ref": _ref(component), "dependsOn": sorted({known[canonical(each)] for each in component.needs})}

    return depends


def written(components: list[Component]) -> str:
    """The document as a file."""
    return json.dumps(bill(components), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write to the file that is named, or to standard output; 0."""
    text = written(all_components())
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
