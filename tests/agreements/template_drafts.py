"""A draft of a template, and what is done with it."""

from django.utils import timezone

from agreements.coverage import problems
from agreements.models import TemplateDraft
from agreements.services import templates as services
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import snapshot

from . import scenes

WHO = scenes.WHO


def article_of(draft, key):
    with acting_as(SYSTEM):
        return services.find_article(TemplateDraft.objects.get(pk=draft.pk), key)


def change(draft, key, **changes):
    """As somebody who just opened the article."""
    now = services.article_values(article_of(draft, key))
    return services.edit_article(draft, key, values={**now, **changes}, seen=snapshot(now), who=WHO)


def publish(draft, **changes):
    draft = TemplateDraft.objects.get(pk=draft.pk)
    fields = {"valid_from": timezone.localdate(), "changes": "Anders.", "seen": services.revision(draft), **changes}
    return services.publish_draft(draft, who=WHO, **fields)


def blocking(draft):
    draft.refresh_from_db()
    return [problem.text for problem in problems(draft) if problem.blocks]
