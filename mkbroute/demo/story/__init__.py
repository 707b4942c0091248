"""The demo: the eight routes of the nulmeting with their hogescholen, branches and programmes (Nulmeting 2021-2022,
paragraph 2), and invented people and companies in various states, made through the services."""

from .. import keeping, progress, questionnaires, rounds, templates, waves
from ..drafting import Drafting
from ..practice import Practice
from ..script import CANDIDATES
from .candidates import Candidates
from .companies import Companies
from .meetings import Meetings
from .organisations import Organisations
from .routes import Routes


def tell() -> None:
    Story(CANDIDATES).tell()


class Story(Organisations, Routes, Companies, Candidates, Meetings):
    """From an empty portal to a full one. Everything happens as the person who would do it."""

    def tell(self) -> None:
        self.organisations()
        self.routes()
        self.companies()
        self.candidates()
        self.meetings()
        templates.write(self.stage, "sanne.vermeer", self.organisation["saxion"])
        questionnaires.write(self.stage, "ingrid.dekker", "sanne.vermeer", self.organisation["saxion"])
        waves.tell_closed(self.stage)
        self.agreements()
        keeping.tell(self.stage, "sanne.vermeer", self.organisation["saxion"])
        Drafting(self.stage, self.route, self.script).tell()
        Practice(self.stage, self.script).tell()
        progress.tell(self.stage, self.route, self.organisation)
        rounds.tell(self.stage, self.route, self.organisation["saxion"], self.script)
        rounds.tell_open(self.stage, self.route, self.organisation["avans"], self.script)
        waves.tell_open(self.stage)
        self.figures()
