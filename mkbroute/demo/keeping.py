"""What a hogeschool of the demo keeps longer, and a dossier that its coordinator asked for."""

from datetime import timedelta

from django.utils import timezone

from agreements.enums import State
from agreements.models import Agreement
from agreements.services.dossiers import ask_for_agreement
from agreements.services.holds import place_hold
from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.retention import choose_own_term
from mkbroute.organisations.models import Organisation

from .stage import Stage


def tell(stage: Stage, coordinator: str, hogeschool: Organisation) -> None:
    with stage.as_(coordinator) as who:
        choose_own_term(
            DocumentClass.AGREEMENT,
            hogeschool_id=hogeschool.pk,
            number=10,
            reason="Onze selectielijst noemt tien jaar voor duale overeenkomsten.",
            who=who,
        )
        agreement = Agreement.objects.filter(state=State.SEALED).first()
        if agreement:
            until = timezone.localdate() + timedelta(days=365)
            place_hold(agreement, reason="Wordt bekeken bij de accreditatie in het najaar.", until=until, who=who)
            ask_for_agreement(agreement, who=who)
