"""How an end reads in a letter in English. The ground is that of the template, in the words of the template."""

from django.utils.formats import date_format
from django.utils.translation import override

from .addendum_wording import CHANGES
from .enums import Confirmation, EndingKind, Language, Manner, Role
from .models import Ending, EndingConfirmation

TITLE = "End of the agreement of {}"
TITLE_CALLED_OFF = "The agreement of {} is not carried out"
TITLE_CORRECTED = "The agreement of {} continues: the degree has not been obtained yet"
TITLE_CORRECTED_PAST_END = "The degree of {} has not been obtained yet; the agreement ended on its end date"
ROLES = CHANGES[Language.EN].roles
KINDS = {
    EndingKind.GRADUATED: "Degree obtained",
    EndingKind.COMPLETED: "End date reached",
    EndingKind.EARLY: "Terminated early",
    EndingKind.TAKEOVER: "The student continues at another company",
}
MANNERS = {
    Manner.TOGETHER: "By mutual agreement",
    Manner.NOTICE: "Terminated in writing by one party",
    Manner.BREACH: "Dissolved because a party failed to honour an essential arrangement",
    Manner.WITH_CONTRACT: "By operation of law, with the end of the enrolment or the employment contract",
}
ANSWERS = {
    Confirmation.WAITING: "Not answered yet",
    Confirmation.AGREED: "Agrees",
    Confirmation.DISAGREED: "Does not agree",
}
Fact = tuple[str, str, str]  # name, value, and its language where that is not English


def facts_in_english(ending: Ending) -> list[Fact]:
    """As endings.facts_of."""
    with override("en"):
        last_day = "" if ending.never_begins else date_format(ending.last_day, "j F Y")
        first = ending.agreement.starts_on
        not_begun = f"The agreement was to begin on {date_format(first, 'j F Y')}" if first and not last_day else ""
        noticed_on = date_format(ending.noticed_on, "j F Y") if ending.noticed_on else ""
    facts = [
        ("What", KINDS[EndingKind(ending.kind)], ""),
        ("Not carried out", not_begun, ""),
        ("Last day", last_day, ""),
        ("Ground", ending.ground, Language.NL.value),
        ("Manner", MANNERS[Manner(ending.manner)] if ending.manner else "", ""),
        ("Notified on", noticed_on, ""),
        ("On the initiative of", ROLES[Role(ending.started_by)] if ending.started_by else "", ""),
        ("Explanation", ending.explanation, ""),
    ]
    return [fact for fact in facts if fact[1]]


def answers_in_english(confirmations: list[EndingConfirmation]) -> list[tuple[EndingConfirmation, str, str]]:
    """Each with the party and the answer in words."""
    return [(each, ROLES[Role(each.role)], ANSWERS[Confirmation(each.state)]) for each in confirmations]
