"""Which criteria a dossier answers: named wherever it is read, and a way on when others stand."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.files import read_file
from routes import indicators, queries, versions
from routes.models import CriteriaSet, Criterion, CriterionAssessment, Decision, Evidence, Route, RouteYear
from routes.services import add_figure, add_link, adopt_criteria, state_criterion, submit_route
from routes.wordings import likely_answer, wordings_of

from . import rounds
from .scene import WHO, fields

NULMETING = "Vijf criteria voor een Mkb-route in het hbo"


def text(response) -> str:
    return response.content.decode()


def paper(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def under_katapult(scene) -> Route:
    """A dossier on a set that no longer stands."""
    with acting_as(scene.coordinator.actor):
        route = Route.objects.create(hogeschool=scene.hogeschool, slug="oud", **fields())
        for criterion in Criterion.objects.filter(criteria_set__code="katapult-2022"):
            assessment = CriterionAssessment.objects.create(
                route=route, hogeschool=scene.hogeschool, criterion=criterion, statement=f"Over {criterion.title}."
            )
            if criterion.number == 5:
                add_link(assessment, "https://voorbeeld.test/model", title="Model", who=WHO)
                add_figure(assessment, "signed_share", who=WHO)
    return route


@pytest.mark.django_db
class TestNamed:
    @pytest.mark.parametrize("who", ["coordinator", "assessor"])
    def test_on_every_page_and_paper(self, client, scene, who):
        route = rounds.submitted_again(scene)
        client.force_login(getattr(scene, who).user)
        for name, args in (("overview", []), ("versions", []), ("version", [1]), ("dossier", [])):
            shown = text(client.get(reverse(f"routes:{name}", args=[route.public_id, *args])))
            assert f"{NULMETING}, 21 juli 2022" in shown, name
        for name, args in (("overview_pdf", []), ("version_pdf", [1])):
            said = paper(client.get(reverse(f"routes:{name}", args=[route.public_id, *args])).content)
            assert f"{NULMETING}, 21 juli 2022" in said
            assert "Nulmeting 2021-2022, paragraaf 1.1" in said

    def test_in_the_letter(self, scene):
        rounds.rejected(scene)
        with acting_as(SYSTEM):
            letter = Decision.objects.select_related("document").get().document
            assert f"Beoordeeld volgens: {NULMETING}, 21 juli 2022" in paper(read_file(letter.sha256))


class TestWordings:
    def test_three_wordings_stand_at_the_criterion(self, client, scene):
        client.force_login(scene.coordinator.user)
        shown = text(client.get(reverse("routes:criterion", args=[scene.register().public_id, 1])))
        for said in ("Dezelfde eis in drie bronnen", "Vijf kenmerken volgens Katapult", "grootste deel van het leren",
                     "die beide leiden tot een erkend hbo-diploma",
                     "Zes kenmerken volgens de handreiking"):  # fmt: skip
            assert said in shown

    def test_each_of_the_five_has_all_three_sources(self, scene):
        with acting_as(scene.coordinator.actor):
            criteria = Criterion.objects.filter(criteria_set__standing=True).select_related("criteria_set")
            found = {each.number: wordings_of(each) for each in criteria}
        assert {number: len(wordings) for number, wordings in found.items()} == dict.fromkeys(range(1, 6), 3)
        assert found[5][1].texts == []  # Katapult does not ask it
        assert found[5][2].texts[0].startswith("Bedrijven, brancheverenigingen en hogescholen")

    def test_same_demand_is_found_both_ways(self, scene):
        def numbered(code):
            found = Criterion.objects.filter(criteria_set__code=code).select_related("criteria_set")
            return {each.number: each for each in found}

        with acting_as(scene.coordinator.actor):
            standing, katapult = numbered("nulmeting-2022"), numbered("katapult-2022")
        assert [likely_answer(each, katapult.values()) for each in standing.values()] == [1, None, 5, 4, None]
        assert [likely_answer(each, standing.values()) for each in katapult.values()] == [1, 1, 1, 4, 3]


class TestAdopting:
    def test_dossier_of_former_criteria_offers_the_way_on(self, client, scene):
        route = under_katapult(scene)
        client.force_login(scene.coordinator.user)
        shown = text(client.get(reverse("routes:dossier", args=[route.public_id])))
        assert "Er zijn nieuwe criteria" in shown
        assert "Vijf kenmerken volgens Katapult" in shown
        page = reverse("routes:adopt_criteria", args=[route.public_id])
        form = client.get(page).context["form"]
        chosen = {name: form[name].value() for name in form.fields}
        assert chosen == {"c1": "1", "c2": "", "c3": "5", "c4": "4", "c5": ""}
        assert client.post(page, {**chosen, "c1": "2"}).status_code == 302
        with acting_as(scene.coordinator.actor):
            found = queries.assessments_of(route)
            assert {each.criterion.criteria_set.code for each in found} == {"nulmeting-2022"}
            assert [each.statement for each in found] == [
                "Over Leren en werken verbonden.", "", "Over Tripartiete overeenkomst.",
                "Over Salaris van de werkgever.", "",
            ]  # fmt: skip
            assert [each.own_verdict for each in found] == [""] * 5
            proofs = Evidence.objects.filter(assessment=found[2])
            assert [(proof.title, proof.url, proof.indicator) for proof in proofs] == [
                ("Model", "https://voorbeeld.test/model", ""),
                ("Studenten met een getekende overeenkomst", "", "signed_share"),
            ]
        assert "Er zijn nieuwe criteria" not in text(client.get(reverse("routes:dossier", args=[route.public_id])))

    def test_pages_by_number_know_two_sets(self, client, scene):
        route = under_katapult(scene)
        with acting_as(scene.coordinator.actor):
            adopt_criteria(route, {}, who=WHO)
        client.force_login(scene.coordinator.user)
        for name in ("criterion", "add_evidence"):
            response = client.get(reverse(f"routes:{name}", args=[route.public_id, 2]))
            assert response.status_code == 200
            assert response.context["criterion"].title == "Leerwerkplek in het mkb"
            assert client.get(reverse(f"routes:{name}", args=[route.public_id, 6])).status_code == 404
        page = reverse("routes:criterion", args=[route.public_id, 2])
        typed = {"statement": "Nieuw", "seen": client.get(page).context["seen"], "next": "1"}
        assert client.post(page, typed).headers["Location"].endswith("/dossier/3/")
        last = reverse("routes:criterion", args=[route.public_id, 5])
        typed = {"statement": "Nieuw", "seen": client.get(last).context["seen"], "next": "1"}
        assert client.post(last, typed).headers["Location"].endswith("/dossier/")

    def test_submitted_after_it_says_which_criteria_it_answers(self, scene):
        route = under_katapult(scene)
        with acting_as(scene.coordinator.actor):
            adopt_criteria(route, {}, who=WHO)
            for found in queries.assessments_of(route):
                state_criterion(found, statement="Zo.", evidence="Plan.", own_verdict="meets", who=WHO)
            for year in (1, 2):
                RouteYear.objects.create(
                    route=route, hogeschool=scene.hogeschool, year=year, days_school=1, days_company=4,
                    days_elsewhere=0,
                )  # fmt: skip
            submit_route(route, who=WHO)
            version = queries.latest_version(route)
            assert version.criteria_set.code == "nulmeting-2022"
            assert len(version.content["criteria"]) == 5

    def test_figures_of_the_portal_are_not_hung_on_numbers_of_another_set(self, scene):
        route = under_katapult(scene)
        with acting_as(scene.coordinator.actor):
            content = versions.content_of(
                Route.objects.select_related("hogeschool").get(pk=route.pk),
                indicators.figures_now(route.pk),
            )
        assert {figure["criterion"] for figure in content["figures"]} == {0}

    def test_only_once(self, client, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError, match="geldende criteria"):
            adopt_criteria(route, {}, who=WHO)
        client.force_login(scene.coordinator.user)
        page = reverse("routes:adopt_criteria", args=[route.public_id])
        assert client.get(page).status_code == 302
        assert client.post(page, {}).status_code == 302
        with acting_as(SYSTEM):
            assert CriterionAssessment.objects.filter(route=route).count() == 5

    def test_what_was_chosen_must_exist(self, client, scene):
        route = under_katapult(scene)
        client.force_login(scene.coordinator.user)
        page = reverse("routes:adopt_criteria", args=[route.public_id])
        assert client.post(page, {"c1": "9"}).status_code == 422

    def test_standing_criteria_go_first(self, scene):
        rejected = rounds.rejected(scene)
        with acting_as(scene.coordinator.actor):
            for criterion in Criterion.objects.filter(criteria_set__code="katapult-2022"):
                CriterionAssessment.objects.create(route=rejected, hogeschool=scene.hogeschool, criterion=criterion)
            assert all(item.finding for item in queries.dossier(rejected))  # the standing set goes first
            assert queries.criteria_set_of(rejected) == CriteriaSet.objects.get(standing=True)
