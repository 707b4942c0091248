"""One hogeschool and everybody around it, with a row of everything."""

from dataclasses import dataclass

from agreements.models import (
    Addendum,
    Agreement,
    AgreementReader,
    AgreementVersion,
    ContactMoment,
    Dispatch,
    DraftUpload,
    Ending,
    EndingConfirmation,
    Hold,
    PartyCard,
    Signing,
    Takeover,
    TemplateDraft,
)
from matching.models import (
    Application,
    ApplicationFile,
    Introduction,
    Match,
    Offer,
    Position,
    Profile,
    Round,
    RoundMinimum,
    RoundPair,
    Run,
    RunPerson,
    RunPlace,
    SavedSearch,
    WorkplaceScan,
)
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.documents.models import Document
from mkbroute.exports.models import Job
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Organisation
from routes.models import BoardExample, DossierQuestion, Evidence, FunnelEntry, Route
from surveys.models import (
    Interview,
    Invitation,
    OpenQuestion,
    QuestionnaireVersion,
    Theme,
    Verbatim,
    Wave,
    WaveList,
)

from .of_agreements import OfAgreements
from .of_drafting import OfDrafting
from .of_endings import OfEndings
from .of_matching import OfMatching
from .of_organisations import OfOrganisations
from .of_practice import OfPractice
from .of_retention import OfRetention
from .of_rounds import OfRounds
from .of_routes import OfRoutes
from .of_surveys import OfSurveys
from .people import Person, organisation, person


@dataclass
class Tenant:
    """One hogeschool and everybody around it."""

    hogeschool: Organisation
    second: Organisation  # a hogeschool that is a partner of the route
    company: Organisation
    employer: Organisation
    branche: Organisation
    programme: Organisation
    coordinator: Person
    colleague: Person  # a coordinator of the second hogeschool
    contact: Person  # of the company
    employer_contact: Person
    adviser: Person  # of the branche
    assessor: Person  # of the programme
    student: Person
    signer: Actor
    token: str  # of the signer's link
    card: PartyCard
    card_token: str
    card_holder: Actor
    upload: DraftUpload
    invitation_token: str  # of the invitation by the hogeschool to itself
    route: Route
    example: BoardExample
    entry: FunnelEntry
    proof: Evidence
    question: DossierQuestion
    position: Position
    offer: Offer
    scan: WorkplaceScan
    scan_draft: WorkplaceScan
    search: SavedSearch
    search_token: str
    still_open_token: str
    application: Application
    match: Match
    profile: Profile
    file: ApplicationFile
    introduction: Introduction
    meeting_token: str
    meeting_holder: Actor
    round: Round
    pair: RoundPair
    minimum: RoundMinimum
    run: Run  # published
    run_person: RunPerson
    run_place: RunPlace
    draft: Run
    draft_person: RunPerson
    agreement: Agreement
    version: AgreementVersion
    signing: Signing
    template_draft: TemplateDraft
    document: Document
    addendum: Addendum
    takeover: Takeover
    dispatch: Dispatch
    reader: AgreementReader
    reader_token: str
    ending: Ending
    confirmation: EndingConfirmation
    confirm_token: str
    confirmer: Actor  # holds the link to confirm it
    job: Job
    hold: Hold
    moment: ContactMoment
    held: ContactMoment
    practice_token: str
    practice_holder: Actor
    attendance_token: str
    attendance_holder: Actor
    questions: QuestionnaireVersion
    questions_draft: QuestionnaireVersion
    wave: Wave
    wave_draft: Wave
    wave_list: WaveList
    listed: Invitation  # was not asked yet
    survey_token: str  # of somebody who was
    survey_open_token: str
    theme: Theme
    open_question: OpenQuestion  # is being coded
    verbatim: Verbatim
    discussed_question: OpenQuestion
    discussed: Verbatim  # the coders differ
    own_question: OpenQuestion
    interview_draft: Interview
    interview: Interview  # finished, and shared

    @property
    def actors(self) -> dict[str, Actor]:
        return {
            "coordinator": self.coordinator.actor,
            "company": self.contact.actor,
            "employer": self.employer_contact.actor,
            "branche": self.adviser.actor,
            "programme": self.assessor.actor,
            "student": self.student.actor,
            "signer": self.signer,
            "card": self.card_holder,
            "practice": self.practice_holder,
            "attendance": self.attendance_holder,
            "meeting": self.meeting_holder,
        }


def tenant(name: str = "Hogeschool Voorbeeld") -> Tenant:
    """One hogeschool with a recognised route, a leerwerkplek, a match, and an agreement that waits for signatures."""
    return _Builder(name).build()


class _Builder(
    OfOrganisations,
    OfRoutes,
    OfMatching,
    OfRounds,
    OfAgreements,
    OfDrafting,
    OfPractice,
    OfEndings,
    OfRetention,
    OfSurveys,
):
    def __init__(self, name: str) -> None:
        self.hogeschool = organisation(Kind.HOGESCHOOL, name)
        self.second = organisation(Kind.HOGESCHOOL, f"{name} Twee")
        self.company = organisation(Kind.COMPANY, "Bouwbedrijf", takes_part=True)
        self.employer = organisation(Kind.EMPLOYER, "Opleidingsbedrijf", takes_part=True)
        self.branche = organisation(Kind.BRANCHE, "Branche")
        self.programme = organisation(Kind.PROGRAMME, "Programmateam")
        self.coordinator = person("Sanne de Wit", self.hogeschool, Part.COORDINATOR)
        self.colleague = person("Bram Smit", self.second, Part.COORDINATOR)
        self.contact = person("Karim Bakker", self.company, Part.CONTACT)
        self.employer_contact = person("Truus Vos", self.employer, Part.CONTACT)
        self.adviser = person("Piet Jonker", self.branche, Part.ADVISER)
        self.assessor = person("Ada Mulder", self.programme, Part.PROGRAMME)
        self.second_assessor = person("Eva Prins", self.programme, Part.PROGRAMME)
        self.student = person("Joris Kok")

    def build(self) -> Tenant:
        with acting_as(SYSTEM):
            self._seal()
            self._organisations()
            self._route()
            self._board()
            self._funnel()
            self._dossier()
            self._position()
            self._application()
            self._match()
            self._preferences()
            self._profile()
            self._meeting()
            self._round()
            self._templates()
            self._agreement()
            self._version()
            self._addendum()
            self._drafting()
            self._endings()
            self._practice()
            self._questionnaires()
            self._wave()
            self._mail()
            self._kept()
        return Tenant(**{name: getattr(self, name) for name in Tenant.__dataclass_fields__})

    def _mail(self):
        message = Message.objects.create(
            hogeschool=self.hogeschool,
            kind="sign_request",
            about=f"agreement:{self.agreement.public_id}",
            to_name="Karim Bakker",
            to_email=self.contact.user.email,
            subject="Teken de overeenkomst",
        )
        MessageBody.objects.create(message=message, text="Beste Karim", html="<p>Beste Karim</p>")
