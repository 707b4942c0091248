"""What the public catalogue costs beside a bare Django page with the same routes, out of 720."""

from collections import defaultdict

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from bench.cpu import ratio
from bench.data import use_scale
from bench.registry import CannotMeasure, Result, figure
from mkbroute.urls import urlpatterns as portal
from routes.models import Route, RouteYear
from routes.models.route import OPEN

FILTERED = "/opleidingen/?graad=ad&vorm=duaal"
ONE, THREE = "/opleidingen/?zoek=Bouwkunde+378", "/opleidingen/?zoek=Bouwkunde+38"
PAGE = """<!doctype html><title>Opleidingen</title><p>{{ number }} opleidingen</p><table>
{% for route in rows %}<tr><th><a href="/opleidingen/{{ route.1 }}/">{{ route.2 }}</a></th><td>{{ route.3 }}</td>
<td>{{ route.4 }}</td><td>{{ route.5 }}</td><td>{{ route.6 }}</td><td>{{ route.7|date:"j F Y" }}</td>
<td>{{ route.8 }}</td><td>{% for week in route.9 %}{{ week.2 }} dagen werken, {{ week.1 }} studeren{% endfor %}</td>
</tr>{% endfor %}</table>"""
COLUMNS = (
    "pk", "slug", "programme", "degree", "form", "city", "province", "starts_on", "hogeschool__name",
)  # fmt: skip


@login_not_required
def bare_catalogue(request):
    found = Route.objects.filter(OPEN, degree="ad", form="duaal")
    rows = list(found.order_by("programme", "id").values_list(*COLUMNS)[:24])
    weeks = defaultdict(list)
    for week in RouteYear.objects.filter(route__in=[row[0] for row in rows]).values_list(
        "route_id", "days_school", "days_company"
    ):
        weeks[week[0]].append(week)
    context = {"number": found.count(), "rows": [(*row, weeks[row[0]]) for row in rows]}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [*portal, path("kaal/", bare_catalogue)]


@figure("routes.catalogue_vs_bare")
@override_settings(ROOT_URLCONF="bench.catalogue")
def catalogue_vs_bare() -> Result:
    use_scale("national")
    client = Client()
    ours, reference = (lambda: client.get(FILTERED)), (lambda: client.get("/kaal/"))
    if not ours().content.count(b"catalogue-card") == reference().content.count(b"<th>") == 24:
        raise CannotMeasure("the pages do not show the same rows")
    how = "24 of 720 routes, filtered, visitor, full middleware / bare page, same rows, weeks and count"
    return Result(ratio(ours, reference), "<= 2.0", how)


@figure("routes.catalogue_queries")
def catalogue_queries() -> Result:
    use_scale("national")
    shown = [Client().get(address).content.count(b"catalogue-card") for address in (ONE, THREE, "/opleidingen/")]
    if shown != [1, 3, 24]:
        raise CannotMeasure(f"the pages show {shown} routes")
    counts = {_queries(address) for address in (ONE, THREE, "/opleidingen/")}
    if len(counts) > 1:
        raise CannotMeasure(f"the number of queries depends on what is found: {sorted(counts)}")
    return Result(counts.pop(), "<= 8", "of the catalogue for a visitor; the same for 720 routes, three and one")


def _queries(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([query for query in captured.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")])
