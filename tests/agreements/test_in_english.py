"""Of an agreement in English, what the portal writes around it on paper is English too."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from agreements import ending_paper, ending_wording, evidence_wording
from agreements.consolidated import consolidate
from agreements.enums import Confirmation, EndingKind, EventKind, Language, Manner, Role
from agreements.models import Agreement, Ending
from agreements.queries import detailed
from agreements.services.contacts import current_parties
from agreements.services.correcting import correct_diploma
from agreements.services.sealing import seal_agreement
from agreements.views.consolidated import consolidated_pdf
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.services import read
from tests.documents.papers import faults

from . import endings, scenes
from .endings import graduated
from .signers import all_sign, signers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
DUTCH = ("Ondertekening", "bewijs en", "Getekend op", "Wat er gebeurde", "pagina ", "Alle partijen", "Grond ")


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def mine():
    return scenes.matched()


def sealed(mine, **fields) -> bytes:
    version = scenes.send(mine, scenes.complete(mine, **fields))
    all_sign(signers(version))
    with acting_as(SYSTEM):
        return read(seal_agreement(version.agreement_id))


def test_evidence_of_an_english_agreement_is_english(mine):
    content = sealed(mine, language=Language.EN)
    assert faults(content) == []
    text = words_of(content)
    for said in ("Signatures and evidence", "All parties signed the text above", "Check it yourself", "Code confirmed:",
                 "page 1 of"):  # fmt: skip
        assert said in text
    last_pages = text[text.index("Signatures and evidence") :]
    assert not [dutch for dutch in DUTCH if dutch in last_pages]
    assert PdfReader(BytesIO(content)).trailer["/Root"]["/Lang"] == "en"


def test_evidence_of_a_dutch_one_stays_dutch(mine):
    text = words_of(sealed(mine))
    assert "Ondertekening en bewijs" in text
    assert "pagina 1 van" in text


@pytest.mark.parametrize("proposal", [None, graduated()])
def test_letter_about_the_end_of_an_english_agreement_is_english(mine, proposal):
    agreement = endings.running(mine, language=Language.EN)
    ending = endings.propose(mine, agreement, proposal)
    if not proposal:
        endings.parties(ending)["company"].answer(agreed=False, reason="The date is wrong.")
        endings.all_agree(ending)
    endings.work(agreement)
    with acting_as(SYSTEM):
        content = read(Ending.objects.get(pk=ending.pk).document)
    assert faults(content) == []
    text = words_of(content)
    for said in ("The agreement ends after", "Yours sincerely,", "What this means", "page 1 of"):
        assert said in text
    for dutch in ("De overeenkomst", "Laatste dag", "Betreft", "Akkoord", "Met vriendelijke groet"):
        assert dutch not in text


def test_consolidated_text_of_an_english_agreement_is_marked_as_english(mine):
    agreement = endings.running(mine, language=Language.EN)
    with acting_as(mine.coordinator.actor):
        content = consolidated_pdf(consolidate(detailed(Role.HOGESCHOOL).get(pk=agreement.pk)))
    assert PdfReader(BytesIO(content)).trailer["/Root"]["/Lang"] == "en"
    assert "page 1 of" in words_of(content)


def test_letter_that_corrects_a_diploma_of_an_english_agreement_is_english(mine):
    agreement = endings.running(mine, language=Language.EN)
    ending = endings.propose(mine, agreement, graduated())
    endings.work(agreement)
    with acting_as(mine.coordinator.actor):
        correct_diploma(ending, reason="A namesake.", who="W")
    endings.work(agreement)
    with acting_as(SYSTEM):
        content = read(Ending.objects.get(pk=ending.pk).correction)
    assert faults(content) == []
    text = words_of(content)
    for said in ("continues", "That letter no longer holds", "A namesake.", "Yours sincerely,"):
        assert said in text
    for dutch in ("De overeenkomst", "Wat er niet klopte", "Met vriendelijke groet"):
        assert dutch not in text


def test_it_says_in_english_that_the_end_date_has_been(mine):
    agreement = endings.running(mine, language=Language.EN)
    ending = endings.propose(mine, agreement, graduated())
    with acting_as(SYSTEM):
        ending = Ending.objects.select_related("agreement__route", "agreement__hogeschool").get(pk=ending.pk)
        ending.corrected_at = ending.closed_at
        text = words_of(ending_paper.correction(ending, agreement.parties.all(), date(2026, 3, 1)))
    assert "ended on its end date, 1 March 2026" in text
    assert "has not been obtained yet" in text
    assert "continues" not in text


def test_letter_of_an_early_end_names_who_answered_in_english(mine):
    agreement = endings.running(mine, language=Language.EN)
    ending = endings.propose(mine, agreement)
    with acting_as(SYSTEM):
        ending = Ending.objects.select_related("agreement__route", "agreement__hogeschool").get(pk=ending.pk)
        ending.closed_at, ending.closing_reason = ending.proposed_at, "No answer for weeks."
        parties = current_parties(Agreement.objects.get(pk=agreement.pk))
        text = words_of(ending_paper.letter(ending, parties))
    assert "What the parties say" in text
    assert "no answer" in text
    assert "Terminated in writing by one party" in text
    assert "No answer for weeks." in text


def test_everything_has_english_words():
    assert set(evidence_wording.IN_ENGLISH) == set(EventKind)
    assert set(ending_wording.KINDS) == set(EndingKind)
    assert set(ending_wording.MANNERS) == set(Manner)
    assert set(ending_wording.ANSWERS) == set(Confirmation)
