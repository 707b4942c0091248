"""Following an agreement: for the hogeschool, and for the parties that have an account."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from matching.journey import NOBODY, Turn
from mkbroute.design.listing import Column, counted, paginate, sorted_columns

from .. import pages, queries
from ..access import party_required, reader_of
from ..cautions import cautions
from ..chapters import chapters_of
from ..consolidated import consolidate
from ..differences import changes_since_sent
from ..endings import standing_ending
from ..enums import OPEN, STEPS, Confirmation, EndingState, Role, State
from ..forms import FilterForm
from ..meter import assess
from ..models import Addendum, Agreement, Ending, Signing, Takeover
from ..own_days import company_of, left_on
from ..readiness import obstacles
from ..services import readers
from ..services.drafting import newer_template
from ..services.following import may_be_followed
from ..training import gaps_in
from .asking import rows_of

COLUMNS = [
    Column("Student", "student", "student_name"),
    Column("Bedrijf", "bedrijf", "organisation__name"),
    Column("Opleiding"),
    Column("Stand", "stand", "state"),
    Column("Loopt tot", "tot", "ends_on"),
    Column("Aan zet"),
    Column("Sinds", "sinds", "changed_at"),
]
SHOWN_AT_ONCE = 6  # of what happened; the rest folds out


@require_safe
@party_required
def index(request):
    reader = reader_of(request)
    form = FilterForm(request.GET or None, routes=reader == Role.HOGESCHOOL)
    columns, order = sorted_columns(request, COLUMNS, default="-sinds")
    found = _filtered(Agreement.objects.order_by(order, "-pk"), form.asked)
    page = paginate(request, found)
    page.object_list = queries.rows_of(page.object_list, reader, request.user.email)
    lead, empty = LISTS[reader]
    context = {
        "page": page,
        "form": form,
        "columns": columns,
        "summary": counted(page, "overeenkomst", "overeenkomsten"),
        "lead": lead,
        "empty": empty,
        "ours": reader == Role.HOGESCHOOL,
        "taken_over": Takeover.objects.all() if reader == Role.COMPANY else [],
        "together_url": reverse("agreements:together") if request.hat else "",
        "praktijkleren_url": reverse("agreements:praktijkleren") if reader in (Role.HOGESCHOOL, Role.COMPANY) else "",
    }
    return render(request, "agreements/list.html", context)


# of each reader: what stands above the list, and what to do while it is empty
LISTS = {
    Role.HOGESCHOOL: (
        "Van concept tot verzegeld: wie is aan zet, en sinds wanneer.",
        "Een overeenkomst begint bij een bevestigde match. Breng een kandidaat en een leerwerkplek bij elkaar.",
    ),
    Role.COMPANY: (
        "De overeenkomsten met studenten die bij u werken en leren.",
        "Zodra u en een kandidaat een match bevestigen, stelt de hogeschool de overeenkomst op.",
    ),
    Role.EMPLOYER: (
        "De overeenkomsten van studenten die bij u in dienst zijn.",
        "Zodra een hogeschool u als formele werkgever in een overeenkomst noemt, staat die hier.",
    ),
    Role.STUDENT: (
        "Wat jij, je bedrijf en je hogeschool met elkaar afspreken.",
        "Als jij en een bedrijf ja hebben gezegd tegen een leerwerkplek, stelt je hogeschool de overeenkomst op.",
    ),
}


def _filtered(found, asked):
    if asked.get("q"):
        found = found.filter(queries.matching_text(asked["q"]))
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("route") is not None:
        found = found.filter(route__public_id__in=asked["route"])
    return found


@require_safe
@party_required
def detail(request, public_id):
    reader = reader_of(request)
    agreement = get_object_or_404(queries.detailed(reader), public_id=public_id)
    parties = queries.sorted_parties(agreement.parties.all())
    ours, is_draft = reader == Role.HOGESCHOOL, agreement.state == State.DRAFT
    context = {
        "agreement": agreement,
        "state": State(agreement.state),
        "may_become": STEPS.get(agreement.state, {}) if ours else {},
        "ours": ours,
        "is_draft": is_draft,
        "is_student": reader == Role.STUDENT,
        "trail": pages.trail(agreement),
        "eyebrow": agreement.template.title,
        "steps": pages.steps_of(agreement),
        "provisions": assess(agreement, edit_url=pages.url_of("edit", agreement) if ours and is_draft else ""),
        "meter_lead": pages.meter_lead(agreement),
        "parties": pages.rows_of(agreement, parties, reader, request.user.email),
        "readers": agreement.readers.all(),
        "may_add_readers": readers.OPEN,
        "decline": pages.decline_of(agreement),
        "seal_is_late": queries.is_seal_late(agreement.state, agreement.changed_at),
        "weighings": queries.weighings_of(agreement) if ours else [],
        "sealed": pages.sealed_version(agreement),
        "urls": pages.urls_of(agreement),
        **_as_it_holds(agreement, reader),
        **_whose_turn(agreement, reader, request.user.email),
        **_in_its_line(agreement, reader),
        **_happened(agreement, reader),
        **(_preparing(agreement, parties) if ours and is_draft else {}),
    }
    return render(request, "agreements/detail.html", context)


def _as_it_holds(agreement: Agreement, reader: Role) -> dict:
    """To a company that left: as it held on its last day."""
    left = left_on(agreement)
    now = consolidate(agreement, left)
    return {
        "left_on": left,
        "facts": pages.facts_of(now.now, left),
        "contacts": pages.contacts_of(now.now, now.parties, reader),
        "addenda": sorted(agreement.addenda.all(), key=lambda addendum: -addendum.number),
        "party_snapshots": pages.party_snapshots(agreement),
    }


def _whose_turn(agreement: Agreement, reader: Role, email: str) -> dict:
    running, of_addendum = _running(agreement, reader, email)
    drafting = reader == Role.HOGESCHOOL and agreement.state == State.DRAFT
    filling = queries.filling_in([agreement.pk], reader)[agreement.pk] if drafting else []
    return {
        "running": running,
        "turn": of_addendum or queries.turn_of(agreement, reader, email, filling) or NOBODY,
    }


def _in_its_line(agreement: Agreement, reader: Role) -> dict:
    """How it ends, and the agreements before and after it."""
    ending = standing_ending(agreement) if agreement.version else None
    next_one = agreement.followed_by.exclude(state=State.CANCELLED).select_related("organisation").first()
    return {
        "ending": ending,
        "asked_to_answer": ending is not None and _is_asked(ending, reader),
        "chapters": len(chapters_of(agreement)) if agreement.version or agreement.follows_id else 1,
        "next_one": next_one,
        "next_company": company_of(next_one) if next_one else "",
        "former_company": company_of(agreement.follows) if agreement.follows else "",
        "may_continue": reader == Role.HOGESCHOOL and bool(agreement.version) and may_be_followed(agreement),
    }


def _happened(agreement: Agreement, reader: Role) -> dict:
    moments = queries.whole_road(agreement, reader)
    return {"recent": moments[:SHOWN_AT_ONCE], "earlier": moments[SHOWN_AT_ONCE:]}


def _is_asked(ending: Ending, reader: Role) -> bool:
    return ending.state == EndingState.OPEN and any(
        each.role == reader and each.has_account and each.state != Confirmation.AGREED
        for each in ending.confirmations.all()
    )


def _preparing(agreement: Agreement, parties) -> dict:
    return {
        "obstacles": obstacles(agreement, parties),
        "cautions": cautions(agreement),
        "plan_gaps": gaps_in(agreement),
        "changes": changes_since_sent(agreement, parties),
        "cards": rows_of(agreement),
        "newer": newer_template(agreement),
    }


def _running(agreement: Agreement, reader: Role, email: str) -> tuple[Addendum | None, Turn | None]:
    """The addendum that is on its way, and whose turn that makes it."""
    open_ones = [addendum for addendum in agreement.addenda.all() if addendum.state in OPEN]
    if agreement.state != State.SEALED or not open_ones:
        return None, None
    running = open_ones[0]
    signings = Signing.objects.filter(agreement=agreement, version__number=running.version)
    return running, queries.turn_of_addendum(running, signings, reader, email)
