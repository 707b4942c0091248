"""Signed on paper: a scan with dates, of equal status, and marked as such wherever it is read."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from pypdf import PdfReader

from agreements import audit
from agreements.addendum_text import compose_addendum
from agreements.cautions import cautions
from agreements.enums import SigningState, State
from agreements.events import verify_chain
from agreements.models import Addendum, Agreement, AgreementVersion, PaperCopy, Signing, Weighing
from agreements.services import elsewhere, sending
from agreements.services.sealing import seal_agreement
from agreements.text import compose
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.enums import Kind
from mkbroute.documents.services import read, store
from mkbroute.documents.uploads import UploadRefused
from tests.documents.papers import agreement as pdf
from tests.documents.papers import faults, image
from tests.races import at_once

from . import scenes
from .sealed import drafted, now, sealed, send
from .signers import mails, said, signers, text_of

pytestmark = pytest.mark.django_db
DAY = localdate() - timedelta(days=80)


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = scenes.complete(mine)
    return mine


@pytest.fixture
def sent(mine):
    mine.version = scenes.send(mine, mine.agreement)
    return mine


def scan(content: bytes | None = None, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content, "application/pdf")


def seen(mine) -> str:
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=mine.agreement.pk)
        return sending.fingerprint(compose(agreement, agreement.parties.all()))


def record(mine, roles=("student", "company", "hogeschool"), **changed) -> AgreementVersion:
    fields = {
        "scan": scan(),
        "dates": dict.fromkeys(roles, DAY),
        "content_sha256": seen(mine),
        "reasons": reasons(mine),
        "is_earlier": True,
        "who": scenes.WHO,
    }
    with acting_as(mine.coordinator.actor):
        return elsewhere.record_signed_elsewhere(mine.agreement, **{**fields, **changed})


def reasons(mine) -> dict[str, str]:
    with acting_as(mine.coordinator.actor):
        found = cautions(Agreement.objects.get(pk=mine.agreement.pk))
        return {caution.code: scenes.WEIGHED for caution in found}


def without_pay(mine) -> None:
    """Which sending asks a reason for."""
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=mine.agreement.pk).update(salary_agreed="no")


def state_of(mine) -> str:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=mine.agreement.pk).state


class TestRecord:
    def test_all_of_a_draft_that_nobody_was_asked_to_sign(self, mine):
        version = record(mine)
        assert state_of(mine) == State.SIGNED
        assert [mail for mail in mails("sign_request") if str(mine.agreement.public_id) in mail.about] == []
        with acting_as(SYSTEM):
            rows = list(version.signings.values_list("state", "method", "signed_on", "typed_name"))
        assert rows == [("signed", "elsewhere", DAY, "")] * 3
        assert len(said("elsewhere", mine.agreement)) == 3

    def test_the_last_ones_of_what_was_sent(self, sent):
        people = signers(sent.version)
        people["student"].identify().sign()
        record(sent, roles=("company", "hogeschool"), content_sha256=sent.version.content_sha256)
        assert state_of(sent) == State.SIGNED
        assert people["student"].row.method == "typed"
        assert people["company"].row.method == "elsewhere"

    def test_rows_and_log_agree(self, mine):
        record(mine)
        with acting_as(SYSTEM):
            assert audit.problems_of(Agreement.objects.get(pk=mine.agreement.pk)) == []

    def test_links_sign_nothing_any_more(self, sent, client):
        company = signers(sent.version)["company"]
        record(sent, content_sha256=sent.version.content_sha256)
        assert "Bedankt" in text_of(client.get(company.path))


class TestRefusals:
    @pytest.mark.parametrize("roles", [(), ("student",), ("student", "company", "hogeschool", "employer")])
    def test_dates_of_others_than_who_must_sign(self, mine, roles):
        with pytest.raises(elsewhere.OthersThan):
            record(mine, roles=roles)
        assert state_of(mine) == State.DRAFT

    @pytest.mark.parametrize("days", [1, 30, -367, -40_000])
    def test_dates_that_cannot_be(self, mine, days):
        wrong = localdate() + timedelta(days=days)
        with pytest.raises(elsewhere.WrongDates) as refused:
            record(mine, dates={"student": DAY, "company": wrong, "hogeschool": DAY}, is_earlier=True)
        assert [*refused.value.problems] == ["company"]
        assert state_of(mine) == State.DRAFT

    def test_date_before_the_text_was_there_is_to_be_confirmed(self, sent):
        dates = dict.fromkeys(("student", "company", "hogeschool"), localdate() - timedelta(days=3))
        text = {"content_sha256": sent.version.content_sha256}
        with pytest.raises(elsewhere.WrongDates, match="Toen stond deze tekst er nog niet"):
            record(sent, dates=dates, is_earlier=False, **text)
        assert state_of(sent) == State.SENT
        record(sent, dates=dates, is_earlier=True, **text)
        assert state_of(sent) == State.SIGNED

    @pytest.mark.parametrize("days", [1, -367])
    def test_database_refuses_them_too(self, sent, days):
        answer = {"state": "signed", "method": "elsewhere", "answered_at": timezone.now()}
        wrong = localdate() + timedelta(days=days)
        with acting_as(SYSTEM), pytest.raises(IntegrityError, match="signing_elsewhere_in_time"), transaction.atomic():
            Signing.objects.filter(version=sent.version).update(**answer, signed_on=wrong)

    def test_another_text(self, mine, sent):
        with pytest.raises(sending.TextChanged):
            record(mine, content_sha256="0" * 64)
        assert state_of(mine) == State.SENT

    @pytest.mark.parametrize("content", [b"", b"geen pdf", b"%PDF-1.7 kapot", b"PK\x03\x04"])
    def test_a_file_that_is_no_scan(self, mine, content):
        with pytest.raises(UploadRefused):
            record(mine, scan=scan(content))
        assert state_of(mine) == State.DRAFT

    def test_what_the_portal_sealed_itself(self, mine):
        own = scan()
        with acting_as(SYSTEM):
            store(own.read(), kind=Kind.AGREEMENT, name="verzegeld.pdf", media_type="application/pdf",
                  hogeschool_id=mine.hogeschool.pk)  # fmt: skip
        with pytest.raises(UploadRefused, match="uit het portaal zelf"):
            record(mine, scan=own)
        assert state_of(mine) == State.DRAFT

    def test_incomplete_draft(self, mine):
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=mine.agreement.pk).update(guidance="")
        with pytest.raises(sending.NotReady):
            record(mine)

    def test_a_coordinator_sets_no_other_signature(self, sent):
        """In the database: on somebody's behalf only what stands on paper."""
        with acting_as(sent.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
            Signing.objects.filter(version=sent.version).update(state="signed", answered_at=timezone.now())

    def test_what_was_not_weighed(self, mine):
        without_pay(mine)
        with pytest.raises(sending.NotWeighed):
            record(mine, reasons={})
        assert state_of(mine) == State.DRAFT

    def test_nobody_else_records_it(self, mine):
        # the database lets her lock no agreement but one that is sealed
        with acting_as(mine.contact.actor), pytest.raises(Agreement.DoesNotExist), transaction.atomic():
            elsewhere.record_signed_elsewhere(
                mine.agreement, scan=scan(), dates={}, content_sha256=seen(mine), who="Karim"
            )


@pytest.mark.usefixtures("seal_key")
class TestDocument:
    def sealed(self, mine) -> bytes:
        with acting_as(SYSTEM):
            return read(seal_agreement(mine.agreement.pk))

    def test_holds_the_scan_and_says_how_it_was_signed(self, sent, client):
        upload = pdf(title="Op papier")
        signers(sent.version)["student"].identify().sign()
        record(sent, ("company", "hogeschool"), content_sha256=sent.version.content_sha256, scan=scan(upload))
        content = self.sealed(sent)
        assert faults(content) == []
        reader = PdfReader(BytesIO(content))
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert "gelden net zo, ook waar de tekst spreekt van elektronisch tekenen" in text
        assert "Een deel van de partijen heeft" in text
        assert text.count(f"{date_format(DAY, 'j F Y')}, volgens het exemplaar op papier") == 2
        enclosed = {name: files[0] for name, files in reader.attachments.items()}
        assert enclosed["getekend-exemplaar.pdf"] == upload
        kinds = [json.loads(event["payload"])["kind"] for event in json.loads(enclosed["bewijs.json"])["events"]]
        assert (kinds.count("signed"), kinds.count("elsewhere")) == (1, 2)
        answer = client.post("/controleren/", {"file": SimpleUploadedFile("o.pdf", content, "application/pdf")})
        assert text_of(answer).count(f"elders getekend, op {date_format(DAY, 'j F Y')}") == 2

    def test_picture_of_the_last_page_will_do(self, mine):
        record(mine, scan=scan(image("JPEG", "RGB", (200, 300)), "foto.jpg"))
        content = self.sealed(mine)
        assert faults(content) == []
        assert "getekend-exemplaar.jpg" in PdfReader(BytesIO(content)).attachments
        assert len(mails("agreement_sealed")) + len(mails("agreement_sealed_coordinator")) == 3


class TestPages:
    def url(self, mine) -> str:
        return f"/overeenkomsten/{mine.agreement.public_id}/elders-getekend/"

    @pytest.fixture
    def coordinator(self, mine, client):
        client.force_login(mine.coordinator.user)
        return client

    def filled_in(self, mine, **changed) -> dict:
        dates = {f"on-{role}": DAY.isoformat() for role in ("student", "company", "hogeschool")}
        why = {f"reason-{code}": reason for code, reason in reasons(mine).items()}
        ticks = {"is_complete": "on", "is_earlier": "on"}
        return {"scan": scan(), "content_sha256": seen(mine), **ticks, **why, **dates, **changed}

    def test_asks_why_as_sending_does(self, mine, coordinator):
        without_pay(mine)
        assert reasons(mine)
        page = text_of(coordinator.get(self.url(mine)))
        assert "Waarom legt u dit toch vast?" in page
        empty = {f"reason-{code}": "" for code in reasons(mine)}
        answer = coordinator.post(self.url(mine), self.filled_in(mine, **empty))
        assert answer.status_code == 422
        assert "schrijf kort op waarom u toch doorgaat" in text_of(answer)
        coordinator.post(self.url(mine), self.filled_in(mine))
        with acting_as(SYSTEM):
            assert set(Weighing.objects.filter(agreement=mine.agreement).values_list("reason", flat=True)) == {
                scenes.WEIGHED
            }

    def test_upload(self, mine, coordinator):
        answer = coordinator.post(self.url(mine), self.filled_in(mine), follow=True)
        assert "Vastgelegd" in text_of(answer)
        assert "Elders getekend" in text_of(answer)
        assert f"op papier, op {date_format(DAY, 'j F Y')}" in text_of(answer)
        with acting_as(SYSTEM):
            assert PaperCopy.objects.filter(agreement=mine.agreement).count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"on-student": (timezone.localdate() + timedelta(days=1)).isoformat()}, "in de toekomst"),
            ({"on-student": "2019-01-01"}, "meer dan een jaar terug"),
            ({"on-student": ""}, "on-student"),
            ({"is_complete": ""}, "Zet een vinkje"),
            ({"scan": SimpleUploadedFile("scan.pdf", b"%PDF-1.7 kapot", "application/pdf")}, "beschadigd"),
            ({"scan": SimpleUploadedFile("scan.exe", b"MZ", "application/pdf")}, "Kies een bestand"),
        ],
    )
    def test_what_does_not_fit_is_explained(self, mine, coordinator, changed, words):
        answer = coordinator.post(self.url(mine), self.filled_in(mine, **changed))
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert state_of(mine) == State.DRAFT

    def test_a_date_before_the_text_is_asked_about(self, mine, coordinator):
        """Of a draft: before its last change."""
        shown = text_of(coordinator.get(self.url(mine)))
        assert "id_is_earlier" not in shown
        answer = coordinator.post(self.url(mine), self.filled_in(mine, is_earlier=""))
        page = text_of(answer)
        assert answer.status_code == 422
        assert "Toen stond deze tekst er nog niet" in page
        assert f"als datum vult u {date_format(DAY, 'j F Y')} in" in page
        assert "id_is_earlier" in page
        assert state_of(mine) == State.DRAFT
        assert "Vastgelegd" in text_of(coordinator.post(self.url(mine), self.filled_in(mine), follow=True))

    def test_a_date_before_the_version_is_asked_about_and_one_after_is_not(self, sent, coordinator):
        today = timezone.localdate()
        dates = {f"on-{role}": today.isoformat() for role in ("student", "company", "hogeschool")}
        form = self.filled_in(sent, content_sha256=sent.version.content_sha256, is_earlier="", **dates)
        before = {**form, "on-company": (today - timedelta(days=1)).isoformat()}
        answer = coordinator.post(self.url(sent), before)
        assert (answer.status_code, state_of(sent)) == (422, State.SENT)
        assert "Toen stond deze tekst er nog niet" in text_of(answer)
        coordinator.post(self.url(sent), {**form, "scan": scan()})
        assert state_of(sent) == State.SIGNED

    def test_a_text_that_changed_meanwhile(self, mine, coordinator):
        answer = coordinator.post(self.url(mine), self.filled_in(mine, content_sha256="0" * 64), follow=True)
        assert "Dat kan niet meer" in text_of(answer)
        assert state_of(mine) == State.DRAFT

    def test_a_second_click(self, mine, coordinator):
        coordinator.post(self.url(mine), self.filled_in(mine))
        answer = coordinator.post(self.url(mine), self.filled_in(mine), follow=True)
        assert "Dat kan niet meer" in text_of(answer)
        with acting_as(SYSTEM):
            assert PaperCopy.objects.count() == 2  # the cast's own, and this one


@pytest.mark.usefixtures("seal_key")
class TestAddendum:
    """On paper as an agreement is."""

    @pytest.fixture
    def mine(self):
        mine = scenes.matched()
        mine.agreement = sealed(mine)
        mine.addendum = drafted(mine, mine.agreement, hours_per_week=24)
        return mine

    def url(self, mine) -> str:
        return f"/overeenkomsten/addendum/{mine.addendum.public_id}/elders-getekend/"

    def text(self, mine) -> str:
        with acting_as(mine.coordinator.actor):
            return sending.fingerprint(compose_addendum(now(mine.addendum)))

    def filled_in(self, mine, *roles) -> dict:
        dates = {f"on-{role}": DAY.isoformat() for role in roles or ("student", "company", "hogeschool")}
        return {"scan": scan(), "content_sha256": self.text(mine), "is_complete": "on", "is_earlier": "on", **dates}

    def test_draft_is_uploaded_sealed_and_holds(self, mine, client):
        client.force_login(mine.coordinator.user)
        assert "Upload het getekende exemplaar" in text_of(
            client.get(f"/overeenkomsten/addendum/{mine.addendum.public_id}/")
        )
        answer = client.post(self.url(mine), self.filled_in(mine), follow=True)
        assert "Vastgelegd" in text_of(answer)
        with acting_as(SYSTEM):
            content = read(seal_agreement(mine.agreement.pk))
            assert Addendum.objects.get(pk=mine.addendum.pk).state == State.SEALED
            assert verify_chain(mine.agreement) == []
        assert faults(content) == []
        assert "getekend-exemplaar.pdf" in PdfReader(BytesIO(content)).attachments

    def test_the_last_ones_of_what_was_sent(self, mine, client):
        version = send(mine, mine.addendum)
        signers(version)["student"].identify().sign()
        client.force_login(mine.coordinator.user)
        answer = client.post(self.url(mine), self.filled_in(mine, "company", "hogeschool"), follow=True)
        assert "Vastgelegd" in text_of(answer)
        with acting_as(SYSTEM):
            assert set(version.signings.values_list("role", "method")) == {
                ("student", "typed"),
                ("company", "elsewhere"),
                ("hogeschool", "elsewhere"),
            }

    def test_sealed_one_takes_no_paper(self, mine, client):
        client.force_login(mine.coordinator.user)
        form = self.filled_in(mine)
        client.post(self.url(mine), form)
        answer = client.post(self.url(mine), {**form, "scan": scan()}, follow=True)
        assert "het addendum is intussen veranderd" in text_of(answer)


@pytest.mark.django_db(transaction=True)
def test_sign_while_it_is_recorded_is_one_of_the_two():
    mine = scenes.matched()
    mine.agreement = scenes.complete(mine)
    version = scenes.send(mine, mine.agreement)
    company = signers(version)["company"].identify()
    signed, recorded = at_once(company.sign, lambda: record(mine, content_sha256=version.content_sha256))
    row = company.row
    assert row.state == SigningState.SIGNED
    assert (row.method == "typed") == isinstance(recorded, elsewhere.OthersThan)
    assert signed is None
    with acting_as(SYSTEM):
        assert audit.problems_of(Agreement.objects.get(pk=mine.agreement.pk)) == []
