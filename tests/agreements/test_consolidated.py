"""What holds on a day: the agreement and over it, in order, the addenda that are in force. Any row of changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.consolidated import Consolidation, consolidate, in_force, term_with, with_changes
from agreements.enums import State
from agreements.models import TEXT_FIELDS, Addendum, Agreement
from agreements.reading import articles
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import plain

from . import scenes, sealed
from .sealed import FIRST_DAY, seal_addendum

BEGIN = date(2027, 9, 1)
VALUES = {
    "hours_per_week": st.integers(1, 40).map(Decimal),
    "ends_on": st.dates(date(2029, 1, 1), date(2031, 1, 1)),
    "working_days": st.sampled_from(["maandag", "dinsdag", ""]),
    "tasks": st.sampled_from(["Tekenen.", "Rekenen.\nMeten."]),
}
ADDENDUM = st.tuples(
    st.integers(0, 400),  # days after the one before
    st.sampled_from([State.SEALED, State.SEALED, State.SENT, State.CANCELLED, State.DECLINED]),
    st.fixed_dictionaries({}, optional=VALUES),
)


def row(made) -> list[Addendum]:
    day, addenda = BEGIN, []
    for number, (days, state, changes) in enumerate(made, start=1):
        day += timedelta(days=days)
        said = {name: plain(value) for name, value in changes.items()}
        addenda.append(Addendum(number=number, state=state, effective_on=day, changes=said))
    return addenda


@given(st.lists(ADDENDUM, max_size=6), st.integers(-10, 2500), st.randoms())
def test_consolidated_is_original_with_effective_changes_in_order(made, after, random):
    original = Agreement(
        starts_on=BEGIN, ends_on=date(2029, 8, 31), hours_per_week=Decimal(32), working_days="woensdag", tasks="Niets."
    )
    on, addenda = BEGIN + timedelta(days=after), row(made)
    expected = {name: getattr(original, name) for name in TEXT_FIELDS}
    for addendum, (_, state, changes) in zip(addenda, made, strict=True):
        if state == State.SEALED and addendum.effective_on <= on:
            expected |= changes
    shuffled = random.sample(addenda, len(addenda))
    now = with_changes(original, in_force(shuffled, on))
    assert {name: getattr(now, name) for name in TEXT_FIELDS} == expected
    assert term_with(original.starts_on, original.ends_on, shuffled, on) == (BEGIN, expected["ends_on"])
    assert original.hours_per_week == 32  # the original is left alone


@pytest.mark.django_db
class TestText:
    @pytest.fixture
    def mine(self):
        return scenes.matched()

    @pytest.fixture
    def agreement(self, mine):
        return sealed.sealed(mine)

    def read(self, agreement, on) -> Consolidation:
        with acting_as(SYSTEM):
            found = consolidate(Agreement.objects.get(pk=agreement.pk), on)
            assert found.sources
            return found

    def test_without_addenda_it_is_the_signed_text(self, agreement):
        with acting_as(SYSTEM):
            signed = agreement.versions.get(number=1).html
            found = self.read(agreement, FIRST_DAY)
            assert found.text.html == signed
            assert [source.article for source in found.sources] == articles(signed)[1]
            assert {source.addendum for source in found.sources} == {None}

    def test_each_changed_article_names_its_addendum(self, mine, agreement):
        first = seal_addendum(mine, agreement, hours_per_week=24)
        later = FIRST_DAY + timedelta(days=90)
        second = seal_addendum(mine, agreement, later, practice_supervisor="Els Bos, uitvoerder")
        with acting_as(SYSTEM):
            _, parts = articles(agreement.versions.get(number=1).html)
            signed = {article.heading: article.body.strip() for article in parts}
            sources = self.read(agreement, later).sources
        changed = {
            each.article.heading for each in sources if signed[each.article.heading] != each.article.body.strip()
        }
        assert {each.article.heading for each in sources if each.addendum} == changed
        assert {each.addendum for each in sources if each.addendum} == {first, second}

    def test_between_two_days_only_the_first_is_in_force(self, mine, agreement):
        first = seal_addendum(mine, agreement, hours_per_week=24)
        later = FIRST_DAY + timedelta(days=90)
        seal_addendum(mine, agreement, later, hours_per_week=20)
        for on, hours in [(FIRST_DAY - timedelta(days=1), 32), (FIRST_DAY, 24), (later, 20)]:
            assert self.read(agreement, on).now.hours_per_week == hours
        assert self.read(agreement, FIRST_DAY).addenda == [first]
