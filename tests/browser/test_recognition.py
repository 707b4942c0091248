"""Evidence, versions, two assessors, questions, decisions and flags at their screens."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Evidence, Route, RoutePartner
from routes.services import (
    add_figure,
    add_partner,
    answer_questions,
    begin_rhythm,
    confirm_partnership,
    request_reconsideration,
    state_criterion,
    submit_route,
    update_route,
)
from routes.services.flags import flag_route, keep_figures
from tests.routes import rounds
from tests.routes.scene import WHO
from tests.routes.scene import scene as make_scene
from tests.routes.test_criteria_sets import under_katapult


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def flagged(scene) -> Route:
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        add_partner(route, scene.branche, contribution="Denkt mee over de inhoud.", who=WHO)
    with acting_as(SYSTEM):
        keep_figures([route.pk])
        flag_route(route)
    return route


def test_every_page_of_recognition_stands(scene, walk):
    again, below, rejected = rounds.submitted_again(scene), flagged(scene), rounds.rejected(scene)
    concept = rounds.proven(scene)
    two, second = rounds.with_two(scene)
    rounds.judge(scene.assessor, two)
    rounds.judge(second, two, {1: rounds.Judgement("partly", "Bewijs is mager.")}, who=rounds.COLLEAGUE)
    asked, questions = rounds.asked(scene)
    with acting_as(scene.coordinator.actor):
        answer_questions(asked, {questions[0]: "Alle bedrijven verklaren vooraf hun omvang."}, who=WHO)
        proof = Evidence.objects.filter(route=concept).first()
        objected = rounds.rejected(scene)
        request_reconsideration(objected, reason="Het salaris staat wel in elk contract.", who=WHO)
        partner = add_partner(concept, scene.branche, contribution="Denkt mee.", who=WHO)
    with acting_as(scene.adviser.actor):
        confirm_partnership(RoutePartner.objects.get(pk=partner.pk), who="Piet Jonker")

    def at(name, route, *args):
        return reverse(f"routes:{name}", args=[route.public_id, *args])

    pages = [
        (
            scene.coordinator.user,
            [
                reverse("routes:list"),
                at("detail", below),
                at("detail", asked),
                at("detail", rejected),
                at("overview", below),
                at("overview", concept),
                at("criterion", concept, 1),
                at("add_evidence", concept, 1),
                reverse("routes:remove_evidence", args=[proof.public_id]),
                at("versions", again),
                at("version", again, 1),
                at("questions", asked),
                at("questions", below),
                at("reconsider", rejected),
            ],
        ),
        (
            scene.assessor.user,
            [
                reverse("home"),
                reverse("routes:reviews"),
                at("review", again),
                at("review", two),
                at("review", asked),
                at("review", objected),
                at("questions", asked),
                at("overview", below),
                at("versions", again),
                at("reconsider", below),
            ],
        ),
        (
            second.user,
            [at("review", two), at("review", asked), at("questions", asked), at("take_over", asked)],
        ),
        (scene.adviser.user, [reverse("routes:retract_partner", args=[partner.public_id])]),
    ]
    for user, addresses in pages:
        walk(user, addresses)


def test_dossier_goes_from_evidence_to_letter(scene, open_window, look, tmp_path):
    route = scene.complete()
    coordinator, assessor = open_window(scene.coordinator.user), open_window(scene.assessor.user)
    coordinator.goto(reverse("routes:criterion", args=[route.public_id, 1]))
    coordinator.get_by_role("link", name="Bewijs toevoegen").click()
    (tmp_path / "plan.pdf").write_bytes(b"dit is geen PDF")
    coordinator.locator("[name=file]").set_input_files(tmp_path / "plan.pdf")
    coordinator.get_by_role("button", name="Toevoegen").click()
    expect(coordinator.locator(".error-summary")).to_contain_text("Dit bestand is geen PDF")
    look(coordinator)
    (tmp_path / "plan.pdf").write_bytes(rounds.pdf_file().read())
    coordinator.locator("[name=file]").set_input_files(tmp_path / "plan.pdf")
    coordinator.get_by_role("button", name="Toevoegen").click()
    expect(coordinator.get_by_role("link", name="plan.pdf", exact=True)).to_be_visible()
    coordinator.goto(reverse("routes:submit", args=[route.public_id]))
    coordinator.get_by_role("button", name="Indienen").click()

    assessor.goto(reverse("routes:review", args=[route.public_id]))
    assessor.get_by_role("link", name="Vragen stellen").click()
    assessor.get_by_label("Vraag over criterium 4").fill("Welke cao?")
    assessor.get_by_role("button", name="Vragen versturen").click()
    expect(assessor.get_by_text("Uw vraag is in één mail gestuurd")).to_be_visible()

    coordinator.goto(reverse("routes:detail", args=[route.public_id]))
    expect(coordinator.get_by_text("beantwoordt één vraag van het programmateam")).to_be_visible()
    coordinator.get_by_role("link", name="Vragen beantwoorden").click()
    coordinator.get_by_label("Antwoord bij criterium 4").fill("De cao Bouw & Infra.")
    coordinator.get_by_role("button", name="Antwoorden versturen").click()
    expect(coordinator.get_by_text("Alle vragen zijn beantwoord.")).to_be_visible()

    assessor.goto(reverse("routes:review", args=[route.public_id]))
    expect(assessor.get_by_text("De cao Bouw & Infra.")).to_be_visible()
    for number in range(1, 6):
        assessor.locator(f"[name=c{number}-verdict][value=meets]").check(force=True)
    assessor.locator("[name=decision][value=recognised]").check(force=True)
    assessor.get_by_role("button", name="Opslaan").click()
    expect(assessor.get_by_text("is erkend en staat in het openbare overzicht")).to_be_visible()
    rounds.write_letters()
    coordinator.goto(reverse("routes:detail", args=[route.public_id]))
    with coordinator.expect_download() as download:
        coordinator.get_by_role("link", name="Brief met het besluit").click()
    assert download.value.suggested_filename.startswith("besluit-MR-")


def test_pages_of_criteria_figures_and_two_editors_stand(scene, open_window, look):
    former, proven, recognised = under_katapult(scene), rounds.proven(scene), scene.recognise()
    with acting_as(scene.coordinator.actor):
        add_figure(rounds.criterion(proven, 3), "signed_share", who=WHO)
        begin_rhythm(proven, 2027, who=WHO)
        update_route(recognised, who=WHO, accredited=True, summary="Je leert ook verplegen.")
    page = open_window(scene.coordinator.user)
    for name, route, *rest in (
        ("dossier", former), ("adopt_criteria", former), ("dossier", proven), ("criterion", proven, 1),
        ("criterion", proven, 3), ("submit", proven), ("overview", proven), ("versions", recognised),
    ):  # fmt: skip
        page.goto(reverse(f"routes:{name}", args=[route.public_id, *rest]))
        look(page)
    page.goto(reverse("routes:criterion", args=[proven.public_id, 2]))
    page.locator("[name=evidence]").fill("Zie bijlage 2.")
    with acting_as(scene.coordinator.actor):
        found = rounds.criterion(proven, 2)
        state_criterion(found, statement="Van een collega.", evidence="Zie het plan.", own_verdict="meets", who=WHO)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Dit heeft een collega gewijzigd")).to_be_visible()
    expect(page.locator("[name=statement]")).to_have_value("Van een collega.")
    expect(page.locator("[name=evidence]")).to_have_value("Zie bijlage 2.")
    look(page)
    with acting_as(scene.coordinator.actor):
        submitted = scene.complete()
        begin_rhythm(submitted, 2027, who=WHO)
        add_figure(rounds.criterion(submitted, 2), "work_share", who=WHO)
        submit_route(submitted, who=WHO)
    page = open_window(scene.assessor.user)
    page.goto(reverse("routes:review", args=[submitted.public_id]))
    page.get_by_text("Alle gegevens").click()
    look(page)
