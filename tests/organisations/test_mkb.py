from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Kind, MkbOutcome, Part
from mkbroute.organisations.models import MkbDeclaration, MkbThresholds, Organisation
from mkbroute.organisations.services.mkb import declare_size, size_class

from .. import cast
from .door import wear

M = 1_000_000
LAW = MkbThresholds(
    micro_persons=10, micro_million_eur=2, small_persons=50, small_million_eur=10, medium_persons=250,
    medium_turnover_million_eur=50, medium_balance_million_eur=43,
)  # fmt: skip
ORDER = [MkbOutcome.MICRO, MkbOutcome.SMALL, MkbOutcome.MEDIUM, MkbOutcome.LARGE]
money = st.decimals(min_value=0, max_value=100 * M, places=2)


def size(persons, turnover, balance) -> str:
    return size_class(LAW, persons=persons, turnover_eur=Decimal(turnover), balance_eur=Decimal(balance))


@pytest.mark.parametrize(
    ("persons", "turnover", "balance", "outcome"),
    [
        (0, 0, 0, "micro"),
        (9, 2 * M, 2 * M, "micro"),
        (9, 2 * M, 90 * M, "micro"),  # one of the two is enough
        (9, 90 * M, 2 * M, "micro"),
        (9, 2 * M + 1, 2 * M + 1, "small"),
        (10, 0, 0, "small"),
        (49, 10 * M, 99 * M, "small"),
        (49, 10 * M + 1, 10 * M + 1, "medium"),
        (50, 0, 0, "medium"),
        (249, 50 * M, 99 * M, "medium"),
        (249, 99 * M, 43 * M, "medium"),
        (249, 50 * M + 1, 43 * M + 1, "large"),
        (250, 0, 0, "large"),
        (3, 51 * M, 44 * M, "large"),
    ],
)
def test_article_2(persons, turnover, balance, outcome):
    assert size(persons, turnover, balance) == outcome


@given(st.integers(0, 400), money, money, st.integers(0, 50), money, money)
def test_growing_never_makes_a_company_smaller(persons, turnover, balance, more, turnover_more, balance_more):
    before = ORDER.index(size(persons, turnover, balance))
    after = ORDER.index(size(persons + more, turnover + turnover_more, balance + balance_more))
    assert after >= before


@pytest.mark.django_db
def test_the_thresholds_are_those_of_the_recommendation():
    with acting_as(SYSTEM):
        stored = MkbThresholds.objects.latest()
    names = [field.name for field in MkbThresholds._meta.fields if field.name.endswith(("persons", "eur"))]
    assert {name: getattr(stored, name) for name in names} == {name: getattr(LAW, name) for name in names}
    assert "2003/361/EG" in stored.source


@pytest.fixture
def contact(db):
    return cast.person("Karim Bakker", cast.organisation(Kind.COMPANY, "Bakker Bouw"), Part.CONTACT)


ANSWERS = {"persons": "12", "turnover_eur": "2.400.000", "balance_eur": "1.100.000,50", "partners": "none"}


def text(response) -> str:
    return response.content.decode()


def test_four_answers_give_a_dated_outcome(client, contact):
    wear(client, contact)
    assert "Nog geen verklaring" in text(client.get("/organisatie/mkb/"))
    assert client.post("/organisatie/mkb/verklaren/", ANSWERS)["Location"] == "/organisatie/mkb/"
    with acting_as(SYSTEM):
        declaration = MkbDeclaration.objects.get(organisation=contact.membership.organisation)
        company = Organisation.objects.get(pk=contact.membership.organisation_id)
    assert (declaration.persons, declaration.turnover_eur) == (12, Decimal("2400000.00"))
    assert (declaration.balance_eur, declaration.has_partners) == (Decimal("1100000.50"), False)
    assert declaration.outcome == company.mkb_outcome == "small"
    assert company.mkb_declared_on == timezone.localdate()
    page = text(client.get("/organisatie/mkb/"))
    assert "Kleine onderneming" in page
    assert "2003/361/EG" in page


def test_figures_without_partner_companies_are_not_taken(client, contact):
    wear(client, contact)
    answer = client.post("/organisatie/mkb/verklaren/", {**ANSWERS, "partners": "missing"})
    assert answer.status_code == 422
    assert "Tel eerst hun mensen" in text(answer)
    assert 'value="2.400.000' in text(answer)  # what was typed stays


@pytest.mark.parametrize(
    "wrong", [{"persons": ""}, {"persons": "-1"}, {"persons": "2,55"}, {"turnover_eur": "veel"}, {"partners": ""}]
)
def test_half_an_answer_is_not_taken(client, contact, wrong):
    wear(client, contact)
    assert client.post("/organisatie/mkb/verklaren/", {**ANSWERS, **wrong}).status_code == 422


@pytest.mark.parametrize(("persons", "outcome"), [("9,9", "micro"), ("49,5", "small"), ("249,5", "medium")])
def test_half_a_job_counts_and_decides_nothing(client, contact, persons, outcome):
    wear(client, contact)
    client.post("/organisatie/mkb/verklaren/", {**ANSWERS, "persons": persons, "balance_eur": "1", "turnover_eur": "1"})
    with acting_as(SYSTEM):
        assert MkbDeclaration.objects.get(organisation=contact.membership.organisation).outcome == outcome


def test_earlier_declarations_stay(client, contact):
    wear(client, contact)
    client.post("/organisatie/mkb/verklaren/", ANSWERS)
    client.post("/organisatie/mkb/verklaren/", {**ANSWERS, "persons": "300"})
    page = text(client.get("/organisatie/mkb/"))
    assert "Groter dan het mkb" in page
    assert "Kleine onderneming" in page
    with acting_as(SYSTEM), pytest.raises(IntegrityError), atomic():
        MkbDeclaration.objects.all().delete()


def test_a_declaration_is_not_for_another_company(contact):
    other = cast.organisation(Kind.COMPANY, "Mol BV")
    figures = {"persons": 1, "turnover_eur": Decimal(1), "balance_eur": Decimal(1), "has_partners": False}
    with acting_as(contact.actor), pytest.raises(Exception, match="row-level security"), atomic():
        declare_size(other, declared_by="Karim", **figures)


def test_a_hogeschool_has_no_such_page(client, db):
    wear(client, cast.person("Sanne", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR))
    assert client.get("/organisatie/mkb/").status_code == 403
