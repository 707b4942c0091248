"""Who got the link passes it on to who may sign."""

import json

import pytest
from django.db import DatabaseError, transaction

from agreements import queries
from agreements.enums import SigningState
from agreements.models import Party, Signing
from agreements.services import forwarding
from agreements.services import signing as services
from agreements.services.drafting import Signer as Person
from agreements.services.sending import SharedAddress
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from .signers import VISIT, Signer, last_mail, mails, said, signers, text_of

ELS = Person("Els de Boer", "els.de.boer@voorbeeld.test", "directeur")
REASON = "Ik ben niet bevoegd; de directeur tekent."


tenant = built_once(cast.tenant)


@pytest.fixture
def people(tenant):
    return signers(tenant.version)


def forward(person: Signer, to: Person = ELS, **changed):
    with acting_as(person.actor):
        signing = Signing.objects.select_related("version", "agreement").get(pk=person.pk)
        fields = {"identified_at": person.identified_at, "to": to, "reason": REASON, "visit": VISIT, **changed}
        return forwarding.forward_signing(signing, **fields)


def link_in(mail: str) -> str:
    return mail.split("/tekenen/")[1].split("/")[0]


def new_holder(tenant, role: str = "company") -> Signer:
    with acting_as(SYSTEM):
        signing = Signing.objects.get(version=tenant.version, role=role)
    return Signer(signing, link_in(last_mail(signing.email, "sign_forwarded")))


class TestForward:
    def test_new_person_signs_and_the_old_link_is_dead(self, tenant, people, client):
        company = people["company"].identify()
        forward(company)
        assert client.get(company.path).status_code == 404
        els = new_holder(tenant)
        els.identify().sign()
        row = els.row
        assert (row.state, row.name, row.function, row.typed_name) == ("signed", ELS.name, ELS.function, ELS.name)

    def test_student_does_not_sign_for_the_company_from_another_mailbox(self, tenant, people, client):
        company = people["company"].identify()
        student = Person(people["student"].row.name.upper(), "ander.postvak@voorbeeld.test", "directeur")
        with pytest.raises(forwarding.IsTheStudent):
            forward(company, student)
        assert company.row.state == SigningState.WAITING

    def test_is_logged_with_the_reason_and_both_names(self, tenant, people):
        forward(people["company"].identify())
        with acting_as(SYSTEM):
            event = tenant.agreement.events.get(kind="forwarded")
        evidence = json.loads(event.payload)["evidence"]
        assert (event.reason, event.who) == (REASON, f"Karim Bakker, {tenant.company.name}")
        assert (evidence["email"], evidence["to"]["email"]) == (people["company"].email, ELS.email)
        assert evidence["ip"] == VISIT.ip

    def test_coordinator_is_told(self, tenant, people):
        forward(people["company"].identify())
        (mail,) = mails("sign_forwarded_coordinator")
        assert mail.to_email == tenant.route.contact_email
        assert REASON in last_mail(mail.to_email, mail.kind)

    def test_coordinator_sees_what_became_of_that_mail(self, tenant, people):
        forward(people["company"].identify())
        with acting_as(SYSTEM):
            Message.objects.filter(kind="sign_forwarded", to_email=ELS.email).update(state="failed")
        with acting_as(tenant.coordinator.actor):
            assert queries.latest_mails(tenant.agreement)[ELS.email].state == "failed"

    def test_next_version_addresses_the_new_person(self, tenant, people):
        forward(people["company"].identify())
        with acting_as(SYSTEM):
            party = Party.objects.get(agreement=tenant.agreement, role="company")
        assert (party.signer_name, party.signer_email) == (ELS.name, ELS.email)

    def test_new_person_starts_without_a_code(self, tenant, people):
        company = people["company"].identify()
        forward(company)
        els = new_holder(tenant)
        els.identified_at = company.identified_at
        with pytest.raises(services.NotIdentified):
            els.sign()

    def test_page_tells_the_new_person_who_asked(self, tenant, people, client):
        forward(people["company"].identify())
        page = text_of(client.get(new_holder(tenant).path))
        assert "Aan u doorgestuurd" in page
        assert REASON in page


class TestRefusals:
    def test_without_a_code(self, people):
        with pytest.raises(services.NotIdentified):
            forward(people["company"])

    @pytest.mark.parametrize("role", ["student", "hogeschool", "company"])
    def test_to_who_signs_already(self, people, role):
        to = Person("Iemand", people[role].email.upper(), "directeur")
        with pytest.raises(SharedAddress):
            forward(people["company"].identify(), to)
        assert people["company"].row.name == "Karim Bakker"

    def test_by_a_student(self, people):
        with pytest.raises(forwarding.SignsForHerself):
            forward(people["student"].identify())

    def test_after_signing(self, people):
        people["company"].identify().sign()
        with pytest.raises(services.NotOpen):
            forward(people["company"])

    def test_a_fourth_time(self, tenant, people):
        person = people["company"].identify()
        for number in range(forwarding.MOST_PER_VERSION):
            forward(person, Person(f"Persoon {number}", f"persoon.{number}@voorbeeld.test", "chef"))
            person = new_holder(tenant).identify()
        with pytest.raises(forwarding.TooOften):
            forward(person)

    def test_holder_does_not_rename_another_party(self, tenant, people):
        with acting_as(people["company"].actor):
            mine = Party.objects.filter(agreement=tenant.agreement, role="student")
            assert mine.update(signer_name="Iemand anders") == 0
        with acting_as(people["company"].actor), pytest.raises(DatabaseError), transaction.atomic():
            Party.objects.filter(agreement=tenant.agreement, role="company").update(legal_name="Een ander bedrijf")


class TestPages:
    @pytest.fixture
    def identified(self, client, people):
        company = people["company"]
        client.post(f"{company.path}code/sturen/?naar=doorsturen")
        answer = client.post(f"{company.path}code/?naar=doorsturen", {"code": company.code()})
        assert answer.url == f"{company.path}doorsturen/"
        return client

    def filled_in(self, **changed) -> dict:
        return {"name": ELS.name, "function": ELS.function, "email": ELS.email, "reason": REASON, **changed}

    def test_from_the_first_page_to_the_last(self, identified, people, tenant):
        answer = identified.post(f"{people['company'].path}doorsturen/", self.filled_in(), follow=True)
        assert "Doorgestuurd" in text_of(answer)
        assert new_holder(tenant).row.email == ELS.email

    @pytest.mark.parametrize(
        "changed", [{"name": ""}, {"email": "geen adres"}, {"reason": ""}, {"name": "\U0001f4a9 \U0001f4a9"}]
    )
    def test_what_does_not_fit_is_kept_and_explained(self, identified, people, changed, tenant):
        answer = identified.post(f"{people['company'].path}doorsturen/", self.filled_in(**changed))
        assert answer.status_code == 422
        assert "Stuur door" in text_of(answer)
        assert said("forwarded", tenant.agreement) == []

    def test_address_of_another_signer(self, identified, people):
        answer = identified.post(f"{people['company'].path}doorsturen/", self.filled_in(email=people["student"].email))
        assert answer.status_code == 422
        assert "tekent al iemand" in text_of(answer)

    def test_needs_a_code(self, client, people):
        answer = client.get(f"{people['company'].path}doorsturen/")
        assert answer.url == f"{people['company'].path}code/?naar=doorsturen"

    def test_is_not_offered_to_a_student(self, client, people):
        assert "Stuur door" not in text_of(client.get(people["student"].path))


@pytest.mark.django_db(transaction=True)
def test_sign_while_forwarding_is_one_of_the_two():
    tenant = cast.tenant()
    company = signers(tenant.version)["company"].identify()
    signed, forwarded = at_once(company.sign, lambda: forward(company))
    row = company.row
    if row.state == SigningState.SIGNED:
        assert (signed, row.name) == (None, "Karim Bakker")
        assert isinstance(forwarded, services.NotOpen)
    else:
        assert row.name == ELS.name
        assert isinstance(signed, Exception)
    assert len(said("signed", tenant.agreement)) + len(said("forwarded", tenant.agreement)) == 1
