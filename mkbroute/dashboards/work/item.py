"""One line of a work list."""

from dataclasses import dataclass
from datetime import datetime

AT_MOST = 10  # of each kind; the list behind it shows the rest


@dataclass(frozen=True)
class Item:
    """What waits, on whom, since when."""

    title: str
    what: str  # to do, or awaited
    who: str  # empty: whoever reads
    since: datetime
    url: str
    mail_url: str = ""  # sends her the link to sign anew
