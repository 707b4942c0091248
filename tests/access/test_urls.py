"""Each address × who asks × method: what is answered. A new address without a row here fails.

The rows name the objects of tenant A; "other" is the coordinator of tenant B: a stranger to all of it. A row reads: the
answers to GET, and to a POST without any fields, in the order of WHO.
"""

from copy import deepcopy
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Invitation, Workplace
from routes.models import RhythmPeriod, RouteLocation, RoutePartner, RouteUpload
from tests import cast
from tests.access.url_table import TABLE, WHO
from tests.built_once import built_once

pytestmark = pytest.mark.django_db


def addresses(patterns, namespace="", prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inside, f"{prefix}{pattern.pattern}")
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"/{prefix}{pattern.pattern}", pattern


OF_PASSKEY = ("mfa_remove_webauthn", "mfa_edit_webauthn")
ADDRESSES = dict(addresses(get_resolver().url_patterns))


@built_once
def two():
    return cast.tenant("Hogeschool A"), cast.tenant("Hogeschool B")


def test_the_table_names_every_address():
    assert sorted(TABLE) == sorted(ADDRESSES)


def url(name: str, tenant: cast.Tenant) -> str:
    pattern = ADDRESSES[name].pattern
    if name.startswith("/"):
        return name
    keys = ("pk",) if name in OF_PASSKEY else pattern.converters
    return reverse(name, kwargs={key: value(name, key, tenant) for key in keys})


# Whose public_id an address names, where its app does not say so.
OBJECTS = {
    **dict.fromkeys(
        ("organisations:resend", "organisations:revoke"),
        lambda tenant: Invitation.objects.get(organisation=tenant.hogeschool, invited_by=tenant.hogeschool),
    ),
    **dict.fromkeys(
        ("organisations:member", "organisations:end_membership"), lambda tenant: tenant.coordinator.membership
    ),
    "organisations:change_workplace": lambda tenant: Workplace.objects.get(organisation=tenant.company),
    **dict.fromkeys(
        ("routes:change_detail", "routes:remove_detail"),
        lambda tenant: RouteLocation.objects.get(route=tenant.route),
    ),
    **dict.fromkeys(
        ("routes:change_period", "routes:remove_period"), lambda tenant: RhythmPeriod.objects.get(route=tenant.route)
    ),
    **dict.fromkeys(
        ("routes:confirm_partner", "routes:remove_partner", "routes:retract_partner"),
        lambda tenant: RoutePartner.objects.get(route=tenant.route, organisation=tenant.branche),
    ),
    "matching:answer_meeting": lambda tenant: tenant.introduction,
    "routes:show_partner": lambda tenant: RoutePartner.objects.get(route=tenant.route, organisation=tenant.company),
    **dict.fromkeys(
        (
            "matching:begin_scan",
            "matching:settling",
            "matching:open_place",
            "matching:confirm_open",
            "matching:outcomes",
            "matching:offer_again",
            "matching:publish_offer",
            "matching:return_offer",
            "matching:see_changes",
        ),
        lambda tenant: tenant.position,
    ),
    **dict.fromkeys(
        ("routes:planned_upload", "routes:discard_upload"),
        lambda tenant: RouteUpload.objects.get(hogeschool=tenant.hogeschool),
    ),
}


OF_TEMPLATES = {"form": "deeltijd", "code": "landelijk-duaal"}


def value(name: str, key: str, tenant: cast.Tenant):
    app = name.partition(":")[0]
    if key == "public_id" and name in OBJECTS:
        with acting_as(SYSTEM):
            return OBJECTS[name](tenant).public_id
    if key in OF_TEMPLATES and "template" in name:
        return OF_TEMPLATES[key]
    return {
        "sha": sha256(tenant.hogeschool.name.encode()).hexdigest(),
        "slug": tenant.route.slug,
        "what": "locatie",
        "form": "route",
        "about": tenant.route.public_id,
        "number": 1,
        "draft_id": tenant.template_draft.public_id,
        "key": "visie" if app == "surveys" else tenant.template_draft.articles[5]["key"],
        "pk": 1,
        "file_format": "csv",
        "code": code(name, app, tenant),
        "company_id": tenant.company.public_id,
        "hold_id": tenant.hold.public_id,
        "scan_id": tenant.scan.public_id,
        "search_id": tenant.search.pk,
        "entry_id": tenant.entry.public_id,
        "proof_id": tenant.proof.public_id,
        "question_id": (open_question(name, tenant) if app == "surveys" else tenant.question).public_id,
        "verbatim_id": (tenant.discussed if name in OF_DISCUSSED else tenant.verbatim).public_id,
        "theme_id": tenant.theme.public_id,
        "interview_id": (tenant.interview if name == "surveys:interview" else tenant.interview_draft).public_id,
        "token": token(name, tenant),
        "takeover_id": tenant.takeover.public_id,
        "dispatch_id": tenant.dispatch.public_id,
        "reader_id": tenant.reader.public_id,
        "route_id": tenant.route.public_id,
        "role": "company",
        "application_id": tenant.application.public_id,
        "card_id": tenant.card.public_id,
        "confirmation_id": tenant.confirmation.public_id,
        "moment_id": tenant.moment.public_id,
        "interruption_id": first_of(tenant, "interruptions"),
        "realised_id": first_of(tenant, "realised"),
        "upload_id": tenant.upload.public_id,
        "match_id": tenant.match.public_id,
        "profile_id": tenant.profile.public_id,
        "file_id": tenant.file.public_id,
        "position_id": tenant.position.public_id,
        "signing_id": tenant.signing.public_id,
        "addendum_id": tenant.addendum.public_id,
        "year": 2027,
        "round_id": tenant.round.public_id,
        "run_id": tenant.draft.public_id,
        "person_id": (tenant.run_person if "why" in name else tenant.draft_person).public_id,
        "place_id": tenant.run_place.public_id,
        "pair_id": tenant.pair.public_id,
        "minimum_id": tenant.minimum.public_id,
        "audience": "students",
        "wave_id": (tenant.wave_draft if name in OF_WAVE_DRAFTS else tenant.wave).public_id,
        "list_id": tenant.wave_list.public_id,
        "invitation_id": tenant.listed.public_id,
        "version_id": questionnaire(name, tenant),
        "other_id": tenant.questions.public_id,
        "section": "reizen",
        "at": "HS01",
        "public_id": public_id(name, app, tenant),
    }[key]


OF_WAVE_DRAFTS = ("surveys:change_wave", "surveys:begin_wave", "surveys:drop_wave")


OF_DISCUSSED = ("surveys:differences", "surveys:settle_difference", "surveys:settle_codes", "surveys:reopen_codes")


def open_question(name: str, tenant: cast.Tenant):
    return tenant.discussed_question if name in OF_DISCUSSED else tenant.open_question


def questionnaire(name: str, tenant: cast.Tenant):
    is_published = name in ("surveys:version", "surveys:compare")
    return (tenant.questions if is_published else tenant.questions_draft).public_id


def code(name: str, app: str, tenant: cast.Tenant):
    """Of a page on paper, of a part of WHW 7.7, of a text of the library, or of a question."""
    if app == "surveys":
        return "HS01"
    if app != "agreements":
        return "projectleider"
    if name == "agreements:own_term":
        return "mail"
    return "d" if "cohort" in name else tenant.version.public_id


def first_of(tenant: cast.Tenant, rows: str):
    with acting_as(SYSTEM):
        return getattr(tenant.agreement, rows).first().public_id


LINKS = {  # the first that a name begins with
    "matching:meet": "meeting_token",
    "matching:saved_search": "search_token",
    "matching:still_open": "still_open_token",
    "agreements:read_along": "reader_token",
    "agreements:card": "card_token",
    "agreements:confirm": "confirm_token",
    "agreements:attendance_link": "attendance_token",
    "agreements:talk": "practice_token",
    "agreements:practice": "practice_token",
    "agreements:": "token",
    "surveys:answer_open": "survey_open_token",
    "surveys:": "survey_token",
    "": "invitation_token",
}


def token(name: str, tenant: cast.Tenant) -> str:
    return getattr(tenant, next(link for begin, link in LINKS.items() if name.startswith(begin)))


def public_id(name: str, app: str, tenant: cast.Tenant):
    if app == "organisations":
        return tenant.company.public_id
    if app == "routes":
        return tenant.route.public_id
    if app == "agreements":
        return tenant.agreement.public_id
    if app == "documents":
        return tenant.document.public_id
    if app == "exports":
        return tenant.job.public_id
    if "position" in name:
        return tenant.position.public_id
    if name.partition(":")[2] in ("match", "say_yes", "say_no", "cancel"):
        return tenant.match.public_id
    return tenant.application.public_id


def client_of(who: str, a: cast.Tenant, b: cast.Tenant) -> Client:
    client = Client(raise_request_exception=False)
    people = {
        "coordinator": a.coordinator,
        "other": b.coordinator,
        "company": a.contact,
        "employer": a.employer_contact,
        "branche": a.adviser,
        "programme": a.assessor,
        "student": a.student,
        "stranger": cast.person("Wie Dan Ook"),
    }
    if who in people:
        client.force_login(people[who].user)
    return client


def answers(client: Client, address: str) -> tuple[str, str]:
    return status(client.get, address), status(client.post, address, {"iets": "anders"})


def status(ask, *what) -> str:
    """What it wrote is taken back, so that the next one finds everything as it was."""
    client = ask.__self__
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        code = ask(*what).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return str(code)


@pytest.mark.parametrize("who", WHO)
def test_each_answers_as_the_table_says(two, who):
    client = client_of(who, *two)
    found = {name: answers(client, url(name, two[0])) for name in ADDRESSES}
    column = WHO.index(who)
    assert found == {name: tuple(row.split()[column] for row in rows) for name, rows in TABLE.items()}


@pytest.mark.parametrize("who", WHO)
def test_an_id_that_is_nobodys_is_not_found(two, who):
    client = client_of(who, *two)
    with_ids = [name for name in ADDRESSES if "<uuid:" in str(ADDRESSES[name].pattern)]
    assert with_ids
    for name in with_ids:
        converters = ADDRESSES[name].pattern.converters
        kwargs = {key: uuid4() if "id" in key else value(name, key, two[0]) for key in converters}
        assert status(client.get, reverse(name, kwargs=kwargs)) in ("302", "403", "404", "405"), name
