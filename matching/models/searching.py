"""Where and when someone would work, in words."""

from mkbroute.organisations.enums import Province

from ..enums import Weekday


class Searching:
    regions: list[str]
    days: list[str]

    @property
    def regions_said(self) -> str:
        return ", ".join(Province(region).label for region in self.regions) or "heel Nederland"

    @property
    def days_said(self) -> str:
        return ", ".join(Weekday(day).label for day in Weekday if day in self.days) or "dagen in overleg"
