"""A class that was sent in one go: one of its drafts was changed meanwhile, and stayed behind."""

from collections.abc import Sequence

from agreements import tasks
from agreements.models import Agreement
from agreements.sendable import sendables
from agreements.services.drafting import edit_agreement
from agreements.services.sending_many import ask_to_send, carry_out
from mkbroute.design.merging import plain
from routes.models import Route

from ..script import OUTCOMES, WEIGHED
from ..stage import Stage


def send_class(stage: Stage, route: Route, coordinator: str, drafts: Sequence[Agreement], changed: set[int]) -> None:
    """`changed`: keys of the drafts that somebody edits while the class waits to be sent."""
    if not drafts:
        return
    with stage.as_(coordinator) as who:
        for draft in drafts:
            _edit(draft, OUTCOMES, who)
        keys = {draft.pk for draft in drafts}
        chosen = [each for each in sendables(Route.objects.get(pk=route.pk)) if each.agreement.pk in keys]
        reasons = {caution.code: WEIGHED for each in chosen for caution in each.cautions}
        dispatch = ask_to_send(route, chosen, reasons=reasons, who=who)
        for draft in drafts:
            if draft.pk in changed:
                _edit(draft, {"working_days": "maandag tot en met woensdag, en vrijdag"}, who)
    carry_out(dispatch.pk)  # as the worker does
    tasks.ask_class(dispatch.pk)


def _edit(draft: Agreement, values: dict[str, str], who: str) -> None:
    draft = Agreement.objects.get(pk=draft.pk)
    seen = {name: plain(getattr(draft, name)) for name in values}
    edit_agreement(draft, values=values, seen=seen, who=who)
