"""Two coders put answers under themes, each by herself; what they differ about they settle together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from matching.services.refusal import Refusal
from mkbroute.access.tasks import wake
from mkbroute.organisations.models import Membership

from ..enums import QuestionState
from ..models import Coding, OpenQuestion, Verbatim
from .releasing import note
from .themes import counted_as

NOT_YOURS = "U codeert deze vraag niet, of bent er al klaar mee."


@transaction.atomic
def assign_coders(question: OpenQuestion, first: Membership, second: Membership, *, who: str) -> None:
    """While nobody finished. What somebody coded who is replaced counts no more. Raises Refusal."""
    if first.user_id == second.user_id:
        raise Refusal("Kies twee verschillende mensen: zij coderen los van elkaar.")
    found = _locked(question)
    if found.state not in (QuestionState.READING, QuestionState.CODING):
        raise Refusal("Beide codeurs zijn al klaar: de verdeling ligt vast.")
    if (found.first_done and found.first_coder_id != first.user_id) or (
        found.second_done and found.second_coder_id != second.user_id
    ):
        raise Refusal("Wie klaar is met coderen, blijft codeur van deze vraag.")
    found.state = QuestionState.CODING
    found.first_coder_id, found.first_name = first.user_id, first.name
    found.second_coder_id, found.second_name = second.user_id, second.name
    found.save(update_fields=["state", "first_coder", "first_name", "second_coder", "second_name"])
    note(found, who, f"Codeurs: {first.name} en {second.name}.")


@transaction.atomic
def save_coding(question: OpenQuestion, verbatim: Verbatim, themes: Iterable[int], *, user_id: int) -> None:
    """Of one answer, by one of its coders; none: no theme fits. Twice: the last one holds. Raises Refusal."""
    found = _locked(question)
    if not may_code(found, user_id):
        raise Refusal(NOT_YOURS)
    _keep(found, verbatim, themes, user_id, is_consensus=False)


@transaction.atomic
def finish_coding(question: OpenQuestion, *, user_id: int, who: str) -> None:
    """Raises Refusal where answers are left. When both are done, they see where they differ."""
    found = _locked(question)
    place = found.place_of(user_id)
    if found.state != QuestionState.CODING or not place:
        raise Refusal(NOT_YOURS)
    left = found.verbatims.count() - found.codings.filter(coder=user_id, is_consensus=False).count()
    if left:
        raise Refusal(f"Nog {left} {'antwoord' if left == 1 else 'antwoorden'} te gaan. Rond daarna af.")
    setattr(found, f"{place}_done", True)
    if found.first_done and found.second_done:
        found.state = QuestionState.SETTLING
    found.save(update_fields=[f"{place}_done", "state"])
    note(found, who, "Klaar met coderen.")
    if found.state == QuestionState.SETTLING and not disagreements(found):
        _settle(found, who)


@transaction.atomic
def save_consensus(question: OpenQuestion, verbatim: Verbatim, themes: Iterable[int], *, user_id: int) -> None:
    """What the two agreed on in the end. Raises Refusal."""
    found = _locked(question)
    if found.state != QuestionState.SETTLING:
        raise Refusal("De verschillen zijn nu niet te bespreken.")
    _keep(found, verbatim, themes, user_id, is_consensus=True)


@transaction.atomic
def settle_codes(question: OpenQuestion, *, who: str) -> None:
    """All differences are settled: a worker counts. Raises Refusal where one is left."""
    found = _locked(question)
    if found.state != QuestionState.SETTLING:
        raise Refusal("Deze vraag is al vastgesteld, of wordt nog gecodeerd.")
    if left := [each for each in disagreements(found) if each.settled is None]:
        many = f"{len(left)} {'verschil' if len(left) == 1 else 'verschillen'}"
        raise Refusal(f"Nog {many} te bespreken. Stel daarna vast.")
    _settle(found, who)


@transaction.atomic
def reopen_codes(question: OpenQuestion, *, who: str) -> None:
    """The codes of the two stay; what they agreed on can change. Raises Refusal."""
    found = _locked(question)
    if found.state != QuestionState.SETTLED:
        raise Refusal("Deze vraag is nog niet vastgesteld.")
    found.state, found.settled_at, found.counted_at = QuestionState.SETTLING, None, None
    found.save(update_fields=["state", "settled_at", "counted_at"])
    note(found, who, "Weer geopend om verschillen te bespreken.")


def _settle(question: OpenQuestion, who: str) -> None:
    question.state, question.settled_at, question.counted_at = QuestionState.SETTLED, timezone.now(), None
    question.save(update_fields=["state", "settled_at", "counted_at"])
    note(question, who, "Codes vastgesteld.")
    wake("surveys.count_themes")


def _locked(question: OpenQuestion) -> OpenQuestion:
    # locked: the last of two who finish at once must see that the other did
    return OpenQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _keep(
    question: OpenQuestion, verbatim: Verbatim, themes: Iterable[int], user_id: int, *, is_consensus: bool
) -> None:
    kept = sorted(set(themes))
    same = Coding.objects.filter(verbatim=verbatim, is_consensus=is_consensus)
    if not is_consensus:
        same = same.filter(coder_id=user_id)
    if not same.update(themes=kept):
        Coding.objects.create(
            question=question, verbatim=verbatim, coder_id=user_id, is_consensus=is_consensus, themes=kept
        )


# -- reading what was coded -------------------------------------------------------------------------------------------


def may_code(question: OpenQuestion, user_id: int) -> bool:
    """One of its coders, who is not done yet."""
    done = {"first": question.first_done, "second": question.second_done}
    return question.state == QuestionState.CODING and not done.get(question.place_of(user_id), True)


def in_order(question: OpenQuestion, user_id: int) -> list[Verbatim]:
    """Shuffled for each coder anew, and for her always the same: so that she can go on, and tiredness evens out."""
    found = list(question.verbatims.all())
    return sorted(found, key=lambda each: sha256(f"{user_id} {each.public_id}".encode()).digest())


def codes_of(question: OpenQuestion, user_id: int) -> dict[int, frozenset[int]]:
    """Her own: verbatim -> themes."""
    return _as_counted(question, question.codings.filter(coder=user_id, is_consensus=False))


@dataclass(frozen=True)
class Difference:
    verbatim: Verbatim
    first: frozenset[int]
    second: frozenset[int]
    settled: frozenset[int] | None


@dataclass(frozen=True)
class Codes:
    """Of both coders, and what they settled; by verbatim."""

    first: Mapping[int, frozenset[int]]
    second: Mapping[int, frozenset[int]]
    settled: Mapping[int, frozenset[int]]

    @property
    def final(self) -> dict[int, frozenset[int]]:
        """What counts: what was settled, or what both said."""
        return {key: self.settled.get(key, themes) for key, themes in self.first.items()}

    @property
    def pairs(self) -> list[tuple[frozenset[int], frozenset[int]]]:
        return [(themes, self.second[key]) for key, themes in self.first.items() if key in self.second]


def all_codes(question: OpenQuestion) -> Codes:
    """Once both are done; before that the database shows each her own only."""
    codings = question.codings
    return Codes(
        _as_counted(question, codings.filter(coder=question.first_coder_id, is_consensus=False)),
        _as_counted(question, codings.filter(coder=question.second_coder_id, is_consensus=False)),
        _as_counted(question, codings.filter(is_consensus=True)),
    )


def disagreements(question: OpenQuestion) -> list[Difference]:
    """Where the two put an answer under other themes; merged themes count as one."""
    codes = all_codes(question)
    return [
        Difference(verbatim, codes.first[verbatim.pk], codes.second[verbatim.pk], codes.settled.get(verbatim.pk))
        for verbatim in question.verbatims.all()
        if verbatim.pk in codes.first
        and verbatim.pk in codes.second
        and codes.first[verbatim.pk] != codes.second[verbatim.pk]
    ]


def _as_counted(question: OpenQuestion, codings: Iterable[Coding]) -> dict[int, frozenset[int]]:
    into = counted_as(question.code)
    return {each.verbatim_id: frozenset(into[theme] for theme in each.themes) for each in codings}
