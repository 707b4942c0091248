"""What our pages cost beside bare Django ones."""

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings

from bench import bare, people
from bench.cpu import ratio
from bench.data import use_scale
from bench.registry import CannotMeasure, Result, figure
from mkbroute.organisations.models import User

LIST = "/overeenkomsten/"
OUR_FORM = """{% extends "base.html" %}{% block title %}Formulier{% endblock %}
{% block content %}<h1>Formulier</h1>{% form form submit="Opslaan" %}{% endblock %}"""


@figure("pages.list_vs_bare")
@override_settings(ROOT_URLCONF="bench.bare", SECOND_FACTOR_REQUIRED=False)
def list_vs_bare() -> Result:
    client = _client(1)
    ours, reference = (lambda: client.get(LIST)), (lambda: client.get("/kaal/"))
    if not ours().content.count(b'role="rowheader"') == reference().content.count(b"<th>") == 25:
        raise CannotMeasure("the pages do not show the same rows")
    return Result(
        ratio(ours, reference), "<= 2.0", "25 agreements, coordinator, full middleware / bare page, same rows"
    )


@figure("pages.list_queries")
@override_settings(SECOND_FACTOR_REQUIRED=False)
def list_queries() -> Result:
    counts = {
        _queries(_client(number), f"{LIST}?q={search}") for number, search in ((1, ""), (36, ""), (1, "Persoon 99"))
    }
    if len(counts) > 1:
        raise CannotMeasure(f"the number of queries depends on the number of rows: {sorted(counts)}")
    return Result(
        counts.pop(), "<= 8", "of the list of agreements, session and log-in included; the same for few rows and many"
    )


@figure("pages.form_vs_bare")
def form_vs_bare() -> Result:
    names = [(f"veld{number}", f"Veld {number}", "Zo vult u dit in.") for number in range(10)]
    fields = {name: forms.CharField(label=label, help_text=text, max_length=100) for name, label, text in names}
    form_class = type("TenFields", (forms.Form,), fields)
    values = {name: "een waarde" for name, _, _ in names}
    ours = engines["django"].from_string(OUR_FORM)
    reference = engines["django"].from_string(bare.form_template(names))
    request = _request()
    value = ratio(
        lambda: ours.render({"form": form_class(initial=values)}, request), lambda: reference.render(values, request)
    )
    return Result(value, "<= 3.0", "ten fields with help / the same written out in HTML, in the same layout")


def _client(number: int) -> Client:
    use_scale("national")
    client = Client()
    client.force_login(User.objects.get(pk=people.coordinator(number).actor.user_id))
    return client


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([query for query in captured.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")])


def _request():
    request = RequestFactory().get("/")
    request.user, request.hat, request.hats = AnonymousUser(), None, []
    request._messages = []
    return request
