from .applications import ApplicationForm, ReasonForm
from .filters import ApplicationFilter, OfferFilter
from .matches import PlaceForm
from .ordering import OrderForm, PlaceFilter, Ranked, RegionFilter
from .outcomes import OutcomesForm
from .positions import PositionForm
from .profiles import ProfileForm

__all__ = [
    "ApplicationFilter",
    "ApplicationForm",
    "OfferFilter",
    "OrderForm",
    "OutcomesForm",
    "PlaceFilter",
    "PlaceForm",
    "PositionForm",
    "ProfileForm",
    "Ranked",
    "ReasonForm",
    "RegionFilter",
]
