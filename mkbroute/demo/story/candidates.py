"""People apply, find a place, and sign."""

from datetime import date, timedelta

from django.utils import timezone

from agreements.cautions import cautions
from agreements.models import Agreement
from agreements.services.drafting import Signer, draft_agreement, edit_agreement
from agreements.services.sealing import seal_agreement
from agreements.services.sending import fingerprint, send_agreement
from agreements.text import compose
from matching.admission import subjects
from matching.enums import Answer, Side
from matching.models import Application, Match, Offer
from matching.services.admission import Finding, record_checks
from matching.services.applications import admit_application, submit_application
from matching.services.matches import answer_match, propose_match
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import plain
from mkbroute.documents import seal_readiness
from routes.models import Route

from ..people import DOMAIN
from ..script import COMPANIES, HOGESCHOLEN, OUTCOMES, PLACES, ROUTES, WEIGHED, CandidateScript, Reaches, Then
from .addenda import change
from .chapter import Chapter, name_of
from .dispatches import send_class
from .endings import propose_early_end


class Candidates(Chapter):
    def candidates(self) -> None:
        for candidate in self.script:
            self.stage.person(candidate.key, candidate.name)
            application = self._apply(candidate)
            if candidate.reaches >= Reaches.ADMITTED:
                self._admit(application, candidate)
            if candidate.place:
                self._propose(application, candidate)

    def _apply(self, candidate: CandidateScript) -> Application:
        details = {**candidate.details, "name": candidate.name, "phone": "06 12345678"}
        with self.stage.as_(candidate.key):
            route = Route.objects.get(pk=self.route[candidate.route].pk)
            application, _ = submit_application(
                route, student_id=self.stage.user_id(candidate.key), email=f"{candidate.key}@{DOMAIN}", details=details
            )
        return application

    def _coordinator(self, candidate: CandidateScript) -> str:
        return HOGESCHOLEN[ROUTES[candidate.route].hogeschool][3]

    def _admit(self, application: Application, candidate: CandidateScript) -> None:
        with self.stage.as_(self._coordinator(candidate)) as who:
            found = Application.objects.get(pk=application.pk)
            prior = subjects().get(code="prior")
            record_checks(found, {prior: Finding("met", "Diploma en cijferlijst gezien")}, who=who)
            admit_application(found, who=who)

    def _propose(self, application: Application, candidate: CandidateScript) -> None:
        with self.stage.as_(self._coordinator(candidate)) as who:
            offer = Offer.objects.get(position=self.position[candidate.place], route=application.route_id)
            match = propose_match(Application.objects.get(pk=application.pk), offer, who=who, note=candidate.note)
        self.match[candidate.key] = match
        contact = COMPANIES[PLACES[candidate.place].company].contact
        for side, actor, answer in (
            (Side.STUDENT, candidate.key, candidate.says),
            (Side.COMPANY, contact, candidate.company_says),
        ):
            if answer:
                self._answer(match, side, actor, answer, candidate.reason)

    def _answer(self, match: Match, side: Side, actor: str, answer: Answer, reason: str) -> None:
        with self.stage.as_(actor) as who:
            own = Match.objects.select_related("application").get(pk=match.pk)
            answer_match(own, side=side, answer=answer, who=who, reason=reason if answer == Answer.NO else "")

    def agreements(self) -> None:
        with acting_as(SYSTEM):
            seal_readiness.look()  # as the worker does when it starts
        for candidate in self.script:
            if candidate.reaches >= Reaches.DRAFTED:
                self._agree(candidate)
        self._class()

    def _agree(self, candidate: CandidateScript) -> None:
        coordinator = self._coordinator(candidate)
        with self.stage.as_(coordinator) as who:
            signer = Signer(name_of(coordinator), f"{coordinator}@{DOMAIN}", "Opleidingsmanager")
            agreement = draft_agreement(Match.objects.get(pk=self.match[candidate.key].pk), signer=signer, who=who)
            self.draft[candidate.key] = agreement
            if candidate.reaches >= Reaches.SENT:
                values = OUTCOMES | (_at_work() if candidate.reaches >= Reaches.SEALED else {})
                seen = {name: plain(getattr(agreement, name)) for name in values}
                edit_agreement(agreement, values=values, seen=seen, who=who)
                self._send(agreement, who)
        if candidate.reaches >= Reaches.SENT:
            self.stage.sign(agreement, f"{candidate.key}@{DOMAIN}")
        if candidate.reaches >= Reaches.SEALED:
            company = COMPANIES[PLACES[candidate.place].company].contact
            self.stage.sign(agreement, f"{company}@{DOMAIN}")
            self.stage.sign(agreement, f"{coordinator}@{DOMAIN}")
            with acting_as(SYSTEM):
                seal_agreement(agreement.pk)
            change(self.stage, agreement, coordinator, candidate.key, company, candidate.then)
            if not candidate.then:
                propose_early_end(self.stage, agreement, coordinator, f"{candidate.key}@{DOMAIN}")

    def _class(self) -> None:
        """Those that the coordinator sends in one go."""
        among = [each for each in self.script if each.then in (Then.CLASS, Then.CLASS_CHANGED)]
        for route in dict.fromkeys(each.route for each in among):
            members = [each for each in among if each.route == route]
            drafts = {each.key: self.draft[each.key] for each in members}
            changed = {drafts[each.key].pk for each in members if each.then == Then.CLASS_CHANGED}
            send_class(self.stage, self.route[route], self._coordinator(members[0]), list(drafts.values()), changed)

    def _send(self, agreement: Agreement, who: str) -> None:
        agreement = Agreement.objects.get(pk=agreement.pk)
        text = compose(agreement, agreement.parties.all())
        weighed = {caution.code: WEIGHED for caution in cautions(agreement)}
        send_agreement(agreement, content_sha256=fingerprint(text), who=who, reasons=weighed)


def _at_work() -> dict[str, date]:
    """Since ten weeks, from a Monday on."""
    today = timezone.localdate()
    first = today - timedelta(weeks=10, days=today.weekday())
    return {"starts_on": first, "practice_starts_on": first}
