"""English has typographic apostrophes everywhere: in texts, in the library, in the sample and in the manual."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from kpidesk.text import Message

ROOT = Path(__file__).resolve().parents[2]
TYPED = re.compile(r"(?<=[A-Za-z}])'(?=[a-z])|(?<=s)'(?=[ .,:?])")
NOT_OURS = {"show program's version number and exit"}
"""argparse looks it up so; texts with “%1” are those of Qt."""
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def texts() -> list[str]:
    """Every English text of the code, both forms of what is counted: the catalogue is in step with it."""
    with (ROOT / "resources/i18n/nb/LC_MESSAGES/kpidesk.po").open("rb") as stream:
        ids = [each.id for each in read_po(stream) if each.id]
    forms = [form for each in ids for form in ([each] if isinstance(each, str) else each)]
    return [each for each in forms if each not in NOT_OURS and "%1" not in each]


def test_no_text_of_the_code_has_the_one_of_typewriters() -> None:
    found = texts()
    assert len(found) > 1_000
    assert [each for each in found if TYPED.search(each)] == []


def test_nor_have_the_library_the_sample_and_the_manual() -> None:
    found = []
    for path in (ROOT / "resources/help/en").glob("*.md"):
        found += [f"{path.name}: {each}" for each in CODE.sub("", path.read_text("utf-8")).split("\n")]
    for path in (*(ROOT / "resources/library").glob("*.toml"), ROOT / "resources/sample/bakery.toml"):
        lines = path.read_text("utf-8").split("\n")
        found += [f"{path.name}: {each}" for each in lines if not each.lstrip().startswith("#")]
    assert len(found) > 1_000
    assert [each for each in found if TYPED.search(each)] == []


def test_what_was_written_into_a_file_before_is_read_as_it_is_typed_now() -> None:
    told = Message.decode('["move numbers to the company\'s periods", {}]')
    assert told.text == "move numbers to the company’s periods"
