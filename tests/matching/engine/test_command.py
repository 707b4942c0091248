"""`python -m matching.engine`, as any tool would run it."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

EXAMPLE = {
    "applicants": {"a1": [["p1"], ["p2", "p3"]], "a2": [["p1"]], "a3": [["p1"]]},
    "positions": {
        "p1": {"capacity": 2, "ranking": [["a1", "a2"], ["a3"]]},
        "p2": {"capacity": 1, "ranking": [["a1"]]},
        "p3": {"capacity": 0, "ranking": []},
    },
    "pinned": [["a1", "p1"]],
    "forbidden": [],
    "objective": "max",
    "seed": 7,
}


def run(text, *options):
    if not isinstance(text, bytes):
        text = (text if isinstance(text, str) else json.dumps(text)).encode()
    return subprocess.run(
        [sys.executable, *options, "-m", "matching.engine"],
        input=text,
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={"PATH": "", "PYTHONWARNINGS": "error"},
        timeout=60,
        check=False,
    )


def test_result_has_the_form_that_was_agreed():
    done = run(EXAMPLE)
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert isinstance(result.pop("seconds"), float)
    assert result == {
        "matches": {"a1": "p1", "a2": "p1"},
        "unmatched": ["a3"],
        "size": 2,
        "stable": True,
        "blocking_pairs": [],
        "optimal": True,
    }
    assert list(result) == ["matches", "unmatched", "size", "stable", "blocking_pairs", "optimal"]


def test_pinned_forbidden_objective_and_seed_may_be_left_out():
    done = run({key: EXAMPLE[key] for key in ("applicants", "positions")})
    assert json.loads(done.stdout)["matches"] == {"a1": "p1", "a2": "p1"}


def test_lower_quotas_are_answered_when_asked_for():
    positions = {**EXAMPLE["positions"], "p2": {"capacity": 1, "ranking": [["a1"]], "lower": 1}}
    result = json.loads(run({**EXAMPLE, "positions": positions}).stdout)
    assert (result["below_lower"], result["closed"]) == ({"p2": 0}, [])
    result = json.loads(run({**EXAMPLE, "positions": positions, "close_short": True}).stdout)
    assert (result["below_lower"], result["closed"]) == ({}, ["p2"])


def test_names_may_be_anything_that_json_holds():
    name = "ë \ud800\n\"'☃"
    done = run({"applicants": {name: [["p"]]}, "positions": {"p": {"capacity": 1, "ranking": [[name]]}}})
    assert json.loads(done.stdout)["matches"] == {name: "p"}


def test_empty_instance():
    result = json.loads(run({"applicants": {}, "positions": {}}).stdout)
    assert (result["matches"], result["size"], result["optimal"]) == ({}, 0, True)


def test_it_needs_no_portal():
    """Neither Django nor anything else that is installed, but for the solver where it is needed."""
    assert run(EXAMPLE, "-S").returncode == 0
    code = "import sys, matching.engine; print([name for name in sys.modules if name.partition('.')[0] in sys.argv])"
    loaded = subprocess.run(
        [sys.executable, "-c", code, "django", "psycopg", "mkbroute", "numpy", "highspy"],
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={},
        check=True,
    )
    assert loaded.stdout == b"[]\n"


def changed(**parts):
    return {**EXAMPLE, **parts}


def position(**parts):
    return changed(positions={**EXAMPLE["positions"], "p1": {**EXAMPLE["positions"]["p1"], **parts}})


INVALID = {
    "nothing": ("", "not JSON"),
    "cut off": ('{"applicants": {', "not JSON"),
    "not UTF-8": (b'{"applicants": "\xff"}', "not JSON"),
    "two documents": ("{} {}", "not JSON"),
    "nested": ("[" * 300_000, "too deeply"),
    "nested ranking": (json.dumps(EXAMPLE).replace('[["a1"]]', "[" * 900 + "]" * 900), "names"),
    "list": ([], "must be an object"),
    "null": ("null", "must be an object"),
    "no applicants": ({"positions": {}}, "lacks 'applicants'"),
    "no positions": ({"applicants": {}}, "lacks 'positions'"),
    "misspelt": (changed(pined=[]), "'pined'"),
    "key twice": ('{"applicants": {"a": [], "a": []}, "positions": {}}', "'a' stands twice"),
    "NaN": (json.dumps(position(capacity=float("nan"))), "NaN"),
    "infinite": (json.dumps(changed(seed=float("inf"))), "Infinity"),
    "overflow": (json.dumps(EXAMPLE).replace('"seed": 7', '"seed": 1e999'), "whole number"),
    "endless number": (json.dumps(EXAMPLE).replace('"seed": 7', '"seed": ' + "7" * 9_999), "not JSON"),
    "applicants a list": (changed(applicants=["a1"]), "applicants must be an object"),
    "list of names": (changed(applicants={"a1": ["p1"]}), "lists of equals"),
    "number as name": (changed(applicants={"a1": [[1]]}), "must hold names"),
    "empty tie": (changed(applicants={"a1": [[]]}), "empty list"),
    "position a number": (changed(positions={"p1": 2}), "must be an object"),
    "position without ranking": (changed(positions={"p1": {"capacity": 1}}), "lacks 'ranking'"),
    "position with more": (position(capcity=1), "'capcity'"),
    "unknown position": (changed(applicants={**EXAMPLE["applicants"], "a3": [["p9"]]}), "unknown position 'p9'"),
    "unknown applicant": (position(ranking=[["a1", "a2"], ["a9"]]), "unknown applicant 'a9'"),
    "position twice": (changed(applicants={**EXAMPLE["applicants"], "a3": [["p1"], ["p1"]]}), "'p1' twice"),
    "position twice in a tie": (changed(applicants={**EXAMPLE["applicants"], "a3": [["p1", "p1"]]}), "'p1' twice"),
    "applicant twice": (position(ranking=[["a1"], ["a2", "a1"]]), "'a1' twice"),
    "negative capacity": (position(capacity=-1), "below 0"),
    "half a place": (position(capacity=1.5), "whole number"),
    "true places": (position(capacity=True), "whole number"),
    "boundless capacity": (position(capacity=10**30), "over 1000000"),
    "lower over capacity": (position(lower=3), "must fill 3 of 2"),
    "said over the ranking": (position(said=9), "of "),
    "pinned over capacity": (changed(pinned=[["a1", "p1"], ["a2", "p1"], ["a3", "p1"]]), "one too many"),
    "pinned, not listed": (changed(pinned=[["a2", "p2"]]), "does not list"),
    "pinned, not ranked": (changed(pinned=[["a1", "p3"]]), "does not rank"),
    "pinned and forbidden": (changed(forbidden=[["a1", "p1"]]), "forbidden too"),
    "pinned twice": (changed(pinned=[["a1", "p1"], ["a1", "p1"]]), "same pair twice"),
    "pinned to two": (changed(pinned=[["a1", "p1"], ["a1", "p2"]]), "pinned to two"),
    "pinned unknown": (changed(pinned=[["a9", "p1"]]), "unknown applicant 'a9'"),
    "forbidden unknown": (changed(forbidden=[["a1", "p9"]]), "unknown position 'p9'"),
    "half a pair": (changed(pinned=[["a1"]]), "pairs"),
    "unknown objective": (changed(objective="best"), '"stable" or "max"'),
    "objective a list": (changed(objective=["max"]), '"stable" or "max"'),
    "seed a text": (changed(seed="7"), "whole number"),
    "seed true": (changed(seed=True), "whole number"),
    "priority of nobody": (changed(priorities={"a9": 1}), "unknown applicant 'a9'"),
    "perhaps": (changed(close_short=1), "true or false"),
}


@pytest.mark.parametrize("case", INVALID)
def test_invalid_instance_is_refused_in_one_line(case):
    text, reason = INVALID[case]
    done = run(text)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"invalid instance: ")
    assert done.stderr.count(b"\n") == 1
    assert reason in done.stderr.decode()
