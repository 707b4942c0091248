"""What waits, on whom, since when. Each part reads through its own eyes: these queries name no owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, make_aware

from agreements.endings import decides_since, overdue
from agreements.enums import FOR_THREE, WITH_SEAL, Confirmation, EndingState, MomentState, Role, SigningState, Voice
from agreements.enums import State as AgreementState
from agreements.models import (
    Agreement,
    AttendanceWeek,
    ContactMoment,
    EndingConfirmation,
    OutcomeVoice,
    PartyCard,
    Signing,
)
from agreements.own_days import COMPANY, company_today, talk_is_own, thursday_is_own
from agreements.queries import awaited_cards
from agreements.services.asking import OUT_FOR_SIGNATURE
from matching.checking import Check, offers_in
from matching.enums import ApplicationState, MatchState, RoundState, RunState
from matching.models import OPEN_MATCH, Application, Match, Offer, Position, Round, Run, Snapshot
from matching.services.still_open import OPEN as OPEN_OR_INACTIVE
from routes import queries
from routes.board import late_points
from routes.enums import STOPPED, WITH_PROGRAMME, Phase
from routes.enums import State as RouteState
from routes.indicators import INDICATORS
from routes.models import PhaseChange, Route, RouteFlag, RoutePartner
from routes.models.route import STANDS
from routes.queries import Standing, since_last_step

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Row = TypeVar("Row", bound=Model)
STOPPED_IN_WORDS = {Phase.STALLED: "ligt stil", Phase.ENDED: "is beëindigd"}
SPEAK_BEFORE = timedelta(days=14)
AT_MOST = 10  # of each kind; the list behind it shows the rest


@dataclass(frozen=True)
class Item:
    """One line of a work list."""

    title: str
    what: str  # to do, or awaited
    who: str  # empty: whoever reads
    since: datetime
    url: str
    mail_url: str = ""  # sends her the link to sign anew


def on_hogeschool(email: str) -> list[Item]:
    return _oldest_first(
        _routes_to_complete(),
        _board_points_late(),
        _questions_to_answer(),
        _routes_below(),
        _offers_to_check(),
        _offers_changed(),
        _applications_to_judge(),
        _applications_to_place(),
        _rounds_to_decide(),
        _matches_to_write_down(),
        _agreements_to_send(),
        _agreements_to_sign_for_others(email),
        _endings_objected(),
        _endings_to_decide(),
        _talks_to_write_down(),
        _talks_to_speak_at(Voice.HOGESCHOOL),
        _partnerships_of_hogeschool(),
    )


def on_others_of_hogeschool(email: str) -> list[Item]:
    return _oldest_first(
        _routes_with_programme(),
        _matches_unanswered(),
        _offers_returned_to_others(),
        _cards_to_fill_in(),
        _agreements_unsigned(email),
        _endings_unanswered(),
    )


def on_company(email: str) -> list[Item]:
    return _oldest_first(
        _matches_to_answer("company_answer"),
        _offers_to_mend(),
        _places_to_confirm(),
        _partnerships_to_confirm(),
        _agreements_to_sign_for_others(email),
        _endings_to_answer(Role.COMPANY),
        _talks_to_speak_at(Voice.COMPANY),
        _weeks_to_confirm(),
    )


def on_others_of_company(email: str) -> list[Item]:
    return _oldest_first(_matches_awaiting_candidate(), _offers_with_hogeschool(), _agreements_unsigned(email))


def on_employer(email: str) -> list[Item]:
    return _oldest_first(
        _partnerships_to_confirm(), _agreements_to_sign_for_others(email), _endings_to_answer(Role.EMPLOYER)
    )


def on_others_of_employer(email: str) -> list[Item]:
    return _oldest_first(_agreements_unsigned(email))


def on_branche() -> list[Item]:
    return _oldest_first(_partnerships_to_confirm())


def on_programme() -> list[Item]:
    return _oldest_first(_routes_to_judge(), _routes_below(), _routes_stopped())


def on_others_of_programme() -> list[Item]:
    return _oldest_first(_questions_asked())


def on_person(email: str) -> list[Item]:
    return _oldest_first(
        _matches_to_answer("student_answer"),
        _agreements_to_sign(email),
        _endings_to_answer(Role.STUDENT),
        _talks_to_speak_at(Voice.STUDENT),
    )


def _oldest_first(*sources: Iterator[Item]) -> list[Item]:
    return sorted((item for source in sources for item in source), key=lambda item: item.since)


def _routes_to_complete() -> Iterator[Item]:
    wanted = {
        RouteState.CONCEPT: "dossier afmaken en indienen",
        RouteState.RETURNED: "dossier aanvullen en opnieuw indienen",
    }
    for route in Route.objects.filter(state__in=wanted).order_by("changed_at")[:AT_MOST]:
        yield Item(route.title, wanted[RouteState(route.state)], "", route.changed_at, _route_url(route))


def _board_points_late() -> Iterator[Item]:
    for point in late_points()[:AT_MOST]:
        what = f"punt van de ombouw-assistent afmaken{f' ({point.owner_name})' if point.owner_name else ''}"
        due = make_aware(datetime.combine(point.due_on or localdate(), time.min))
        url = reverse("routes:board_point", args=[point.route.public_id, point.item.code])
        yield Item(f"{point.route.title}: {point.item.title}", what, "", due, url)


def _routes_with_programme() -> Iterator[Item]:
    for route in _lying_there()[:AT_MOST]:
        yield Item(route.title, _judging(route), "programmateam", route.moved_at, _route_url(route))


def _routes_to_judge() -> Iterator[Item]:
    for route in _lying_there()[:AT_MOST]:
        url = reverse("routes:review", args=[route.public_id])
        yield Item(f"{route.title}, {route.hogeschool.name}", _judging(route), "", route.moved_at, url)


def _lying_there() -> "QuerySet[WithAnnotations[Route, Standing]]":
    """With the programme team, and not waiting for an answer of the hogeschool."""
    routes = since_last_step(Route.objects.filter(state__in=WITH_PROGRAMME)).filter(open_questions=0)
    return routes.select_related("hogeschool").order_by("moved_at")


def _judging(route: Route) -> str:
    return "opnieuw beoordelen" if route.state == RouteState.RECONSIDERING else "dossier beoordelen"


def _questions_to_answer() -> Iterator[Item]:
    for route in _asked()[:AT_MOST]:
        url = reverse("routes:questions", args=[route.public_id])
        yield Item(route.title, "vragen van het programmateam beantwoorden", "", route.moved_at, url)


def _questions_asked() -> Iterator[Item]:
    for route in _asked()[:AT_MOST]:
        url = reverse("routes:questions", args=[route.public_id])
        yield Item(route.title, "vragen beantwoorden", route.hogeschool.name, route.moved_at, url)


def _asked() -> "QuerySet[WithAnnotations[Route, Standing]]":
    routes = since_last_step(Route.objects.filter(state__in=WITH_PROGRAMME)).filter(open_questions__gt=0)
    return routes.select_related("hogeschool").order_by("moved_at")


def _routes_below() -> Iterator[Item]:
    flags = RouteFlag.objects.filter(cleared_at=None).select_related("route__hogeschool").order_by("raised_at")
    for flag in flags[:AT_MOST]:
        url = reverse("routes:overview", args=[flag.route.public_id])
        what = f"bekijken wat er onder de norm is: {INDICATORS[flag.code].title.lower()}"
        yield Item(f"{flag.route.title}, {flag.route.hogeschool.name}", what, "", flag.raised_at, url)


def _routes_stopped() -> Iterator[Item]:
    """Recognised, and nobody begins any more."""
    changes = PhaseChange.objects.filter(route=OuterRef("pk")).order_by("-at").values("at")
    stopped = Route.objects.filter(STANDS, phase__in=STOPPED).select_related("hogeschool")
    for route in stopped.annotate(since=Coalesce(Subquery(changes[:1]), F("changed_at"))).order_by("since")[:AT_MOST]:
        what = f"bespreken: de route is erkend en {STOPPED_IN_WORDS[Phase(route.phase)]}"
        url = reverse("routes:phase", args=[route.public_id])
        yield Item(f"{route.title}, {route.hogeschool.name}", what, "", route.since, url)


def _route_url(route: Route) -> str:
    return reverse("routes:detail", args=[route.public_id])


def _offers_to_check() -> Iterator[Item]:
    for offer in offers_in(Check.WAITING)[:AT_MOST]:
        title = f"{offer.position.title}, {offer.position.organisation.name}"
        yield Item(title, f"leerwerkplek controleren voor {offer.route.title}", "", offer.asked_at, _offer_url(offer))


def _offers_changed() -> Iterator[Item]:
    for offer in offers_in(Check.CHANGED)[:AT_MOST]:
        title = f"{offer.position.title}, {offer.position.organisation.name}"
        since = offer.changed_at or offer.asked_at
        yield Item(title, "bekijken wat het bedrijf heeft gewijzigd", "", since, _offer_url(offer))


def _offers_returned_to_others() -> Iterator[Item]:
    for offer in offers_in(Check.RETURNED)[:AT_MOST]:
        company, since = offer.position.organisation.name, offer.reviewed_at or offer.asked_at
        yield Item(offer.position.title, "leerwerkplek aanpassen", company, since, _offer_url(offer))


def _offers_to_mend() -> Iterator[Item]:
    for offer in offers_in(Check.RETURNED)[:AT_MOST]:
        what = f"leerwerkplek aanpassen en opnieuw aanbieden op {offer.route.title}"
        yield Item(offer.position.title, what, "", offer.reviewed_at or offer.asked_at, _offer_url(offer))


def _places_to_confirm() -> Iterator[Item]:
    """Whether they still stand: the company was asked."""
    asked = Q(questions__asked_at__gte=F("confirmed_at"))
    found = Position.objects.filter(asked, state__in=OPEN_OR_INACTIVE).annotate(since=Min("questions__asked_at"))
    for position in found.order_by("since")[:AT_MOST]:
        url = reverse("matching:position", args=[position.public_id])
        yield Item(position.title, "laten weten of de leerwerkplek nog open staat", "", position.since, url)


def _offers_with_hogeschool() -> Iterator[Item]:
    for offer in offers_in(Check.WAITING)[:AT_MOST]:
        what, who = f"leerwerkplek controleren voor {offer.route.title}", offer.hogeschool.name
        yield Item(offer.position.title, what, who, offer.asked_at, _offer_url(offer))


def _offer_url(offer: Offer) -> str:
    return reverse("matching:position", args=[offer.position.public_id])


def _applications_to_judge() -> Iterator[Item]:
    return _applications(ApplicationState.SUBMITTED, "toelaatbaarheid beoordelen")


def _applications_to_place() -> Iterator[Item]:
    return _applications(ApplicationState.ADMISSIBLE, "leerwerkplek voorstellen")


def _applications(state: str, what: str) -> Iterator[Item]:
    placed = Match.objects.filter(OPEN_MATCH, application=OuterRef("pk"))
    waiting = Application.objects.filter(~Exists(placed), state=state).select_related("route")
    for application in waiting.order_by("created_at")[:AT_MOST]:
        url = reverse("matching:application", args=[application.public_id])
        yield Item(f"{application.name}, {application.route.title}", what, "", application.created_at, url)


def _rounds_to_decide() -> Iterator[Item]:
    """Closed, and nothing was published for this turn."""
    published = Run.objects.filter(round=OuterRef("pk"), turn=OuterRef("turn"), state=RunState.PUBLISHED)
    taken = Snapshot.objects.filter(round=OuterRef("pk"), turn=OuterRef("turn")).values("taken_at")
    waiting = Round.objects.filter(~Exists(published), state=RoundState.CLOSED)
    for found in waiting.annotate(since=Subquery(taken[:1])).order_by("since")[:AT_MOST]:
        url = reverse("matching:round", args=[found.public_id])
        yield Item(found.title, "indeling berekenen, bekijken en publiceren", "", found.since, url)


def _matches_to_write_down() -> Iterator[Item]:
    agreed = Agreement.objects.filter(match=OuterRef("pk")).exclude(state=AgreementState.CANCELLED)
    for match in _matches().filter(~Exists(agreed), state=MatchState.CONFIRMED)[:AT_MOST]:
        yield Item(_names(match), "overeenkomst opstellen", "", match.created_at, _match_url(match))


def _matches_unanswered() -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED)[:AT_MOST]:
        awaited = [
            name
            for name, answer in (
                (match.application.name, match.student_answer),
                (match.organisation.name, match.company_answer),
            )
            if not answer
        ]
        yield Item(_names(match), "voorstel beantwoorden", " en ".join(awaited), match.created_at, _match_url(match))


def _matches_to_answer(answer: str) -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED, **{answer: ""})[:AT_MOST]:
        yield Item(_names(match), "voorstel beantwoorden", "", match.created_at, _match_url(match))


def _matches_awaiting_candidate() -> Iterator[Item]:
    for match in _matches().filter(state=MatchState.PROPOSED, student_answer="").exclude(company_answer="")[:AT_MOST]:
        yield Item(_names(match), "voorstel beantwoorden", match.application.name, match.created_at, _match_url(match))


def _matches() -> QuerySet[Match]:
    return Match.objects.select_related("application", "organisation", "position").order_by("created_at")


def _names(match: Match) -> str:
    return f"{match.application.name}: {match.position.title} bij {match.organisation.name}"


def _match_url(match: Match) -> str:
    return reverse("matching:match", args=[match.public_id])


def _agreements_to_send() -> Iterator[Item]:
    wanted = {
        AgreementState.DRAFT: "overeenkomst afmaken en versturen",
        AgreementState.DECLINED: "weigering bespreken en overeenkomst aanpassen",
    }
    asked = _cards_awaited().filter(agreement=OuterRef("pk"))
    for agreement in _agreements().filter(~Exists(asked), state__in=wanted)[:AT_MOST]:
        what = wanted[AgreementState(agreement.state)]
        yield Item(_agreement_title(agreement), what, "", agreement.changed_at, _agreement_url(agreement))


def _cards_awaited() -> QuerySet[PartyCard]:
    return awaited_cards().filter(agreement__state=AgreementState.DRAFT)


def _cards_to_fill_in() -> Iterator[Item]:
    found = _named(_cards_awaited()).order_by("asked_at")
    for card in found[:AT_MOST]:
        agreement, since = card.agreement, card.asked_at or timezone.now()
        yield Item(_agreement_title(card), "gegevens invullen", card.name, since, _agreement_url(agreement))


def _agreements_to_sign(email: str) -> Iterator[Item]:
    """By whoever reads: for herself, or a single one for her organisation."""
    asked = _awaited_signings().filter(email__iexact=email)
    for signing in asked.order_by("agreement__changed_at")[:AT_MOST]:
        yield _to_sign(signing)


def _to_sign(signing: Signing) -> Item:
    agreement, addendum = signing.agreement, signing.version.addendum
    return Item(
        _agreement_title(signing),
        f"{f'addendum {addendum.number}' if addendum else 'overeenkomst'} tekenen, met de link uit de mail",
        "",
        (addendum or agreement).changed_at,
        reverse("agreements:addendum", args=[addendum.public_id]) if addendum else _agreement_url(agreement),
        mail_url=reverse("agreements:mail_my_link", args=[signing.public_id]),
    )


def _agreements_to_sign_for_others(email: str) -> Iterator[Item]:
    """By whoever reads, for her organisation. Several: in one line, that leads to the sitting for all of them."""
    asked = list(_awaited_signings().filter(email__iexact=email).order_by("agreement__changed_at"))
    live = [each for each in asked if each.link_expires_at > timezone.now()]
    if len(live) > 1:
        since = min((each.version.addendum or each.agreement).changed_at for each in live)
        title, url = f"{len(live)} overeenkomsten", reverse("agreements:together")
        yield Item(title, "lezen en tekenen: samen, met één code", "", since, url)
        asked = [each for each in asked if each not in live]
    for signing in asked[:AT_MOST]:
        yield _to_sign(signing)


def _agreements_unsigned(email: str) -> Iterator[Item]:
    """By others than whoever reads."""
    others = _awaited_signings().exclude(email__iexact=email)
    awaited = others.filter(agreement=OuterRef("pk"))
    waiting = list(_agreements().filter(Exists(awaited), state=AgreementState.SENT)[:AT_MOST])
    names: dict[int, list[str]] = {agreement.pk: [] for agreement in waiting}
    for agreement_id, name in others.filter(agreement__in=names).order_by("pk").values_list("agreement_id", "name"):
        names[agreement_id].append(name)
    for agreement in waiting:
        who = " en ".join(names[agreement.pk])
        yield Item(_agreement_title(agreement), "tekenen", who, agreement.changed_at, _agreement_url(agreement))


def _endings_to_answer(role: Role) -> Iterator[Item]:
    """By the party that whoever reads belongs to."""
    for asked in _asked_of_endings(Confirmation.WAITING).filter(role=role, has_account=True)[:AT_MOST]:
        yield Item(_agreement_title(asked), ANSWER, "", asked.asked_at, _ending_url(asked))


def _endings_unanswered() -> Iterator[Item]:
    for asked in _asked_of_endings(Confirmation.WAITING)[:AT_MOST]:
        yield Item(_agreement_title(asked), ANSWER, asked.name, asked.asked_at, _ending_url(asked))


def _endings_objected() -> Iterator[Item]:
    for asked in _asked_of_endings(Confirmation.DISAGREED)[:AT_MOST]:
        what = f"beëindiging bespreken: {asked.name} is niet akkoord"
        yield Item(_agreement_title(asked), what, "", asked.answered_at or asked.asked_at, _ending_url(asked))


def _endings_to_decide() -> Iterator[Item]:
    """The term to answer is over, and somebody did not agree."""
    what = "beslissen over de beëindiging: de termijn om te antwoorden is voorbij"
    for ending in _named(overdue())[:AT_MOST]:
        url = reverse("agreements:ending", args=[ending.agreement.public_id])
        yield Item(_agreement_title(ending), what, "", decides_since(ending), url)


ANSWER = "antwoorden over het einde van de overeenkomst"


def _asked_of_endings(state: Confirmation) -> QuerySet[EndingConfirmation]:
    asked = EndingConfirmation.objects.filter(
        state=state, ending__state=EndingState.OPEN, agreement__state=AgreementState.SEALED
    )
    return _named(asked).order_by("asked_at")


def _ending_url(asked: EndingConfirmation) -> str:
    return reverse("agreements:ending", args=[asked.agreement.public_id])


def _awaited_signings() -> QuerySet[Signing]:
    """Of the text that people sign now; not of who signs after others."""
    asked = Signing.objects.filter(OUT_FOR_SIGNATURE, state=SigningState.WAITING, is_asked=True)
    return _named(asked).select_related("version__addendum")


def _named(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows that belong to an agreement, with the company where the student learns today."""
    return rows.annotate(**{COMPANY: company_today()}).select_related("agreement")


def _agreements() -> QuerySet[Agreement]:
    return Agreement.objects.annotate(**{COMPANY: company_today("pk")}).order_by("changed_at")


def _agreement_title(row: Any) -> str:
    """Of an agreement or of what belongs to one, read with the company of today."""
    agreement = row if isinstance(row, Agreement) else row.agreement
    return f"{agreement.student_name} bij {getattr(row, COMPANY)}"


def _agreement_url(agreement: Agreement) -> str:
    return reverse("agreements:detail", args=[agreement.public_id])


def _talks_to_write_down() -> Iterator[Item]:
    """Planned, and over: by the hogeschool."""
    late = _talks().filter(planned_at__lt=timezone.now())
    for moment in late.order_by("planned_at")[:AT_MOST]:
        what = f"{moment.get_kind_display().lower()} vastleggen, verzetten of afzeggen"
        yield _of_talk(moment, what, since=moment.planned_at or moment.created_at)


def _talks_to_speak_at(voice: str) -> Iterator[Item]:
    """Near, and nothing said yet by this one of the three."""
    now = timezone.now()
    spoken = OutcomeVoice.objects.filter(moment=OuterRef("pk"), voice=voice).exclude(given_at=None)
    waiting = _talks().filter(
        talk_is_own(), ~Exists(spoken), kind__in=FOR_THREE, planned_at__range=(now, now + SPEAK_BEFORE)
    )
    for moment in waiting.order_by("planned_at")[:AT_MOST]:
        what = f"zeggen hoe ver het is, voor het {moment.get_kind_display().lower()}"
        yield _of_talk(moment, what, since=moment.created_at)


def _weeks_to_confirm() -> Iterator[Item]:
    """By the company, what the hogeschool filled in."""
    waiting = AttendanceWeek.objects.filter(thursday_is_own(), confirmed_at=None, agreement__state__in=WITH_SEAL)
    found = waiting.values("agreement").annotate(since=Min("recorded_at")).values_list("agreement", "since")[:AT_MOST]
    since = dict(found)
    for agreement in _agreements().filter(pk__in=since):
        url = reverse("agreements:practice", args=[agreement.public_id])
        yield Item(_agreement_title(agreement), "aanwezigheid bevestigen", "", since[agreement.pk], url)


def _talks() -> QuerySet[ContactMoment]:
    planned = {"state": MomentState.PLANNED, "agreement__state__in": WITH_SEAL}
    return _named(ContactMoment.objects.filter(**planned))


def _of_talk(moment: ContactMoment, what: str, since: datetime) -> Item:
    url = reverse("agreements:moment", args=[moment.public_id])
    return Item(_agreement_title(moment), what, "", since, url)


def _partnerships_to_confirm() -> Iterator[Item]:
    asked = RoutePartner.objects.filter(confirmed_at=None).select_related("route", "hogeschool")
    for partner in asked[:AT_MOST]:
        yield _to_confirm(partner, partner.route)


def _partnerships_of_hogeschool() -> Iterator[Item]:
    """In which another hogeschool is in the lead: she sees those routes only as a partner."""
    routes = queries.routes_as_partner()
    asked = RoutePartner.objects.filter(confirmed_at=None, route_id__in=routes).select_related("hogeschool")
    for partner in asked[:AT_MOST]:
        yield _to_confirm(partner, routes[partner.route_id])


def _to_confirm(partner: RoutePartner, route: Route) -> Item:
    url = reverse("routes:confirm_partner", args=[partner.public_id])
    title = f"{route.title}, {partner.hogeschool.name}"
    return Item(title, "betrokkenheid bevestigen", "", route.created_at, url)
