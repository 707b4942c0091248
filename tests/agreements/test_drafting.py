"""From a confirmed match to a draft; and several people working on it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError

from agreements.enums import EventKind, Role, State
from agreements.events import verify_chain
from agreements.models import Agreement, Party
from agreements.services.drafting import (
    EDITABLE,
    NotConfirmed,
    NotInDraft,
    Signer,
    draft_agreement,
    edit_agreement,
    edit_parties,
    party_values,
)
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, snapshot
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .scenes import WHO

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


def seen(agreement):
    return snapshot({name: getattr(agreement, name) for name in EDITABLE})


def test_draft_says_what_is_known_already(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        agreement = Agreement.objects.get(pk=agreement.pk)
        assert agreement.state == State.DRAFT
        assert agreement.template.code == "landelijk-duaal"
        assert (agreement.starts_on, agreement.ends_on) == (date(2027, 9, 1), date(2029, 8, 31))
        assert (agreement.practice_starts_on, agreement.practice_ends_on) == (date(2027, 9, 1), date(2029, 8, 31))
        assert agreement.hours_per_week == 32
        assert agreement.practice_supervisor == "Wim Dekker, Werkvoorbereider"
        assert agreement.school_supervisor == "Sanne de Wit"
        assert agreement.learning_outcomes == "Werkvoorbereiding."
        assert agreement.school_days == "1 dag per week"
        assert (
            agreement.employment
            == "Arbeidsovereenkomst voor 24 maanden.\nLoon: € 2.600 bruto per maand bij 40 uur per week."
        )
        assert "drie" not in agreement.termination_manner
        assert "één maand" in agreement.termination_manner
        assert agreement.guidance == agreement.assessment == ""


def test_deeltijd_gets_its_own_template():
    mine = scenes.matched(form="deeltijd")
    agreement = scenes.drafted(mine)
    assert (agreement.form, agreement.template.code) == ("deeltijd", "landelijk-deeltijd")


def test_draft_names_three_parties_and_who_signs(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        parties = {party.role: party for party in agreement.parties.all()}
    assert set(parties) == {Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL}
    assert parties[Role.COMPANY].kvk_number == mine.company.kvk_number
    assert parties[Role.COMPANY].signer_email == mine.contact.user.email
    assert parties[Role.STUDENT].legal_name == "Joris Kok"
    assert parties[Role.HOGESCHOOL].signer_function == "route-coördinator"


def test_formal_employer_is_the_fourth_party_and_sees_the_agreement(mine):
    with acting_as(mine.coordinator.actor):
        agreement = draft_agreement(
            mine.match,
            signer=scenes.signer(mine),
            who=WHO,
            employer=mine.employer,
            employer_signer=Signer("Truus Vos", "truus@voorbeeld.test"),
        )
        assert agreement.parties.count() == 4
    with acting_as(mine.employer_contact.actor):
        assert Agreement.objects.filter(pk=agreement.pk).exists()
        assert Party.objects.filter(agreement=agreement).count() == 4


def test_drafting_is_logged(mine):
    agreement = scenes.drafted(mine)
    with acting_as(SYSTEM):
        assert list(agreement.events.values_list("kind", "who")) == [(EventKind.DRAFTED, WHO)]
        assert verify_chain(agreement) == []


def test_drafting_twice_gives_one_agreement(mine):
    assert scenes.drafted(mine) == scenes.drafted(mine)
    with acting_as(SYSTEM):
        assert mine.match.agreements.count() == 1


def test_match_that_is_not_confirmed_gives_no_draft(mine):
    with acting_as(SYSTEM):
        Match.objects.filter(pk=mine.match.pk).update(state="cancelled")
    with acting_as(mine.coordinator.actor), pytest.raises(NotConfirmed):
        draft_agreement(mine.match, signer=scenes.signer(mine), who=WHO)


def test_draft_after_a_dropped_one_keeps_what_was_written(mine):
    first = scenes.drafted(mine, guidance="Elke dinsdag.", tasks="")
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=first.pk).update(state=State.CANCELLED)
    second = scenes.drafted(mine)
    assert second != first
    assert (second.guidance, second.tasks, second.version) == ("Elke dinsdag.", "", 0)


@pytest.mark.parametrize("who", ["company", "student", "employer"])
def test_only_the_hogeschool_drafts(mine, who):
    with pytest.raises(ProgrammingError), acting_as(mine.actors[who]):
        draft_agreement(mine.match, signer=scenes.signer(mine), who=WHO)


def test_other_hogeschool_cannot_draft_on_this_match(mine):
    theirs = scenes.matched("Hogeschool Zuid")
    with acting_as(theirs.coordinator.actor), pytest.raises(Match.DoesNotExist):
        draft_agreement(mine.match, signer=scenes.signer(theirs), who=WHO)


def test_work_that_begins_after_the_programme_ended_is_left_open(mine):
    with acting_as(SYSTEM):
        mine.position.starts_on = date(2040, 1, 1)
        mine.position.save(update_fields=["starts_on"])
    agreement = scenes.drafted(mine)
    assert (agreement.practice_starts_on, agreement.ends_on) == (None, date(2029, 8, 31))


# -- editing ------------------------------------------------------------------------------------------------------


def test_edit_writes_and_logs_what_changed(mine):
    agreement = scenes.drafted(mine)
    values = {name: getattr(agreement, name) for name in EDITABLE} | {"guidance": "Elke week.", "hours_per_week": 36}
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values=values, seen=seen(agreement), who=WHO)
        agreement.refresh_from_db()
        event = agreement.events.last()
    assert (agreement.guidance, agreement.hours_per_week) == ("Elke week.", 36)
    assert (event.kind, event.text) == (
        EventKind.EDITED,
        "Gewijzigd: werkuren per week, hoe vaak en hoe wordt begeleid",
    )


def test_saving_without_a_change_leaves_no_trace(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        edit_agreement(
            agreement, values={name: getattr(agreement, name) for name in EDITABLE}, seen=seen(agreement), who=WHO
        )
        assert agreement.events.count() == 1


def test_two_people_who_change_different_things_both_keep_their_work(mine):
    agreement = scenes.drafted(mine)
    began = seen(agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"guidance": "Elke week.", "tasks": agreement.tasks}, seen=began, who="Ada")
        merged = edit_agreement(agreement, values={"guidance": "", "tasks": "Tekenen."}, seen=began, who="Bea")
        agreement.refresh_from_db()
    assert (agreement.guidance, agreement.tasks) == ("Elke week.", "Tekenen.")
    assert merged.theirs == {"guidance"}


def test_two_people_who_change_the_same_thing_must_choose(mine):
    agreement = scenes.drafted(mine)
    began = seen(agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"guidance": "Elke week."}, seen=began, who="Ada")
        with pytest.raises(Clash) as clash:
            edit_agreement(agreement, values={"guidance": "Elke maand.", "tasks": "X"}, seen=began, who="Bea")
        agreement.refresh_from_db()
    assert clash.value.merge.clashes == {"guidance"}
    assert (agreement.guidance, agreement.tasks) == ("Elke week.", "Tekenen en rekenen.")


def test_dates_that_fit_apart_but_not_together_are_refused(mine):
    agreement = scenes.drafted(mine)
    began = seen(agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"practice_ends_on": date(2029, 8, 30)}, seen=began, who="Ada")
        with pytest.raises(ValidationError, match="buiten de looptijd"):
            edit_agreement(agreement, values={"ends_on": date(2029, 7, 1)}, seen=began, who="Bea")


@pytest.mark.parametrize("state", [State.SENT, State.CANCELLED])
def test_what_was_sent_or_dropped_cannot_be_edited(mine, state):
    agreement = scenes.drafted(mine)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(state=state, version=1)
    with acting_as(mine.coordinator.actor):
        with pytest.raises(NotInDraft):
            edit_agreement(agreement, values={"guidance": "X"}, seen={}, who=WHO)
        with pytest.raises(NotInDraft):
            edit_parties(agreement, values={"company-address": "X"}, seen={}, who=WHO)


def test_edit_parties_writes_and_logs(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        began = party_values(agreement.parties.all())
        values = began | {"company-signer_name": "Ans Vos", "student-born_on": date(2004, 3, 9)}
        edit_parties(agreement, values=values, seen=snapshot(began), who=WHO)
        parties = {party.role: party for party in agreement.parties.all()}
        event = agreement.events.last()
    assert parties[Role.COMPANY].signer_name == "Ans Vos"
    assert parties[Role.STUDENT].born_on == date(2004, 3, 9)
    assert event.text == "Gegevens van partijen gewijzigd: student, bedrijf"


def test_student_signs_by_the_name_she_has_in_the_agreement(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        edit_parties(
            agreement, values={"student-legal_name": "J. Kok"}, seen={"student-legal_name": "Joris Kok"}, who=WHO
        )
        student = agreement.parties.get(role=Role.STUDENT)
        agreement.refresh_from_db()
    assert (student.signer_name, agreement.student_name) == ("J. Kok", "J. Kok")


@pytest.mark.parametrize("who", ["company", "student"])
def test_other_parties_cannot_edit(mine, who):
    agreement = scenes.drafted(mine)
    with pytest.raises((ProgrammingError, Agreement.DoesNotExist)), acting_as(mine.actors[who]):
        edit_agreement(agreement, values={"guidance": "X"}, seen={}, who=WHO)


# -- races --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_race_two_clicks_on_draft_give_one_agreement():
    mine = scenes.matched()

    def draft():
        with acting_as(mine.coordinator.actor):
            return draft_agreement(mine.match, signer=scenes.signer(mine), who=WHO)

    answers = at_once(draft, draft, draft)
    assert answers[0] == answers[1] == answers[2]
    with acting_as(SYSTEM):
        assert mine.match.agreements.count() == 1
        assert answers[0].parties.count() == 3
        assert answers[0].events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_two_editors_of_one_field_one_wins_and_the_other_is_told():
    mine = scenes.matched()
    agreement = scenes.drafted(mine)
    began = seen(agreement)

    def edit(text):
        with acting_as(mine.coordinator.actor):
            return edit_agreement(agreement, values={"guidance": text}, seen=began, who=text)

    answers = at_once(lambda: edit("Ada"), lambda: edit("Bea"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Clash", "Merge"]
    with acting_as(SYSTEM):
        assert agreement.events.filter(kind=EventKind.EDITED).count() == 1
        assert verify_chain(agreement) == []
