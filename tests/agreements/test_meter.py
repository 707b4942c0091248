"""The meter: what WHW art. 7.7 lid 5 asks for, and what of it an agreement has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.meter import FIELDS, NAMES, assess, current_provisions, missing_fields
from agreements.models import Agreement, LegalProvision
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

COMPLETE = {name: date(2027, 9, 1) if name.endswith("_on") else "ingevuld" for name in NAMES} | {"hours_per_week": 32}


@given(st.sets(st.sampled_from(sorted(NAMES))))
def test_provision_is_complete_when_each_of_its_fields_is(empty):
    agreement = Agreement(**{name: value for name, value in COMPLETE.items() if name not in empty})
    for code, fields in FIELDS.items():
        assert set(missing_fields(agreement, code)) == empty & set(fields)


@pytest.mark.django_db
def test_each_provision_cites_the_law_and_leads_to_what_is_missing():
    agreement = Agreement(**COMPLETE | {"practice_ends_on": None, "hours_per_week": None, "assessment": ""})
    with acting_as(SYSTEM):
        statuses = assess(agreement, edit_url="/bewerken/")
    assert [(status.code, status.ok) for status in statuses] == [("a", False), ("b", True), ("c", False), ("d", True)]
    assert [status.law for status in statuses] == [f"WHW art. 7.7 lid 5 onder {code}" for code in "abcd"]
    assert statuses[0].url == "/bewerken/#id_practice_ends_on"
    assert statuses[0].text == "Vul nog in: einde van het werken in het bedrijf, werkuren per week."
    assert statuses[1].url == "/bewerken/#id_practice_supervisor"
    assert statuses[1].text == ""


@pytest.mark.django_db
def test_without_a_page_to_edit_nothing_is_linked():
    with acting_as(SYSTEM):
        assert {status.url for status in assess(Agreement())} == {""}


@pytest.mark.django_db
def test_new_text_of_the_law_holds_from_its_date():
    with acting_as(SYSTEM):
        for day, title in ((date(2020, 1, 1), "Nieuw"), (date(2999, 1, 1), "Ooit")):
            LegalProvision.objects.create(
                code="a", title=title, text="…", citation="WHW art. 7.7 lid 5 onder a", source="test", valid_from=day
            )
        assert [provision.title for provision in current_provisions()][:2] == ["Nieuw", "Begeleiding"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coordinator", "company", "employer", "student", "signer"])
def test_every_party_can_see_the_meter(who):
    mine = cast.tenant()
    with acting_as(mine.actors[who]):
        assert len(assess(Agreement.objects.get(pk=mine.agreement.pk))) == 4
