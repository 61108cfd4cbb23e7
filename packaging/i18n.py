"""Keep the translations in step with the code: ``python packaging/i18n.py update|check|compile``.

``update`` reads every translatable text out of kpidesk and ui into resources/i18n/*/kpidesk.po,
``check`` tells whether that would change anything or a text lacks its translation, and
``compile`` writes the .mo files that the program reads.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("nb",)
KEYWORDS = {
    "_": None,
    "msg": None,
    "N_": None,
    "ngettext": (1, 2),
    "msgn": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def template() -> Catalog:
    """Every translatable text of the code, with the places where it stands."""
    catalogue = Catalog(project="KPI Desk", charset="utf-8", fuzzy=False)
    for package in ("kpidesk", "ui"):
        found = extract_from_dir(
            ROOT / package,
            [("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, _line, message, comments, context in sorted(found, key=_by_place):
            catalogue.add(message, locations=[(f"{package}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def _by_place(found: tuple[str, int, object, object, object]) -> tuple[str, int]:
    return found[0], found[1]


def updated(language: str) -> Catalog:
    """The catalogue of ``language`` brought in step with the code."""
    source = template()
    path = FOLDER / language / "LC_MESSAGES" / "kpidesk.po"
    if path.exists():
        with path.open("rb") as stream:
            old = read_po(stream, locale=language)
    else:
        old = Catalog(locale=language, project="KPI Desk", charset="utf-8", fuzzy=False)
    merged = Catalog(locale=language, project="KPI Desk", charset="utf-8", fuzzy=False)
    for message in source:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        string = known.string if known is not None else ""
        if message.pluralizable and isinstance(string, str) and string:
            string = (string, string)  # a sentence that has come to count something
        merged.add(
            message.id,
            string=string,
            locations=message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return merged


def as_text(catalogue: Catalog) -> bytes:
    """The .po file, without dates so that it changes only with its content."""
    from io import BytesIO

    out = BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: KPI Desk\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def problems(language: str) -> Iterator[str]:
    """What is out of step or untranslated, one sentence each."""
    catalogue = updated(language)
    path = FOLDER / language / "LC_MESSAGES" / "kpidesk.po"
    if not path.exists() or path.read_bytes() != as_text(catalogue):
        yield f"{language}: the catalogue is out of step with the code; run packaging/i18n.py update"
    for message in catalogue:
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(strings):
            yield f"{language}: not translated: {message.id!r} ({message.locations[0][0]})"


def main(command: str) -> int:
    """Run one command; 0 when all is well."""
    if command == "compile":
        from build_hook import compile_catalogues

        compile_catalogues(FOLDER)
        return 0
    if command == "check":
        found = [problem for language in LANGUAGES for problem in problems(language)]
        print("\n".join(found) or "translations: in step and complete")
        return 1 if found else 0
    if command == "update":
        for language in LANGUAGES:
            path = FOLDER / language / "LC_MESSAGES" / "kpidesk.po"
            text = as_text(updated(language))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
