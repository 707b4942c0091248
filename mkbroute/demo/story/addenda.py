"""What changes a sealed agreement: another praktijkbegeleider, another company, a rotation; everybody signs it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from agreements.addendum_readiness import addendum_cautions
from agreements.addendum_text import compose_addendum
from agreements.models import Addendum, Agreement
from agreements.services.addenda import (
    addendum_rotation_revision,
    addendum_values,
    draft_addendum,
    edit_addendum,
    edit_addendum_parties,
    edit_addendum_rotation,
    send_addendum,
)
from agreements.services.drafting import party_values
from agreements.services.sealing import seal_agreement
from agreements.services.sending import fingerprint
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import plain

from ..people import DOMAIN
from ..script import ADDENDUM, COMPANIES, NEW_SUPERVISOR, WEIGHED, Then
from ..stage import Stage

NEW_COMPANY = COMPANIES["kuiper"]
TAKEOVER = {
    "why": "Bennani Bouw heeft minder werk. De student gaat verder bij Kuiper Houtbouw, op dezelfde route.",
    "practice_supervisor": "Gerda Mulder, projectleider",
    "function_title": "Junior projectleider houtbouw",
    "workplace_address": f"{NEW_COMPANY.street}, {NEW_COMPANY.postcode} {NEW_COMPANY.city}",
}
ROTATION = {"why": "De student leert ook houtbouw: een half jaar bij een tweede bedrijf."}
Edit = Callable[[Addendum, str], None]


def change(stage: Stage, agreement: Agreement, coordinator: str, student: str, company: str, then: str) -> None:
    """In force from today, or from the first day."""
    people = [student, company, coordinator]
    match then:
        case Then.TAKEOVER:
            people.insert(2, NEW_COMPANY.contact)
            _by_addendum(stage, agreement, coordinator, people, TAKEOVER, _to_new_company)
        case Then.ROTATION:
            _by_addendum(stage, agreement, coordinator, people, ROTATION, _over_two_companies)
        case _:
            _by_addendum(stage, agreement, coordinator, people, ADDENDUM, _to_new_supervisor)


def _by_addendum(
    stage: Stage, agreement: Agreement, coordinator: str, people: list[str], said: Mapping[str, Any], edit: Edit
) -> None:
    with stage.as_(coordinator) as who:
        addendum = draft_addendum(agreement, who=who)
        begins = max(addendum.agreement.starts_on or timezone.localdate(), timezone.localdate())
        values = {**addendum_values(addendum), **said, "effective_on": begins}
        seen = {name: plain(value) for name, value in addendum_values(addendum).items()}
        edit_addendum(addendum, values=values, seen=seen, who=who)
        edit(addendum, who)
        addendum = Addendum.objects.get(pk=addendum.pk)
        weighed = {caution.code: WEIGHED for caution in addendum_cautions(addendum)}
        text = fingerprint(compose_addendum(addendum))
        send_addendum(addendum, content_sha256=text, who=who, reasons=weighed)
    for key in people:
        stage.sign(agreement, f"{key}@{DOMAIN}", "addendum_request")
    with acting_as(SYSTEM):
        seal_agreement(agreement.pk)


def _edit_parties(addendum: Addendum, values: Mapping[str, Any], who: str) -> None:
    now = party_values(Addendum.objects.get(pk=addendum.pk).party_rows())
    seen = {name: plain(value) for name, value in now.items()}
    edit_addendum_parties(addendum, values={**now, **values}, seen=seen, who=who)


def _to_new_supervisor(addendum: Addendum, who: str) -> None:
    _edit_parties(addendum, {"company-supervisor_email": NEW_SUPERVISOR}, who)


def _to_new_company(addendum: Addendum, who: str) -> None:
    company = {
        "legal_name": NEW_COMPANY.name,
        "kvk_number": NEW_COMPANY.kvk_number,
        "vestigingsnummer": "",
        "address": TAKEOVER["workplace_address"],
        "signer_name": "Marloes Kuiper",
        "signer_function": "Directeur",
        "signer_email": f"{NEW_COMPANY.contact}@{DOMAIN}",
        "supervisor_email": f"gerda.mulder@{DOMAIN}",
        "supervisor_phone": "",
    }
    _edit_parties(addendum, {f"company-{name}": value for name, value in company.items()}, who)


def _over_two_companies(addendum: Addendum, who: str) -> None:
    first, last = addendum.agreement.practice_starts_on, addendum.agreement.practice_ends_on
    if first is None or last is None:
        return
    turn = first + timedelta(weeks=26)
    bennani, kuiper = COMPANIES["bennani"], NEW_COMPANY
    periods = [
        _period(bennani.name, f"{bennani.street}, {bennani.city}", "Wim Dekkers, hoofd werkvoorbereiding", first, turn),
        _period(
            kuiper.name,
            f"{kuiper.street}, {kuiper.city}",
            "Gerda Mulder, projectleider",
            turn + timedelta(days=1),
            last,
        ),
    ]
    edit_addendum_rotation(addendum, periods, seen=addendum_rotation_revision(addendum), who=who)


def _period(company: str, address: str, supervisor: str, begins_on: Any, ends_on: Any) -> dict[str, Any]:
    said = {"company_name": company, "workplace_address": address, "supervisor": supervisor}
    return {**said, "begins_on": begins_on, "ends_on": ends_on}
