"""The manual out of its Markdown: what each mark means, and what is refused."""

from __future__ import annotations

import pytest

import kpidesk
from kpidesk.manual.book import Code, Deed, Heading, Items, Note, Paragraph, Picture, Run, Table, runs
from kpidesk.manual.reading import Unreadable, chapter_of

TEXT = """# A title

Some *words* with **weight**, `a key` and [a way](round.md#enter).

## A section {#part}

![What it shows](../pictures/nb/goal.png)

- one
- two
  1. inner

* [x] **Good** Is it?

| Name | Meaning |
|---|---|
| **A** | b |

> Take care.

> Do it.
>
> [Press](action:add_kpi)

```
kpidesk --help {version}
```

```generated
told
```

[Here](#part), [there](https://example.org)
"""


def test_each_mark_has_its_meaning() -> None:
    chapter = chapter_of("one", TEXT, {"told": lambda: (Paragraph((Run("told"),)),)})
    assert chapter.title == "A title"
    first, head, picture, items, ticks, table, note, deed, code, told, last = chapter.blocks
    assert first == Paragraph((
        Run("Some "), Run("words", emphasis=True), Run(" with "), Run("weight", strong=True), Run(", "),
        Run("a key", code=True), Run(" and "), Run("a way", link="round#enter"), Run("."),
    ))  # fmt: skip
    assert head == Heading(2, "A section", "part")
    assert picture == Picture("pictures/nb/goal.png", "What it shows")
    assert isinstance(items, Items) and not items.ordered and len(items.items) == 2
    assert isinstance(items.items[1][1], Items) and items.items[1][1].ordered
    assert isinstance(ticks, Items) and ticks.ticked
    assert ticks.items[0][0] == Paragraph((Run("Good", strong=True), Run(" Is it?")))
    assert table == Table(((Run("Name"),), (Run("Meaning"),)), (((Run("A", strong=True),), (Run("b"),)),))
    assert isinstance(note, Note) and deed == Deed((Run("Do it."),), "Press", "add_kpi")
    assert code == Code(f"kpidesk --help {kpidesk.__version__}") and told == Paragraph((Run("told"),))
    assert [run.link for run in runs((last,)) if run.link] == ["one#part", "https://example.org"]
    assert [section.place for section in chapter.sections] == ["one", "one#part"]


@pytest.mark.parametrize(
    "text", ["no title", "# Title\n\n## A section without a key", "# Title\n\n---", "# Title\n\n<b>raw</b>"]
)
def test_what_has_no_meaning_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match=r"one\.md"):
        assert chapter_of("one", text, {}).blocks is None
