"""An undefined variable in a template of ours is an error; Django itself shows nothing and carries on.

Not with `string_if_invalid`: that also changes what `{% if %}` and other people's templates see. Absence is fine where
it is spelled out: `{% if name %}`, `{% firstof %}`, `{{ name|default:"" }}`.
"""

from copy import copy
from pathlib import Path

from django.conf import settings
from django.template.base import FilterExpression, VariableDoesNotExist
from django.template.defaultfilters import default, default_if_none

lenient = FilterExpression.resolve


class UndefinedVariable(Exception):
    pass


class Known:
    """Stands in for a variable that was looked up already: looking twice would run its queries twice."""

    def __init__(self, value):
        self.value = value

    def resolve(self, context):
        return self.value


def strict(self, context, ignore_failures=False):
    if ignore_failures or not self.is_var or _expects_absence(self):
        return lenient(self, context, ignore_failures)
    try:
        known = Known(self.var.resolve(context))
    except VariableDoesNotExist:
        template = context.render_context.template
        if template and _is_ours(template.origin):
            raise UndefinedVariable(f"{{{{ {self} }}}} in {template.origin}") from None
        return lenient(self, context, ignore_failures)
    expression = copy(self)
    expression.var = known
    return lenient(expression, context)


def _expects_absence(expression) -> bool:
    return bool(expression.filters) and expression.filters[0][0] in (default, default_if_none)


def _is_ours(origin) -> bool:
    path = Path(str(origin))
    return path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


def install() -> None:
    FilterExpression.resolve = strict
