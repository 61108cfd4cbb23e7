"""How far a reader has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], object]
"""Told how many bytes of how many of the file are done, many times a second; what it raises goes through: a cancel."""
