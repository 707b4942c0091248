"""The pages that ours are held against: the same rows or fields, with nothing but Django."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from agreements.models import Agreement
from mkbroute.urls import urlpatterns as portal

LIST = """<!doctype html><title>Overeenkomsten</title><table>
{% for id, student, company, programme, state, ends, changed in rows %}<tr>
<th><a href="/overeenkomsten/{{ id }}/">{{ student }}</a></th><td>{{ company }}</td><td>{{ programme }}</td>
<td>{{ state }}</td><td>{{ ends|date:"j b Y" }}</td><td>{{ changed|date:"j b Y" }}</td></tr>{% endfor %}</table>"""
COLUMNS = ("public_id", "student_name", "organisation__name", "route__programme", "state", "ends_on", "changed_at")

FORM = """{{% extends "base.html" %}}{{% block title %}}Formulier{{% endblock %}}
{{% block content %}}<h1>Formulier</h1><form method="post">{{% csrf_token %}}{fields}<button>Opslaan</button></form>
{{% endblock %}}"""
FIELD = """<div class="field"><label class="form-label" for="id_{name}">{label}</label>
<div class="form-help" id="id_{name}_helptext">{help}</div>
<input type="text" name="{name}" id="id_{name}" class="form-control" maxlength="100" required
 aria-describedby="id_{name}_helptext" value="{{{{ {name} }}}}"></div>"""


def bare_list(request):
    rows = Agreement.objects.order_by("-changed_at", "-pk").values_list(*COLUMNS)[:25]
    template = engines["django"].from_string(LIST)
    return HttpResponse(template.render({"rows": list(rows)}, request))


def form_template(fields: list[tuple[str, str, str]]) -> str:
    """For fields as (name, label, help)."""
    return FORM.format(fields="".join(FIELD.format(name=name, label=label, help=text) for name, label, text in fields))


urlpatterns = [*portal, path("kaal/", bare_list)]
