"""Colours: the window's from the shipped theme file, the paper's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperColors:
    """The colours of the report; bands stay under 12 % toner so that text on them prints well."""

    ink: str = "#1B2430"
    secondary: str = "#4E5A66"
    tertiary: str = "#66717B"
    previous: str = "#767F89"
    rule: str = "#B8C1C9"
    hairline: str = "#DDE2E6"
    tint: str = "#F3F5F7"
    quarter: str = "#E8EDF1"
    accent: str = "#1F4E6B"
    green: str = "#2E7D52"
    amber: str = "#8F5B00"
    red: str = "#B3261E"
    signal: str = "#5E2382"
    track: str = "#DFE4E8"
    band_green: str = "#F3F8F4"
    band_amber: str = "#F9EFD6"
    band_red: str = "#F1DAD5"
    strip_beyond: str = "#CBD2D8"
    strip_between: str = "#DFE4E8"
    strip_met: str = "#F0F2F4"
    paper: str = "#FFFFFF"


PAPER = PaperColors()
