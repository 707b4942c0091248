"""The pages behind the personal link of a gegevenskaart: short, and each kept as it is filled in. No account."""

from contextlib import suppress
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.access.decorators import UnknownLink, as_card_holder, hash_token
from mkbroute.design.merging import Clash, plain
from mkbroute.organisations.by_link import NO_MENU, page_by_link
from mkbroute.organisations.forms.mkb import MkbForm
from mkbroute.organisations.queries import thresholds_today

from .. import cards, links, mkb
from ..cards import Standing
from ..enums import Contract, Role, YesNo
from ..forms.cards import CardForm, PassOnForm
from ..models import Party, PartyCard
from ..services import cards as services
from ..services.mkb import DeclaredAlready, declare_by_card
from .signing import house_style
from .visits import visit_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def as_holder(view):
    """view(request, card, …) for whoever holds the link; `request.link` is its token. Else: UnknownLink."""

    @as_card_holder
    @wraps(view)
    def wrapped(request, token, **kwargs):
        found = PartyCard.objects.select_related("agreement__route", "agreement__hogeschool", "agreement__organisation")
        card = found.filter(token_hash=hash_token(token)).first()
        if not card:
            raise UnknownLink
        request.link = token
        return view(request, card, **kwargs)

    return wrapped


def card_page(view):
    """A page for whoever holds the link; for others, what to do when a link does not work."""
    return page_by_link("agreements/cards/unknown.html")(as_holder(view))


def while_open(view):
    """A page of card_page while there is something to fill in; else the first page says how things stand."""

    @wraps(view)
    def wrapped(request, card, **kwargs):
        if cards.standing(card) in (Standing.OPEN, Standing.HANDED_IN):
            with suppress(services.NotOpen):
                return view(request, card, **kwargs)
        return redirect("agreements:card", request.link)

    return wrapped


@require_safe
@card_page
def start(request, card):
    standing = cards.standing(card)
    if standing in (Standing.OPEN, Standing.HANDED_IN):
        name = "start" if standing == Standing.OPEN else "handed_in"
        return _page(request, name, card, steps=_steps(card), minutes=cards.MINUTES)
    return _page(request, "closed", card, standing=standing.name)


@require_POST
@card_page
@while_open
def begin(request, card):
    services.open_card(card)
    return redirect("agreements:card_step", request.link, _next(card).slug)


@page_with_form
@card_page
@while_open
def step(request, card, slug):
    steps = cards.steps_of(card.role, card.agreement)
    number, here = next(((number, each) for number, each in enumerate(steps, 1) if each.slug == slug), (0, None))
    if not here:
        raise Http404
    values = cards.values_of(card, _party(card))
    form = CardForm(request.POST if request.method == "POST" else None, card=card, step=here, values=values)
    theirs = []
    if form.is_bound:
        is_right = form.is_valid()
        try:
            services.keep_answers(card, values=form.kept, seen=form.seen_before)
        except Clash as clash:
            form, theirs = _again(card, here, form, clash), clash.merge.clashes
        else:
            if is_right:
                return redirect(_after(request, card, steps, number))
    context = {
        "form": form,
        "step": here,
        "eyebrow": f"Stap {number} van {len(steps) + mkb.is_asked(card)}" if len(steps) > 1 else "Gegevens invullen",
        "theirs": [(form.fields[name].label, _shown(name, form.now[name])) for name in here.fields if name in theirs],
        "back": reverse("agreements:card_step", args=[request.link, steps[number - 2].slug])
        if number > 1
        else reverse("agreements:card", args=[request.link]),
    }
    return _page(request, "step", card, status=422 if request.method == "POST" else 200, **context)


def _again(card, here, form, clash):
    """As it stands now, with what was typed laid over it."""
    fresh = PartyCard.objects.select_related("agreement").get(pk=card.pk)
    mine = {name: form.kept[name] for name in clash.merge.mine}
    return CardForm(card=fresh, step=here, values=cards.values_of(fresh, _party(fresh)), initial=mine)


def _after(request, card, steps, number) -> str:
    if "terug" in request.GET:  # from the last page, back to it
        return reverse("agreements:card_check", args=[request.link])
    if number == len(steps):
        name = "agreements:card_mkb" if mkb.is_asked(card) else "agreements:card_check"
        return reverse(name, args=[request.link])
    return reverse("agreements:card_step", args=[request.link, steps[number].slug])


@page_with_form
@card_page
@while_open
def mkb_questions(request, card):
    """How large the company is, where nobody said so yet. What is answered is kept at once, with the company."""
    if not mkb.is_asked(card):
        return redirect("agreements:card_check", request.link)
    form = MkbForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(DeclaredAlready):
            declare_by_card(card, answers=form.answers, visit=visit_of(request))
        return redirect("agreements:card_check", request.link)
    number = len(cards.steps_of(card.role, card.agreement)) + 1
    context = {"form": form, "thresholds": thresholds_today(), "eyebrow": f"Stap {number} van {number}"}
    return _page(request, "mkb", card, status=422 if form.is_bound else 200, **context)


@page_with_form
@card_page
@while_open
def check(request, card):
    """Everything on one page; what is missing first."""
    if request.method == "POST":
        try:
            services.hand_in_card(card, visit=visit_of(request))
            return redirect("agreements:card", request.link)
        except services.Incomplete:
            messages.error(request, "Er ontbreekt nog iets. Vul dat eerst in.")
    incomplete = any(step["missing"] for step in _steps(card))
    status = 422 if request.method == "POST" else 200
    return _page(request, "check", card, status=status, steps=_steps(card), incomplete=incomplete)


@page_with_form
@card_page
@while_open
def pass_on(request, card):
    form = PassOnForm(request.POST if request.method == "POST" else None, now=card.email)
    if form.is_valid():
        try:
            services.pass_card_on(card, **form.cleaned_data, visit=visit_of(request))
        except services.OfAnother:
            form.add_error("email", "Dit adres hoort bij een andere partij. Vul dat van een collega in.")
        except services.PassedTooOften:
            form.add_error(
                None, "Deze kaart is al vaak doorgestuurd. Vraag de hogeschool om de juiste persoon te mailen."
            )
        else:
            name = form.cleaned_data["name"]
            return _page(request, "passed_on", card, to=name, masked=links.masked(form.cleaned_data["email"]))
    return _page(request, "pass_on", card, status=422 if form.is_bound else 200, form=form)


@require_POST
@login_not_required
@never_cache
def renew(request, token):
    """Whether or not there was something to renew, the answer is the same: look in the mailbox."""
    with suppress(UnknownLink, services.NotOpen):
        _renew(request, token)
    return render(request, "agreements/cards/renewed.html", NO_MENU)


@as_holder
def _renew(request, card):
    services.renew_card_link(card, visit=visit_of(request))


# -- what the pages show ------------------------------------------------------------------------------------------


def _party(card: PartyCard) -> Party:
    return Party.objects.get(agreement=card.agreement_id, role=card.role)


def _next(card: PartyCard):
    """The first page on which something is missing; else the first."""
    values, steps = cards.values_of(card, _party(card)), cards.steps_of(card.role, card.agreement)
    return next((step for step in steps if cards.missing_in(step, values)), steps[0])


def _steps(card: PartyCard) -> list[dict]:
    values = cards.values_of(card, _party(card))
    return [
        {
            "slug": step.slug,
            "title": step.title,
            "facts": [
                (capfirst(cards.label(card.role, name)), _shown(name, values[name]))
                for name in step.fields
                if _is_asked(name, values)
            ],
            "missing": [cards.label(card.role, name) for name in cards.missing_in(step, values)],
        }
        for step in cards.steps_of(card.role, card.agreement)
    ]


def _is_asked(name: str, values: dict[str, str]) -> bool:
    if name == "contract_ends_on":
        return values.get("contract_term") == Contract.TEMPORARY
    return name != "salary" or values.get("salary_agreed") != YesNo.NO


def _shown(name: str, text: str) -> str:
    value = cards.read(name, text)
    if not text:
        return ""
    if name in ("born_on", "contract_ends_on"):
        return date_format(value, "j F Y")
    if name == "contract_term":
        return Contract(value).label
    if name == "salary_agreed":
        return YesNo(value).label
    return f"{text.replace('.', ',')} uur" if name == "hours_per_week" else plain(value)


def _page(request, name, card, *, status=200, **context):
    is_student = card.role == Role.STUDENT
    agreement = card.agreement
    context = {
        **NO_MENU,
        **house_style(agreement.hogeschool_id),
        "card": card,
        "agreement": agreement,
        "route": agreement.route,
        "hogeschool": agreement.hogeschool,
        "company": agreement.organisation,
        "mkb_asked": mkb.is_asked(card),
        "link": request.link,
        "is_student": is_student,
        "is_company": card.role == Role.COMPANY,
        "is_employer": card.role == Role.EMPLOYER,
        "you": "je" if is_student else "u",
        "your": "je" if is_student else "uw",
        **context,
    }
    return render(request, f"agreements/cards/{name}.html", context, status=status)
