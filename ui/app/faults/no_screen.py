"""Where no window can be opened after all: said in a sentence. Qt would abort the whole process."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from kpidesk.cli import display

log = logging.getLogger(__name__)


@contextmanager
def said() -> Iterator[None]:
    """Hear Qt while it looks for a screen: what it can't go on after is its last word, and ends this process."""
    before = qInstallMessageHandler(_hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _hear(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    log.warning("Qt: %s", words)
    if kind is QtMsgType.QtFatalMsg:
        print(display.nowhere(), file=sys.stderr, flush=True)
        os._exit(1)  # from within Qt nothing else ends it but the abort that comes next
