from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

DAYS = 30


@checks.register(deploy=True)
def seal_lasts(app_configs, **kwargs):
    """Only where the key is: a machine that serves pages seals nothing and need not have it."""
    if not Path(settings.SEAL_KEY_FILE).exists():
        return []
    from .keys import days_left, seal_key  # brings all that a signature takes, which no other command needs

    try:
        left = days_left(seal_key())
    except ImproperlyConfigured as error:
        return [checks.Warning(str(error), id="documents.W001")]
    if left >= DAYS:
        return []
    return [checks.Warning(f"SEAL_KEY_FILE: the certificate ends in {left} days.", id="documents.W002")]
