"""The main job from end to end: a route is registered, sent back with a reason, completed and recognised; a company
offers a leerwerkplek, someone applies, both confirm; the agreement is drafted, declined by the one who must sign it,
changed, signed by three from their own mail, sealed, sent and verified.

Each person has a window and a mailbox of her own. Of the signers two sit at a desk and two use a phone, and one of them
does both.
"""

import re
import time
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mkbroute.organisations.enums import Kind, Part
from tests import cast

NEXT_YEAR = date(timezone.localdate().year + 1, 9, 1)
CANDIDATE = "joris@kandidaat.test"
DIRECTOR = "karim@bouwbedrijf.test"
MANAGER = "els@hogeschool.test"
REMARK = "Hoe vaak is de student in het bedrijf?"
OBJECTION = "Het loon is € 2.800."


@pytest.fixture
def people():
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Saxion")
    programme = cast.organisation(Kind.PROGRAMME, "Programmateam")
    branche = cast.organisation(Kind.BRANCHE, "Bouwend Nederland")
    return {
        "coordinator": cast.person("Sanne Vermeer", hogeschool, Part.COORDINATOR),
        "assessor": cast.person("Ingrid Dekker", programme, Part.PROGRAMME),
        "adviser": cast.person("Peter Smit", branche, Part.ADVISER),
    }


class Visit:
    """One person at her screen: every page she passes is checked."""

    def __init__(self, page: Page, check) -> None:
        self.page = page
        self._check = check

    def sees(self, heading: str | re.Pattern) -> None:
        self._check(self.page, heading)

    def goes(self, address: str, heading: str | re.Pattern) -> None:
        self.page.goto(address)
        self.sees(heading)

    def follows(self, link: str, heading: str | re.Pattern) -> None:
        self.page.get_by_role("main").get_by_role("link", name=link).first.click()
        self.sees(heading)

    def presses(self, button: str, heading: str | re.Pattern) -> None:
        self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        self.sees(heading)

    def fills(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']")
            kind = field.first.evaluate("field => field.type")
            if kind == "radio":
                self.page.locator(f"[name='{name}'][value='{value}']").check(force=True)  # under its label
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(value)


@pytest.fixture
def visit(open_window, check):
    return lambda *who, **options: Visit(open_window(*who, **options), check)


def test_from_a_route_to_a_sealed_agreement(people, visit, mailbox, tmp_path):
    coordinator, assessor = visit(people["coordinator"].user), visit(people["assessor"].user)
    register_and_submit(coordinator)
    confirm_partnership(visit(people["adviser"].user))
    ask_for_more(assessor, mailbox)
    submit_again(coordinator)
    recognise(assessor)
    offer_place(visit(), mailbox)
    publish_place(coordinator)
    candidate = visit(phone=True)
    apply(candidate, mailbox)
    propose(coordinator)
    say_yes_as_company(mailbox, visit)
    say_yes_as_candidate(candidate)
    draft_and_send(coordinator)
    sign(visit(phone=False), mailbox, CANDIDATE)
    decline(visit(phone=False), mailbox, DIRECTOR)
    send_a_new_version(coordinator, mailbox)
    for address, phone in ((CANDIDATE, True), (DIRECTOR, True), (MANAGER, False)):
        sign(visit(phone=phone), mailbox, address)
    document = sealed_by_mail(mailbox, tmp_path)
    verify(visit(), document)
    everything_stands_on_one_timeline(coordinator)


def register_and_submit(coordinator: Visit) -> None:
    coordinator.goes("/", "Werkvoorraad")
    coordinator.goes("/routes/", "Routes")
    coordinator.follows("Route registreren", "Route registreren")
    coordinator.fills(
        programme="Bouwkunde",
        degree="ad",
        sector="building",
        form="duaal",
        shape="throughout",
        summary="Je leert een bouwproject voorbereiden.",
        connection="Opdrachten komen uit het bedrijf.",
        city="Enschede",
        province="overijssel",
        starts_on=NEXT_YEAR.isoformat(),
        places="28",
        contact_name="Sanne Vermeer",
        contact_email="sanne@hogeschool.test",
    )
    coordinator.presses("Registreren", "Ad Bouwkunde")
    coordinator.follows("Partner toevoegen", "Partner toevoegen")
    coordinator.page.get_by_role("combobox").fill("Bouwend")
    coordinator.page.get_by_role("option").first.click()
    coordinator.fills(contribution="Denkt mee over de inhoud.")
    coordinator.presses("Toevoegen", "Ad Bouwkunde")
    coordinator.follows("Dossier invullen", "Dossier")
    coordinator.page.get_by_role("link", name="Invullen criterium 1").click()
    for number in range(1, 6):
        expect(coordinator.page.locator(".eyebrow")).to_contain_text(str(number))
        coordinator.sees(re.compile("."))
        coordinator.fills(statement="Zo doen wij dat.", evidence="Zie de studiegids.", own_verdict="meets")
        coordinator.page.get_by_role("main").locator("form button[type=submit]").first.click()
    coordinator.goes(coordinator.page.url.split("/dossier/")[0] + "/", "Ad Bouwkunde")
    coordinator.follows("Indienen bij het programmateam", re.compile("indienen", re.IGNORECASE))
    coordinator.presses("Indienen", "Ad Bouwkunde")
    expect(coordinator.page.get_by_text("Ingediend").first).to_be_visible()


def confirm_partnership(adviser: Visit) -> None:
    adviser.goes("/", "Overzicht")
    adviser.follows("Ad Bouwkunde", "Ad Bouwkunde")
    adviser.presses("Ja, wij geven deze route mee vorm", "Ad Bouwkunde")
    expect(adviser.page.get_by_text("Bevestigd").first).to_be_visible()


def ask_for_more(assessor: Visit, mailbox) -> None:
    assessor.goes("/", "Overzicht")
    assessor.follows("Ad Bouwkunde", "Ad Bouwkunde")
    judge(assessor, "Voldoet")
    third = assessor.page.locator(".verdict-form").nth(2)
    third.get_by_label("Voldoet deels").check(force=True)
    third.locator("textarea").fill(REMARK)
    assessor.fills(decision="returned", reason="Eén punt is nog niet duidelijk.")
    assessor.presses("Opslaan", "Beoordeling")
    assert REMARK in text_of(mailbox.wait_for("sanne@hogeschool.test", "anvulling"))


def submit_again(coordinator: Visit) -> None:
    coordinator.goes("/", "Werkvoorraad")
    coordinator.follows("Ad Bouwkunde", "Ad Bouwkunde")
    expect(coordinator.page.get_by_text("Eén punt is nog niet duidelijk.").first).to_be_visible()
    detail = coordinator.page.url
    coordinator.goes(f"{detail}dossier/3/", re.compile("."))
    expect(coordinator.page.get_by_text(REMARK).first).to_be_visible()
    coordinator.fills(statement="Zo doen wij dat: elke week een dag in het bedrijf.")
    coordinator.page.get_by_role("main").locator("form button[type=submit]").first.click()
    coordinator.goes(f"{detail}indienen/", re.compile("indienen", re.IGNORECASE))
    coordinator.presses("Indienen", "Ad Bouwkunde")


def judge(assessor: Visit, verdict: str) -> None:
    for group in assessor.page.locator(".verdict-form").all():
        group.get_by_label(verdict, exact=True).check(force=True)


def recognise(assessor: Visit) -> None:
    assessor.goes("/", "Overzicht")
    assessor.follows("Ad Bouwkunde", "Ad Bouwkunde")
    judge(assessor, "Voldoet")
    assessor.fills(decision="recognised")
    assessor.presses("Opslaan", "Beoordeling")
    expect(assessor.page.get_by_text("erkend").first).to_be_visible()


def log_in(person: Visit, mailbox, address: str) -> None:
    person.fills(login=address)
    person.presses("Verder", "Vul de code in")
    person.page.locator("[name=code]").fill(mailbox.wait_for(address, "is uw code")["Subject"].split()[0])
    person.page.get_by_role("main").locator("form button[type=submit]").first.click()


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def offer_place(company: Visit, mailbox) -> None:
    company.goes("/voor-bedrijven/", "Leid zelf uw vakmensen op")
    company.page.get_by_role("main").get_by_role("link", name="Bedrijf aanmelden").first.click()
    log_in(company, mailbox, DIRECTOR)
    company.sees("Uw bedrijf aanmelden")
    company.fills(
        name="Bennani Bouw",
        kvk_number="01234567",
        street="Havenkade 12",
        postcode="7553 AA",
        city="Hengelo",
        province="overijssel",
        person_name="Karim Bennani",
    )
    company.page.get_by_role("button", name="Bedrijf aanmelden").click()
    expect(company.page.get_by_role("heading", level=1)).not_to_have_text("Uw bedrijf aanmelden")
    company.goes("/leerwerkplekken/aanbieden/", "Leerwerkplek aanbieden")
    company.fills(
        title="Assistent-werkvoorbereider",
        tasks="Tekenen, rekenen en plannen.",
        learning="Een bouwproject voorbereiden.",
        hours_per_week="32",
        working_days="maandag tot en met donderdag",
        starts_on=NEXT_YEAR.isoformat(),
        salary_from="2600",
        salary_hours="40",
        supervisor_name="Wim Dekkers",
        supervisor_function="Werkvoorbereider",
        supervisor_email="wim@bouwbedrijf.test",
        signatory_name="Karim Bennani",
        signatory_function="Directeur",
        signatory_email=DIRECTOR,
    )
    company.page.get_by_label("Per maand", exact=True).check(force=True)
    company.page.get_by_label("Ad Bouwkunde").check(force=True)
    company.page.get_by_role("button", name="Bied de leerwerkplek aan").click()
    company.sees(re.compile("Assistent-werkvoorbereider|staat"))
    assert mailbox.wait_for("sanne@hogeschool.test", "eerwerkplek")


def publish_place(coordinator: Visit) -> None:
    coordinator.goes("/", "Werkvoorraad")
    coordinator.follows("Assistent-werkvoorbereider, Bennani Bouw", "Assistent-werkvoorbereider")
    coordinator.presses("Publiceer", "Assistent-werkvoorbereider")


def apply(candidate: Visit, mailbox) -> None:
    candidate.goes("/opleidingen/", "Kies je opleiding")
    candidate.follows("Ad Bouwkunde", "Ad Bouwkunde")
    candidate.follows("Meld je aan", "Aanmelden")
    candidate.page.get_by_role("link", name="Begin met je e-mailadres").click()
    log_in(candidate, mailbox, CANDIDATE)
    candidate.sees("Aanmelden")
    candidate.fills(
        name="Joris Wolters",
        phone="06 12345678",
        city="Enschede",
        province="overijssel",
        background="mbo4",
        prior_education="Mbo 4 Bouw",
        motivation="Ik wil verder leren.",
    )
    candidate.page.get_by_role("button", name="Aanmelden", exact=True).click()
    candidate.sees(re.compile("."))
    assert "Ad Bouwkunde" in text_of(mailbox.wait_for(CANDIDATE, "binnen"))


def propose(coordinator: Visit) -> None:
    coordinator.goes("/", "Werkvoorraad")
    coordinator.follows("Joris Wolters", "Joris Wolters")
    coordinator.follows("Beoordeel de toelating", "Toelating")
    coordinator.fills(**{"prior-outcome": "met"})
    coordinator.presses("Bewaar en laat toe", "Joris Wolters")
    coordinator.follows("Leerwerkplek voorstellen", "Leerwerkplek voorstellen")
    coordinator.page.locator("[name=offer]").first.check(force=True)
    coordinator.presses("Stel voor", "Joris Wolters")


def say_yes_as_company(mailbox, visit) -> None:
    """In a new window: she comes from her mail, and logs in by code."""
    link = re.search(r"https?://\S+/voorstellen/\S+", text_of(mailbox.wait_for(DIRECTOR, "Een kandidaat")))
    company = visit()
    company.page.goto(link[0])
    log_in(company, mailbox, DIRECTOR)
    company.sees("Joris Wolters")
    company.presses("Ja, graag", "Joris Wolters")


def say_yes_as_candidate(candidate: Visit) -> None:
    candidate.goes("/", "Mijn route")
    candidate.follows("Assistent-werkvoorbereider", re.compile("."))
    candidate.page.get_by_role("button", name=re.compile("^Ja")).click()
    candidate.sees(re.compile("."))


def draft_and_send(coordinator: Visit) -> None:
    coordinator.goes("/", "Werkvoorraad")
    coordinator.follows("Joris Wolters", "Joris Wolters")
    coordinator.follows("overeenkomst", "Overeenkomst opstellen")
    coordinator.fills(signer_name="Els Janssen", signer_email=MANAGER)
    coordinator.presses("Maak het concept", "Tekst bewerken")
    expect(coordinator.page.get_by_role("complementary", name="Wat de wet vraagt")).to_contain_text("2 van 4 compleet")
    send = coordinator.page.url.replace("/bewerken/", "/versturen/")
    coordinator.goes(send, re.compile("."))
    expect(coordinator.page.get_by_role("button", name="Verstuur")).to_have_count(0)
    coordinator.goes(send.replace("/versturen/", "/bewerken/"), "Tekst bewerken")
    coordinator.fills(guidance="Elke week een uur.", assessment="De docent beoordeelt.")
    coordinator.presses("Opslaan", "Joris Wolters")
    coordinator.goes(send.replace("/versturen/", "/voorbeeld/"), re.compile("overeenkomst"))
    expect(coordinator.page.get_by_role("article")).to_contain_text("Elke week een uur.")
    reads_pdf(coordinator, coordinator.page.get_by_role("link", name="Als PDF").get_attribute("href"))
    coordinator.goes(send, "Versturen om te tekenen")
    for reason in coordinator.page.get_by_role("group", name="Kijk hier nog eens naar").get_by_role("textbox").all():
        reason.fill("Besproken met het bedrijf en de student.")
    coordinator.presses("Verstuur naar 3 ondertekenaars", "Joris Wolters")


def reads_pdf(reader: Visit, address: str) -> None:
    """What the browser would show: the PDF itself, with her own cookies."""
    answer = reader.page.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    assert "Elke week een uur." in text


def open_link(signer: Visit, mailbox, address: str) -> None:
    link = re.search(r"https?://\S+/tekenen/\S+", text_of(mailbox.wait_for(address, "Tekenen")))
    signer.goes(link[0], re.compile("overeenkomst", re.IGNORECASE))
    expect(signer.page.get_by_text("Dit spreken we af")).to_be_visible()


def confirm_code(signer: Visit, mailbox, address: str, heading: str) -> None:
    ask_code(signer)
    code = re.search(r"\b\d{6}\b", text_of(mailbox.wait_for(address, "Code om")))
    signer.page.locator("[name=code]").fill(code[0])
    signer.presses("Verder", heading)


def ask_code(signer: Visit) -> None:
    """Who was just sent one, for the version before, waits as the page says: a minute at most."""
    arrived = signer.page.get_by_role("heading", level=1, name="Vul de code in")
    until = time.monotonic() + 90
    while not arrived.is_visible() and time.monotonic() < until:
        signer.page.get_by_role("button", name="Stuur mij een code").click()
        with suppress(AssertionError):
            expect(arrived).to_be_visible()
    signer.sees("Vul de code in")


def decline(signer: Visit, mailbox, address: str) -> None:
    open_link(signer, mailbox, address)
    reads_pdf(signer, signer.page.get_by_role("link", name="open alles als PDF").get_attribute("href"))
    signer.follows("Laat weten dat u niet tekent", "Vraag een code aan")
    confirm_code(signer, mailbox, address, "Niet tekenen")
    signer.fills(kind="disagree", reason=OBJECTION)
    signer.presses("Verstuur: ik teken niet", "De weigering is doorgegeven")


def send_a_new_version(coordinator: Visit, mailbox) -> None:
    for address in (CANDIDATE, "sanne@hogeschool.test"):
        assert OBJECTION in text_of(mailbox.wait_for(address, "Niet getekend"))
    mailbox.empty()  # the links of the first version are worth nothing now
    coordinator.goes("/", "Werkvoorraad")
    coordinator.follows("Joris Wolters", "Joris Wolters")
    expect(coordinator.page.get_by_text(OBJECTION).first).to_be_visible()
    coordinator.follows("Haal terug om te wijzigen", "Terughalen om te wijzigen?")
    coordinator.fills(reason="Het loon wordt aangepast.")
    coordinator.presses("Haal terug", "Joris Wolters")
    coordinator.follows("Tekst bewerken", "Tekst bewerken")
    coordinator.fills(employment="Arbeidsovereenkomst voor 24 maanden. Loon: € 2.800 per maand.")
    coordinator.presses("Opslaan", "Joris Wolters")
    coordinator.follows("Naar versturen", "Versturen om te tekenen")
    coordinator.presses("Verstuur naar 3 ondertekenaars", "Joris Wolters")
    assert "Artikel 9. Arbeidsovereenkomst en loon" in text_of(mailbox.wait_for(CANDIDATE, "Tekenen"))


def sign(signer: Visit, mailbox, address: str) -> None:
    open_link(signer, mailbox, address)
    confirm_code(signer, mailbox, address, "Ondertekenen")
    for box in signer.page.locator("form input[type=checkbox]").all():
        box.check(force=True)
    signer.page.locator("input[name=typed_name]").fill(name_of(address))
    signer.presses("Ondertekenen", re.compile("Bedankt|rond"))


def name_of(address: str) -> str:
    return {CANDIDATE: "Joris Wolters", DIRECTOR: "Karim Bennani", MANAGER: "Els Janssen"}[address]


def sealed_by_mail(mailbox, folder):
    for address in (CANDIDATE, DIRECTOR, MANAGER):
        mail = mailbox.wait_for(address, "Door iedereen getekend", seconds=60)
        attachments = list(mail.iter_attachments())
        assert [part.get_content_type() for part in attachments] == ["application/pdf"], address
    file = folder / "overeenkomst.pdf"
    file.write_bytes(attachments[0].get_content())
    return file


def verify(visitor: Visit, document) -> None:
    visitor.goes("/controleren/", re.compile("."))
    visitor.page.locator("input[type=file]").set_input_files(document)
    visitor.page.get_by_role("main").locator("form button[type=submit]").first.click()
    visitor.sees(re.compile("."))
    for text in ("versie 2", "Joris Wolters", "Karim Bennani", "Els Janssen"):
        expect(visitor.page.get_by_role("main")).to_contain_text(text, ignore_case=True)
    content = bytearray(document.read_bytes())
    content[len(content) // 2] ^= 1
    document.write_bytes(content)
    visitor.goes("/controleren/", re.compile("."))
    visitor.page.locator("input[type=file]").set_input_files(document)
    visitor.page.get_by_role("main").locator("form button[type=submit]").first.click()
    visitor.sees(re.compile("."))
    expect(visitor.page.get_by_role("main")).not_to_contain_text("Joris Wolters")


def everything_stands_on_one_timeline(coordinator: Visit) -> None:
    coordinator.goes("/overeenkomsten/", "Overeenkomsten")
    coordinator.follows("Joris Wolters", "Joris Wolters")
    for what in ("Aangemeld", "Voorgesteld", "opgesteld", "verstuurd", OBJECTION, "teruggehaald", "Verzegeld"):
        expect(coordinator.page.get_by_role("main")).to_contain_text(what, ignore_case=True)
