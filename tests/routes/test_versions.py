"""Versions of a dossier, and what changed between two of them."""

from copy import deepcopy
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mkbroute.access.actor import SYSTEM, acting_as
from routes import versions
from routes.models import DossierVersion, RouteCost, RouteLocation
from routes.services import add_detail, begin_rhythm, submit_route, update_route
from routes.tasks import count_route
from routes.versions import ADDED, REMOVED, SAME, compare, parts_of
from tests.documents.papers import faults
from tests.documents.test_render import text_of

from . import rounds
from .scene import WHO

TEXT = st.lists(st.sampled_from(["Wij", "leren", " ", "\n", "é.", "  "]), max_size=8).map("".join)
CRITERION = st.fixed_dictionaries(
    {
        "title": st.just("Titel"),
        "text": TEXT,
        "statement": TEXT,
        "evidence": TEXT,
        "own_verdict": st.sampled_from(["", "meets", "partly", "not_yet"]),
        "proofs": st.lists(
            st.fixed_dictionaries({"kind": st.just("link"), "title": TEXT, "url": st.just("https://a.test")}),
            max_size=2,
        ),
    }
)
CONTENT = st.builds(
    lambda title, facts, criteria: {
        "title": title,
        "hogeschool": "Avans",
        "facts": [[f"Feit {number}", value] for number, value in enumerate(facts)],
        "weeks": [{"year": 1, "school": "1", "company": "4", "elsewhere": "0"}],
        "partners": [],
        "criteria": [{"number": number, **each} for number, each in enumerate(criteria, start=1)],
        "figures": [],
    },
    TEXT,
    st.lists(TEXT, max_size=2),
    st.lists(CRITERION, max_size=2),
)


@given(TEXT, TEXT)
def test_parts_give_back_both_texts(before, after):
    parts = parts_of(before, after)
    assert "".join(part.text for part in parts if part.kind in (SAME, REMOVED)) == before
    assert "".join(part.text for part in parts if part.kind in (SAME, ADDED)) == after


@given(TEXT)
def test_same_text_has_nothing_to_mark(text):
    assert {part.kind for part in parts_of(text, text)} <= {SAME}


@given(CONTENT)
def test_dossier_does_not_differ_from_itself(content):
    assert compare(content, deepcopy(content)) == []
    assert versions.fingerprint(content) == versions.fingerprint(deepcopy(content))


@given(CONTENT, CONTENT)
def test_difference_is_the_same_seen_from_the_other_side(before, after):
    there = {(s.number, d.label, d.before, d.after) for s in compare(before, after) for d in s.differences}
    back = {(s.number, d.label, d.after, d.before) for s in compare(after, before) for d in s.differences}
    assert there == back


@given(CONTENT, CONTENT)
def test_each_difference_differs(before, after):
    assert all(d.before != d.after for section in compare(before, after) for d in section.differences)


def all_versions(route):
    with acting_as(SYSTEM):
        return list(DossierVersion.objects.filter(route=route))


@pytest.mark.django_db
class TestFreezing:
    def test_each_submission_is_kept(self, scene):
        first, second = all_versions(rounds.submitted_again(scene))
        assert (first.number, second.number) == (1, 2)
        assert first.content_sha256 == versions.fingerprint(first.content)
        assert first.content["criteria"][0]["statement"] == "Zo voldoet de route."
        assert second.content["criteria"][0]["statement"] == "Zo voldoet de route nu echt."

    def test_what_stands_beside_the_form_is_kept_too(self, scene):
        route = scene.complete()
        cost = {"what": "Laptop", "amount_eur": Decimal(800), "per": "once", "payer": "employer", "is_public": False}
        place = {"name": "Praktijklab", "use": "elsewhere", "city": "Enschede", "province": "overijssel"}
        with acting_as(scene.coordinator.actor):
            add_detail(RouteCost, route, who=WHO, **cost)
            add_detail(RouteLocation, route, who=WHO, **place)
            begin_rhythm(route, 2027, who=WHO)
            submit_route(route, who=WHO)
        content = all_versions(route)[0].content
        facts = dict(content["facts"])
        assert facts["Kosten en wie betaalt"] == "Laptop: €\N{NO-BREAK SPACE}800,00 eenmalig, de werkgever betaalt"
        assert facts["Andere locaties"].startswith("Praktijklab (")
        (year,) = content["rhythm"]
        assert year["year"] == "2027-2028"
        assert "Blok 1" in [period["name"] for period in year["periods"]]

    def test_figure_keeps_its_value_and_date(self, scene):
        (version, _) = all_versions(rounds.submitted_again(scene))
        figure = next(p["figure"] for p in version.content["criteria"][0]["proofs"] if p["kind"] == "figure")
        assert (figure["code"], figure["numerator"], figure["denominator"]) == ("work_share", "8", "10")
        assert figure["on"]

    def test_what_changed_is_named_field_by_field(self, scene):
        first, second = all_versions(rounds.submitted_again(scene))
        assert [(s.number, [d.label for d in s.differences]) for s in compare(first.content, second.content)] == [
            (1, ["Toelichting"]),
            (4, ["Toelichting"]),
        ]

    def test_week_and_partner_are_compared_too(self, scene):
        before = all_versions(rounds.submitted_again(scene))[0].content
        after = deepcopy(before)
        after["weeks"][0]["company"], after["weeks"][0]["school"] = str(Decimal(3)), str(Decimal(2))
        after["partners"].append(
            {
                "name": "BN",
                "kind": "Branche",
                "role": "Geeft de inhoud mee vorm",
                "contribution": "Denkt mee.",
                "confirmed": "",
            }
        )
        labels = [d.label for d in compare(before, after)[0].differences]
        assert labels == ["Week in studiejaar 1", "Partner BN"]

    def test_never_changes(self, scene):
        rounds.submitted_again(scene)
        for person in (scene.coordinator.actor, scene.assessor.actor, SYSTEM):
            with acting_as(person), pytest.raises(DatabaseError), transaction.atomic():
                DossierVersion.objects.update(content={})


def sides(response):
    return response.context["before"], response.context["after"]


@pytest.mark.django_db
class TestPages:
    def test_comparison_marks_words_for_eye_and_ear(self, client, scene):
        route = rounds.submitted_again(scene)
        for person in (scene.coordinator, scene.assessor):
            client.force_login(person.user)
            shown = client.get(reverse("routes:versions", args=[route.public_id])).content.decode()
            assert '<ins><span class="visually-hidden">[toegevoegd: </span>' in shown
            assert '<del><span class="visually-hidden">[verwijderd: </span>' in shown

    @pytest.mark.parametrize("asked", [{"van": "9", "naar": "x"}, {"van": "1", "naar": "1"}, {"van": "2", "naar": "1"}])
    def test_absurd_question_is_answered(self, client, scene, asked):
        client.force_login(scene.coordinator.user)
        route = rounds.submitted_again(scene)
        assert client.get(reverse("routes:versions", args=[route.public_id]), asked).status_code == 200

    @pytest.mark.parametrize("who", ["coordinator", "assessor"])
    def test_recognised_route_is_compared_with_what_it_is_now(self, client, scene, who):
        route = scene.recognise()
        count_route(route.pk)
        client.force_login(getattr(scene, who).user)
        page = reverse("routes:versions", args=[route.public_id])
        unchanged = client.get(page)
        assert "Er is geen verschil tussen versie 1 en het dossier zoals het nu is" in unchanged.content.decode()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, summary="Je leert verplegen.")
        response = client.get(page)
        (section,) = response.context["sections"]
        assert [each.label for each in section.differences] == ["Waar gaat de route over?"]
        assert '<option value="nu" selected>Zoals het nu is</option>' in response.content.decode()

    def test_now_can_be_chosen_on_either_side(self, client, scene):
        route = rounds.submitted_again(scene)
        client.force_login(scene.coordinator.user)
        page = reverse("routes:versions", args=[route.public_id])
        assert [each.key for each in sides(client.get(page))] == ["1", "2"]  # while it is judged
        assert [each.key for each in sides(client.get(page, {"van": "1", "naar": "nu"}))] == ["1", "nu"]
        assert [each.key for each in sides(client.get(page, {"van": "nu", "naar": "1"}))] == ["nu", "1"]
        assert [each.key for each in sides(client.get(page, {"van": "2", "naar": "nu"}))] == ["2", "nu"]
        assert client.get(page, {"van": "2", "naar": "nu"}).context["sections"] == []

    def test_assessor_sees_first_what_changed(self, client, scene):
        route = rounds.submitted_again(scene)
        client.force_login(scene.assessor.user)
        shown = client.get(reverse("routes:review", args=[route.public_id])).content.decode()
        assert shown.index("Wat veranderde sinds het laatste oordeel") < shown.index("Waar gaat de route over?")

    def test_version_that_does_not_exist(self, client, scene):
        client.force_login(scene.coordinator.user)
        route = scene.submit()
        for name in ("version", "version_pdf"):
            assert client.get(reverse(f"routes:{name}", args=[route.public_id, 2])).status_code == 404

    @pytest.mark.parametrize("who", ["coordinator", "assessor"])
    def test_dossier_on_paper_can_be_read_aloud(self, client, scene, who):
        route = rounds.submitted_again(scene)
        count_route(route.pk)
        client.force_login(getattr(scene, who).user)
        for url in (
            reverse("routes:overview_pdf", args=[route.public_id]),
            reverse("routes:version_pdf", args=[route.public_id, 1]),
        ):
            response = client.get(url)
            assert response.headers["Content-Type"] == "application/pdf"
            assert faults(response.content) == []
            said = " ".join(text_of(response.content).split())
            for words in ("Nog te vaag.", "Opleidingsplan", "Voldoet deels", "80% (8 van 10)", "Zo voldoet de route"):
                assert words in said, words
