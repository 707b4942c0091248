"""An addendum that brings another praktijkbegeleider: what was planned goes to her, and the former one is told."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from agreements.enums import EventKind, MomentState, Voice
from agreements.models import Addendum, ContactMoment, PracticeLink
from agreements.services import guides, practice
from agreements.services.sealing import seal_agreement
from agreements.talks import Standing, standing
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests.built_once import built_once

from .practice import in_practice, soon
from .sealed import drafted, send
from .signers import all_sign, last_mail, mails, said, signers
from .test_addenda import with_other_company
from .test_moments import planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
FORMER, NEW = "wim.dekker@voorbeeld.test", "els@voorbeeld.test"


def guided() -> object:
    """As the agreement names its praktijkbegeleider."""
    mine = in_practice(practice_supervisor="Wim Dekker, voorman")
    with acting_as(SYSTEM):
        mine.agreement.parties.filter(role="company").update(supervisor_email=FORMER)
    return mine


mine = built_once(guided)


def another_guide(mine, **fields) -> Addendum:
    addendum = drafted(
        mine.tenant, mine.agreement, localdate() + timedelta(days=10), practice_supervisor="Els Bos, chef", **fields
    )
    return _with_email(addendum)


def _with_email(addendum: Addendum) -> Addendum:
    with acting_as(SYSTEM):
        parties = [
            {**party, "supervisor_email": NEW} if party["role"] == "company" else party for party in addendum.parties
        ]
        Addendum.objects.filter(pk=addendum.pk).update(parties=parties)
    return addendum


def sign(mine, addendum: Addendum) -> None:
    all_sign(signers(send(mine.tenant, addendum)))
    with acting_as(SYSTEM):
        seal_agreement(mine.agreement.pk)


def invited(moment) -> set[str]:
    with acting_as(SYSTEM):
        rows = ContactMoment.objects.get(pk=moment.pk).invited
    return {person["email"] for person in rows if person["voice"] == Voice.COMPANY}


def live(moment) -> set[str]:
    with acting_as(SYSTEM):
        links = PracticeLink.objects.filter(moment=moment.pk).select_related("agreement", "moment")
        return {link.email for link in links if standing(link) == Standing.OPEN}


def test_she_gets_the_talks_after_it_and_the_former_one_hears_so(mine):
    before, after = planned(mine, planned_at=soon(5)), planned(mine, planned_at=soon(40))
    sign(mine, another_guide(mine))
    assert (invited(before), invited(after)) == ({FORMER}, {NEW})
    assert (live(before), live(after)) == ({FORMER}, {NEW})
    assert "/gesprek/" in last_mail(NEW, "talk_planned")
    (left,) = [mail for mail in mails("talk_left") if mail.to_email == FORMER]
    with acting_as(SYSTEM):
        assert "METHOD:CANCEL" in MessageBody.objects.get(message=left).calendar
    assert len([mail for mail in mails("talk_planned") if mail.to_email == NEW]) == 1


def test_the_log_and_the_others_who_come_hear_it(mine):
    moment = planned(mine, planned_at=soon(40))
    with acting_as(SYSTEM):
        others = {row["email"] for row in moment.invited if row["voice"] != Voice.COMPANY}
    sign(mine, another_guide(mine))
    (told,) = said(EventKind.MOMENT_HANDED, mine.agreement)
    assert told.endswith("Els Bos komt in de plaats van Wim Dekker")
    assert {mail.to_email for mail in mails("talk_handed")} == others
    assert "Els Bos, in plaats van Wim Dekker" in last_mail(mine.student.user.email, "talk_handed")


def test_again_changes_nothing(mine):
    planned(mine, planned_at=soon(40))
    addendum = another_guide(mine)
    sign(mine, addendum)
    with acting_as(SYSTEM):
        again = Addendum.objects.select_related("agreement__route", "agreement__hogeschool").get(pk=addendum.pk)
        assert guides.hand_over_talks(again) == 0


def test_her_link_about_attendance_closes_on_the_first_day(mine):
    mine.link()
    sign(mine, another_guide(mine))
    with acting_as(SYSTEM):
        link = PracticeLink.objects.get(agreement=mine.agreement.pk, moment=None)
    assert link.ends_on == localdate() + timedelta(days=10)


def test_of_who_leads_and_is_no_guide_nothing_changes(mine):
    moment = planned(mine, planned_at=soon(40))
    addendum = drafted(mine.tenant, mine.agreement, localdate() + timedelta(days=10), hours_per_week=20)
    sign(mine, addendum)
    assert invited(moment) == {FORMER}
    assert mails("talk_left") == []


def test_after_a_takeover_all_of_the_first_company_leave(mine):
    moment = planned(mine, planned_at=soon(40))
    with acting_as(SYSTEM):
        rows = [*moment.invited, {"voice": "company", "name": "Nog een", "email": "nog@voorbeeld.test"}]
        ContactMoment.objects.filter(pk=moment.pk).update(invited=rows)
    addendum = drafted(
        mine.tenant, mine.agreement, localdate() + timedelta(days=10), practice_supervisor="Els Bos, chef"
    )
    sign(mine, _with_email(with_other_company(mine.tenant, addendum)))
    assert invited(moment) == {NEW}
    assert {mail.to_email for mail in mails("talk_left")} >= {FORMER, "nog@voorbeeld.test"}
    with acting_as(SYSTEM):
        assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.PLANNED


def test_after_a_takeover_no_link_of_the_first_company_about_attendance_lasts(mine):
    day = localdate() + timedelta(days=10)
    ask(mine, "eerder@voorbeeld.test")
    mine.link(asked_at=soon(11), link_expires_at=soon(60), email=NEW)
    addendum = drafted(mine.tenant, mine.agreement, day, practice_supervisor="Els Bos, chef")
    sign(mine, _with_email(with_other_company(mine.tenant, addendum)))
    ask(mine, "later@voorbeeld.test")
    with acting_as(SYSTEM):
        links = PracticeLink.objects.filter(agreement=mine.agreement.pk, moment=None)
        found = dict(links.values_list("email", "ends_on"))
    assert found == {"eerder@voorbeeld.test": day, "later@voorbeeld.test": day, NEW: None}


def test_a_takeover_in_the_past_ends_what_the_first_company_asked_since_then(mine):
    day = localdate() - timedelta(days=5)
    ask(mine, "tussen@voorbeeld.test")
    mine.link(email=NEW.upper())
    addendum = drafted(mine.tenant, mine.agreement, day, practice_supervisor="Els Bos, chef")
    sign(mine, _with_email(with_other_company(mine.tenant, addendum)))
    with acting_as(SYSTEM):
        links = PracticeLink.objects.filter(agreement=mine.agreement.pk, moment=None).select_related("agreement")
        assert {link.email: standing(link) == Standing.OPEN for link in links} == {
            "tussen@voorbeeld.test": False,
            NEW.upper(): True,
        }


def ask(mine, email: str) -> None:
    with acting_as(mine.contact.actor):
        practice.ask_for_attendance(mine.agreement, name="Nog een", email=email, who="Karim Bakker")
