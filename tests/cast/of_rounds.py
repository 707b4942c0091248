"""Rows of a round and its run: part of a tenant."""

import zlib
from datetime import timedelta

from django.utils import timezone

from matching.models import (
    Round,
    RoundMinimum,
    RoundPair,
    RoundRoute,
    Run,
    RunChange,
    RunInputs,
    RunPerson,
    RunPlace,
    Snapshot,
)


class OfRounds:
    """A round that was published: whoever is placed in it reads why. And a draft beside it, which is hers alone."""

    def _round(self):
        today = timezone.localdate()
        of_hogeschool = {"hogeschool": self.hogeschool}
        self.round = Round.objects.create(
            title="Ronde voorjaar",
            opens_on=today,
            closes_on=today + timedelta(days=9),
            told_turn=1,
            made_by="Sanne",
            **of_hogeschool,
        )
        # its route can be in a round that a test makes
        RoundRoute.objects.create(round=self.round, route=self.route, runs=False, **of_hogeschool)
        offered = {"offer": self.offer, "position": self.position, "route": self.route, "organisation": self.company}
        self.pair = RoundPair.objects.create(
            round=self.round, kind="pinned", application=self.application, student=self.student.user, reason="Zo.",
            by="Sanne", **offered, **of_hogeschool,
        )  # fmt: skip
        self.minimum = RoundMinimum.objects.create(round=self.round, places=2, by="Sanne", **offered, **of_hogeschool)
        Snapshot.objects.create(round=self.round, turn=1, lines=0, content=b"x", **of_hogeschool)
        self.run, self.run_person, self.run_place = self._run(offered)
        self.draft, self.draft_person, _ = self._run(offered)
        now = timezone.now()
        self.run_person.match, self.run_person.line, self.run_person.shown_at = self.match, "proposed", now
        RunPerson.objects.filter(pk=self.run_person.pk).update(line="waiting")
        self.run_person.save()
        RunPlace.objects.filter(pk=self.run_place.pk).update(shown_at=now)
        Run.objects.filter(pk=self.run.pk).update(
            state="published", published_at=now, published_by="Sanne", answer_by=today, passed_on_at=now
        )

    def _run(self, offered):
        mine = {"round": self.round, "hogeschool": self.hogeschool}
        facts = {"label": self.position.title, "wished_by": 1, "first_choice_of": 1, "ranked": 1, "lowest": 1}
        person_facts = {"label": self.position.title, "choice": 1, "choices": 1, "pinned": False}
        run = Run.objects.create(
            turn=1, objective="stable", seed=7, asked_by="Sanne", **mine,
        )  # fmt: skip
        Run.objects.filter(pk=run.pk).update(state="running")
        known = {"engine_version": "1", "fingerprint": "f", "computed_at": timezone.now(), "summary": SUMMARY}
        Run.objects.filter(pk=run.pk).update(state="draft", **known)
        RunInputs.objects.create(run=run, instance=INSTANCE, result=RESULT, **mine)
        place = RunPlace.objects.create(
            run=run, position=self.position, organisation=self.company, name="p1", capacity=2,
            explanation={**facts, "levels": 1, "elsewhere": {}}, **mine,
        )  # fmt: skip
        person = RunPerson.objects.create(
            run=run, student=self.student.user, application=self.application, name="k1", found_name="p1",
            explanation=person_facts, **mine, **offered,
        )  # fmt: skip
        RunChange.objects.create(
            run=run,
            number=1,
            person=person,
            gave_way=person,
            before=place,
            after=place,
            made=0,
            undone=0,
            reason="Zo.",
            by="Sanne",
            **mine,
        )
        run.refresh_from_db()
        return run, person, place


SUMMARY = {
    "people": 1, "placed": 1, "unplaced": 0, "without_wishes": 0, "places": 2, "free": 1, "unranked_places": 0,
    "choices": [[1, 1]], "popular": [["Assistent", 1, 2]], "blocking": 0, "faults": [], "method": "acceptance",
    "optimal": True, "seconds": 0.0, "price": 0, "closed": [], "below": [], "lots": False, "dropped": [],
}  # fmt: skip
INSTANCE = zlib.compress(b'{"applicants": {"k1": [["p1"]]}, "positions": {"p1": {"capacity": 2, "ranking": [["k1"]]}}}')
RESULT = zlib.compress(b'{"matches": {"k1": "p1"}}')
