"""To whom a question or section is asked: chosen from what was asked before it."""

from dataclasses import replace

from django.shortcuts import redirect, render

from mkbroute.organisations.access import acting_hat_required, signature

from .. import pages
from ..asking.conditions import Comparison, Condition, Join
from ..asking.describing import in_words, shortened
from ..enums import VersionState
from ..forms.conditions import ComparisonForm, JoinForm, QuestionForm, earlier
from ..forms.guarded import ReasonForm
from ..services import editing
from ..services.drafts import Breaks, Gone, NotADraft
from ..services.publishing import standard_before
from .drafts import draft_of, page_with_form
from .editing import broken_in_words, gone, is_asking_reason, reason_in, require_reason, tell
from .items import TAKEN_OUT, _whole
from .questionnaires import EDITORS


@page_with_form
@acting_hat_required(*EDITORS)
def condition(request, version_id, at):
    """Of an item (its code) or a section (its key). One comparison is added, taken away, or the joining changed."""
    draft = draft_of(request, version_id)
    subject = _subject(draft, at)
    if subject is None or draft.state != VersionState.DRAFT:
        return gone(request, draft, what=TAKEN_OUT if draft.state == VersionState.DRAFT else "")
    page = _Page(request, draft, at, subject)
    make = page.change()
    if make is None:
        return page.shown()
    try:
        names = editing.set_condition(draft, at, make, who=signature(request), reason=reason_in(request))
    except (NotADraft, Gone):
        return gone(request, draft_of(request, version_id), what=TAKEN_OUT)
    except Breaks as breaks:
        return page.asking_reason(breaks)
    tell(request, names)
    return redirect("surveys:condition", draft.public_id, names.get(at, at))


def _subject(draft, at):
    content = draft.asked
    return content.find(at) or next((section for section in content.sections if section.key == at), None)


class _Page:
    def __init__(self, request, draft, at, subject):
        self.request, self.draft, self.at, self.subject = request, draft, at, subject
        before = standard_before(draft)
        self.offered = earlier(draft.asked, at, before.asked if before else None)
        self.code = request.POST.get("vraag") or request.GET.get("vraag", "")
        self.action = request.POST.get("actie", "")
        self.comparison = self._comparison_form()
        self.join = JoinForm(
            request.POST if self.action == "verbinden" else None, initial={"join": subject.when and subject.when.join}
        )
        self.reason = ReasonForm(request.POST) if is_asking_reason(request) else None
        self.broken: list = []

    def _comparison_form(self):
        if self.code not in self.offered:
            return None
        data = self.request.POST if self.action == "toevoegen" else None
        return ComparisonForm(data, code=self.code, item=self.offered[self.code])

    def change(self):
        """What the service is to make of the condition; None: nothing was asked, or not rightly."""
        if self.action == "toevoegen" and self.comparison and self.comparison.is_valid():
            return lambda when: with_comparison(when, self.comparison.comparison)
        if self.action == "weghalen":
            return lambda when: without_comparison(when, self.request.POST.get("welke", ""))
        if self.action == "verbinden" and self.join.is_valid():
            return lambda when: replace(when, join=Join(self.join.cleaned_data["join"])) if when else None
        return None

    def asking_reason(self, breaks):
        self.broken = broken_in_words(breaks, self.draft)
        if self.reason is None:
            self.reason = ReasonForm()
        else:
            require_reason(self.reason, self.request)
        return self.shown(status=422)

    def shown(self, *, status=None):
        whole, when = _whole(self.draft), self.subject.when
        is_item = hasattr(self.subject, "code")
        context = {
            "draft": self.draft,
            "at": self.at,
            "name": f"{self.at}: {shortened(self.subject.text.nl)}" if is_item else f"onderdeel {self.subject.title}",
            "is_item": is_item,
            "when": when,
            "comparisons": _listed(when, whole),
            "question": QuestionForm(initial={"vraag": self.code}, offered=self.offered) if self.offered else None,
            "comparison": self.comparison,
            "join": self.join,
            "broken": self.broken,
            "reason": self.reason,
            "resent": [(key, value) for key, value in self.request.POST.items() if key in RESENT]
            if self.broken
            else [],
            "trail": pages.trail_of(self.draft, f"Voorwaarde van {self.at if is_item else self.subject.title}"),
        }
        if status is None:
            status = 422 if self.request.method == "POST" else 200
        return render(self.request, "surveys/questionnaires/condition.html", context, status=status)


RESENT = ("actie", "vraag", "operator", "value", "welke", "join")


def _listed(when: Condition | None, whole) -> list[dict]:
    found = when.comparisons if when else ()
    return [
        {"key": key_of(each), "text": in_words(Condition(Join.ALL, (each,)), whole).removeprefix("als ")}
        for each in found
    ]


def key_of(comparison: Comparison) -> str:
    return f"{comparison.code}|{comparison.operator.value}|{'' if comparison.value is None else comparison.value}"


def with_comparison(when: Condition | None, comparison: Comparison) -> Condition:
    if when is None:
        return Condition(Join.ALL, (comparison,))
    others = tuple(each for each in when.comparisons if each != comparison)
    return replace(when, comparisons=(*others, comparison))


def without_comparison(when: Condition | None, key: str) -> Condition | None:
    """None where none is left."""
    left = tuple(each for each in when.comparisons if key_of(each) != key) if when else ()
    return replace(when, comparisons=left) if when and left else None
