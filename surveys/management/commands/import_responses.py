"""Answers gathered elsewhere, out of a CSV file whose columns are the codes of items."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.importing import NotImported
from surveys.services.importing import import_responses
from surveys.services.telling import NAMES, NotTold, find_population, find_wave


class Command(BaseCommand):
    help = "Leest antwoorden in die elders zijn verzameld. Elke regel wordt nagekeken; bij één fout gaat er niets in."

    def add_arguments(self, parser):
        parser.add_argument("--wave", required=True, help="naam of id van de meting")
        parser.add_argument("--population", required=True, choices=sorted(NAMES))
        parser.add_argument("file", metavar="FILE.csv", type=Path)

    def handle(self, *args, wave, population, file, **options):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen: {error.strerror}.") from error
        try:
            with acting_as(SYSTEM):
                found = find_population(find_wave(wave), population)
                count = import_responses(found, data, file_name=file.name, who="Opdrachtregel")
        except NotTold as refusal:
            raise CommandError(str(refusal)) from refusal
        except NotImported as refused:
            self.stderr.write("\n".join(refused.errors))
            raise CommandError("Er is niets ingelezen.") from refused
        self.stdout.write(f"{count} antwoorden ingelezen.")
