"""One person signs once, whatever mailboxes she has."""

import pytest

from agreements.cautions import cautions
from agreements.enums import Role
from agreements.models import Agreement, Party
from agreements.persons import may_be_same, same_name, student_twice, twice
from agreements.readiness import obstacles
from mkbroute.access.actor import SYSTEM, acting_as

from . import scenes


@pytest.mark.parametrize(
    ("one", "other", "same", "maybe"),
    [
        ("Sanne de Wit", "sanne  DE wit", True, True),
        ("Zoë Bos", "Zoe Bos", True, True),
        ("Dhr. Jan Bos", "Jan Bos", True, True),
        ("S. de Wit", "Sanne de Wit", False, True),
        ("Sanne Maria de Wit", "Sanne de Wit", False, True),
        ("Joris de Wit", "Sanne de Wit", False, False),
        ("Sanne de Wit", "Sanne de Boer", False, False),
        ("Wit", "Wit", True, False),
        ("", "", False, False),
    ],
)
def test_names(one, other, same, maybe):
    assert (same_name(one, other), may_be_same(one, other)) == (same, maybe)
    assert (same_name(other, one), may_be_same(other, one)) == (same, maybe)


def party(role: str, name: str) -> Party:
    return Party(role=role, legal_name=name, signer_name=name)


def test_student_is_named_whichever_comes_first():
    parties = [party(Role.COMPANY, "Joris Kok"), party(Role.STUDENT, "Joris Kok"), party(Role.HOGESCHOOL, "J. Kok")]
    assert [each.role for each in student_twice(parties)] == [Role.COMPANY]
    assert len(list(twice(parties))) == 3


@pytest.mark.django_db
class TestDraft:
    @pytest.fixture
    def agreement(self):
        return scenes.complete(scenes.matched())

    def signs(self, agreement, role: str, name: str) -> tuple[list[str], list[str]]:
        with acting_as(SYSTEM):
            Party.objects.filter(agreement=agreement, role=role).update(signer_name=name)
            found = Agreement.objects.get(pk=agreement.pk)
            warned = [each.title for each in cautions(found) if each.code == "same_person"]
            refused = [each.anchor for each in obstacles(found, found.parties.all())]
        return warned, refused

    def test_for_two_organisations_is_weighed(self, agreement):
        warned, refused = self.signs(agreement, Role.COMPANY, "S. de Wit")
        assert refused == []
        assert "S. de Wit (bedrijf) en Sanne de Wit (hogeschool)" in warned[0]

    def test_student_who_signs_for_the_company_too_is_refused(self, agreement):
        warned, refused = self.signs(agreement, Role.COMPANY, "joris  kok")
        assert (warned, refused) == ([], ["id_company-signer_name"])

    def test_her_father_may_have_her_initial(self, agreement):
        warned, refused = self.signs(agreement, Role.COMPANY, "J. Kok")
        assert (len(warned), refused) == (1, [])
