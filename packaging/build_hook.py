"""Compile the translations when a wheel or an editable install is made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""What is told of when a catalogue was made. Babel would tell the minute: no two builds would be alike."""


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a .mo beside each .po under ``folder`` and tell which."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        catalogue.creation_date = catalogue.revision_date = NEVER
        with source.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(source.with_suffix(".mo"))
    return written


class CatalogueHook(BuildHookInterface):  # type: ignore[misc]
    """Called by hatchling before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue of the project."""
        compile_catalogues(Path(self.root) / "resources" / "i18n")
