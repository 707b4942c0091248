"""Someone chooses whether companies find her, and takes that back."""

from django.db.transaction import atomic
from django.utils import timezone

from ..enums import EventKind
from ..models import Application, Profile
from .applications import lock_application
from .log import record
from .refusal import Refusal

# what the profile shows as the application says it
COPIED = ("background", "prior_education", "regions", "travel_minutes", "days")


@atomic
def show_profile(application: Application, *, first_name: str, pitch: str, to_all: bool = True) -> Profile:
    """`to_all`: to each company with a leerwerkplek on the route; else only to whom she asks to meet.

    Raises Refusal when her application has ended.
    """
    application = lock_application(application)
    if application.has_ended:
        raise Refusal("Deze aanmelding is afgesloten. Bedrijven zien je niet meer.")
    now = timezone.now()
    said = {"first_name": first_name, "pitch": pitch, **_copied(application)}
    profile = Profile.objects.filter(application=application).first()
    was_shown = bool(profile and profile.is_visible)
    if not profile:
        profile = Profile(
            application=application,
            route_id=application.route_id,
            hogeschool_id=application.hogeschool_id,
            student_id=application.student_id,
        )
    for name, value in said.items():
        setattr(profile, name, value)
    profile.hidden_at = None if to_all else profile.hidden_at or now
    if to_all and not was_shown:
        profile.shown_at = now
    if profile.pk:
        profile.save(update_fields=[*said, "hidden_at", "shown_at"])
    else:
        profile.save()
    _note(application, was_shown, profile.is_visible)
    return profile


@atomic
def hide_profile(application: Application) -> None:
    """Whom she met already, or asked to meet, keeps what it read. A second call does nothing."""
    application = lock_application(application)
    if Profile.objects.filter(application=application, hidden_at=None).update(hidden_at=timezone.now()):
        _note(application, True, False)


def bring_up_to_date(application: Application) -> None:
    """After she corrected what she said of herself."""
    Profile.objects.filter(application=application).update(**_copied(application))


def _copied(application: Application) -> dict:
    return {name: getattr(application, name) for name in COPIED}


def _note(application: Application, before: bool, after: bool) -> None:
    if before != after:
        record(application, EventKind.SHOWN if after else EventKind.HIDDEN, who=application.name)
