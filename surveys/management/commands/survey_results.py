"""What the results page shows, on the command line and for other programs."""

import csv
import json

from django.core.management.base import BaseCommand, CommandError

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.flat import COLUMNS, rows
from surveys.services.telling import NotTold, find_wave, told


class Command(BaseCommand):
    help = "Toont de cijfers van een meting, met dezelfde regels voor kleine aantallen als de pagina."

    def add_arguments(self, parser):
        parser.add_argument("--wave", required=True, help="naam of id van de meting")
        parser.add_argument("--compare", default="", help="baseline, of de naam van een andere meting")
        parser.add_argument("--format", choices=("json", "csv"), default="json", dest="form")
        parser.add_argument("--unsuppressed", action="store_true", help="ook de kleine aantallen; wordt vastgelegd")
        parser.add_argument(
            "--by", default="", help="bij --unsuppressed: e-mailadres van wie bij het programmateam hoort"
        )

    def handle(self, *args, wave, compare, form, unsuppressed, by, **options):
        try:
            with acting_as(SYSTEM):
                found = told(find_wave(wave), compare=compare, unsuppressed=unsuppressed, by=by)
        except NotTold as refusal:
            raise CommandError(str(refusal)) from refusal
        if form == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self._write_csv(found)

    def _write_csv(self, found):
        writer = csv.writer(self.stdout, delimiter=";", lineterminator="\n")
        writer.writerow([column.label for column in COLUMNS])
        for population in found["populations"]:
            writer.writerows(rows(population, population["audience"]))
            for own in population["supplements"].values():
                writer.writerows(rows(own, population["audience"]))
        for population in found["populations"]:
            for line in population.get("baseline", []):
                writer.writerow([population["audience"], *line.values()])
            for each in population.get("compared", []):
                writer.writerows(self._beside(population["audience"], each))

    def _beside(self, audience, pair):
        """Of each figure: then and now, both with their N, and the difference with its interval."""
        changes = {"gemiddelde": pair["mean"], **pair["shares"]}
        for name, change in changes.items():
            if change:
                n = pair["n"]
                found = [change[key] for key in ("change", "low", "high")]
                yield [audience, pair["code"], name, change["then"], n["then"], change["now"], n["now"], *found]
