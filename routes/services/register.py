from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.organisations.models import Organisation
from routes import queries
from routes.enums import Degree, EventKind, Form, Phase, Shape, State
from routes.models import Criterion, CriterionAssessment, Route, RouteYear
from routes.revisions import require_unchanged
from routes.slugs import slugs
from routes.weeks import Week, problems, usual_weeks

from . import notices
from .phases import note_phase, require_running
from .steps import locked, record, record_once, require_reason, require_state, take_step

EDITABLE = (State.CONCEPT, State.RETURNED, State.REJECTED, State.RECOGNISED)
# what the programme team recognised; the rest is news that visitors want fresh
RECOGNISED_AS = ("programme", "degree", "form", "croho_code", "shape", "connection", "connections")
# may change, but not unheard by those who recognised it
TOLD_TO_PROGRAMME = ("accredited", "sector", "summary")


@transaction.atomic
def register_once(hogeschool: Organisation, *, key: UUID, who: str, **given: Any) -> tuple[Route, bool]:
    """As register_route, but the same form sent again gives the route that is there. The second: it is new."""
    public_id = uuid5(hogeschool.public_id, str(key))
    # one at a time: a second click waits here, and then finds what the first one made
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=hogeschool.pk)
    made = Route.objects.filter(public_id=public_id).first()
    if made:
        return made, False
    return register_route(hogeschool, who=who, public_id=public_id, **given), True


def register_route(hogeschool: Organisation, *, who: str, weeks: Sequence[Week] | None = None, **fields: Any) -> Route:
    """A concept with an empty dossier on the standing criteria. Without `weeks`: the usual ones of its shape."""
    chosen = _checked(fields["shape"], fields["degree"], fields["form"], weeks)
    require_running(fields.get("phase", Phase.DEVELOPING))
    route = _create_with_free_slug(hogeschool, fields)
    _write_weeks(route, chosen)
    _open_dossier(route)
    record(route, EventKind.REGISTERED, who=who, text="Route geregistreerd")
    note_phase(route, "", who=who)
    return route


def update_route(
    route: Route, *, who: str, weeks: Sequence[Week] | None = None, seen: str = "", **fields: Any
) -> Route:
    """`seen`: the revision (queries.revision_of) that the person was looking at; raises `Overtaken`.

    The phase has a service of its own (change_phase), because it has a history.
    """
    if "phase" in fields:
        raise TypeError("the phase is changed by change_phase")
    route = locked(route)
    require_state(route, *EDITABLE)
    require_unchanged(seen, queries.revision_of(route))
    changed = [name for name, value in fields.items() if getattr(route, name) != value]
    was = {name: queries.said_in(route, name) for name in TOLD_TO_PROGRAMME if name in changed}
    for name in changed:
        setattr(route, name, fields[name])
    before = queries.weeks_of(route)
    chosen = before
    if weeks is not None or {"shape", "degree", "form"} & set(changed):
        chosen = _checked(route.shape, route.degree, route.form, before if weeks is None else weeks)
    if route.state == State.RECOGNISED:
        _refuse_another_route(changed, before != chosen)
    if not changed and before == chosen:
        return route
    route.changed_at = timezone.now()
    route.save(update_fields=[*changed, "changed_at"])
    if before != chosen:
        route.years.all().delete()
        _write_weeks(route, chosen)
    record_once(route, EventKind.CHANGED, who=who, text=_what_changed(changed, before != chosen))
    if was and route.is_recognised:
        _tell_programme(route, was, who=who)
    return route


def withdraw_route(route: Route, *, reason: str, who: str) -> Route:
    """For good: who wants it back registers anew. By the hogeschool, or by the programme team once recognised."""
    reason = require_reason(reason)
    route = locked(route)
    take_step(route, State.WITHDRAWN, who=who, reason=reason)
    notices.withdrawn(route, reason=reason, who=who)
    wake("routes.count_route", route.pk)
    return route


def _checked(shape: str, degree: str, form: str, chosen: Sequence[Week] | None) -> list[Week]:
    if chosen is None:
        return usual_weeks(Shape(shape), Degree(degree))
    wrong = problems(Shape(shape), Degree(degree), chosen, Form(form))
    if wrong:
        raise ValidationError([wrong[year] for year in sorted(wrong)], code="weeks")
    return sorted(chosen)


def _create_with_free_slug(hogeschool: Organisation, fields: dict[str, Any]) -> Route:
    # Nobody sees every slug, so the database says which are taken.
    for slug in slugs(hogeschool.name, fields["degree"], fields["programme"]):
        try:
            with transaction.atomic():
                return Route.objects.create(hogeschool=hogeschool, slug=slug, **fields)
        except IntegrityError as error:
            if "slug" not in str(error):
                raise
    raise AssertionError("slugs() never ends")


def _write_weeks(route: Route, chosen: Sequence[Week]) -> None:
    RouteYear.objects.bulk_create(
        RouteYear(
            route=route,
            hogeschool_id=route.hogeschool_id,
            year=week.year,
            days_school=week.school,
            days_company=week.company,
            days_elsewhere=week.elsewhere,
        )
        for week in chosen
    )


def _open_dossier(route: Route) -> None:
    CriterionAssessment.objects.bulk_create(
        CriterionAssessment(route=route, hogeschool_id=route.hogeschool_id, criterion=criterion)
        for criterion in Criterion.objects.filter(criteria_set__standing=True)
    )


def _refuse_another_route(changed: list[str], other_weeks: bool) -> None:
    if other_weeks or set(changed) & set(RECOGNISED_AS):
        raise ValidationError(
            "Graad, vorm, opzet, week en opleiding liggen vast sinds de erkenning. Registreer een nieuwe route als "
            "deze wezenlijk anders wordt.",
            code="recognised",
        )


def _tell_programme(route: Route, was: dict[str, str], *, who: str) -> None:
    notices.recognised_changed(
        route, [(_label(name), before, queries.said_in(route, name)) for name, before in was.items()], who=who
    )
    wake("routes.count_route", route.pk)


def _what_changed(names: list[str], other_weeks: bool) -> str:
    labels = [_label(name).rstrip("?") for name in names]
    text = ", ".join([*labels, "week per studiejaar"] if other_weeks else labels)
    return f"Gegevens gewijzigd: {text}"[:300]


LABELS = {field.name: field.verbose_name for field in Route._meta.concrete_fields}


def _label(name: str) -> str:
    return str(LABELS[name])
