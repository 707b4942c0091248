"""Locations, contacts and costs of a route: the services, and their pages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from routes import details
from routes.models import Route, RouteContact, RouteCost, RouteEvent, RouteLocation
from routes.revisions import Overtaken
from routes.services import add_detail, change_detail, remove_detail
from routes.services.details import MOST, detail_revision

from .scene import WHO
from .scene import scene as make_scene

LAPTOP = {
    "what": "Laptop",
    "amount_eur": Decimal("950.00"),
    "per": "once",
    "payer": "employer",
    "note": "",
    "is_public": True,
}
DOCENT = {"name": "Bo Vos", "role": "Docent", "email": "bo@voorbeeld.test", "phone": "", "is_public": False}
LAB = {
    "name": "Praktijkcentrum", "use": "elsewhere", "street": "", "postcode": "", "city": "Zeist", "province": "utrecht",
}  # fmt: skip
ALL = [(RouteCost, LAPTOP), (RouteContact, DOCENT), (RouteLocation, LAB)]
PAGES = {"locatie": LAB, "contact": DOCENT, "kosten": LAPTOP}


def told():
    with acting_as(SYSTEM):
        return list(RouteEvent.objects.order_by("at").values_list("text", flat=True))


@pytest.fixture
def ours(scene):
    with acting_as(scene.coordinator.actor):
        yield scene


class TestServices:
    @pytest.mark.parametrize(("model", "fields"), ALL)
    def test_is_added_changed_and_removed_and_it_is_told(self, ours, model, fields):
        route = ours.register()
        detail = add_detail(model, route, who=WHO, **fields)
        first = next(iter(fields))
        changed = change_detail(detail, who=WHO, seen=detail_revision(detail), **{**fields, first: "Anders"})
        remove_detail(changed, who=WHO)
        assert not model.objects.exists()
        assert [text.split(":")[0].split()[-1] for text in told()[1:]] == ["bijgewerkt", "verwijderd"]

    def test_nothing_changed_leaves_no_trace(self, ours):
        detail = add_detail(RouteCost, ours.register(), who=WHO, **LAPTOP)
        before = told()
        change_detail(detail, who=WHO, **LAPTOP)
        assert told() == before

    def test_colleague_who_saved_first_is_not_overwritten(self, ours):
        detail = add_detail(RouteContact, ours.register(), who=WHO, **DOCENT)
        seen = detail_revision(detail)
        change_detail(detail, who=WHO, seen=seen, **{**DOCENT, "name": "Van haar"})
        with pytest.raises(Overtaken):
            change_detail(detail, who=WHO, seen=seen, **{**DOCENT, "name": "Van mij"})
        assert RouteContact.objects.get().name == "Van haar"

    def test_removed_in_the_meantime_is_told(self, ours):
        detail = add_detail(RouteContact, ours.register(), who=WHO, **DOCENT)
        remove_detail(RouteContact.objects.get(), who=WHO)
        with pytest.raises(ValidationError, match="intussen verwijderd"):
            change_detail(detail, who=WHO, **DOCENT)

    def test_thirty_are_enough(self, ours):
        route = ours.register()
        RouteCost.objects.bulk_create(
            RouteCost(route=route, hogeschool_id=route.hogeschool_id, **LAPTOP) for _ in range(MOST)
        )
        with pytest.raises(ValidationError, match="te veel"):
            add_detail(RouteCost, route, who=WHO, **LAPTOP)

    def test_route_under_review_stays_as_it_was_submitted(self, scene):
        route = scene.submit()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError, match="ingediend"):
            add_detail(RouteCost, route, who=WHO, **LAPTOP)

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (RouteCost, {**LAPTOP, "amount_eur": None}),
            (RouteCost, {**LAPTOP, "amount_eur": -1}),
            (RouteContact, {**DOCENT, "email": ""}),
        ],
    )
    def test_database_refuses_what_says_nothing(self, ours, model, fields):
        route = ours.register()
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(route=route, hogeschool_id=route.hogeschool_id, **fields)


def test_visitors_get_what_may_be_shown(scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        for is_public in (True, False):
            add_detail(RouteCost, route, who=WHO, **{**LAPTOP, "is_public": is_public})
            add_detail(RouteContact, route, who=WHO, **{**DOCENT, "is_public": is_public})
        add_detail(RouteLocation, route, who=WHO, **LAB)
    for actor in (PUBLIC, scene.coordinator.actor):
        with acting_as(actor):
            found = details.public_details(Route.objects.get())
        assert [len(found.costs), len(found.contacts), len(found.locations)] == [1, 1, 1]
        assert found.rhythm_url == ""


class TestPages:
    @pytest.fixture
    def browser(self, client, scene):
        client.force_login(scene.coordinator.user)
        return client

    def typed(self, sort, **changes):
        values = {**PAGES[sort], **changes}
        return {name: str(value) for name, value in values.items() if value is not False}

    def address(self, name, public_id, what):
        return reverse(f"routes:{name}", args=[public_id, what])

    @pytest.mark.parametrize("what", PAGES)
    def test_from_the_page_of_the_route_and_back(self, browser, scene, what):
        route = scene.register()
        page = reverse("routes:detail", args=[route.public_id])
        assert self.address("add_detail", route.public_id, what) in browser.get(page).content.decode()
        browser.post(self.address("add_detail", route.public_id, what), self.typed(what))
        with acting_as(SYSTEM):
            (detail,) = {"locatie": RouteLocation, "contact": RouteContact, "kosten": RouteCost}[what].objects.all()
        assert str(detail.pk and next(iter(PAGES[what].values()))) in browser.get(page).content.decode()
        change = self.address("change_detail", detail.public_id, what)
        seen = browser.get(change).context["seen"]
        assert browser.post(change, {**self.typed(what), "seen": seen}).status_code == 302
        remove = self.address("remove_detail", detail.public_id, what)
        assert "verwijderen?" in browser.get(remove).content.decode()
        assert browser.post(remove).status_code == 302
        assert browser.post(remove).status_code == 404

    @pytest.mark.parametrize(
        ("what", "typed", "says"),
        [
            ("kosten", {"amount_eur": ""}, "leg uit waar het van afhangt"),
            ("kosten", {"amount_eur": "-5"}, "amount_eur"),
            ("kosten", {"amount_eur": "veel"}, "Vul een bedrag in"),
            ("kosten", {"payer": "de koning"}, "payer"),
            ("contact", {"email": ""}, "e-mailadres of een telefoonnummer"),
            ("contact", {"email": "bo"}, "Vul een e-mailadres in"),
            ("locatie", {"postcode": "12"}, "Schrijf een postcode als"),
            ("locatie", {"name": ""}, "Vul dit in."),
        ],
    )
    def test_mistake_is_told(self, browser, scene, what, typed, says):
        route = scene.register()
        response = browser.post(self.address("add_detail", route.public_id, what), self.typed(what, **typed))
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_amount_is_typed_the_dutch_way(self, browser, scene):
        route = scene.register()
        browser.post(self.address("add_detail", route.public_id, "kosten"), self.typed("kosten", amount_eur="2.601,50"))
        assert "€&nbsp;2.601,50" in browser.get(
            reverse("routes:detail", args=[route.public_id])
        ).content.decode().replace("\xa0", "&nbsp;").replace("€ ", "€&nbsp;")

    def test_save_from_nowhere_wipes_out_nothing(self, browser, scene):
        with acting_as(scene.coordinator.actor):
            detail = add_detail(RouteCost, scene.register(), who=WHO, **LAPTOP)
        response = browser.post(
            self.address("change_detail", detail.public_id, "kosten"), self.typed("kosten", what="Anders")
        )
        assert response.status_code == 422
        assert "Iemand anders heeft dit gewijzigd" in response.content.decode()
        assert ("Waarvoor?", "Laptop", True) in response.context["theirs"]

    def test_unknown_sort_is_not_found(self, browser, scene):
        assert browser.get(self.address("add_detail", scene.register().public_id, "gebouwen")).status_code == 404

    def test_stranger_finds_nothing(self, client, scene):
        with acting_as(scene.coordinator.actor):
            detail = add_detail(RouteCost, scene.register(), who=WHO, **LAPTOP)
        client.force_login(make_scene("Andere").coordinator.user)
        for name in ("change_detail", "remove_detail"):
            assert client.post(self.address(name, detail.public_id, "kosten")).status_code == 404
