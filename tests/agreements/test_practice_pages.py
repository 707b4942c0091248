"""The pages of the practice, for each of those who look at them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import MomentKind, MomentState, Voice
from agreements.models import AttendanceWeek, PracticeLink
from agreements.services import moments, practice
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Part
from tests import cast
from tests.built_once import built_once

from .practice import FIRST, OUTCOMES, WHO, in_practice, soon
from .test_moments import REPORT, close, planned, speak, voices

YEAR = 2025


mine = built_once(in_practice)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def url(name, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def of(mine, name, *args) -> str:
    return url(name, mine.agreement.public_id, *args)


def text_of(response) -> str:
    return response.content.decode()


WHO_READS = ("coordinator", "contact", "student")


def everything(mine):
    """A closed talk, one to come, a late one, days off, weeks, an outcome."""
    first = planned(mine)
    for voice in Voice:
        speak(mine, first, voice, Rekenen="developing", Tekenen="not_begun")
    close(mine, first)
    second = planned(mine, planned_at=soon(20))
    speak(mine, second, Voice.STUDENT, Rekenen="shown")
    with acting_as(mine.coordinator.actor):
        practice.record_interruption(mine.agreement, begins_on=date(2026, 1, 5), ends_on=date(2026, 1, 9), who=WHO)
        practice.record_weeks(mine.agreement, {FIRST: practice.WeekSaid(32)}, who=WHO, by_company=False)
        practice.realise_outcome(
            mine.agreement, outcome="Tekenen", realised_on=date(2026, 6, 1), assessed_by="Sanne de Wit", who=WHO
        )
    return first, second


@pytest.mark.parametrize("reader", WHO_READS)
def test_each_reads_everything_that_is_about_the_practice(mine, reader):
    first, second = everything(mine)
    client = client_of(getattr(mine, reader))
    page = text_of(client.get(of(mine, "practice")))
    for words in ("Driehoekgesprek", "In ontwikkeling", "Gerealiseerd", "5 januari 2026", "1 van 42"):
        assert words in page, words
    for address in (
        of(mine, "attendance", YEAR), of(mine, "supervision"), url("moment", first.public_id),
        url("moment", second.public_id), url("moment_pdf", first.public_id), of(mine, "supervision_export", "xlsx"),
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address


def test_a_page_without_anything_says_what_to_do(mine):
    page = text_of(client_of(mine.coordinator).get(of(mine, "practice")))
    assert "Er staat geen gesprek gepland" in page
    assert "Plan het volgende" in page
    assert "Nog geen gesprekken" in page


def test_who_looks_on_sees_no_way_to_change_anything(mine):
    everything(mine)
    for organisation, part in ((mine.hogeschool, Part.TEACHER), (mine.company, Part.SUPERVISOR)):
        client = client_of(cast.person("Kijkt Mee", organisation, part))
        for address in (of(mine, "practice"), of(mine, "attendance", YEAR)):
            page = text_of(client.get(address)).partition("<main")[2]
            assert "<form" not in page
            assert of(mine, "add_interruption") not in page
            assert of(mine, "record_moment") not in page
        assert client.post(of(mine, "attendance", YEAR)).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_talks(mine, django_assert_max_num_queries):
    client = client_of(mine.coordinator)
    everything(mine)
    for _ in range(4):
        with acting_as(mine.coordinator.actor):
            moments.record_moment(mine.agreement, kind=MomentKind.VISIT, report=REPORT, who=WHO)
    for page, most in (("practice", 45), ("supervision", 16)):
        client.get(of(mine, page))  # a process keeps some things
        with django_assert_max_num_queries(most):
            client.get(of(mine, page))


# -- planning and holding -----------------------------------------------------------------------------------------


def planning(**fields):
    at = timezone.localtime(soon())
    return {
        "kind": "triangle", "day": f"{at:%Y-%m-%d}", "at": "14:00", "place": "Werkplaats", "student-name": "Joris",
        "student-email": "joris@voorbeeld.test", "company-name": "Wim", "company-email": "wim@voorbeeld.test",
        "hogeschool-name": "", "hogeschool-email": "", **fields,
    }  # fmt: skip


def test_a_coordinator_plans_moves_and_calls_off(mine):
    client = client_of(mine.coordinator)
    assert "wim" in text_of(client.get(of(mine, "plan_moment"))).lower()
    response = client.post(of(mine, "plan_moment"), planning())
    with acting_as(SYSTEM):
        moment = mine.agreement.moments.get()
        assert Message.objects.filter(kind="talk_planned").count() == 2
    assert response.url == url("moment", moment.public_id)
    client.post(url("move_moment", moment.public_id), planning(at="15:30"))
    client.post(url("cancel_moment", moment.public_id), {"why": "Niemand kan."})
    with acting_as(SYSTEM):
        moment.refresh_from_db()
    assert (moment.state, moment.sequence) == (MomentState.CANCELLED, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2020-01-01"}, "al voorbij"),
        ({"day": "2090-01-01"}, "twee jaar vooruit"),
        ({"company-email": ""}, "Vul naam en e-mailadres in"),
        ({"at": "half drie"}, "bijvoorbeeld 14:00"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_was_typed(mine, fields, words):
    response = client_of(mine.coordinator).post(of(mine, "plan_moment"), planning(**fields))
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Werkplaats" in text_of(response)


def test_closing_plans_the_next_with_the_same_people(mine):
    moment = planned(mine)
    at = timezone.localtime(soon(40))
    client = client_of(mine.coordinator)
    assert "Joris Kok, Wim Dekker, Sanne de Wit" in text_of(client.get(url("close_moment", moment.public_id)))
    client.post(
        url("close_moment", moment.public_id),
        {"held_on": "2026-01-12", "minutes": "45", "present": "Joris en Wim", "report": "Goed.",
         "arrangements": "", "next_day": f"{at:%Y-%m-%d}", "next_at": "10:00"},
    )  # fmt: skip
    with acting_as(SYSTEM):
        coming = mine.agreement.moments.get(state=MomentState.PLANNED)
        assert coming.invited == mine.agreement.moments.get(pk=moment.pk).invited
    page = text_of(client.get(url("moment", moment.public_id)))
    assert "45 minuten" in page
    assert "Afgerond" in page
    assert client.get(url("close_moment", moment.public_id)).status_code == 302


def test_a_company_records_its_guidance(mine):
    client = client_of(mine.contact)
    assert "Wat was het?" not in text_of(client.get(of(mine, "record_moment")))
    client.post(of(mine, "record_moment"), {"held_on": "2026-01-12", "minutes": "30", "present": "Joris en Wim"})
    with acting_as(SYSTEM):
        moment = mine.agreement.moments.get()
    assert (moment.kind, moment.closed_by) == (
        MomentKind.GUIDANCE,
        f"{mine.contact.membership.name}, {mine.company.name}",
    )


def test_a_student_adds_a_note_to_a_report_in_her_own_name(mine):
    moment = planned(mine)
    close(mine, moment)
    client = client_of(mine.student)
    assert client.post(url("moment", moment.public_id), {"text": ""}).status_code == 422
    client.post(url("moment", moment.public_id), {"text": "Het was een uur."})
    page = text_of(client.get(url("moment", moment.public_id)))
    assert "Het was een uur." in page
    assert mine.agreement.student_name in page.partition("Aanvullingen")[2]
    assert mine.student.user.email not in page.partition("Aanvullingen")[2].partition("</main>")[0]


# -- speaking -----------------------------------------------------------------------------------------------------


SAID = {"level-0": "visible", "sentence-0": "Rekent zelf.", "level-1": "", "sentence-1": ""}


@pytest.mark.parametrize(
    ("part", "voice"), [("student", "student"), ("contact", "company"), ("coordinator", "hogeschool")]
)
def test_each_speaks_for_itself_and_may_change_it(mine, part, voice):
    moment = planned(mine)
    client = client_of(getattr(mine, part))
    assert OUTCOMES[0] in text_of(client.get(url("speak", moment.public_id)))
    client.post(url("speak", moment.public_id), SAID)
    client.post(url("speak", moment.public_id), {**SAID, "level-0": "shown"})
    with acting_as(SYSTEM):
        (row,) = voices(mine)
    assert (row.voice, row.level, row.sentence) == (voice, "shown", "Rekent zelf.")
    assert row.given_at


def test_nothing_said_is_refused(mine):
    moment = planned(mine)
    response = client_of(mine.student).post(url("speak", moment.public_id), {})
    assert response.status_code == 422
    assert "Kies bij ten minste" in text_of(response)


def test_what_is_typed_is_kept_and_found_again(mine):
    moment = planned(mine)
    client = client_of(mine.student)
    answer = client.post(url("keep_opinions", moment.public_id), {**SAID, "level-0": ""})
    assert "Bewaard als concept" in text_of(answer)
    assert "Rekent zelf." in text_of(client.get(url("speak", moment.public_id)))
    assert "Rekent zelf." not in text_of(client_of(mine.coordinator).get(url("moment", moment.public_id)))


def test_an_employer_has_no_voice(mine):
    moment = planned(mine)
    assert client_of(mine.employer_contact).get(url("speak", moment.public_id)).status_code == 403


# -- weeks, days off, outcomes ------------------------------------------------------------------------------------


def weeks_as_shown(client, address) -> dict[str, str]:
    """What the browser sends when nothing is changed."""
    form = client.get(address).context["form"]
    sent = {"seen": form["seen"].value()}
    for row in form.rows:
        if row.hours is not None:
            sent[row.hours.name] = "" if row.hours.value() is None else str(row.hours.value())
            if row.counts.value():
                sent[row.counts.name] = "on"
    return sent


def test_a_whole_year_is_filled_in_one_go(mine):
    client = client_of(mine.contact)
    sent = weeks_as_shown(client, of(mine, "attendance", YEAR))
    del sent[f"counts-{FIRST}"]
    client.post(of(mine, "attendance", YEAR), sent)
    with acting_as(SYSTEM):
        rows = list(AttendanceWeek.objects.filter(agreement=mine.agreement))
    assert len(rows) == 52
    assert {row.hours for row in rows} == {32}
    assert [row.monday for row in rows if not row.counts] == [FIRST]
    assert all(row.confirmed_at for row in rows)


def test_the_company_confirms_what_the_hogeschool_filled_in(mine):
    coordinator, company = client_of(mine.coordinator), client_of(mine.contact)
    sent = weeks_as_shown(coordinator, of(mine, "attendance", YEAR))
    coordinator.post(of(mine, "attendance", YEAR), sent)
    page = text_of(company.get(of(mine, "practice")))
    assert "nog niet door u bevestigd" in page
    changed = {**weeks_as_shown(coordinator, of(mine, "attendance", YEAR)), f"hours-{FIRST}": "8"}
    coordinator.post(of(mine, "attendance", YEAR), changed)
    answer = company.post(of(mine, "confirm_attendance"), {"getoond": shown_on(page)}, follow=True)
    assert "is intussen veranderd" in text_of(answer)
    company.post(of(mine, "confirm_attendance"), {"getoond": shown_on(text_of(answer))})
    with acting_as(SYSTEM):
        assert not AttendanceWeek.objects.filter(agreement=mine.agreement, confirmed_at=None).exists()


def shown_on(page: str) -> str:
    """What the button to confirm sends along."""
    return re.search(r'name="getoond" value="([^"]+)"', page)[1]


def test_a_company_confirms_the_year_that_it_reads(mine):
    sent = weeks_as_shown(client_of(mine.coordinator), of(mine, "attendance", YEAR))
    client_of(mine.coordinator).post(of(mine, "attendance", YEAR), sent)
    company = client_of(mine.contact)
    for said in ("", "|", "x=1", "2025-09-01", "2025-09-01=39 True"):
        answer = company.post(of(mine, "confirm_attendance"), {"getoond": said})
        assert answer.status_code == 302
    with acting_as(SYSTEM):
        assert not AttendanceWeek.objects.filter(agreement=mine.agreement).exclude(confirmed_at=None).exists()
    page = text_of(company.get(of(mine, "attendance", YEAR)))
    company.post(of(mine, "confirm_attendance"), {"getoond": shown_on(page)})
    with acting_as(SYSTEM):
        assert not AttendanceWeek.objects.filter(agreement=mine.agreement, confirmed_at=None).exists()


def test_a_week_that_counts_without_hours_is_refused_by_name(mine):
    client = client_of(mine.contact)
    sent = {**weeks_as_shown(client, of(mine, "attendance", YEAR)), f"hours-{FIRST}": "0"}
    response = client.post(of(mine, "attendance", YEAR), sent)
    assert response.status_code == 422
    assert "Week van 1 september" in text_of(response)


def test_a_week_left_empty_is_not_written(mine):
    client = client_of(mine.contact)
    address = of(mine, "attendance", YEAR)
    seen = weeks_as_shown(client, address)["seen"]
    client.post(address, {"seen": seen, f"hours-{FIRST}": "12,5", f"counts-{FIRST}": "on"})
    with acting_as(SYSTEM):
        (row,) = AttendanceWeek.objects.filter(agreement=mine.agreement)
    assert (row.monday, str(row.hours)) == (FIRST, "12.5")


def test_a_year_outside_the_practice_is_not_found(mine):
    assert client_of(mine.contact).get(of(mine, "attendance", 2019)).status_code == 404


@pytest.mark.parametrize("part", ["coordinator", "contact"])
def test_days_off_are_recorded_without_a_reason_and_withdrawn(mine, part):
    client = client_of(getattr(mine, part))
    page = text_of(client.get(of(mine, "add_interruption"))).partition("<main")[2]
    assert "<textarea" not in page
    client.post(of(mine, "add_interruption"), {"begins_on": "2026-01-05", "ends_on": "2026-01-09"})
    with acting_as(SYSTEM):
        row = mine.agreement.interruptions.get()
    client.post(url("withdraw_interruption", row.public_id))
    again = client.post(url("withdraw_interruption", row.public_id), follow=True)
    assert "al ingetrokken" in text_of(again)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-01-09", "2026-01-05", "ligt vóór de eerste"),
        ("2025-08-01", "2025-08-05", "buiten de periode"),
        ("2026-02-03", "2026-02-03", "staat al als onderbreking"),
    ],
)
def test_days_off_that_cannot_be_are_refused(mine, first, last, words):
    client = client_of(mine.contact)
    client.post(of(mine, "add_interruption"), {"begins_on": "2026-02-02", "ends_on": "2026-02-06"})
    response = client.post(of(mine, "add_interruption"), {"begins_on": first, "ends_on": last})
    assert response.status_code == 422
    assert words in text_of(response)
    assert first in text_of(response)


def test_what_is_realised_is_recorded_and_withdrawn_with_a_reason(mine):
    client = client_of(mine.coordinator)
    said = {"outcome": "Rekenen", "realised_on": "2026-06-01", "assessed_by": "Sanne de Wit, docent"}
    client.post(of(mine, "realise"), said)
    with acting_as(SYSTEM):
        row = mine.agreement.realised.get()
    assert client.post(of(mine, "realise"), said).status_code == 422
    assert client.post(url("withdraw_realised", row.public_id), {}).status_code == 422
    client.post(url("withdraw_realised", row.public_id), {"why": "Verkeerde leeruitkomst."})
    page = text_of(client.get(of(mine, "realise")))
    assert "Verkeerde leeruitkomst." in page
    client.post(of(mine, "realise"), said)
    with acting_as(SYSTEM):
        assert mine.agreement.realised.filter(withdrawn_at=None).count() == 1


# -- the personal links -------------------------------------------------------------------------------------------


def test_a_guide_speaks_by_link_and_comes_back(mine):
    moment = planned(mine)
    client, token = Client(), mine.link(moment)
    assert "3 minuten" in text_of(client.get(url("talk", token)))
    assert "ingeleverd" in text_of(client.post(url("talk", token), SAID))
    assert "Rekent zelf." in text_of(client.get(url("talk", token)))
    client.post(url("talk", token), {**SAID, "level-0": "shown"})
    with acting_as(SYSTEM):
        (row,) = voices(mine)
        assert PracticeLink.objects.get(moment=moment, asked_by=WHO, opened_at__isnull=False)
    assert (row.voice, row.level, row.who) == ("company", "shown", f"Wim Dekker, {mine.company.name}")


def test_opening_a_link_writes_nothing(mine):
    token = mine.link(planned(mine))
    Client().get(url("talk", token))
    with acting_as(SYSTEM):
        assert not PracticeLink.objects.exclude(opened_at=None).exists()


def test_a_guide_goes_on_later(mine):
    client, token = Client(), mine.link(planned(mine))
    assert "Bewaard als concept" in text_of(client.post(url("talk", token), {**SAID, "keep": "1"}))
    assert "Bewaard als concept" in text_of(client.post(url("talk_keep", token), {**SAID, "sentence-1": "Tekent."}))
    page = text_of(client.get(url("talk", token)))
    assert "Rekent zelf." in page
    assert "Tekent." in page


def test_nothing_said_by_link_is_refused(mine):
    assert Client().post(url("talk", mine.link(planned(mine))), {}).status_code == 422


@pytest.mark.parametrize("name", ["talk", "attendance_link"])
def test_a_link_that_nobody_made_says_what_to_do(mine, name):
    response = Client().get(url(name, "onzin"))
    assert response.status_code == 404
    assert "Deze link werkt niet" in text_of(response)


@pytest.mark.parametrize(("kind", "other"), [("talk", "attendance_link"), ("attendance_link", "talk")])
def test_a_link_of_the_other_kind_opens_nothing(mine, kind, other):
    token = mine.link(planned(mine) if kind == "talk" else None)
    assert Client().get(url(other, token)).status_code == 404


def test_a_link_is_no_card_and_no_signing_link(mine):
    token = mine.link(planned(mine))
    for name in ("card", "sign", "read_along"):
        assert Client().get(url(name, token)).status_code == 404
    for name in ("talk", "attendance_link"):
        assert Client().get(url(name, mine.tenant.card_token)).status_code == 404


def test_a_closed_talk_shows_what_was_written_and_takes_nothing(mine):
    moment = planned(mine)
    token = mine.link(moment)
    close(mine, moment)
    client = Client()
    page = text_of(client.post(url("talk", token), SAID))
    assert "Dit gesprek is afgerond" in page
    assert "Meer tekenen." in page
    assert "Niet bewaard" in text_of(client.post(url("talk_keep", token), SAID))
    with acting_as(SYSTEM):
        assert not voices(mine).exists()


def test_a_talk_that_is_off_says_so(mine):
    moment = planned(mine)
    token = mine.link(moment)
    with acting_as(mine.coordinator.actor):
        moments.cancel_moment(moment, why="Niemand kan.", who=WHO)
    assert "Niemand kan." in text_of(Client().get(url("talk", token)))


def test_an_expired_link_mails_a_new_one(mine):
    ago = timezone.now() - timedelta(days=2)
    token = mine.link(planned(mine), asked_at=ago, link_expires_at=ago + timedelta(days=1))
    client = Client()
    assert "Deze link is verlopen" in text_of(client.get(url("talk", token)))
    client.post(url("practice_renew", token))
    client.post(url("practice_renew", token))
    with acting_as(SYSTEM):
        assert Message.objects.filter(kind="practice_link").count() == 1
    assert client.get(url("talk", token)).status_code == 404


def test_the_weeks_are_asked_by_mail_and_filled_in_by_link(mine):
    coordinator = client_of(mine.coordinator)
    asked = {"name": "Wim Dekker", "email": "wim@voorbeeld.test"}
    for _ in range(2):  # a double click
        coordinator.post(of(mine, "ask_attendance"), asked)
    with acting_as(SYSTEM):
        assert Message.objects.filter(kind="attendance_request").count() == 1
    client, token = Client(), mine.link()
    sent = weeks_as_shown(client, url("attendance_link", token))
    assert sent
    assert "het ligt vast" in text_of(client.post(url("attendance_link", token), sent))
    with acting_as(SYSTEM):
        rows = AttendanceWeek.objects.filter(agreement=mine.agreement)
        shown = [name for name, value in sent.items() if name.startswith("hours-") and value]
        assert rows.count() == len(shown)
        assert set(rows.values_list("confirmed_by", flat=True)) == {f"Wim Dekker, {mine.company.name}"}


def test_a_stranger_finds_nothing(mine):
    first, _ = everything(mine)
    other = cast.tenant("Hogeschool B")
    with acting_as(SYSTEM):
        row = mine.agreement.interruptions.get()
    for person in (other.coordinator, other.contact, other.student):
        client = client_of(person)
        for address in (of(mine, "practice"), of(mine, "attendance", YEAR), url("moment", first.public_id)):
            assert client.get(address).status_code == 404
    assert client_of(other.contact).post(url("withdraw_interruption", row.public_id)).status_code == 404


def test_the_log_is_taken_along_with_what_was_added(mine):
    moment = planned(mine)
    close(mine, moment)
    with acting_as(mine.student.actor):
        moments.add_note(moment, text="=1+1 was het", who="Joris")
    content = b"".join(client_of(mine.contact).get(of(mine, "supervision_export", "csv")).streaming_content).decode(
        "utf-8-sig"
    )
    assert "Driehoekgesprek;45;" in content
    assert "\n=" not in content
