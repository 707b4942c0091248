"""Charts as SVG, for the page and for the PDF alike: shape and words beside colour, a title and a description for who
hears them. Beside each stands a table that says the same. One narrow layout, labels above bars, fits a phone too.

Colours are attributes, for pages allow no style inside a document, and a PDF has no stylesheet for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

WIDTH = 340  # of a phone, so that letters are as large there as beside it
LEFT, RIGHT = 4, 336
INK, FAINT, LINE = "#17252a", "#4a5a61", "#c6d0d4"
LOW, MIDDLE, HIGH, PLAIN, FORMER = "#b4540a", "#d9dfe2", "#17687a", "#17687a", "#7a3b8f"
FACE = 'font-family="Atkinson Hyperlegible Next, sans-serif"'  # a PDF inherits none; on a page its style goes before
SIZE = 13  # of letters, in the face of the page around it
CHARACTERS = 46  # on a line
BASELINE = "nulmeting 2021-2022"
HIDDEN = "niet getoond: te weinig antwoorden"


@dataclass(frozen=True)
class Bar:
    """`part` of `whole`; None where it is hidden. `former`: the share beside it, of the nulmeting or of others."""

    label: str
    part: int | None
    whole: int | None
    former: float | None = None

    @property
    def share(self) -> float | None:
        return None if self.part is None or not self.whole else self.part / self.whole


@dataclass(frozen=True)
class Opinion:
    """The shares that are against, in the middle, and for; None where any of them is hidden."""

    label: str
    n: int | None
    shares: tuple[float, float, float] | None


@dataclass(frozen=True)
class Dot:
    """A mean with its interval; `former`: the mean that lies beside it, of the nulmeting or of others."""

    label: str
    n: int | None
    mean: float | None
    interval: tuple[float, float] | None = None
    former: float | None = None


def bars(title: str, found: Sequence[Bar], former: str = BASELINE) -> str:
    """Each answer, or each group: what share of all. `former`: what the marks stand for."""
    drawing = _Drawing(title, "; ".join(_bar_said(each, former) for each in found))
    for each in found:
        drawing.label(each.label)
        if each.share is None:
            drawing.faint(HIDDEN if each.part is None else "geen antwoorden")
            continue
        drawing.rect(LEFT, (RIGHT - LEFT - 92), 14, LINE, opacity=0.35)
        drawing.rect(LEFT, each.share * (RIGHT - LEFT - 92), 14, PLAIN)
        if each.former is not None:
            drawing.mark(LEFT + each.former * (RIGHT - LEFT - 92))
        drawing.beside(f"{_percent(each.share)} ({each.part})")
        drawing.down(24)
    return drawing.done(((FORMER, former),) if any(each.former is not None for each in found) else ())


def likert(title: str, poles: tuple[str, str, str], found: Sequence[Opinion]) -> str:
    """Diverging: what is against lies left of the middle line, what is for right of it."""
    drawing = _Drawing(title, "; ".join(_opinion_said(each, poles) for each in found))
    middle, reach = (LEFT + RIGHT) / 2, (RIGHT - LEFT) / 2
    for each in found:
        drawing.label(f"{each.label}{_n(each.n)}")
        if each.shares is None:
            drawing.faint(HIDDEN)
            continue
        against, neither, for_it = (share * reach for share in each.shares)
        start = middle - neither / 2 - against
        for at, width, colour, ink, share in (
            (start, against, LOW, "#ffffff", each.shares[0]),
            (start + against, neither, MIDDLE, INK, each.shares[1]),
            (start + against + neither, for_it, HIGH, "#ffffff", each.shares[2]),
        ):
            drawing.rect(at, width, 20, colour)
            if width > 34:
                drawing.inside(at + width / 2, _percent(share), ink)
        drawing.upright(middle)
        drawing.down(30)
    return drawing.done(tuple(zip((LOW, MIDDLE, HIGH), poles, strict=True)))


def dots(title: str, low: int, high: int, found: Sequence[Dot], former: str = BASELINE) -> str:
    """Means on a scale, with how sure they are. `former`: what the marks stand for."""
    drawing = _Drawing(title, "; ".join(_dot_said(each, former) for each in found))
    left, right = LEFT + 6, RIGHT - 56

    def at(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    for each in found:
        drawing.label(f"{each.label}{_n(each.n)}")
        if each.mean is None:
            drawing.faint(HIDDEN)
            continue
        drawing.scale([at(value) for value in range(low, high + 1)])
        if each.interval:
            drawing.between(at(max(each.interval[0], low)), at(min(each.interval[1], high)))
        if each.former is not None:
            drawing.mark(at(each.former), reach=11)  # also seen around a dot
        drawing.dot(at(each.mean))
        drawing.beside(_number(each.mean))
        drawing.down(26)
    drawing.ends(left, right, str(low), str(high))
    return drawing.done(((FORMER, former),) if any(each.former is not None for each in found) else ())


class _Drawing:
    """From top to bottom; `y` is where the next thing comes."""

    def __init__(self, title: str, description: str) -> None:
        self._title, self._description = title, description
        self._parts: list[str] = []
        self._y = 4.0

    def down(self, by: float) -> None:
        self._y += by

    def label(self, text: str) -> None:
        for line in wrap(text, CHARACTERS) or [""]:
            self._y += SIZE + 3
            self._text(LEFT, self._y - 4, line)
        self._y += 2

    def faint(self, text: str) -> None:
        self._text(LEFT, self._y + SIZE, text, colour=FAINT, more=' font-style="italic"')
        self.down(26)

    def rect(self, at: float, width: float, height: float, colour: str, opacity: float = 1) -> None:
        faded = "" if opacity == 1 else f' fill-opacity="{opacity}"'
        self._parts.append(
            f'<rect x="{at:.1f}" y="{self._y:.1f}" width="{max(width, 0):.1f}" height="{height}" '
            f'fill="{colour}"{faded}/>'
        )

    def mark(self, at: float, reach: int = 7) -> None:
        """A diamond: of what lies beside."""
        y, wide = self._y + 7, reach - 1
        points = f"{at:.1f},{y - reach:.1f} {at + wide:.1f},{y:.1f} {at:.1f},{y + reach:.1f} {at - wide:.1f},{y:.1f}"
        self._parts.append(f'<polygon points="{points}" fill="#ffffff" stroke="{FORMER}" stroke-width="2"/>')

    def dot(self, at: float) -> None:
        self._parts.append(f'<circle cx="{at:.1f}" cy="{self._y + 7:.1f}" r="6" fill="{PLAIN}"/>')

    def between(self, start: float, end: float) -> None:
        y = self._y + 7
        self._line(start, y, end, y, PLAIN, 3)
        for at in (start, end):
            self._line(at, y - 5, at, y + 5, PLAIN, 2)

    def scale(self, places: Iterable[float]) -> None:
        found = list(places)
        self._line(found[0], self._y + 7, found[-1], self._y + 7, LINE, 1)
        for at in found:
            self._line(at, self._y + 4, at, self._y + 10, LINE, 1)

    def upright(self, at: float) -> None:
        self._line(at, self._y - 3, at, self._y + 23, INK, 1)

    def beside(self, text: str) -> None:
        self._text(RIGHT, self._y + 12, text, anchor="end", more=' font-weight="600"')

    def inside(self, at: float, text: str, colour: str) -> None:
        self._text(at, self._y + 15, text, anchor="middle", colour=colour)

    def ends(self, left: float, right: float, low: str, high: str) -> None:
        self._text(left, self._y + SIZE, low, anchor="middle", colour=FAINT)
        self._text(right, self._y + SIZE, high, anchor="middle", colour=FAINT)
        self.down(22)

    def done(self, legend: Sequence[tuple[str, str]] = ()) -> str:
        for colour, text in legend:
            if colour == FORMER:
                self._x_mark()
            else:
                self._parts.append(f'<rect x="{LEFT}" y="{self._y:.1f}" width="12" height="12" fill="{colour}"/>')
            self._text(LEFT + 20, self._y + 11, text, colour=FAINT)
            self.down(18)
        height = round(self._y + 4)
        return (
            f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" {FACE}>'
            f"<title>{escape(self._title)}</title><desc>{escape(self._description)}</desc>{''.join(self._parts)}</svg>"
        )

    def _x_mark(self) -> None:
        self.down(-1)
        self.mark(LEFT + 6)
        self.down(1)

    def _line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: int) -> None:
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'
        )

    def _text(self, x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, more: str = "") -> None:
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SIZE}" text-anchor="{anchor}" '
            f'fill="{colour}"{more}>{escape(text)}</text>'
        )


def _n(n: int | None) -> str:
    return "" if n is None else f" (N\u00a0=\u00a0{n})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _bar_said(each: Bar, name: str) -> str:
    if each.share is None:
        return f"{each.label}: {HIDDEN if each.part is None else 'geen antwoorden'}"
    former = "" if each.former is None else f", {name} {_percent(each.former)}"
    return f"{each.label}: {_percent(each.share)}, {each.part} van {each.whole}{former}"


def _opinion_said(each: Opinion, poles: tuple[str, str, str]) -> str:
    if each.shares is None:
        return f"{each.label}: {HIDDEN}"
    return f"{each.label}: " + ", ".join(
        f"{_percent(share)} {pole}" for share, pole in zip(each.shares, poles, strict=True)
    )


def _dot_said(each: Dot, name: str) -> str:
    if each.mean is None:
        return f"{each.label}: {HIDDEN}"
    between = f", tussen {_number(each.interval[0])} en {_number(each.interval[1])}" if each.interval else ""
    former = "" if each.former is None else f", {name} {_number(each.former)}"
    return f"{each.label}: gemiddeld {_number(each.mean)}{between}{former}"
