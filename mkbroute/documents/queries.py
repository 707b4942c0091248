from .models import SealCertificate
from .verify import Known


def known_seals() -> Known:
    """Every certificate with which this portal seals or ever sealed."""
    return dict(SealCertificate.objects.values_list("fingerprint", "chain"))
