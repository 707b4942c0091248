import datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from mkbroute.design import fields
from mkbroute.design.field_html import field_html

BIRTH_DATE = datetime.date(1998, 3, 27)


def error(field, value) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize("typed", ["2027-03-05", "05-03-2027", "5/3/2027"])
def test_date_from_the_picker_or_typed(typed):
    assert fields.DateField().clean(typed) == datetime.date(2027, 3, 5)


def test_date_that_does_not_exist_says_what_to_do():
    assert "Vul een bestaande datum in" in error(fields.DateField(), "31-02-2027")


@pytest.mark.parametrize(
    "typed", ["1000", "1.000", "1 000", "1\N{NO-BREAK SPACE}000", "1\N{NARROW NO-BREAK SPACE}000", " 1.000 "]
)
def test_thousand_in_every_dutch_way(typed):
    assert fields.WholeNumberField().clean(typed) == 1000


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("-3", -3), ("1.234.567", 1234567), ("028", 28), (7, 7)])
def test_whole_number_as_it_was_typed(typed, number):
    assert fields.WholeNumberField().clean(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["2,0", "2,5", "1.00", "1.0", "1.0000", "1000.000", "1,000", "1.000,0", "1 00", "1.000 000", "veel", "1e3", "²"],
)
def test_what_may_mean_another_number_is_refused(typed):
    assert "Vul een heel getal in" in error(fields.WholeNumberField(), typed)


def test_endless_number_is_refused():
    assert "Vul een heel getal in" in error(fields.WholeNumberField(), "9" * 5000)


def test_whole_number_may_be_left_out():
    assert fields.WholeNumberField(required=False).clean(" ") is None


def test_no_form_reads_a_thousand_as_one():
    """Django's own field does: it takes the point for that of a decimal."""
    assert get_resolver().url_patterns  # every module with a form is imported by now
    ours = [
        form
        for form in _below(forms.BaseForm)
        if form.__module__.startswith(("routes.", "matching.", "agreements.", "mkbroute."))
    ]
    assert len(ours) > 20
    for form in ours:
        plain = [name for name, field in form.base_fields.items() if type(field) is forms.IntegerField]
        assert not plain, form


def _below(kind):
    for found in kind.__subclasses__():
        yield found
        yield from _below(found)


@pytest.mark.parametrize("typed", [["27", "3", "1998"], ["27", "03", "1998"], [" 27", "3 ", "1998"]])
def test_birth_date_in_three_boxes(typed):
    assert fields.BirthDateField().clean(typed) == BIRTH_DATE


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["31", "2", "1998"], "bestaande datum"),
        (["27", "maart", "1998"], "bestaande datum"),
        (["27", "3", "98"], "bestaande datum"),
        (["27", "3", "0"], "bestaande datum"),
        (["27", "3", "9" * 400], "bestaande datum"),
        (["27", "", "1998"], "de dag, de maand en het jaar"),
        (["1", "1", "2999"], "in de toekomst"),
        (["", "", ""], "verplicht"),
        (None, "verplicht"),
    ],
)
def test_birth_date_that_is_none(typed, told):
    assert told in error(fields.BirthDateField(), typed)


def test_birth_date_may_be_left_out():
    assert fields.BirthDateField(required=False).clean(["", "", ""]) is None


def test_birth_date_shows_what_was_stored_and_what_was_typed():
    class Form(forms.Form):
        born = fields.BirthDateField()

    assert 'value="1998"' in str(Form(initial={"born": BIRTH_DATE})["born"])
    typed = Form({"born_0": "31", "born_1": "februari", "born_2": "1998"})
    assert 'value="februari"' in str(typed["born"])


@pytest.mark.parametrize(
    ("typed", "amount"), [("1.234,50", "1234.50"), ("1234,5", "1234.5"), ("1.234", "1234"), ("12.50", "12.50")]
)
def test_money_the_dutch_way(typed, amount):
    assert fields.MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["veel", "1,2,3", "€ 5", "-"])
def test_money_that_is_none(typed):
    assert "Vul een bedrag in" in error(fields.MoneyField(), typed)


def test_money_is_shown_the_dutch_way():
    class Form(forms.Form):
        salary = fields.MoneyField()

    assert 'value="1.234,50"' in str(Form(initial={"salary": Decimal("1234.50")})["salary"])


def test_number_carries_its_unit_and_says_so():
    class Form(forms.Form):
        hours = fields.NumberField(suffix="uur per week")

    html = str(Form()["hours"])
    assert 'id="id_hours_unit">uur per week<' in html
    assert 'aria-describedby="id_hours_unit"' in html


@pytest.mark.parametrize("typed", ["12345678", "1234-5678", " 1234 5678 "])
def test_code_however_it_is_pasted(typed):
    assert fields.CodeField(length=8).clean(typed) == "12345678"


@pytest.mark.parametrize("typed", ["1234", "123456789", "abcdefgh", "١٢٣٤٥٦٧٨\n"])
def test_code_of_another_length_or_kind(typed):
    assert error(fields.CodeField(length=8), typed)


@pytest.mark.parametrize("typed", ["06 12345678", "+31 (0)6-12345678", "088-1234567"])
def test_phone_numbers_as_people_write_them(typed):
    assert fields.PhoneField().clean(typed) == typed


def test_phone_number_with_words_is_refused():
    assert "telefoonnummer" in error(fields.PhoneField(), "bel me")


def test_file_of_another_kind_is_refused():
    field = fields.FileField(accept=[".pdf"])
    assert ".pdf" in error(field, SimpleUploadedFile("plan.exe", b"MZ"))
    assert field.clean(SimpleUploadedFile("Plan.PDF", b"%PDF")).name == "Plan.PDF"


def test_file_that_is_too_large_is_refused():
    assert "hooguit 1 MB" in error(
        fields.FileField(accept=[".pdf"], max_mb=1), SimpleUploadedFile("a.pdf", b"x" * 2**20 + b"x")
    )


def test_name_of_two_letters_is_no_signature():
    assert "voluit" in error(fields.SignatureField(), "Jo")


def test_choice_cards_explain_each_choice():
    class Form(forms.Form):
        form = forms.ChoiceField(
            choices=[(1, "Duaal"), (2, "Deeltijd")], widget=fields.ChoiceCards(hints={1: "Werk & leer"})
        )

    html = str(Form({"form": "1"})["form"])
    assert '<span class="choice-hint">Werk &amp; leer</span>' in html
    assert html.count("choice-hint") == 1
    assert html.count(" checked") == 1


COMPANIES = {"b1": "Bouwbedrijf De Linde", "b2": "Bouwbedrijf Van Dam", "b3": "Bouwbedrijf"}


class Choosing(forms.Form):
    company = fields.ComboboxField(
        search=lambda text: [(key, name) for key, name in COMPANIES.items() if text.lower() in name.lower()],
        label_of=lambda key: COMPANIES.get(key, ""),
        url="/bedrijven/",
    )


def chosen(**data) -> str:
    form = Choosing(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["company"]


def test_combobox_takes_what_was_chosen():
    assert chosen(company="b2", company_text="Bouwbedrijf Van Dam") == "b2"


def test_combobox_without_script_takes_the_only_match():
    assert chosen(company="", company_text="linde") == "b1"


def test_combobox_prefers_the_very_name_over_names_that_hold_it():
    assert chosen(company="", company_text="bouwbedrijf") == "b3"


def test_combobox_goes_by_the_text_when_it_was_changed_after_choosing():
    assert chosen(company="b2", company_text="Bouwbedrijf De Linde") == "b1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"company_text": "bouwbedrijf "}, None),
        ({"company_text": "bedrijf v"}, None),
        ({"company_text": "bouw"}, "meer dan één: Bouwbedrijf De Linde"),
        ({"company_text": "bakker"}, "Niets gevonden"),
        ({"company": "b9", "company_text": ""}, "verplicht"),
        ({}, "verplicht"),
    ],
)
def test_combobox_says_how_to_go_on(data, told):
    form = Choosing(data)
    assert form.is_valid() == (told is None)
    assert told is None or told in form.errors["company"][0]


def test_combobox_keeps_what_was_typed_and_shows_what_was_stored():
    assert 'value="bouw"' in str(Choosing({"company_text": "bouw"})["company"])
    html = str(Choosing(initial={"company": "b2"})["company"])
    assert 'value="b2"' in html
    assert 'value="Bouwbedrijf Van Dam"' in html


def test_combobox_shows_hostile_text_as_text():
    assert "<script>" not in str(Choosing({"company_text": '"><script>alert(1)</script>'})["company"])


def test_checks_carry_their_explanation():
    widget = fields.ChoiceChecks(choices=[("a", "Aa"), ("b", "Bee")], hints={"b": "Bij bee"})
    html = widget.render("keuze", ["b"], {"id": "id_keuze"})
    assert html.count('type="checkbox"') == 2
    assert html.count("Bij bee") == html.count("checked") == 1


def test_nothing_that_is_pasted_is_cut_off():
    """A browser does so beyond maxlength, without a word."""
    form = type("Long", (forms.Form,), {"notes": forms.CharField(max_length=10, widget=forms.Textarea)})
    shown = field_html(form()["notes"])
    assert "<textarea" in shown
    assert "maxlength" not in shown
    wrong = form({"notes": "te lang om te bewaren"})
    assert not wrong.is_valid()
    assert "te lang om te bewaren" in field_html(wrong["notes"])
