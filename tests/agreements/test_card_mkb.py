"""The four mkb questions on the card of a company: its own declaration, by a link, and nobody sees the figures."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from agreements import mkb
from agreements.cautions import cautions
from agreements.enums import Role
from agreements.models import Agreement, PartyCard
from agreements.services.mkb import DeclaredAlready, declare_by_card
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import MkbDeclaration, Organisation
from tests.races import at_once

from . import scenes
from .cards import VISIT, ask
from .signers import said, text_of

pytestmark = pytest.mark.django_db
TYPED = {"persons": "12,5", "turnover_eur": "1.500.000", "balance_eur": "900.000", "partners": "none"}
ANSWERS = {"persons": 12, "turnover_eur": 1_500_000, "balance_eur": 900_000, "has_partners": False}


@pytest.fixture
def mine():
    mine = scenes.matched()
    undeclare(mine)
    return mine


def undeclare(mine) -> None:
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="", mkb_declared_on=None)


@pytest.fixture
def agreement(mine):
    return scenes.complete(mine)


@pytest.fixture
def holder(mine, agreement):
    return ask(mine, agreement)


def declarations(mine) -> list[MkbDeclaration]:
    with acting_as(SYSTEM):
        return list(MkbDeclaration.objects.filter(organisation=mine.company, persons=ANSWERS["persons"]))


def codes(mine, agreement) -> set[str]:
    with acting_as(mine.coordinator.actor):
        found = Agreement.objects.select_related("organisation").get(pk=agreement.pk)
        return {caution.code for caution in cautions(found)}


def test_company_answers_on_its_card_and_the_caution_goes(mine, agreement, holder, client):
    assert "mkb_absent" in codes(mine, agreement)
    assert "Hoe groot is uw bedrijf?" in text_of(client.get(holder.path))
    assert "Stap 1 van 6" in text_of(client.get(f"{holder.path}bedrijf/"))
    page = text_of(client.get(f"{holder.path}mkb/"))
    assert "Stap 6 van 6" in page
    assert "Alleen uw bedrijf ziet deze cijfers" in page
    assert client.post(f"{holder.path}mkb/", TYPED).url == f"{holder.path}klopt-dit/"
    (declaration,) = declarations(mine)
    assert (declaration.persons, declaration.outcome) == (12, "small")
    assert "mkb_absent" not in codes(mine, agreement)
    assert "Mkb-vragen beantwoord; uitkomst: kleine onderneming" in said("data_filled", agreement)
    assert "klein" in text_of(client.get(f"{holder.path}klopt-dit/"))
    assert client.get(f"{holder.path}mkb/").url == f"{holder.path}klopt-dit/"
    assert "Stap 1 van 5" in text_of(client.get(f"{holder.path}bedrijf/"))


def test_wrong_answers_are_kept_on_the_page_and_nothing_is_written(mine, holder, client):
    for changed in ({"partners": "missing"}, {"persons": ""}, {"balance_eur": "veel"}):
        answer = client.post(f"{holder.path}mkb/", {**TYPED, **changed})
        assert answer.status_code == 422
        assert "1.500.000" in text_of(answer)
    assert declarations(mine) == []


def test_it_may_be_left_and_is_named_on_the_last_page(mine, holder, client):
    page = text_of(client.get(f"{holder.path}klopt-dit/"))
    assert "Beantwoord de vier vragen" in page
    with acting_as(SYSTEM):
        declared = timezone.localdate() - mkb.HOLDS - timedelta(days=1)
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="small", mkb_declared_on=declared)
    assert "te lang geleden" in text_of(client.get(f"{holder.path}klopt-dit/"))
    assert client.post(f"{holder.path}mkb/", TYPED).url == f"{holder.path}klopt-dit/"
    assert len(declarations(mine)) == 1


def test_company_that_declared_is_not_asked(mine, holder, client):
    with acting_as(SYSTEM):
        today = timezone.localdate()
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="large", mkb_declared_on=today)
    assert "Hoe groot" not in text_of(client.get(holder.path))
    assert client.post(f"{holder.path}mkb/", TYPED).url == f"{holder.path}klopt-dit/"
    assert declarations(mine) == []


def test_student_is_not_asked(mine, agreement, client):
    student = ask(mine, agreement, role=Role.STUDENT, email="joris@student.test")
    assert client.get(f"{student.path}mkb/").url == f"{student.path}klopt-dit/"
    with acting_as(student.actor), pytest.raises(DatabaseError), transaction.atomic():
        MkbDeclaration.objects.create(
            organisation=mine.company, thresholds_id=1, outcome="micro", declared_by="Joris", **ANSWERS
        )


def test_closed_card_declares_nothing(mine, agreement, holder, client):
    with acting_as(SYSTEM):
        PartyCard.objects.filter(pk=holder.pk).update(link_expires_at=timezone.now() - timedelta(days=1))
    assert client.post(f"{holder.path}mkb/", TYPED).url == holder.path
    assert declarations(mine) == []
    with acting_as(holder.actor), connection.cursor() as cursor:
        assert cursor.execute("SELECT portal.organisation()").fetchone() == (None,)


class TestAccess:
    def test_not_for_another_company(self, mine, holder):
        other = scenes.matched("Hogeschool Twee")
        with acting_as(holder.actor), pytest.raises(ProgrammingError), transaction.atomic():
            MkbDeclaration.objects.create(
                organisation_id=other.company.pk, thresholds_id=1, outcome="micro", declared_by="Karim", **ANSWERS
            )

    def test_hogeschool_sees_no_figures(self, mine, holder, client):
        client.post(f"{holder.path}mkb/", TYPED)
        with acting_as(mine.coordinator.actor), pytest.raises(ProgrammingError), transaction.atomic():
            MkbDeclaration.objects.count()
        with acting_as(SYSTEM):
            assert "1500000" not in str(PartyCard.objects.values().get(pk=holder.pk))


@pytest.mark.django_db(transaction=True)
def test_holder_of_a_link_reads_no_figures_of_before():
    """In a transaction of its own, as every request is."""
    mine = scenes.matched()
    holder = ask(mine, scenes.complete(mine))
    with acting_as(SYSTEM):
        assert MkbDeclaration.objects.filter(organisation=mine.company).exists()
    with acting_as(holder.actor):
        assert not MkbDeclaration.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_double_click_declares_once():
    mine = scenes.matched()
    undeclare(mine)
    holder = ask(mine, scenes.complete(mine))

    def go():
        with acting_as(holder.actor):
            return declare_by_card(holder.own(), answers=ANSWERS, visit=VISIT)

    outcomes = at_once(go, go)
    assert sorted(type(each) for each in outcomes if isinstance(each, Exception)) == [DeclaredAlready]
    assert len(declarations(mine)) == 1
