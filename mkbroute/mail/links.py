from django.conf import settings


def absolute(path: str) -> str:
    """A path of the portal as it must stand in a mail or document."""
    return f"{settings.SITE_URL}{path}"
