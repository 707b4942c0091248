"""When two people write the same questionnaire, and when a change breaks comparability."""

from django.contrib import messages
from django.shortcuts import render

from mkbroute.design.merging import Clash, plain

from ..asking.describing import shortened
from ..enums import VersionState
from ..forms.guarded import REASON
from ..models import QuestionnaireVersion
from ..services.drafts import Breaks


def clash_of(clash: Clash, form, fresh) -> tuple:
    """The form as it is stored now with one's own changes over it, and what the colleague wrote in the same fields."""
    theirs = [
        (form.fields[name].label, fresh.now[name] if name in fresh.fields else "")
        for name in form.fields
        if name in clash.merge.clashes
    ]
    return fresh, theirs


def tell(request, names: dict[str, str], merged=None, form=None) -> None:
    messages.success(request, "Opgeslagen.")
    for old, new in names.items():
        messages.info(request, f"{old} heet nu {new}, omdat antwoorden niet meer te vergelijken zijn.")
    if merged and merged.theirs:
        labels = ", ".join(str(form.fields[name].label) for name in form.values if name in merged.theirs)
        messages.info(request, f"Een collega wijzigde intussen iets anders, dat blijft zo staan: {labels}.")


def broken_in_words(breaks: Breaks, draft: QuestionnaireVersion) -> list[dict]:
    """What breaks, why, and which code it would get; what rests on it follows."""
    base = draft.based_on.asked
    return [
        {
            "code": code,
            "fresh": fresh,
            "text": shortened(item.text.nl) if (item := base.find(code)) else "",
            "why": breaks.why.get(code) or ["Hangt af van een vraag die een nieuwe code krijgt"],
        }
        for code, fresh in breaks.names.items()
    ]


def reason_in(request) -> str:
    return request.POST.get("reason", "").strip()[:300]


def is_asking_reason(request) -> bool:
    """The page showed what breaks, and asked why."""
    return "reason" in request.POST


def require_reason(form, request) -> None:
    if is_asking_reason(request) and "reason" in form.fields:
        form.add_error("reason", f"Beantwoord de vraag: {REASON.lower()}")


def gone(request, draft, form=None, *, what=""):
    """It cannot be edited any more; what was typed is shown, so that it is not lost."""
    context = {"draft": draft, "typed": _typed(form), "state": VersionState(draft.state), "what": what}
    return render(request, "surveys/questionnaires/gone.html", context, status=409)


def _typed(form) -> list[tuple[str, str]]:
    if form is None or not form.is_bound or not form.is_valid():
        return []
    seen = form.cleaned_data.get("seen")
    seen = seen if isinstance(seen, dict) else {}
    written = getattr(form, "values", form.cleaned_data)
    return [
        (form.fields[name].label, value)
        for name, value in written.items()
        if name != "seen" and isinstance(value, str) and value and plain(value) != seen.get(name, "")
    ]
