"""Elders getekend: the scan of what was signed on paper, of an agreement or an addendum, by the hogeschool."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.documents.uploads import UploadRefused
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import addendum_pages, pages, queries
from ..addendum_readiness import addendum_cautions, addendum_obstacles
from ..addendum_text import compose_addendum
from ..cautions import Caution, cautions
from ..enums import Role, State
from ..forms import ElsewhereForm
from ..models import Addendum, Agreement, Party
from ..readiness import Obstacle, obstacles
from ..services import elsewhere as services
from ..services.sending import NotReady, NotWeighed, Refused, TextChanged, fingerprint
from ..signed_on import fixed_on
from ..text import compose

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TITLE = "Elders getekend"


@dataclass(frozen=True)
class Paper:
    """What the scan is of."""

    subject: Agreement | Addendum
    agreement: Agreement
    called: str
    parties: list[Party]
    obstacles: list[Obstacle]
    cautions: list[Caution]
    content_sha256: str
    fixed_on: date
    urls: dict[str, str]
    trail: list[tuple[str, str]]

    @property
    def is_draft(self) -> bool:
        return self.subject.state == State.DRAFT

    @property
    def url(self) -> str:
        """Of the page of what it is of."""
        return self.trail[-2][1]


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def upload(request, public_id):
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    parties, is_draft = queries.sorted_parties(agreement.parties.all()), agreement.state == State.DRAFT
    paper = Paper(
        subject=agreement,
        agreement=agreement,
        called="overeenkomst",
        parties=parties,
        obstacles=obstacles(agreement, parties) if is_draft else [],
        cautions=cautions(agreement) if is_draft else [],
        content_sha256=fingerprint(compose(agreement, parties)) if is_draft else _sent_text(agreement),
        fixed_on=fixed_on(agreement),
        urls=pages.urls_of(agreement),
        trail=pages.trail(agreement, TITLE),
    )
    return _page(request, paper)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def upload_addendum(request, addendum_id):
    addendum = addendum_pages.found(addendum_id, Role.HOGESCHOOL)
    is_draft = addendum.state == State.DRAFT
    paper = Paper(
        subject=addendum,
        agreement=addendum.agreement,
        called="addendum",
        parties=queries.sorted_parties(addendum.party_rows()),
        obstacles=addendum_obstacles(addendum) if is_draft else [],
        cautions=addendum_cautions(addendum) if is_draft else [],
        content_sha256=fingerprint(compose_addendum(addendum)) if is_draft else _sent_text(addendum),
        fixed_on=fixed_on(addendum),
        urls=addendum_pages.urls_of(addendum),
        trail=addendum_pages.trail(addendum, TITLE),
    )
    return _page(request, paper)


def _sent_text(subject: Agreement | Addendum) -> str:
    version = subject.versions.filter(number=subject.version).first()
    return version.content_sha256 if version else ""


def _page(request, paper: Paper):
    if paper.subject.state not in (State.DRAFT, State.SENT):
        return _too_late(request, paper)
    roles = services.who_still_signs(paper.subject)
    form = ElsewhereForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        parties=[party for party in paper.parties if party.role in roles],
        cautions=paper.cautions,
        fixed_on=paper.fixed_on,
        initial={"content_sha256": paper.content_sha256},
    )
    if not paper.obstacles and form.is_valid():
        try:
            return _record(request, paper, form)
        except UploadRefused as refusal:
            form.add_error("scan", str(refusal))
    context = {
        "paper": paper,
        "form": form,
        "signed": [party for party in paper.parties if party.role not in roles],
    }
    return render(request, "agreements/elsewhere.html", context, status=422 if form.is_bound else 200)


def _record(request, paper: Paper, form):
    try:
        services.record_signed_elsewhere(
            paper.subject,
            scan=form.cleaned_data["scan"],
            dates=form.dates,
            content_sha256=form.cleaned_data["content_sha256"],
            reasons=form.reasons,
            is_earlier=form.cleaned_data["is_earlier"],
            who=signature(request),
        )
    except (Refused, NotReady, NotWeighed, TextChanged):
        return _too_late(request, paper)
    messages.success(
        request, "Vastgelegd. Het document wordt nu verzegeld, met de scan erin, en gaat dan naar iedereen."
    )
    return redirect(paper.url)


def _too_late(request, paper: Paper):
    messages.warning(
        request, f"Dat kan niet meer: {THE[paper.called]} is intussen veranderd. Bekijk hoe het er nu voor staat."
    )
    return redirect(paper.url)


THE = {"overeenkomst": "de overeenkomst", "addendum": "het addendum"}
