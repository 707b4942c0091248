"""After an addendum by which another company took over, its people read the agreement with their account."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from agreements import tasks
from agreements.models import Addendum, Agreement, AgreementVersion, Ending, Takeover
from agreements.services.copying import owners_of
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


def test_it_begins_with_what_will_hold_from_the_day_on(scene):
    """The day lies ahead: without a day that is asked for, the page shows what the new company signed."""
    _, fenna, takeover = scene
    client = client_of(fenna)
    assert takeover.effective_on > timezone.localdate()
    assert "Dijk 2, Assen" in text_of(client.get(path(takeover)))
    assert "Dijk 2, Assen" not in text_of(client.get(path(takeover), {"op": str(timezone.localdate())}))


def test_a_company_that_comes_back_needs_no_door(mine):
    """The agreement is its own: it is not looked at every minute."""
    first = taken_over(mine)
    tasks.sweep()
    signs = {"signer_name": "Karim Bos", "signer_email": "bos@voorbeeld.test"}
    of_former = {"kvk_number": mine.company.kvk_number, **signs}
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=first.agreement_id)
    addendum = sealed.drafted(mine, agreement, date(2028, 5, 1))
    addendum = with_other_company(mine, addendum, **{f"company-{name}": value for name, value in of_former.items()})
    sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=mine.company.pk).update(introduced_by=mine.hogeschool)
        for state in ("signed", "sealed"):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
        assert waiting_for_takeover() == []
        assert hand_over(addendum.agreement_id) == 0


def test_stranger_who_types_the_same_number_gets_nothing(mine):
    """Nobody checks that a company is whose it says: only who signed for it, or a hogeschool that introduced it."""
    newcomer(mine)
    addendum = taken_over(mine)
    tasks.sweep()
    with acting_as(SYSTEM):
        assert waiting_for_takeover() == []
        assert not Takeover.objects.filter(addendum=addendum).exists()


def test_company_that_comes_later_is_let_in_then(mine):
    fenna = newcomer(mine)
    addendum = taken_over(mine)
    tasks.sweep()
    with acting_as(fenna.actor):
        assert not Takeover.objects.exists()
    give_address(fenna, "fenna@voorbeeld.test")
    tasks.sweep()
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


def ended_before_it_began(agreement_id: int, last_day: date) -> None:
    with acting_as(SYSTEM):
        found = Agreement.objects.get(pk=agreement_id)
        Ending.objects.create(
            agreement=found, **owners_of(found), kind="completed", last_day=last_day, state="final",
            closed_at=timezone.now(), proposed_by="W", closed_by="W",
        )  # fmt: skip


def test_an_addendum_that_never_takes_effect_opens_no_door(mine):
    newcomer(mine, introduced_by=mine.hogeschool)
    addendum = taken_over(mine)
    ended_before_it_began(addendum.agreement_id, addendum.effective_on - timedelta(days=1))
    with acting_as(SYSTEM):
        assert addendum.agreement_id not in waiting_for_takeover()
        assert hand_over(addendum.agreement_id) == 0


def test_an_end_that_becomes_final_before_it_closes_the_door(scene):
    _, fenna, takeover = scene
    ended_before_it_began(takeover.agreement_id, takeover.effective_on - timedelta(days=1))
    assert client_of(fenna).get(path(takeover)).status_code == 404
    with acting_as(fenna.actor), pytest.raises(ProgrammingError), acting_as(Actor(takeover=takeover.public_id)):
        pass


def test_a_company_that_left_again_reads_what_it_was_party_to(scene):
    mine, fenna, takeover = scene
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=takeover.agreement_id)
    of_third = {"kvk_number": "68750110", "legal_name": "Derde BV", "address": "Plein 3, Zwolle"}
    of_third |= {"signer_name": "Guus Vos", "signer_email": "guus.vos@voorbeeld.test"}
    third = with_other_company(
        mine,
        sealed.drafted(mine, agreement, takeover.effective_on + timedelta(days=90)),
        **{f"company-{name}": value for name, value in of_third.items()},
    )
    left = seal_it(mine, agreement, third)
    later = seal_it(mine, agreement, sealed.drafted(mine, agreement, third_day(takeover), hours_per_week=12))
    client = client_of(fenna)
    page = text_of(client.get(path(takeover), {"op": str(third_day(takeover))}))
    assert "Plein 3, Zwolle" not in page
    assert "was partij van" in page
    assert client.get(path(takeover, f"{left.number}.pdf")).status_code == 200
    assert client.get(path(takeover, f"{later.number}.pdf")).status_code == 404


def test_two_addenda_on_one_day_go_by_their_number(scene):
    """The second brings a third company: what comes after that is not its, though it begins on the same day."""
    mine, fenna, takeover = scene
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=takeover.agreement_id)
    of_third = {"kvk_number": "68750110", "legal_name": "Derde BV", "address": "Plein 3, Zwolle"}
    of_third |= {"signer_name": "Guus Vos", "signer_email": "guus.vos@voorbeeld.test"}
    third = with_other_company(
        mine,
        sealed.drafted(mine, agreement, takeover.effective_on),
        **{f"company-{name}": value for name, value in of_third.items()},
    )
    left = seal_it(mine, agreement, third)
    later = seal_it(mine, agreement, sealed.drafted(mine, agreement, takeover.effective_on, hours_per_week=12))
    client = client_of(fenna)
    assert "geen dag partij" in text_of(client.get(path(takeover)))
    assert client.get(path(takeover, f"{left.number}.pdf")).status_code == 200
    assert client.get(path(takeover, f"{later.number}.pdf")).status_code == 404


def third_day(takeover) -> date:
    return takeover.effective_on + timedelta(days=120)


def seal_it(mine, agreement, addendum) -> AgreementVersion:
    version = sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        for state in ("signed", "sealed"):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
        document = sealed._document(agreement, version)
        AgreementVersion.objects.filter(pk=version.pk).update(document=document, sealed_at=timezone.now())
    return version
