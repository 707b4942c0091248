"""Routes are registered, judged and recognised; every night their figures are counted."""

from django.core.files.uploadedfile import SimpleUploadedFile

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.render import render_pdf
from mkbroute.organisations.models import Membership
from routes.enums import Involvement, PeriodKind, Phase, State, Verdict
from routes.indicators import INDICATORS
from routes.models import (
    CriterionAssessment,
    Decision,
    DossierQuestion,
    Route,
    RouteContact,
    RouteCost,
    RouteLocation,
    RoutePartner,
)
from routes.rhythm import Period
from routes.services.assessors import ask_assessor
from routes.services.details import add_detail
from routes.services.dossier import state_criterion
from routes.services.evidence import add_figure, add_file, add_link
from routes.services.flags import flag_route, keep_figures
from routes.services.letters import write_letter
from routes.services.partners import add_partner, confirm_partnership, retract_partnership
from routes.services.phases import change_phase
from routes.services.questions import answer_questions, ask_questions
from routes.services.recognition import Judgement, review_route, submit_route
from routes.services.register import register_route
from routes.services.rhythm import add_period, begin_rhythm

from ..people import DOMAIN
from ..script import ASKED, BRANCHES, DOSSIER, FIRST_ROUND, HOGESCHOLEN, RETRACTED, ROUTES, SECOND_OPINION, RouteScript
from .chapter import Chapter, name_of, next_september, short_holidays


class Routes(Chapter):
    def routes(self) -> None:
        for key, script in ROUTES.items():
            self._register(key, script)
            if script.state != State.CONCEPT:
                self._submit(key, script)
            if key in ASKED:
                self._ask(key, script)
            if key in SECOND_OPINION:
                self._judge_second(key)
            if key in FIRST_ROUND:
                self._judge_first(key, script)
            if script.state in (State.RECOGNISED, State.RETURNED):
                self._judge(key, script)

    def _register(self, key: str, script: RouteScript) -> None:
        hogeschool = self.organisation[script.hogeschool]
        coordinator = HOGESCHOLEN[script.hogeschool][3]
        with self.stage.as_(coordinator) as who:
            route = register_route(
                hogeschool,
                who=who,
                **script.fields,
                city=hogeschool.city,
                province=hogeschool.province,
                starts_on=next_september(),
                contact_name=name_of(coordinator),
                contact_email=f"{coordinator}@{DOMAIN}",
            )
            for partner in script.partners:
                role = script.roles.get(partner, Involvement.SHAPES)
                organisation = self.organisation[partner]
                add_partner(route, organisation, role=role, contribution=script.contribution, who=who)
            self._detail(route, script, who)
        self.route[key] = route
        if script.state != State.CONCEPT:
            self._confirm(route, script)

    def _detail(self, route: Route, script: RouteScript, who: str) -> None:
        for model, rows in (
            (RouteLocation, script.locations),
            (RouteContact, script.contacts),
            (RouteCost, script.costs),
        ):
            for row in rows:
                add_detail(model, route, who=who, **row)
        if script.has_rhythm:
            begin_rhythm(route, next_september().year, who=who)
            for name, first_day, last_day in short_holidays(next_september().year):
                add_period(route, Period(PeriodKind.HOLIDAY, name, first_day, last_day), who=who)
        if script.stops:
            change_phase(route, Phase.STALLED, reason=script.stops, who=who)

    def _confirm(self, route: Route, script: RouteScript) -> None:
        for partner in script.partners:
            if partner in script.unconfirmed:
                continue
            with self.stage.as_(BRANCHES[partner][1]) as who:
                asked = RoutePartner.objects.get(route=route, organisation=self.organisation[partner])
                confirm_partnership(asked, who=who)

    def _submit(self, key: str, script: RouteScript) -> None:
        with self.stage.as_(HOGESCHOLEN[script.hogeschool][3]) as who:
            for assessment in CriterionAssessment.objects.filter(route=self.route[key]).select_related("criterion"):
                statement, evidence = DOSSIER[assessment.criterion.number]
                state_criterion(assessment, statement=statement, evidence=evidence, own_verdict=Verdict.MEETS, who=who)
                self._prove(assessment, who)
            submit_route(self.route[key], who=who)

    def _prove(self, assessment: CriterionAssessment, who: str) -> None:
        for code, indicator in INDICATORS.items():
            if indicator.criterion == assessment.criterion.number:
                add_figure(assessment, code, who=who)
        if assessment.criterion.number == 1:
            plan = SimpleUploadedFile("Opleidingsplan.pdf", plan_of(assessment.route.title), "application/pdf")
            add_file(assessment, plan, title="Opleidingsplan", who=who)
            add_link(assessment, "https://www.nlqf.nl/", title="Niveau 5 en 6 in het NLQF", who=who)

    def _ask(self, key: str, script: RouteScript) -> None:
        with self.stage.as_("ingrid.dekker") as who:
            ask_questions(self.route[key], dict(ASKED[key]["asked"]), who=who)
        with self.stage.as_(HOGESCHOLEN[script.hogeschool][3]) as who:
            threads = DossierQuestion.objects.filter(route=self.route[key])
            answers = {
                thread: ASKED[key]["answered"][thread.criterion.number]
                for thread in threads.select_related("criterion")
                if thread.criterion.number in ASKED[key]["answered"]
            }
            answer_questions(self.route[key], answers, who=who)

    def _judge_second(self, key: str) -> None:
        with self.stage.as_("ingrid.dekker") as who:
            colleague = Membership.objects.get(name=name_of("ruth.abbink"))
            ask_assessor(self.route[key], colleague, who=who)
        with self.stage.as_("ruth.abbink") as who:
            found = {number: Judgement(*said) for number, said in SECOND_OPINION[key].items()}
            review_route(self.route[key], found, who=who)

    def _judge_first(self, key: str, script: RouteScript) -> None:
        """A dossier that came back better: two versions to compare."""
        number, motivation, better = FIRST_ROUND[key]
        judgements = dict.fromkeys(DOSSIER, Judgement(Verdict.MEETS))
        judgements[number] = Judgement(Verdict.PARTLY, motivation)
        with self.stage.as_("ingrid.dekker") as who:
            review_route(self.route[key], judgements, who=who, decision=State.RETURNED, reason=motivation)
        with self.stage.as_(HOGESCHOLEN[script.hogeschool][3]) as who:
            assessment = CriterionAssessment.objects.get(route=self.route[key], criterion__number=number)
            state_criterion(
                assessment,
                statement=f"{assessment.statement} {better}",
                evidence=assessment.evidence,
                own_verdict=Verdict.MEETS,
                who=who,
            )
            submit_route(self.route[key], who=who)

    def _judge(self, key: str, script: RouteScript) -> None:
        meets = Judgement(Verdict.MEETS, "Duidelijk beschreven en met stukken onderbouwd.")
        judgements = dict.fromkeys(DOSSIER, meets)
        if script.state == State.RETURNED:
            judgements[4] = Judgement(Verdict.PARTLY, "Bij twee bedrijven is nog niet te zien dat er salaris is.")
        with self.stage.as_("ingrid.dekker") as who:
            review_route(self.route[key], judgements, who=who, decision=script.state, reason=script.reason)
        with acting_as(SYSTEM):
            for decision in Decision.objects.filter(route=self.route[key]):
                write_letter(decision.pk)

    def figures(self) -> None:
        """A branche steps back; then what the portal does every night."""
        for key, (partner, reason) in RETRACTED.items():
            with self.stage.as_(BRANCHES[partner][1]) as who:
                retract_partnership(RoutePartner.objects.get(route=self.route[key]), reason=reason, who=who)
        with acting_as(SYSTEM):
            routes = list(Route.objects.exclude(state=State.CONCEPT))
            keep_figures([route.pk for route in routes])
            for route in routes:
                flag_route(route)


def plan_of(title: str) -> bytes:
    return render_pdf(f"<main><h1>Opleidingsplan {title}</h1><p>Voorbeeld in de proefomgeving.</p></main>", title=title)
