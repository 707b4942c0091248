"""A form as HTML: what belongs together is tied together, and nothing typed becomes markup."""

from html.parser import HTMLParser
from typing import ClassVar

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

from mkbroute.design import fields
from mkbroute.design.field_html import mistakes_in
from mkbroute.design.renderer import WRITERS, Renderer

HOSTILE = """"><script>alert('x')</script>&<b a='"""


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, name: str) -> list[dict]:
        return [attrs for tag, attrs in self.found if tag == name]


def tags(template: str, **context) -> Tags:
    return Tags(Template(template).render(Context(context)))


class Person(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals in uw paspoort.", max_length=20)
    nickname = forms.CharField(label="Roepnaam", required=False)
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sector = forms.ChoiceField(label="Sector", choices=[("", "Kies"), ("Techniek", [("ict", "ICT"), ("bouw", "Bouw")])])
    born = fields.BirthDateField(label="Geboortedatum")
    agrees = forms.BooleanField(label="Akkoord")
    source = forms.CharField(widget=forms.HiddenInput, required=False)


FIELDS = "{% form_fields form %}"


def test_help_and_error_stand_above_the_control_and_are_tied_to_it():
    html = Template("{% field form.name %}").render(Context({"form": Person({})}))
    assert html.index("Zoals in") < html.index("Vul dit in.") < html.index("<input")
    (control,) = Tags(html).all("input")
    assert control["aria-describedby"] == "id_name_helptext id_name_error"
    assert control["aria-invalid"] == "true"
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_only_what_may_be_left_out_is_marked():
    assert tags(FIELDS, form=Person()).text.count("(niet verplicht)") == 1
    assert "(niet verplicht)" not in tags("{% form_fields form mark_optional=False %}", form=Person()).text


def test_radio_button_that_is_chosen_is_not_marked():
    """Nobody can let go of it."""
    field = forms.ChoiceField(
        choices=[("nl", "Nederlands"), ("en", "Engels")], widget=forms.RadioSelect, required=False
    )
    for initial, marks in (("nl", 0), ("", 1)):
        form = type("Choosing", (forms.Form,), {"language": field})(initial={"language": initial})
        assert tags("{% field form.language %}", form=form).text.count("(niet verplicht)") == marks


def test_every_control_has_one_label():
    found = tags(FIELDS, form=Person())
    controls = [each["id"] for kind in ("input", "select") for each in found.all(kind) if each.get("type") != "hidden"]
    assert sorted(label["for"] for label in found.all("label")) == sorted(controls)


def test_every_id_is_used_once_and_every_reference_leads_somewhere():
    found = tags("{% error_summary form %}" + FIELDS, form=Person({}))
    ids = [attrs["id"] for _, attrs in found.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = " ".join(attrs.get("aria-describedby", "") for _, attrs in found.found).split()
    anchors = [link["href"].removeprefix("#") for link in found.all("a")]
    assert set(named) | set(anchors) <= set(ids)


def test_choices_that_belong_together_share_a_legend():
    found = tags("{% form_fields form 'kind born' %}", form=Person())
    assert len(found.all("fieldset")) == len(found.all("legend")) == 2


def test_named_fields_only():
    assert [box["name"] for box in tags("{% form_fields form 'nickname name' %}", form=Person()).all("input")] == [
        "nickname",
        "name",
    ]


def test_error_summary_leads_to_each_field_and_counts():
    found = tags("{% error_summary form %}", form=Person({"name": "Sanne", "source": "x"}))
    assert "4 dingen kloppen nog niet" in found.text
    assert [link["href"] for link in found.all("a")] == ["#id_kind_0", "#id_sector", "#id_born_0", "#id_agrees"]


def test_error_of_the_whole_form_comes_first():
    form = Person({"name": "Sanne"})
    form.add_error(None, "Deze persoon staat er al.")
    lines = [line.strip() for line in tags("{% error_summary form %}", form=form).text.split("\n") if line.strip()]
    assert lines[:2] == ["5 dingen kloppen nog niet", "Deze persoon staat er al."]


def test_form_without_errors_has_no_summary():
    assert tags("{% error_summary form %}", form=Person()).found == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("name", "Vul dit in."),
        ("kind", "Maak een keuze."),
        ("sector", "Maak een keuze."),
        ("agrees", "Zet een vinkje om verder te gaan."),
    ],
)
def test_empty_field_says_what_to_do(name, told):
    assert told in tags("{% field form." + name + " %}", form=Person({})).text


def test_words_of_the_form_itself_are_kept():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Zonder naam kunnen we u niet vinden."})

    assert "Zonder naam" in tags("{% field form.name %}", form=Own({})).text


def test_errors_of_a_formset_are_told_too():
    formset = forms.formset_factory(Person, extra=1, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""}
    )
    links = tags("{% error_summary formset %}", formset=formset).all("a")
    assert "#id_form-0-name" in [link["href"] for link in links]


def test_hostile_text_stays_text_wherever_it_is_shown():
    class Everything(forms.Form):
        text = forms.CharField(label=HOSTILE, help_text=HOSTILE, initial=HOSTILE)
        area = forms.CharField(widget=forms.Textarea, initial=HOSTILE)
        hidden = forms.CharField(widget=forms.HiddenInput, initial=HOSTILE)
        choice = forms.ChoiceField(choices=[(HOSTILE, HOSTILE), (HOSTILE, [(HOSTILE, HOSTILE)])])
        radio = forms.ChoiceField(
            choices=[(HOSTILE, HOSTILE)], widget=fields.ChoiceCards(hints={HOSTILE: HOSTILE}), initial=HOSTILE
        )
        boxes = forms.MultipleChoiceField(choices=[(HOSTILE, HOSTILE)], widget=forms.CheckboxSelectMultiple)
        amount = fields.NumberField(suffix=HOSTILE, initial=HOSTILE)
        day = fields.DateField(initial=HOSTILE)
        attribute = forms.CharField(widget=forms.TextInput({"placeholder": HOSTILE, "class": HOSTILE}))

    for form in (Everything(), Everything(dict.fromkeys(Everything.base_fields, HOSTILE))):
        form.is_bound and form.add_error(None, HOSTILE)
        found = tags("{% error_summary form %}" + FIELDS, form=form)
        assert found.all("script") == found.all("b") == []
        assert "alert('x')" in found.text


class Stock(forms.Form):
    text = forms.CharField(max_length=5, initial="a<b")
    number = forms.IntegerField(min_value=3, initial=1234)
    address = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    secret = forms.CharField(widget=forms.PasswordInput)
    area = forms.CharField(widget=forms.Textarea, initial="a & b")
    yes = forms.BooleanField(initial=True)
    one = forms.ChoiceField(choices=[("1", "een"), ("Groep", [("2", "twee")])], initial="2")
    some = forms.MultipleChoiceField(choices=[("1", "een"), ("2", "twee")], initial=["1", "2"])
    radio = forms.ChoiceField(choices=[("1", "een")], widget=forms.RadioSelect)
    day = forms.DateField(disabled=True)
    file = forms.FileField()
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")


@pytest.mark.parametrize("name", Stock.base_fields)
@pytest.mark.parametrize("data", [None, {}, {"text": "lang<er", "one": "1", "some": ["2"]}])
def test_same_controls_as_django_makes(name, data):
    def controls(renderer):
        found = Tags(str(Stock(data, renderer=renderer)[name])).found
        kept = [(tag, attrs) for tag, attrs in found if tag in ("input", "select", "textarea", "option", "optgroup")]
        return [(tag, {k: v for k, v in a.items() if k not in ("class", "aria-invalid")}) for tag, a in kept]

    assert controls(Renderer()) == controls(DjangoTemplates())


def test_every_stock_widget_is_written_here():
    kinds = [
        kind
        for kind in vars(forms.widgets).values()
        if isinstance(kind, type) and issubclass(kind, forms.Widget) and getattr(kind, "template_name", None)
    ]
    rare = ("multi", "split", "select_date", "color", "input.html")
    unwritten = {kind.template_name for kind in kinds} - set(WRITERS)
    assert {name for name in unwritten if not any(word in name for word in rare)} == set()


def test_crispy_writes_the_same_fields():
    form = Person({})
    ours = Template(FIELDS).render(Context({"form": form}))
    theirs = Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": form}))
    assert ours in theirs.replace("\n", "").replace("> <", "><")


def test_question_is_not_followed_by_a_colon():
    class Asked(forms.Form):
        persons = forms.IntegerField(label="Hoeveel mensen werken er?")
        name = forms.CharField(label="Naam")

    links = tags("{% error_summary form %}", form=Asked({})).text
    assert "Hoeveel mensen werken er? Vul dit in." in links
    assert "Naam: Vul dit in." in links


def test_same_question_about_several_things_says_about_which():
    class Twice(forms.Form):
        one = forms.CharField(label="Naam")
        other = forms.CharField(label="Naam")
        about: ClassVar = {"other": "tekenbevoegde"}

    lines = tags("{% error_summary form %}", form=Twice({})).text
    assert "Naam: Vul dit in." in lines
    assert "Naam (tekenbevoegde): Vul dit in." in lines


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("999", ["Vul hoogstens 40 in."]),
        ("0", ["Vul minstens 1 in."]),
        ("2,55", ["Vul hoogstens één cijfer achter de komma in."]),
        ("12,55", ["Vul hoogstens 3 cijfers in, met die achter de komma."]),
        ("12345,5", ["Vul hoogstens 40 in."]),
        ("x", ["Vul een getal in, bijvoorbeeld 12 of 12,5."]),
    ],
)
def test_number_says_once_what_to_fill_in(typed, told):
    class Hours(forms.Form):
        hours = fields.NumberField(label="Uren", min_value=1, max_value=40, max_digits=3, decimal_places=1)

    assert [mistake.message for mistake in mistakes_in(Hours({"hours": typed}))] == told


def test_whole_number_says_what_to_fill_in():
    class Places(forms.Form):
        places = forms.IntegerField(min_value=1, max_value=50)
        own = forms.IntegerField(min_value=1, error_messages={"min_value": "Minstens één."})

    told = [mistake.message for mistake in mistakes_in(Places({"places": "99", "own": "0"}))]
    assert told == ["Vul hoogstens 50 in.", "Minstens één."]
