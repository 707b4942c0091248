from .applications import ApplicationForm, ReasonForm
from .filters import ApplicationFilter, OfferFilter
from .matches import PlaceForm
from .ordering import OrderForm, PlaceFilter, Ranked, RegionFilter
from .positions import PositionForm
from .profiles import ProfileForm

__all__ = [
    "ApplicationFilter",
    "ApplicationForm",
    "OfferFilter",
    "OrderForm",
    "PlaceFilter",
    "PlaceForm",
    "PositionForm",
    "ProfileForm",
    "Ranked",
    "ReasonForm",
    "RegionFilter",
]
