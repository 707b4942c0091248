from argparse import ArgumentParser
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mkbroute.demo import national, story
from mkbroute.demo.classroom import fill_class
from mkbroute.organisations.models import User

SCALES = {
    "demo": (story.tell, "the eight routes of the nulmeting, with invented people in various states"),
    "class": (fill_class, "one route with a class of 28, ready to place and to write agreements for"),
    "national": (national.build, "a whole country, for measuring"),
}


class Command(BaseCommand):
    help = "Fill an empty portal. " + " ".join(f"{name}: {text}." for name, (_, text) in SCALES.items())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, default="demo")

    def handle(self, *, scale: str, **options) -> None:
        if not settings.DEMO:
            raise CommandError("The seed invents people and seals agreements for them: only where DEMO=on.")
        if User.objects.exists():
            raise CommandError(
                "There are people in this database already, and only an empty one is seeded. 'make clean-demo' throws "
                "the demo's own database away; on a server of your own, drop it and make it again with 'roles'."
            )
        began = monotonic()
        fill, text = SCALES[scale]
        fill()
        self.stdout.write(f"{scale}: {text} ({monotonic() - began:.0f} s)")
