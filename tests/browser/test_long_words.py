"""Words and addresses that are longer than a phone is wide, wherever people can write them."""

import pytest
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes
from tests.agreements.signers import signers

ADDRESS = "https://www.hogeschool.test/onderwijs/associate-degree/bouwkunde/documenten/opleidingsplan-2027-2028.pdf"
ENDLESS = "Werkvoorbereidingsaansprakelijkheid" * 10
LONG = f"Zie {ADDRESS}\n- {ENDLESS}"
FIELDS = dict.fromkeys(("tasks", "employment", "assessment", "guidance", "other_arrangements"), LONG)


@pytest.fixture
def mine(transactional_db):
    mine = scenes.matched()
    with acting_as(SYSTEM):
        for row, fields in (
            (mine.application, {"motivation": LONG, "prior_education": ENDLESS[:200], "name": ENDLESS[:100]}),
            (mine.position, {"title": ENDLESS[:110], "tasks": LONG, "learning": LONG, "salary_note": ADDRESS[:100]}),
            (mine.match, {"note": LONG}),
        ):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=list(fields))
    return mine


@pytest.mark.parametrize("phone", [True, False])
def test_pages_stay_as_wide_as_the_screen(open_window, assert_fits, mine, phone):
    agreement = scenes.complete(mine, **FIELDS)
    about = {name: [getattr(mine, row).public_id] for name, row in (("position", "position"), ("match", "match"))}
    person, coordinator, company = (
        open_window(who.user, phone=phone) for who in (mine.student, mine.coordinator, mine.contact)
    )
    of_agreement = [reverse(f"agreements:{name}", args=[agreement.public_id]) for name in ("detail", "preview", "send")]
    for window, addresses in (
        (coordinator, ["/", "/aanmeldingen/", "/overeenkomsten/", *of_agreement]),
        (coordinator, [reverse("matching:application", args=[mine.application.public_id])]),
        (company, ["/", *(reverse(f"matching:{name}", args=args) for name, args in about.items())]),
        (person, ["/", reverse("matching:mine", args=[mine.application.public_id])]),
    ):
        for address in addresses:
            window.goto(address)
            assert_fits(window)


def test_the_page_to_sign_stays_as_wide_as_a_phone(open_window, check, mine):
    signer = signers(scenes.send(mine, scenes.complete(mine, **FIELDS)))["company"]
    page = open_window(phone=True)
    page.goto(signer.path)
    assert ADDRESS in page.get_by_role("main").inner_text()
    check(page, page.get_by_role("heading", level=1).inner_text())
    page.goto(f"{signer.path}?alles")
    check(page, page.get_by_role("heading", level=1).inner_text())
    page.get_by_role("button", name="Stuur mij een code").click()
    check(page, "Vul de code in")
