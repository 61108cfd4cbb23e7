"""How well a colour stands out from another one, by the Web Content Accessibility Guidelines (WCAG 2.2, 1.4.3, 1.4.11).

Colours are given as ``#rrggbb``.
"""

from __future__ import annotations

DARKEST_LINEAR = 0.04045
"""Below it sRGB is linear."""


def luminance(color: str) -> float:
    """Relative luminance, from 0 for black to 1 for white."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: str, second: str) -> float:
    """Contrast of two colours, from 1 for none to 21 for black on white."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def mixed(ground: str, color: str, share: float) -> str:
    """What is seen where a colour lies over a ground with a share from 0 to 1."""
    parts = ((int(ground[at : at + 2], 16), int(color[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(below + (above - below) * share):02X}" for below, above in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= DARKEST_LINEAR else ((part + 0.055) / 1.055) ** 2.4
