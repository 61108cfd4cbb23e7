"""Write the notices about what others have made: ``python packaging/notices.py [FILE]``, with every licence in full."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from components import Component, all_components

LINE = "=" * 88
HEAD = """\
KPI Desk is under the MIT licence (see LICENSE). It stands on what others have made and given away. Each part below is
under its own licence, whose text follows. Qt and PySide6 are used as shared libraries under the LGPL, version 3: they
can be replaced by other builds of them.
"""


def notices(components: list[Component]) -> str:
    """All of them; raises ``LookupError`` for one without a licence or its text."""
    return "\n".join([HEAD, *(line for each in components for line in _notice(each))])


def _notice(component: Component) -> Iterator[str]:
    if not component.licence or not component.texts:
        raise LookupError(f"{component.name} {component.version} tells no licence, or not its text")
    yield LINE
    yield f"{component.name} {component.version}: {component.licence}"
    yield from ([component.home] if component.home else [])
    for name, text in component.texts.items():
        yield f"\n---- {name}\n\n{text.strip()}\n"


def main(arguments: list[str]) -> int:
    """Write to the file that is named, or to standard output; 1 where a licence is missing."""
    try:
        text = notices(all_components())
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
