"""What is asked before something is done that is not easily taken back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from kpidesk.errors import BadInput
from kpidesk.text import _, language, msg

YES = {"nb": ("j", "ja", "y", "yes"), "en": ("y", "yes")}


def agreed(options: argparse.Namespace, facts: Sequence[str], question: str) -> bool:
    """Whether it is to be done; asked after the facts on standard error, so that what is printed stays clean.

    Raises ``BadInput`` where nobody can answer: a script says ``--yes``.
    """
    if options.yes:
        return True
    if not sys.stdin.isatty():
        # Translators: a question that is answered with yes or no
        raise BadInput(msg("{question} Give --yes to agree. Nothing was changed.", question=question))
    answers = _("[y/N]")
    print("\n".join([*facts, f"{question} {answers} "]), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in YES[language()]
