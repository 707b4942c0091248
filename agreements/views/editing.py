"""When two people write the same template."""

from django.shortcuts import render

from mkbroute.design.merging import Clash, plain

from ..enums import TemplateState


def clash_of(clash: Clash, form, fresh) -> tuple:
    """The form as it is stored now with one's own changes over it, and what the colleague wrote in the same fields."""
    theirs = [
        (form.fields[name].label, in_words(fresh, name) if name in fresh.fields else "")
        for name in form.fields
        if name in clash.merge.clashes
    ]
    return fresh, theirs


def in_words(form, name) -> str:
    value = form.now[name]
    if isinstance(value, list):
        labels = dict(form.fields[name].choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(value)


def gone(request, draft, form=None, *, what=""):
    """It cannot be edited any more; what was typed is shown, so that it is not lost."""
    typed = []
    if form is not None and form.is_bound and form.is_valid():
        seen = form.cleaned_data.get("seen")
        seen = seen if isinstance(seen, dict) else {}
        written = getattr(form, "values", form.cleaned_data)
        typed = [
            (form.fields[name].label, value)
            for name, value in written.items()
            if name != "seen" and isinstance(value, str) and value and plain(value) != seen.get(name, "")
        ]
    context = {"draft": draft, "typed": typed, "state": TemplateState(draft.state), "what": what}
    return render(request, "agreements/templates/gone.html", context, status=409)
