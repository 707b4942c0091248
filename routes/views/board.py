"""The ombouw-assistent of a route: the board, one point, and what others may read of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.listing import paginate
from mkbroute.organisations.access import acting_hat_required, acts_for, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import board
from routes.forms.board import BoardFilter, ExampleForm, PointForm
from routes.models import Route
from routes.revisions import Overtaken
from routes.services.board import EDITABLE, share_example, unshare_example, update_point

from .beside import Theirs, beside, shown
from .closed import closed
from .drafts import Drafting
from .posted import posted, seen

EXAMPLES_PER_PAGE = 10


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
@require_safe
def show_board(request, public_id):
    route = _route(public_id)
    overview = board.overview(route)
    names = [(name, name) for name in sorted({row.owner for row in overview.rows if row.owner})]
    form = BoardFilter(request.GET, trekker=names)
    rows = board.chosen(overview.rows, **form.wanted())
    context = {
        "route": route,
        "trail": [*_trail(request, route)[:-1], ("Ombouw-assistent", "")],
        "overview": overview,
        "form": form,
        "rows": rows,
        "parts": board.in_parts(rows),
        "events": board.last_events(route),
        "ours": request.hat.kind == Kind.HOGESCHOOL,
    }
    return render(request, "routes/board.html", context)


@hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def show_point(request, public_id, code):
    route = _route(public_id)
    item = get_object_or_404(board.items_of(route), code=code)
    if request.method == "POST" and request.hat.kind == Kind.PROGRAMME:
        raise PermissionDenied
    if request.hat.kind == Kind.HOGESCHOOL and route.state in EDITABLE:
        return _edit_point(request, route, item)
    if request.method == "POST":
        return closed(request, route)
    return render(request, "routes/board_point.html", _point_context(request, route, item))


def _edit_point(request, route, item):
    context = _point_context(request, route, item)
    point, notes, own = context["point"], context["notes"], context["own_steps"]
    before = seen(request, board.point_revision(point, notes, own))
    form = PointForm(posted(request), item=item, hogeschool_id=route.hogeschool_id, point=point, notes=notes, own=own)
    draft = Drafting(request, f"board-{item.code}", route.public_id, form)
    context |= {"form": form, "draft": draft, **_before(request, draft, before, form)}
    if form.is_valid() and _saved(request, route, item, context):
        draft.forget()
        messages.success(request, f"‘{item.title}’ is opgeslagen.")
        return redirect("routes:board", route.public_id)
    return render(request, "routes/board_point.html", context, status=422 if form.is_bound else 200)


def _before(request, draft: Drafting, revision: str, form) -> dict:
    """What she had before her when she began to type."""
    began = {"seen": draft.resumed("seen", revision), "shown": draft.resumed("shown", shown(request, form))}
    return {**began, "theirs": []}


def _saved(request, route, item, context) -> bool:
    form = context["form"]
    try:
        update_point(route, item, form.values, who=signature(request), seen=context["seen"])
    except Overtaken as overtaken:
        now = board.point_of(route, item)
        notes, own = board.notes_of(now), board.own_steps_of(now)
        stands = {"item": item, "hogeschool_id": route.hogeschool_id, "point": now, "notes": notes, "own": own}
        found = beside(request.POST, PointForm(**stands))
        context |= found.context(board.point_revision(now, notes, own))
        context["form"] = PointForm(found.data, **stands)
        context["form"].add_error(None, overtaken)
    except ValidationError as refusal:
        form.refused(refusal)
    else:
        return True
    return False


def _point_context(request, route, item) -> dict:
    point = board.point_of(route, item)
    ours = request.hat.kind == Kind.HOGESCHOOL
    notes = board.notes_of(point) if ours else []
    return {
        "route": route,
        "item": item,
        "point": point,
        "row": next(row for row in board.overview(route).rows if row.item == item),
        "notes": notes,
        "own_steps": board.own_steps_of(point),
        "example": board.example_of(point),
        "page": paginate(request, board.examples(item, point if ours else None), per_page=EXAMPLES_PER_PAGE),
        "trail": [*_trail(request, route), (item.title, "")],
        "ours": ours,
        "may_edit": acts_for(request, Kind.HOGESCHOOL) and route.state in EDITABLE,
        "form": None,
    }


@acting_hat_required(Kind.HOGESCHOOL)
def share(request, public_id, code):
    route = _route(public_id)
    item = get_object_or_404(board.items_of(route), code=code)
    if route.state not in EDITABLE:
        return closed(request, route)
    point = board.point_of(route, item)
    example = board.example_of(point)
    initial = {"text": example.text if example else board.text_of(board.notes_of(point))}
    form = ExampleForm(posted(request), initial=initial)
    context = {"route": route, "item": item, "form": form, "example": example}
    draft = Drafting(request, f"example-{item.code}", public_id, form)
    before = seen(request, board.example_revision(example))
    context |= {"draft": draft, **_before(request, draft, before, form), "trail": _trail(request, route)}
    if form.is_valid() and _shared(request, route, item, context):
        draft.forget()
        told = "Andere hogescholen kunnen dit nu lezen. U kunt dat altijd weer stoppen."
        messages.success(request, told)
        return redirect("routes:board_point", public_id, code)
    return render(request, "routes/board_share.html", context, status=422 if form.is_bound else 200)


def _shared(request, route, item, context) -> bool:
    form = context["form"]
    try:
        share_example(route, item, text=form.cleaned_data["text"], who=signature(request), seen=context["seen"])
    except Overtaken as overtaken:
        now = board.example_of(board.point_of(route, item))
        found = beside(request.POST, ExampleForm(initial={"text": now.text if now else ""}))
        context |= found.context(board.example_revision(now))
        if not now:
            context["theirs"] = [Theirs("Dit lezen anderen", "Een collega deelt dit niet langer.", is_clash=True)]
        context["form"] = ExampleForm(found.data if now else request.POST)
        context["form"].add_error(None, overtaken)
    except ValidationError as refusal:
        form.add_error("text", refusal)
    else:
        return True
    return False


@acting_hat_required(Kind.HOGESCHOOL)
def unshare(request, public_id, code):
    route = _route(public_id)
    item = get_object_or_404(board.items_of(route), code=code)
    if request.method == "POST":
        unshare_example(route, item, who=signature(request))
        messages.success(request, "Andere hogescholen lezen dit voorbeeld niet meer.")
        return redirect("routes:board_point", public_id, code)
    context = {"route": route, "item": item, "example": board.example_of(board.point_of(route, item))}
    return render(request, "routes/board_unshare.html", context)


def _route(public_id) -> Route:
    return get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)


def _trail(request, route: Route) -> list[tuple[str, str]]:
    ours = request.hat.kind == Kind.HOGESCHOOL
    first = ("Routes", reverse("routes:list")) if ours else ("Beoordeling", reverse("routes:reviews"))
    at = [route.public_id]
    return [
        first,
        (route.title, reverse("routes:detail", args=at)),
        ("Ombouw-assistent", reverse("routes:board", args=at)),
    ]
