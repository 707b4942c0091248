"""Addenda: one at a time, signed and sealed by the services of an agreement, which stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.utils.timezone import localdate

from agreements import tasks
from agreements.addendum_readiness import addendum_cautions, addendum_obstacles
from agreements.consolidated import consolidate, current_term
from agreements.enums import Language, Role, SigningState, State
from agreements.events import verify_chain
from agreements.links import Standing, standing
from agreements.models import Addendum, AgreementVersion
from agreements.services import addenda as services
from agreements.services.drafting import NotInDraft, party_values
from agreements.services.sending import NotReady, NotWeighed, Refused, TextChanged, fingerprint, resend_link
from agreements.services.signing import NotOpen
from agreements.verification import verify
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.design.merging import Clash
from mkbroute.documents.services import examine, read
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.models import Organisation
from tests.built_once import built_once
from tests.documents.papers import faults
from tests.races import at_once

from . import scenes, sealed
from .scenes import WHO
from .sealed import FIRST_DAY, drafted, now, seal_addendum, seen, send
from .signers import all_sign, signers

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def agreement(mine):
    return sealed.sealed(mine)


def fresh(row):
    with acting_as(SYSTEM):
        return type(row).objects.get(pk=row.pk)


def bodies(kind):
    """By address: the last mail to it."""
    with acting_as(SYSTEM):
        sent = MessageBody.objects.filter(message__kind=kind).order_by("message__created_at")
        return dict(sent.values_list("message__to_email", "text"))


class TestDraft:
    def test_begins_with_what_holds_now(self, mine, agreement):
        with acting_as(mine.coordinator.actor):
            addendum = services.draft_addendum(agreement, who=WHO)
            assert (addendum.number, addendum.state, addendum.changes) == (1, State.DRAFT, {})
            assert party_values(addendum.party_rows()) == party_values(agreement.parties.all())

    def test_is_of_a_sealed_agreement_only(self, mine):
        draft = scenes.complete(mine)
        with acting_as(mine.coordinator.actor), pytest.raises(Refused):
            services.draft_addendum(draft, who=WHO)

    def test_second_call_answers_the_one_that_runs(self, mine, agreement):
        with acting_as(mine.coordinator.actor):
            assert services.draft_addendum(agreement, who=WHO) == services.draft_addendum(agreement, who="Ada")

    def test_keeps_only_what_differs(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24, tasks=agreement.tasks)
        assert addendum.changes == {"hours_per_week": "24"}
        assert fresh(agreement).hours_per_week == 32

    def test_back_to_what_it_was_is_no_change(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        with acting_as(mine.coordinator.actor):
            values = {**services.addendum_values(now(addendum)), "hours_per_week": 32}
            services.edit_addendum(addendum, values=values, seen=seen(now(addendum)), who=WHO)
        assert fresh(addendum).changes == {}

    def test_must_fit_together_with_the_agreement(self, mine, agreement):
        with pytest.raises(ValidationError):
            drafted(mine, agreement, ends_on=date(2028, 1, 1))

    def test_colleague_changed_the_same(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        with acting_as(mine.coordinator.actor):
            began = seen(now(addendum))
            edit = services.addendum_values(now(addendum))
            services.edit_addendum(addendum, values={**edit, "hours_per_week": 28}, seen=began, who="Ada")
            with pytest.raises(Clash) as clash:
                services.edit_addendum(addendum, values={**edit, "hours_per_week": 20}, seen=began, who=WHO)
            assert clash.value.merge.clashes == {"hours_per_week"}
            done = services.edit_addendum(addendum, values={**edit, "why": "Anders."}, seen=began, who=WHO)
        assert done.theirs == {"hours_per_week"}
        assert fresh(addendum).changes == {"hours_per_week": "28"}

    def test_another_kvk_number_makes_the_former_company_sign_too(self, mine, agreement):
        addendum = with_other_company(mine, drafted(mine, agreement))
        roles = {party.role: party for party in addendum.party_rows()}
        assert list(roles) == [Role.STUDENT, Role.COMPANY, Role.LEAVING, Role.HOGESCHOOL]
        assert (roles["company"].legal_name, roles["leaving"].legal_name) == ("Bouwbedrijf Noord", mine.company.name)
        with acting_as(mine.coordinator.actor):
            values = {"company-kvk_number": roles["leaving"].kvk_number}
            seen_ = {"company-kvk_number": "87654321"}
            services.edit_addendum_parties(addendum, values=values, seen=seen_, who=WHO)
        assert Role.LEAVING not in {party.role for party in fresh(addendum).party_rows()}


def with_other_company(mine, addendum, **more) -> Addendum:
    with acting_as(mine.coordinator.actor):
        before = party_values(addendum.party_rows())
        values = {
            "company-legal_name": "Bouwbedrijf Noord",
            "company-kvk_number": "87654321",
            "company-address": "Dijk 2, Assen",
            "company-signer_name": "Fenna Postma",
            "company-signer_email": "fenna@voorbeeld.test",
            **more,
        }
        services.edit_addendum_parties(addendum, values=values, seen={name: before[name] for name in values}, who=WHO)
        return now(addendum)


class TestOtherCompany:
    def codes(self, mine, addendum) -> dict[str, str]:
        with acting_as(mine.coordinator.actor):
            return {each.code: each.title for each in addendum_cautions(now(addendum))}

    def test_contacts_of_the_former_supervisor_do_not_stay(self, mine, agreement):
        addendum = with_other_company(mine, drafted(mine, agreement))
        company = next(party for party in addendum.party_rows() if party.role == Role.COMPANY)
        assert (company.supervisor_email, company.supervisor_phone, company.vestigingsnummer) == ("", "", "")
        with acting_as(mine.coordinator.actor):
            former = agreement.parties.get(role=Role.COMPANY)
            assert former.supervisor_email
            assert addendum_obstacles(addendum) == []
        addendum.parties = [
            {**each, "supervisor_email": former.supervisor_email} if each["role"] == "company" else each
            for each in addendum.parties
        ]
        with acting_as(mine.coordinator.actor):
            found = [(each.page, each.anchor) for each in addendum_obstacles(addendum)]
        assert found == [("parties", "id_company-supervisor_email")]

    def test_the_new_company_is_judged_and_not_the_former(self, mine, agreement):
        with acting_as(SYSTEM):
            Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="small", mkb_declared_on=localdate())
        found = self.codes(mine, with_other_company(mine, drafted(mine, agreement)))
        assert found["mkb_absent"] == "Bouwbedrijf Noord heeft de mkb-verklaring nog niet ingevuld"
        assert found["contract_unknown"] == "Hoe lang het contract met Bouwbedrijf Noord duurt, is niet bekend"
        assert "adres van de werkplek, functie" in found["company_left_same"]
        assert "praktijkbegeleider" in found["company_left_same"]
        assert "1 februari 2028" in found["practice_before_company"]
        with acting_as(SYSTEM):
            Organisation.objects.create(
                kind="company", name="Noord", kvk_number="87654321", mkb_outcome="small", mkb_declared_on=localdate()
            )
        again = self.codes(mine, self.last(mine))
        assert "mkb_absent" not in again

    def last(self, mine) -> Addendum:
        with acting_as(mine.coordinator.actor):
            return Addendum.objects.latest("pk")

    def test_what_was_written_for_the_new_company_is_not_asked_about(self, mine, agreement):
        changes = {
            "workplace_address": "Dijk 2, Assen", "function_title": "Tekenaar",
            "employment": "Cao Metaal, schaal 2",
            "practice_supervisor": "Els Bos, uitvoerder", "practice_starts_on": sealed.FIRST_DAY,
        }  # fmt: skip
        found = self.codes(mine, with_other_company(mine, drafted(mine, agreement, **changes)))
        assert not {"company_left_same", "practice_before_company", "salary_unsaid"} & found.keys()

    def test_leaving_reads_well(self, mine, agreement):
        html = send(mine, with_other_company(mine, drafted(mine, agreement))).html
        assert f"Vertrekkend bedrijf</strong>: {mine.company.name}" in html
        assert "nieuw: " not in html


class TestSend:
    def test_says_what_changes_in_the_text_and_in_the_mail(self, mine, agreement):
        version = send(mine, drafted(mine, agreement, hours_per_week=24, practice_supervisor="Els Bos, uitvoerder"))
        assert version.called == "addendum 1"
        for said in ("Werkuren per week", "was 32, wordt 24", "Els Bos, uitvoerder", "1 februari 2028", sealed.WHY):
            assert said in version.html
        mailed = bodies("addendum_request")
        assert len(mailed) == 2  # the hogeschool signs last
        for text in mailed.values():
            assert "Werkuren per week: was 32, wordt 24" in text
            assert "vanaf 1 februari 2028" in text

    def test_annex_is_the_whole_agreement_as_it_will_read(self, mine, agreement):
        version = send(mine, drafted(mine, agreement, hours_per_week=24))
        annex = version.html.split('id="bijlage"')[1]
        assert "Bijlage, Artikel 1" in annex
        assert "24 uur" in annex
        assert "32 uur" not in annex.split("Bijlage, Artikel 1")[1].split("Bijlage, Artikel 2")[0]

    @pytest.mark.parametrize(
        ("effective_on", "changes", "said"),
        [
            (FIRST_DAY, {}, "Er verandert nog niets"),
            (None, {"hours_per_week": 24}, "de dag waarop het addendum ingaat"),
            (date(2027, 1, 1), {"hours_per_week": 24}, "vóór de overeenkomst begint"),
            (date(2031, 1, 1), {"hours_per_week": 24}, "al afgelopen"),
            (FIRST_DAY, {"hours_per_week": 24, "why": ""}, "waarom dit addendum"),
            (FIRST_DAY, {"guidance": ""}, "Nog niet ingevuld: hoe vaak en hoe wordt begeleid"),
        ],
    )
    def test_what_must_be_mended_first(self, mine, agreement, effective_on, changes, said):
        addendum = drafted(mine, agreement, effective_on, **changes)
        with pytest.raises(NotReady, match=said):
            send(mine, addendum)
        assert fresh(addendum).state == State.DRAFT

    def test_only_what_it_makes_worse_is_weighed(self, mine, agreement):
        with acting_as(mine.coordinator.actor):
            addendum = now(drafted(mine, agreement, hours_per_week=36))
            text = fingerprint(services.compose_addendum(addendum))
            with pytest.raises(NotWeighed) as refusal:
                services.send_addendum(addendum, content_sha256=text, who=WHO)
            assert [caution.code for caution in refusal.value.cautions] == ["hours_exceed_week"]

    def test_changed_meanwhile(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        with acting_as(mine.coordinator.actor), pytest.raises(TextChanged):
            services.send_addendum(addendum, content_sha256="0" * 64, who=WHO)

    def test_new_text_after_taking_back_says_what_changed(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        first = send(mine, addendum)
        people = signers(first)
        people["student"].identify().sign()
        with acting_as(mine.coordinator.actor):
            services.reopen_addendum(addendum, reason="Toch 28.", who=WHO)
            values = {**services.addendum_values(now(addendum)), "hours_per_week": 28}
            services.edit_addendum(addendum, values=values, seen=seen(now(addendum)), who=WHO)
        second = send(mine, addendum)
        with acting_as(SYSTEM):
            assert standing(people["student"].row) == Standing.REPLACED
            assert set(second.signings.values_list("state", flat=True)) == {SigningState.WAITING}
        assert "nieuwe tekst" in bodies("addendum_request")[people["company"].email]

    def test_mended_address_gets_a_link_and_stays_mended(self, mine, agreement):
        version = send(mine, drafted(mine, agreement, hours_per_week=24))
        with acting_as(mine.coordinator.actor):
            signing = version.signings.select_related("agreement", "version__addendum").get(role=Role.COMPANY)
            resend_link(signing, email="goed@voorbeeld.test", who=WHO)
        company = next(party for party in fresh(version.addendum).party_rows() if party.role == Role.COMPANY)
        assert company.signer_email == "goed@voorbeeld.test"
        assert "goed@voorbeeld.test" in bodies("addendum_request")


class TestOutcome:
    def test_declined_leaves_the_agreement_as_it_was(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        people = signers(send(mine, addendum))
        people["company"].identify().decline("Dat kan bij ons niet.")
        with acting_as(SYSTEM):
            assert (fresh(addendum).state, fresh(agreement).state) == (State.DECLINED, State.SEALED)
            assert consolidate(fresh(agreement), FIRST_DAY).now.hours_per_week == 32
            assert standing(people["student"].row) == Standing.STOPPED
        with pytest.raises(NotOpen):
            people["student"].sign()
        told = bodies("sign_declined")
        assert all("De overeenkomst zelf blijft zoals zij was" in text for text in told.values())
        with acting_as(mine.coordinator.actor):
            services.cancel_addendum(addendum, reason="Gaat niet door.", who=WHO)
            assert services.draft_addendum(agreement, who=WHO).number == 2

    def test_leaving_company_signs_for_itself(self, mine, agreement):
        version = send(mine, with_other_company(mine, drafted(mine, agreement)))
        with acting_as(SYSTEM):
            by_role = dict(version.signings.values_list("role", "party_name"))
        assert by_role["leaving"] == mine.company.name
        assert by_role["company"] == "Bouwbedrijf Noord"
        assert f"Tot die dag was het bedrijf: <strong>{mine.company.name}</strong>" in version.html

    def test_new_end_counts_from_its_day(self, mine, agreement):
        seal_addendum(mine, agreement, ends_on=date(2030, 2, 28), practice_ends_on=date(2030, 2, 28))
        with acting_as(SYSTEM):
            agreement = fresh(agreement)
            assert current_term(agreement, FIRST_DAY - timedelta(days=1))[1] == agreement.ends_on == date(2029, 8, 31)
            assert current_term(agreement, FIRST_DAY)[1] == date(2030, 2, 28)

    def test_later_addendum_begins_where_the_former_left(self, mine, agreement):
        seal_addendum(mine, agreement, hours_per_week=24)
        second = drafted(mine, agreement, FIRST_DAY + timedelta(days=60), working_days="dinsdag")
        assert second.changes == {"working_days": "dinsdag"}
        version = send(mine, second)
        assert "Eerder is die gewijzigd door addendum 1" in version.html
        assert "24 uur" in version.html

    def test_later_addendum_does_not_begin_earlier(self, mine, agreement):
        seal_addendum(mine, agreement, hours_per_week=24)
        second = drafted(mine, agreement, FIRST_DAY - timedelta(days=1), working_days="dinsdag")
        with pytest.raises(NotReady, match="kan niet eerder ingaan"):
            send(mine, second)
        with acting_as(SYSTEM), pytest.raises(IntegrityError) as refusal:
            Addendum.objects.filter(pk=second.pk).update(state=State.SENT, version=9)
        assert refusal.value.__cause__.diag.constraint_name == "addendum_begins_after_the_former"


@pytest.mark.usefixtures("seal_key")
class TestSeal:
    """By the services that seal an agreement."""

    def test_document_of_its_own(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        version = send(mine, addendum)
        all_sign(signers(version))
        assert fresh(addendum).state == State.SIGNED
        tasks.sweep()
        original = agreement.versions
        with acting_as(SYSTEM):
            version = AgreementVersion.objects.select_related("document").get(pk=version.pk)
            content = read(version.document)
            assert (fresh(addendum).state, fresh(agreement).state) == (State.SEALED, State.SEALED)
            signed_first = original.select_related("document").get(number=1).document
            before = read(signed_first)
            assert version.document != signed_first
            assert version.document.name.endswith("addendum-1.pdf")
            assert examine(content).is_intact
            assert verify_chain(agreement) == []
            mails = Message.objects.filter(kind__startswith="agreement_sealed").order_by("-created_at")[:3]
            assert all("addendum 1" in mail.subject for mail in mails)
        assert faults(content) == []
        with acting_as(PUBLIC):
            found, first = verify(content).registered, verify(before).registered
        assert (found.addendum.number, found.is_latest, found.others) == (1, True, [])
        assert (first.addendum, first.is_latest, [each.number for each in first.others]) == (None, True, [1])


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_coordinators_make_one(self):
        mine = scenes.matched()
        agreement = sealed.sealed(mine)

        def make():
            with acting_as(mine.coordinator.actor):
                return services.draft_addendum(agreement, who=WHO)

        one, other = at_once(make, make)
        assert one == other
        with acting_as(SYSTEM):
            assert agreement.addenda.count() == 1
            assert verify_chain(agreement) == []
            with pytest.raises(IntegrityError, match="addendum_one_at_a_time"):
                Addendum.objects.create(
                    agreement=agreement, number=2, hogeschool_id=agreement.hogeschool_id,
                    organisation_id=agreement.organisation_id, student_id=agreement.student_id,
                )  # fmt: skip

    def test_taken_back_while_someone_signs(self):
        """Either she signed and it was taken back after, or it was taken back and she is told so."""
        mine = scenes.matched()
        agreement = sealed.sealed(mine)
        addendum = drafted(mine, agreement, hours_per_week=24)
        student = signers(send(mine, addendum))["student"].identify()

        def take_back():
            with acting_as(mine.coordinator.actor):
                services.reopen_addendum(addendum, reason="Toch anders.", who=WHO)

        signed, taken = at_once(student.sign, take_back)
        assert taken is None
        assert signed is None or isinstance(signed, NotOpen)
        with acting_as(SYSTEM):
            assert student.row.state == (SigningState.SIGNED if signed is None else SigningState.WAITING)
            assert fresh(addendum).state == State.DRAFT
            assert verify_chain(agreement) == []


class TestDatabase:
    """What it refuses whoever asks."""

    def test_what_was_sent_stands(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        send(mine, addendum)
        addendum = fresh(addendum)
        moved = [{**said, "legal_name": "Iemand anders"} for said in addendum.parties]
        for values in ({"changes": {}}, {"parties": moved}, {"why": "Om niets"}, {"effective_on": date(2028, 3, 1)}):
            with pytest.raises(DatabaseError), acting_as(mine.coordinator.actor):
                Addendum.objects.filter(pk=addendum.pk).update(**values)
        reached = [{**said, "signer_phone": "06 12345678"} for said in addendum.parties]
        with acting_as(mine.coordinator.actor):
            assert Addendum.objects.filter(pk=addendum.pk).update(parties=reached) == 1

    def test_not_in_draft(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        send(mine, addendum)
        with acting_as(mine.coordinator.actor), pytest.raises(NotInDraft):
            services.edit_addendum(addendum, values={"why": "Anders"}, seen={}, who=WHO)

    def test_signer_changes_the_state_of_her_own_addendum_only(self, mine, agreement):
        addendum = drafted(mine, agreement, hours_per_week=24)
        people = signers(send(mine, addendum))
        with acting_as(SYSTEM):
            first = signers(agreement.versions.get(number=1))
        with acting_as(first["company"].actor):
            assert Addendum.objects.filter(pk=addendum.pk).update(state=State.DECLINED) == 0
        with acting_as(people["company"].actor):
            assert Addendum.objects.filter(pk=addendum.pk).update(state=State.DECLINED) == 1


def test_of_an_english_agreement_is_english(mine):
    agreement = sealed.sealed(mine, language=Language.EN)
    first = with_other_company(mine, drafted(mine, agreement, hours_per_week=24, tasks="Drawing.\nMeasuring."))
    html = send(mine, first).html
    for said in (
        "to the tripartite agreement",
        "Parties from 1 February 2028",
        "Working hours per week</strong>: was 32, becomes 24",
        "Company, name</strong>: was",
        "This company signs as well because it leaves the agreement.",
        "Annex, Article 1",
    ):
        assert said in html
    for dutch in ("Wat er verandert", "wordt", "Bijlage", "Tot die dag", "Aanleiding", "nieuw:"):
        assert dutch not in html
