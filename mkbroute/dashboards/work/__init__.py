"""What waits, on whom, since when. Each part reads through its own eyes: these queries name no owner."""

from collections.abc import Iterator

from agreements.enums import Role, Voice

from .agreements import (
    agreements_to_send,
    agreements_to_sign,
    agreements_to_sign_for_others,
    agreements_unsigned,
    cards_to_fill_in,
    endings_objected,
    endings_to_answer,
    endings_to_decide,
    endings_unanswered,
)
from .item import Item
from .matching import (
    applications_to_judge,
    applications_to_place,
    matches_awaiting_candidate,
    matches_to_answer,
    matches_to_write_down,
    matches_unanswered,
    offers_changed,
    offers_returned_to_others,
    offers_to_check,
    offers_to_mend,
    offers_with_hogeschool,
    places_to_confirm,
    rounds_to_decide,
)
from .practice import talks_to_speak_at, talks_to_write_down, weeks_to_confirm
from .routes import (
    board_points_late,
    partnerships_of_hogeschool,
    partnerships_to_confirm,
    questions_asked,
    questions_to_answer,
    routes_below,
    routes_stopped,
    routes_to_complete,
    routes_to_judge,
    routes_with_programme,
)
from .surveys import lists_to_send, lists_with_hogescholen


def on_hogeschool(email: str) -> list[Item]:
    return _oldest_first(
        routes_to_complete(),
        board_points_late(),
        questions_to_answer(),
        routes_below(),
        offers_to_check(),
        offers_changed(),
        applications_to_judge(),
        applications_to_place(),
        rounds_to_decide(),
        matches_to_write_down(),
        agreements_to_send(),
        agreements_to_sign_for_others(email),
        endings_objected(),
        endings_to_decide(),
        talks_to_write_down(),
        talks_to_speak_at(Voice.HOGESCHOOL),
        lists_to_send(),
        partnerships_of_hogeschool(),
    )


def on_others_of_hogeschool(email: str) -> list[Item]:
    return _oldest_first(
        routes_with_programme(),
        matches_unanswered(),
        offers_returned_to_others(),
        cards_to_fill_in(),
        agreements_unsigned(email),
        endings_unanswered(),
    )


def on_company(email: str) -> list[Item]:
    return _oldest_first(
        matches_to_answer("company_answer"),
        offers_to_mend(),
        places_to_confirm(),
        partnerships_to_confirm(),
        agreements_to_sign_for_others(email),
        endings_to_answer(Role.COMPANY),
        talks_to_speak_at(Voice.COMPANY),
        weeks_to_confirm(),
    )


def on_others_of_company(email: str) -> list[Item]:
    return _oldest_first(matches_awaiting_candidate(), offers_with_hogeschool(), agreements_unsigned(email))


def on_employer(email: str) -> list[Item]:
    return _oldest_first(
        partnerships_to_confirm(), agreements_to_sign_for_others(email), endings_to_answer(Role.EMPLOYER)
    )


def on_others_of_employer(email: str) -> list[Item]:
    return _oldest_first(agreements_unsigned(email))


def on_branche() -> list[Item]:
    return _oldest_first(partnerships_to_confirm())


def on_programme() -> list[Item]:
    return _oldest_first(routes_to_judge(), routes_below(), routes_stopped())


def on_others_of_programme() -> list[Item]:
    return _oldest_first(questions_asked(), lists_with_hogescholen())


def on_person(email: str) -> list[Item]:
    return _oldest_first(
        matches_to_answer("student_answer"),
        agreements_to_sign(email),
        endings_to_answer(Role.STUDENT),
        talks_to_speak_at(Voice.STUDENT),
    )


def _oldest_first(*sources: Iterator[Item]) -> list[Item]:
    return sorted((item for source in sources for item in source), key=lambda item: item.since)
