from .applications import ApplicationForm, ReasonForm
from .filters import ApplicationFilter, OfferFilter
from .matches import PlaceForm
from .positions import PositionForm

__all__ = ["ApplicationFilter", "ApplicationForm", "OfferFilter", "PlaceForm", "PositionForm", "ReasonForm"]
