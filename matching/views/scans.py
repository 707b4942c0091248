"""The werkplekscan, and the inregel-checklist."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import queries
from ..checking import RELATED
from ..enums import ChecklistKind, ScanAnswer
from ..forms.scans import ScanForm, SettlingForm
from ..models import Checklist, Offer, SettlingIn, WorkplaceScan
from ..services import scans as services
from .answers import posted, told


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def begin(request, public_id, route_id):
    offers = Offer.objects.select_related(*RELATED)
    offer = get_object_or_404(offers, position__public_id=public_id, route__public_id=route_id, withdrawn_at=None)
    return redirect("matching:scan", services.begin_scan(offer, who=signature(request)).public_id)


@hat_required(Kind.HOGESCHOOL, Kind.COMPANY)
def scan(request, scan_id):
    scans = WorkplaceScan.objects.select_related("position__organisation", "workplace", "checklist", "hogeschool")
    found = get_object_or_404(scans, public_id=scan_id)
    if found.is_concluded or not acts_for(request, Kind.HOGESCHOOL):
        return _read(request, found)
    form = ScanForm(
        posted(request),
        checklist=found.checklist,
        notes=found.notes,
        concludes="conclude" in request.POST,
        initial={**found.answers, "visited_on": found.visited_on, "outcome": found.outcome, "agreed": found.agreed},
    )
    if form.is_bound and form.is_valid():
        said = "De werkplekscan is afgerond. Het bedrijf kan hem nu lezen." if form.concludes else "Bewaard."
        with told(request, said):
            services.save_scan(found, **form.said, who=signature(request), conclude=form.concludes)
        return redirect("matching:scan", found.public_id)
    context = {"scan": found, "form": form, "trail": _trail(request, found), "lead": _lead(found)}
    return render(request, "matching/scan_form.html", context, status=422 if form.is_bound else 200)


def _read(request, found: WorkplaceScan):
    if request.method == "POST":
        messages.warning(request, "Deze werkplekscan is al afgerond.")
        return redirect("matching:scan", found.public_id)
    chapters = [
        {
            "title": chapter["title"],
            "note": found.notes.get(str(number), ""),
            "rows": [(item["text"], _answer(found, item["code"])) for item in chapter["items"]],
        }
        for number, chapter in enumerate(found.checklist.chapters)
    ]
    context = {"scan": found, "chapters": chapters, "trail": _trail(request, found), "lead": _lead(found)}
    return render(request, "matching/scan.html", context)


def _answer(found: WorkplaceScan, code: str) -> ScanAnswer | None:
    return ScanAnswer(found.answers[code]) if code in found.answers else None


def _lead(found: WorkplaceScan) -> str:
    return f"{found.position.title}, {found.position.organisation.name} in {found.workplace.city}"


def _trail(request, found: WorkplaceScan):
    start = "matching:positions" if request.hat.kind == Kind.COMPANY else "matching:offers"
    position = found.position
    here = reverse("matching:position", args=[position.public_id])
    return [("Leerwerkplekken", reverse(start)), (position.title, here), ("Werkplekscan", "")]


@hat_required(Kind.COMPANY, Kind.HOGESCHOOL)
def settling(request, public_id):
    """The company ticks; the hogeschool reads along."""
    found = get_object_or_404(queries.positions(), public_id=public_id)
    done = SettlingIn.objects.select_related("checklist").filter(position=found).first()
    may_tick = acts_for(request, Kind.COMPANY)
    checklist = (
        done.checklist if done and not may_tick else Checklist.objects.filter(kind=ChecklistKind.SETTLING).latest()
    )
    ticks, notes = (done.ticks, done.notes) if done else ([], {})
    form = SettlingForm(
        posted(request) if may_tick else None, checklist=checklist, notes=notes, initial=dict.fromkeys(ticks, True)
    )
    if form.is_bound and form.is_valid():
        services.tick(found, ticks=form.ticks, notes=form.notes, who=signature(request))
        messages.success(request, "Bewaard. U kunt later verdergaan.")
        return redirect("matching:position", found.public_id)
    own = request.hat.kind == Kind.COMPANY
    back = reverse("matching:position", args=[found.public_id])
    start = reverse("matching:positions" if own else "matching:offers")
    context = {
        "position": found,
        "form": form,
        "done": done,
        "ticks": ticks,
        "notes": notes,
        "may_tick": may_tick,
        "checklist": checklist,
        "back": back,
        "trail": [("Leerwerkplekken", start), (found.title, back), ("Inregelen", "")],
    }
    return render(request, "matching/settling.html", context, status=422 if form.is_bound else 200)
