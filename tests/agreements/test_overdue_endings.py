"""An ending that not everybody agreed to: past the term the hogeschool decides, and the end date may come first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from agreements import tasks
from agreements.enums import EndingKind, EndingState, EventKind, State
from agreements.models import Alert, Ending, EndingConfirmation
from agreements.services.reminding import RemindedAlready, remind_person
from agreements.waiting import Kind, people_waited_for
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards import work as work_list
from tests import cast
from tests.agreements import endings, scenes, sealed
from tests.agreements.endings import early, now, parties, propose
from tests.agreements.signers import last_mail, mails

pytestmark = pytest.mark.django_db
WORDS = "beslissen over de beëindiging: de termijn om te antwoorden is voorbij"


@pytest.fixture
def overdue():
    mine, agreement = endings.scene()
    with acting_as(SYSTEM):
        EndingConfirmation.objects.filter(agreement=mine.agreement).update(
            state="agreed", answered_at=timezone.now(), answered_by="Iemand"
        )
    endings.over(propose(mine, agreement))
    return mine, agreement


def to_do(mine: cast.Tenant) -> dict[str, str]:
    with acting_as(mine.coordinator.actor):
        return {item.what: item.url for item in work_list.on_hogeschool(mine.coordinator.user.email)}


def waits(mine: cast.Tenant) -> dict:
    with acting_as(mine.coordinator.actor):
        found = people_waited_for(mine.hogeschool.pk)
        return {item.kind: (person, item) for person in found for item in person.items}


class TestPastTheTerm:
    def test_it_stands_in_the_work_list_of_the_hogeschool(self, overdue):
        mine, agreement = overdue
        assert to_do(mine)[WORDS] == reverse("agreements:ending", args=[agreement.public_id])

    def test_and_among_what_lies_still_with_who_must_decide(self, overdue):
        mine, agreement = overdue
        person, item = waits(mine)[Kind.DECISION]
        assert (person.email, person.is_ours) == (mine.route.contact_email, True)
        assert (item.agreement, item.stuck, item.row) == (agreement, True, None)
        client = Client()
        client.force_login(mine.coordinator.user)
        page = client.get(reverse("agreements:stuck")).content.decode()
        assert "de termijn om te antwoorden is voorbij" in page
        assert item.url in page

    def test_a_reminder_leads_to_the_page_where_it_can_be_decided(self, overdue):
        mine, agreement = overdue
        with acting_as(mine.coordinator.actor):
            remind_person(mine.hogeschool.pk, mine.route.contact_email, who=scenes.WHO)
            with pytest.raises(RemindedAlready):
                remind_person(mine.hogeschool.pk, mine.route.contact_email, who=scenes.WHO)
        address = f"/overeenkomsten/{agreement.public_id}/einde/"
        assert address in last_mail(mine.route.contact_email, "reminder")
        client = Client()
        client.force_login(mine.coordinator.user)
        assert "Laat doorgaan zonder ieders akkoord" in client.get(address).content.decode()

    def test_the_daily_mail_tells_it_once(self, overdue):
        mine, agreement = overdue
        tasks.tell_daily()
        tasks.tell_daily()
        with acting_as(SYSTEM):
            told = Alert.objects.filter(agreement=agreement)
            assert list(told.values_list("kind", flat=True)) == ["answers"]
        mail = last_mail(mine.route.contact_email, "daily_alerts")
        assert "Beëindigingen die op u wachten" in mail
        assert f"/overeenkomsten/{agreement.public_id}/einde/" in mail

    @pytest.mark.parametrize("how", ["go_on_without", "withdraw_ending"])
    def test_nothing_is_left_once_it_is_decided(self, overdue, how):
        mine, agreement = overdue
        with acting_as(mine.coordinator.actor):
            ending = Ending.objects.get(agreement=agreement)
            getattr(endings.services, how)(ending, reason=endings.WHY, who=scenes.WHO)
        assert WORDS not in to_do(mine)
        assert Kind.DECISION not in waits(mine)


def test_while_the_term_runs_nobody_has_to_decide():
    mine, agreement = endings.scene()
    propose(mine, agreement)
    assert WORDS not in to_do(mine)
    assert Kind.DECISION not in waits(mine)


def test_another_hogeschool_sees_none_of_it(overdue):
    other = cast.tenant("Hogeschool B")
    assert WORDS not in to_do(other)
    assert Kind.DECISION not in waits(other)


class TestTheEndDateIsFirst:
    @pytest.fixture
    def lapsed(self):
        mine = scenes.matched()
        today = localdate()
        first, last = today - timedelta(days=100), today - timedelta(days=1)
        days = {"starts_on": first, "ends_on": last, "practice_starts_on": first, "practice_ends_on": last}
        agreement = sealed.sealed(mine, turned_back=days)
        self.asked = parties(propose(mine, agreement, early(agreement, last_day=last - timedelta(days=5))))
        endings.work(agreement)
        return mine, now(agreement)

    def test_it_is_dropped_with_an_event_and_everybody_is_told(self, lapsed):
        mine, agreement = lapsed
        assert (agreement.state, agreement.ended_on) == (State.ENDED, localdate() - timedelta(days=1))
        with acting_as(SYSTEM):
            found = {row.kind: row.state for row in Ending.objects.filter(agreement=agreement)}
            assert found == {EndingKind.EARLY: EndingState.WITHDRAWN, EndingKind.COMPLETED: EndingState.FINAL}
            dropped = agreement.events.get(kind=EventKind.END_DROPPED)
        assert dropped.reason == "De overeenkomst bereikte haar einddatum."
        told = [mail.to_email for mail in mails("ending_lapsed")]
        assert sorted(told) == sorted([*(party.email for party in self.asked.values()), mine.route.contact_email])
        mail = last_mail(mine.route.contact_email, "ending_lapsed")
        assert f"/overeenkomsten/{agreement.public_id}/einde/" in mail
        assert "op haar einddatum geëindigd" in mail

    def test_and_told_once(self, lapsed):
        _, agreement = lapsed
        number = len(mails("ending_lapsed"))
        endings.work(agreement)
        assert len(mails("ending_lapsed")) == number
