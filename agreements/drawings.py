"""A signature that was drawn: strokes between points, and nothing else of what a browser may send."""

import re

WIDTH, HEIGHT = 600, 200
MOST_CHARACTERS = 24_000  # some three thousand points
SHORTEST = 60  # of what counts as a signature, from left to right and from top to bottom together
STROKE = re.compile(r"M(\d{1,3}) (\d{1,3})((?:L\d{1,3} \d{1,3})+)")
POINT = re.compile(r"(\d{1,3}) (\d{1,3})")


class NoDrawing(ValueError):
    """The message is for the signer, in Dutch."""


def path_data(sent: str) -> str:
    """The strokes within the frame, written anew: "M10 20L30 40". Raises NoDrawing."""
    if len(sent) > MOST_CHARACTERS:
        raise NoDrawing("De tekening is te lang. Wis hem en teken opnieuw, met minder lijnen.")
    strokes = STROKE.findall(sent)
    if STROKE.sub("", sent).strip():
        raise NoDrawing("De tekening is niet goed overgekomen. Wis hem en teken opnieuw, of typ de naam.")
    points = [_within(x, y) for x, y in POINT.findall(sent)]
    if not points or _extent(points) < SHORTEST:
        raise NoDrawing("Zet een handtekening in het vak, of typ de naam.")
    return "".join(_stroke(x, y, rest) for x, y, rest in strokes)


def _stroke(x: str, y: str, rest: str) -> str:
    first, *others = [_within(x, y), *(_within(*point) for point in POINT.findall(rest))]
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in others)


def _within(x: str, y: str) -> tuple[int, int]:
    return min(int(x), WIDTH), min(int(y), HEIGHT)


def _extent(points: list[tuple[int, int]]) -> int:
    across, down = zip(*points, strict=True)
    return max(across) - min(across) + max(down) - min(down)
