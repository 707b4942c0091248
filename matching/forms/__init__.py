from .applications import ApplicationForm, ReasonForm
from .filters import ApplicationFilter, OfferFilter
from .matches import PlaceForm
from .outcomes import OutcomesForm
from .positions import PositionForm

__all__ = [
    "ApplicationFilter",
    "ApplicationForm",
    "OfferFilter",
    "OutcomesForm",
    "PlaceForm",
    "PositionForm",
    "ReasonForm",
]
