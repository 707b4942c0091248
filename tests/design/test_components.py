import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from mkbroute.design.templatetags.design import register

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
HOSTILE = "<script>alert('x')</script>"


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def of_page(source: str, address: str = "/routes/", **context) -> str:
    return rendered(source, request=RequestFactory().get(address), **context)


@pytest.mark.parametrize("name", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_component_says_at_its_head_what_it_takes(name):
    assert (COMPONENTS / f"{name}.html").read_text().startswith("{#")


def test_every_component_has_a_tag():
    made_by_views = {"combobox_options"}
    assert {path.stem for path in COMPONENTS.glob("*.html")} - made_by_views <= set(register.tags)


@pytest.mark.parametrize(
    "source",
    [
        "{% badge text %}",
        "{% status text %}",
        "{% icon 'check' text %}",
        "{% link_button text text %}",
        "{% text_link text text text %}",
        "{% button text name=text value=text %}",
        "{% copy_code text %}",
        "{% page_head text lead=text eyebrow=text turn_who=text turn_what=text badge=text %}{% endpage_head %}",
        "{% card text url=text %}{{ text }}{% endcard %}",
        "{% notice title=text %}{{ text }}{% endnotice %}",
        "{% details text %}{{ text }}{% enddetails %}",
        "{% empty_state text text=text action=text url=text %}",
        "{% definition_list facts %}",
        "{% timeline events %}",
        "{% steps events %}",
        "{% meter events title=text lead=text %}",
        "{% progress events.0 %}",
        "{% breadcrumb facts %}",
        "{% table text text %}{{ text }}{% endtable %}",
    ],
)
def test_hostile_text_stays_text(source):
    event = {"at": datetime(2026, 9, 1, tzinfo=UTC), "state": "todo"}
    names = ("who", "what", "reason", "label", "hint", "url", "law", "text", "poll_url")
    events = [event | dict.fromkeys(names, HOSTILE)]
    html = rendered(source, text=HOSTILE, facts=[(HOSTILE, HOSTILE)], events=events)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_whose_turn_it_is_can_be_read_from_the_head():
    html = rendered(
        "{% page_head 'Ad Bouwkunde' turn_who='De Linde' turn_what='tekent' turn_since=day %}{% endpage_head %}",
        day=datetime(2026, 9, 1, tzinfo=UTC),
    )
    words = " ".join(re.sub("<[^>]+>", "", html).split())
    assert "Aan zet: De Linde tekent, sinds 1 september 2026" in words


def test_head_without_a_turn_does_not_mention_one():
    assert "Aan zet" not in rendered("{% page_head 'Routes' %}{% endpage_head %}")


def test_missing_fact_is_said_in_words_and_zero_is_a_fact():
    html = rendered("{% definition_list facts %}", facts=[("KvK", ""), ("Fax", None), ("Studenten", 0)])
    assert html.count("niet ingevuld") == 2
    assert "<dd>0</dd>" in html


def test_events_may_be_objects_or_dictionaries():
    at = datetime(2026, 9, 1, 12, 30, tzinfo=UTC)
    html = rendered(
        "{% timeline events %}",
        events=[SimpleNamespace(at=at, who="Sanne", what="Erkend"), {"at": at, "what": "Ingediend"}],
    )
    assert html.count("1 september 2026, 14:30") == 2


def test_meter_counts_and_says_more_than_a_colour():
    items = [{"label": "Duur", "ok": True}, {"label": "Begeleiding", "law": "WHW 7.7 lid 5 b"}]
    html = rendered("{% meter items title='Bepalingen' %}", items=items)
    assert "1 van 2 compleet" in html
    assert 'aria-label="Compleet:"' in html
    assert 'aria-label="Ontbreekt:"' in html


def test_current_step_is_named_to_a_screen_reader():
    html = rendered("{% steps items %}", items=[{"label": "A", "state": "done"}, {"label": "B", "state": "current"}])
    assert html.count('aria-current="step"') == 1
    assert "(klaar)" in html


def test_table_says_how_it_is_sorted_and_keeps_focus_with_an_id():
    from mkbroute.design.listing import Column

    columns = [Column("Naam", "naam", "name", sort="ascending", url="?volgorde=-naam"), Column("Acties")]
    html = rendered("{% table 'Routes' columns %}{% endtable %}", columns=columns)
    assert html.count("aria-sort") == 1
    assert 'id="sorteer-lijst-naam"' in html
    assert 'role="region" aria-label="Routes" tabindex="0"' in html


def test_pages_keep_the_filter():
    page = Paginator(range(200), 25).get_page(2)
    html = of_page("{% pagination page %}", "/routes/?sector=ict&pagina=2", page=page)
    assert 'href="/routes/?sector=ict" hx-get="/routes/?sector=ict" rel="prev"' in html
    assert 'href="/routes/?sector=ict&amp;pagina=3"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_turning():
    assert "<nav" not in of_page("{% pagination page %}", page=Paginator(range(3), 25).get_page(1))


@pytest.mark.parametrize(
    ("state", "polls"), [("waiting", True), ("running", True), ("finished", False), ("failed", False)]
)
def test_only_unfinished_work_is_asked_after(state, polls):
    assert (
        "hx-get" in rendered("{% progress job %}", job={"label": "Lijst", "state": state, "poll_url": "/x/"})
    ) == polls


@pytest.mark.parametrize(("amount", "shown"), [(1234.5, "€\xa01.234,50"), (0, "€\xa00,00"), (None, "")])
def test_money(amount, shown):
    assert rendered("{{ amount|money }}", amount=amount) == shown


def test_unknown_tone_is_an_error_of_the_page_that_asks_for_it():
    with pytest.raises(KeyError):
        rendered("{% badge 'x' 'purple' %}")


@pytest.mark.parametrize("tag", ["button 'Verder'", "post_button 'Verder' '/'"])
def test_value_of_a_button_is_no_text_for_people(tag):
    assert 'value="1234"' in of_page(f"{{% {tag} name='a' value=1234 %}}")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(2027, 3, 15), "15 maart 2027"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1 januari 2027"),  # in Amsterdam
        (None, ""),
    ],
)
def test_a_day_is_written_as_the_date_filter_does(value, written):
    assert rendered("{{ value|day }}", value=value) == rendered('{{ value|date:"j F Y" }}', value=value) == written
