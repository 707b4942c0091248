"""Two tabs, two hats: a form is sent in the hat that it was made for, or not at all."""

from django.shortcuts import render

SWITCH = "organisations:switch"
NOT_SHOWN = ("csrfmiddlewaretoken", "rol", "seen", "shown", "password", "code")


def same_hat_middleware(get_response):
    """A form that was made for another hat than the one now worn: 409, with what was typed and the way back.

    Every form carries its hat along: the tag {% csrf_token %} adds the field `rol`.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        made_for = request.POST.get("rol", "") if request.method == "POST" else ""
        if not made_for or made_for == str(request.actor.membership_id) or request.resolver_match.view_name == SWITCH:
            return None
        return _refused(request, made_for) if request.user.is_authenticated else None

    middleware.process_view = process_view
    return middleware


def _refused(request, made_for: str):
    former = next((hat for hat in request.hats if str(hat.id) == made_for), None)
    typed = [value for name, value in request.POST.items() if value.strip() and not name.endswith(NOT_SHOWN)]
    context = {"former": former, "made_for": made_for, "may_return": former or made_for == "0", "typed": typed}
    return render(request, "organisations/other_hat.html", context, status=409)
