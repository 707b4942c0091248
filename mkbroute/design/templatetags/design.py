"""The components of the portal's pages. Built in: templates need no {% load %}.

A tag renders templates/components/<its name>.html; what its parameters mean stands at the head of that file.
Form fields are the exception: they are written in Python (design/field_html.py), because templates cost too much there.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mkbroute.access.actor import current_actor
from mkbroute.design.field_html import field_html, mistakes_in
from mkbroute.design.listing import Column, counted, query_url

register = template.Library()
register.simple_tag(counted)


def component(name: str, /, **parameters: Any) -> SafeString:
    return mark_safe(get_template(f"components/{name}.html").template.render(Context(parameters)))


def picked(items: Iterable[Any], **defaults: Any) -> list[dict[str, Any]]:
    """Objects or dictionaries as dictionaries that have these keys."""
    return [
        {**defaults, **item}
        if isinstance(item, dict)
        else {key: getattr(item, key, default) for key, default in defaults.items()}
        for item in items
    ]


# -- text and small parts -------------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=256, typed=True)
def icon(name: str, label: str = "") -> SafeString:
    source = f"{static('vendor/icons.svg')}#{name}"
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}"></use></svg>', named, source)


BADGE_ICONS = {
    "neutral": "circle",
    "info": "info",
    "success": "check",
    "warning": "clock",
    "danger": "alert",
    "accent": "arrow-right",
}


@register.simple_tag
@lru_cache(maxsize=256, typed=True)
def badge(label: str, tone: str = "neutral") -> SafeString:
    return component("badge", label=label, tone=tone, icon_name=BADGE_ICONS[tone])


@register.simple_tag
def status(text: str, id: str = "") -> SafeString:
    return component("status", text=text, id=id)


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """As {{ value|date:"j F Y" }}, for long lists: writing 25 dates anew is a twentieth of their page."""
    return "" if value is None else _written(value.date() if isinstance(value, datetime) else value, get_language())


@lru_cache(maxsize=4096)
def _written(value: date, language: str) -> str:
    return date_format(value, "j F Y")


@register.filter
def or_muted(value: str, text: str) -> str:
    """What a cell says where there is nothing to say."""
    return value or format_html('<span class="muted">{}</span>', text)


@register.filter
def who(turn: Any) -> str:
    """Whose turn it is, in a list: the reader herself stands out."""
    if turn is None:
        return ""
    return format_html("<strong>{}</strong>", turn.who) if turn.mine else conditional_escape(turn.who)


@register.filter
def money(value: Decimal | float | None) -> str:
    return "" if value is None else f"€\u00a0{number_format(value, decimal_pos=2, force_grouping=True)}"


@register.simple_tag(name="money")
def money_tag(value: Decimal | float | None) -> str:
    return money(value)


@register.simple_tag
def button(label: str, tone: str = "primary", icon: str = "", name: str = "", value: object = "") -> SafeString:
    return component("button", label=label, tone=tone, icon_name=icon, name=name, value=str(value))


@register.simple_tag(takes_context=True)
def link_button(context: Context, label: str, url: str, tone: str = "primary", icon: str = "") -> SafeString:
    if _is_for_others(context, url):
        return mark_safe("")
    return _link_button(label, url, tone, icon)


@lru_cache(maxsize=1024, typed=True)
def _link_button(label: str, url: str, tone: str, icon: str) -> SafeString:
    return component("link_button", label=label, url=url, tone=tone, icon_name=icon)


@register.simple_tag(takes_context=True)
def text_link(context: Context, label: str, url: str, about: object = "") -> SafeString:
    """In a sentence or a row, to a page that is there to change something."""
    if _is_for_others(context, url):
        return mark_safe("")
    return component("text_link", label=label, url=url, about=str(about))


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, label: str, url: str, tone: str = "primary", icon: str = "", name: str = "", value: object = ""
) -> SafeString:
    if _is_for_others(context, url):
        return mark_safe("")
    token = context.get("csrf_token")
    return component(
        "post_button", label=label, url=url, tone=tone, icon_name=icon, name=name, value=str(value), csrf_token=token
    )


def _is_for_others(context: Context, url: str) -> bool:
    """Leads where an onlooker may not come (organisations.access.acting_hat_required)."""
    if not context.get("looks_on"):
        return False
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return False
    return getattr(view, "acting", False)


@register.simple_tag
def print_button(label: str = "Afdrukken") -> SafeString:
    return component("print_button", label=label)


@register.simple_tag
def copy_code(value: str, label: str = "Kopieer") -> SafeString:
    return component("copy_code", value=value, label=label)


# -- the page -------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Puts "Fout: " in the title of a page whose form was refused, so that a screen reader says it first."""
    forms = (value for layer in context.dicts for value in layer.values() if isinstance(value, BaseForm | BaseFormSet))
    return "Fout: " if any(form.is_bound and not form.is_valid() for form in forms) else ""


@register.simple_tag
def breadcrumb(items: Iterable[tuple[str, str]]) -> SafeString:
    return component("breadcrumb", items=list(items))


@register.simple_block_tag(takes_context=True)
def page_head(
    context: Context,
    content: str,
    title: str,
    lead: str = "",
    eyebrow: str = "",
    turn_who: str = "",
    turn_what: str = "",
    turn_since: Any = None,
    turn_mine: bool = False,
    badge: str = "",
    badge_tone: str = "neutral",
) -> SafeString:
    if turn_mine and context.get("looks_on"):  # it waits for her organisation, where others act
        turn_who, turn_mine = "een collega die wijzigingen mag doen", False
    return component(
        "page_head",
        title=title,
        lead=lead,
        eyebrow=eyebrow,
        turn_who=turn_who,
        turn_what=turn_what,
        turn_since=turn_since,
        turn_mine=turn_mine,
        badge_label=badge,
        badge_tone=badge_tone,
        actions=mark_safe(content.strip()),
    )


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 2, tone: str = "") -> SafeString:
    return component("card", title=title, url=url, level=level, tone=tone, content=content)


@register.simple_block_tag
def cards(content: str, columns: int = 3) -> SafeString:
    return component("cards", columns=columns, content=content)


LEVEL_TONES = {"error": "danger", "debug": "info"}  # django.contrib.messages calls two of them otherwise
NOTICE_ICONS = {"info": "info", "success": "check-circle", "warning": "warning", "danger": "alert"}


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    tone = LEVEL_TONES.get(tone, tone)
    return component("notice", tone=tone, title=title, icon_name=NOTICE_ICONS[tone], content=content)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    return component("details", summary=summary, open=open, content=content)


@register.simple_tag
def empty_state(title: str, text: str = "", action: str = "", url: str = "", icon: str = "route") -> SafeString:
    return component("empty_state", title=title, text=text, action=action, url=url, icon_name=icon)


# -- forms ----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True, name="csrf_token")
def token_and_hat(context: Context) -> SafeString:
    """In place of Django's own: with the hat that the form is made for (organisations.same_hat)."""
    html, actor = CsrfTokenNode().render(context), current_actor()
    if html and actor and actor.membership_id is not None:
        html += format_html('<input type="hidden" name="rol" value="{}">', str(actor.membership_id))
    return mark_safe(html)


@register.simple_tag
def field(bound: BoundField, mark_optional: bool = True) -> SafeString:
    return field_html(bound, mark_optional=mark_optional)


@register.simple_tag
def form_fields(form: BaseForm, names: str = "", mark_optional: bool = True) -> SafeString:
    """All fields, or those whose names are given with spaces between."""
    chosen = (form[name] for name in names.split()) if names else form
    return mark_safe("".join(field_html(bound, mark_optional=mark_optional) for bound in chosen))


@register.simple_tag
def error_summary(*sources: BaseForm | BaseFormSet) -> SafeString:
    mistakes = [mistake for source in sources if source.is_bound for mistake in mistakes_in(source)]
    return component("error_summary", mistakes=mistakes) if mistakes else mark_safe("")


@register.simple_tag(takes_context=True)
def form(
    context: Context,
    form: BaseForm,
    submit: str = "Opslaan",
    cancel: str = "",
    action: str = "",
    tone: str = "primary",
) -> SafeString:
    return _form(context, form, form_fields(form), submit, cancel, action, tone)


@register.simple_block_tag(takes_context=True)
def form_with(
    context: Context,
    content: str,
    form: BaseForm,
    submit: str = "Opslaan",
    cancel: str = "",
    action: str = "",
    tone: str = "primary",
) -> SafeString:
    return _form(context, form, content, submit, cancel, action, tone)


def _form(
    context: Context, form: BaseForm, content: str, submit: str, cancel: str, action: str, tone: str
) -> SafeString:
    return component(
        "form",
        csrf_token=context.get("csrf_token"),
        errors=error_summary(form),
        multipart=form.is_multipart(),
        content=content,
        submit=submit,
        cancel=cancel,
        action=action,
        tone=tone,
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, help: str = "") -> SafeString:
    return component("fieldset", legend=legend, help=help, content=content)


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, form: BaseForm, target: str = "lijst", names: str = "") -> SafeString:
    path = context["request"].path
    fields = form_fields(form, names, mark_optional=False)
    return component(
        "filter_bar", path=path, fields=fields, target=target, content=mark_safe(content.strip()), clear=form.is_bound
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    question: str,
    submit: str,
    cancel: str,
    tone: str = "danger",
    form: BaseForm | None = None,
) -> SafeString:
    return component(
        "confirm",
        csrf_token=context.get("csrf_token"),
        question=question,
        submit=submit,
        cancel=cancel,
        tone=tone,
        errors=error_summary(form) if form else "",
        fields=form_fields(form) if form else "",
        content=content,
    )


# -- data -----------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def table(content: str, label: str, columns: str | Iterable[Column], target: str = "lijst") -> SafeString:
    if isinstance(columns, str):
        columns = [Column(name) for name in columns.split("|")]
    return component("table", label=label, columns=list(columns), target=target, content=content)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Any, target: str = "lijst") -> SafeString:
    request = context["request"]

    def at(number: int) -> str:
        return query_url(request, pagina=number if number > 1 else None)

    numbers = [
        {"number": number, "url": at(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return component(
        "pagination",
        page=page,
        numbers=numbers,
        before=at(page.number - 1) if page.has_previous() else "",
        after=at(page.number + 1) if page.has_next() else "",
        target=target,
    )


@register.simple_tag(takes_context=True)
def social_card(context: Context, title: str, description: str, url: str = "") -> SafeString:
    """On the address of a hogeschool in her name and with her logo. `url`: where the page belongs, if not here."""
    request = context["request"]
    host = getattr(request, "host", None)
    here = f"{request.scheme}://{request.get_host()}"
    return component(
        "social_card",
        title=title,
        description=description,
        url=url or here + request.path,
        site=host.name if host else "Mkb-route in het hbo",
        image=here + ((host and context.get("logo_url")) or static("img/share.png")),
    )


@register.simple_tag
def definition_list(items: Iterable[tuple[str, Any]]) -> SafeString:
    return component("definition_list", items=list(items))


@register.simple_block_tag
def definition_block(content: str) -> SafeString:
    return component("definition_block", content=content)


@register.simple_tag
def timeline(events: Iterable[Any]) -> SafeString:
    return component("timeline", events=picked(events, at=None, who="", what="", reason="", tone=""))


STEP_WORDS = {"done": "klaar", "current": "nu bezig", "todo": "nog te doen", "stopped": "gestopt"}


@register.simple_tag
def steps(items: Iterable[Any], across: bool = False) -> SafeString:
    rows = picked(items, label="", state="todo", hint="", url="")
    return component("steps", items=[{**row, "word": STEP_WORDS[row["state"]]} for row in rows], across=across)


@register.simple_tag
def meter(items: Iterable[Any], title: str = "", lead: str = "") -> SafeString:
    rows = picked(items, label="", ok=False, law="", url="", text="")
    met = sum(bool(row["ok"]) for row in rows)
    return component("meter", items=rows, title=title, lead=lead, met=met, total=len(rows))


@register.simple_tag
def progress(job: Any) -> SafeString:
    (row,) = picked(
        [job],
        label="",
        done=0,
        total=0,
        state="waiting",
        poll_url="",
        result_url="",
        result_label="Bekijk",
        error="",
        informal=False,
    )
    return component("progress", job=row)
