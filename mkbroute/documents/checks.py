from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

DAYS = 30
SERVES_PAGES = "portal_web"  # the log-in of processes that seal nothing and need not have the key
HINT = (
    "Agreements that everybody signed wait for it: 'python -m mkbroute.run seal-key < seal.p12' puts it in its place, "
    "after which the workers are restarted."
)


@checks.register(deploy=True)
def seal_lasts(app_configs, **kwargs):
    has_key = settings.SEAL_SIGNER or Path(settings.SEAL_KEY_FILE).exists()
    if settings.DATABASES["default"]["USER"] == SERVES_PAGES and not has_key:
        return []
    from .keys import days_left, seal_key  # brings all that a signature takes, which no other command needs

    try:
        left = days_left(seal_key())
    except ImproperlyConfigured as error:
        return [checks.Warning(str(error), hint=HINT, id="documents.W001")]
    if left >= DAYS:
        return []
    return [checks.Warning(f"SEAL_KEY_FILE: the certificate ends in {left} days.", hint=HINT, id="documents.W002")]
