"""The life of an agreement in words, for who asks who does what: read from the table that the database keeps."""

from dataclasses import dataclass

from mkbroute.access.roles import COORDINATOR, SIGNER

from .enums import ENDING_STEPS, STEPS, EndingState, State

WHO = {COORDINATOR: "de hogeschool", SIGNER: "wie tekent"}
BY_ITSELF = "het portaal, vanzelf"
BOTH = "het portaal of de hogeschool"
MEANING = {
    State.DRAFT: "De hogeschool schrijft de tekst; de partijen vullen hun gegevens aan. Er is nog niets te tekenen.",
    State.SENT: "De tekst ligt vast en ieder heeft een persoonlijke link om te tekenen, of krijgt die zodra het kan.",
    State.DECLINED: "Iemand tekende niet en schreef op waarom. Niemand kan deze versie nog tekenen.",
    State.SIGNED: "Iedereen tekende. Het portaal maakt er één document van; dat duurt hooguit een paar minuten.",
    State.SEALED: "Er is één document met een zegel, bij alle partijen. De overeenkomst loopt; wijzigen gaat met een "
    "addendum.",
    State.ENDED: "De laatste dag is voorbij, of zij gaat niet door. Het document blijft bewaard en te controleren.",
    State.CANCELLED: "Er komt geen overeenkomst van. Opnieuw opstellen kan; wat was ingevuld, blijft.",
}
# what happens at each step of STEPS
STEP_WORDS = {
    (
        "draft",
        "sent",
    ): "Verstuurt de tekst om te tekenen. Bij een duale opleiding kan dat pas als de 7.7-meter groen is.",
    ("draft", "cancelled"): "Laat het concept vervallen.",
    ("sent", "draft"): "Haalt de tekst terug om te wijzigen. Handtekeningen vervallen; ieder krijgt bericht.",
    ("sent", "declined"): "Tekent niet, met een reden. Ieder krijgt bericht.",
    ("sent", "signed"): "Zet de laatste handtekening, of (de hogeschool) uploadt wat op papier is getekend.",
    ("sent", "cancelled"): "Laat de overeenkomst vervallen. De links werken niet meer; ieder krijgt bericht.",
    ("declined", "draft"): "Past de tekst aan. Ieder tekent daarna de nieuwe versie.",
    ("declined", "cancelled"): "Laat de overeenkomst vervallen.",
    ("signed", "sealed"): "Maakt het document, verzegelt het en mailt het aan alle partijen.",
    (
        "sealed",
        "ended",
    ): "Beëindigt de overeenkomst na haar laatste dag: de einddatum, of de dag van een beëindiging die definitief is. "
    "Gaat zij niet door, dan meteen.",
    (
        "ended",
        "sealed",
    ): "Herstelt een diploma dat bij vergissing is vastgelegd, met een reden. De overeenkomst loopt weer tot haar "
    "einddatum; is die geweest, dan eindigt zij op die dag. Ieder krijgt een nieuwe brief.",
}
ENDING_WORDS = {
    (
        "open",
        "final",
    ): "Zodra alle partijen akkoord zijn doet het portaal dit. De hogeschool kan na de termijn doorgaan "
    "zonder ieders akkoord, met een reden. Een diploma is meteen definitief.",
    (
        "open",
        "withdrawn",
    ): "Trekt de beëindiging in, met een reden: de overeenkomst loopt door. Komt de einddatum eerder "
    "dan de antwoorden, dan doet het portaal dit.",
    ("final", "withdrawn"): "Herstelt een diploma dat bij vergissing is vastgelegd, met een reden. De eerste brief "
    "geldt dan niet meer; ieder krijgt een nieuwe. Elk ander einde dat definitief is, blijft zo.",
}


@dataclass(frozen=True)
class Step:
    to: State | EndingState
    who: str
    what: str


@dataclass(frozen=True)
class Row:
    state: State | EndingState
    meaning: str
    steps: list[Step]


def life() -> list[Row]:
    """Every state, and each step that leads from it."""
    order = [State.DRAFT, State.SENT, State.DECLINED, State.SIGNED, State.SEALED, State.ENDED, State.CANCELLED]
    return [Row(state, MEANING[state], _steps(state)) for state in order]


def _steps(state: State) -> list[Step]:
    return [
        Step(State(after), _who(parts), STEP_WORDS[state.value, after])
        for after, parts in STEPS.get(state.value, {}).items()
    ]


def life_of_an_ending() -> list[Step]:
    """The portal takes the step by itself where everybody agreed."""
    return [
        Step(EndingState(after), BOTH if after == EndingState.FINAL else _who(parts), ENDING_WORDS[before, after])
        for before, steps in ENDING_STEPS.items()
        for after, parts in steps.items()
    ]


def _who(parts: tuple[str, ...]) -> str:
    return " of ".join(WHO[part] for part in parts) or BY_ITSELF
