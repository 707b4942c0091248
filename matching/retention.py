"""What goes of applications after their terms. Whether it may is the database's to say (policies.Kept)."""

from datetime import timedelta

from django.db.models import BooleanField, F, Func
from django.utils.timezone import localdate

from mkbroute.documents.enums import DocumentClass, Kind
from mkbroute.documents.models import Document
from mkbroute.documents.removal import Gone, Remover

from .enums import ApplicationState
from .models import (
    Application,
    ApplicationFile,
    Nudge,
    Preference,
    Round,
    RoundPair,
    RunChange,
    RunInputs,
    RunPerson,
    Snapshot,
)
from .services.rounds import close_for_good

DUE = Func(F("pk"), function="portal.application_file_is_due", output_field=BooleanField())


def files_due(limit: int) -> list[int]:
    found = Document.objects.filter(kind=Kind.APPLICATION).annotate(is_due=DUE).filter(is_due=True)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def remove_file(key: int) -> Gone | None:
    document = Document.objects.filter(pk=key).annotate(is_due=DUE).filter(is_due=True).first()
    if not document:
        return None
    rows = ApplicationFile.objects.filter(document=document)._raw_delete("default")
    Document.objects.filter(pk=key)._raw_delete("default")
    counts = {"documents.Document": 1, **({"matching.ApplicationFile": rows} if rows else {})}
    return Gone(DocumentClass.APPLICATION, document.hogeschool_id, counts, hashes=[document.sha256])


def nudges_due(limit: int) -> list[int]:
    before = localdate() - timedelta(days=31)
    return list(Nudge.objects.filter(day__lte=before).order_by("pk").values_list("pk", flat=True)[:limit])


def remove_nudge(key: int) -> Gone | None:
    removed = Nudge.objects.filter(pk=key)._raw_delete("default")
    return Gone(DocumentClass.MAIL, None, {"matching.Nudge": removed}) if removed else None


OVER = [ApplicationState.WITHDRAWN, ApplicationState.REJECTED, ApplicationState.PLACED]
# who ranked whom, who came where and why; the figures of a run and of its places stay
OF_ROUND = (RunChange, RunPerson, RunInputs, Snapshot, RoundPair)
ROUND_DUE = Func(F("pk"), function="portal.round_is_due", output_field=BooleanField())
PREFERENCE_DUE = Func(F("application_id"), function="portal.preference_is_due", output_field=BooleanField())


def rounds_due(limit: int) -> list[int]:
    before = localdate() - timedelta(days=28)  # no term is shorter
    found = Round.objects.filter(cleared_at=None, closes_on__lt=before).annotate(is_due=ROUND_DUE).filter(is_due=True)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def clear_round(key: int) -> Gone | None:
    found = close_for_good(key)
    if not found:
        return None
    for run in found.runs.filter(summary__has_key="dropped"):
        del run.summary["dropped"]  # names
        run.save(update_fields=["summary"])
    counts = {
        model._meta.label: model._default_manager.filter(round=found)._raw_delete("default") for model in OF_ROUND
    }
    return Gone(DocumentClass.ROUND, found.hogeschool_id, {name: rows for name, rows in counts.items() if rows})


def preferences_due(limit: int) -> list[int]:
    """By application."""
    over = (
        Preference.objects.filter(application__state__in=OVER).values("application").distinct().order_by("application")
    )
    found = over.annotate(is_due=PREFERENCE_DUE).filter(is_due=True)
    return list(found.values_list("application", flat=True)[:limit])


def remove_preferences(key: int) -> Gone | None:
    found = Application.objects.filter(pk=key).annotate(
        is_due=Func(F("pk"), function="portal.preference_is_due", output_field=BooleanField())
    )
    application = found.filter(is_due=True).first()
    if not application:
        return None
    removed = Preference.objects.filter(application=key)._raw_delete("default")
    return Gone(DocumentClass.ROUND, application.hogeschool_id, {"matching.Preference": removed}) if removed else None


REMOVERS = [
    Remover("what is personal in a round", rounds_due, clear_round),
    Remover("what was ranked", preferences_due, remove_preferences),
    Remover("files of applications", files_due, remove_file),
    Remover("reminders to answer", nudges_due, remove_nudge),
]
