"""The demo: the eight routes of the nulmeting with their hogescholen, branches and programmes (Nulmeting 2021-2022,
paragraph 2), and invented people and companies in various states, made through the services."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.merging import plain
from agreements.models import Agreement
from agreements.services.drafting import Signer, draft_agreement, edit_agreement
from agreements.services.sealing import seal_agreement
from agreements.services.sending import fingerprint, send_agreement
from agreements.text import compose
from matching.enums import Answer, Side
from matching.models import Application, Match, Offer, Position
from matching.services.applications import admit_application, submit_application
from matching.services.matches import answer_match, propose_match
from matching.services.positions import offer_position
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.render import render_pdf
from mkbroute.organisations.enums import Kind, Part, Province
from mkbroute.organisations.models import Organisation
from mkbroute.organisations.services.house_style import set_house_style
from mkbroute.organisations.services.mkb import declare_size
from mkbroute.organisations.services.organisations import introduce_organisation, register_company
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
from routes.services.details import add_detail
from routes.services.dossier import state_criterion
from routes.services.evidence import add_figure, add_file, add_link
from routes.services.flags import flag_route, keep_figures
from routes.services.letters import write_letter
from routes.services.partners import add_partner, confirm_partnership, retract_partnership, show_partner
from routes.services.phases import change_phase
from routes.services.questions import answer_questions, ask_questions
from routes.services.recognition import Judgement, review_route, submit_route
from routes.services.register import register_route
from routes.services.rhythm import add_period, begin_rhythm

from . import progress
from .drafting import Drafting
from .people import DOMAIN, PEOPLE
from .script import (
    ASKED,
    BRANCHES,
    CANDIDATES,
    COMPANIES,
    COMPANIES_SHOWN,
    DOSSIER,
    FIRST_ROUND,
    HOGESCHOLEN,
    OUTCOMES,
    PLACES,
    RETRACTED,
    ROUTES,
    CandidateScript,
    PlaceScript,
    Reaches,
    RouteScript,
)
from .stage import Stage


def tell() -> None:
    Story(CANDIDATES).tell()


def next_september() -> date:
    today = timezone.localdate()
    return date(today.year + (today.month >= 9), 9, 1)


def short_holidays(year: int) -> list[tuple[str, date, date]]:
    """The weeks off in autumn and spring, from Monday to Sunday."""
    weeks = {
        "Herfstvakantie": date.fromisocalendar(year, 43, 1),
        "Voorjaarsvakantie": date.fromisocalendar(year + 1, 8, 1),
    }
    may = date.fromisocalendar(year + 1, 18, 1)
    return [
        *[(name, monday, monday + timedelta(days=6)) for name, monday in weeks.items()],
        ("Meivakantie", may, may + timedelta(days=6)),
    ]


class Story:
    """From an empty portal to a full one. Everything happens as the person who would do it."""

    def __init__(self, candidates: list[CandidateScript]) -> None:
        self.script = candidates
        self.stage = Stage()
        self.organisation: dict[str, Organisation] = {}
        self.route: dict[str, Route] = {}
        self.position: dict[str, Position] = {}
        self.match: dict[str, Match] = {}

    def tell(self) -> None:
        self.organisations()
        self.routes()
        self.companies()
        self.candidates()
        self.agreements()
        Drafting(self.stage, self.route, self.script).tell()
        progress.tell(self.stage, self.route, self.organisation)
        self.figures()

    # -- who there is ------------------------------------------------------------------------------

    def organisations(self) -> None:
        programme = self.stage.organisation(
            Kind.PROGRAMME, "Programmateam Mkb-routes", email=f"programma@{DOMAIN}", city="Den Haag"
        )
        self.stage.person("ingrid.dekker", "Ingrid Dekker", programme, Part.PROGRAMME)
        for key, (name, city, province, coordinator) in HOGESCHOLEN.items():
            email = f"{coordinator}@{DOMAIN}"
            hogeschool = self.stage.organisation(Kind.HOGESCHOOL, name, city=city, province=province, email=email)
            self.organisation[key] = hogeschool
            self.stage.person(coordinator, _name(coordinator), hogeschool, Part.COORDINATOR)
        for key, (name, adviser) in BRANCHES.items():
            branche = self.stage.organisation(Kind.BRANCHE, name, email=f"{adviser}@{DOMAIN}")
            self.organisation[key] = branche
            self.stage.person(adviser, _name(adviser), branche, Part.ADVISER)
        with self.stage.as_("sanne.vermeer"):
            set_house_style(self.organisation["saxion"], brand="#00694f", accent="#f2a900", radius_px=6, logo=None)

    # -- routes ------------------------------------------------------------------------------------

    def routes(self) -> None:
        for key, script in ROUTES.items():
            self._register(key, script)
            if script.state != State.CONCEPT:
                self._submit(key, script)
            if key in ASKED:
                self._ask(key, script)
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
                contact_name=_name(coordinator),
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
            plan = SimpleUploadedFile("Opleidingsplan.pdf", _plan(assessment.route.title), "application/pdf")
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

    # -- companies ---------------------------------------------------------------------------------

    def companies(self) -> None:
        for key, company in COMPANIES.items():
            self.stage.person(company.contact, _name(company.contact))
            with self.stage.as_(company.contact):
                membership = register_company(
                    user_id=self.stage.user_id(company.contact),
                    name=company.name,
                    kvk_number=company.kvk_number,
                    street=company.street,
                    postcode=company.postcode,
                    city=company.city,
                    province=company.province,
                    person_name=_name(company.contact),
                    learns_here=True,
                )
            self.stage.wears(company.contact, membership, company.name)
            with self.stage.as_(company.contact):
                self.organisation[key] = Organisation.objects.get(kvk_number=company.kvk_number)
                self._declare(key, company.persons)
        with self.stage.as_("sanne.vermeer"):
            introduce_organisation(
                introduced_by=self.organisation["saxion"],
                inviter_name="Sanne Vermeer",
                contact_name="Wilma Post",
                contact_email=f"wilma.post@{DOMAIN}",
                contact_part=Part.CONTACT,
                kind=Kind.COMPANY,
                name="Post Staalbouw",
                kvk_number="90000099",
                city="Almelo",
                province=Province.OVERIJSSEL,
            )
        for key, place in PLACES.items():
            self._offer(key, place)
        for company, route in dict.fromkeys((place.company, place.routes[0]) for place in PLACES.values()):
            self._take_part(company, route)

    def _take_part(self, company: str, route: str) -> None:
        """A company that offers a place shapes the route too; whoever is in COMPANIES_SHOWN is named on its page."""
        with self.stage.as_(HOGESCHOLEN[ROUTES[route].hogeschool][3]) as who:
            add_partner(
                Route.objects.get(pk=self.route[route].pk),
                self.organisation[company],
                contribution="Biedt een leerwerkplek aan en denkt mee over de opdrachten.",
                who=who,
            )
        with self.stage.as_(COMPANIES[company].contact) as who:
            partner = RoutePartner.objects.get(route=self.route[route], organisation=self.organisation[company])
            confirm_partnership(partner, who=who)
            if company in COMPANIES_SHOWN:
                show_partner(partner, name=COMPANIES[company].name, who=who)

    def _declare(self, key: str, persons: int) -> None:
        declare_size(
            self.organisation[key],
            persons=persons,
            turnover_eur=Decimal(persons * 180_000),
            balance_eur=Decimal(persons * 70_000),
            has_partners=False,
            declared_by=_name(COMPANIES[key].contact),
        )

    def _offer(self, key: str, place: PlaceScript) -> None:
        company = self.organisation[place.company]
        with self.stage.as_(COMPANIES[place.company].contact):
            self.position[key] = offer_position(
                key=uuid5(NAMESPACE_URL, f"demo/{key}"),
                organisation_id=company.pk,
                workplace=company.workplaces.get(),
                routes=[Route.objects.get(pk=self.route[route].pk) for route in place.routes],
                terms={**place.terms, "starts_on": next_september()},
            )

    # -- candidates --------------------------------------------------------------------------------

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
            admit_application(Application.objects.get(pk=application.pk), who=who)

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

    # -- agreements --------------------------------------------------------------------------------

    def agreements(self) -> None:
        for candidate in self.script:
            if candidate.reaches >= Reaches.DRAFTED:
                self._agree(candidate)

    def _agree(self, candidate: CandidateScript) -> None:
        coordinator = self._coordinator(candidate)
        with self.stage.as_(coordinator) as who:
            signer = Signer(_name(coordinator), f"{coordinator}@{DOMAIN}", "Opleidingsmanager")
            agreement = draft_agreement(Match.objects.get(pk=self.match[candidate.key].pk), signer=signer, who=who)
            if candidate.reaches >= Reaches.SENT:
                edit_agreement(
                    agreement,
                    values=OUTCOMES,
                    seen={name: plain(getattr(agreement, name)) for name in OUTCOMES},
                    who=who,
                )
                self._send(agreement, who)
        if candidate.reaches >= Reaches.SENT:
            self.stage.sign(agreement, f"{candidate.key}@{DOMAIN}")
        if candidate.reaches >= Reaches.SEALED:
            company = COMPANIES[PLACES[candidate.place].company].contact
            self.stage.sign(agreement, f"{company}@{DOMAIN}")
            self.stage.sign(agreement, f"{coordinator}@{DOMAIN}")
            with acting_as(SYSTEM):
                seal_agreement(agreement.pk)

    # -- figures -----------------------------------------------------------------------------------

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

    def _send(self, agreement: Agreement, who: str) -> None:
        agreement = Agreement.objects.get(pk=agreement.pk)
        text = compose(agreement, agreement.parties.all())
        send_agreement(agreement, content_sha256=fingerprint(text), who=who)


def _plan(title: str) -> bytes:
    return render_pdf(f"<main><h1>Opleidingsplan {title}</h1><p>Voorbeeld in de proefomgeving.</p></main>", title=title)


def _name(key: str) -> str:
    known = {person.key: person.name for person in PEOPLE}
    return known.get(key) or " ".join(part.capitalize() for part in key.split("."))
