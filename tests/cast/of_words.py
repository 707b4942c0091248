"""Open answers as they are read and coded, and interviews: part of a tenant."""

from django.utils import timezone
from django.utils.timezone import localdate

from surveys.models import (
    Coding,
    Interview,
    InterviewNote,
    OpenEvent,
    OpenQuestion,
    Quote,
    Theme,
    ThemeEvent,
    ThemeFigures,
    TopicList,
    Verbatim,
)


class OfWords:
    """A question that is being coded, one of which the differences are discussed, and one of the hogeschool itself."""

    def _words(self, population, wave_route):
        other_coder = self.second_assessor.user
        coders = {
            "population": population,
            "first_coder": self.assessor.user,
            "first_name": "Ada Mulder",
            "second_coder": other_coder,
            "second_name": "Eva Prins",
        }
        self.theme, _ = Theme.objects.get_or_create(code="S24", name="Begeleiding")
        ThemeEvent.objects.create(code="S24", who="Ada Mulder", text="Thema toegevoegd: Begeleiding")
        Theme.objects.get_or_create(code="S25", name="Planning")
        self.open_question = OpenQuestion.objects.create(code="S24", text="Wat gaat goed?", state="coding", **coders)
        self.verbatim = self._verbatim(self.open_question, self.hogeschool)
        self._coding(self.verbatim, self.assessor.user, [self.theme.pk])
        self.discussed_question = OpenQuestion.objects.create(
            code="S25", text="Wat kan beter?", state="settling", first_done=True, second_done=True, **coders
        )
        self.discussed = self._verbatim(self.discussed_question, None)
        for coder, themes in ((self.assessor.user, []), (other_coder, [Theme.objects.get(code="S25").pk])):
            self._coding(self.discussed, coder, themes)
        self.own_question = OpenQuestion.objects.create(
            population=population, hogeschool=self.hogeschool, code="HS02", text="En het reizen?"
        )
        for question in (self.open_question, self.own_question):
            self._quoted(question)
        for hogeschool in (None, self.hogeschool):
            content = {"answers": 0, "minimum": 5, "themes": [], "agreement": None, "exactly_alike": 0}
            ThemeFigures.objects.create(question=self.open_question, hogeschool=hogeschool, content=content)
        self.interview_draft = self._interview(wave_route)
        self.interview = self._interview(wave_route, state="finished", is_shared=True)

    def _verbatim(self, question, hogeschool, **fields):
        return Verbatim.objects.create(question=question, hogeschool=hogeschool, text="Ada helpt goed", **fields)

    def _coding(self, verbatim, coder, themes):
        Coding.objects.create(question=verbatim.question, verbatim=verbatim, coder=coder, themes=themes)

    def _quoted(self, question):
        now = timezone.now()
        released = self._verbatim(
            question,
            self.hogeschool,
            state="released",
            reviewed_by="Ada Mulder",
            reviewed_at=now,
            released_by="Ada Mulder",
            released_at=now,
        )
        said = {"released_by": "Ada Mulder", "released_on": localdate()}
        Quote.objects.create(question=question, verbatim_key=released.pk, text=released.text, **said)
        OpenEvent.objects.create(question=question, verbatim=released, who="Ada Mulder", text="Vrijgegeven als citaat.")

    def _interview(self, wave_route, **fields):
        topics = TopicList.objects.latest()
        made = Interview.objects.create(
            wave=self.wave,
            wave_route=wave_route,
            route=self.route,
            hogeschool=self.hogeschool,
            topic_list=topics,
            held_on=localdate(),
            held_by="Ada Mulder",
            mode="online",
            speakers=["coordinator"],
            changed_by="Ada Mulder",
            **fields,
        )
        topic = topics.topics.first()
        InterviewNote.objects.create(interview=made, topic_list=topics, topic=topic, text="Werken is de kern.")
        return made
