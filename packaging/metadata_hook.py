"""What is told of a wheel: the README, without what leads nowhere outside of a checkout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

PICTURE = re.compile(r"^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)]*)\)")


def described(readme: str) -> str:
    """The README for a page elsewhere: no picture by a path, and paths in place of links to them."""
    return LINK.sub(r"\1 (`\2`)", PICTURE.sub("", readme))


class ReadmeHook(MetadataHookInterface):  # type: ignore[misc]
    """Called by hatchling before it writes the metadata."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the description."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": described(text)}
