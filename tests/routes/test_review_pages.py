import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import State
from routes.models import CriterionJudgement, Route
from routes.services import add_partner, confirm_partnership, submit_route, withdraw_route

from . import rounds
from .scene import ASSESSOR, WHO


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.assessor.user)
    return client


def page_of(route):
    return reverse("routes:review", args=[route.public_id])


def typed(browser, route, verdict="meets", motivation="", decision="later", reason="", **changes):
    """What the form of the page sends, `seen` included."""
    forms = [row.form for row in browser.get(page_of(route)).context["rows"]]
    sent = {f"{form.prefix}-seen": form.initial["seen"] for form in forms}
    for form in forms:
        sent |= {f"{form.prefix}-verdict": verdict, f"{form.prefix}-motivation": motivation}
    return {**sent, "decision": decision, "reason": reason, **changes}


def fresh(route):
    with acting_as(SYSTEM):
        return Route.objects.get(pk=route.pk)


def verdicts(route):
    with acting_as(SYSTEM):
        found = CriterionJudgement.objects.filter(route=route).order_by("version", "criterion__number")
        return list(found.values_list("verdict", "motivation"))


def text(response):
    return response.content.decode()


def test_whole_dossier_is_on_one_page(browser, scene):
    route = scene.submit(costs="Het wettelijk collegegeld")
    shown = text(browser.get(page_of(route)))
    for said in (route.summary, route.connection, "Het wettelijk collegegeld", "Zo voldoet de route.", "Zie het plan.",
                 "4 dagen werken, 1 dag studeren", "80% van de dagen"):  # fmt: skip
        assert said in shown
    assert shown.count('class="criterion"') == 5


def test_saving_nothing_says_so(browser, scene):
    route = scene.submit()
    shown = browser.post(page_of(route), typed(browser, route, ""), follow=True)
    assert "er is niets veranderd" in text(shown)
    assert "zijn bewaard" not in text(shown)


def test_partner_that_confirmed_counts_as_a_fact(browser, scene):
    route = scene.complete()
    with acting_as(scene.coordinator.actor):
        partner = add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)
        submit_route(route, who=WHO)
    with acting_as(scene.adviser.actor):
        confirm_partnership(partner, who="Piet Jonker")
    assert "Betrokkenheid zelf bevestigd door 1 van 1 bedrijf of branche" in text(browser.get(page_of(route)))


def test_verdicts_are_kept_without_a_decision(browser, scene):
    route = scene.submit()
    assert browser.post(page_of(route), typed(browser, route, "partly", "Half.")).status_code == 302
    assert verdicts(route) == [("partly", "Half.")] * 5
    assert fresh(route).state == State.ASSESSING


@pytest.mark.parametrize(
    ("verdict", "motivation", "decision", "reason", "state"),
    [
        ("meets", "", "recognised", "", State.RECOGNISED),
        ("partly", "Half.", "recognised", "Mooi werk.", State.RECOGNISED),
        ("partly", "Half.", "returned", "Vul aan.", State.RETURNED),
        ("", "", "returned", "Vul aan.", State.RETURNED),
        ("not_yet", "Te schools.", "rejected", "Te schools.", State.REJECTED),
    ],
)
def test_decision(browser, scene, verdict, motivation, decision, reason, state):
    route = scene.submit()
    response = browser.post(page_of(route), typed(browser, route, verdict, motivation, decision, reason))
    assert response.headers["Location"] == reverse("routes:reviews")
    assert fresh(route).state == state


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            {"verdict": "", "decision": "recognised"},
            '<a href="#id_c5-verdict_0">Oordeel over criterium 5: Geef een oordeel',
        ),
        ({"verdict": "not_yet", "motivation": "Nee.", "decision": "recognised"}, "nog niet voldoet (1, 2, 3, 4, 5)"),
        ({"verdict": "partly", "decision": "later"}, "Motiveer waarom criterium 1"),
        ({"decision": "returned"}, "Schrijf op waarom"),
        ({"decision": "rejected", "reason": "  "}, "Schrijf op waarom"),
        ({"decision": "later", "reason": "Mooi"}, "Een toelichting hoort bij een besluit"),
        ({"decision": ""}, "Kies wat u besluit."),
        ({"decision": "withdrawn"}, "Besluit"),
    ],
)
def test_mistake_is_told_and_nothing_is_kept(browser, scene, answers, says):
    route = scene.submit()
    response = browser.post(page_of(route), typed(browser, route, **answers))
    assert response.status_code == 422
    assert says in text(response)
    assert verdicts(route) == []
    assert fresh(route).state == State.SUBMITTED


@pytest.mark.parametrize("sent", [{}, {"decision": "recognised"}, {"decision": "later", "c1-verdict": "meets"}])
def test_judgement_from_nowhere_is_refused(browser, scene, sent):
    route = scene.judge(scene.submit(), "partly", "Half.")
    assert browser.post(page_of(route), sent).status_code == 422
    assert verdicts(route) == [("partly", "Half.")] * 5


def test_colleague_who_judged_meanwhile_is_shown_and_not_overwritten(browser, scene):
    route = scene.submit()
    mine = typed(browser, route, "", **{"c1-verdict": "meets", "c1-motivation": "Van mij"})
    browser.post(page_of(route), typed(browser, route, "", **{"c1-verdict": "partly", "c1-motivation": "Van haar"}))
    hers_too = typed(browser, route, "", **{"c1-verdict": "partly", "c1-motivation": "Van haar", "c2-verdict": "meets"})
    browser.post(page_of(route), hers_too)
    response = browser.post(page_of(route), mine)
    assert response.status_code == 422
    assert "Van haar" in text(response)
    assert "Van mij" in text(response)
    assert verdicts(route)[:2] == [("partly", "Van haar"), ("meets", "")]
    rows = response.context["rows"]
    assert rows[1].form["verdict"].value() == "meets", "what she left alone shows what the colleague found"
    again = {form.add_prefix(name): form[name].value() for form in (row.form for row in rows) for name in form.fields}
    assert browser.post(page_of(route), {**again, "decision": "later", "reason": ""}).status_code == 302
    assert verdicts(route)[:2] == [("meets", "Van mij"), ("meets", "")]


def test_decision_of_a_colleague_is_told_and_what_was_typed_is_shown(browser, scene):
    route = scene.submit()
    mine = typed(browser, route, "not_yet", "Mijn motivering", "rejected", "Mijn reden")
    browser.post(page_of(route), typed(browser, route, decision="recognised"))
    response = browser.post(page_of(route), mine)
    assert response.status_code == 422
    assert "‘erkend’" in text(response)
    assert "Mijn motivering" in text(response)
    assert "Mijn reden" in text(response)
    assert fresh(route).state == State.RECOGNISED


def test_route_withdrawn_meanwhile_is_told(browser, scene):
    route = scene.submit()
    mine = typed(browser, route, decision="recognised")
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Gestopt.", who=WHO)
    assert "‘ingetrokken’" in text(browser.post(page_of(route), mine))


def test_verdicts_of_an_earlier_round_are_asked_again(browser, scene):
    route = scene.judge(scene.submit())
    browser.post(page_of(route), typed(browser, route, decision="returned", reason="Vul aan."))
    with acting_as(scene.coordinator.actor):
        submit_route(fresh(route), who=WHO)
    with acting_as(SYSTEM):
        assert not CriterionJudgement.objects.filter(version__number=2).exists()
    assert browser.post(page_of(route), typed(browser, route, decision="recognised")).status_code == 302
    with acting_as(SYSTEM):
        assert CriterionJudgement.objects.filter(version__number=2).count() == 5


def test_decided_dossier_is_read_only(browser, scene):
    shown = text(browser.get(page_of(scene.recognise())))
    assert "<textarea" not in shown
    assert ASSESSOR in shown


def test_list_shows_what_waits_first_and_never_a_concept(browser, scene):
    done, first, second, concept = scene.recognise(), scene.submit(), scene.submit(), scene.complete()
    page = browser.get(reverse("routes:reviews")).context["page"]
    assert [route.pk for route in page] == [first.pk, second.pk, done.pk]
    assert concept.pk not in [route.pk for route in page]


def test_list_is_narrowed_by_state_and_words(browser, scene):
    scene.recognise(programme="Logistiek")
    scene.submit(programme="Bouwkunde")
    shown = text(browser.get(reverse("routes:reviews"), {"status": "recognised", "zoek": "logist avans"}))
    assert "Ad Logistiek" in shown
    assert "Ad Bouwkunde" not in shown


@pytest.mark.parametrize("who", ["coordinator", "adviser", "contact"])
def test_others_do_not_judge(client, scene, who):
    route = scene.submit()
    client.force_login(getattr(scene, who).user)
    assert client.get(page_of(route)).status_code == 403
    assert client.post(page_of(route), {"decision": "recognised"}).status_code == 403
    assert client.get(reverse("routes:reviews")).status_code == 403


def test_dossier_is_taken_up_with_one_click(browser, scene):
    route = scene.submit()
    for _ in range(2):
        response = browser.post(reverse("routes:take_up", args=[route.public_id]), follow=True)
        assert "U beoordeelt dit dossier." in text(response)
    assert fresh(route).state == State.ASSESSING


def test_second_assessor_is_asked_and_who_is_not_asked_only_reads(browser, client, scene):
    route, second, third = scene.judge(scene.submit()), rounds.colleague(scene), rounds.colleague(scene)
    client.force_login(second.user)
    shown = text(client.get(page_of(route)))
    assert 'name="c1-verdict"' not in shown
    assert "Ada Mulder" in shown
    client.force_login(scene.assessor.user)
    ask = reverse("routes:ask_assessor", args=[route.public_id])
    assert "Kies een collega" in text(client.post(ask, {"membership": scene.coordinator.membership.pk}, follow=True))
    sent = {"membership": second.membership.public_id}
    assert "per mail gevraagd" in text(client.post(ask, sent, follow=True))
    assert "hooguit twee" in text(client.post(ask, {"membership": third.membership.public_id}, follow=True))
    client.force_login(second.user)
    assert 'name="c1-verdict"' in text(client.get(page_of(route)))


def test_judgement_of_a_colleague_is_shown_after_the_own(client, scene):
    route, second = rounds.with_two(scene)
    rounds.judge(second, route, {1: rounds.Judgement("partly", "Mager bewijs.")}, who=rounds.COLLEAGUE)
    client.force_login(scene.assessor.user)
    assert "Mager bewijs." not in text(client.get(page_of(route)))
    rounds.judge(scene.assessor, route)
    shown = text(client.get(page_of(route)))
    assert "Mager bewijs." in shown
    assert "Oordelen verschillen" in shown


def test_decision_without_a_colleague_asks_why(client, scene):
    route, _ = rounds.with_two(scene)
    client.force_login(scene.assessor.user)
    response = client.post(page_of(route), typed(client, route, decision="recognised"))
    assert response.status_code == 422
    assert "Nel Vos gaf nog geen oordeel" in text(response)
    sent = typed(client, route, decision="recognised", without="Zij is ziek.")
    assert client.post(page_of(route), sent).status_code == 302
    assert fresh(route).state == State.RECOGNISED
