"""Colours in OKLCH, where equal steps in lightness look equal whatever the hue (B. Ottosson, 2020)."""

from math import atan2, cos, hypot, sin
from typing import NamedTuple


class Oklch(NamedTuple):
    lightness: float  # 0 (black) to 1 (white)
    chroma: float  # 0 (grey) to about 0.37
    hue: float  # radians


def from_hex(colour: str) -> Oklch:
    red, green, blue = linear_rgb(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, hypot(a, b), atan2(b, a))


def to_hex(colour: Oklch) -> str:
    """The nearest sRGB colour: lightness and hue are kept, chroma gives way."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    low, high = 0.0, colour.chroma
    if _in_gamut(_to_linear(Oklch(lightness, high, colour.hue))):
        low = high
    for _ in range(20 if low < high else 0):
        middle = (low + high) / 2
        if _in_gamut(_to_linear(Oklch(lightness, middle, colour.hue))):
            low = middle
        else:
            high = middle
    return "#" + "".join(f"{_encode(part):02x}" for part in _to_linear(Oklch(lightness, low, colour.hue)))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.x, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_decode(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def _to_linear(colour: Oklch) -> tuple[float, float, float]:
    a, b = colour.chroma * cos(colour.hue), colour.chroma * sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(rgb: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in rgb)


def _decode(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encode(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    return round(255 * (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
