"""What ships with the program is complete and of the right kind."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from reportlab.pdfbase.ttfonts import TTFontFile

from tests.architecture.sources import nodes
from tests.table import table

ROOT = Path(__file__).resolve().parents[2]
FONTS = sorted((ROOT / "resources" / "fonts").glob("*.ttf"))
ICONS = sorted((ROOT / "resources" / "icons").glob("*.svg"))


def load(name: str) -> ModuleType:
    """A module of the packaging folder, which is no package; known by its name, as others are, only while it is run."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "packaging")
        patch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
    return module


@table("path", FONTS)
def test_fonts_are_static_truetype(path: Path) -> None:
    """A variable font would silently embed its default weight on paper."""
    font = TTFontFile(str(path))
    assert "fvar" not in font.table
    assert "glyf" in font.table


def test_icons_take_their_colour_from_the_theme() -> None:
    for path in ICONS:
        text = path.read_text(encoding="utf-8")
        assert "currentColor" in text, path.name
        assert not re.search(r'(?:stroke|fill)="#', text), path.name


def test_every_text_is_translated_and_in_step() -> None:
    assert list(load("i18n").problems("nb")) == []


def test_no_text_hides_in_an_f_string() -> None:
    """The extraction reads an f-string as one word before Python 3.12: what stands in it alone is never translated."""
    with (ROOT / "resources" / "i18n" / "nb" / "LC_MESSAGES" / "kpidesk.po").open("rb") as stream:
        catalogue = read_po(stream, locale="nb")
    texts = {
        (call.args[-1].value, call.args[0].value if call.func.id == "pgettext" else None)
        for top in ("kpidesk", "ui")
        for path in (ROOT / top).rglob("*.py")
        for written in nodes(path)
        if isinstance(written, ast.JoinedStr)
        for call in ast.walk(written)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "msg", "pgettext")
        if call.args and isinstance(call.args[-1], ast.Constant)
    }
    assert texts and {each for each in texts if catalogue.get(*each) is None} == set()


def test_placeholders_survive_translation() -> None:
    """A translation that drops or renames a {place} would fail on screen, not before."""
    with (ROOT / "resources" / "i18n" / "nb" / "LC_MESSAGES" / "kpidesk.po").open("rb") as stream:
        catalogue = read_po(stream, locale="nb")
    places = re.compile(r"{(\w+)")
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {place for text in ids for place in places.findall(text)}
        for text in strings:
            assert set(places.findall(text)) <= allowed, message.id


def test_no_machine_paths_or_hosts_in_the_requirements() -> None:
    for path in (ROOT / "packaging").glob("locked-*.txt"):
        assert not re.search(r"https?://|index-url|find-links|file:", path.read_text(encoding="utf-8")), path.name
