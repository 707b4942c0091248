"""What the pages about one agreement show beside its text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from . import queries
from .consolidated import in_force, newcomer, settled_end
from .enums import CALLED_OFF, WITH_SEAL, Role, SigningMethod, SigningOrder, SigningState, State
from .models import PARTY_CONTENT, Agreement, AgreementVersion, Party, Signing
from .own_days import company_of
from .term import shown_number

PAGES = (
    "edit",
    "parties",
    "preview",
    "send",
    "reopen",
    "cancel",
    "contacts",
    "start_addendum",
    "consolidated",
    "practice",
)


def urls_of(agreement: Agreement) -> dict[str, str]:
    return {name: url_of(name, agreement) for name in PAGES}


def url_of(name: str, agreement: Agreement) -> str:
    return reverse(f"agreements:{name}", args=[agreement.public_id])


def trail(agreement: Agreement, *here: str) -> list[tuple[str, str]]:
    """The way to a page about an agreement."""
    names = [("Overeenkomsten", reverse("agreements:list")), (agreement.student_name, url_of("detail", agreement))]
    return [*names, *((name, "") for name in here)]


ASKED_WHEN = {
    SigningOrder.PARALLEL: "Iedereen krijgt nu een mail met een persoonlijke link om te tekenen.",
    SigningOrder.HOGESCHOOL_LAST: "Iedereen behalve de hogeschool krijgt nu een mail met een persoonlijke link om te "
    "tekenen. De hogeschool krijgt die als de anderen hebben getekend.",
    SigningOrder.IN_ORDER: "De student krijgt nu een mail met een persoonlijke link om te tekenen. Daarna krijgt "
    "telkens de volgende die, de hogeschool als laatste.",
}


def asked_when(agreement: Agreement) -> str:
    """Who gets a link to sign when, for who sends it."""
    return ASKED_WHEN[SigningOrder(agreement.template.signing_order)]


def meter_lead(agreement: Agreement) -> str:
    if agreement.is_duaal:
        return "Bij een duale opleiding moeten deze vier erin staan."
    return "Bij een deeltijdopleiding niet verplicht, wel aan te raden."


ROAD = {
    State.DRAFT: "Concept",
    State.SENT: "Ter ondertekening",
    State.SIGNED: "Door iedereen getekend",
    State.SEALED: "Verzegeld",
    State.ENDED: "Geëindigd",
}


def steps_of(agreement: Agreement) -> list[dict]:
    """The road of the document itself."""
    if agreement.state == State.CANCELLED:
        return [{"label": "Vervallen", "state": "stopped"}]
    declined = agreement.state == State.DECLINED
    road = {**ROAD, State.ENDED: CALLED_OFF} if agreement.is_called_off else ROAD
    at = list(ROAD).index(State.SENT if declined else State(agreement.state))
    here = "done" if agreement.state in WITH_SEAL else "current"
    states = ["done"] * at + [here] + ["todo"] * (len(ROAD) - at - 1)
    steps = [{"label": label, "state": state} for label, state in zip(road.values(), states, strict=True)]
    if declined:
        steps[at] |= {"state": "stopped", "hint": "iemand tekende niet"}
    return steps


def rows_of(agreement: Agreement, parties, reader: Role, email: str) -> list[dict]:
    """Each party, and how its signature stands; for the hogeschool also what became of the mail."""
    asked = agreement.state not in (State.DRAFT, State.CANCELLED)
    signings = {signing.role: signing for signing in getattr(agreement, queries.CURRENT)} if asked else {}
    follows = signings and reader == Role.HOGESCHOOL
    mails = queries.latest_mails(agreement) if follows else None
    rows = [row_of(State(agreement.state), party, signings.get(party.role), mails, email) for party in parties]
    if follows and agreement.state == State.SENT:
        add_reminders(rows, agreement, agreement.version)
    return rows


def add_reminders(rows: Iterable[dict], agreement: Agreement, number: int) -> None:
    """When who still must sign this version was last reminded of it. The agreement comes with its versions."""
    sent_at = next(version.created_at for version in agreement.versions.all() if version.number == number)
    reminded = queries.last_reminders(agreement)
    for row in rows:
        signing = row["signing"]
        if signing and signing.state == SigningState.WAITING:
            at = reminded.get(signing.email.lower())
            row["reminded_at"] = at if at and at > sent_at else None


def row_of(state: State, party: Party, signing: Signing | None, mails: dict | None, email: str) -> dict:
    """`state`: of what is signed, an agreement or an addendum."""
    row = {
        "party": party,
        "role": Role(party.role),
        "signing": signing,
        "name": signing.name if signing else party.signer_name,
        "function": signing.function if signing else party.signer_function,
        "mailed": "",
        "may_resend": False,
        "mine": False,
        "reminded_at": None,
    }
    if signing:
        row["label"], row["tone"] = _standing(state, signing)
        waits = state == State.SENT and not signing.answered_at and signing.is_asked
        row["mine"] = waits and queries.is_own(signing, email)
    if signing and mails is not None and signing.state == SigningState.WAITING:
        mail = mails.get(signing.email.lower())
        row["mailed"] = queries.MAILED[mail.state] if mail else ""
        row["may_resend"] = state == State.SENT
        if not signing.is_asked:
            row["mailed"] = "krijgt de link als anderen hebben getekend"
    return row


def _standing(state: State, signing: Signing) -> tuple[str, str]:
    answer = SigningState(signing.state)
    if answer == SigningState.WAITING and state == State.DECLINED:
        return "Tekent deze versie niet meer", "neutral"
    if answer == SigningState.WAITING and not signing.is_asked:
        return "Nog niet aan de beurt", "neutral"
    if signing.method == SigningMethod.ELSEWHERE:
        return SigningMethod.ELSEWHERE.label, answer.tone
    return answer.label, answer.tone


def decline_of(agreement: Agreement) -> Signing | None:
    signings = getattr(agreement, queries.CURRENT) if agreement.state == State.DECLINED else []
    return next((signing for signing in signings if signing.state == SigningState.DECLINED), None)


def sealed_version(agreement: Agreement) -> AgreementVersion | None:
    """Of the agreement itself."""
    versions = agreement.versions.all()
    return next((version for version in versions if version.document_id and not version.addendum_id), None)


def party_snapshots(agreement: Agreement) -> list[dict]:
    """Who were the parties from when: only told where an addendum changed them or who signs for them."""
    snapshots: list[dict[str, Any]] = [
        {"since": None, "addendum": None, "parties": queries.sorted_parties(agreement.parties.all())}
    ]
    for addendum in sorted(agreement.addenda.all(), key=lambda each: each.number):
        parties = [party for party in queries.sorted_parties(addendum.party_rows()) if party.role != Role.LEAVING]
        if addendum.state == State.SEALED and _named(parties) != _named(snapshots[-1]["parties"]):
            snapshots.append({"since": addendum.effective_on, "addendum": addendum, "parties": parties})
    return snapshots if len(snapshots) > 1 else []


def _named(parties: Iterable[Party]) -> list[tuple]:
    return [tuple(getattr(party, name) for name in PARTY_CONTENT) for party in parties]


def facts_of(agreement: Agreement, until: date | None = None) -> list[tuple[str, str]]:
    """Of the agreement as it stands: consolidated, where addenda are in force. `until`: to a company that left, its
    last day."""
    hours = f"{shown_number(agreement.hours_per_week)} uur per week" if agreement.hours_per_week else ""
    return [
        ("Opleiding", f"{agreement.route.title}, {agreement.get_form_display().lower()}"),
        ("Looptijd", _period(agreement.starts_on, until or settled_end(agreement) or agreement.ends_on)),
        ("Bedrijf", company_of(agreement, until)),
        *([("Formele werkgever", agreement.employer.name)] if agreement.employer else []),
        ("Werk", ", ".join(filter(None, [agreement.function_title, hours]))),
        ("Praktijkbegeleider", agreement.practice_supervisor),
        ("Begeleider van de hogeschool", agreement.school_supervisor),
    ]


def _period(first: date | None, last: date | None) -> str:
    if not first or not last:
        return ""
    if last < first:
        return f"gaat niet door (zou beginnen op {date_format(first, 'j F Y')})"
    return f"{date_format(first, 'j F Y')} tot en met {date_format(last, 'j F Y')}"


def contacts_of(agreement: Agreement, parties: Iterable[Party], reader: Role) -> list[dict]:
    """Whom to ask: never the reader herself. Agreement and parties as they stand."""
    route = agreement.route
    contacts = [_contact(route.contact_name, agreement.hogeschool.name, route.contact_email)]
    if reader == Role.EMPLOYER:
        return contacts
    by_role = {party.role: party for party in parties}
    contacts += _supervisor(agreement, by_role[Role.COMPANY])
    if reader != Role.STUDENT:
        student = by_role[Role.STUDENT]
        contacts.append(_contact(student.legal_name, "student", student.signer_email))
    return contacts


def _supervisor(agreement: Agreement, company: Party) -> list[dict]:
    """As the agreement names them, else as the leerwerkplek does: one's own employer has none, nor has a company that
    came by an addendum."""
    name, _, _ = agreement.practice_supervisor.partition(", ")
    if name and company.supervisor_email:
        told = f"praktijkbegeleider, {company.legal_name}"
        return [_contact(name, told, company.supervisor_email, company.supervisor_phone)]
    if not agreement.match or newcomer(in_force(agreement.addenda.all(), settled_end(agreement))):
        return []
    position = agreement.match.position
    told = f"praktijkbegeleider, {agreement.organisation.name}"
    return [_contact(position.supervisor_name, told, position.supervisor_email)]


def _contact(name: str, role: str, email: str, phone: str = "") -> dict:
    return {"name": name, "role": role, "email": email, "phone": phone}
