"""A house style from two colours and a radius: shades that stay readable whatever the colours are.

Contrast is reckoned against every surface in use, not against white: an orange house colour that passes on white
fails on a tinted card. The portal's own colours come out of the same function (static/src/_theme.css).
"""

import hashlib
import re
from typing import NamedTuple

from .oklch import Oklch, contrast, from_hex, to_hex

DEFAULT_BRAND = "#0b5563"
DEFAULT_ACCENT = "#f2a33a"
DEFAULT_RADIUS = 10
MAX_RADIUS = 24

WHITE = "#ffffff"
PAPER = "#f8f5ef"  # the warm band behind page heads
INK = "#17252a"

TEXT = 4.5  # WCAG 1.4.3
UI = 3.0  # WCAG 1.4.11
STRONG = 7.0

# Share of the colour's own chroma, and lightness, per step. None: found by contrast.
STEPS: tuple[tuple[float, float | None], ...] = (
    (0.06, 0.992),
    (0.14, 0.975),
    (0.24, 0.955),
    (0.34, 0.925),
    (0.44, 0.890),
    (0.52, 0.845),
    (0.62, 0.780),
    (0.85, None),  # 8: lines and marks that carry meaning
    (1.00, None),  # 9: solid
    (1.00, None),  # 10: solid under the pointer
    (0.95, None),  # 11: text
    (0.65, None),  # 12: headings, and the footer's ground
)


class Theme(NamedTuple):
    css: str
    sha: str
    colours: dict[str, str]


class Solid(NamedTuple):
    ground: str
    hover: str
    text: str


def stylesheet(brand: str, accent: str, radius_px: int) -> Theme:
    """The style sheet of a house style; `sha` names its content. Raises ValueError on anything but #rrggbb."""
    colours = {**family("brand", brand), **family("accent", accent)}
    variables = [f"--{name}:{value}" for name, value in colours.items()]
    variables.append(f"--radius:{min(max(radius_px, 0), MAX_RADIUS)}px")
    css = ":root{" + ";".join(variables) + "}\n"
    return Theme(css, hashlib.sha256(css.encode()).hexdigest(), colours)


def family(name: str, colour: str) -> dict[str, str]:
    """All named shades of one colour: its ramp, and what each shade is for."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    colour = colour.lower()
    steps, solid = ramp(colour)
    edge = solid.ground if clear_on(solid.ground, [WHITE, PAPER, *steps[:4]], UI) else steps[7]
    return {
        **{f"{name}-{number}": shade for number, shade in enumerate(steps, start=1)},
        f"{name}-raw": colour,
        name: solid.ground,
        f"{name}-hover": solid.hover,
        f"on-{name}": solid.text,
        f"{name}-edge": edge,
        f"{name}-soft": steps[2],
        f"{name}-line": steps[5],
        f"{name}-mark": steps[7],
        f"{name}-text": steps[10],
        f"{name}-deep": steps[11],
        f"on-{name}-deep": steps[1],
    }


def ramp(colour: str) -> tuple[list[str], Solid]:
    """Twelve shades from ground to heading, and the pair for solid parts such as a button."""
    base = from_hex(colour)
    light = [to_hex(Oklch(at, base.chroma * share, base.hue)) for share, at in STEPS if at is not None]
    grounds = [WHITE, PAPER, *light[:4]]
    solid = solid_of(base)
    mark = darken(base, STEPS[7][0], 0.70, grounds, UI)
    text = darken(base, STEPS[10][0], min(base.lightness, 0.52), grounds, TEXT)
    deep = darken(base, STEPS[11][0], 0.30, grounds, STRONG)
    return [*light, mark, solid.ground, solid.hover, text, deep], solid


def solid_of(base: Oklch) -> Solid:
    """The colour itself where it carries white or dark text; a shade darker where white nearly fits.

    Yellow and orange keep their face with dark text: darkened until white fits they turn brown.
    """
    as_is = to_hex(base)
    if contrast(as_is, WHITE) < UI + 0.4:
        shift = 0.05 if base.lightness < 0.85 else -0.05
        return Solid(as_is, to_hex(base._replace(lightness=base.lightness + shift)), INK)
    ground = darken(base, 1.0, base.lightness, [WHITE], TEXT)
    lightness = from_hex(ground).lightness
    shift = -0.06 if lightness > 0.25 else 0.15
    return Solid(ground, to_hex(base._replace(lightness=lightness + shift)), WHITE)


def darken(base: Oklch, share: float, start: float, grounds: list[str], minimum: float) -> str:
    """The lightest shade, from `start` down, that stands out on every ground. Black always does."""
    lightness = start
    while lightness > 0:
        shade = to_hex(Oklch(lightness, base.chroma * share, base.hue))
        if clear_on(shade, grounds, minimum):
            return shade
        lightness -= 0.005
    return "#000000"


def clear_on(shade: str, grounds: list[str], minimum: float) -> bool:
    return all(contrast(shade, ground) >= minimum for ground in grounds)
