"""A wave with answers: those of the nulmeting, on the route of a tenant and on others beside it."""

import csv
import io

from django.utils import timezone

from surveys.asking.writing import as_data
from surveys.models import QuestionnaireVersion, Wave, WavePopulation, WaveRoute
from surveys.services.importing import import_responses

from . import nulmeting


def wave(tenant, name="Meting 2027", audiences=("companies", "students", "teachers"), **fields):
    """Open, on the route of the tenant."""
    today = timezone.localdate()
    given = {"opens_on": today, "closes_on": today + timezone.timedelta(days=30), "state": "open", **fields}
    made = Wave.objects.create(name=name, opened_at=timezone.now(), **given)
    WaveRoute.objects.create(wave=made, route=tenant.route, hogeschool=tenant.hogeschool)
    for audience in audiences:
        version = QuestionnaireVersion.objects.get(
            questionnaire__hogeschool=None, questionnaire__audience=audience, number=1
        )
        content = as_data(nulmeting.asked(audience))
        WavePopulation.objects.create(wave=made, audience=audience, version=version, content=content)
    return made


def as_csv(audience, slugs):
    """`slugs`: of the route of each, in turn."""
    content, people = nulmeting.asked(audience), nulmeting.EVERYBODY[audience]
    names = [code for item in content.items for code in ([item.code] if item.kind == "multiple" else item.column_codes)]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([*names, "compleet", "route"])
    for place, person in enumerate(people):
        is_complete = "ja" if place < nulmeting.COMPLETE[audience] else "nee"
        cells = [_cell(person, name) for name in names]
        writer.writerow([*cells, is_complete, slugs[place % len(slugs)] if slugs else ""])
    return file.getvalue().encode()


def _cell(person, name):
    value = person.get(name)
    if value is None and isinstance(person.get(name[:-1]), dict):
        value = person[name[:-1]].get(name[-1])
    if isinstance(value, tuple):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def answered(tenant, **fields):
    """The wave with all that the nulmeting counted, as the system."""
    made = wave(tenant, **fields)
    for population in made.populations.all():
        data = as_csv(population.audience, [tenant.route.slug])
        import_responses(population, data, file_name=f"{population.audience}.csv", who="Test")
    return made
