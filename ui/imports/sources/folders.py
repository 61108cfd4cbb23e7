"""Where the files of a source lie on this machine, and which of them nobody wants to hear of now."""

from __future__ import annotations

from pathlib import Path

from kpidesk.domain.entities import Source, Uid
from kpidesk.exchange.intake.sources import newer_file
from ui.base.memory import Memory

MOST_HIDDEN = 50


def folder_of(memory: Memory, source: Uid) -> Path | None:
    """The folder that the last file came from; ``None`` where none came on this machine."""
    kept = memory.text(f"sources/{source}/folder")
    return Path(kept) if kept else None


def keep(memory: Memory, source: Uid, file: Path) -> None:
    """Remember where a file of a source lay."""
    memory.put(f"sources/{source}/folder", str(file.parent))


def newest(source: Source, folder: Path | None) -> Path | None:
    """The newest file of a source in its folder, fetched or not."""
    return None if folder is None else newer_file(source, folder, None)


def hidden(memory: Memory, source: Uid) -> list[str]:
    """The files that nobody wants to hear of now."""
    return memory.texts(f"sources/{source}/hidden")


def hide(memory: Memory, source: Uid, name: str) -> None:
    """Say nothing of a file any more."""
    names = [name, *(each for each in hidden(memory, source) if each != name)]
    memory.put(f"sources/{source}/hidden", names[:MOST_HIDDEN])


def wants_news(memory: Memory, source: Uid) -> bool:
    """Whether a new file of a source is to be told of."""
    return memory.text(f"sources/{source}/quiet") != "yes"


def want_news(memory: Memory, source: Uid, wanted: bool) -> None:
    """Tell of new files or not."""
    memory.put(f"sources/{source}/quiet", "" if wanted else "yes")
