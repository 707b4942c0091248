"""Statistical disclosure control: figures about people in which nobody can be recognised.

    table = crossed({("bouw", "ja"): 12, ("bouw", "nee"): 3, ("ict", "ja"): 9, ("ict", "nee"): 8})
    table.hidden()  # {("bouw", "nee"), ("bouw", "ja"), ("ict", "nee"), ("ict", "ja")}

What is hidden is decided for all that is published together: tables that share totals belong in one `Table`.
"""

from .audit import Fact, total_of
from .table import ALL, MINIMUM, Inconsistent, Sum, Table, crossed

__all__ = ["ALL", "MINIMUM", "Fact", "Inconsistent", "Sum", "Table", "crossed", "total_of"]
