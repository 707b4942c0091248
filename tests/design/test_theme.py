import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from mkbroute.design.oklch import contrast, from_hex, to_hex
from mkbroute.design.theme import DEFAULT_ACCENT, DEFAULT_BRAND, DEFAULT_RADIUS, INK, PAPER, WHITE, stylesheet

SOURCES = Path(settings.BASE_DIR) / "static" / "src"
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

# What stands on what in static/src: the reason for the ramp.
TEXT_ON = {
    "brand-text": ["white", "paper", "brand-2", "brand-soft", "accent-soft", "brand-4"],
    "brand-deep": ["white", "paper", "brand-2", "brand-soft", "accent-soft"],
    "accent-text": ["white", "paper", "accent-soft"],
    "on-brand": ["brand", "brand-hover"],
    "on-brand-deep": ["brand-deep"],
    "white": ["brand-text", "brand-deep"],  # a tick, a chosen page, a link under the pointer in the footer
    "ink": ["white", "paper", "brand-2", "brand-soft", "accent-soft"],
}
MARKS_ON = {
    "brand-edge": ["white", "paper", "brand-soft", "accent-soft"],
    "brand-mark": ["white", "paper", "brand-soft"],
    "accent-mark": ["white", "paper", "accent-soft"],
    "brand-text": ["white", "paper", "brand-soft"],
}


def shades(brand: str, accent: str) -> dict[str, str]:
    return {"white": WHITE, "paper": PAPER, "ink": INK, **stylesheet(brand, accent, 8).colours}


def too_close(named: dict[str, str], pairs: dict[str, list[str]], minimum: float) -> list[str]:
    return [
        f"{front} {named[front]} on {ground} {named[ground]}: {contrast(named[front], named[ground]):.2f}"
        for front, grounds in pairs.items()
        for ground in grounds
        if contrast(named[front], named[ground]) < minimum
    ]


@given(colours, colours)
@example("#000000", "#ffffff")
@example("#ffffff", "#000000")
@example("#ff6600", "#ffe600")
@example("#777777", "#00ff00")
@example("#0000ff", "#ff00ff")
def test_any_two_colours_give_readable_shades(brand, accent):
    named = shades(brand, accent)
    assert too_close(named, TEXT_ON, 4.5) == []
    assert too_close(named, MARKS_ON, 3.0) == []


@given(colours)
def test_colour_survives_the_trip_through_oklch(colour):
    assert to_hex(from_hex(colour)) == colour


def test_ramp_runs_from_light_to_dark():
    ramp = [stylesheet(DEFAULT_BRAND, DEFAULT_ACCENT, 8).colours[f"brand-{step}"] for step in range(1, 9)]
    lightness = [from_hex(shade).lightness for shade in ramp]
    assert lightness == sorted(lightness, reverse=True)


def test_readable_brand_stays_itself():
    assert stylesheet("#0b5563", "#f2a33a", 8).colours["brand"] == "#0b5563"


def test_yellow_stays_yellow_under_dark_text():
    named = stylesheet("#ffcb05", "#000000", 8).colours
    assert (named["brand"], named["on-brand"]) == ("#ffcb05", INK)


def test_every_variable_in_use_is_in_the_theme():
    used = set()
    for source in SOURCES.glob("*.scss"):
        used |= set(re.findall(r"var\(--((?:on-)?(?:brand|accent)[a-z0-9-]*)\)", source.read_text()))
    assert used <= set(shades("#0b5563", "#f2a33a"))


def test_own_colours_come_out_of_the_same_function():
    own = stylesheet(DEFAULT_BRAND, DEFAULT_ACCENT, DEFAULT_RADIUS)
    assert (SOURCES / "_theme.scss").read_text() == own.css


def test_same_choice_gives_same_name():
    assert stylesheet("#0B5563", "#f2a33a", 8) == stylesheet("#0b5563", "#F2A33A", 8)
    assert stylesheet("#0b5563", "#f2a33a", 8).sha != stylesheet("#0b5563", "#f2a33a", 9).sha


@pytest.mark.parametrize(("asked", "given"), [(-5, "0px"), (8, "8px"), (400, "24px")])
def test_radius_stays_within_bounds(asked, given):
    assert f"--radius:{given}" in stylesheet("#0b5563", "#f2a33a", asked).css


@pytest.mark.parametrize("colour", ["red", "#fff", "#0b5563;}", "", "#0b55630", "#0b5563\n"])
def test_refuses_what_is_not_a_colour(colour):
    with pytest.raises(ValueError, match="#rrggbb"):
        stylesheet(colour, "#f2a33a", 8)
