"""What two versions differ in, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.differences import content_of, differences
from agreements.models import PARTY_CONTENT, TEXT_FIELDS, Agreement, AgreementTemplate, Party

TEXT = st.text(st.characters(categories=["L", "N"]), max_size=12)
PARTIES = [Party(role="student", legal_name="Joris Kok"), Party(role="company", legal_name="De Kade", kvk_number="1")]


def content(**fields) -> dict:
    return {"template": "Overeenkomst, versie 1", "fields": fields, "parties": {}}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"hours_per_week": "24"}, {"hours_per_week": "28.5"}, "Werkuren per week: was 24, wordt 28,5"),
        ({"ends_on": "2029-08-31"}, {"ends_on": "2030-01-31"},
         "Einddatum van de overeenkomst: was 31 augustus 2029, wordt 31 januari 2030"),
        ({"working_days": ""}, {"working_days": "maandag"}, "Werkdagen: nieuw: maandag"),
        ({"working_days": "maandag"}, {"working_days": ""}, "Werkdagen: vervalt (was maandag)"),
        ({"tasks": "Tekenen.\nRekenen."}, {"tasks": "Tekenen.\nRekenen.\nMeten."}, "Taken: nieuw is “Meten.”"),
        ({"tasks": "Tekenen.\nRekenen."}, {"tasks": "Rekenen."}, "Taken: “Tekenen.” vervalt"),
        ({"tasks": "Tekenen.\nRekenen."}, {"tasks": "Tekenen.\nMeten."}, "Taken: “Rekenen.” wordt “Meten.”"),
        ({}, {"guidance": "Elke week."}, "Hoe vaak en hoe wordt begeleid: nieuw: Elke week."),
    ],
)  # fmt: skip
def test_in_words(before, after, said):
    assert [each.in_words for each in differences(content(**before), content(**after))] == [said]


def test_of_parties():
    before = {
        "parties": {"company": {"signer_name": "Karim Bakker", "kvk_number": "12345678", "legal_name": "De Kade"}}
    }
    after = {"parties": {"company": {"signer_name": "Els Bos", "kvk_number": "12345678", "legal_name": "De Kade"}}}
    assert [each.in_words for each in differences(before, after)] == [
        "Bedrijf, wie tekent: was Karim Bakker, wordt Els Bos"
    ]
    gone = {"parties": {}}
    assert [each.in_words for each in differences(before, gone)] == ["Bedrijf: vervalt (was De Kade)"]


def test_what_no_form_knows_any_more_is_left_out():
    assert differences(content(), content(former_field="x")) == []


@given(st.dictionaries(st.sampled_from(["working_days", "tasks", "guidance", "function_title"]), TEXT),
       st.dictionaries(st.sampled_from(["working_days", "tasks", "guidance", "function_title"]), TEXT))  # fmt: skip
def test_every_field_that_differs_is_told_and_no_other(before, after):
    told = {each.label for each in differences(content(**before), content(**after))}
    changed = {name for name in {*before, *after} if before.get(name, "") != after.get(name, "")}
    labels = {"working_days": "Werkdagen", "tasks": "Taken", "guidance": "Hoe vaak en hoe wordt begeleid",
              "function_title": "Functie"}  # fmt: skip
    assert told == {labels[name] for name in changed}


def test_content_holds_all_of_the_text_and_nothing_of_how_to_reach_people():
    agreement = Agreement(template=AgreementTemplate(title="Overeenkomst", number=2))
    kept = content_of(agreement, PARTIES)
    assert set(kept["fields"]) == set(TEXT_FIELDS)
    assert set(kept["parties"]["company"]) == set(PARTY_CONTENT) - {"role"}
    assert not any("email" in name or "phone" in name for name in PARTY_CONTENT)
