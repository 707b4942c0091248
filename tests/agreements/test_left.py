"""What a company that left by an addendum reads of what was agreed: all that it was party to, and nothing after it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from agreements import events
from agreements.consolidated import consolidate
from agreements.enums import EventKind, Role, State
from agreements.links import new_confirm_link
from agreements.models import (
    Addendum,
    Agreement,
    AgreementEvent,
    AgreementVersion,
    Ending,
    EndingConfirmation,
    Signing,
)
from agreements.own_days import company_of, left_on
from agreements.services import practice
from agreements.services.copying import owners_of
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.models import Document, TimeStamp
from tests.built_once import built_once

from . import scenes, sealed
from .signers import text_of
from .test_own_days import OWN, TAKEOVER, WEEK, client_of, move
from .test_praktijkleren import RUNNING

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 1)
BACK = date(2026, 6, 1)
READ = (Addendum, AgreementVersion, Signing, AgreementEvent, Ending, EndingConfirmation, Document, TimeStamp)
THIRD = {"kvk_number": "68750110", "legal_name": "Derde BV", "address": "Plein 3, Zwolle"}
ITS_SIGNER = {"signer_name": "Guus Vos", "signer_email": "guus.vos@voorbeeld.test"}


def company(**fields) -> dict:
    return {f"company-{name}": value for name, value in {**THIRD, **ITS_SIGNER, **fields}.items()}


def with_document(mine, addendum) -> Addendum:
    """As the worker leaves what was sealed."""
    with acting_as(SYSTEM):
        version = AgreementVersion.objects.get(addendum=addendum)
        version.document, version.sealed_at = sealed._document(mine.agreement, version), timezone.now()
        version.save(update_fields=["document", "sealed_at"])
        TimeStamp.objects.create(document=version.document)
    return addendum


def seal(mine, addendum) -> Addendum:
    sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
    return with_document(mine, addendum)


def event(mine, day: date) -> None:
    at = datetime.combine(day, time(12), UTC)
    with pytest.MonkeyPatch.context() as clock, acting_as(SYSTEM):
        clock.setattr(timezone, "now", lambda: at)
        events.record(mine.agreement, EventKind.REMINDED, who="W", text=f"Op {day}")


def end(mine, last_day: date) -> None:
    """With its letter, and what the parties said of it."""
    with acting_as(SYSTEM):
        version = AgreementVersion.objects.filter(agreement=mine.agreement).latest("number")
        of_agreement = {"agreement": mine.agreement, **owners_of(mine.agreement)}
        ending = Ending.objects.create(
            **of_agreement, kind="completed", last_day=last_day, state="final", closed_at=timezone.now(),
            proposed_by="W", closed_by="W", document=sealed._document(mine.agreement, version),
        )  # fmt: skip
        EndingConfirmation.objects.create(
            **of_agreement, ending=ending, role=Role.COMPANY, party_name="Bouwbedrijf Noord", name="Fenna",
            email="fenna@voorbeeld.test", has_account=False, **new_confirm_link()[1],
        )  # fmt: skip


def read(mine, actor) -> dict:
    by = {Document: "agreement_id", TimeStamp: "document__agreement_id"}
    with acting_as(actor):
        return {
            model: set(
                model.objects.filter(**{by.get(model, "agreement"): mine.agreement.pk}).values_list("pk", flat=True)
            )
            for model in READ
        }


def both() -> object:
    """What was there, and what came after the company left: another addendum, events, an end."""
    mine = scenes.matched()
    mine.agreement = sealed.sealed(mine, RUNNING)
    mine.moved = with_document(mine, move(mine, TAKEOVER))
    event(mine, TAKEOVER - timedelta(days=1))
    told = read(mine, SYSTEM)
    now = {"at__date": localdate()}
    with acting_as(SYSTEM):
        told[AgreementEvent] -= set(AgreementEvent.objects.filter(**now).values_list("pk", flat=True))
    mine.former = told
    event(mine, TAKEOVER)
    mine.second = seal(mine, sealed.drafted(mine, mine.agreement, LATER, hours_per_week=12))
    return mine


mine = built_once(both)


class TestByTheDatabase:
    def test_former_company_reads_what_it_was_party_to(self, mine):
        end(mine, localdate() + timedelta(days=30))
        found, whole = read(mine, mine.contact.actor), read(mine, SYSTEM)
        assert found == mine.former
        assert all(found[model] < whole[model] for model in READ)

    @pytest.mark.parametrize("part", ["coordinator", "student"])
    def test_the_others_read_on(self, mine, part):
        end(mine, localdate() + timedelta(days=30))
        assert read(mine, getattr(mine, part).actor) == read(mine, SYSTEM)

    def test_an_end_in_its_own_days_is_its_own(self, mine):
        end(mine, TAKEOVER - timedelta(days=1))
        assert read(mine, mine.contact.actor) == read(mine, SYSTEM)

    def test_before_it_leaves_it_reads_all(self, mine):
        other = scenes.matched("Hogeschool Twee")
        other.agreement = sealed.sealed(other, RUNNING)
        with_document(other, move(other, localdate() + timedelta(days=1)))
        end(other, localdate() + timedelta(days=90))
        found, whole = read(other, other.contact.actor), read(other, SYSTEM)
        assert {model for model in READ if found[model] < whole[model]} == {Ending, EndingConfirmation, Document}
        assert found[Addendum] == whole[Addendum]
        assert found[AgreementEvent] == whole[AgreementEvent]

    def test_two_addenda_on_one_day(self, mine):
        """The second brings a third company: of that the first was no party."""
        other = scenes.matched("Hogeschool Twee")
        other.agreement = sealed.sealed(other, RUNNING)
        first = with_document(other, move(other, TAKEOVER))
        with_document(other, move(other, TAKEOVER, **company()))
        assert read(other, other.contact.actor)[Addendum] == {first.pk}
        with acting_as(other.contact.actor):
            assert company_of(other.agreement) == "Bouwbedrijf Noord"
        with acting_as(other.coordinator.actor):
            assert company_of(other.agreement) == "Derde BV"


def come_back(mine) -> Addendum:
    of_former = {"kvk_number": mine.company.kvk_number, "legal_name": mine.company.name, "address": "Kade 1, Assen"}
    signs = {"signer_name": "Karim Bos", "signer_email": "karim.bos@voorbeeld.test"}
    return with_document(mine, move(mine, BACK, **company(**of_former, **signs)))


class TestComingBack:
    def test_it_reads_the_text_that_it_signed_whole(self, mine):
        """What was agreed in between holds on: the hours of the second addendum."""
        come_back(mine)
        assert read(mine, mine.contact.actor)[Addendum] == read(mine, SYSTEM)[Addendum]
        texts = {}
        for part in ("contact", "coordinator"):
            with acting_as(getattr(mine, part).actor):
                found = consolidate(Agreement.objects.get(pk=mine.agreement.pk))
                assert found.now.hours_per_week == 12
                texts[part] = found.text.html
        assert texts["contact"] == texts["coordinator"]
        assert mine.company.name in texts["contact"]

    def test_what_happened_in_between_stays_with_the_other(self, mine):
        event(mine, BACK)
        come_back(mine)
        with acting_as(mine.contact.actor):
            days = {each.text for each in AgreementEvent.objects.filter(agreement=mine.agreement, kind="reminded")}
        assert days == {f"Op {TAKEOVER - timedelta(days=1)}", f"Op {BACK}"}

    def test_once_it_left_again_it_reads_up_to_that_day(self, mine):
        come_back(mine)
        gone = date(2026, 9, 1)
        last = with_document(mine, move(mine, gone, **company()))
        after = seal(mine, sealed.drafted(mine, mine.agreement, date(2026, 10, 1), hours_per_week=8))
        found = read(mine, mine.contact.actor)[Addendum]
        assert last.pk in found
        assert mine.second.pk in found
        assert after.pk not in found
        with acting_as(mine.contact.actor):
            assert left_on(Agreement.objects.get(pk=mine.agreement.pk)) == gone - timedelta(days=1)


class TestWriting:
    def test_what_it_confirms_later_continues_the_chain(self, mine):
        with acting_as(mine.coordinator.actor):
            practice.record_weeks(mine.agreement, {OWN: WEEK}, who="W", by_company=False)
        with acting_as(mine.contact.actor):
            shown = practice.as_seen(practice.unconfirmed(mine.agreement))
            assert practice.confirm_weeks(mine.agreement, who="K", shown=shown) == 1
            assert AgreementEvent.objects.filter(agreement=mine.agreement, kind=EventKind.ATTENDED).exists()
        with acting_as(SYSTEM):
            assert events.verify_chain(mine.agreement) == []
            assert mine.agreement.events.latest("sequence").kind == EventKind.ATTENDED


class TestPages:
    def path(self, mine, rest="") -> str:
        return f"/overeenkomsten/{mine.agreement.public_id}/{rest}"

    def test_the_text_that_holds_says_up_to_which_day_it_reads(self, mine):
        client = client_of(mine.contact)
        page = text_of(client.get(self.path(mine, "geldende-tekst/"), {"op": str(localdate())}))
        assert "tot en met 3 februari 2026, de laatste dag waarop uw bedrijf partij was" in page
        assert "Dijk 2, Assen" not in page
        assert "Addendum 1" not in page
        assert client.get(self.path(mine, "geldende-tekst.pdf")).status_code == 200
        page = text_of(client_of(mine.coordinator).get(self.path(mine, "geldende-tekst/")))
        assert "geen partij meer" not in page
        assert "Dijk 2, Assen" in page

    def test_its_page_goes_no_further(self, mine):
        end(mine, localdate() - timedelta(days=1))
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=mine.agreement.pk).update(
                state=State.ENDED, ended_on=localdate() - timedelta(days=1)
            )
        client = client_of(mine.contact)
        page = text_of(client.get(self.path(mine)))
        assert "Uw bedrijf is geen partij meer" in page
        assert "1 september 2025 tot en met 3 februari 2026" in page
        assert "Lees over het einde" not in page
        assert "fenna@voorbeeld.test" not in page
        assert client.get(self.path(mine, "einde/")).status_code == 302
        with acting_as(SYSTEM):
            document = AgreementVersion.objects.get(addendum=mine.second).document
        assert client.get(f"/documenten/{document.public_id}/").status_code == 404
        assert client.get(f"/overeenkomsten/addendum/{mine.second.public_id}/").status_code == 404
        assert client.get(f"/overeenkomsten/addendum/{mine.moved.public_id}/").status_code == 200
