import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from routes import queries
from routes.models import CriterionAssessment, CriterionJudgement, Route, RoutePartner
from routes.services import add_partner, return_route, update_route

from .scene import ASSESSOR, WHO, fields
from .scene import scene as make_scene

TYPED = {name: str(value) for name, value in fields(phase="developing", partner_role="pilot").items()}


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.coordinator.user)
    return client


@pytest.fixture
def assessor(client, scene):
    client.force_login(scene.assessor.user)
    return client


def url(name, *args):
    return reverse(f"routes:{name}", args=args)


def text(response):
    return response.content.decode()


class TestAdd:
    def test_route_is_registered_with_the_usual_week(self, browser):
        response = browser.post(url("add"), TYPED)
        with acting_as(SYSTEM):
            route = Route.objects.get()
            assert [week.company for week in queries.weeks_of(route)] == [4, 4]
        assert response.headers["Location"] == url("detail", route.public_id)

    def test_week_is_typed_the_dutch_way(self, browser):
        browser.post(url("add"), {**TYPED, "year1_school": "1,5", "year1_company": "3,5"})
        with acting_as(SYSTEM):
            assert [str(week.school) for week in queries.weeks_of(Route.objects.get())] == ["1.5", "1.0"]

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"starts_on": "2020-09-01"}, "Deze datum is voorbij"),
            ({"starts_on": "2099-09-01"}, "meer dan vijf jaar vooruit"),
            ({"places": "0"}, "Geef minstens één plaats op."),
            ({"croho_code": "12a"}, "vijf cijfers"),
            ({"brin": "1234"}, "2 cijfers en 2 letters"),
            ({"audiences": "iedereen"}, "iedereen"),
            ({"contact_email": "sanne"}, "Vul een e-mailadres in"),
            ({"year1_school": "2", "year1_company": "4"}, "Studiejaar 1 telt 6 dagen"),
            ({"year1_school": "4", "year1_company": "1"}, "meer dagen in het bedrijf dan op school"),
            ({"year3_company": "4"}, "Laat studiejaar 3 leeg"),
            ({"year1_company": "veel"}, "Vul een getal in"),
            ({"degree": "master"}, "Graad"),
            ({"programme": ""}, "Naam van de opleiding"),
        ],
    )
    def test_mistake_is_told_and_nothing_typed_is_lost(self, browser, typed, says):
        response = browser.post(url("add"), {**TYPED, "costs": "Zelf getypt", **typed})
        assert response.status_code == 422
        assert says in text(response)
        assert "Zelf getypt" in text(response)
        for value in typed.values():
            assert value in text(response)
        with acting_as(SYSTEM):
            assert not Route.objects.exists()

    def test_a_route_does_not_begin_where_another_ends(self, browser):
        response = browser.post(url("add"), {**TYPED, "costs": "Zelf getypt", "phase": "stalled"})
        assert response.status_code == 422
        assert "Een nieuwe route begint als" in text(response)
        assert "Zelf getypt" in text(response)

    def test_every_attribute_is_kept(self, browser):
        typed = {
            "croho_code": "1001o2345", "brin": "00aa", "accredited": "True", "phase": "starting",
            "connections": ["questions", "hybrid_teachers"], "audiences": ["mbo4", "havo"], "personas": ["curious"],
        }  # fmt: skip
        assert browser.post(url("add"), {**TYPED, **typed}).status_code == 302
        with acting_as(SYSTEM):
            route = Route.objects.get()
        assert (route.croho_code, route.brin, route.accredited, route.phase) == ("1001O2345", "00AA", True, "starting")
        assert route.connections == ["questions", "hybrid_teachers"]
        assert (route.audiences, route.personas) == (["mbo4", "havo"], ["curious"])
        facts = text(browser.get(url("detail", route.public_id)))
        assert "Afgestudeerden van mbo-4; Gediplomeerde havisten" in facts
        assert 'name="brin" value="00AA"' in text(browser.get(url("add")))  # as the hogeschool's latest route

    def test_all_mistakes_show_at_once(self, browser):
        response = browser.post(url("add"), {**TYPED, "places": "0", "year1_school": "2", "year1_company": "4"})
        assert "2 dingen kloppen nog niet" in text(response)

    def test_state_cannot_be_posted(self, browser):
        browser.post(url("add"), {**TYPED, "state": "recognised", "public_since": "2026-01-01", "slug": "mijn"})
        with acting_as(SYSTEM):
            route = Route.objects.get()
        assert (route.state, route.public_since) == ("concept", None)
        assert route.slug != "mijn"


class TestWeeks:
    """The week fields that follow the choice of degree and shape."""

    def fields(self, response):
        return {name: field.value() for year, row in response.context["weeks"].rows for name, field in
                ((bound.name, bound) for bound in row)}  # fmt: skip

    def test_usual_week_is_filled_in(self, browser):
        response = browser.get(url("weeks"), {"degree": "ad", "shape": "elsewhere"})
        assert [str(value) for value in self.fields(response).values()] == ["1", "3", "1", "1", "3", "1"]

    def test_what_was_typed_stays_and_what_was_filled_in_follows(self, browser):
        asked = {
            "degree": "bachelor", "shape": "throughout", "week_of": "elsewhere:ad",
            "year1_school": "2", "year1_company": "3", "year1_elsewhere": "",
            "year2_school": "1", "year2_company": "3", "year2_elsewhere": "1",
        }  # fmt: skip
        shown = [str(value) for value in self.fields(browser.get(url("weeks"), asked)).values()]
        assert shown == ["2", "3", "", "1", "4", "0", "1", "4", "0", "1", "4", "0"]

    def test_nonsense_that_was_typed_stays(self, browser):
        response = browser.get(url("weeks"), {"degree": "ad", "shape": "throughout", "year1_company": "veel"})
        assert self.fields(response)["year1_company"] == "veel"

    @pytest.mark.parametrize("asked", [{}, {"degree": "ad"}, {"degree": "x", "shape": "y", "week_of": "z:z:z"}])
    def test_unfinished_choice_shows_empty_weeks(self, browser, asked):
        assert browser.get(url("weeks"), asked).status_code == 200


class TestEdit:
    def typed(self, route, **changes):
        with acting_as(SYSTEM):
            return {**TYPED, "seen": queries.revision_of(Route.objects.get(pk=route.pk)), **changes}

    def test_form_shows_what_is_stored(self, browser, scene):
        route = scene.register(costs="Collegegeld")
        shown = text(browser.get(url("edit", route.public_id)))
        assert "Collegegeld" in shown
        assert 'name="year2_company" value="4"' in shown
        assert "Studiejaar 3" not in shown

    def test_change_is_saved(self, browser, scene):
        route = scene.register()
        response = browser.post(url("edit", route.public_id), self.typed(route, places="9"))
        assert response.status_code == 302
        with acting_as(SYSTEM):
            assert Route.objects.get().places == 9

    def test_colleague_who_saved_first_is_shown_beside_what_was_typed(self, browser, scene):
        route = scene.register()
        typed = self.typed(route, costs="Van mij")
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, costs="Van haar")
        response = browser.post(url("edit", route.public_id), typed)
        assert response.status_code == 422
        assert "Van haar" in text(response)
        assert "Van mij" in text(response)
        again = browser.post(url("edit", route.public_id), {**typed, "seen": response.context["seen"]})
        assert again.status_code == 302
        with acting_as(SYSTEM):
            assert Route.objects.get().costs == "Van mij"

    def test_list_that_a_colleague_changed_is_shown_in_words(self, browser, scene):
        route = scene.register(accredited=False)
        typed = self.typed(route, audiences=["havo"], accredited="False")
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, audiences=["mbo4", "career_changer"], accredited=True)
        response = browser.post(url("edit", route.public_id), typed)
        theirs = {each.label: each.value for each in response.context["theirs"]}
        assert theirs["Doelgroepen"] == "Afgestudeerden van mbo-4; Zij-instromers"
        assert theirs["Is de opleiding geaccrediteerd?"] == "Ja"

    def test_past_start_that_was_not_touched_is_no_mistake(self, browser, scene):
        route = scene.register()
        with acting_as(SYSTEM):
            Route.objects.update(starts_on="2024-09-01")
        response = browser.post(url("edit", route.public_id), self.typed(route, starts_on="2024-09-01", places="7"))
        assert response.status_code == 302

    def test_route_under_review_cannot_be_opened_for_change(self, browser, scene):
        response = browser.get(url("edit", scene.submit().public_id))
        assert response.status_code == 409
        assert "De route ligt bij het programmateam" in text(response)

    def test_recognised_route_offers_only_what_may_change(self, browser, scene):
        route = scene.recognise()
        shown = text(browser.get(url("edit", route.public_id)))
        assert 'name="places"' in shown
        assert 'name="degree"' not in shown
        assert browser.post(url("edit", route.public_id), self.typed(route, places="5")).status_code == 302
        with acting_as(SYSTEM):
            assert (Route.objects.get().places, Route.objects.get().degree) == (5, "ad")


class TestDetail:
    @pytest.mark.parametrize(
        ("made", "says"),
        [
            ("register", "maakt het dossier af en dient in"),
            ("complete", "Alles is ingevuld."),
            ("submit", "neemt het dossier in beoordeling"),
            ("recognise", "Openbare pagina"),
        ],
    )
    def test_says_who_is_to_act(self, browser, scene, made, says):
        assert says in text(browser.get(url("detail", getattr(scene, made)().public_id)))

    def test_reason_of_the_programme_team_stands_on_top(self, browser, scene):
        route = scene.judge(scene.submit(), "partly", "Onduidelijk.")
        with acting_as(scene.assessor.actor):
            return_route(route, reason="Voeg een lijst toe.", who=ASSESSOR)
        shown = text(browser.get(url("detail", route.public_id)))
        assert "Voeg een lijst toe." in shown
        assert "opnieuw in" in shown

    def test_verdicts_in_the_making_are_not_shown(self, browser, scene):
        route = scene.judge(scene.submit(), "not_yet", "Nog geheim.")
        for name in ("detail", "dossier"):
            shown = text(browser.get(url(name, route.public_id)))
            assert "Nog geheim." not in shown
            assert "Voldoet nog niet" not in shown

    def test_hostile_text_is_text(self, browser, scene):
        route = scene.register(summary="<script>alert(1)</script>", programme="<b>Bouw</b>")
        shown = text(browser.get(url("detail", route.public_id)))
        assert "<script>alert" not in shown
        assert "<b>Bouw" not in shown


class TestDossier:
    @pytest.fixture
    def write(self, browser):
        """Saves a criterion from its own page."""

        def write(route, number, **typed):
            page = url("criterion", route.public_id, number)
            return browser.post(page, {"seen": browser.get(page).context["seen"], **typed})

        return write

    def test_criterion_is_saved_and_the_next_one_follows(self, write, scene):
        route = scene.register()
        typed = {"statement": "Zo.", "evidence": "Plan.", "own_verdict": "meets"}
        response = write(route, 2, **typed, next="1")
        assert response.headers["Location"] == url("criterion", route.public_id, 3)
        response = write(route, 5, **typed, next="1")
        assert response.headers["Location"] == url("dossier", route.public_id)
        with acting_as(SYSTEM):
            assert CriterionAssessment.objects.filter(statement="Zo.", own_verdict="meets").count() == 2

    def test_help_says_which_evidence_helps(self, browser, scene):
        shown = text(browser.get(url("criterion", scene.register().public_id, 2)))
        assert "werkplekscan" in shown

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "geen adres"])
    def test_link_must_be_a_web_address(self, browser, scene, link):
        response = browser.post(url("add_evidence", scene.register().public_id, 1), {"kind": "link", "url": link})
        assert response.status_code == 422
        assert "volledig webadres" in text(response)

    def test_colleague_who_wrote_first_is_shown_beside_what_was_typed(self, browser, scene):
        route = scene.register()
        page = url("criterion", route.public_id, 1)
        seen = browser.get(page).context["seen"]
        browser.post(page, {"statement": "Van haar", "seen": seen})
        response = browser.post(page, {"statement": "Van mij", "seen": seen})
        assert response.status_code == 422
        assert "Van haar" in text(response)
        assert "Van mij" in text(response)
        assert browser.post(page, {"statement": "Van mij", "seen": response.context["seen"]}).status_code == 302

    def test_save_from_nowhere_wipes_out_nothing(self, browser, scene):
        route = scene.complete()
        for typed in ({}, {"statement": "Uit het niets"}):
            assert browser.post(url("criterion", route.public_id, 1), typed).status_code == 422
        assert browser.post(url("edit", route.public_id), TYPED).status_code == 422
        with acting_as(SYSTEM):
            assert CriterionAssessment.objects.filter(statement="Zo voldoet de route.").count() == 5

    def test_verdict_cannot_be_posted(self, write, scene):
        assert write(scene.register(), 1, statement="A", verdict="meets").status_code == 302
        with acting_as(SYSTEM):
            assert not CriterionJudgement.objects.exists()

    def test_criterion_that_does_not_exist(self, browser, scene):
        assert browser.get(url("criterion", scene.register().public_id, 9)).status_code == 404

    def test_submitting_too_early_says_what_is_missing(self, browser, scene):
        route = scene.register()
        shown = browser.post(url("submit", route.public_id))
        assert shown.status_code == 422
        assert "5 dingen ontbreken" in text(shown)
        assert "Salaris van de werkgever. Nog nodig" in text(shown)
        assert f'href="{url("criterion", route.public_id, 4)}"' in text(shown)

    def test_submitting(self, browser, scene):
        route = scene.complete()
        assert "indienen?" in text(browser.get(url("submit", route.public_id)))
        assert "kan niemand zich aanmelden" not in text(browser.get(url("submit", route.public_id)))
        with acting_as(SYSTEM):
            Route.objects.filter(pk=route.pk).update(phase="stalled")
        assert "kan niemand zich aanmelden" in text(browser.get(url("submit", route.public_id)))
        assert browser.post(url("submit", route.public_id)).status_code == 302
        assert browser.post(url("submit", route.public_id)).status_code == 409
        with acting_as(SYSTEM):
            assert Route.objects.get().state == "submitted"


class TestWithdraw:
    def test_reason_is_asked(self, browser, scene):
        route = scene.register()
        assert browser.post(url("withdraw", route.public_id), {"reason": ""}).status_code == 422
        assert browser.post(url("withdraw", route.public_id), {"reason": "Klaar."}).status_code == 302
        assert browser.get(url("withdraw", route.public_id)).status_code == 409

    def test_programme_team_only_withdraws_what_is_recognised(self, assessor, scene):
        assert assessor.get(url("withdraw", scene.submit().public_id)).status_code == 409
        assert assessor.get(url("withdraw", scene.recognise().public_id)).status_code == 200


class TestPartners:
    def test_partner_is_found_by_typing(self, browser, scene):
        route = scene.register()
        shown = browser.get(url("partner_options", route.public_id), {"organisation_text": "bouwend"})
        assert scene.branche.name in text(shown)
        assert scene.company.name not in text(shown)

    def test_own_hogeschool_and_named_partners_are_not_offered(self, browser, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)
        offered = text(browser.get(url("partner_options", route.public_id), {"organisation_text": ""}))
        assert scene.branche.name not in offered
        assert scene.hogeschool.name not in offered
        assert scene.company.name in offered

    @pytest.mark.parametrize("typed", ["\x00", "%", "'; drop table", "x" * 3000])
    def test_whatever_is_typed_gives_a_list(self, browser, scene, typed):
        assert (
            browser.get(url("partner_options", scene.register().public_id), {"organisation_text": typed}).status_code
            == 200
        )

    def test_partner_is_added_without_script_by_its_name(self, browser, scene):
        route = scene.register()
        typed = {"organisation": "", "organisation_text": scene.branche.name, "contribution": "Denkt mee."}
        typed["role"] = "shapes"
        assert browser.post(url("add_partner", route.public_id), typed).status_code == 302
        with acting_as(SYSTEM):
            assert RoutePartner.objects.get().organisation == scene.branche

    @pytest.mark.parametrize("chosen", ["own", "programme", "nonsense"])
    def test_organisation_that_cannot_be_a_partner_is_refused(self, browser, scene, chosen):
        keys = {"own": scene.hogeschool.public_id, "programme": scene.programme.public_id, "nonsense": "x"}
        typed = {"organisation": keys[chosen], "contribution": "Denkt mee.", "role": "shapes"}
        assert browser.post(url("add_partner", scene.register().public_id), typed).status_code == 422

    def test_partner_is_removed_after_a_question(self, browser, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            partner = add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)
        page = url("remove_partner", partner.public_id)
        assert "verwijderen?" in text(browser.get(page))
        with acting_as(SYSTEM):
            assert RoutePartner.objects.exists()
        assert browser.post(page).status_code == 302
        with acting_as(SYSTEM):
            assert not RoutePartner.objects.exists()

    @pytest.mark.parametrize("who", ["adviser", "contact"])
    def test_partner_confirms_on_its_own_page(self, client, scene, who):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            organisation = scene.branche if who == "adviser" else scene.company
            partner = add_partner(route, organisation, contribution="Levert gastdocenten.", who=WHO)
        client.force_login(getattr(scene, who).user)
        page = url("confirm_partner", partner.public_id)
        assert "Levert gastdocenten." in text(client.get(page))
        assert "Dank u wel" in text(client.post(page, follow=True))
        with acting_as(SYSTEM):
            assert RoutePartner.objects.get().confirmed_by.endswith(organisation.name)
        assert "al bevestigd" in text(client.post(page, follow=True))


class TestStrangers:
    """A stranger gets 404, the wrong hat 403, a visitor the log-in page."""

    OWN = ("detail", "edit", "dossier", "submit", "withdraw", "add_partner", "partner_options")

    @pytest.mark.parametrize("name", OWN)
    def test_other_hogeschool_finds_nothing(self, client, scene, name):
        route = scene.complete()
        client.force_login(make_scene("Andere").coordinator.user)
        page = url(name, route.public_id)
        assert client.get(page).status_code == 404
        assert client.post(page, {"reason": "x"}).status_code in (404, 405)

    def test_other_hogeschool_finds_no_criterion_and_no_partner(self, client, scene):
        route = scene.complete()
        with acting_as(scene.coordinator.actor):
            partner = add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)
        client.force_login(make_scene("Andere").coordinator.user)
        assert client.post(url("criterion", route.public_id, 1), {"statement": "x"}).status_code == 404
        assert client.post(url("remove_partner", partner.public_id)).status_code == 404

    def test_partner_of_another_organisation_is_not_found(self, client, scene):
        with acting_as(scene.coordinator.actor):
            partner = add_partner(scene.register(), scene.branche, contribution="Denkt mee.", who=WHO)
        client.force_login(scene.contact.user)
        assert client.post(url("confirm_partner", partner.public_id)).status_code == 404

    @pytest.mark.parametrize("name", [*OWN, "review"])
    @pytest.mark.parametrize("who", ["contact", "adviser"])
    def test_partner_has_the_wrong_hat(self, client, scene, name, who):
        client.force_login(getattr(scene, who).user)
        assert client.get(url(name, scene.complete().public_id)).status_code == 403

    @pytest.mark.parametrize("name", ["edit", "submit", "add_partner", "partner_options"])
    def test_programme_team_keeps_off_the_register(self, assessor, scene, name):
        assert assessor.get(url(name, scene.submit().public_id)).status_code == 403

    def test_programme_team_does_not_know_a_concept(self, assessor, scene):
        route = scene.complete()
        for name in ("detail", "dossier", "review"):
            assert assessor.get(url(name, route.public_id)).status_code == 404

    @pytest.mark.parametrize("name", ["list", "add", "reviews", "weeks"])
    def test_visitor_logs_in_first(self, client, db, name):
        assert client.get(url(name)).status_code == 302
