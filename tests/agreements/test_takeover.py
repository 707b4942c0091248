"""After an addendum by which another company took over, its people read the agreement with their account."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from agreements import tasks
from agreements.models import Addendum, Agreement, AgreementVersion, Takeover
from agreements.services.takeovers import hand_over, waiting_for_takeover
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Membership, Organisation
from tests.cast.people import organisation, person
from tests.races import at_once

from . import scenes, sealed
from .signers import text_of
from .test_addenda import with_other_company

pytestmark = pytest.mark.django_db


def kvk_of(mine) -> str:
    """Of the company that takes over there."""
    return f"9{mine.hogeschool.pk:07}"


@pytest.fixture
def mine():
    return scenes.matched()


def taken_over(mine) -> Addendum:
    """As the worker leaves it: the addendum is sealed."""
    agreement = sealed.sealed(mine)
    addendum = with_other_company(mine, sealed.drafted(mine, agreement), **{"company-kvk_number": kvk_of(mine)})
    version = sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        for state in ("signed", "sealed"):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
        document = sealed._document(agreement, version)
        AgreementVersion.objects.filter(pk=version.pk).update(document=document, sealed_at=timezone.now())
        return Addendum.objects.get(pk=addendum.pk)


def newcomer(mine, **fields):
    """One of the people of the company that takes over."""
    company = organisation(Kind.COMPANY, "Bouwbedrijf Noord", takes_part=True, kvk_number=kvk_of(mine), **fields)
    return person("Fenna Postma", company, Part.CONTACT)


def give_address(fenna, email: str) -> None:
    with acting_as(SYSTEM):
        Membership.objects.filter(pk=fenna.membership.pk).update(email=email)


@pytest.fixture
def scene(mine):
    fenna = newcomer(mine)
    give_address(fenna, "FENNA@voorbeeld.test")
    addendum = taken_over(mine)
    tasks.sweep()
    with acting_as(SYSTEM):
        takeover = Takeover.objects.get(addendum=addendum)
    return mine, fenna, takeover


def client_of(someone) -> Client:
    client = Client()
    client.force_login(someone.user)
    return client


def path(takeover, rest="") -> str:
    return f"/overeenkomsten/overgenomen/{takeover.public_id}/{rest}"


def test_new_company_finds_and_reads_it(scene):
    _, fenna, takeover = scene
    client = client_of(fenna)
    assert path(takeover) in text_of(client.get("/overeenkomsten/"))
    page = text_of(client.get(path(takeover)))
    assert "Bouwbedrijf Noord" in page
    assert "Zoals het geldt" in page
    with acting_as(SYSTEM):
        numbers = list(
            AgreementVersion.objects.filter(agreement=takeover.agreement_id).values_list("number", flat=True)
        )
    assert len(numbers) == 2
    for number in numbers:
        answer = client.get(path(takeover, f"{number}.pdf"))
        assert answer.status_code == 200
        assert b"".join(answer).startswith(b"%PDF")
    assert client.get(path(takeover, "99.pdf")).status_code == 404


def test_praktijkleren_says_who_makes_the_package(scene):
    mine, fenna, takeover = scene
    client = client_of(fenna)
    shown = text_of(client.get("/praktijkleren/"))
    assert "maakt de hogeschool het pakket" in shown
    assert path(takeover) in shown
    assert "Nog niets om aan te vragen" not in shown
    told = text_of(client.get(path(takeover)))
    assert mine.route.contact_email in told
    assert f"{mine.hogeschool.name} maakt het pakket" in told
    assert path(takeover) not in text_of(client_of(mine.contact).get("/praktijkleren/"))
    assert "Overgenomen met een addendum" not in text_of(client_of(mine.coordinator).get("/praktijkleren/"))


def test_former_company_keeps_what_it_signed(scene):
    mine, _, takeover = scene
    client = client_of(mine.contact)
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=takeover.agreement_id)
    assert client.get(f"/overeenkomsten/{agreement.public_id}/").status_code == 200
    assert client.get(path(takeover)).status_code == 404


def test_nobody_else_gets_through(scene):
    mine, _, takeover = scene
    other = scenes.matched("Hogeschool Twee")
    assert client_of(other.contact).get(path(takeover)).status_code == 404
    people = (other.contact, mine.contact, mine.coordinator, mine.student, mine.employer_contact)
    for actor in (*(each.actor for each in people), mine.card_holder):
        with acting_as(actor), pytest.raises(ProgrammingError), acting_as(Actor(takeover=takeover.public_id)):
            pass


def test_behind_the_door_it_reads_that_agreement_and_writes_nothing(scene):
    _, fenna, takeover = scene
    scenes.matched("Hogeschool Twee")
    with acting_as(fenna.actor):
        assert not Agreement.objects.exists()
        with acting_as(Actor(takeover=takeover.public_id)):
            assert [each.pk for each in Agreement.objects.all()] == [takeover.agreement_id]
            with pytest.raises(ProgrammingError), transaction.atomic():
                Agreement.objects.update(guidance="Anders.")
        assert not Agreement.objects.exists()
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT current_setting('role')").fetchone() == ("portal_company",)


def test_stranger_who_types_the_same_number_gets_nothing(mine):
    """Nobody checks that a company is whose it says: only who signed for it, or a hogeschool that introduced it."""
    newcomer(mine)
    addendum = taken_over(mine)
    tasks.sweep()
    with acting_as(SYSTEM):
        assert waiting_for_takeover() == [addendum.agreement_id]
        assert not Takeover.objects.filter(addendum=addendum).exists()


def test_people_who_come_later_are_let_in(mine):
    addendum = taken_over(mine)
    tasks.sweep()
    with acting_as(SYSTEM):
        company = Organisation.objects.get(kvk_number=kvk_of(mine))  # known since the addendum was sent
    fenna = person("Fenna Postma", company, Part.CONTACT)
    with acting_as(fenna.actor):
        assert Takeover.objects.get().addendum_id == addendum.pk
    with acting_as(SYSTEM):
        assert waiting_for_takeover() == []


def test_addendum_that_is_not_sealed_opens_nothing(mine):
    newcomer(mine, introduced_by=mine.hogeschool)
    with_other_company(mine, sealed.drafted(mine, sealed.sealed(mine)), **{"company-kvk_number": kvk_of(mine)})
    tasks.sweep()
    with acting_as(SYSTEM):
        assert not Takeover.objects.exclude(addendum=mine.addendum).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_open_one_door():
    mine = scenes.matched()
    newcomer(mine, introduced_by=mine.hogeschool)
    addendum = taken_over(mine)

    def go():
        with acting_as(SYSTEM):
            return hand_over(addendum.agreement_id)

    assert sorted(at_once(go, go)) == [0, 1]
