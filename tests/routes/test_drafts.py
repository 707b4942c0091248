"""What someone typed and did not save: kept for her alone, offered when she comes back, dropped once she saves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Part
from routes import queries
from routes.models import CriterionAssessment, Draft, Route
from routes.services import Judgement, review_route, update_route
from routes.services.drafts import MOST, find_draft, forget_draft, forget_old_drafts, keep_draft
from routes.tasks import forget_drafts
from tests import cast

from . import rounds
from .scene import ASSESSOR, WHO
from .test_register_pages import TYPED


def drafts():
    with acting_as(SYSTEM):
        return {(draft.form, draft.about): draft.values for draft in Draft.objects.all()}


@pytest.fixture
def user(scene):
    return scene.coordinator.user


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


class TestServices:
    def test_newest_takes_the_place_of_what_there_was(self, scene, user):
        about = uuid4()
        with acting_as(scene.coordinator.actor):
            for word in ("Eerst", "Later\x00"):
                keep_draft(user.pk, "route", about, {"summary": [word], "na\x00am": []})
        assert drafts() == {("route", about): {"summary": ["Later"], "naam": []}}

    def test_too_much_is_not_kept(self, scene, user):
        with acting_as(scene.coordinator.actor):
            assert keep_draft(user.pk, "route", uuid4(), {"summary": ["x" * 300_000]}) is None
        assert drafts() == {}

    def test_oldest_make_room(self, scene, user):
        with acting_as(scene.coordinator.actor):
            for number in range(MOST + 3):
                keep_draft(user.pk, f"form-{number}", uuid4(), {})
        assert len(drafts()) == MOST
        assert "form-0" not in {form for form, _ in drafts()}

    def test_colleague_neither_sees_nor_drops_it(self, scene, user):
        colleague, about = cast.person("Bas", scene.hogeschool, Part.COORDINATOR), uuid4()
        with acting_as(scene.coordinator.actor):
            keep_draft(user.pk, "route", about, {"summary": ["Geheim"]})
        with acting_as(colleague.actor):
            assert find_draft(user.pk, "route", about) is None
            forget_draft(user.pk, "route", about)
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                keep_draft(user.pk, "anders", about, {})
        assert len(drafts()) == 1

    def test_is_kept_for_thirty_days(self, scene, user):
        with acting_as(scene.coordinator.actor):
            keep_draft(user.pk, "route", uuid4(), {})
        with acting_as(SYSTEM):
            assert forget_old_drafts(timezone.now() + timedelta(days=29)) == 0
            Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
        forget_drafts()
        assert drafts() == {}


class TestRegisterForm:
    def add_url(self):
        return reverse("routes:add")

    def test_failed_submit_is_kept_and_offered(self, browser, scene):
        browser.post(self.add_url(), {**TYPED, "places": "0", "audiences": ["mbo4", "havo"], "summary": "Half af"})
        shown = text(browser.get(self.add_url()))
        assert "U was hier eerder mee bezig" in shown
        assert "vandaag" in shown
        assert "Half af" not in shown
        resumed = browser.get(self.add_url(), {"concept": "verder"})
        assert "Half af" in text(resumed)
        assert 'name="places" value="0"' in text(resumed)
        assert "Geef minstens één plaats op." not in text(resumed)
        assert resumed.context["form"]["audiences"].value() == ["mbo4", "havo"]

    def test_saving_drops_it(self, browser, scene):
        browser.post(self.add_url(), {**TYPED, "places": "0"})
        assert browser.post(self.add_url(), TYPED).status_code == 302
        assert drafts() == {}
        assert "eerder mee bezig" not in text(browser.get(self.add_url()))

    def test_sent_again_from_an_old_page_registers_nothing_more(self, browser, scene):
        key = browser.get(self.add_url()).context["key"]
        first, second = (browser.post(self.add_url(), {**TYPED, "key": key}) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert "stond al in het register" in text(browser.get(second["Location"]))
        assert browser.post(self.add_url(), {**TYPED, "key": "x"})["Location"] != first["Location"]

    def test_beginning_anew_drops_it(self, browser, scene):
        browser.post(self.add_url(), {**TYPED, "places": "0"})
        offered = browser.get(self.add_url()).context["draft"]
        response = browser.post(offered.drop_url, {"terug": self.add_url()}, follow=True)
        assert "weggegooid" in text(response)
        assert drafts() == {}

    @pytest.mark.parametrize("back", ["https://kwaad.test/", "//kwaad.test", "javascript:alert(1)", ""])
    def test_leads_nowhere_else(self, browser, scene, back):
        response = browser.post(reverse("routes:drop_draft", args=["route", uuid4()]), {"terug": back})
        assert response.headers["Location"] == "/"

    def test_week_that_was_typed_comes_back(self, browser, scene):
        typed = {**TYPED, "degree": "bachelor", "year4_company": "3,5", "year4_school": "veel"}
        browser.post(self.add_url(), typed)
        shown = text(browser.get(self.add_url(), {"concept": "verder"}))
        assert 'name="year4_company" value="3,5"' in shown
        assert 'name="year4_school" value="veel"' in shown

    def test_no_token_is_kept(self, browser, scene):
        browser.post(self.add_url(), {**TYPED, "places": "0", "csrfmiddlewaretoken": "geheim"})
        (values,) = drafts().values()
        assert "csrfmiddlewaretoken" not in values


class TestEdit:
    def test_what_a_colleague_saved_meanwhile_is_told_on_saving(self, browser, scene):
        route = scene.register()
        page = reverse("routes:edit", args=[route.public_id])
        save = browser.get(page).context["draft"].save_url
        seen = browser.get(page).context["seen"]
        typed = {**TYPED, "costs": "Van mij", "seen": seen}
        assert "Bewaard als concept" in text(browser.post(save, typed))
        with acting_as(scene.coordinator.actor):
            update_route(Route.objects.get(), who=WHO, costs="Van haar")
        resumed = browser.get(page, {"concept": "verder"})
        assert resumed.context["seen"] == seen
        response = browser.post(page, {**typed, "seen": resumed.context["seen"]})
        assert response.status_code == 422
        assert "Van haar" in text(response)
        assert "Van mij" in text(response)

    def test_each_route_has_its_own(self, browser, scene):
        first, second = scene.register(), scene.register()
        browser.post(reverse("routes:keep_draft", args=["route", first.public_id]), {"summary": "Eerste"})
        shown = text(browser.get(reverse("routes:edit", args=[second.public_id])))
        assert "eerder mee bezig" not in shown


class TestCriterion:
    def test_half_a_statement_comes_back(self, browser, scene):
        route = scene.register()
        page = reverse("routes:criterion", args=[route.public_id, 3])
        browser.post(page, {"statement": "Half", "evidence_url": "geen adres"})
        assert "Half" in text(browser.get(page, {"concept": "verder"}))
        assert "eerder mee bezig" not in text(browser.get(reverse("routes:criterion", args=[route.public_id, 4])))
        with acting_as(SYSTEM):
            seen = queries.statement_revision(CriterionAssessment.objects.get(route=route, criterion__number=3))
        assert browser.post(page, {"statement": "Heel", "seen": seen}).status_code == 302
        assert drafts() == {}


class TestRecognition:
    """What the programme team types about a dossier, and what the hogeschool types back."""

    def test_judgement_comes_back_with_what_was_seen(self, client, scene):
        route = scene.submit()
        client.force_login(scene.assessor.user)
        page = reverse("routes:review", args=[route.public_id])
        shown = client.get(page).context
        typed = {f"{row.form.prefix}-seen": row.form.initial["seen"] for row in shown["rows"]}
        typed |= {"c4-verdict": "partly", "c4-motivation": "Bewijs van loonschaal ontbreekt.", "decision": "returned"}
        assert "Bewaard als concept" in text(client.post(shown["draft"].save_url, typed))
        offered = text(client.get(page))
        assert "U was hier eerder mee bezig" in offered
        assert "loonschaal" not in offered
        resumed = client.get(page, {"concept": "verder"})
        assert "Bewijs van loonschaal ontbreekt." in text(resumed)
        assert resumed.context["decision"]["decision"].value() == "returned"
        with acting_as(scene.assessor.actor):
            review_route(route, {4: Judgement("meets", "Staat er wel.")}, who=ASSESSOR)
        refused = client.post(page, {**typed, "decision": "later"})
        assert refused.status_code == 422
        assert "Intussen opgeslagen" in text(refused)
        again = {name: value for name, value in typed.items() if not name.endswith("seen")}
        seen = {f"{row.form.prefix}-seen": row.form["seen"].value() for row in refused.context["rows"]}
        assert client.post(page, {**again, **seen, "decision": "later"}).status_code == 302
        assert drafts() == {}

    def test_judgement_of_one_version_is_not_offered_at_the_next(self, client, scene):
        route = rounds.submitted_again(scene)
        client.force_login(scene.assessor.user)
        old = reverse("routes:keep_draft", args=["review-1", route.public_id])
        client.post(old, {"c1-motivation": "Van de eerste keer"})
        assert "eerder mee bezig" not in text(client.get(reverse("routes:review", args=[route.public_id])))

    @pytest.mark.parametrize("who", ["assessor", "coordinator"])
    def test_questions_and_answers_come_back(self, client, scene, who):
        route, (question,) = rounds.asked(scene, (2,))
        client.force_login(getattr(scene, who).user)
        page = reverse("routes:questions", args=[route.public_id])
        name = "c3" if who == "assessor" else f"q{question.public_id}"
        client.post(client.get(page).context["draft"].save_url, {name: "Half een zin"})
        assert "U was hier eerder mee bezig" in text(client.get(page))
        assert "Half een zin" in text(client.get(page, {"concept": "verder"}))
        assert client.post(page, {name: "Een hele zin."}).status_code == 302
        assert drafts() == {}

    def test_reason_for_reconsideration_comes_back(self, browser, scene):
        route = rounds.rejected(scene)
        page = reverse("routes:reconsider", args=[route.public_id])
        browser.post(browser.get(page).context["draft"].save_url, {"reason": "Het salaris staat"})
        assert "Het salaris staat" in text(browser.get(page, {"concept": "verder"}))
        assert browser.post(page, {"reason": "Het salaris staat in elk contract."}).status_code == 302
        assert drafts() == {}


def test_visitor_keeps_nothing(client, db):
    assert client.post(reverse("routes:keep_draft", args=["route", uuid4()]), {"a": "b"}).status_code == 302
    assert drafts() == {}
