"""Who reads along, or gets a copy, and signs nothing."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from agreements import events
from agreements.enums import EventKind, ReaderKind
from agreements.models import Agreement, AgreementEvent, AgreementReader, Signing
from agreements.services import readers as services
from agreements.services import sending
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from tests import cast
from tests.access.test_planted_rows import next_event
from tests.built_once import built_once

from . import scenes, sealed
from .signers import last_mail, mails, said, seal, signers, text_of

pytestmark = pytest.mark.django_db
WIM = {"name": "Wim Dekker", "email": "Wim@voorbeeld.test", "role": "praktijkbegeleider"}


tenant = built_once(cast.tenant)


def add(tenant, kind=ReaderKind.READS, **changed) -> AgreementReader:
    with acting_as(tenant.coordinator.actor):
        return services.add_reader(tenant.agreement, kind=kind, who="Sanne", **{**WIM, **changed})


class TestAdd:
    def test_gets_a_link_at_once_while_people_sign(self, tenant, client):
        add(tenant)
        token = last_mail("wim@voorbeeld.test", "read_along").split("/meelezen/")[1].split("/")[0]
        page = text_of(client.get(f"/meelezen/{token}/"))
        assert "U leest mee; tekenen doet u niet." in page
        assert "Dit spreken we af" in page

    def test_of_a_draft_gets_it_when_that_is_sent(self):
        mine = scenes.matched()
        mine.agreement = scenes.complete(mine)
        add(mine)
        add(mine, ReaderKind.COPY, email="kopie@voorbeeld.test")
        assert mails("read_along") == []
        scenes.send(mine, mine.agreement)
        assert [mail.to_email for mail in mails("read_along")] == ["wim@voorbeeld.test"]

    @pytest.mark.usefixtures("seal_key")
    def test_all_get_the_sealed_document(self, tenant):
        add(tenant)
        add(tenant, ReaderKind.COPY, email="kopie@voorbeeld.test")
        seal(tenant)
        told = [mail.to_email for mail in mails("agreement_sealed")]
        assert told.count("wim@voorbeeld.test") == told.count("kopie@voorbeeld.test") == 1

    def test_who_signs_does_not_read_along_too(self, tenant):
        with pytest.raises(services.ThereAlready):
            add(tenant, email=tenant.contact.user.email.upper())

    def test_once(self, tenant):
        add(tenant)
        with pytest.raises(services.ThereAlready):
            add(tenant)

    def test_no_more_than_ten(self, tenant):
        for number in range(1, services.MOST):  # the cast has one
            add(tenant, email=f"lezer.{number}@voorbeeld.test")
        with pytest.raises(services.TooMany):
            add(tenant)

    @pytest.mark.usefixtures("seal_key")
    def test_not_after_it_was_sealed(self, tenant):
        seal(tenant)
        with pytest.raises(services.TooLate):
            add(tenant)

    def test_parties_see_who(self, tenant, client):
        add(tenant)
        assert "Wim Dekker (praktijkbegeleider)" in text_of(client.get(f"/tekenen/{tenant.token}/"))


class TestTold:
    """Who reads along hears what becomes of it."""

    @pytest.fixture
    def mine(self):
        mine = scenes.matched()
        mine.agreement = scenes.complete(mine)
        add(mine)
        add(mine, ReaderKind.COPY, email="kopie@voorbeeld.test")
        mine.version = scenes.send(mine, mine.agreement)
        return mine

    def to_readers(self, kind: str) -> list[str]:
        return [mail.to_email for mail in mails(kind)]

    def link(self, kind: str) -> str:
        return last_mail("wim@voorbeeld.test", kind).split("/meelezen/")[1].split("/")[0]

    def test_taken_back_and_sent_again(self, mine, client):
        first = self.link("read_along")
        with acting_as(mine.coordinator.actor):
            sending.reopen_agreement(mine.agreement, reason="De uren.", who="Sanne")
        assert self.to_readers("read_reopened") == ["wim@voorbeeld.test"]
        assert "De uren." in last_mail("wim@voorbeeld.test", "read_reopened")
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=mine.agreement.pk).update(guidance="Elke dag een uur.")
            agreement = Agreement.objects.select_related("template").get(pk=mine.agreement.pk)
        scenes.send(mine, agreement)
        assert self.to_readers("read_again") == ["wim@voorbeeld.test"]
        assert "versie 2" in last_mail("wim@voorbeeld.test", "read_again")
        assert len(mails("read_along")) == 1
        second = self.link("read_again")
        assert [client.get(f"/meelezen/{link}/").status_code for link in (first, second)] == [404, 200]

    def test_dropped(self, mine):
        with acting_as(mine.coordinator.actor):
            sending.cancel_agreement(mine.agreement, reason="Gaat niet door.", who="Sanne")
        assert self.to_readers("read_cancelled") == ["wim@voorbeeld.test"]

    @pytest.mark.parametrize("state", ["declined", "cancelled", "sealed"])
    def test_is_withdrawn_in_every_state(self, mine, client, state):
        link = self.link("read_along")
        mine.agreement = self.reached(mine, state)
        client.force_login(mine.coordinator.user)
        detail = f"/overeenkomsten/{mine.agreement.public_id}/"
        assert "Wijzig wie meeleest" in text_of(client.get(detail))
        with acting_as(SYSTEM):
            reader = mine.agreement.readers.get(email="wim@voorbeeld.test")
        away = f"/overeenkomsten/meelezers/{reader.public_id}/weg/"
        assert away in client.get(f"{detail}meelezers/").content.decode()
        assert "leest niet meer mee" in text_of(client.post(away, follow=True))
        assert client.get(f"/meelezen/{link}/").status_code == 404
        assert said("readers", mine.agreement)[-1] == "Leest niet meer mee: Wim Dekker"
        assert self.to_readers("read_withdrawn") == ["wim@voorbeeld.test"]

    def reached(self, mine, state: str) -> Agreement:
        if state == "declined":
            signers(mine.version)["student"].identify().decline()
        elif state == "cancelled":
            with acting_as(mine.coordinator.actor):
                sending.cancel_agreement(mine.agreement, reason="Gaat niet door.", who="Sanne")
        else:
            sealed.seal_without_work(mine.version)
        with acting_as(SYSTEM):
            agreement = Agreement.objects.get(pk=mine.agreement.pk)
        assert agreement.state == state
        return agreement


class TestLink:
    """What the holder of a link to read along may."""

    @pytest.fixture
    def reader(self, tenant) -> Actor:
        return Actor(link_hash=hash_token(tenant.reader_token))

    def test_sees_one_agreement(self, tenant, reader):
        cast.tenant("Hogeschool Elders")
        with acting_as(reader):
            assert list(Agreement.objects.values_list("pk", flat=True)) == [tenant.agreement.pk]

    @pytest.mark.parametrize(
        "act",
        [
            lambda: Signing.objects.update(state="signed"),
            lambda: Agreement.objects.update(state="declined"),
        ],
    )
    def test_changes_nothing(self, reader, act):
        with acting_as(reader):
            assert act() == 0

    def test_writes_nothing_in_the_log(self, tenant, reader):
        with acting_as(reader), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            events.record(tenant.agreement, EventKind.SIGNED, who="Wim", text="Getekend")
        with acting_as(SYSTEM):
            former = tenant.agreement.events.values().get()
        with acting_as(reader), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AgreementEvent.objects.create(**next_event({**former, "id": uuid4()}, "link_sent"))

    def test_signs_with_no_page(self, tenant, client):
        for page in ("", "code/", "ondertekenen/", "doorsturen/", "weigeren/"):
            assert client.get(f"/tekenen/{tenant.reader_token}/{page}").status_code == 404

    def test_link_of_a_signer_reads_no_reading_page(self, tenant, client):
        assert client.get(f"/meelezen/{tenant.token}/").status_code == 404

    def test_says_so_while_there_is_nothing_to_read(self, tenant, client):
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=tenant.agreement.pk).update(state="draft")
        assert "Er wordt aan de tekst gewerkt" in text_of(client.get(f"/meelezen/{tenant.reader_token}/"))

    @pytest.mark.usefixtures("seal_key")
    def test_downloads_the_sealed_document(self, tenant, client):
        preview = client.get(f"/meelezen/{tenant.reader_token}/overeenkomst.pdf")
        document = seal(tenant)
        sealed = client.get(f"/meelezen/{tenant.reader_token}/overeenkomst.pdf")
        assert preview.content[:5] == sealed.content[:5] == b"%PDF-"
        assert len(sealed.content) == document.size

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_downloads_it_in_the_language_that_it_is_in(self, language, client):
        mine = scenes.matched()
        mine.agreement = scenes.complete(mine, language=language)
        add(mine)
        scenes.send(mine, mine.agreement)
        pdf = client.get(f"{reading_path()}overeenkomst.pdf").content
        read = PdfReader(BytesIO(pdf))
        assert read.trailer["/Root"]["/Lang"] == language
        assert ("page 1 of" if language == "en" else "pagina 1 van") in read.pages[0].extract_text()


def reading_path() -> str:
    token = last_mail("wim@voorbeeld.test", "read_along").split("/meelezen/")[1].split("/")[0]
    return f"/meelezen/{token}/"


class TestAfterAnAddendum:
    def test_reads_what_holds_now(self, client):
        mine = scenes.matched()
        mine.agreement = scenes.complete(mine)
        add(mine)
        sealed.seal_without_work(scenes.send(mine, mine.agreement))
        path = reading_path()
        sealed.seal_addendum(mine, mine.agreement, date(2027, 9, 6), hours_per_week=24)
        page = text_of(client.get(f"{path}?op=2027-10-01"))
        assert "Zoals het nu geldt" in page
        assert "Zoals gewijzigd door addendum 1" in page
        assert "24 uur" in page
        assert "Addendum 1 is getekend en gaat in op" in text_of(client.get(f"{path}?op=2027-09-01"))


class TestPages:
    @pytest.fixture
    def coordinator(self, client, tenant):
        client.force_login(tenant.coordinator.user)
        return client

    def url(self, tenant) -> str:
        return f"/overeenkomsten/{tenant.agreement.public_id}/meelezers/"

    def test_add_and_remove(self, coordinator, tenant, client):
        answer = coordinator.post(self.url(tenant), {**WIM, "kind": "reads"}, follow=True)
        assert "Wim Dekker staat erbij" in text_of(answer)
        with acting_as(SYSTEM):
            reader = AgreementReader.objects.get(email="wim@voorbeeld.test")
        answer = coordinator.post(f"/overeenkomsten/meelezers/{reader.public_id}/weg/", follow=True)
        assert "leest niet meer mee. De link werkt niet meer" in text_of(answer)
        with acting_as(SYSTEM):
            assert not AgreementReader.objects.filter(pk=reader.pk).exists()

    def test_who_would_get_a_copy_has_no_link_to_lose(self, coordinator, tenant):
        coordinator.post(self.url(tenant), {**WIM, "kind": "copy"})
        with acting_as(SYSTEM):
            reader = AgreementReader.objects.select_related("agreement").get(email="wim@voorbeeld.test")
        page = text_of(coordinator.post(f"/overeenkomsten/meelezers/{reader.public_id}/weg/", follow=True))
        assert "Wim Dekker krijgt geen afschrift meer." in page
        assert "De link werkt niet meer" not in page
        with acting_as(tenant.coordinator.actor):
            services.remove_reader(reader, who="Sanne")
        told = [text for text in said(EventKind.READERS, tenant.agreement) if "niet meer" in text or "geen" in text]
        assert told == ["Krijgt geen afschrift meer: Wim Dekker"]
        assert mails("read_withdrawn") == []

    def test_nothing_filled_in(self, coordinator, tenant):
        assert coordinator.post(self.url(tenant), {"name": ""}).status_code == 422

    def test_same_person_twice(self, coordinator, tenant):
        coordinator.post(self.url(tenant), {**WIM, "kind": "reads"})
        answer = coordinator.post(self.url(tenant), {**WIM, "kind": "copy"})
        assert answer.status_code == 422
        assert "tekent of leest al mee" in text_of(answer)
