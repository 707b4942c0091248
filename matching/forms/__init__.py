from .admission import AdmissionForm
from .applications import ApplicationForm, FileForm, PersonForm, ReasonForm
from .filters import ApplicationFilter, OfferFilter
from .matches import PlaceForm
from .meeting import MessageForm
from .ordering import OrderForm, PlaceFilter, Ranked, RegionFilter
from .outcomes import OutcomesForm
from .positions import PositionForm
from .profiles import ProfileForm

__all__ = [
    "AdmissionForm",
    "ApplicationFilter",
    "ApplicationForm",
    "FileForm",
    "MessageForm",
    "OfferFilter",
    "OrderForm",
    "OutcomesForm",
    "PersonForm",
    "PlaceFilter",
    "PlaceForm",
    "PositionForm",
    "ProfileForm",
    "Ranked",
    "ReasonForm",
    "RegionFilter",
]
