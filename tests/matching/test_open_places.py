"""What visitors see of leerwerkplekken."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from matching.models import Offer, OpenPlace, Position
from matching.services.positions import withdraw_position
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from routes.models import Route
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)


def shown() -> set[str]:
    with acting_as(PUBLIC):
        return set(OpenPlace.objects.values_list("title", flat=True))


def url(position) -> str:
    return reverse("matching:open_place", args=[position.public_id])


HIDDEN_BY = {
    "waits for its check": lambda tenant: stage.offered(tenant, title="Plek", published=False),
    "is not to be seen": lambda tenant: stage.offered(tenant, title="Plek", is_public=False),
    "is past its last day": lambda tenant: stage.offered(
        tenant, title="Plek", closes_on=timezone.localdate() - timedelta(days=1)
    ),
}


@pytest.mark.parametrize("why", HIDDEN_BY)
def test_visitors_do_not_see_what(tenant, client, why):
    position = HIDDEN_BY[why](tenant)
    assert "Plek" not in shown()
    answer = client.get(url(position))
    assert answer.status_code == 404
    assert "staat niet (meer) open" in answer.text


def test_visitors_see_it_until_it_is_withdrawn_or_the_route_stops(tenant):
    position = stage.offered(tenant, title="Plek")
    assert "Plek" in shown()
    with acting_as(SYSTEM):
        Route.objects.filter(pk=tenant.route.pk).update(phase="stalled")
    assert "Plek" not in shown()
    with acting_as(SYSTEM):
        Route.objects.filter(pk=tenant.route.pk).update(phase="running")
    with acting_as(tenant.contact.actor):
        withdraw_position(position, who=stage.COMPANY)
    assert "Plek" not in shown()


def test_it_holds_no_persons():
    columns = {field.name for field in OpenPlace._meta.fields}
    assert not [name for name in columns if name.startswith(("supervisor", "signatory", "reviewed"))]
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(PUBLIC):
        list(Position.objects.all())


def test_its_page_tells_search_engines(tenant, client):
    position = stage.offered(
        tenant, title="Lasser </script>", formal_employer=tenant.employer, requirements="Rijbewijs B"
    )
    page = client.get(url(position))
    assert stage.TERMS["supervisor_name"] not in page.text
    assert stage.TERMS["signatory_email"] not in page.text
    job = job_of(page)
    assert (job["@type"], job["title"]) == ("JobPosting", "Lasser </script>")
    assert job["hiringOrganization"]["name"] == tenant.employer.name
    assert job["jobLocation"]["address"]["addressCountry"] == "NL"
    assert job["employmentType"] == ["PART_TIME", "TEMPORARY"]
    assert job["qualifications"] == "Rijbewijs B"
    assert "validThrough" not in job
    assert job["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "unitText": "MONTH", "value": 2600},
    }
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_pay_for_search_engines_has_a_range_per_hour_or_is_left_out(tenant, client):
    per_hour = {"salary_from": 16.5, "salary_to": 18, "salary_per": "hour", "salary_hours": None}
    told = job_of(client.get(url(stage.offered(tenant, **per_hour))))["baseSalary"]["value"]
    assert (told["minValue"], told["maxValue"], told["unitText"]) == (16.5, 18, "HOUR")
    unsaid = {**dict.fromkeys(per_hour), "salary_per": "", "salary_note": "Volgens de cao"}
    page = client.get(url(stage.offered(tenant, **unsaid)))
    assert "baseSalary" not in job_of(page)
    assert "Volgens de cao" in page.text


def job_of(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)[1])


def test_a_full_place_is_no_vacancy_for_search_engines(tenant, client):
    position = stage.offered(tenant, title="Lasser")
    address = reverse("matching:open_place", args=[position.public_id])
    assert "JobPosting" in client.get(address).text
    stage.proposed(tenant, position)
    page = client.get(address).text
    assert "Nu vol" in page
    assert "JobPosting" not in page


def test_its_last_day_counts_whole(tenant, client):
    day = timezone.localdate() + timedelta(days=10)
    page = client.get(url(stage.offered(tenant, closes_on=day)))
    assert f'"validThrough": "{day.isoformat()}T23:59:59' in page.text


def test_looking_by_word_province_sector_and_route(tenant, client):
    stage.offered(tenant, title="Lasser")
    stage.offered(tenant, title="Tekenaar")
    address = reverse("matching:open_places")

    def titles(**asked):
        return {row.place.title for row in client.get(address, asked).context["page"]}

    assert titles() == {"Lasser", "Tekenaar"}
    assert titles(zoek="lasser") == {"Lasser"}
    assert titles(zoek="lasser bouwbedrijf") == {"Lasser"}
    assert titles(zoek="%") == set()
    assert titles(zoek="\x00") == {"Lasser", "Tekenaar"}
    assert titles(provincie="zeeland") == set()
    assert titles(provincie="nergens") == {"Lasser", "Tekenaar"}
    assert titles(sector=tenant.route.sector, opleiding=tenant.route.slug) == {"Lasser", "Tekenaar"}
    assert titles(opleiding=stage.tenant("Andere Hogeschool").route.slug) == set()


def test_a_place_on_two_routes_is_one_place(client, tenant):
    second = stage.tenant("Andere Hogeschool").route
    stage.offered(tenant, title="Lasser", routes=[tenant.route, second])
    page = client.get(reverse("matching:open_places"))
    assert [(row.place.title, row.elsewhere) for row in page.context["page"]] == [("Lasser", 1)]
    assert ">1 leerwerkplek<" in page.text
    assert "en nog 1 andere opleiding" in page.text
    page = client.get(reverse("matching:open_places"), {"opleiding": second.slug})
    assert [row.place.route_id for row in page.context["page"]] == [second.pk]


def test_what_was_withdrawn_is_gone_from_the_list_at_once(client, tenant):
    position, address = stage.offered(tenant, title="Lasser"), reverse("matching:open_places")
    assert "Lasser" in client.get(address).text
    with acting_as(tenant.contact.actor):
        withdraw_position(position, who=stage.COMPANY)
    assert "Lasser" not in client.get(address).text


def test_the_list_takes_as_many_queries_for_many(tenant, client):
    address = reverse("matching:open_places")
    stage.offered(tenant)
    few = stage.statements(client, address)
    for _ in range(3):
        stage.offered(tenant)
    cache.clear()
    assert stage.statements(client, address) == few <= 8


def test_the_route_names_its_places(tenant, client):
    page = reverse("routes:page", args=[tenant.route.slug])
    assert "Waar kun je werken?" not in client.get(page).text
    for number in range(6):
        stage.offered(tenant, title=f"Plek {number}")
    found = client.get(page)
    assert len(found.context["workplaces"].shown) == 5
    assert "Bekijk alle 6 leerwerkplekken" in found.text


def test_one_place_on_two_routes_has_one_page(tenant, client):
    other = stage.tenant("Andere Hogeschool")
    position = stage.offered(tenant, [tenant.route, other.route])
    page = client.get(url(position))
    assert [place.route_id for place in page.context["places"]] == [tenant.route.pk, other.route.pk]
    with acting_as(SYSTEM):
        Offer.objects.filter(position=position, route=other.route).update(withdrawn_at=timezone.now())
    assert len(client.get(url(position)).context["places"]) == 1
