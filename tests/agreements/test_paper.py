"""The sealed document with all that it may hold, and what the code on its pages leads to."""

import subprocess
from io import BytesIO
from shutil import which
from uuid import uuid4

import pytest
from pypdf import PdfReader

from agreements import verification
from agreements.models import Agreement, Signing
from agreements.paper import paper_address
from agreements.services import forwarding
from agreements.services.drafting import Signer as Person
from agreements.services.sealing import seal_agreement
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.documents.services import read
from mkbroute.organisations.models import HouseStyle
from tests import cast
from tests.built_once import built_once
from tests.documents.papers import faults, image

from .signers import VISIT, Signer, last_mail, signers, text_of
from .test_drawings import LINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key")]
NAMES = ("Joris Kok", "Karim Bakker", "Truus Vos", "Sanne de Wit", "Els de Boer")


tenant = built_once(cast.tenant)


@pytest.fixture
def sealed(tenant) -> bytes:
    """One typed, one drew, and one passed her link on; the hogeschool has a house style with a logo."""
    with acting_as(SYSTEM):
        style = HouseStyle.objects.filter(organisation=tenant.hogeschool)
        style.update(brand="#7a1fa2", logo=image(size=(300, 80)), logo_type="image/png")
    people = signers(tenant.version)
    people["company"] = _forwarded(people["company"])
    people["student"].identify().sign(typed_name="", drawing=LINE)
    for role in ("company", "employer", "hogeschool"):
        people[role].identify().sign()
    with acting_as(SYSTEM):
        return read(seal_agreement(tenant.agreement.pk))


def _forwarded(person: Signer) -> Signer:
    person.identify()
    els = Person("Els de Boer", "els.de.boer@voorbeeld.test", "directeur")
    with acting_as(person.actor):
        signing = Signing.objects.select_related("version", "agreement").get(pk=person.pk)
        forwarding.forward_signing(
            signing, identified_at=person.identified_at, to=els, reason="Zij is bevoegd.", visit=VISIT
        )
    token = last_mail(els.email, "sign_forwarded").split("/tekenen/")[1].split("/")[0]
    return Signer(person.row, token)


def test_everything_in_it_is_archivable_accessible_and_sealed(sealed, tenant, tmp_path):
    assert faults(sealed) == []
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    told = subprocess.run([which("pdfsig"), "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(sealed)).pages).split())
    assert f"Karim Bakker, {tenant.company.name}, die op" in text
    assert "Reden: Zij is bevoegd." in text
    assert paper_address(tenant.version) in text.replace(" ", "")


def test_every_page_has_the_code(sealed):
    pages = PdfReader(BytesIO(sealed)).pages
    assert len(pages) > 1
    assert all(page.images for page in pages)


class TestCode:
    def page(self, client, tenant):
        return client.get(f"/controleren/{tenant.version.public_id}/")

    def test_tells_what_it_is_of_and_nobodys_name(self, sealed, tenant, client):
        answer = self.page(client, tenant)
        text = text_of(answer)
        assert answer.status_code == 200
        assert tenant.hogeschool.name in text
        assert "de nieuwste" in text
        assert not any(name in text for name in NAMES)
        with acting_as(PUBLIC):
            found = verification.paper_of(tenant.version.public_id)
        assert (found.number, len(found.signers)) == (1, 4)
        assert found.sha256 in text

    def test_says_when_there_is_a_newer_version(self, sealed, tenant, client):
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=tenant.agreement.pk).update(version=2)
        assert "Er is een nieuwere versie" in text_of(self.page(client, tenant))

    def test_of_what_was_not_sealed_is_unknown(self, tenant, client):
        assert self.page(client, tenant).status_code == 404
        assert client.get(f"/controleren/{uuid4()}/").status_code == 404
