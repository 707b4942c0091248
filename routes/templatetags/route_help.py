"""{% help "opzet" %}: the text of routes.help beside a field or a step. Built in: templates need no {% load %}."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from routes import help as texts
from routes.models import Criterion

register = template.Library()


@register.simple_tag(name="help")
def help_tag(key: str) -> SafeString:
    return _shown(texts.texts()[key])


@register.simple_tag
def help_on_criterion(criterion: Criterion) -> SafeString:
    found = texts.on_criterion(criterion.criteria_set.code, criterion.number)
    return _shown(found) if found else mark_safe("")


def _shown(found: texts.Help) -> SafeString:
    return get_template("routes/_help.html").render({"help": found})
