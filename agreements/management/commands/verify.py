import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.enclosed import EVIDENCE, TEXT, files_in, problems_of, told_by
from mkbroute.access.actor import PUBLIC, acting_as
from mkbroute.documents.keys import certificate_chain
from mkbroute.documents.queries import known_seals
from mkbroute.documents.verify import MAX_SIZE, Known, examine


class Command(BaseCommand):
    help = (
        "Tells, as JSON, whether a PDF is as this portal sealed it: the seal with its level and time stamp, and of an "
        "agreement its version, who signed, and what is wrong with the log inside. Exit status: 0 it is, 1 it is not, "
        "or the log inside does not hold, 2 no such file."
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
        told = {**asdict(verdict), "says": verdict.outcome.label, **(_enclosed(content) if verdict.is_intact else {})}
        self.stdout.write(json.dumps(told, default=str, indent=2))
        if not verdict.is_intact or told["problems"]:
            sys.exit(1)


def _enclosed(pdf: bytes) -> dict[str, Any]:
    """What a whole file of ours says of itself. A letter about an end encloses nothing."""
    files = files_in(pdf)
    if EVIDENCE not in files:
        return {"problems": []}
    told = told_by(files[EVIDENCE])
    problems = problems_of(files[EVIDENCE], files.get(TEXT, b""))
    return {**(asdict(told) if told else {}), "problems": problems}


def _known(certificates: Path | None) -> Known:
    if certificates:
        return certificate_chain(certificates.read_bytes())
    with acting_as(PUBLIC):
        return known_seals()
