"""An agreement that will end early: the student answered, the company did not yet."""

from datetime import timedelta

from agreements.endings import Proposal
from agreements.enums import EndingKind, Manner, Role
from agreements.models import Agreement, EndingConfirmation
from agreements.services.endings import answer_ending, propose_ending
from mkbroute.access.actor import Actor, acting_as
from mkbroute.access.decorators import hash_token

from ..stage import PHONE, Stage, in_last_mail

WHY = "Het bedrijf verhuist naar Groningen. De student blijft in de regio en zoekt met de hogeschool een andere plek."


def propose_early_end(stage: Stage, agreement: Agreement, coordinator: str, student_email: str) -> None:
    with stage.as_(coordinator) as who:
        agreement = Agreement.objects.select_related("template").get(pk=agreement.pk)
        first = agreement.starts_on
        if first is None:
            return
        proposal = Proposal(
            EndingKind.EARLY,
            last_day=first + timedelta(days=120),
            ground=agreement.template.grounds[4],
            manner=Manner.TOGETHER,
            noticed_on=agreement.created_at.date(),
            started_by=Role.COMPANY,
            explanation=WHY,
        )
        propose_ending(agreement, proposal, who=who)
    token = in_last_mail("ending_request", student_email, r"/einde/([\w-]+)/")
    with acting_as(Actor(link_hash=hash_token(token))):
        own = EndingConfirmation.objects.select_related("ending").get(token_hash=hash_token(token))
        answer_ending(own, agreed=True, who=own.name, visit=PHONE, by_link=True)
