from .addenda import ADDENDUM_SECTIONS, AddendumForm, ContactsForm
from .drafting import SECTIONS, AgreementForm, DraftForm, PartiesForm
from .elsewhere import ElsewhereForm, ReaderForm
from .filters import FilterForm
from .retention import HoldForm, OwnTermForm
from .sending import ReasonForm, ResendForm, SendForm
from .signing import MAX_MB, CodeForm, DeclineForm, ForwardForm, SignForm, VerifyForm
from .together import ChooseForm, SignTogetherForm

__all__ = [
    "ADDENDUM_SECTIONS",
    "MAX_MB",
    "SECTIONS",
    "AddendumForm",
    "AgreementForm",
    "ChooseForm",
    "CodeForm",
    "ContactsForm",
    "DeclineForm",
    "DraftForm",
    "ElsewhereForm",
    "FilterForm",
    "ForwardForm",
    "HoldForm",
    "OwnTermForm",
    "PartiesForm",
    "ReaderForm",
    "ReasonForm",
    "ResendForm",
    "SendForm",
    "SignForm",
    "SignTogetherForm",
    "VerifyForm",
]
