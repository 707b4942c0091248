"""The text of an agreement: what the law asks for, variables, and nothing that a visitor typed becoming markup."""

import pytest

from agreements.models import AgreementTemplate, LegalProvision
from mkbroute.access.actor import SYSTEM, acting_as

pytestmark = pytest.mark.django_db


def test_law_stands_in_the_database():
    with acting_as(SYSTEM):
        provisions = {provision.code: provision for provision in LegalProvision.objects.all()}
    assert sorted(provisions) == ["a", "b", "c", "d"]
    assert "tijdsduur van de periode" in provisions["a"].text
    assert provisions["d"].citation == "WHW art. 7.7 lid 5 onder d"
    assert all("BWBR0005682" in provision.source for provision in provisions.values())


@pytest.mark.parametrize("form", ["duaal", "deeltijd"])
def test_national_templates_cover_every_provision(form):
    with acting_as(SYSTEM):
        template = AgreementTemplate.objects.filter(form=form).latest()
    assert template.code == f"landelijk-{form}"
    assert [article["number"] for article in template.articles] == list(range(len(template.articles)))
    assert [article["provision"] for article in template.articles if article["provision"]] == ["a", "b", "c", "d"]
