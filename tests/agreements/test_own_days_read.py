"""A company that left by an addendum reads what was there, and nothing of what came after it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.models import (
    AttendanceWeek,
    ContactMoment,
    Interruption,
    MomentNote,
    OutcomeVoice,
    PracticeLink,
    RealisedOutcome,
)
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes, sealed
from .test_own_days import HELD, ITS_NEW, OWN, TAKEOVER, left, link, move, owners, talk, week

pytestmark = pytest.mark.django_db
LAST = TAKEOVER - timedelta(days=1)
READ = (AttendanceWeek, ContactMoment, Interruption, MomentNote, OutcomeVoice, PracticeLink, RealisedOutcome)


def written_down(mine, day: date) -> dict:
    """On a day, or in the week that begins on the Monday of which it is the first day of the company."""
    held = talk(mine, day, **{**HELD, "kind": "guidance"}, held_on=day)
    planned = talk(mine, day)
    link(mine, day)
    voice = {"voice": "student", "who": "S", "given_at": timezone.now(), "level": "shown"}
    outcome = {"outcome": f"Op {day}", "recorded_by": "W", "realised_on": day, "assessed_by": "W"}
    with acting_as(SYSTEM):
        row = week(mine, OWN if day < TAKEOVER else ITS_NEW)
        row.save()
        return {
            ContactMoment: {held.pk, planned.pk},
            AttendanceWeek: {row.pk},
            PracticeLink: {PracticeLink.objects.latest("id").pk},
            MomentNote: {MomentNote.objects.create(moment=held, **owners(mine), text="Aanvulling.", who="W").pk},
            OutcomeVoice: {OutcomeVoice.objects.create(moment=planned, **owners(mine), outcome="Rekenen", **voice).pk},
            RealisedOutcome: {RealisedOutcome.objects.create(**owners(mine), **outcome).pk},
            Interruption: {Interruption.objects.create(**owners(mine), begins_on=day, ends_on=day, recorded_by="W").pk},
        }


def both() -> object:
    mine = left()
    mine.former, mine.later = written_down(mine, LAST), written_down(mine, TAKEOVER)
    return mine


mine = built_once(both)


def read(mine, actor) -> dict:
    with acting_as(actor):
        return {
            model: set(model.objects.filter(agreement=mine.agreement.pk).values_list("pk", flat=True)) for model in READ
        }


def test_former_company_reads_up_to_its_last_day(mine):
    assert read(mine, mine.contact.actor) == mine.former


@pytest.mark.parametrize("part", ["coordinator", "student"])
def test_the_others_read_on(mine, part):
    if part == "student":  # links are not for students
        mine.former.pop(PracticeLink), mine.later.pop(PracticeLink)
    with acting_as(getattr(mine, part).actor):
        for model in mine.former:
            found = set(model.objects.filter(agreement=mine.agreement).values_list("pk", flat=True))
            assert found == mine.former[model] | mine.later[model], model


def test_who_guides_at_the_new_company_reads_both(mine):
    _, holder = link(mine, TAKEOVER + timedelta(days=20))
    found = read(mine, holder)
    for model in (AttendanceWeek, ContactMoment, Interruption, MomentNote, OutcomeVoice, RealisedOutcome):
        assert found[model] == mine.former[model] | mine.later[model]


def test_days_off_that_run_over_the_takeover_are_read(mine):
    with acting_as(SYSTEM):
        Interruption.objects.filter(agreement=mine.agreement).update(withdrawn_at=timezone.now(), withdrawn_by="W")
        days = {"begins_on": LAST - timedelta(days=7), "ends_on": TAKEOVER + timedelta(days=7)}
        over = Interruption.objects.create(**owners(mine), **days, recorded_by="W")
    assert over.pk in read(mine, mine.contact.actor)[Interruption]


def test_a_company_that_came_back_reads_its_own_days_again(mine):
    back = date(2026, 3, 2)
    of_former = {"kvk_number": mine.company.kvk_number, "legal_name": mine.company.name}
    signs = {"signer_name": "Karim Bos", "signer_email": "karim.bos@voorbeeld.test"}
    move(mine, back, **{f"company-{name}": value for name, value in {**of_former, **signs}.items()})
    again = talk(mine, back, **HELD, held_on=back)
    with acting_as(SYSTEM):
        note = MomentNote.objects.create(moment=again, **owners(mine), text="Terug.", who="W")
    found = read(mine, mine.contact.actor)
    assert found[ContactMoment] == mine.former[ContactMoment] | {again.pk}
    assert found[MomentNote] == mine.former[MomentNote] | {note.pk}
    assert found[OutcomeVoice] == mine.former[OutcomeVoice]


def test_no_addendum_no_difference(mine):
    other = scenes.matched()
    other.agreement = sealed.sealed(other)
    moment = talk(other, other.agreement.starts_on)
    with acting_as(other.contact.actor):
        assert ContactMoment.objects.get(agreement=other.agreement) == moment
