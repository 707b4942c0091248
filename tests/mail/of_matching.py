"""The mails about leerwerkplekken, applications, meeting and rounds."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from matching import notices, place_notices, round_notices
from matching.enums import IntroductionState, Side
from matching.models import Introduction, Match, Offer, Position, Run, RunPerson, SavedSearch
from matching.open_places import Wanted
from matching.services import searches, telling
from mkbroute.mail.links import absolute

from .cases import WHO, WHY, case


def a_match(mine) -> Match:
    related = ("application__route", "application__hogeschool", "position", "organisation")
    return Match.objects.select_related(*related).get(pk=mine.match.pk)


# -- leerwerkplekken --------------------------------------------------------------------------------------------------


def an_offer(mine) -> Offer:
    related = ("position__organisation", "position__workplace", "route", "hogeschool")
    return Offer.objects.select_related(*related).get(pk=mine.offer.pk)


def a_position(mine) -> Position:
    return an_offer(mine).position


@case("position_offered", "position_offered_again", "position_changed", "position_published", "position_returned")
def _(mine):
    offer = an_offer(mine)
    offer.return_reason, offer.changes = WHY, [{"what": "Uren per week", "before": "32", "after": "24"}]
    place_notices.tell_offered(offer)
    place_notices.tell_offered_again(offer, WHY)
    place_notices.tell_changed(offer)
    place_notices.tell_published(offer)
    place_notices.tell_returned(offer)


@case("place_still_open", "place_inactive")
def _(mine):
    url = absolute(reverse("matching:still_open", args=[mine.still_open_token]))
    asked = {"number": 1, "is_last": False, "ends_on": date(2027, 1, 1)}
    place_notices.ask_still_open(a_position(mine), url, **asked)
    place_notices.tell_inactive(a_position(mine), url)


@case("search_confirm")
def _(mine):
    searches.save_search("wie@voorbeeld.test", Wanted(text="hout"))


@case("search_alert")
def _(mine):
    before, now = timezone.now() - timedelta(days=9), timezone.now() + timedelta(hours=1)
    SavedSearch.objects.filter(pk=mine.search.pk).update(told_until=before, text="")
    Position.objects.filter(pk=mine.position.pk).update(is_public=True, capacity=9)
    searches.tell_of_new_places(mine.search.email, now=now)


# -- applications and proposals ---------------------------------------------------------------------------------------


@case("application_received", "application_arrived")
def _(mine):
    notices.tell_received(a_match(mine).application)


@case("application_enrolled")
def _(mine):
    notices.tell_enrolled(a_match(mine).application, WHO)


@case("application_admitted")
def _(mine):
    notices.tell_admitted(a_match(mine).application)


@case("application_rejected")
def _(mine):
    notices.tell_rejected(a_match(mine).application, WHY)


@case("application_withdrawn", "match_withdrawn_company")
def _(mine):
    notices.tell_withdrawn(a_match(mine).application, a_match(mine), WHY)


@case("match_proposed_person", "match_proposed_company", "match_proposed_supervisor")
def _(mine):
    match = a_match(mine)
    match.position.supervisor_email = "wim.dekker@voorbeeld.test"
    notices.tell_proposed(match)


@case("match_confirmed_person", "match_confirmed_company", "match_confirmed_coordinator")
def _(mine):
    notices.tell_confirmed(a_match(mine))


@case("match_declined_coordinator", "match_declined_person", "match_declined_company")
def _(mine):
    for side in Side:
        notices.tell_declined(a_match(mine), side)


@case("match_cancelled_person", "match_cancelled_company")
def _(mine):
    notices.tell_cancelled(a_match(mine))


# -- meeting ----------------------------------------------------------------------------------------------------------


def told_when(state: IntroductionState, told: str = IntroductionState.OPEN):
    """Both hear of an introduction that is in this state."""

    def posts(mine):
        answered = state in (IntroductionState.ACCEPTED, IntroductionState.DECLINED)
        Introduction.objects.filter(pk=mine.introduction.pk).update(told=told)
        found = Introduction.objects.select_related(*telling.RELATED).get(pk=mine.introduction.pk)
        found.state, found.answered_at = state, timezone.now() if answered else None
        telling.MAILS[state](found)
        found.save(update_fields=["token_hash"])

    return posts


case("meeting_asked")(told_when(IntroductionState.OPEN, told=""))
case("meeting_accepted", "meeting_accepted_coordinator")(told_when(IntroductionState.ACCEPTED))
case("meeting_declined")(told_when(IntroductionState.DECLINED))
case("meeting_withdrawn")(told_when(IntroductionState.WITHDRAWN))
case("meeting_closed")(told_when(IntroductionState.CLOSED))


@case("meeting_reminder")
def _(mine):
    telling.remind_of([Introduction.objects.select_related(*telling.RELATED).get(pk=mine.introduction.pk)])


# -- rounds -----------------------------------------------------------------------------------------------------------


def a_run(mine) -> Run:
    return Run.objects.select_related("round__hogeschool").get(pk=mine.run.pk)


def a_run_person(mine) -> RunPerson:
    related = (
        "run__round__hogeschool", "application__route", "application__hogeschool", "match__position__organisation",
        "match__organisation",
    )  # fmt: skip
    return RunPerson.objects.select_related(*related).get(pk=mine.run_person.pk)


@case("round_open_person", "round_closing_person")
def _(mine):
    application = a_match(mine).application
    round_notices.tell_open_person(a_run(mine).round, application)
    round_notices.remind_to_rank(a_run(mine).round, application)


@case("round_open_company", "round_closing_company")
def _(mine):
    round_notices.tell_open_company(a_run(mine).round, [a_position(mine)])
    round_notices.remind_to_judge(a_run(mine).round, [a_position(mine)])


@case("round_unplaced_person")
def _(mine):
    round_notices.tell_unplaced(a_run(mine), a_run_person(mine))


@case("round_nobody_company")
def _(mine):
    places = a_run(mine).places.select_related("position__organisation", "position__workplace")
    round_notices.tell_company_without(a_run(mine), list(places))


@case("round_answer_person", "round_answer_company")
def _(mine):
    round_notices.remind_person(a_run_person(mine))
    round_notices.remind_company([a_run_person(mine)])
