"""The gegevenskaart: asking, filling in, passing on, handing in; who may what; and two at the same time."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements import cards
from agreements.cards import Standing
from agreements.cautions import cautions
from agreements.enums import CardState, EventKind, Role, State
from agreements.events import verify_chain
from agreements.models import Agreement, Party, PartyCard
from agreements.services import cards as services
from agreements.services.cards import Incomplete, NotOpen, OfAnother, PassedTooOften
from agreements.services.drafting import NotInDraft
from agreements.term import last_day_of
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash, plain
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .cards import VISIT, Holder, ask
from .scenes import WHO
from .signers import last_mail, mails, said

pytestmark = pytest.mark.django_db
SUPERVISOR = {
    "supervisor_name": "Wim de Boer",
    "supervisor_function": "Voorman",
    "supervisor_email": "wim@bedrijf.test",
}


mine = built_once(scenes.matched)


@pytest.fixture
def draft(mine):
    return scenes.drafted(mine)


def party_of(agreement, role=Role.COMPANY) -> Party:
    with acting_as(SYSTEM):
        return Party.objects.get(agreement=agreement, role=role)


def now(agreement) -> Agreement:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=agreement.pk)


def test_asking_mails_a_personal_link_and_keeps_its_hash_only(mine, draft):
    holder = ask(mine, draft)
    assert holder.row.state == CardState.ASKED
    text = last_mail("karim@bedrijf.test", "card_request")
    assert holder.token in text
    assert holder.token not in str(holder.row.__dict__)
    assert "Joris Kok gaat bij" in text
    assert said(EventKind.DATA_ASKED, draft) == ["Gegevens van bedrijf gevraagd aan Karim Bakker"]


def test_asking_twice_in_one_click_sends_one_mail_and_asking_later_stops_the_old_link(mine, draft):
    first = ask(mine, draft)
    ask(mine, draft)
    assert len(mails("card_request")) == 1
    with acting_as(SYSTEM):
        PartyCard.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    again = ask(mine, draft)
    assert again.token != first.token
    with pytest.raises(DatabaseError, match="unknown link"), transaction.atomic(), acting_as(first.actor):
        pass


def test_what_is_typed_waits_on_the_card_until_it_is_handed_in(mine, draft):
    holder = ask(mine, draft)
    holder.keep(**SUPERVISOR)
    assert holder.row.answers == SUPERVISOR
    assert holder.row.state == CardState.OPENED
    assert now(draft).practice_supervisor == "Wim Dekker, Werkvoorbereider"
    holder.keep(address="Kade 1, 3511 AA Utrecht", kvk_number="12345678")
    supposed = ["contract_term", "contract_ends_on", "salary_agreed"]
    assert holder.hand_in() == sorted([*SUPERVISOR, *supposed, "address", "kvk_number"])
    agreement, party = now(draft), party_of(draft)
    assert agreement.practice_supervisor == "Wim de Boer, Voorman"
    assert (party.address, party.kvk_number) == ("Kade 1, 3511 AA Utrecht", "12345678")
    assert party.supervisor_email == "wim@bedrijf.test"
    assert holder.row.state == CardState.FILLED
    assert holder.row.answers == {}
    assert said(EventKind.DATA_FILLED, draft) == ["Gegevens van bedrijf ingevuld"]
    with acting_as(SYSTEM):
        assert verify_chain(draft) == []
        told = draft.events.get(kind=EventKind.DATA_FILLED)
    assert told.who == f"Karim Bakker, {mine.company.name}"
    assert '"ip":"192.0.2.8"' in told.payload


def test_salary_facts_become_one_text(mine, draft):
    holder = ask(mine, draft)
    holder.keep(address="Kade 1", contract_term="permanent", salary="cao Bouw, schaal 3", hours_per_week="28.5")
    holder.hand_in()
    agreement = now(draft)
    assert agreement.employment == "Arbeidsovereenkomst voor onbepaalde tijd.\nLoon: cao Bouw, schaal 3."
    assert (agreement.hours_per_week, agreement.salary_agreed) == (28.5, "yes")


def test_salary_that_is_not_paid_warns_who_sends(mine, draft):
    holder = ask(mine, draft)
    holder.keep(address="Kade 1", contract_term="permanent", salary_agreed="no", salary="")
    holder.hand_in()
    assert now(draft).employment == "Arbeidsovereenkomst voor onbepaalde tijd.\nDe werkgever betaalt geen salaris."
    assert "no_salary" in warned(mine, draft)
    holder.keep(salary_agreed="yes")
    with pytest.raises(Incomplete):
        holder.hand_in()
    holder.keep(salary="€ 1.000")
    holder.hand_in()
    assert not {"no_salary", "salary_unsaid"} & warned(mine, draft)


def warned(mine, draft) -> set[str]:
    with acting_as(mine.coordinator.actor):
        return {caution.code for caution in cautions(Agreement.objects.get(pk=draft.pk))}


def test_last_day_of_the_contract_warns_who_sends(mine, draft):
    holder = ask(mine, draft)
    with acting_as(holder.actor):
        known = cards.values_of(holder.own(), Party.objects.get())
    assert (known["contract_term"], known["contract_ends_on"]) == ("temporary", plain(supposed_end(draft)))
    holder.keep(address="Kade 1", contract_ends_on="2028-08-31", salary="cao Bouw")
    holder.hand_in()
    agreement = now(draft)
    assert (agreement.contract_term, agreement.contract_ends_on) == ("temporary", date(2028, 8, 31))
    assert agreement.employment.startswith("Arbeidsovereenkomst tot en met 31 augustus 2028")
    with acting_as(mine.coordinator.actor):
        assert "contract_ends_early" in [caution.code for caution in cautions(Agreement.objects.get(pk=draft.pk))]
    holder.keep(contract_term="programme")
    holder.hand_in()
    assert (now(draft).contract_term, now(draft).contract_ends_on) == ("programme", None)


def supposed_end(draft) -> date:
    with acting_as(SYSTEM):
        agreement = Agreement.objects.select_related("match__position").get(pk=draft.pk)
    return last_day_of(agreement.practice_starts_on, agreement.match.position.contract_months)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 9, 1), 24, date(2029, 8, 31)),
        (date(2027, 8, 31), 6, date(2028, 2, 28)),
        (date(2027, 1, 15), 12, date(2028, 1, 14)),
    ],
)
def test_months_end_the_day_before(first, months, last):
    assert last_day_of(first, months) == last


def test_what_the_hogeschool_mended_meanwhile_stays(mine, draft):
    holder = ask(mine, draft)
    holder.keep(address="Kade 1")
    with acting_as(mine.coordinator.actor):
        Party.objects.filter(agreement=draft, role=Role.COMPANY).update(legal_name="Bakker Bouw B.V.")
    holder.hand_in()
    assert party_of(draft).legal_name == "Bakker Bouw B.V."


def test_checking_without_a_change_is_handed_in_too(mine, draft):
    holder = ask(mine, draft)
    holder.keep(address="Kade 1")
    holder.hand_in()
    assert holder.hand_in() == []
    assert said(EventKind.DATA_FILLED, draft)[-1] == "Gegevens gecontroleerd"


def test_what_is_missing_is_not_handed_in(mine, draft):
    holder = ask(mine, draft)
    holder.keep(supervisor_name="")
    with pytest.raises(Incomplete):
        holder.hand_in()
    assert holder.row.filled_at is None


def test_a_student_who_corrects_her_name_signs_by_it(mine, draft):
    holder = ask(mine, draft, Role.STUDENT, "joris@thuis.test")
    holder.keep(legal_name="Joris Pieter Kok", born_on="2004-05-06")
    holder.hand_in()
    student = party_of(draft, Role.STUDENT)
    assert (student.legal_name, student.signer_name, str(student.born_on)) == (
        "Joris Pieter Kok", "Joris Pieter Kok", "2004-05-06",
    )  # fmt: skip
    assert now(draft).student_name == "Joris Pieter Kok"


def test_passing_on_closes_the_old_link_and_keeps_what_was_typed(mine, draft):
    first = ask(mine, draft)
    first.keep(address="Kade 1")
    first.pass_on("Els Baas", "els@bedrijf.test")
    with pytest.raises(DatabaseError, match="unknown link"), transaction.atomic(), acting_as(first.actor):
        pass
    second = Holder(first.row)
    assert second.row.answers == {"address": "Kade 1"}
    assert (second.row.name, second.row.passed_on_by) == ("Els Baas", "Karim Bakker")
    assert "Karim Bakker heeft aangegeven" in last_mail("els@bedrijf.test", "card_passed_on")
    assert said(EventKind.DATA_PASSED, draft) == ["Gegevenskaart doorgestuurd aan Els Baas"]


def test_a_link_is_no_way_to_mail_strangers(mine, draft):
    holder = ask(mine, draft)
    for number in range(services.MOST_PASSED):
        holder.pass_on(f"Nummer {number}", f"n{number}@bedrijf.test")
        holder = Holder(holder.row)
    with pytest.raises(PassedTooOften):
        holder.pass_on("Nog een", "nog@bedrijf.test")


def test_the_card_of_the_one_does_not_go_to_the_other(mine, draft):
    holder = ask(mine, draft)
    student = party_of(draft, Role.STUDENT).signer_email
    with pytest.raises(OfAnother):
        holder.pass_on("Zogenaamd", student.upper())
    assert said(EventKind.DATA_PASSED, draft) == []
    with acting_as(mine.coordinator.actor), pytest.raises(OfAnother):
        services.ask_party(draft, Role.COMPANY, name="Zogenaamd", email=student, who=WHO)
    with acting_as(mine.coordinator.actor), pytest.raises(OfAnother):
        services.ask_party(draft, Role.STUDENT, name="Zogenaamd", email=holder.row.email, who=WHO)


def test_taking_over_closes_the_link_and_keeps_what_was_typed(mine, draft):
    holder = ask(mine, draft)
    holder.keep(address="Kade 1")
    with acting_as(mine.coordinator.actor):
        services.take_over_card(PartyCard.objects.select_related("agreement").get(pk=holder.pk), who=WHO)
    assert party_of(draft).address == "Kade 1"
    assert holder.row.state == CardState.TAKEN_OVER
    with pytest.raises(DatabaseError, match="unknown link"), transaction.atomic(), acting_as(holder.actor):
        pass


def test_an_expired_link_renews_once(mine, draft):
    holder = ask(mine, draft)
    with acting_as(SYSTEM):
        PartyCard.objects.update(link_expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotOpen):
        holder.keep(address="Kade 1")
    with acting_as(holder.actor):
        assert cards.standing(holder.own()) == Standing.EXPIRED
        services.renew_card_link(holder.own(), visit=VISIT)
    Holder(holder.row).keep(address="Kade 1")


def test_two_who_fill_in_the_same_card(mine, draft):
    holder = ask(mine, draft)
    seen = {"address": "Utrecht", "supervisor_name": "Wim Dekker"}
    holder.keep(seen, address="Kade 1", supervisor_name="Wim Dekker")
    holder.keep(seen, address="Utrecht", supervisor_name="Wim de Boer")  # touched another field: both stay
    assert holder.row.answers == {"address": "Kade 1", "supervisor_name": "Wim de Boer"}
    with pytest.raises(Clash):
        holder.keep(seen, address="Haven 2", supervisor_name="Wim Dekker")
    assert holder.row.answers["address"] == "Kade 1"


def test_nothing_is_filled_in_once_it_was_sent(mine):
    draft = scenes.complete(mine)
    holder = ask(mine, draft)
    holder.keep(address="Kade 1")
    with acting_as(SYSTEM):
        Party.objects.filter(agreement=draft, role=Role.COMPANY).update(address="Haven 2")
    scenes.send(mine, draft)
    with pytest.raises(NotOpen):
        holder.hand_in()
    with pytest.raises(NotInDraft):
        ask(mine, draft)
    assert party_of(draft).address == "Haven 2"
    assert holder.row.answers == {"address": "Kade 1"}


def test_a_holder_changes_her_own_party_only(mine, draft):
    holder = ask(mine, draft)
    with acting_as(holder.actor):
        assert Party.objects.update(address="Overal") == 1
        assert Agreement.objects.update(working_days="dinsdag") == 1
        for column in ("guidance", "state", "practice_starts_on"):
            with pytest.raises(DatabaseError), transaction.atomic():
                Agreement.objects.update(**{column: None})
    assert party_of(draft, Role.STUDENT).address != "Overal"


def test_everybody_is_asked_once(mine, draft):
    with acting_as(mine.coordinator.actor):
        found = Agreement.objects.prefetch_related("parties", "cards")
        assert services.ask_everyone(found.filter(pk=draft.pk), who=WHO) == 2
        assert services.ask_everyone(found.filter(pk=draft.pk), who=WHO) == 0
    assert {mail.to_email for mail in mails("card_request")} == {mine.contact.user.email, mine.student.user.email}


@pytest.mark.django_db(transaction=True)
def test_handing_in_while_it_is_sent():
    """Either the text that goes out has what was filled in, or the card comes too late; never half."""
    mine = scenes.matched()
    draft = scenes.complete(mine)
    with acting_as(SYSTEM):
        Party.objects.filter(agreement=draft, role=Role.COMPANY).update(address="Haven 2")
    holder = ask(mine, draft)
    holder.keep({"address": "Haven 2"}, address="Kade 1")
    at_once(holder.hand_in, lambda: scenes.send(mine, now(draft)))
    agreement, party = now(draft), party_of(draft)
    if holder.row.filled_at:
        assert party.address == "Kade 1"
        assert agreement.state == State.DRAFT or "Kade 1" in latest_html(draft)
    else:
        assert (agreement.state, party.address) == (State.SENT, "Haven 2")
    with acting_as(SYSTEM):
        assert verify_chain(draft) == []


def latest_html(draft) -> str:
    with acting_as(SYSTEM):
        return draft.versions.latest("number").html


@pytest.mark.django_db(transaction=True)
def test_two_keep_the_same_field_at_once():
    mine = scenes.matched()
    holder = ask(mine, scenes.drafted(mine))
    seen = {"address": "Utrecht"}
    outcomes = at_once(
        lambda: holder.keep(seen, address="Kade 1"),
        lambda: holder.keep(seen, address="Haven 2"),
    )
    assert [type(outcome) for outcome in outcomes].count(Clash) == 1
