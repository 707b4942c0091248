import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mkbroute.access.actor import PUBLIC, acting_as
from mkbroute.documents.keys import certificate_chain
from mkbroute.documents.queries import known_seals
from mkbroute.documents.verify import MAX_SIZE, Known, examine


class Command(BaseCommand):
    help = (
        "Tells, as JSON, whether a PDF is as this portal sealed it. Exit status: 0 it is, 1 it is not, 2 no such file."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--certificates",
            type=Path,
            help="PEM: the seal's certificate, then those above it. Without it: those that the database knows.",
        )

    def handle(self, *, file, certificates, **options):
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_SIZE + 1)
            known = _known(certificates)
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error
        verdict = examine(content, known)
        self.stdout.write(json.dumps({**asdict(verdict), "says": verdict.outcome.label}, default=str, indent=2))
        if not verdict.is_intact:
            sys.exit(1)


def _known(certificates: Path | None) -> Known:
    if certificates:
        return certificate_chain(certificates.read_bytes())
    with acting_as(PUBLIC):
        return known_seals()
