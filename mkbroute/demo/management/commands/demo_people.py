from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mkbroute.demo.people import PEOPLE


class Command(BaseCommand):
    help = "Who there is to become in the demo."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("There is nobody to become: only where DEMO=on.")
        self.stdout.write(f"Become anyone with one click: {settings.SITE_URL}/demo/\n\n")
        width = max(len(person.name) for person in PEOPLE) + 2
        for person in PEOPLE:
            self.stdout.write(f"  {person.name:<{width}}{person.part}: {person.does}")
        self.stdout.write(f"\nTheir mail: {settings.SITE_URL}/demo/post/")
