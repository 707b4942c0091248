"""One person and one leerwerkplek in a run, why, and changing that by hand."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from mkbroute.design.views import combobox_options
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import round_queries as queries
from ..effects import MOST_PEOPLE, effect_of
from ..enums import RunState
from ..explained import of_person, of_place
from ..forms.rounds import ChangeForm, GivesWayForm, WhereToForm
from ..models import RunPerson, RunPlace
from ..services.refusal import Refusal
from ..services.reviewing import CHANGED_MEANWHILE, Move, change_draft
from .answers import posted
from .round_decisions import SUGGESTED
from .rounds import trail
from .runs import name_of, run_of

NOWHERE = "geen"


@require_safe
@hat_required(Kind.HOGESCHOOL)
def person(request, person_id):
    found = person_of(person_id)
    place = queries.place_of(found)
    context = {
        "person": found,
        "run": found.run,
        "place": place,
        "told": of_person(found, to_person=False),
        "changes": found.changes.select_related("before__position", "after__position"),
        "trail": _trail(found.run, found.application.name),
    }
    return render(request, "matching/run_person.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def place(request, place_id):
    found = place_of(place_id)
    people = found.run.people.filter(position=found.position_id).select_related("application").order_by("pk")
    context = {
        "place": found,
        "run": found.run,
        "people": people,
        "told": of_place(found),
        "trail": _trail(found.run, found.position.title),
    }
    return render(request, "matching/run_place.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def place_list(request, run_id):
    run = run_of(run_id)
    places = queries.places_of(run).order_by("position__title", "pk")
    context = {"run": run, "places": places, "trail": _trail(run, "Leerwerkplekken")}
    return render(request, "matching/run_places.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
def change(request, person_id):
    """Where to, what that does, and why. The first two are asked by GET: nothing changes until the reason is sent."""
    found = person_of(person_id)
    if found.run.state != RunState.DRAFT or found.is_kept:
        messages.warning(
            request, "Deze plek ligt vast: wijzigen kan alleen in een concept, en niet uit een eerdere beurt."
        )
        return redirect("matching:run_person", found.public_id)
    asked = _Asked(found, request.POST if request.method == "POST" else request.GET)
    form = ChangeForm(posted(request), initial={"revision": found.run.revision})
    is_said = form.is_bound and form.is_valid() and not _is_old(form, found.run)
    if is_said and asked.is_whole and _changed(request, asked, form):
        return redirect("matching:run_person", found.public_id)
    url = reverse("matching:run_place_options", args=[found.run.public_id])
    where = WhereToForm(places=lambda: place_choices(found.run), places_url=url)
    context = {
        "person": found,
        "run": found.run,
        "asked": asked,
        "form": form,
        "where": where,
        "gives_way": GivesWayForm(initial={"naar": asked.key}, there=asked.there) if asked.there else None,
        "pins": queries.pins_of(found, asked.gives_way),
        "said_no": queries.said_no(found, asked.place) if asked.place else None,
        "trail": _trail(found.run, "Wijzigen"),
    }
    return render(request, "matching/run_change.html", context, status=422 if form.is_bound else 200)


def _is_old(form, run) -> bool:
    """The page showed the draft as it was before a colleague changed it: she looks again, and what she typed stays."""
    if form.cleaned_data["revision"] == run.revision:
        return False
    form.add_error(None, CHANGED_MEANWHILE)
    form.data = {**form.data.dict(), "revision": run.revision}
    return True


class _Asked:
    """Where she is to go, as far as it was said: the place, and who gives way where it is full."""

    def __init__(self, person, data):
        self.person, self.run = person, person.run
        self.key, self.text = data.get("naar", "").strip(), data.get("naar_text", "").strip()
        self.now = queries.place_of(person)
        self.place = self._place()
        self.is_nowhere = self.key == NOWHERE
        self.gives_way = self._gives_way(data.get("plaatsmaker", ""))

    def _place(self):
        options = dict(place_choices(self.run))
        if self.key not in options:
            fitting = [key for key, label in options.items() if self.text and self.text.casefold() in label.casefold()]
            self.key = fitting[0] if len(fitting) == 1 and self.key != NOWHERE else self.key
        if self.key not in options:
            return None
        return queries.places_of(self.run).get(public_id=self.key)

    def _gives_way(self, key):
        return next((each for each in self.there if str(each.public_id) == key), None)

    @cached_property
    def there(self):
        """Who would have to give way."""
        if not self.place or self.place.placed < self.place.capacity:
            return []
        rows = self.run.people.filter(position=self.place.position_id, is_kept=False).exclude(pk=self.person.pk)
        return list(rows.select_related("application").order_by("application__name"))

    @property
    def is_full(self):
        return bool(self.place and self.place.placed >= self.place.capacity)

    @property
    def is_same(self):
        return bool(self.place and self.place == self.now)

    @property
    def is_unknown(self):
        return bool((self.key or self.text) and not self.place and not self.is_nowhere)

    @property
    def is_whole(self):
        if self.is_same:
            return False
        return self.is_nowhere or bool(self.place and (not self.is_full or self.gives_way))

    @cached_property
    def effect(self):
        if not self.is_whole or self.run.summary["people"] > MOST_PEOPLE:
            return None
        return effect_of(self.run, self.person, self.place, self.gives_way)

    @property
    def pairs(self):
        """Who would then rather be together, in words."""
        effect = self.effect
        return named(self.run, effect.made) if effect else []


def named(run, pairs):
    """Pairs of the instance with their names, for the coordinator."""
    rows = run.people.filter(name__in=[one for one, _ in pairs]).select_related("application")
    people = {each.name: each.application.name for each in rows}
    places = {each.name: each.explanation["label"] for each in run.places.filter(name__in=[name for _, name in pairs])}
    return [(people[one], places[name]) for one, name in pairs]


def _changed(request, asked, form) -> bool:
    said = form.cleaned_data
    try:
        change_draft(
            asked.run, Move(asked.person, asked.place, asked.gives_way),
            revision=said["revision"], reason=said["reason"], who=signature(request),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "De indeling is gewijzigd. De uitleg en het bewijs worden bijgewerkt.")
    return True


@require_safe
@hat_required(Kind.HOGESCHOOL)
def place_options(request, run_id):
    words = request.GET.get("naar_text", "").casefold().split()
    pairs = place_choices(run_of(run_id))
    return combobox_options(
        request, [pair for pair in pairs if all(w in pair[1].casefold() for w in words)][:SUGGESTED]
    )


def place_choices(run):
    rows = run.places.order_by("explanation__label").values_list(
        "public_id", "explanation__label", "placed", "capacity"
    )
    return [(str(key), f"{label} ({placed} van {capacity})") for key, label, placed, capacity in rows]


def person_of(person_id) -> RunPerson:
    rows = RunPerson.objects.select_related("run__round__hogeschool", "application__route", "match")
    return get_object_or_404(rows, public_id=person_id)


def place_of(place_id) -> RunPlace:
    rows = RunPlace.objects.select_related("run__round__hogeschool", "position__organisation", "position__workplace")
    return get_object_or_404(rows, public_id=place_id)


def _trail(run, here):
    return trail(here, run.round, (name_of(run), reverse("matching:run", args=[run.public_id])))
