"""What deserves a second look: found, asked about, written down; not a bar, and not the other parties' business."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from django.test import Client
from django.utils import timezone

from agreements import mkb
from agreements.audit import problems_of
from agreements.cautions import KINDS, cautions
from agreements.enums import State
from agreements.models import Agreement, Weighing
from agreements.readiness import obstacles
from agreements.services.sending import NotReady, NotWeighed, fingerprint, reopen_agreement, send_agreement
from agreements.text import compose
from agreements.weighed import bound, is_bound
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation

from . import scenes
from .scenes import WHO
from .signers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    mine = scenes.matched()
    with acting_as(SYSTEM):
        today = timezone.localdate()
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome="small", mkb_declared_on=today)
    return mine


def codes(agreement) -> list[str]:
    with acting_as(SYSTEM):
        return [caution.code for caution in cautions(Agreement.objects.get(pk=agreement.pk))]


def test_each_kind_says_why_and_from_where():
    for kind in KINDS.values():
        assert kind.why.endswith((".", "?"))
        assert kind.source


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"contract_term": "temporary", "contract_ends_on": date(2028, 8, 31)}, ["contract_ends_early"]),
        ({"contract_term": "temporary", "contract_ends_on": date(2029, 8, 31)}, []),
        ({"salary_agreed": "no"}, ["no_salary"]),
        ({"employment": "Een jaar."}, ["salary_unsaid"]),
        ({"employment": "Een jaar.", "salary_agreed": "yes"}, []),
        ({"employment": "Een jaar.\nLoon: nader te bepalen."}, ["salary_unsaid"]),
        ({"employment": "Een jaar, zonder loon."}, ["salary_unsaid"]),
        ({"employment": "Een jaar. Loon volgens de cao Bouw."}, []),
        ({"employment": "Een jaar, 28 uur per week, cao Bouw."}, ["hours_differ"]),
        ({"employment": "Een jaar, 32 uur per week, cao Bouw."}, []),
        ({"employment": "€ 2.600 bij 40 uur per week."}, []),
        ({"employment": "A year, a 28-hour working week, cao Bouw."}, ["hours_differ"]),
        ({"repayment_clause": "yes", "repayment_reviewed_by": "mr. Ada Bos, 3 maart 2027"}, ["repayment_clause"]),
        ({"hours_per_week": 36}, ["hours_exceed_week"]),
        ({"ends_on": date(2028, 8, 31), "practice_ends_on": date(2028, 8, 31)}, ["agreement_ends_early"]),
    ],
)
def test_of_what_the_draft_says(mine, fields, found):
    assert codes(scenes.complete(mine, **fields)) == found


def test_permanent_contract_does_not_end_early(mine):
    with acting_as(SYSTEM):
        mine.position.contract_months = 12
        mine.position.save(update_fields=["contract_months"])
    agreement = scenes.complete(mine)
    assert codes(agreement) == ["contract_ends_early"]
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(contract_term="permanent")
    assert codes(agreement) == []


@pytest.mark.parametrize(
    ("outcome", "age", "found"),
    [
        ("small", mkb.HOLDS, []),
        ("small", mkb.HOLDS + timedelta(days=1), ["mkb_expired"]),
        ("large", timedelta(0), ["not_mkb"]),
        ("", None, ["mkb_absent"]),
    ],
)
def test_of_the_company(mine, outcome, age, found):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        declared = timezone.localdate() - age if age is not None else None
        Organisation.objects.filter(pk=mine.company.pk).update(mkb_outcome=outcome, mkb_declared_on=declared)
    assert codes(agreement) == found


def test_overlap_with_another_agreement_of_the_student(mine):
    agreement = scenes.complete(mine)
    with acting_as(SYSTEM):
        other = Agreement.objects.get(pk=mine.agreement.pk)
        assert other.state == State.CANCELLED
        assert codes(agreement) == []
        Agreement.objects.create(
            match_id=other.match_id, route_id=other.route_id, hogeschool_id=other.hogeschool_id,
            organisation_id=other.organisation_id, student_id=other.student_id, template_id=other.template_id,
            form=other.form, student_name=other.student_name,
            starts_on=date(2029, 1, 1), ends_on=date(2029, 12, 31),
        )  # fmt: skip
    with acting_as(mine.coordinator.actor):
        found = [each for each in cautions(Agreement.objects.get(pk=agreement.pk)) if each.code == "overlap"]
    assert mine.company.name in found[0].title
    assert "1 januari 2029 tot en met 31 december 2029" in found[0].title


def test_repayment_clause_must_be_looked_at_by_a_lawyer_first(mine):
    agreement = scenes.complete(mine, repayment_clause="yes")
    with acting_as(SYSTEM):
        found = obstacles(Agreement.objects.get(pk=agreement.pk), agreement.parties.all())
    assert [(each.page, each.anchor) for each in found] == [("edit", "id_repayment_reviewed_by")]
    with pytest.raises(NotReady, match="7:611a"):
        scenes.send(mine, agreement)


class TestWeighing:
    @pytest.fixture
    def agreement(self, mine):
        return scenes.complete(mine, hours_per_week=36, salary_agreed="no")

    def send(self, mine, agreement, **reasons):
        with acting_as(mine.coordinator.actor):
            text = fingerprint(compose(agreement, agreement.parties.all()))
            return send_agreement(agreement, content_sha256=text, who=WHO, reasons=reasons)

    @pytest.mark.parametrize(
        "reasons", [{}, {"no_salary": "Zo afgesproken."}, {"no_salary": "x", "hours_exceed_week": " "}]
    )
    def test_nothing_is_sent_without_every_reason(self, mine, agreement, reasons):
        with pytest.raises(NotWeighed):
            self.send(mine, agreement, **reasons)
        with acting_as(SYSTEM):
            assert Agreement.objects.get(pk=agreement.pk).state == State.DRAFT
            assert not Weighing.objects.filter(agreement=agreement).exists()

    def test_reasons_are_kept_with_the_version_and_the_log_says_so(self, mine, agreement):
        version = self.send(mine, agreement, no_salary="Hij krijgt een vergoeding.", hours_exceed_week="In overleg.")
        with acting_as(mine.coordinator.actor):
            kept = {each.code: each for each in version.weighings.all()}
            assert kept["no_salary"].reason == "Hij krijgt een vergoeding."
            assert kept["no_salary"].source == "Nulmeting 2021-2022, criterium 4"
            assert kept["no_salary"].who == WHO
            payload = agreement.events.get(kind="sent").payload
        assert json.loads(payload)["evidence"]["weighed"] == bound(kept.values())
        for hidden in ("vergoeding", "no_salary", "hours_exceed_week"):
            assert hidden not in payload

    def test_log_and_reasons_must_tell_the_same(self, mine, agreement):
        version = self.send(mine, agreement, no_salary="Hij krijgt een vergoeding.", hours_exceed_week="In overleg.")
        with acting_as(SYSTEM):
            first, other = version.weighings.order_by("code")
            assert problems_of(agreement) == []
            assert is_bound(["no_salary", "hours_exceed_week"], [first, other])  # as older logs have it
            assert not is_bound(["no_salary"], [first, other])
            other.reason = "Iets anders."
            assert not is_bound(bound([first, version.weighings.get(pk=other.pk)]), [first, other])

    def test_other_parties_do_not_see_them(self, mine, agreement):
        self.send(mine, agreement, no_salary="Hij krijgt een vergoeding.", hours_exceed_week="In overleg.")
        for person in (mine.contact, mine.student):
            with pytest.raises(DatabaseError), acting_as(person.actor):
                Weighing.objects.count()
            client = Client()
            client.force_login(person.user)
            assert "vergoeding" not in text_of(client.get(f"/overeenkomsten/{agreement.public_id}/"))

    def test_written_once(self, mine, agreement):
        self.send(mine, agreement, no_salary="Zo.", hours_exceed_week="Zo.")
        with pytest.raises(DatabaseError), acting_as(SYSTEM):
            Weighing.objects.update(reason="Anders.")
        with acting_as(SYSTEM):
            row = Weighing.objects.filter(agreement=agreement).first()
        row.pk, row.code, row.reason = None, "overlap", ""
        with pytest.raises(IntegrityError, match="weighing_has_reason"), acting_as(SYSTEM):
            row.save(force_insert=True)

    def test_page_asks_for_each_and_keeps_what_was_typed(self, mine, agreement):
        client = Client()
        client.force_login(mine.coordinator.user)
        address = f"/overeenkomsten/{agreement.public_id}/versturen/"
        shown = text_of(client.get(address))
        assert "Nulmeting 2021-2022, criterium 4" in shown
        assert f"/overeenkomsten/{agreement.public_id}/bewerken/#id_salary_agreed" in shown
        with acting_as(SYSTEM):
            text = fingerprint(compose(agreement, agreement.parties.all()))
        typed = {"content_sha256": text, "reason-no_salary": "Hij krijgt een vergoeding."}
        answer = client.post(address, typed)
        assert answer.status_code == 422
        assert "Hij krijgt een vergoeding." in text_of(answer)
        assert "schrijf kort op waarom u toch doorgaat" in text_of(answer)
        answer = client.post(address, {**typed, "reason-hours_exceed_week": "In overleg."}, follow=True)
        assert "Wat u afwoog bij het versturen" in text_of(answer)
        assert "Hij krijgt een vergoeding." in text_of(answer)

    def test_next_version_begins_with_the_former_reasons(self, mine, agreement):
        self.send(mine, agreement, no_salary="Hij krijgt een vergoeding.", hours_exceed_week="In overleg.")
        with acting_as(mine.coordinator.actor):
            reopen_agreement(agreement, reason="Anders.", who=WHO)
        client = Client()
        client.force_login(mine.coordinator.user)
        assert "Hij krijgt een vergoeding." in text_of(client.get(f"/overeenkomsten/{agreement.public_id}/versturen/"))
