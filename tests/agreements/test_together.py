"""Several agreements in one sitting: one code, one name, each its own signature."""

import json

import pytest
from django.utils import timezone

from agreements import audit, statements
from agreements.enums import State
from agreements.models import Agreement, Signing, SigningStatements
from agreements.services import together as services
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.races import at_once

from . import scenes, sealed
from .signers import VISIT, last_mail, mails, text_of

SIGNER = "Sanne de Wit"


@pytest.fixture
def tenants(db):
    """Three agreements of one hogeschool, whose signatory is the coordinator of the first."""
    return several()


def several(number: int = 3) -> list[cast.Tenant]:
    """Rows of other tenants, moved to the address of one signatory by making that address theirs."""
    first, *others = [cast.tenant("Hogeschool Voorbeeld") for _ in range(number)]
    with acting_as(SYSTEM):
        for other in others:
            Signing.objects.filter(version=other.version, role="hogeschool").update(email=first.coordinator.user.email)
    return [first, *others]


def own(tenant, actor=None) -> list[Signing]:
    with acting_as(actor or SYSTEM):
        return services.own_waiting(tenant.coordinator.user.email)


def identify(tenants) -> dict:
    signings = own(tenants[0])
    with acting_as(tenants[0].coordinator.actor):
        assert services.send_code(signings, visit=VISIT) is None
        return services.confirm_code(signings, code_for(tenants[0]), visit=VISIT)


def code_for(tenant) -> str:
    return last_mail(tenant.coordinator.user.email, "sign_code_many").split("De code is: ")[1][:6]


def sign(tenants, identified, **changed):
    signings = own(tenants[0])
    read = {each.pk: each.version.content_sha256 for each in signings}
    fields = {"identified": identified, "read": read, "typed_name": SIGNER, "visit": VISIT, **changed}
    with acting_as(tenants[0].coordinator.actor):
        return services.sign_together(signings, **fields)


def signed_events(tenants) -> list[dict]:
    with acting_as(SYSTEM):
        found = [tenant.agreement.events.filter(kind="signed") for tenant in tenants]
        return [json.loads(event.payload)["evidence"] for events in found for event in events]


def test_one_code_and_a_signature_of_its_own_for_each(tenants):
    identified = identify(tenants)
    assert len(identified) == 3
    assert len(mails("sign_code_many")) == 1
    assert mails("sign_code") == []
    assert len(sign(tenants, identified)) == 3
    evidence = signed_events(tenants)
    assert len(evidence) == 3
    assert len({each["signing"] for each in evidence}) == 3
    assert len({each["sitting"] for each in evidence}) == 1
    assert own(tenants[0]) == []
    with acting_as(SYSTEM):
        assert [audit.problems_of(tenant.agreement) for tenant in tenants] == [[], [], []]


def test_wrong_code_identifies_for_none(tenants):
    signings = own(tenants[0])
    with acting_as(tenants[0].coordinator.actor):
        services.send_code(signings, visit=VISIT)
        wrong = f"{(int(code_for(tenants[0])) + 1) % 10**6:06}"
        assert services.confirm_code(signings, wrong, visit=VISIT) == {}
    assert sign(tenants, {}) == []


def test_one_that_was_taken_back_keeps_nothing_from_the_others(tenants):
    identified = identify(tenants)
    signings = own(tenants[0])
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=tenants[1].agreement.pk).update(state=State.DRAFT)
    read = {each.pk: each.version.content_sha256 for each in signings}
    with acting_as(tenants[0].coordinator.actor):
        done = services.sign_together(signings, identified=identified, read=read, typed_name=SIGNER, visit=VISIT)
    assert {each.agreement_id for each in done} == {tenants[0].agreement.pk, tenants[2].agreement.pk}


def test_text_that_was_not_on_the_page_is_not_signed(tenants):
    assert sign(tenants, identify(tenants), read={}) == []


def test_code_again_within_a_minute(tenants):
    signings = own(tenants[0])
    with acting_as(tenants[0].coordinator.actor):
        assert services.send_code(signings, visit=VISIT) is None
        assert services.send_code(signings, visit=VISIT) is not None
    assert len(mails("sign_code_many")) == 1


def test_list_is_of_ones_own_address_and_hogeschool(tenants):
    """The other two are of other hogescholen here: this hat does not see them."""
    seen = own(tenants[0], tenants[0].coordinator.actor)
    assert [each.agreement_id for each in seen] == [tenants[0].agreement.pk]
    with acting_as(tenants[0].contact.actor):
        assert [each.role for each in services.own_waiting(tenants[0].contact.user.email)] == ["company"]
        assert services.own_waiting(tenants[0].student.user.email) == []


@pytest.mark.django_db(transaction=True)
def test_two_windows_sign_each_agreement_once():
    tenants = several()
    identified = identify(tenants)
    first, second = at_once(*[lambda: sign(tenants, identified)] * 2)
    assert not isinstance(first, Exception), first
    assert not isinstance(second, Exception), second
    assert len(signed_events(tenants)) == 3


class TestPages:
    @pytest.fixture
    def tenant(self, db):
        return cast.tenant()

    @pytest.fixture
    def signatory(self, client, tenant):
        client.force_login(tenant.coordinator.user)
        return client

    def key(self, tenant) -> str:
        with acting_as(SYSTEM):
            return str(Signing.objects.get(version=tenant.version, role="hogeschool").public_id)

    def to_the_last_page(self, client, tenant):
        client.post("/overeenkomsten/te-tekenen/", {"signings": [self.key(tenant)]})
        answer = client.post("/overeenkomsten/te-tekenen/code/", {"code": code_for(tenant)})
        assert answer.url == "/overeenkomsten/te-tekenen/ondertekenen/"
        return client.get(answer.url)

    def filled_in(self, tenant, **changed) -> dict:
        fields = dict.fromkeys(("identity", "authority", "consent"), "on")
        fields[f"text-{self.key(tenant)}"] = tenant.version.content_sha256
        return {**fields, "statements": "2", "typed_name": SIGNER, **changed}

    def test_from_the_list_to_a_signature(self, signatory, tenant):
        assert "Joris Kok" in text_of(signatory.get("/overeenkomsten/te-tekenen/"))
        page = text_of(self.to_the_last_page(signatory, tenant))
        answer = signatory.post("/overeenkomsten/te-tekenen/ondertekenen/", self.filled_in(tenant), follow=True)
        assert "1 overeenkomst getekend" in text_of(answer)
        assert "Er wacht niets op uw handtekening" in text_of(answer)
        (evidence,) = signed_events([tenant])
        assert len(evidence["statements"]) == 3
        assert "Ik teken elektronisch." in evidence["statements"][-1]
        assert [said for said in evidence["statements"] if said.removesuffix(".") not in page] == []

    def test_words_that_changed_meanwhile_are_read_first(self, signatory, tenant):
        self.to_the_last_page(signatory, tenant)
        with acting_as(SYSTEM):
            words = statements.standing()
            SigningStatements.objects.create(
                number=3, identity=words.identity, authority=words.authority, source="Test",
                consent="Ik lees {text} ({fingerprint}) anders.", valid_from=timezone.localdate(),
            )  # fmt: skip
        for stale in ("2", ""):
            answer = signatory.post(
                "/overeenkomsten/te-tekenen/ondertekenen/", self.filled_in(tenant, statements=stale)
            )
            assert answer.status_code == 422
            assert "De verklaring is zojuist gewijzigd" in text_of(answer)
            assert "anders." in text_of(answer)
            assert SIGNER in answer.content.decode()
        assert signed_events([tenant]) == []
        again = answer.context["form"]["statements"].value()
        signatory.post("/overeenkomsten/te-tekenen/ondertekenen/", self.filled_in(tenant, statements=again))
        assert [each["statements_version"] for each in signed_events([tenant])] == [3]

    @pytest.mark.django_db
    def test_an_addendum_is_called_so(self, client):
        mine = scenes.matched()
        version = sealed.send(mine, sealed.drafted(mine, sealed.sealed(mine), hours_per_week=24))
        with acting_as(SYSTEM):
            Signing.objects.filter(version=version).update(is_asked=True)
        client.force_login(mine.contact.user)
        page = text_of(client.get("/overeenkomsten/te-tekenen/"))
        assert f"Addendum 1 bij de overeenkomst voor {version.agreement.student_name}</a>, kenmerk" in page

    def test_nothing_chosen(self, signatory):
        answer = signatory.post("/overeenkomsten/te-tekenen/", {"kies": "niets"})
        assert answer.status_code == 422
        assert "Kies ten minste één" in text_of(answer)

    def test_one_of_somebody_else(self, signatory, tenant):
        with acting_as(SYSTEM):
            other = str(Signing.objects.get(version=tenant.version, role="company").public_id)
        assert signatory.post("/overeenkomsten/te-tekenen/", {"signings": [other]}).status_code == 422

    def test_wrong_code(self, signatory, tenant):
        signatory.post("/overeenkomsten/te-tekenen/", {"signings": [self.key(tenant)]})
        wrong = f"{(int(code_for(tenant)) + 1) % 10**6:06}"
        answer = signatory.post("/overeenkomsten/te-tekenen/code/", {"code": wrong})
        assert answer.status_code == 422
        assert "niet de code" in text_of(answer)

    def test_last_page_needs_the_code(self, signatory, tenant):
        signatory.post("/overeenkomsten/te-tekenen/", {"signings": [self.key(tenant)]})
        answer = signatory.post("/overeenkomsten/te-tekenen/ondertekenen/", self.filled_in(tenant))
        assert answer.url == "/overeenkomsten/te-tekenen/code/"
        assert signed_events([tenant]) == []

    @pytest.mark.parametrize("missing", ["identity", "authority", "consent"])
    def test_every_statement_is_made(self, signatory, tenant, missing):
        self.to_the_last_page(signatory, tenant)
        fields = self.filled_in(tenant)
        del fields[missing]
        assert signatory.post("/overeenkomsten/te-tekenen/ondertekenen/", fields).status_code == 422

    def test_another_name_signs_apart(self, signatory, tenant):
        self.to_the_last_page(signatory, tenant)
        answer = signatory.post(
            "/overeenkomsten/te-tekenen/ondertekenen/", self.filled_in(tenant, typed_name="Iemand Anders")
        )
        assert answer.status_code == 422
        assert "teken apart" in text_of(answer)
