"""Someone learns where she works already: no match, and an employer without an account."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from agreements import pages, queries
from agreements.cautions import cautions
from agreements.enums import EventKind, Role, State
from agreements.indicators import count_signed
from agreements.models import Agreement, AgreementTemplate, Party
from agreements.readiness import obstacles
from agreements.services.drafting import suggestions
from agreements.services.own_employer import draft_at_own_employer
from agreements.services.sending import cancel_agreement
from matching.journey import Reader, road_of
from matching.models import Application
from matching.services.applications import withdraw_application
from matching.services.own_employer import leave_own_employer
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation
from routes.indicators import Count
from tests import cast
from tests.races import at_once

from . import scenes
from .cards import Holder
from .scenes import WHO
from .signers import said, text_of

pytestmark = pytest.mark.django_db
KVK = "87654321"


@pytest.fixture
def mine():
    return waiting()


def waiting() -> cast.Tenant:
    """Admitted, and without a place."""
    mine = scenes.matched()
    with acting_as(SYSTEM):
        mine.match.state = "cancelled"
        mine.match.save(update_fields=["state"])
        Application.objects.filter(pk=mine.application.pk).update(state="admissible", employer_name="Dak en Zo")
        mine.application.refresh_from_db()
    return mine


def begin(mine, **changed) -> Agreement:
    contact = scenes.Signer("Gerda Dak", "gerda@dakenzo.test")
    fields = {
        "kvk_number": KVK,
        "name": "Dak en Zo B.V.",
        "contact": contact,
        "signer": scenes.signer(mine),
        "who": WHO,
    }
    with acting_as(mine.coordinator.actor):
        application = Application.objects.select_related("route", "hogeschool").get(pk=mine.application.pk)
        return draft_at_own_employer(application, **{**fields, **changed})


def test_it_is_made_of_the_hogeschools_own_template_in_the_chosen_language(mine):
    with acting_as(SYSTEM):
        national = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest()
        text = ("form", "title", "title_en", "legal_basis", "legal_basis_en", "articles", "grounds")
        own = AgreementTemplate.objects.create(
            **{name: getattr(national, name) for name in text},
            hogeschool=mine.hogeschool,
            code=f"hogeschool-{mine.hogeschool.pk}-duaal",
            number=2,
            valid_from=date(2020, 1, 1),
        )
    agreement = begin(mine, language="en")
    assert (agreement.template, agreement.language) == (own, "en")
    with acting_as(mine.coordinator.actor):
        assert agreement.termination_grounds == suggestions(own, "en", {})["termination_grounds"]
        assert agreement.school_supervisor == mine.route.contact_name


@pytest.mark.parametrize(("answer", "salary", "warns"), [("yes", "cao Dak", []), ("no", "", ["no_salary"])])
def test_a_new_employer_comes_in_without_an_account_and_is_asked(mine, answer, salary, warns):
    agreement = begin(mine)
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=agreement.pk)
        company = agreement.organisation
        assert (company.name, company.kvk_number, company.claimed_at, company.takes_part) == (
            "Dak en Zo B.V.",
            KVK,
            None,
            True,
        )
        assert (agreement.match, agreement.applied.state) == (None, "placed")
        party = agreement.parties.get(role=Role.COMPANY)
        assert (party.signer_name, party.signer_email) == ("", "")
        card = agreement.cards.get()
    assert said(EventKind.DATA_ASKED, agreement) == ["Gegevens van bedrijf gevraagd aan Gerda Dak"]
    holder = Holder(card)
    holder.keep(
        address="Dakweg 1", signer_name="Gerda Dak", signer_function="Eigenaar", signer_email="gerda@dakenzo.test",
        supervisor_name="Piet Pan", supervisor_email="piet@dakenzo.test", workplace_address="Dakweg 1, Utrecht",
        hours_per_week="32", working_days="maandag tot en met donderdag", contract_term="permanent",
        salary_agreed=answer, salary=salary,
    )  # fmt: skip
    holder.hand_in()
    with acting_as(mine.coordinator.actor):
        agreement = queries.detailed(Role.HOGESCHOOL).get(pk=agreement.pk)
        found = [obstacle.text for obstacle in obstacles(agreement, agreement.parties.all())]
        assert [text for text in found if "werkgever" in text or "Bedrijf" in text] == []
        names = [contact["name"] for contact in pages.contacts_of(agreement, agreement.parties.all(), Role.HOGESCHOOL)]
        told = [caution.code for caution in cautions(agreement) if "salary" in caution.code]
    assert names == ["Sanne de Wit", "Piet Pan", "Joris Kok"]
    assert (agreement.salary_agreed, told) == (answer, warns)


def test_a_known_company_is_recognised_by_its_number(mine):
    agreement = begin(mine, kvk_number=mine.company.kvk_number, name="Anders gespeld")
    assert agreement.organisation_id == mine.company.pk
    with acting_as(mine.contact.actor):
        assert Agreement.objects.filter(pk=agreement.pk).exists()


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["contract_unknown"]),
        ({"contract_term": "temporary"}, ["contract_unknown"]),
        ({"contract_term": "temporary", "contract_ends_on": date(2028, 8, 31)}, ["contract_ends_early"]),
        ({"contract_term": "programme"}, []),
        ({"contract_term": "permanent"}, []),
    ],
)
def test_contract_of_which_nothing_is_known_is_asked_about(mine, fields, found):
    agreement = begin(mine)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(starts_on=date(2027, 9, 1), **fields)
        told = cautions(Agreement.objects.get(pk=agreement.pk))
    about = {caution.code: caution.title for caution in told if caution.code.startswith("contract")}
    assert [*about] == found
    if "contract_unknown" in found:
        assert about["contract_unknown"] == "Hoe lang het contract met Dak en Zo B.V. duurt, is niet bekend"


def test_it_goes_all_the_way_to_signing_and_everybody_follows(mine):
    agreement = begin(mine)
    with acting_as(mine.coordinator.actor):
        Party.objects.filter(agreement=agreement, role=Role.COMPANY).update(
            signer_name="Gerda Dak", signer_email="gerda@dakenzo.test", address="Dakweg 1"
        )
        Agreement.objects.filter(pk=agreement.pk).update(
            hours_per_week=32, practice_supervisor="Piet Pan", learning_outcomes="Dakdekken.", **scenes.WHAT_DRAFTS_LACK
        )
        agreement = Agreement.objects.get(pk=agreement.pk)
    version = scenes.send(mine, agreement)
    assert "Dak en Zo B.V." in version.html
    with acting_as(mine.student.actor):
        application = Application.objects.select_related("route", "hogeschool").get(pk=mine.application.pk)
        road = road_of(application, Reader.PERSON, mine.student.user.email)
        assert road.sequel.binds
        assert road.turn.who.startswith("jij")
        with pytest.raises(Refusal):
            withdraw_application(application)


def test_she_can_go_elsewhere_once_the_agreement_is_dropped(mine):
    agreement = begin(mine)
    with acting_as(mine.coordinator.actor):
        application = Application.objects.get(pk=mine.application.pk)
        with pytest.raises(Refusal):
            leave_own_employer(application, who=WHO, reason="Toch niet.")
        cancel_agreement(agreement, reason="Toch niet.", who=WHO)
        leave_own_employer(application, who=WHO, reason="Toch niet.")
        application.refresh_from_db()
        assert (application.state, application.own_employer) == ("admissible", None)


def test_no_place_without_a_match_or_an_employer(mine):
    with acting_as(mine.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=mine.application.pk).update(state="placed")


def test_nobody_drafts_at_a_company_that_is_not_hers(mine):
    made = begin(mine)
    with acting_as(mine.coordinator.actor):
        Agreement.objects.filter(pk=made.pk).update(state=State.CANCELLED)
        made.pk, made.public_id, made.organisation = None, uuid4(), mine.company
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            made.save(force_insert=True)


def test_a_number_that_is_of_no_company(mine):
    with pytest.raises(Refusal, match="niet als bedrijf"):
        begin(mine, kvk_number=mine.employer.kvk_number)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one():
    mine = waiting()
    outcomes = at_once(lambda: begin(mine), lambda: begin(mine))
    assert {getattr(outcome, "pk", outcome) for outcome in outcomes} == {outcomes[0].pk}
    with acting_as(SYSTEM):
        assert Organisation.objects.filter(kvk_number=KVK).count() == 1


def test_the_pages(mine, client):
    client.force_login(mine.coordinator.user)
    path = f"/overeenkomsten/eigen-werkgever/{mine.application.public_id}/"
    assert "Dak en Zo" in text_of(client.get(path))
    assert "Leert bij eigen werkgever" in text_of(client.get(f"/aanmeldingen/{mine.application.public_id}/"))
    wrong = client.post(path, {"name": "Dak en Zo", "kvk_number": "12", "contact_email": "x"})
    assert wrong.status_code == 422
    right = {
        "name": "Dak en Zo", "kvk_number": KVK, "contact_name": "Gerda Dak", "contact_email": "gerda@dakenzo.test",
        "signer_name": "Sanne de Wit", "signer_email": "sanne@hogeschool.test",
    }  # fmt: skip
    made = client.post(path, right)
    assert made.status_code == 302
    assert client.get(path).status_code == 302  # to what is there
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(application=mine.application)
    for page in ("", "gegevens/", "bewerken/", "partijen/", "voorbeeld/", "versturen/"):
        assert client.get(f"/overeenkomsten/{agreement.public_id}/{page}").status_code == 200, page
    client.force_login(mine.student.user)
    assert client.get(f"/overeenkomsten/{agreement.public_id}/").status_code == 200
    assert "eigen werkgever" in text_of(client.get(f"/mijn-route/{mine.application.public_id}/"))


def test_counts_among_the_students_of_the_route(mine):
    with acting_as(mine.coordinator.actor):
        before = count_signed([mine.route.pk]).get(mine.route.pk, Count(0, 0))
    begin(mine)
    with acting_as(mine.coordinator.actor):
        assert count_signed([mine.route.pk])[mine.route.pk] == Count(before.numerator, before.denominator + 1)
