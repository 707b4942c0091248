from django.db.models import TextChoices


class Kind(TextChoices):
    AGREEMENT = "agreement", "Verzegelde overeenkomst"
    UPLOAD = "upload", "Geüpload bestand"
