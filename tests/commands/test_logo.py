"""The company's logo: what is taken, and what is refused."""

from __future__ import annotations

import base64
import datetime as dt
import io

import pytest
from PIL import Image

from kpidesk import text
from kpidesk.commands import logo, people
from kpidesk.errors import BadInput
from kpidesk.settings import Home
from kpidesk.workspace import Workspace


@pytest.fixture
def ws(tmp_path):
    with (
        text.using("en"),
        Workspace.create(
            tmp_path / "a.kpidesk", company="Bakery", home=Home(tmp_path / "home"),
            clock=lambda: dt.datetime(2026, 4, 14, 9, 0, tzinfo=dt.UTC),
        ) as workspace,
    ):  # fmt: skip
        yield workspace


def picture(form="PNG", size=(40, 20), mode="RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("data", [picture(), picture("JPEG", mode="RGB"), picture("JPEG", mode="CMYK")])
def test_a_png_or_jpeg_is_kept_and_can_be_taken_away(ws, data):
    people.set_company(ws, logo=logo.pack(data))
    assert base64.b64decode(ws.company.logo) == data
    people.set_company(ws, logo="")
    assert ws.company.logo == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "must be a PNG or JPEG"),
        (b"%PDF-1.7 not a picture", "must be a PNG or JPEG"),
        (picture()[:50], "must be a PNG or JPEG"),
        (picture("GIF", mode="RGB"), "must be a PNG or JPEG"),
        (picture(size=(6_001, 1)), "must be a PNG or JPEG"),
        (picture() + b"x" * 200_000, "at most 200 kB"),
    ],
)
def test_anything_else_is_refused_and_changes_nothing(ws, data, words):
    people.set_company(ws, logo=logo.pack(picture()))
    before = ws.company.logo
    with pytest.raises(BadInput, match=words):
        people.set_company(ws, logo=logo.pack(data))
    assert ws.company.logo == before
