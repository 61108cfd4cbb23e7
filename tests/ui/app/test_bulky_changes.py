"""The history tells of a logo and of a kept review without printing what they hold."""

from __future__ import annotations

import io

from PIL import Image

from kpidesk.commands import logo, people
from kpidesk.domain.entities import KeptReview
from kpidesk.report import kept
from kpidesk.wording.changes import describe


def test_a_picture_and_a_kept_review_are_told_by_their_size(session, workspace, clock):
    out = io.BytesIO()
    Image.new("RGB", (60, 20), "blue").save(out, "PNG")
    people.set_company(workspace, logo=logo.pack(out.getvalue()))
    clock.now = clock.now.replace(month=4, day=14)
    kept.close(workspace, session.cycle.uid)
    changes = [each for entry in workspace.history.entries(limit=2) for each in workspace.history.changes_of(entry.ref)]
    told = [describe(workspace, each) for each in changes if each.field in ("logo", "packed")]
    assert {(words.part, words.after.endswith("\u00a0kB")) for words in told} == {("Logo", True), ("Sider", True)}
    assert all(
        len(words.after) < 20 for words in (describe(workspace, each) for each in changes if each.kind is KeptReview)
    )
