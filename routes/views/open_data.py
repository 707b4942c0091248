"""The recognised routes for everyone to use: files, what their columns mean, and the schema of the JSON."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mkbroute.access.actor import PUBLIC
from mkbroute.access.decorators import as_visitor
from mkbroute.access.middleware import stream_as
from mkbroute.exports.records import json_schema
from routes import catalogue, exports
from routes.canonical import origin

from .files import TYPES, download, require_format, written

TITLE = "Erkende Mkb-routes in het hbo"
ABOUT = "De routes die het programmateam heeft erkend, zonder gegevens van personen."
# CC0 1.0: what data.overheid.nl advises when in doubt (docs/decisions/0011-open-data-without-conditions.md)
LICENSE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
LICENSE_DEED_URL = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
LICENSE_ADVICE_URL = "https://data.overheid.nl/ondersteuning/data-publiceren/licentie-keuze"
FOR_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Link": f'<{LICENSE_URL}>; rel="license"'}
HEAD = {
    "$schema": {"type": "string", "format": "uri", "description": "Het adres van dit schema."},
    "title": {"type": "string", "description": "Wat in het bestand staat."},
    "source": {"type": "string", "format": "uri", "description": "Het portaal waar het bestand vandaan komt."},
    "license": {"type": "string", "format": "uri", "const": LICENSE_URL, "description": "Vrij te gebruiken."},
    "generated_at": {"type": "string", "format": "date-time", "description": "Wanneer het bestand is gemaakt."},
}


@login_not_required
@require_safe
@as_visitor
def page(request):
    host = getattr(request, "host", None)
    hogeschool_id = host.organisation_id if host else None
    context = {
        "columns": [each.column for each in exports.PUBLIC_COLUMNS],
        "files": [(name.upper(), reverse("routes:open_data_file", args=[name])) for name in TYPES],
        "routes": catalogue.recognised(hogeschool_id).count(),
        "last_change": catalogue.last_change(hogeschool_id),
        "address": origin(host) + reverse("routes:open_data_file", args=["json"]),
        "license_url": LICENSE_DEED_URL,
        "license_advice_url": LICENSE_ADVICE_URL,
        "host": host,
    }
    return render(request, "routes/open_data.html", context)


@login_not_required
@require_safe
@as_visitor
def file(request, file_format):
    require_format(file_format)
    host = getattr(request, "host", None)
    sheet = exports.open_data_sheet(host.organisation_id if host else None)
    head = {
        "$schema": _absolute("routes:open_data_schema"),
        "title": TITLE,
        "source": settings.SITE_URL,
        "license": LICENSE_URL,
        "generated_at": timezone.now().isoformat(timespec="seconds"),
    }
    # sent after this view has ended, and to everyone the same
    content = stream_as(PUBLIC, written(sheet, file_format, head))
    return download(content, file_format, "mkb-routes", **FOR_ANY_SITE)


@login_not_required
@require_safe
@as_visitor
def schema(request):
    columns = [each.column for each in exports.PUBLIC_COLUMNS]
    address = _absolute("routes:open_data_schema")
    found = json_schema(columns, name="routes", title=TITLE, about=ABOUT, url=address, head=HEAD)
    found["license"] = LICENSE_URL
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=FOR_ANY_SITE)


def _absolute(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)
