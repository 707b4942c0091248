"""Answers made up so that they add up to what the nulmeting of 2021-2022 published, and to nothing more."""

import json
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

import numpy as np

import surveys
from surveys.asking.columns import encode
from surveys.asking.items import Option, Wording, filled
from surveys.asking.reading import read
from surveys.figures.gathered import Division, Gathered

FOLDER = Path(surveys.__file__).parent / "standard"

BOUWKUNDE, LOGISTIEK = 1, 2
PROGRAMMES = {BOUWKUNDE: "Ad Bouwkunde", LOGISTIEK: "Ad Logistiek"}


def companies() -> list[dict]:
    """31, of which 18 answered it for the largest part."""
    people = [{"B01": BOUWKUNDE if place < 29 else LOGISTIEK} for place in range(31)]
    put(people, "B02", [4] * 23 + [10] * 4 + [2] + [15] * 3)
    put(people, "B03", [90] * 11 + [10] * 10 + [170] * 10)  # 90 on average
    put(people, "B04", [2] * 11 + [1] * 20)
    contracts = [{"a": 1, "b": 0, "c": 0}] * 20 + [{"a": 0, "b": 1, "c": 0}] * 2 + [{"a": 1, "b": 0, "c": 1}] * 4
    put(people, "B05", [*contracts, *[{"a": 1, "b": 1, "c": 0}] * 4, {"a": 1, "b": 2, "c": 1}])
    put(people, "B06", [3] * 31)
    fates = [{"a": 1, "b": 0, "c": 0, "d": 0}] * 7 + [{"a": 0, "b": 1, "c": 0, "d": 0}] * 16
    fates += [{"a": 0, "b": 0, "c": 1, "d": 0}] * 3 + [{"a": 0, "b": 0, "c": 0, "d": 1}] * 2
    put(people, "B08", fates)
    put(people, "B10", [1, 1, 1, 1, 0, 0, 0])
    for person, kept in zip(people[23:28], [1] * 5, strict=True):
        person["B09"] = kept
    for place in range(1, 6):
        put(people[:18], f"B11.{place}", islice(cycle((5, 6, 7, 4, 6, 7)), 18))
    put(people[:18], "B12.1", [8] * 5 + [9] * 3 + [6] * 6 + [4] * 4)
    put(people[:18], "B12.2", [8] * 6 + [6] * 6 + [4] * 6)
    put(people[:18], "B12.3", [6] * 12 + [5] * 6)
    put(people[:18], "B15", [1] * 12 + [2] * 6)
    return people


def students() -> list[dict]:
    people = [{"S04": BOUWKUNDE if place < 23 else LOGISTIEK} for place in range(25)]
    put(people, "S01", [24] * 19 + [36] * 3 + [37] * 3)  # 27 on average; 19 of 25 is as near to 75 % as can be
    put(people, "S02", [1] * 12 + [2] * 6 + [3] * 7)
    put(people, "S03", [1] * 17 + [2] * 8)
    put(people, "S05", [1] * 19 + [2] * 2 + [3] * 4)
    put(people[:19], "S06", [1] * 14 + [2] * 5)
    put(people, "S07", [2] * 14 + [1] * 11)
    put(people[14:], "S08", [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3])
    put(people[14:], "S09", [1] * 5 + [2] * 6)
    put(people, "S10", [2019] * 3 + [2020] * 5 + [2021] * 11 + [2017] * 6)
    put(people, "S11", [1] * 8 + [2] * 17)
    put(people[:8], "S12", [1] * 4 + [2] * 4)
    put(people[:8], "S13", [1] * 5 + [2] * 3)
    put(people, "S14", [2] + [1] * 24)
    put(people, "S15", [(1, 2, 5)] * 6 + [(1, 2)] * 12 + [(3,)] * 7)
    put(people, "S16", [1] * 15 + [2] * 10)
    put(people[:15], "S17", [50, 100, 75] * 5)
    put(people, "S18", [1] * 17 + [2] * 8)
    put(people, "S19", [2] * 2 + [1] * 23)
    put(people[2:], "S20", [2] * 12 + [1] * 9 + [5] * 2)
    put(people[2:], "S21", [2] * 3 + [1] * 20)
    for place in range(1, 7):
        put(people, f"S22.{place}", islice(cycle((8, 7, 9, 6, 7)), 25))
    put(people, "S23", [1] * 20 + [2] * 5)
    return people


def teachers() -> list[dict]:
    """13 began, 8 finished: all that was published is of these."""
    people: list[dict] = [{"D01": BOUWKUNDE if place < 5 else LOGISTIEK} for place in range(8)]
    put(people, "D02", [1] * 4 + [2] * 4)
    for place in range(1, 5):
        put(people, f"D03.{place}", islice(cycle((8, 7, 9, 6)), 8))
    return people + [{} for _ in range(5)]


def put(people: Sequence[dict], code: str, answers) -> None:
    for person, answer in zip(people, answers, strict=False):
        person[code] = answer


COMPLETE = {"companies": 18, "students": 25, "teachers": 8}  # the first so many
EVERYBODY: Mapping[str, list[dict]] = {"companies": companies(), "students": students(), "teachers": teachers()}


def gathered(audience: str, divisions: Mapping[str, Division] | None = None) -> Gathered:
    people = EVERYBODY[audience]
    content = asked(audience)
    numbers = np.array([encode(content, person).numbers for person in people], dtype=np.int16)
    return Gathered(content, numbers, np.arange(len(people)) < COMPLETE[audience], divisions or {})


def asked(audience: str):
    """The standard questions, with the two programmes filled in."""
    content = read(json.loads((FOLDER / f"{audience}_1.json").read_text()))
    return filled(content, {"programmes": [Option(code, Wording(name)) for code, name in PROGRAMMES.items()]})
