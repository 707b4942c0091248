"""The pages behind a personal link, step by step."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements.enums import SigningState, State
from agreements.models import Agreement
from agreements.statements import same_name
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from .signers import Signer, all_sign, mails, said, signers, text_of

tenant = built_once(cast.tenant)


@pytest.fixture
def people(tenant):
    return signers(tenant.version)


@pytest.fixture
def company(people) -> Signer:
    return people["company"]


@pytest.fixture
def identified(client, company) -> Client:
    """Her browser, after the code."""
    client.post(f"{company.path}code/sturen/")
    answer = client.post(f"{company.path}code/", {"code": company.code()})
    assert answer.url == f"{company.path}ondertekenen/"
    return client


def filled_in(company: Signer, **changed) -> dict:
    fields = {
        "content_sha256": company.row.version.content_sha256,
        "statements": "2",
        "identity": "on",
        "authority": "on",
        "typed_name": "Karim Bakker",
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


def signed_evidence(tenant) -> dict:
    with acting_as(SYSTEM):
        return json.loads(tenant.agreement.events.get(kind="signed").payload)["evidence"]


class TestCode:
    def test_asked_for_and_confirmed(self, identified, company):
        assert identified.get(f"{company.path}ondertekenen/").status_code == 200

    def test_wrong_says_how_many_tries_are_left(self, client, company):
        client.post(f"{company.path}code/sturen/")
        wrong = "000000" if company.code() != "000000" else "000001"
        for left in ("Nog 4 pogingen", "Nog 3 pogingen", "Nog 2 pogingen", "Nog 1 poging", "te vaak geprobeerd"):
            answer = client.post(f"{company.path}code/", {"code": wrong})
            assert answer.status_code == 422
            assert left in text_of(answer)
        assert "Stuur mij een code" in text_of(answer)
        assert "#id_code" not in text_of(answer)

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12 34", "¹²³⁴⁵⁶", "\x00" * 6])
    def test_what_is_no_code_costs_no_try(self, client, company, code):
        client.post(f"{company.path}code/sturen/")
        assert client.post(f"{company.path}code/", {"code": code}).status_code == 422
        assert company.row.code_attempts == 0

    def test_pasted_with_spaces(self, client, company):
        client.post(f"{company.path}code/sturen/")
        code = company.code()
        assert client.post(f"{company.path}code/", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302

    def test_asked_for_twice_says_when_again(self, client, company):
        client.post(f"{company.path}code/sturen/")
        page = text_of(client.post(f"{company.path}code/sturen/", follow=True))
        assert re.search(r"Een nieuwe kan weer over \d+ seconden", page)
        assert len(mails("sign_code")) == 1

    def test_page_without_a_code_on_its_way(self, client, company):
        page = text_of(client.get(f"{company.path}code/"))
        assert "Vraag een code aan" in page
        assert "Code uit de mail" not in page


class TestIdentified:
    def test_in_this_browser_only(self, identified, company):
        answer = Client().post(f"{company.path}ondertekenen/", filled_in(company))
        assert answer.url == f"{company.path}code/"
        assert company.row.state == SigningState.WAITING

    def test_cookie_is_for_this_link_alone(self, identified, company):
        cookie = identified.cookies["tekenen"]
        assert cookie["path"] == company.path
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_cookie_of_one_link_opens_no_other(self, identified, people, company):
        student = people["student"]
        student.send_code()
        other = Client()
        other.cookies["tekenen"] = identified.cookies["tekenen"].value
        assert other.get(f"{student.path}ondertekenen/").url == f"{student.path}code/"

    def test_cookie_made_up(self, client, company):
        company.identify()
        client.cookies["tekenen"] = company.identified_at.isoformat()
        assert client.get(f"{company.path}ondertekenen/").url == f"{company.path}code/"

    def test_half_an_hour(self, identified, company, monkeypatch):
        later = timezone.now() + timedelta(minutes=31)
        monkeypatch.setattr(timezone, "now", lambda: later)
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company), follow=True)
        assert "Een code geldt een half uur" in text_of(answer)
        assert company.row.state == SigningState.WAITING


class TestSign:
    def test_done(self, identified, company, tenant):
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company), follow=True)
        assert "Bedankt" in text_of(answer)
        assert company.row.state == SigningState.SIGNED

    def test_evidence_of_the_browser(self, identified, company, tenant):
        identified.post(
            f"{company.path}ondertekenen/",
            filled_in(company),
            headers={"User-Agent": "Telefoon " + "x" * 1000, "X-Forwarded-For": "203.0.113.9"},
            REMOTE_ADDR="192.0.2.4",
        )
        evidence = signed_evidence(tenant)
        assert evidence["ip"] == "192.0.2.4"  # no proxy of ours: its header proves nothing
        assert evidence["browser"].startswith("Telefoon")
        assert len(evidence["browser"]) == 300

    @pytest.mark.parametrize(
        ("header", "kept"),
        [("203.0.113.9", "203.0.113.9"), ("10.0.0.1, 203.0.113.9", "203.0.113.9"), ("x'; DROP", ""), ("", "")],
    )
    def test_address_behind_our_proxy(self, identified, company, tenant, settings, header, kept):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        identified.post(
            f"{company.path}ondertekenen/",
            filled_in(company),
            headers={"X-Forwarded-For": header, "X-Forwarded-Proto": "http"},
        )
        assert signed_evidence(tenant)["ip"] == kept

    @pytest.mark.parametrize("missing", ["identity", "authority", "typed_name"])
    def test_nothing_may_be_missing(self, identified, company, missing):
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company, **{missing: None}))
        assert answer.status_code == 422
        assert company.row.state == SigningState.WAITING

    def test_another_name_asks_once_more(self, identified, company):
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company, typed_name="Henk de Boer"))
        assert answer.status_code == 422
        assert "In de overeenkomst staat Karim Bakker" in text_of(answer)
        assert "Iemand anders moet tekenen" in text_of(answer)
        identified.post(f"{company.path}ondertekenen/", filled_in(company, typed_name="Henk de Boer", is_my_name="on"))
        assert company.row.typed_name == "Henk de Boer"

    def test_own_name_needs_no_confirmation(self, identified, company):
        identified.post(f"{company.path}ondertekenen/", filled_in(company, typed_name="  KARIM  bakker "))
        assert company.row.state == SigningState.SIGNED

    @pytest.mark.parametrize("sha256", ["0" * 64, "", "x" * 5000, None])
    def test_text_on_the_screen_must_be_that_of_the_link(self, identified, company, sha256):
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company, content_sha256=sha256), follow=True)
        assert "hoort niet (meer) bij deze link" in text_of(answer)
        assert company.row.state == SigningState.WAITING

    def test_second_click_shows_thanks(self, identified, company, tenant):
        for _ in range(2):
            answer = identified.post(f"{company.path}ondertekenen/", filled_in(company), follow=True)
            assert "Bedankt" in text_of(answer)
        assert len(said("signed", tenant.agreement)) == 1

    def test_extra_fields_do_nothing(self, identified, company, tenant):
        identified.post(
            f"{company.path}ondertekenen/", filled_in(company, state="declined", email="x@y.nl", role="student")
        )
        row = company.row
        assert (row.state, row.email, row.role) == (SigningState.SIGNED, company.email, "company")

    def test_student_states_no_authority(self, client, people):
        student = people["student"]
        client.post(f"{student.path}code/sturen/")
        client.post(f"{student.path}code/", {"code": student.code()})
        page = text_of(client.get(f"{student.path}ondertekenen/"))
        assert "bevoegd" not in page
        assert "Je tekent als Joris Kok." in page

    def test_taken_back_while_the_form_was_open(self, identified, company, tenant):
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=tenant.agreement.pk).update(state=State.DRAFT)
        answer = identified.post(f"{company.path}ondertekenen/", filled_in(company), follow=True)
        assert "Een nieuwe versie is er nog niet" in text_of(answer)

    def test_last_one_reads_that_the_document_is_coming(self, client, people):
        all_sign(people)
        assert "iedereen heeft getekend" in text_of(client.get(people["student"].path))


class TestDecline:
    def test_done(self, identified, company, tenant):
        answer = identified.post(
            f"{company.path}weigeren/", {"kind": "disagree", "reason": "De uren kloppen niet."}, follow=True
        )
        assert "De weigering is doorgegeven" in text_of(answer)
        assert "De uren kloppen niet." in text_of(answer)

    def test_someone_else_must_sign(self, identified, company):
        identified.post(f"{company.path}weigeren/", {"kind": "other", "reason": "Els de Boer"})
        assert company.row.decline_reason == "Iemand anders moet tekenen. Els de Boer"

    @pytest.mark.parametrize("fields", [{}, {"kind": "other"}, {"reason": "x"}, {"kind": "x", "reason": "x"}])
    def test_needs_a_reason(self, identified, company, fields):
        assert identified.post(f"{company.path}weigeren/", fields).status_code == 422
        assert company.row.state == SigningState.WAITING

    def test_needs_a_code(self, client, company):
        answer = client.post(f"{company.path}weigeren/", {"kind": "disagree", "reason": "x"})
        assert answer.url == f"{company.path}code/?naar=weigeren"

    def test_from_the_first_page_to_a_refusal(self, client, company):
        asked = client.get(f"{company.path}weigeren/", follow=True)
        page = text_of(asked)
        assert "Niet tekenen: eerst een code" in page
        assert "geldt een half uur" not in page
        sent = client.post(asked.context["code_url"])
        assert sent.url == f"{company.path}code/?naar=weigeren"
        confirmed = client.post(sent.url, {"code": company.code()})
        assert confirmed.url == f"{company.path}weigeren/"
        assert "Waarom tekent u niet?" in text_of(client.get(confirmed.url))

    @pytest.mark.parametrize("goal", ["", "ondertekenen", "//kwaad.test/", "weigeren/"])
    def test_another_word_in_the_address_leads_to_signing(self, client, company, goal):
        client.post(f"{company.path}code/sturen/")
        answer = client.post(f"{company.path}code/?naar={goal}", {"code": company.code()})
        assert answer.url == f"{company.path}ondertekenen/"

    def test_hostile_reason_is_shown_as_text(self, identified, company, people):
        hostile = "<script>alert(1)</script>{{ 7|add:7 }}\r\nBcc: x@y.nl"
        identified.post(f"{company.path}weigeren/", {"kind": "disagree", "reason": hostile})
        page = identified.get(company.path).content.decode()
        assert "<script>alert" not in page
        assert "{{ 7|add:7 }}" in page
        assert all("\n" not in mail.subject for mail in mails("sign_declined"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Karim Bakker", "karim bakker", True),
        ("Łukasz Çelik-Nguyễn", "Łukasz Celik Nguyen", True),
        ("J. de Vries", "J de Vries", True),
        ("Karim Bakker", "K. Bakker", False),
        ("Karim Bakker", "", False),
    ],
)
def test_same_name(one, other, same):
    assert same_name(one, other) is same
