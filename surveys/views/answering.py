"""Answering by a link, on a phone: a screen at a time, kept at each step, without script."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.views.visits import visit_of
from mkbroute.access.decorators import UnknownLink, as_visitor
from mkbroute.organisations.by_link import NO_MENU

from ..asking.items import OTHER
from ..asking.routing import shown_on
from ..forms.answering import AnswerForm
from ..links import Link, begin_open
from ..services.answering import (
    Asked,
    NotAnswerable,
    OpenLinkFull,
    asked_by,
    begin_answering,
    decline,
    require_room,
    save_answers,
)
from ..trying import Walk

SALT = "surveys.seen"
SAID = {
    "nl": {
        "lacking": "Deze vraag is verplicht. Beantwoord haar om te kunnen versturen.",
        "changed": "Uw wijzigingen zijn bewaard.",
    },
    "en": {
        "lacking": "This question is required. Answer it to be able to send.",
        "changed": "Your changes have been saved.",
    },
}


def by_survey_link(*methods: str):
    """Of view(request, link): as a visitor, whoever is logged in. Who has no link that works reads what to do."""

    def decorate(view):
        visited = as_visitor(view)

        @login_not_required
        @never_cache
        @require_http_methods(["GET", "HEAD", *methods])
        def wrapped(request, token):
            try:
                return visited(request, Link(token))
            except UnknownLink:
                return render(request, "surveys/answering/unknown.html", NO_MENU, status=404)
            except OpenLinkFull:
                return render(request, "surveys/answering/full.html", NO_MENU, status=429)
            except NotAnswerable:
                return redirect("surveys:answer", token)

        wrapped.own_actor = True
        return wrapped

    return decorate


@by_survey_link()
def answer(request, link):
    """What it is about, and the way to the questions."""
    asked = asked_by(link)
    walk = Walk(asked.content, asked.filled_in)
    context = {**_context(asked, _language(request, asked)), "walk": walk, "sections": len(asked.content.sections)}
    is_gone = not asked.is_answerable and not asked.is_early
    return render(request, "surveys/answering/start.html", context, status=410 if is_gone else 200)


@by_survey_link("POST")
def open_start(request, link):
    """By the link that everybody of a route may have: whoever begins gets one of her own."""
    own = Link(begin_open(link.token))
    asked = asked_by(own)
    if request.method == "POST" and asked.is_answerable:
        require_room(own, visit_of(request).ip)
        return redirect("surveys:questions", own.token)
    context = {
        **_context(asked, _language(request, asked)),
        "sections": len(asked.content.sections),
        "is_open_link": True,
    }
    is_gone = not asked.is_answerable and not asked.is_early
    return render(request, "surveys/answering/start.html", context, status=410 if is_gone else 200)


@by_survey_link("POST")
def questions(request, link):
    """The screen where she is, or the one that she asks for, as far as she has come."""
    if request.method == "POST":
        return _answered(request, link)
    asked = asked_by(link)
    if not asked.is_answerable:
        return redirect("surveys:answer", link.token)
    walk = _walk(asked, _number(request.GET.get("scherm"), asked.place or 0))
    return _screen(request, asked, walk)


def _answered(request, link):
    asked = begin_answering(link)
    language = _language(request, asked)
    walk = _walk(asked, _number(request.POST.get("scherm"), asked.place or 0))
    if "versturen" in request.POST:
        return _hand_in(request, asked, walk, language)
    if not walk.screen:
        if "terug" in request.POST:
            walk.back()
            save_answers(asked, walk.raw, place=walk.place)
        return _to_screen(link, walk, language)
    back = "terug" in request.POST
    form = AnswerForm(request.POST, items=walk.items, raw=walk.raw, language=language, demands=not back)
    is_valid = form.is_valid()
    walk.take(_changed(form, _seen(request.POST.get("gezien", ""))))
    if is_valid:
        walk.back() if back else walk.forward()
    save_answers(asked, walk.raw, place=walk.place)
    if is_valid:
        return _to_screen(link, walk, language)
    return _screen(request, asked, walk, form)


def _hand_in(request, asked: Asked, walk: Walk, language: str):
    lacking = walk.routed.lacking
    if lacking:
        walk.place = _place_of(walk, lacking[0].code)
        save_answers(asked, walk.raw, place=walk.place)
        messages.error(request, SAID[language]["lacking"])
        return _to_screen(asked.link, walk, language)
    save_answers(asked, walk.raw, place=len(walk.screens), submits=True)
    if asked.is_submitted:
        messages.success(request, SAID[language]["changed"])
    return redirect("surveys:answer", asked.link.token)


def _walk(asked: Asked, place: int) -> Walk:
    """No further than the first screen where something mandatory lacks; never on a screen where nothing applies."""
    walk = Walk(asked.content, asked.filled_in)
    furthest = min((_place_of(walk, item.code) for item in walk.routed.lacking), default=len(walk.screens))
    walk.place = max(0, min(place, furthest, len(walk.screens)))
    if walk.screen and not walk.items:
        walk.forward()
    return walk


def _place_of(walk: Walk, code: str) -> int:
    return next(place for place, screen in enumerate(walk.screens) if any(item.code == code for item in screen.items))


def _changed(form: AnswerForm, seen: dict[str, Any]) -> dict[str, Any]:
    """What she changed on this page; what another device wrote meanwhile stays. Only what is sound."""
    return {code: raw for code, raw in form.sound.items() if _plain(raw) != _plain(seen.get(code))}


def _plain(raw: Any) -> Any:
    """An empty answer is no answer, in whatever shape."""
    if isinstance(raw, dict):
        return {row: text for row, text in raw.items() if text} or None
    if isinstance(raw, list):
        return sorted(raw) or None
    return raw.replace("\r\n", "\n").strip() or None if isinstance(raw, str) else raw


def _seen(packed: str) -> dict[str, Any]:
    """What the page showed when it was made; tampered with: nothing, so that all of it is taken for new."""
    try:
        return signing.loads(packed, salt=SALT)
    except signing.BadSignature:
        return {}


def _screen(request, asked: Asked, walk: Walk, form: AnswerForm | None = None):
    language = _language(request, asked)
    is_refused = form is not None
    form = form or AnswerForm(items=walk.items, raw=walk.raw, language=language)
    codes = [name for item in walk.items for name in (item.code, item.code + OTHER)]
    at, of = walk.part
    routed = walk.routed
    context = {
        **_context(asked, language),
        "walk": walk,
        "form": form,
        "seen": signing.dumps({code: walk.raw[code] for code in codes if walk.raw.get(code)}, salt=SALT, compress=True),
        "section": walk.screen.section if walk.screen else None,
        "section_title": walk.screen.section.title.said(language) if walk.screen else "",
        "section_intro": walk.screen.section.intro.said(language) if walk.screen and walk.screen.is_first else "",
        "at": at,
        "of": of,
        "percent": round(100 * walk.place / max(len(walk.screens), 1)),
        "is_first": not any(shown_on(screen, routed) for screen in walk.screens[: walk.place]),
        "open_questions": sum(item.code not in routed.answers for item in routed.items if item.kind != "statement"),
        "save_url": request.build_absolute_uri(reverse("surveys:answer", args=[asked.link.token])),
    }
    template = "surveys/answering/questions.html" if walk.screen else "surveys/answering/end.html"
    return render(request, template, context, status=422 if is_refused else 200)


def _to_screen(link: Link, walk: Walk, language: str):
    """By its number, so that the browser's own way back works too."""
    query = f"?scherm={walk.place}" + ("&taal=en" if language == "en" else "")
    return redirect(reverse("surveys:questions", args=[link.token]) + query)


@by_survey_link("POST")
def no_thanks(request, link):
    """She does not take part; what she began goes. Only a press of the button says so."""
    asked = asked_by(link)
    if link.is_open or not (asked.is_answerable or asked.is_early):
        return redirect("surveys:answer", link.token)
    stops, done = bool(request.POST.get("nooit")), False
    if request.method == "POST":
        decline(link, stops=stops)
        asked, done = asked_by(link), True
    context = {**_context(asked, _language(request, asked)), "done": done, "stops": stops}
    return render(request, "surveys/answering/decline.html", context)


def _context(asked: Asked, language: str) -> dict[str, Any]:
    content = asked.content
    return {
        **NO_MENU,
        "asked": asked,
        "token": asked.link.token,
        "language": language,
        "title": content.title.said(language),
        "intro": content.intro.said(language),
        "thanks": content.thanks.said(language),
    }


def _language(request, asked: Asked) -> str:
    """English where there is English, and she asks for it or is known to read it."""
    if not asked.content.has_english:
        return "nl"
    chosen = request.POST.get("taal") or request.GET.get("taal") or asked.language
    return "en" if chosen == "en" else "nl"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else otherwise
