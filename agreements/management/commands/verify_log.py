import json
import sys
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from agreements.audit import problems_of
from agreements.models import Agreement
from mkbroute.access.actor import SYSTEM, acting_as


class Command(BaseCommand):
    help = (
        "Tells, as JSON, whether the event log of agreements is whole and says what their rows say. Exit status: 0 all "
        "is well, 1 something is not, 2 there is no such agreement."
    )

    def add_arguments(self, parser):
        parser.add_argument("agreement", nargs="*", type=UUID, help="as in its address; none: all of them")
        parser.add_argument("--files", action="store_true", help="read the sealed documents from the store too")

    def handle(self, *, agreement: list[UUID], files: bool, **options) -> None:
        with acting_as(SYSTEM):
            chosen = Agreement.objects.filter(public_id__in=agreement) if agreement else Agreement.objects.all()
            unknown = {*agreement} - {*chosen.values_list("public_id", flat=True)}
            if unknown:
                raise CommandError(f"no agreement {', '.join(sorted(map(str, unknown)))}", returncode=2)
            checked, broken = 0, []
            for each in chosen.order_by("pk").iterator(chunk_size=200):
                checked += 1
                if problems := problems_of(each, with_files=files):
                    broken.append({"agreement": str(each.public_id), "problems": problems})
        self.stdout.write(json.dumps({"checked": checked, "broken": broken}, indent=2))
        if broken:
            sys.exit(1)
