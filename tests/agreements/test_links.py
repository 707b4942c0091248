"""What is behind a personal link, for whom, and until when."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from agreements import links, statements
from agreements.enums import State
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.services import signing as services
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.decorators import hash_token
from tests import cast
from tests.built_once import built_once

from .signers import Signer, last_mail, mails, said, signers, text_of

tenant = built_once(cast.tenant)


@pytest.fixture
def people(tenant):
    return signers(tenant.version)


def change(model, pk, **fields) -> None:
    with acting_as(SYSTEM):
        model.objects.filter(pk=pk).update(**fields)


def expire(person: Signer) -> None:
    change(Signing, person.pk, link_expires_at=timezone.now() - timedelta(minutes=1))


def test_new_link_is_long_and_kept_as_a_hash(db):
    address, fields = links.new_link()
    token = address.removesuffix("/").rpartition("/")[2]
    assert len(token) == 43
    assert fields["token_hash"] == hash_token(token)
    assert token not in str(fields)


def test_unknown_link_is_a_page_that_tells_what_to_do(tenant, client):
    for token in ("x", "a" * 43, tenant.signing.token_hash, "%00", "../../etc"):
        answer = client.get(f"/tekenen/{token}/")
        if "/" not in token:
            assert answer.status_code == 404
            assert "Wat nu?" in text_of(answer)
            assert tenant.company.name not in text_of(answer)


@pytest.mark.parametrize("page", ["", "overeenkomst.pdf", "code/", "ondertekenen/", "weigeren/"])
def test_unknown_link_is_404_on_every_page(db, client, page):
    assert client.get(f"/tekenen/onbekend/{page}").status_code == 404


def test_link_replaced_by_a_newer_one_is_unknown(people, client):
    old = people["company"].path
    change(Signing, people["company"].pk, token_hash=hash_token("nieuw"))
    assert client.get(old).status_code == 404
    assert client.get("/tekenen/nieuw/").status_code == 200


def test_link_shows_its_own_agreement_and_no_other(tenant, people, client):
    other = cast.tenant("Hogeschool Elders")
    with acting_as(people["company"].actor):
        assert list(Agreement.objects.values_list("pk", flat=True)) == [tenant.agreement.pk]
        assert not Signing.objects.filter(agreement=other.agreement).exists()
    page = text_of(client.get(people["company"].path))
    assert tenant.hogeschool.name in page
    assert other.hogeschool.name not in page


def test_looking_writes_nothing(tenant, people, client):
    with acting_as(SYSTEM):
        before = [list(model.objects.values_list()) for model in (Signing, Agreement)], tenant.agreement.events.count()
    for page in ("", "overeenkomst.pdf", "code/", "ondertekenen/", "weigeren/"):
        client.get(people["company"].path + page)
        client.head(people["company"].path + page)
    with acting_as(SYSTEM):
        after = [list(model.objects.values_list()) for model in (Signing, Agreement)], tenant.agreement.events.count()
    assert before == after


def test_page_shows_the_frozen_text_not_the_fields(tenant, people, client):
    page = text_of(client.get(people["company"].path))
    assert "<summary>Artikel 1</summary>" in page
    assert "<p>Dit spreken we af.</p>" in page
    assert statements.fingerprint(tenant.version.content_sha256) in page


def test_address_of_the_mailbox_is_masked(people, client):
    page = text_of(client.get(people["company"].path))
    assert links.masked(people["company"].email) in page
    assert people["company"].email not in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"state": State.DRAFT}, "Deze versie is teruggehaald"),
        ({"version": 2}, "Er is een nieuwere versie"),
        ({"state": State.CANCELLED}, "Deze overeenkomst gaat niet door"),
        ({"state": State.DECLINED}, "Een van de partijen tekent niet"),
    ],
)
def test_link_of_an_agreement_that_moved_on_says_so(tenant, people, client, changed, words):
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=tenant.agreement.pk).update(**changed)
    page = client.get(people["company"].path)
    assert page.status_code == 200
    assert words in text_of(page)
    assert "Dit spreken we af" not in text_of(page)
    for step in ("code/", "ondertekenen/", "weigeren/", "overeenkomst.pdf"):
        assert client.get(people["company"].path + step).url == people["company"].path
    for step in ("code/sturen/", "code/", "ondertekenen/", "weigeren/"):
        assert client.post(people["company"].path + step).url == people["company"].path
    assert mails("sign_code") == []


def test_expired_link_shows_nothing_but_offers_a_new_one(tenant, people, client):
    expire(people["company"])
    page = text_of(client.get(people["company"].path))
    assert "Deze link is verlopen" in page
    assert "Mail mij een nieuwe link" in page
    assert "Artikel 1" not in page
    assert client.get(people["company"].path + "overeenkomst.pdf").status_code == 302


def test_new_link_goes_to_the_same_address_and_works(tenant, people, client):
    company = people["company"]
    expire(company)
    answer = client.post(f"{company.path}nieuwe-link/")
    assert "Kijk in de mailbox" in text_of(answer)
    (mail,) = mails("sign_link")
    assert mail.to_email == company.email
    path = re.search(r"/tekenen/[\w-]+/", last_mail(company.email, "sign_link"))[0]
    assert "omdat via de vorige link" in last_mail(company.email, "sign_link")
    assert client.get(path).status_code == 200
    assert client.get(company.path).status_code == 404
    assert said("link_sent", tenant.agreement)


def test_new_link_is_not_in_what_staff_or_log_can_read(tenant, people, client):
    expire(people["company"])
    client.post(f"{people['company'].path}nieuwe-link/")
    token = re.search(r"/tekenen/([\w-]+)/", last_mail(people["company"].email, "sign_link"))[1]
    with acting_as(SYSTEM):
        rows = [list(tenant.agreement.events.values()), mails("sign_link")[0].__dict__, people["company"].row.__dict__]
    assert token not in str(rows)


def after_its_links(monkeypatch) -> None:
    later = timezone.now() + links.LIFETIME + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_who_signed_finds_no_button_behind_an_old_link(people, client, monkeypatch):
    company = people["company"]
    company.identify()
    company.sign()
    after_its_links(monkeypatch)
    page = text_of(client.get(company.path))
    assert "Er is getekend" in page
    assert "nieuwe link" not in page
    assert client.get(company.path + "overeenkomst.pdf").status_code == 302
    assert "Kijk in de mailbox" in text_of(client.post(f"{company.path}nieuwe-link/"))
    assert mails("sign_link") == []


def test_where_someone_declined_an_old_link_says_so(people, client, monkeypatch):
    people["student"].identify()
    people["student"].decline()
    after_its_links(monkeypatch)
    for person, told in (("student", "De weigering is doorgegeven"), ("company", "Een van de partijen tekent niet")):
        assert told in text_of(client.get(people[person].path))
        client.post(f"{people[person].path}nieuwe-link/")
    assert mails("sign_link") == []


def test_old_link_renews_once(people, client):
    expire(people["company"])
    for _ in range(3):
        answer = client.post(f"{people['company'].path}nieuwe-link/")
        assert "Kijk in de mailbox" in text_of(answer)
    assert len(mails("sign_link")) == 1


def test_link_that_works_is_not_renewed(people, client):
    client.post(f"{people['company'].path}nieuwe-link/")
    assert mails("sign_link") == []
    assert client.get(people["company"].path).status_code == 200


def test_unknown_link_renews_nothing_and_does_not_tell(db, client):
    assert "Kijk in de mailbox" in text_of(client.post("/tekenen/onbekend/nieuwe-link/"))
    assert mails("sign_link") == []


def test_who_signed_finds_thanks_and_how_far_the_others_are(tenant, people, client):
    people["company"].identify().sign()
    page = text_of(client.get(people["company"].path))
    assert "Bedankt" in page
    assert "Moet nog tekenen" in page
    assert people["student"].email not in page


def test_someone_logged_in_sees_the_page_as_the_holder(tenant, people, client):
    client.force_login(tenant.coordinator.user)
    assert client.get(people["company"].path).status_code == 200


def test_page_is_not_kept_by_browsers_or_proxies(people, client):
    assert "no-store" in client.get(people["company"].path)["Cache-Control"]


def test_forms_need_the_token_of_the_page(people):
    strict = Client(enforce_csrf_checks=True)
    for step in ("code/sturen/", "code/", "ondertekenen/", "weigeren/", "nieuwe-link/"):
        assert strict.post(people["company"].path + step).status_code == 403


@pytest.mark.parametrize("step", ["code/sturen/", "nieuwe-link/"])
def test_sending_something_takes_a_post(people, client, step):
    assert client.get(people["company"].path + step).status_code == 405


def test_holder_changes_no_other_column_and_no_other_row(people):
    company, student = people["company"], people["student"]
    with acting_as(company.actor), pytest.raises(DatabaseError), transaction.atomic():
        Signing.objects.filter(pk=company.pk).update(party_name="Een ander bedrijf")
    with acting_as(company.actor):
        assert Signing.objects.filter(pk=student.pk).update(token_hash="x" * 64) == 0
        with pytest.raises(services.NotOpen):
            services.renew_link(Signing.objects.get(pk=student.pk), visit=services.Visit("", ""))


def test_holder_cannot_read_the_version_of_another_agreement(people):
    other = cast.tenant("Hogeschool Elders")
    with acting_as(people["company"].actor):
        assert not AgreementVersion.objects.filter(pk=other.version.pk).exists()
