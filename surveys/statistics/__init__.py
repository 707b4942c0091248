"""What can be said of answers, and how sure: pure Python without the portal, so that researchers can check it.

    grades = spread({6: 4, 7: 9, 8: 5})        # 18 answers: mean, median, deviation and 95 % interval
    shared = share(14, 19)                     # 73.7 %, Wilson's interval
    change_of_means(grades, former)            # with its own interval

Distributions, not lists, go in: value -> how many gave it. Intervals are of 95 %.
"""

from .agreement import Agreement, agreement
from .caution import Caution, cautions
from .comparing import Change, change_of_means, change_of_shares
from .summary import Interval, Share, Spread, per_group, share, spread
from .tails import t_limit

__all__ = [
    "Agreement",
    "Caution",
    "Change",
    "Interval",
    "Share",
    "Spread",
    "agreement",
    "cautions",
    "change_of_means",
    "change_of_shares",
    "per_group",
    "share",
    "spread",
    "t_limit",
]
