from .drafting import SECTIONS, AgreementForm, DraftForm, PartiesForm
from .filters import FilterForm
from .sending import ReasonForm, ResendForm, SendForm
from .signing import MAX_MB, CodeForm, DeclineForm, SignForm, VerifyForm

__all__ = [
    "MAX_MB",
    "SECTIONS",
    "AgreementForm",
    "CodeForm",
    "DeclineForm",
    "DraftForm",
    "FilterForm",
    "PartiesForm",
    "ReasonForm",
    "ResendForm",
    "SendForm",
    "SignForm",
    "VerifyForm",
]
