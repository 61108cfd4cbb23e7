"""Fixtures of the report's tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.report.compose import review_of
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out


def _load(name: str):
    """Modules beside the tests, under names of their own."""
    full = f"report_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


@pytest.fixture(scope="session")
def factory():
    return _load("factory")


@pytest.fixture(scope="session")
def linter():
    return _load("linter")


@pytest.fixture(scope="session")
def reviewed(factory):
    """Build a review in a language from the factory's material."""

    def make(language: str = "nb", kpis: int = 15, **options):
        with text.using(language):
            return review_of(factory.material(kpis, **options))

    return make


@pytest.fixture(scope="session")
def recorded(reviewed):
    """Draw a review on a recording surface."""

    def make(language: str = "nb", kpis: int = 15, paper: str = "A4", **options) -> RecordingSurface:
        review = reviewed(language, kpis, **options)
        surface = RecordingSurface()
        with text.using(language):
            lay_out(review, paper).draw(surface)
        return surface

    return make
