"""The pages are drawn for somebody who waits for them, and no further once nobody does."""

from __future__ import annotations

import pytest

from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.cycle_list import cycle_or_blank
from kpidesk.report import pdf, review_of
from kpidesk.workspace import Workspace
from ui.review.preview import Drawn, PreviewJob, pictures


def quarter(ws: Workspace) -> Period:
    return Period.containing(ws.today(), Frequency.QUARTER)


def test_a_preview_that_nobody_waits_for_is_not_gone_on_with(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built(*_what: object) -> None:
        raise AssertionError("a paper was built that nobody will see")

    monkeypatch.setattr(pdf, "build_whole", built)
    reader = workspace.handles.apart()
    reader.handles.interrupt()
    assert PreviewJob(quarter(workspace), workspace.today(), "A4", "nb")(reader) == Drawn()
    reader.close()


def test_of_a_preview_that_nobody_waits_for_no_further_page_is_drawn(workspace: Workspace) -> None:
    review = review_of(workspace, cycle_or_blank(workspace, quarter(workspace)), workspace.today())
    whole = pictures(pdf.build(review), lambda: False)
    looks = iter((False, True))
    assert len(whole) > 1
    assert pictures(pdf.build(review), lambda: next(looks)) == whole[:1]
