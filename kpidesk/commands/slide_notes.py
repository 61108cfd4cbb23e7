"""What is to be said at the slides of a review: kept in the file, shown to who presents, printed nowhere."""

from __future__ import annotations

from kpidesk.commands import checks
from kpidesk.commands.cycles import living
from kpidesk.domain.entities import SlideNote, Uid
from kpidesk.text import msg
from kpidesk.workspace import Reads, Workspace, library_uid


def note_uid(cycle: Uid, slide: str) -> Uid:
    """The same uid for everybody, so that two who write at one slide write in the same place."""
    return library_uid(f"slide note {cycle} {slide}")


def text_of(ws: Reads, cycle: Uid, slide: str) -> str:
    """What is to be said at a slide; nothing where nobody has written anything."""
    note = ws.find(SlideNote, note_uid(cycle, slide))
    return "" if note is None else note.text


def write(ws: Workspace, text: str, *, cycle: Uid, slide: str) -> None:
    """Keep what is to be said at a slide; of a closed cycle too, for nothing of it is printed."""
    text = checks.prose(text)
    if text == text_of(ws, cycle, slide):
        return
    living(ws, cycle)
    uid = note_uid(cycle, slide)
    with ws.transaction(msg("write a presenter’s note")) as change:
        if ws.find(SlideNote, uid) is None:
            change.add(SlideNote(uid, cycle, slide, text))
        else:
            change.set(SlideNote, uid, text=text)
