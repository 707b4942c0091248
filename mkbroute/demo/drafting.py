"""What the demo shows of drafting: learning outcomes, gegevenskaarten under way, and someone with her own employer."""

from agreements.enums import Role
from agreements.models import Agreement, PartyCard
from agreements.services import cards as card_services
from agreements.services.cards import ask_party
from agreements.services.drafting import Signer
from agreements.services.own_employer import draft_at_own_employer
from agreements.services.training import plan_revision, take_from_route, write_plan
from matching.models import Application
from mkbroute.access.actor import Actor, acting_as
from mkbroute.access.decorators import hash_token
from routes.models import Route
from routes.services.outcomes import write_outcomes

from .people import DOMAIN
from .script import HOGESCHOLEN, ROUTES, CandidateScript, Reaches
from .stage import PHONE, Stage, in_last_mail

OUTCOMES = {
    "saxion-bouwkunde": [
        "Bereidt een bouwproject zelfstandig voor, van aanvraag tot start",
        "Maakt en controleert een begroting en een planning",
        "Werkt met een bouwinformatiemodel (BIM)",
        "Overlegt met opdrachtgever, onderaannemers en collega's",
        "Onderzoekt een probleem uit het eigen bedrijf en stelt een verbetering voor",
    ],
    "nhl-maritiem": [
        "Vertaalt de wensen van een klant naar een scheepsontwerp",
        "Rekent aan sterkte en stabiliteit volgens de regelgeving",
        "Begeleidt de productie op de werf",
    ],
}
PLACES = [
    {"place": "company", "assessment": "Beroepsproduct; de docent, met advies van de praktijkbegeleider"},
    {"place": "company", "assessment": "Beroepsproduct; de docent, met advies van de praktijkbegeleider"},
    {"place": "school", "assessment": "Opdracht in het BIM-lab; de docent"},
    {"place": "company", "assessment": "Portfolio en driehoekgesprek"},
]
KVK_OF_OWN_EMPLOYER = "90004711"


class Drafting:
    def __init__(self, stage: Stage, routes: dict[str, Route], script: list[CandidateScript]) -> None:
        self.stage, self.routes, self.script = stage, routes, script

    def tell(self) -> None:
        for key, outcomes in OUTCOMES.items():
            with self.stage.as_(self._coordinator(key)) as who:
                write_outcomes(Route.objects.get(pk=self.routes[key].pk), outcomes, seen=0, who=who)
        for candidate in self.script:
            if candidate.reaches == Reaches.DRAFTED and not candidate.then:
                self._complete(candidate)
            elif candidate.reaches == Reaches.ADMITTED and candidate.employer_name:
                self._at_own_employer(candidate)

    def _coordinator(self, route: str) -> str:
        return HOGESCHOLEN[ROUTES[route].hogeschool][3]

    def _complete(self, candidate: CandidateScript) -> None:
        """Both parties are asked; the company answered, the student did not open her mail yet."""
        with self.stage.as_(self._coordinator(candidate.route)) as who:
            draft = Agreement.objects.get(student=self.stage.user_id(candidate.key), state="draft")
            for party in draft.parties.exclude(role=Role.HOGESCHOOL):
                ask_party(draft, party.role, name=party.signer_name, email=party.signer_email, who=who)
            take_from_route(draft, who=who)
            rows = [
                {
                    "outcome": row.outcome,
                    "place_name": "",
                    "begins_on": draft.starts_on,
                    "ends_on": draft.ends_on,
                    **place,
                }
                for row, place in zip(draft.plan.all(), PLACES, strict=False)
            ]
            write_plan(draft, rows, seen=plan_revision(draft), who=who)
            email = draft.parties.get(role=Role.COMPANY).signer_email
        token = in_last_mail("card_request", email, r"/gegevens/([\w-]+)/")
        with acting_as(Actor(card_hash=hash_token(token))):
            card = PartyCard.objects.select_related("agreement").get()
            card_services.open_card(card)
            card_services.hand_in_card(card, visit=PHONE)

    def _at_own_employer(self, candidate: CandidateScript) -> None:
        coordinator = self._coordinator(candidate.route)
        with self.stage.as_(coordinator) as who:
            application = Application.objects.select_related("route", "hogeschool").get(
                student=self.stage.user_id(candidate.key)
            )
            draft_at_own_employer(
                application,
                kvk_number=KVK_OF_OWN_EMPLOYER,
                name=candidate.employer_name,
                contact=Signer("Lieke Lammers", f"lieke.lammers@{DOMAIN}"),
                signer=Signer(
                    self.stage.who(coordinator).partition(",")[0], f"{coordinator}@{DOMAIN}", "Opleidingsmanager"
                ),
                who=who,
            )
