"""Terms, holds and the pages about them: who says how long, and who may keep something longer."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements import due
from agreements.models import Hold, Reminder, Signing
from agreements.services import holds
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import retention
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import OwnTerm, Removed, RetentionTerm
from tests import cast
from tests.races import at_once

from . import scenes
from .long_ago import LONG_AGO, YEARS, is_there, night, system
from .sealed import sealed
from .signers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine, LONG_AGO)
    return mine


class TestHold:
    def place(self, mine, until=None) -> Hold:
        until = until or timezone.localdate() + timedelta(days=30)
        with acting_as(mine.coordinator.actor):
            return holds.place_hold(mine.agreement, reason="Lopende zaak", until=until, who=scenes.WHO)

    def test_keeps_it_until_it_is_lifted(self, mine):
        hold = self.place(mine)
        night()
        assert is_there(mine.agreement)
        with acting_as(mine.coordinator.actor):
            holds.lift_hold(hold, who=scenes.WHO)
            holds.lift_hold(hold, who="Nog iemand")
        assert system(lambda: Hold.objects.get(pk=hold.pk).lifted_by) == scenes.WHO
        night()
        assert not is_there(mine.agreement)

    def test_ends_by_itself(self, mine):
        past = timezone.localdate() - timedelta(days=1)
        with acting_as(SYSTEM):
            Hold.objects.create(
                agreement=mine.agreement,
                hogeschool_id=mine.agreement.hogeschool_id,
                organisation_id=mine.agreement.organisation_id,
                student_id=mine.agreement.student_id,
                reason="Was lopend",
                until=past,
                placed_on=past,
                placed_by=scenes.WHO,
            )
        night()
        assert not is_there(mine.agreement)

    def test_one_at_a_time(self, mine):
        self.place(mine)
        with pytest.raises(holds.HeldAlready):
            self.place(mine)

    def test_parties_do_not_see_it(self, mine):
        hold = self.place(mine)
        for actor in (mine.student.actor, mine.contact.actor):
            with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
                Hold.objects.filter(pk=hold.pk).exists()


class TestTerms:
    def choose(self, mine, number, document_class=DocumentClass.AGREEMENT):
        with acting_as(mine.coordinator.actor):
            return retention.choose_own_term(
                document_class, hogeschool_id=mine.hogeschool.pk, number=number, reason="Ons besluit", who=scenes.WHO
            )

    def test_a_longer_one_holds_at_once(self, mine):
        self.choose(mine, 20)
        night()
        assert is_there(mine.agreement)

    def test_a_shorter_one_begins_later(self, mine):
        own = self.choose(mine, 5)
        assert own.valid_from == timezone.localdate() + timedelta(days=30)
        with acting_as(mine.coordinator.actor):
            stands = {each.document_class: each for each in retention.standing(mine.hogeschool.pk)}
        assert (stands["agreement"].said, stands["agreement"].coming_said) == ("7 jaar", "5 jaar")

    @pytest.mark.parametrize("number", [4, 21, 0])
    def test_out_of_bounds_is_refused(self, mine, number):
        with pytest.raises(retention.OutOfBounds):
            self.choose(mine, number)

    def test_by_the_database_too(self, mine):
        today = timezone.localdate()
        fields = {"hogeschool": mine.hogeschool, "document_class": "agreement", "reason": "Zo", "who": "Wie"}
        for number, valid_from in ((4, today), (21, today), (5, today)):
            with (
                pytest.raises(DatabaseError, match=r"out of bounds|begins later"),
                transaction.atomic(),
                acting_as(mine.coordinator.actor),
            ):
                OwnTerm.objects.create(**fields, number=number, valid_from=valid_from)

    def test_the_same_for_everybody_where_there_is_no_choice(self, mine):
        with pytest.raises(retention.OutOfBounds):
            self.choose(mine, 30, DocumentClass.LINK)

    def test_papers_for_the_subsidy_keep_it_as_long(self, mine):
        """A term of 5 years for agreements, and 20 for praktijkleren."""
        self.choose(mine, 20, DocumentClass.PRAKTIJKLEREN)
        night()
        assert is_there(mine.agreement)

    def test_every_class_has_a_term_with_a_source(self):
        with acting_as(SYSTEM):
            found = {term.document_class: term for term in retention.terms()}
        assert found.keys() == {*DocumentClass.values}
        assert all(term.source for term in found.values())

    @pytest.mark.parametrize(
        ("number", "unit", "expected"),
        [(7, "year", date(2031, 2, 28)), (30, "day", date(2024, 3, 30)), (13, "month", date(2025, 3, 29))],
    )
    def test_counting(self, number, unit, expected):
        assert RetentionTerm(number=number, unit=unit).after(date(2024, 2, 29)) == expected


class TestPages:
    @pytest.fixture
    def coordinator(self, mine, client):
        client.force_login(mine.coordinator.user)
        return client

    def test_shows_terms_and_what_goes(self, mine, coordinator):
        text = text_of(coordinator.get("/organisatie/bewaartermijnen/"))
        assert "Joris Kok" in text
        assert "31 augustus 2017" in text
        assert "7 jaar" in text
        assert "art. 23" in text

    def test_nothing_of_another_hogeschool(self, mine, client):
        client.force_login(cast.tenant("Andere").coordinator.user)
        assert "31 augustus 2017" not in text_of(client.get("/organisatie/bewaartermijnen/"))

    def test_choose_a_term(self, mine, coordinator):
        page = "/organisatie/bewaartermijnen/agreement/"
        answer = coordinator.post(page, {"number": "3", "reason": "Zo"})
        assert answer.status_code == 422
        answer = coordinator.post(page, {"number": "10", "reason": "Onze selectielijst"}, follow=True)
        assert "10 jaar" in text_of(answer)
        assert "Onze selectielijst" in text_of(answer)
        assert coordinator.get("/organisatie/bewaartermijnen/link/").status_code == 404

    def test_hold_and_lift(self, mine, coordinator):
        page = f"/overeenkomsten/{mine.agreement.public_id}/langer-bewaren/"
        yesterday = timezone.localdate() - timedelta(days=1)
        answer = coordinator.post(page, {"reason": "Klacht", "until": yesterday.isoformat()})
        assert answer.status_code == 422
        assert "Klacht" in text_of(answer)
        later = timezone.localdate() + timedelta(days=90)
        text = text_of(coordinator.post(page, {"reason": "Klacht", "until": later.isoformat()}, follow=True))
        assert "Klacht" in text
        assert "Blijft langer" in text
        hold = system(lambda: Hold.objects.get(agreement=mine.agreement))
        text = text_of(coordinator.post(f"/overeenkomsten/langer-bewaren/{hold.public_id}/opheffen/", follow=True))
        assert "geldt de gewone termijn weer" in text

    def test_what_went_is_told_as_numbers(self, mine, coordinator):
        night()
        text = text_of(coordinator.get("/organisatie/bewaartermijnen/"))
        assert "Joris Kok" not in text.partition("Wat het afgelopen jaar")[2]
        assert "Verzegelde overeenkomsten" in text.partition("Wat het afgelopen jaar")[2]

    def test_due_soon_agrees_with_the_database(self, mine):
        with acting_as(mine.coordinator.actor):
            found = due.due_soon(retention.standing(mine.hogeschool.pk))
            assert list(found.values_list("pk", "kept_until")) == [(mine.agreement.pk, date(2017, 8, 31))]


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_comes_at_the_same_moment_wins_or_is_too_late():
    """Never half: it is there with its hold, or gone."""
    mine = scenes.matched()
    agreement = sealed(mine, LONG_AGO)

    def hold():
        with acting_as(mine.coordinator.actor):
            until = timezone.localdate() + timedelta(days=30)
            holds.place_hold(agreement, reason="Net op tijd", until=until, who=scenes.WHO)

    _, held = at_once(night, hold)
    assert is_there(agreement) == (held is None)
    if held is None:
        with acting_as(SYSTEM):
            assert Signing.objects.filter(agreement=agreement).count() == 3
            assert Hold.objects.filter(agreement=agreement).count() == 1


class TestReminders:
    """Who was reminded of whom: as long as the list of what was mailed."""

    @pytest.fixture
    def reminders(self):
        mine = cast.tenant()
        now = timezone.now()
        longest = timedelta(days=8 * YEARS)  # than which no hogeschool may choose longer
        with acting_as(SYSTEM):
            young, old = [
                Reminder.objects.create(
                    hogeschool=mine.hogeschool, email=f"{name}@bedrijf.test", name="Wim", day=timezone.localdate(at),
                    at=at, who="Portaal", about=["Joris Kok"],
                )
                for name, at in (("jong", now), ("oud", now - longest))
            ]  # fmt: skip
        return young, old

    def test_they_go_after_the_term_and_not_before(self, reminders):
        young, old = reminders
        run = night()
        assert run.failed == 0
        there = system(lambda: set(Reminder.objects.values_list("pk", flat=True)))
        assert young.pk in there
        assert old.pk not in there
        gone = system(lambda: Removed.objects.get(run=run, counts__has_key="agreements_reminder"))
        assert (gone.document_class, gone.counts["agreements_reminder"]) == ("mail", 1)

    def test_who_asks_too_early_is_refused(self, reminders):
        young, _ = reminders
        with pytest.raises(DatabaseError, match="kept until"), transaction.atomic(), acting_as(SYSTEM):
            Reminder.objects.filter(pk=young.pk).delete()
