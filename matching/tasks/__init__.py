"""What the worker does for matching."""

from .meeting import introductions, nudge
from .places import ask_still_open, forget, tell_searchers
from .rounds import check, close, judge, pass_on_run, remind, run, sweep_rounds

__all__ = [
    "ask_still_open",
    "check",
    "close",
    "forget",
    "introductions",
    "judge",
    "nudge",
    "pass_on_run",
    "remind",
    "run",
    "sweep_rounds",
    "tell_searchers",
]
