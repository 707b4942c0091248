"""Which dates a leerwerkplek or an agreement can have. Anything else is a slip of the keyboard."""

from datetime import date

from django.utils import timezone

# A place may have been there, and someone may work at it, since before this year's students came: a bachelor takes
# four years, and one of delay is common. A route begins at most five years ahead (routes.forms), and lasts as long.
YEARS_BACK = 5
YEARS_AHEAD = 10


def far_off(day: date | None) -> str:
    """Why this date cannot be meant; "" when it can."""
    this_year = timezone.localdate().year
    if day and day.year < this_year - YEARS_BACK:
        return f"Deze datum ligt meer dan {YEARS_BACK} jaar terug. Controleer het jaartal."
    if day and day.year > this_year + YEARS_AHEAD:
        return f"Deze datum ligt meer dan {YEARS_AHEAD} jaar vooruit. Controleer het jaartal."
    return ""
