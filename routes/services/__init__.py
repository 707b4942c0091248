"""Everything that changes a route. What is not allowed now raises ValidationError, with what to do in Dutch."""

from .assessors import ask_assessor, take_over_route, take_up_route
from .criteria import adopt_criteria
from .details import add_detail, change_detail, remove_detail
from .dossier import state_criterion
from .evidence import add_figure, add_file, add_link, remove_evidence
from .outcomes import write_outcomes
from .partners import add_partner, confirm_partnership, remove_partner, retract_partnership, show_partner
from .phases import change_phase
from .questions import answer_questions, ask_questions, close_question
from .recognition import (
    Judgement,
    assess_criterion,
    recognise_route,
    reject_route,
    reopen_route,
    request_reconsideration,
    return_route,
    review_route,
    submit_route,
)
from .register import register_route, update_route, withdraw_route
from .rhythm import add_period, begin_rhythm, change_period, copy_rhythm, remove_period
from .uploads import carry_out_upload, discard_upload, keep_upload

__all__ = [
    "Judgement",
    "add_detail",
    "add_figure",
    "add_file",
    "add_link",
    "add_partner",
    "add_period",
    "adopt_criteria",
    "answer_questions",
    "ask_assessor",
    "ask_questions",
    "assess_criterion",
    "begin_rhythm",
    "carry_out_upload",
    "change_detail",
    "change_period",
    "change_phase",
    "close_question",
    "confirm_partnership",
    "copy_rhythm",
    "discard_upload",
    "keep_upload",
    "recognise_route",
    "register_route",
    "reject_route",
    "remove_detail",
    "remove_evidence",
    "remove_partner",
    "remove_period",
    "reopen_route",
    "request_reconsideration",
    "retract_partnership",
    "return_route",
    "review_route",
    "show_partner",
    "state_criterion",
    "submit_route",
    "take_over_route",
    "take_up_route",
    "update_route",
    "withdraw_route",
    "write_outcomes",
]
