"""What the demo shows of the days after signing: a talk that was held, one to come at which two of the three spoke, and
the weeks on the work."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from agreements.enums import Mastery, MomentKind, State, Voice
from agreements.models import Agreement, ContactMoment
from agreements.services import moments, practice
from agreements.services.moments import Invited, Opinion, Plan, Report
from agreements.services.practice import WeekSaid
from agreements.talks import outcomes_of
from agreements.weeks import begun_years, list_weeks
from mkbroute.access.actor import Actor, acting_as
from mkbroute.access.decorators import hash_token

from .people import DOMAIN
from .script import COMPANIES, HOGESCHOLEN, PLACES, ROUTES, CandidateScript, Reaches
from .stage import PHONE, Stage, in_last_mail

GUIDE = ("Joke Terpstra", f"joke.terpstra@{DOMAIN}")
FIRST_TALK = (Mastery.DEVELOPING, Mastery.NOT_BEGUN)
OF_STUDENT = (
    Opinion(Mastery.SHOWN, "Ik heb de laatste aanvraag helemaal zelf voorbereid."),
    Opinion(Mastery.DEVELOPING, "Begroten lukt, plannen vind ik nog lastig."),
)
OF_COMPANY = (
    Opinion(Mastery.VISIBLE, "Doet het werk, en vraagt op tijd om hulp."),
    Opinion(Mastery.DEVELOPING, "De begroting klopt steeds vaker in één keer."),
)
MINUTES = 45
REPORT = "Het eerste gesprek op de werkplek. De start gaat goed; begroten krijgt de komende maanden meer tijd."
ARRANGEMENTS = "Elke vrijdag een uur begeleiding. Volgende keer een hele begroting bespreken."


class Practice:
    def __init__(self, stage: Stage, script: list[CandidateScript]) -> None:
        self.stage, self.script = stage, script

    def tell(self) -> None:
        for candidate in self.script:
            if candidate.reaches >= Reaches.SEALED and not candidate.then:
                self._of(candidate)

    def _of(self, candidate: CandidateScript) -> None:
        coordinator = HOGESCHOLEN[ROUTES[candidate.route].hogeschool][3]
        company = COMPANIES[PLACES[candidate.place].company].contact
        with self.stage.as_(coordinator) as who:
            agreement = Agreement.objects.select_related("route", "hogeschool", "organisation").get(
                student=self.stage.user_id(candidate.key), state=State.SEALED
            )
            invited = (
                Invited(Voice.STUDENT, candidate.name, f"{candidate.key}@{DOMAIN}"),
                Invited(Voice.COMPANY, *GUIDE),
                Invited(Voice.HOGESCHOOL, who.partition(",")[0], f"{coordinator}@{DOMAIN}"),
            )
        self._first_talk(agreement, coordinator, candidate.key, invited)
        self._next_talk(agreement, coordinator, candidate.key, invited)
        self._weeks(agreement, company)

    def _first_talk(self, agreement: Agreement, coordinator: str, student: str, invited: tuple[Invited, ...]) -> None:
        moment = self._plan(agreement, coordinator, timedelta(days=20), invited)
        levels = [Opinion(level) for level in FIRST_TALK]
        self._speak(moment, student, Voice.STUDENT, levels)
        self._speak(moment, coordinator, Voice.HOGESCHOOL, levels)
        with self.stage.as_(coordinator) as who:
            present = ", ".join(person.name for person in invited)
            held_on = timezone.localdate() - timedelta(days=3)
            report = Report(held_on, MINUTES, present, REPORT, ARRANGEMENTS)
            moments.close_moment(moment, report=report, who=who)

    def _next_talk(self, agreement: Agreement, coordinator: str, student: str, invited: tuple[Invited, ...]) -> None:
        moment = self._plan(agreement, coordinator, timedelta(days=12), invited)
        self._speak(moment, student, Voice.STUDENT, OF_STUDENT)
        token = in_last_mail("talk_planned", GUIDE[1], r"/gesprek/([\w-]+)/")
        with acting_as(Actor(practice_hash=hash_token(token))):
            opinions = dict(zip(outcomes_of(agreement), OF_COMPANY, strict=False))
            who = f"{GUIDE[0]}, {agreement.organisation.name}"
            moments.speak(moment, Voice.COMPANY, opinions, who=who, give=True, visit=PHONE)

    def _plan(
        self, agreement: Agreement, coordinator: str, ahead: timedelta, invited: tuple[Invited, ...]
    ) -> ContactMoment:
        at = (timezone.localtime() + ahead).replace(hour=14, minute=0, second=0, microsecond=0)
        with self.stage.as_(coordinator) as who:
            plan = Plan(MomentKind.TRIANGLE, at, "Op de werkplek", invited)
            return moments.plan_moment(agreement, plan=plan, who=who)

    def _speak(self, moment: ContactMoment, key: str, voice: Voice, opinions: Iterable[Opinion]) -> None:
        with self.stage.as_(key) as who:
            said = dict(zip(outcomes_of(moment.agreement), opinions, strict=False))
            moments.speak(moment, voice, said, who=who, give=True)

    def _weeks(self, agreement: Agreement, company: str) -> None:
        """Where the work has begun: every week as agreed, but the first."""
        with self.stage.as_(company) as who:
            weeks = [week for week in list_weeks(agreement, begun_years(agreement)[-1]) if week.can_be_written]
            hours = agreement.hours_per_week or Decimal(32)
            said = {week.monday: WeekSaid(hours) for week in weeks}
            if weeks:
                said[weeks[0].monday] = WeekSaid(Decimal(8), counts=False)
                practice.record_weeks(agreement, said, who=who, by_company=True)
