"""The facts of a run in words: to the person, to the company, and to the coordinator about either. Never a name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .engine import Fault, WentWhere, WhyNot
from .enums import LineState, MatchState, RunObjective
from .models import RunPerson, RunPlace

FEW_WISHES = 4  # below it, more wishes are the first thing that helps
FACTS = Mapping[str, Any]


@dataclass(frozen=True)
class Higher:
    """A place that she liked better."""

    label: str
    why: str
    what_if: str


@dataclass(frozen=True)
class Told:
    """`outcome` in one sentence; `why` she has this place, or none."""

    outcome: str
    why: list[str]
    higher: list[Higher]
    helps: list[str]


class Words:
    """To whom: "je" to the person herself, or about "deze kandidaat" to the coordinator."""

    def __init__(self, *, to_person: bool) -> None:
        self.whom = "jou" if to_person else "deze kandidaat"
        self.list = "je lijst" if to_person else "de lijst van deze kandidaat"


def of_person(person: RunPerson, *, to_person: bool = True) -> Told:
    words, facts = Words(to_person=to_person), person.explanation
    return Told(
        _outcome(person, _label(person, facts), to_person),
        list(_why(person, facts, words)),
        [_higher(passed, words) for passed in facts.get("passed", [])],
        list(_helps(person, facts, to_person)),
    )


def _outcome(person: RunPerson, label: str, to_person: bool) -> str:
    if not label:
        return "Er is in deze beurt nog geen plek voor je gevonden." if to_person else "Geen plek in deze indeling."
    if person.line == LineState.REFUSED:
        return f"{label} was voor {'jou' if to_person else 'deze kandidaat'} gevonden, maar kan niet meer."
    lapsed = person.match and person.match.state in (MatchState.DECLINED, MatchState.CANCELLED)
    return f"{label}{' (dit voorstel is intussen vervallen)' if lapsed else ''}"


def _label(person: RunPerson, facts: FACTS) -> str:
    """Just after a change by hand the facts speak of the place before."""
    if person.run.is_checked:
        return str(facts.get("label", ""))
    position = person.position
    return f"{position.title} bij {position.organisation.name}" if position else ""


def _why(person: RunPerson, facts: FACTS, words: Words) -> Iterator[str]:
    if person.problem:
        yield person.problem
    yield from _why_here(person, facts, words) if person.position_id else _why_nowhere(facts, words)


def _why_nowhere(facts: FACTS, words: Words) -> Iterator[str]:
    if not facts["choices"]:
        yield f"Er stonden geen leerwerkplekken op {words.list}. Zonder volgorde kan er geen plek worden gezocht."
    elif facts.get("passed"):
        yield "Alle plekken op de lijst gingen naar een ander, of konden niet. Hieronder staat per plek waarom."


def _why_here(person: RunPerson, facts: FACTS, words: Words) -> Iterator[str]:
    if person.is_kept:
        yield "Deze plek was er al uit een eerdere beurt van de ronde, en die blijft."
    elif person.is_by_hand:
        yield "De hogeschool koos deze plek met de hand. Vraag haar gerust waarom."
    elif facts["pinned"]:
        yield "De hogeschool legde deze plek vooraf vast. Vraag haar gerust waarom."
    if facts["choice"]:
        yield _choice(facts["choice"], facts["choices"])
    else:
        yield f"De plek stond niet op {words.list}."


def _choice(choice: int, choices: int) -> str:
    if choice == 1:
        return "Dit was de eerste keus: beter kon niet."
    return f"Dit was keus {choice} van {choices}. De plekken die hoger stonden, staan hieronder."


def _higher(passed: FACTS, words: Words) -> Higher:
    why = {
        WhyNot.NOT_RANKED: f"Het bedrijf zette {words.whom} niet op zijn lijst.",
        WhyNot.FORBIDDEN: "Deze plek viel vooraf af: er was al eens nee gezegd, of de hogeschool sloot haar uit.",
        WhyNot.CLOSED: "Er was geen vrije plaats, of de plek ging niet door omdat te weinig plaatsen gevuld raakten.",
        WhyNot.OTHERS_FIRST: _others_first(passed),
        WhyNot.PINNED_ELSEWHERE: "De plek stond al vast.",
        WhyNot.BLOCKING: "Hier was plaats, maar de hogeschool wijzigde de indeling met de hand.",
    }
    return Higher(passed["label"], why[WhyNot(passed["why"])], _what_if(passed))


def _others_first(passed: FACTS) -> str:
    said = []
    if passed["ahead"]:
        said.append(counted_people(passed["ahead"], "stond hoger", "stonden hoger"))
    if passed["equal"]:
        one, many = "stond even hoog en had een beter lot", "stonden even hoog en hadden een beter lot"
        said.append(counted_people(passed["equal"], one, many))
    if passed["pinned"]:
        many = passed["pinned"]
        said.append("één plaats was al vergeven" if many == 1 else f"{in_words(many)} plaatsen waren al vergeven")
    text = "; ".join(said)
    return f"{begin(text)}." if text else "Alle plaatsen waren vergeven."


def _what_if(passed: FACTS) -> str:
    """Holds for certain: the engine says how many places, and how high; it says nothing where it does not know."""
    if passed["why"] == WhyNot.NOT_RANKED:
        return "Met een plaats op die lijst was het mogelijk geweest. Maak gerust kennis met het bedrijf."
    if passed["why"] != WhyNot.OTHERS_FIRST or "top" not in passed:
        return ""
    options = []
    if many := passed["needed"]:
        options.append(f"met {'één plaats' if many == 1 else f'{in_words(many)} plaatsen'} meer")
    if top := passed["top"]:
        options.append("helemaal bovenaan op de lijst van het bedrijf" if top == 1 else _among_first(top))
    return f"Zeker gelukt: {', of '.join(options)}." if options else ""


def _among_first(many: int) -> str:
    return f"bij de eerste {in_words(many)} op de lijst van het bedrijf"


def _helps(person: RunPerson, facts: FACTS, to_person: bool) -> Iterator[str]:
    if person.position_id is not None:
        return
    if facts.get("would_take"):
        more = facts.get("would_take_more", 0)
        rest = f" en nog {more}" if more else ""
        places = "; ".join(facts["would_take"])
        verb = "Zet ze op je lijst" if to_person else "Laat de kandidaat ze bekijken"
        whom = "jou" if to_person else "de kandidaat"
        yield f"Deze bedrijven hebben nog plaats en hadden {whom} op hun lijst: {places}{rest}. {verb}."
    if facts["choices"] < FEW_WISHES:
        yield _more_wishes(person, to_person)
    yield (
        "Kijk ook naar plekken iets verder weg, of op andere dagen. Je aanmelding loopt gewoon door."
        if to_person
        else "Bespreek reisafstand en dagen, of vraag bedrijven met een volle plek om een plaats meer."
    )


def _more_wishes(person: RunPerson, to_person: bool) -> str:
    """That it costs nothing holds where nobody gives way for the number of places filled."""
    is_free = person.run.objective == RunObjective.STABLE and not person.run.close_short
    if to_person:
        costs = ", en kost je nooit een plek die hoger staat" if is_free else ""
        return f"Zet meer plekken op je lijst: elke plek erbij vergroot je kans{costs}."
    costs = ", en kost nooit een betere plek" if is_free else ""
    return f"Vraag om meer plekken op de lijst: elke plek erbij vergroot de kans{costs}."


def of_place(place: RunPlace) -> Told:
    """To the company, and about it: "u" and "uw lijst" are its own."""
    facts, free = place.explanation, place.capacity - place.placed
    if place.closed:
        outcome = f"Deze plek ging niet door: er waren minstens {in_words(place.lower)} mensen nodig."
    elif not place.placed:
        outcome = "Nog geen kandidaat in deze beurt."
    else:
        outcome = f"{begin(counted_people(place.placed, '', '').strip())} op {place_count(place.capacity)}."
    return Told(outcome, list(_why_place(facts, place)), [], list(_helps_place(facts, free)))


def _why_place(facts: FACTS, place: RunPlace) -> Iterator[str]:
    wished = facts["wished_by"]
    if not wished:
        yield "Geen enkele kandidaat zette deze plek op de lijst."
        return
    first = facts["first_choice_of"]
    top = f" Voor {in_words(first)} was het de eerste keus." if first else ""
    yield f"{begin(counted_people(wished, 'zette', 'zetten'))} deze plek op de lijst.{top}"
    if facts["lowest"] and place.placed:
        where = "bovenaan" if facts["lowest"] == 1 else f"op plaats {facts['lowest']} of hoger"
        unranked = facts.get("unranked_here", 0)
        whom = "Wie er kwam en op uw lijst stond, stond" if unranked else "Wie er kwam, stond"
        yield f"{whom} {where} op uw lijst van {facts['levels']}."
    yield from _unranked(facts.get("unranked_here", 0))
    yield from _elsewhere(facts["elsewhere"])


def _unranked(many: int) -> Iterator[str]:
    if many:
        yield f"{begin(counted_people(many, 'die er kwam, had', 'die er kwamen, had'))} u niet op volgorde gezet."


def _elsewhere(elsewhere: Mapping[str, int]) -> Iterator[str]:
    """Who stood higher than the last who came, and went elsewhere."""
    texts = {
        WentWhere.LIKES_BETTER: (
            "koos liever een andere plek, en kreeg die",
            "kozen liever een andere plek, en kregen die",
        ),
        WentWhere.LIKES_AS_MUCH: ("kreeg een plek die even welkom was", "kregen een plek die even welkom was"),
        WentWhere.NOT_WISHED: ("had uw plek niet op de lijst", "hadden uw plek niet op de lijst"),
        WentWhere.FORBIDDEN: ("viel vooraf af", "vielen vooraf af"),
        WentWhere.PINNED: ("had al een vaste plek", "hadden al een vaste plek"),
        WentWhere.BLOCKING: ("werd met de hand elders geplaatst", "werden met de hand elders geplaatst"),
    }
    for where, (one, many) in texts.items():
        number = elsewhere.get(str(where), 0)
        if number:
            yield f"Hoger op uw lijst: {counted_people(number, one, many)}."


def _helps_place(facts: FACTS, free: int) -> Iterator[str]:
    if free <= 0:
        return
    if facts["wished_by"] < FEW_WISHES:
        yield "Vertel meer over werk, salaris en begeleiding: dan zetten meer kandidaten deze plek op hun lijst."
    if facts["ranked"] < facts["wished_by"] or not facts["ranked"]:
        yield "Zet meer kandidaten op volgorde. Wie niet op uw lijst staat, komt minder snel of niet."
    yield "Er is nog plaats: de plek doet vanzelf mee in een volgende beurt zolang het aanbod staat."


FAULTS = {  # for one, and for more
    Fault.NOT_WISHED: (
        "plek stond niet op de lijst van de kandidaat",
        "plekken stonden niet op de lijst van de kandidaat",
    ),
    Fault.NOT_RANKED: (
        "kandidaat stond niet op de lijst van het bedrijf",
        "kandidaten stonden niet op de lijst van het bedrijf",
    ),
    Fault.PIN_BROKEN: (
        "kandidaat was vastgezet, en staat daar niet meer",
        "kandidaten waren vastgezet, en staan daar niet meer",
    ),
    Fault.FORBIDDEN: ("paar was vooraf uitgesloten", "paren waren vooraf uitgesloten"),
    Fault.CLOSED: ("kandidaat staat op een plek die verviel", "kandidaten staan op een plek die verviel"),
    Fault.OVER_CAPACITY: ("plek heeft meer mensen dan plaatsen", "plekken hebben meer mensen dan plaatsen"),
    Fault.UNKNOWN: ("naam komt in de invoer niet voor", "namen komen in de invoer niet voor"),
}


def faults_in_words(faults: Iterable[Sequence[str]]) -> list[str]:
    """Of a certificate: how many of each kind."""
    found = Counter(Fault(kind) for kind, *_ in faults)
    return [
        f"{found[fault]} {one if found[fault] == 1 else many}" for fault, (one, many) in FAULTS.items() if found[fault]
    ]


NUMBERS = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()


def begin(text: str) -> str:
    """With a capital, as a sentence begins: "één" becomes "Eén"."""
    return f"E{text[1:]}" if text.startswith("é") else text[:1].upper() + text[1:]


def in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def counted_people(number: int, one: str, many: str) -> str:
    """As in: drie kandidaten stonden hoger."""
    return f"één kandidaat {one}" if number == 1 else f"{in_words(number)} kandidaten {many}"


def place_count(number: int) -> str:
    return "één plaats" if number == 1 else f"{in_words(number)} plaatsen"
