import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from mkbroute.documents.keys import days_left, keep_seal_key


class Command(BaseCommand):
    help = (
        "Read a PKCS#12 file from standard input, look whether agreements can be sealed with it (SEAL_KEY_PASSWORD "
        "opens it), and put it in the place of SEAL_KEY_FILE: seal_key < seal.p12"
    )

    def handle(self, **options) -> None:
        key = keep_seal_key(sys.stdin.buffer.read())
        self.stdout.write(
            f"{settings.SEAL_KEY_FILE}: {key.name}, valid for {days_left(key)} days. "
            "Restart the workers: they seal with it from then on."
        )
