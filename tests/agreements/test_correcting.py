"""A diploma that was recorded by mistake is corrected, with a reason and a new letter; no other end is."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from agreements import tasks, verification
from agreements.audit import problems_of
from agreements.enums import EndingKind, EndingState, EventKind, State
from agreements.models import Addendum, Agreement, Ending
from agreements.services import correcting, following
from agreements.services import endings as services
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.documents.services import read
from tests.races import at_once

from . import sealed
from .endings import WHY, all_agree, early, graduated, now, over, propose, row, scene, work
from .scenes import WHO
from .signers import last_mail, mails, said, text_of
from .test_addenda import with_other_company
from .test_in_english import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
WRONG = "Het diploma was van een student met dezelfde naam."


def correct(mine, ending, reason: str = WRONG) -> None:
    with acting_as(mine.coordinator.actor):
        correcting.correct_diploma(ending, reason=reason, who=WHO)


def letter_of(ending) -> str:
    """The one that corrects it, in words."""
    with acting_as(SYSTEM):
        correction = Ending.objects.select_related("correction").get(pk=ending.pk).correction
        return words_of(read(correction))


def mistaken(**fields):
    mine, agreement = scene(**fields)
    ending = propose(mine, agreement, graduated())
    work(agreement)
    assert now(agreement).state == State.ENDED
    return mine, agreement, ending


def client_of(someone) -> Client:
    client = Client()
    client.force_login(someone.user)
    return client


def path(agreement, rest: str = "einde/") -> str:
    return f"/overeenkomsten/{agreement.public_id}/{rest}"


def shown_in(page) -> dict[str, str]:
    """What the form sends along of what it showed."""
    return dict(re.findall(r'type="hidden" name="(einde)" value="([^"]+)"', page.content.decode()))


class TestService:
    def test_the_agreement_runs_again_and_everybody_has_a_new_letter(self):
        mine, agreement, ending = mistaken()
        for _ in range(2):
            correct(mine, ending)
        work(agreement)
        found, kept = now(agreement), row(agreement)
        assert (found.state, found.ended_on) == (State.SEALED, None)
        assert (kept.pk, kept.state, kept.correction_reason) == (ending.pk, EndingState.WITHDRAWN, WRONG)
        told = [mail for mail in mails("ending_corrected") if mail.about == f"agreement:{agreement.public_id}"]
        assert len(told) == 3
        assert kept.correction_id
        assert kept.correction_id != kept.document_id
        assert WRONG in last_mail(mine.student.user.email, "ending_corrected")
        with acting_as(SYSTEM):
            assert not [each for each in problems_of(found) if "end" in each]
        assert len(said(EventKind.END_UNDONE, agreement)) == 1

    def test_it_can_end_again_by_another_end(self):
        mine, agreement, ending = mistaken()
        correct(mine, ending)
        work(agreement)
        again = propose(mine, agreement, graduated(localdate()))
        work(agreement)
        assert again.pk != ending.pk
        assert row(agreement).document_id
        with acting_as(SYSTEM):
            assert not [each for each in problems_of(now(agreement)) if "end" in each]

    def test_after_its_end_date_it_ends_there(self):
        yesterday = localdate() - timedelta(days=1)
        mine, agreement = scene(ends_on=yesterday, practice_ends_on=yesterday)
        ending = propose(mine, agreement, graduated(yesterday - timedelta(days=9)))
        work(agreement)
        page = client_of(mine.coordinator).get(path(agreement, "einde/herstellen/"))
        said = {**shown_in(page), "reason": WRONG}
        told = client_of(mine.coordinator).post(path(agreement, "einde/herstellen/"), said, follow=True)
        work(agreement)
        assert (now(agreement).state, now(agreement).ended_on) == (State.ENDED, yesterday)
        assert row(agreement).kind == EndingKind.COMPLETED
        mail = last_mail(mine.student.user.email, "ending_corrected")
        letter = letter_of(ending)
        for text in (text_of(page), text_of(told), mail, letter):
            assert "loopt weer" not in text
            assert "loopt door" not in text
            assert "einddatum" in text
        assert "is er nog niet" in letter
        assert date_format(yesterday, "j F Y") in letter

    def test_who_had_the_letter_hears_it_also_where_another_company_came_after(self):
        """The takeover after the day of the diploma never began, and does again."""
        mine, agreement = scene()
        addendum = with_other_company(mine, sealed.drafted(mine, agreement, localdate() + timedelta(days=20)))
        sealed.send(mine, addendum)
        with acting_as(SYSTEM):
            for state in (State.SIGNED, State.SEALED):
                Addendum.objects.filter(pk=addendum.pk).update(state=state)
        ending = propose(mine, agreement, graduated())
        work(agreement)
        had = {mail.to_email for mail in mails("ending_letter") if str(agreement.public_id) in mail.about}
        correct(mine, ending)
        work(agreement)
        told = [mail.to_email for mail in mails("ending_corrected") if str(agreement.public_id) in mail.about]
        assert set(told) == had | {"fenna@voorbeeld.test"}
        assert "fenna@voorbeeld.test" not in had
        assert len(told) == len(set(told))

    def test_before_the_letter_nobody_is_told_of_a_mistake(self):
        mine, agreement = scene()
        correct(mine, propose(mine, agreement, graduated()))
        work(agreement)
        assert now(agreement).state == State.SEALED
        assert not [mail for mail in mails("ending_corrected") if mail.about == f"agreement:{agreement.public_id}"]

    def test_who_has_no_diploma_may_go_on_elsewhere_later(self):
        mine, agreement, ending = mistaken()
        correct(mine, ending)
        with acting_as(mine.coordinator.actor):
            assert not following.has_graduated(now(agreement).applied)

    def test_another_end_stays(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        all_agree(ending)
        work(agreement)
        with pytest.raises(services.NotOpen):
            correct(mine, ending)
        assert row(agreement).state == EndingState.FINAL


class TestDatabase:
    @pytest.mark.parametrize("fields", [{}, {"corrected_at": timezone.now(), "corrected_by": "W"}])
    def test_a_diploma_is_withdrawn_with_a_reason_only(self, fields):
        mine, _, ending = mistaken()
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(mine.coordinator.actor):
            Ending.objects.filter(pk=ending.pk).update(state="withdrawn", **fields)

    def test_what_ended_runs_again_after_a_correction_only(self):
        mine, agreement, _ = mistaken()
        for actor in (mine.coordinator.actor, SYSTEM):
            with pytest.raises(IntegrityError, match="stands"), transaction.atomic(), acting_as(actor):
                Agreement.objects.filter(pk=agreement.pk).update(state="sealed", ended_on=None)

    def test_what_ended_keeps_its_ending_until_it_runs_again(self):
        mine, agreement, ending = mistaken()
        said = {"corrected_at": timezone.now(), "corrected_by": WHO, "correction_reason": WRONG}

        def withdraw() -> None:
            with acting_as(mine.coordinator.actor):
                Ending.objects.filter(pk=ending.pk).update(state="withdrawn", **said)
            connection.check_constraints()  # as the commit does

        with pytest.raises(IntegrityError, match="keeps its ending"), transaction.atomic():
            withdraw()
        assert row(agreement).state == EndingState.FINAL

    def test_what_ended_without_everybody_is_not_withdrawn(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        over(ending)
        with acting_as(mine.coordinator.actor):
            services.go_on_without(row(agreement), reason=WHY, who=WHO)
        for actor in (mine.coordinator.actor, SYSTEM):
            with pytest.raises(IntegrityError, match="final stays"), transaction.atomic(), acting_as(actor):
                Ending.objects.filter(pk=ending.pk).update(state="withdrawn")

    def test_an_early_end_is_never_withdrawn_once_it_is_final(self):
        mine, agreement = scene()
        ending = propose(mine, agreement, early(agreement, last_day=localdate()))
        all_agree(ending)
        work(agreement)
        said = {"corrected_at": timezone.now(), "corrected_by": WHO, "correction_reason": WRONG}
        for fields in ({}, {"closing_reason": WRONG}, said):
            with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SYSTEM):
                Ending.objects.filter(pk=ending.pk).update(state="withdrawn", **fields)

    def test_no_party_corrects(self):
        mine, _, ending = mistaken()
        for someone in (mine.student, mine.contact):
            with pytest.raises(DatabaseError), transaction.atomic(), acting_as(someone.actor):
                Ending.objects.filter(pk=ending.pk).update(correction_reason=WRONG)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_correct_it_once():
    mine, agreement, ending = mistaken()

    def one() -> None:
        with suppress(services.NotOpen):
            correct(mine, ending)

    at_once(one, one, lambda: tasks.take_to_the_end(agreement.pk))
    work(agreement)
    assert now(agreement).state == State.SEALED
    assert len(said(EventKind.END_UNDONE, agreement)) == 1


class TestPages:
    def test_the_coordinator_corrects_it_with_a_reason(self):
        mine, agreement, ending = mistaken()
        staff = client_of(mine.coordinator)
        assert path(agreement, "einde/herstellen/") in text_of(staff.get(path(agreement)))
        said = shown_in(staff.get(path(agreement, "einde/herstellen/")))
        assert said == {"einde": str(ending.public_id)}
        answer = staff.post(path(agreement, "einde/herstellen/"), {**said, "reason": ""})
        assert answer.status_code == 422
        assert shown_in(answer) == said
        page = text_of(staff.post(path(agreement, "einde/herstellen/"), {**said, "reason": WRONG}, follow=True))
        assert "bij vergissing vastgelegd" in page
        assert WRONG in page
        assert "einde/herstellen/" not in page
        again = staff.get(path(agreement, "einde/herstellen/"), follow=True)
        assert "intussen veranderd" in text_of(again)

    def test_a_second_click_says_nothing_more(self):
        mine, agreement, _ = mistaken()
        staff = client_of(mine.coordinator)
        shown = {**shown_in(staff.get(path(agreement, "einde/herstellen/"))), "reason": WRONG}
        for _ in range(2):
            assert staff.post(path(agreement, "einde/herstellen/"), shown).status_code == 302
        page = staff.get(path(agreement))
        assert [str(message)[:8] for message in page.context["messages"]] == ["Hersteld"]

    def test_what_runs_meanwhile_on_another_route_is_named(self):
        mine, agreement, _ = mistaken()
        with acting_as(SYSTEM):
            former = Agreement.objects.get(pk=mine.agreement.pk)
            Agreement.objects.create(
                match_id=former.match_id, route_id=former.route_id, hogeschool_id=former.hogeschool_id,
                organisation_id=former.organisation_id, student_id=former.student_id, template_id=former.template_id,
                form=former.form, student_name=former.student_name,
                starts_on=agreement.starts_on, ends_on=agreement.ends_on,
            )  # fmt: skip
        page = text_of(client_of(mine.coordinator).get(path(agreement, "einde/herstellen/")))
        assert "in dezelfde tijd is er nog een overeenkomst" in page
        assert mine.company.name in page

    def test_an_old_page_leaves_the_next_diploma_as_it_is(self):
        mine, agreement, ending = mistaken()
        staff = client_of(mine.coordinator)
        old = shown_in(staff.get(path(agreement, "einde/herstellen/")))
        correct(mine, ending)
        again = propose(mine, agreement, graduated(localdate()))
        told = staff.post(path(agreement, "einde/herstellen/"), {**old, "reason": WRONG}, follow=True)
        assert "intussen veranderd" in text_of(told)
        assert (row(agreement).pk, row(agreement).state) == (again.pk, EndingState.FINAL)

    def test_the_student_reads_why_and_both_letters_also_after_another_diploma(self):
        mine, agreement, ending = mistaken()
        correct(mine, ending)
        work(agreement)
        page = text_of(client_of(mine.student).get(path(agreement)))
        assert WRONG in page
        with acting_as(SYSTEM):
            kept = Ending.objects.select_related("document", "correction").get(pk=ending.pk)
        letters = [reverse("documents:download", args=[each.public_id]) for each in (kept.document, kept.correction)]
        assert all(letter in page for letter in letters)
        assert "Eerder vastgelegd" not in page

        propose(mine, agreement, graduated(localdate()))
        client = client_of(mine.student)
        page = text_of(client.get(path(agreement)))
        assert "Eerder vastgelegd" in page
        assert WRONG in page
        assert all(letter in page for letter in letters)
        assert [client.get(letter).status_code for letter in letters] == [200, 200]

    def test_the_first_letter_says_that_it_is_replaced(self):
        mine, agreement, ending = mistaken()
        correct(mine, ending)
        work(agreement)
        with acting_as(SYSTEM):
            kept = Ending.objects.select_related("document", "correction").get(pk=ending.pk)
            first, second = read(kept.document), read(kept.correction)
        assert "Deze brief is vervangen" in shown(first)
        assert "Deze brief klopt" in shown(second)
        assert "bij vergissing vastgelegd" in shown(second)


def shown(content: bytes) -> str:
    file = SimpleUploadedFile("brief.pdf", content, "application/pdf")
    return text_of(Client().post("/controleren/", {"file": file}))


class TestCalledOff:
    """Before it begins: at once, everywhere."""

    @pytest.fixture
    def called_off(self):
        first = localdate() + timedelta(days=40)
        mine, agreement = scene(starts_on=first, practice_starts_on=first)
        proposal = early(agreement, last_day=first - timedelta(days=1))
        ending = propose(mine, agreement, proposal)
        all_agree(ending)
        work(agreement)
        return mine, agreement

    def test_it_has_ended_at_once(self, called_off):
        mine, agreement = called_off
        assert (now(agreement).state, now(agreement).standing) == (State.ENDED, "Gaat niet door")
        row = re.search(r"<tr role=.row.>(?:(?!</tr>).)*?Gaat niet door.*?</tr>", listed(mine), re.DOTALL)
        assert row
        assert "begint niet" in row[0]

    def test_the_road_the_mail_and_the_register_say_so(self, called_off):
        mine, agreement = called_off
        detail = client_of(mine.student).get(path(agreement, ""))
        assert detail.context["steps"][-1] == {"label": "Gaat niet door", "state": "done"}
        (subject,) = {mail.subject for mail in mails("ending_letter") if str(agreement.public_id) in mail.about}
        assert subject == f"De overeenkomst van {agreement.student_name} gaat niet door"
        with acting_as(SYSTEM):
            version = agreement.versions.get(addendum=None)
            letter = read(agreement.endings.get().document)
        with acting_as(PUBLIC):
            assert verification.paper_of(version.public_id).end.is_called_off
        assert "gaat niet door" in text_of(Client().get(f"/controleren/{version.public_id}/"))
        assert "De overeenkomst gaat niet door" in shown(letter)


def listed(mine) -> str:
    return client_of(mine.coordinator).get("/overeenkomsten/").content.decode()
