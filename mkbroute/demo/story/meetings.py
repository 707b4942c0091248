"""People say what they look for, put places in an order, and meet companies before anyone proposes a match."""

from matching.models import Application, Introduction, Offer, Position, Profile
from matching.services.introductions import answer_introduction, ask_company, invite_candidate
from matching.services.preferences import rank_candidates, rank_offers
from matching.services.telling import tell_introduction, to_tell
from matching.services.visibility import show_profile
from mkbroute.access.actor import SYSTEM, acting_as

from ..script import COMPANIES, MEETINGS, PLACES, PROFILES, MeetingScript
from .chapter import Chapter


class Meetings(Chapter):
    def meetings(self) -> None:
        there = {candidate.key for candidate in self.script}
        if not there.issuperset(PROFILES):
            return  # another story, with other people
        for key, said in PROFILES.items():
            self._show(key, said.pitch, said.to_all)
            self._rank(key, said.wishes)
        for meeting in MEETINGS:
            self._meet(meeting)
        with acting_as(SYSTEM):
            for key in to_tell():
                tell_introduction(key)
        self._rank_candidates()

    def _show(self, key: str, pitch: str, to_all: bool) -> None:
        with self.stage.as_(key):
            application = Application.objects.get()
            show_profile(application, first_name=application.name.split()[0], pitch=pitch, to_all=to_all)

    def _rank(self, key: str, wishes: list[list[str]]) -> None:
        with self.stage.as_(key):
            offers = {offer.position_id: offer for offer in Offer.objects.all()}
            groups = [[offers[self.position[place].pk] for place in group] for group in wishes]
            rank_offers(Application.objects.get(), groups)

    def _meet(self, meeting: MeetingScript) -> None:
        contact = COMPANIES[PLACES[meeting.place].company].contact
        position = self.position[meeting.place]
        if meeting.by_company:
            with self.stage.as_(contact):
                asked = invite_candidate(position, self._profile(meeting.candidate), message=meeting.message)
        else:
            with self.stage.as_(meeting.candidate):
                offer = Offer.objects.get(position=position)
                asked = ask_company(Application.objects.get(), offer, message=meeting.message)
        if meeting.accepts is not None:
            with self.stage.as_(meeting.candidate if meeting.by_company else contact):
                answer_introduction(Introduction.objects.get(pk=asked.pk), accepts=meeting.accepts)

    def _profile(self, key: str) -> Profile:
        with acting_as(SYSTEM):
            return Profile.objects.get(student=self.stage.user_id(key))

    def _rank_candidates(self) -> None:
        """The company that met someone says whom it wants."""
        place = MEETINGS[0].place
        with self.stage.as_(COMPANIES[PLACES[place].company].contact):
            position = Position.objects.get(pk=self.position[place].pk)
            rank_candidates(position, [[Profile.objects.get(first_name="Mees")]], {})
