"""The pages behind a personal link: read, confirm a code, sign or decline. No account; every step is a plain form.

That a code was confirmed is remembered in a signed cookie under this link's own path: nothing is stored for a visitor
without an account, links opened in one browser do not mix, and the row knows which confirmation was the last.
"""

from contextlib import suppress
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.access.decorators import UnknownLink, as_link_holder, hash_token
from mkbroute.documents.views import file_response
from mkbroute.organisations.by_link import NO_MENU, page_by_link
from mkbroute.organisations.models import HouseStyle

from .. import codes, drawings, events, links, paper, statements
from ..differences import changes_in
from ..enums import Role, SigningState, State
from ..forms import CodeForm, DeclineForm, ForwardForm, SignForm
from ..links import Standing
from ..models import Signing
from ..notices import MINUTES_TO_SIGN
from ..reading import articles, changed_articles
from ..services import forwarding
from ..services import signing as services
from ..services.drafting import Signer
from ..summary import summary
from .visits import from_when, visit_of

COOKIE = "tekenen"
SIGN, DECLINE, FORWARD = "sign_name", "sign_decline", "sign_forward"
GOALS = {
    SIGN: "tekenen",
    DECLINE: "weigeren",
    FORWARD: "doorsturen",
}  # behind the code: the page, and its word in the address


def as_signer(view):
    """view(request, signing) for whoever holds the link; `request.link` is its token. Else: UnknownLink."""

    @as_link_holder
    @wraps(view)
    def wrapped(request, token):
        found = Signing.objects.select_related(
            "version", "agreement__route", "agreement__hogeschool", "agreement__template"
        )
        signing = found.filter(token_hash=hash_token(token)).first()
        if not signing:
            raise UnknownLink
        signing.version.agreement = signing.agreement
        request.link = token
        return view(request, signing)

    return wrapped


def signing_page(view):
    """A page for whoever holds the link; for others, what to do when a link does not work."""
    return page_by_link("agreements/signing/unknown.html")(as_signer(view))


def step(view):
    """A page of signing_page while there is something to sign; else the first page says how things stand."""

    @wraps(view)
    def wrapped(request, signing):
        try:
            if links.standing(signing) == Standing.OPEN:
                return view(request, signing)
        except services.NotIdentified:
            if signing.identified_at:
                messages.warning(request, "Een code geldt een half uur, in de browser waar die is ingevuld.")
            return _to("sign_code", request, goal=_goal_of(request))
        except services.TextDiffers:
            messages.warning(request, "De tekst op het scherm hoort niet (meer) bij deze link. Lees hem hieronder.")
        except services.NotOpen:
            pass
        return _to("sign", request)

    return wrapped


@require_safe
@signing_page
def read(request, signing):
    standing = links.standing(signing)
    if standing == Standing.OPEN:
        return _read(request, signing)
    if standing == Standing.SIGNED:
        return _signed(request, signing)
    name = "expired" if standing == Standing.EXPIRED else "closed"
    is_taken_back = signing.version.subject.state == State.DRAFT  # and nothing was sent in its place yet
    return _page(request, name, signing, standing=standing.name, is_taken_back=is_taken_back)


def _read(request, signing):
    opening, parts = articles(signing.version.html)
    return _page(
        request,
        "read",
        signing,
        facts=summary(signing.version),
        changes=changed_articles(signing.version),
        differences=changes_in(signing.version).differences,
        opening=opening,
        articles=parts,
        all_open="alles" in request.GET,
        forwards=events.forwards(signing.agreement, str(signing.public_id)),
        readers=signing.agreement.readers.all(),
        minutes=MINUTES_TO_SIGN,
    )


def _signed(request, signing):
    signings = signing.version.signings.all()
    everyone_signed = all(other.state == SigningState.SIGNED for other in signings)
    return _page(request, "signed", signing, people=people_of(signings), everyone_signed=everyone_signed)


@require_safe
@signing_page
def pdf(request, signing):
    """The sealed document, or how it would look."""
    if links.standing(signing) not in (Standing.OPEN, Standing.SIGNED):
        return _to("sign", request)
    if signing.version.document:
        return file_response(signing.version.document)
    return HttpResponse(
        paper.preview(signing.version.title, signing.version.html, signing.version.language),
        content_type="application/pdf",
    )


@require_POST
@signing_page
@step
def send_code(request, signing):
    later = services.send_code(signing, visit=visit_of(request))
    if later:
        messages.warning(request, f"Er is net een code gestuurd. Een nieuwe kan weer {from_when(later)}.")
    return _to("sign_code", request, goal=_goal_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signing_page
@step
def code(request, signing):
    form, goal = CodeForm(request.POST if request.method == "POST" else None), _goal_of(request)
    if not form.is_bound and links.is_identified(signing, _identified_at(request, signing)):
        return _to(goal, request)
    if form.is_valid():
        identified_at = services.confirm_code(signing, form.cleaned_data["code"], visit=visit_of(request))
        if identified_at:
            return _remember(_to(goal, request), request, signing, identified_at)
        signing.refresh_from_db(fields=["code_hash", "code_expires_at", "code_attempts"])
        form.add_error("code" if codes.is_running(signing) else None, _why_refused(signing))
    again = _address("sign_send_code", request, goal)
    is_running = codes.is_running(signing)
    return _page(request, "code", signing, form=form, code_is_running=is_running, goal=GOALS[goal], code_url=again)


@require_http_methods(["GET", "HEAD", "POST"])
@signing_page
@step
def sign(request, signing):
    identified_at = _require_identified(request, signing)
    text, words = {"content_sha256": signing.version.content_sha256}, statements.standing()
    form = SignForm(request.POST if request.method == "POST" else None, signing=signing, words=words, initial=text)
    if form.is_valid():
        services.sign_agreement(
            signing,
            identified_at=identified_at,
            content_sha256=form.cleaned_data["content_sha256"],
            typed_name=form.cleaned_data["typed_name"],
            drawing=form.cleaned_data["drawing"],
            visit=visit_of(request),
        )
        return _to("sign", request)
    facts = summary(signing.version)
    consent = statements.consent(signing.version, words)
    return _page(request, "sign", signing, form=form, facts=facts, consent=consent, frame=drawings)


@require_http_methods(["GET", "HEAD", "POST"])
@signing_page
@step
def decline(request, signing):
    identified_at = _require_identified(request, signing)
    form = DeclineForm(request.POST if request.method == "POST" else None, signing=signing)
    if form.is_valid():
        services.decline_agreement(
            signing, identified_at=identified_at, reason=form.full_reason, visit=visit_of(request)
        )
        return _to("sign", request)
    return _page(request, "decline", signing, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@signing_page
@step
def forward(request, signing):
    """To who may sign for the same party."""
    if signing.role == Role.STUDENT:
        return _to("sign", request)
    identified_at = _require_identified(request, signing)
    form = ForwardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data.pop("reason")
        try:
            forwarding.forward_signing(
                signing,
                identified_at=identified_at,
                to=Signer(**form.cleaned_data),
                reason=reason,
                visit=visit_of(request),
            )
        except forwarding.SharedAddress:
            form.add_error("email", "Met dit adres tekent al iemand. Ieder tekent vanuit een eigen postvak.")
        except forwarding.IsTheStudent:
            form.add_error("name", "Dit is de student, die al tekent. Kies wie namens uw organisatie mag tekenen.")
        except forwarding.TooOften:
            form.add_error(None, "Deze link is al te vaak doorgestuurd. Vraag de hogeschool wie er moet tekenen.")
        else:
            return redirect("agreements:sign_forwarded")
    return _page(request, "forward", signing, form=form)


@require_safe
@login_not_required
def forwarded(request):
    """The link that led here is unknown by now."""
    return render(request, "agreements/signing/forwarded.html", NO_MENU)


@require_POST
@login_not_required
@never_cache
def renew(request, token):
    """Whether or not there was something to renew, the answer is the same: look in the mailbox."""
    with suppress(UnknownLink, services.NotOpen):
        _renew(request, token)
    return render(request, "agreements/signing/renewed.html", NO_MENU)


@as_signer
def _renew(request, signing):
    services.renew_link(signing, visit=visit_of(request))


def _page(request, name, signing, **context):
    form = context.get("form")
    is_student = signing.role == Role.STUDENT
    context = {
        **NO_MENU,
        **house_style(signing.hogeschool_id),
        "signing": signing,
        "version": signing.version,
        "agreement": signing.agreement,
        "route": signing.agreement.route,
        "hogeschool": signing.agreement.hogeschool,
        "link": request.link,
        "title": signing.version.heading,
        "email": links.masked(signing.email),
        "fingerprint": statements.fingerprint(signing.version.content_sha256),
        "signing_as": _signing_as(signing),
        "is_student": is_student,
        "you": "je" if is_student else "u",
        "your": "je" if is_student else "uw",
        **context,
    }
    status = 422 if form and form.is_bound else 200
    return render(request, f"agreements/signing/{name}.html", context, status=status)


def house_style(hogeschool_id: int) -> dict:
    """The look of her hogeschool: a page she recognises."""
    sha = HouseStyle.objects.filter(organisation=hogeschool_id).values_list("sha", flat=True).first()
    names = [("theme_url", "style"), ("logo_url", "logo")] if sha else []
    return {variable: reverse(f"organisations:{name}", args=[sha]) for variable, name in names}


def _signing_as(signing: Signing) -> str:
    if signing.role == Role.STUDENT:
        return f"Je tekent als {signing.name.rstrip('.')}."
    return f"U tekent als {signing.name}, namens {signing.party_name.rstrip('.')}."


def people_of(signings) -> list[dict]:
    return [
        {
            "label": statements.signed_as(signing),
            "state": "done" if signing.answered_at else "todo",
            "hint": f"Getekend op {date_format(timezone.localtime(signing.answered_at), 'j F Y, H:i')} uur"
            if signing.answered_at
            else "Moet nog tekenen",
        }
        for signing in signings
    ]


def _to(name, request, *, goal=SIGN):
    return redirect(_address(name, request, goal))


def to_first_page(request):
    """It says how things stand."""
    return _to("sign", request)


def _address(name, request, goal=SIGN) -> str:
    address = reverse(f"agreements:{name}", args=[request.link])
    return f"{address}?naar={GOALS[goal]}" if goal != SIGN else address


def _goal_of(request) -> str:
    """The page for which she proves who she is; anything unknown is signing."""
    name = request.resolver_match.view_name.removeprefix("agreements:")
    if name in (DECLINE, FORWARD):
        return name
    return next((goal for goal, word in GOALS.items() if word == request.GET.get("naar")), SIGN)


def _why_refused(signing: Signing) -> str:
    if not signing.code_hash:
        return "Er is geen code meer die past. Vraag een nieuwe code aan."
    if signing.code_attempts >= codes.MOST_ATTEMPTS:
        return "Deze code is te vaak geprobeerd. Vraag een nieuwe code aan."
    if signing.code_expires_at <= timezone.now():
        return "Deze code is verlopen. Vraag een nieuwe code aan."
    left = codes.MOST_ATTEMPTS - signing.code_attempts
    return f"Dit is niet de code uit de laatste mail. Nog {left} {'poging' if left == 1 else 'pogingen'}."


def _remember(response, request, signing, identified_at: datetime):
    response.set_signed_cookie(
        COOKIE,
        identified_at.isoformat(),
        salt=str(signing.public_id),
        max_age=codes.IDENTIFIED_FOR,
        path=reverse("agreements:sign", args=[request.link]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",  # Strict would be left out after a click in a mail
    )
    return response


def _identified_at(request, signing) -> datetime | None:
    value = request.get_signed_cookie(COOKIE, None, salt=str(signing.public_id), max_age=codes.IDENTIFIED_FOR)
    return datetime.fromisoformat(value) if value else None


def _require_identified(request, signing) -> datetime:
    identified_at = _identified_at(request, signing)
    if not links.is_identified(signing, identified_at):
        raise services.NotIdentified
    return identified_at
