"""Only in the demo (urls.py): become one of the invented people with one click, and read everybody's mail."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mkbroute.organisations.models import User

from . import mailbox
from .people import BY_KEY, PEOPLE


def open_to_every_hat(view):
    """Nothing is shown as the hat that is worn, and whoever put one on must be able to become somebody else."""
    view.own_actor = True
    return view


@open_to_every_hat
@login_not_required
def people(request):
    return render(request, "demo/people.html", {"people": PEOPLE})


@open_to_every_hat
@login_not_required
@require_POST
def become(request, key):
    person = BY_KEY.get(key)
    user = User.objects.filter(email=person.email).first() if person else None
    if not user:
        raise Http404("no such demo person")
    request.session.flush()
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")


@open_to_every_hat
@login_not_required
def post(request):
    to = request.GET.get("aan", "")
    return render(request, "demo/post.html", {"mails": mailbox.mails(to), "to": to, "people": PEOPLE})
