"""Where and when someone would work, in words."""

from django.db import models

from mkbroute.organisations.enums import Province

from ..enums import Weekday


class Searching(models.Model):
    regions: list[str]
    days: list[str]

    class Meta:
        abstract = True

    @property
    def regions_said(self) -> str:
        return ", ".join(Province(region).label for region in self.regions) or "heel Nederland"

    @property
    def days_said(self) -> str:
        return ", ".join(Weekday(day).label for day in Weekday if day in self.days) or "dagen in overleg"
