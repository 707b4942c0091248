"""What the file inside a sealed document tells, and of whom it stays silent."""

import json
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from agreements import codes
from agreements.enclosed import EVIDENCE, problems_of
from agreements.evidence import gather
from agreements.models import AgreementVersion
from agreements.services.addenda import reopen_addendum
from agreements.services.sealing import seal_agreement
from agreements.services.sending import reopen_agreement
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.render import Enclosure, render_pdf
from mkbroute.documents.seal import seal_pdf
from mkbroute.documents.services import read, store_sealed
from tests import cast
from tests.built_once import built_once

from . import scenes, sealed
from .scenes import WHO
from .signers import all_sign, seal, signers

pytestmark = pytest.mark.django_db
REFUSAL = "De oude werkgever vindt het salaris te hoog."


def enclosed_in(pdf: bytes) -> tuple[bytes, bytes]:
    files = PdfReader(BytesIO(pdf)).attachments
    return files["bewijs.json"][0], files["tekst.html"][0]


mine = built_once(scenes.matched)


@pytest.fixture
def agreement(mine, monkeypatch):
    """Its company first declined."""
    monkeypatch.setattr(codes, "next_at", lambda *arguments: None)  # nobody waits for a next code
    agreement = scenes.complete(mine)
    version = scenes.send(mine, agreement)
    signers(version)["company"].identify().decline(REFUSAL)
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="Het salaris is gewijzigd.", who=WHO)
    version = scenes.send(mine, agreement)
    all_sign(signers(version))
    return sealed.seal_without_work(version)


@pytest.fixture
def addendum(mine, agreement):
    addendum = sealed.drafted(mine, agreement, hours_per_week=24)
    sealed.send(mine, addendum)
    with acting_as(mine.coordinator.actor):
        scenes.record(agreement, "edited", "Iets over de praktijk, midden in het addendum")
        reopen_addendum(addendum, reason="Nog een fout.", who=WHO)
    all_sign(signers(sealed.send(mine, addendum)))
    return addendum


def evidence_of(addendum):
    with acting_as(SYSTEM):
        found = AgreementVersion.objects.select_related("addendum", "agreement")
        return gather(found.filter(addendum=addendum).latest("number"))


class TestOfAnAddendum:
    def test_tells_nothing_of_what_came_before_or_is_not_of_it(self, addendum):
        evidence = evidence_of(addendum)
        told = evidence.as_json().decode()
        assert REFUSAL not in told
        assert "midden in het addendum" not in told
        assert "Overeenkomst" not in " ".join(event.text for event in evidence.events if event.kind == "drafted")
        assert "Nog een fout." in told
        assert [signature.role for signature in evidence.signatures] != []

    def test_agreement_itself_tells_all(self, agreement):
        with acting_as(SYSTEM):
            version = agreement.versions.get(number=agreement.version)
            assert REFUSAL in gather(version).as_json().decode()

    def test_chain_can_be_checked_from_the_file(self, addendum):
        evidence = evidence_of(addendum)
        told = json.loads(evidence.as_json())
        assert told["anchor"] == evidence.line[0].previous_hash != "0" * 64
        assert [event["payload"] for event in told["events"]].count(None) == 1
        assert problems_of(evidence.as_json(), evidence.version.html.encode()) == []

    def test_one_changed_letter_shows(self, addendum):
        evidence = evidence_of(addendum)
        changed = evidence.as_json().decode().replace("Nog een fout.", "Nog een feit.").encode()
        (problem,) = problems_of(changed, evidence.version.html.encode())
        assert "does not hold" in problem

    def test_event_left_out_shows(self, addendum):
        told = json.loads(evidence_of(addendum).as_json())
        del told["events"][2]
        assert problems_of(json.dumps(told).encode(), b"")

    @pytest.mark.usefixtures("seal_key")
    def test_sealed_file_says_so_too(self, addendum):
        with acting_as(SYSTEM):
            pdf = read(seal_agreement(addendum.agreement_id))
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
        assert "Hier staat wat er met dit addendum gebeurde" in text
        assert REFUSAL not in text
        assert problems_of(*enclosed_in(pdf)) == []


@pytest.mark.usefixtures("seal_key")
class TestCommand:
    """`manage.py verify`, of what a whole file says of itself."""

    def verify(self, content: bytes, tmp_path) -> tuple[int, dict]:
        path, output = tmp_path / "document.pdf", StringIO()
        path.write_bytes(content)
        try:
            call_command("verify", str(path), stdout=output)
        except SystemExit as stop:
            return stop.code, json.loads(output.getvalue())
        return 0, json.loads(output.getvalue())

    def test_tells_level_version_and_signers(self, tmp_path):
        tenant = cast.tenant()
        status, told = self.verify(read(seal(tenant)), tmp_path)
        assert (status, told["problems"]) == (0, [])
        assert (told["level"], told["stamped_at"]) == ("B-B", None)
        assert (told["agreement"], told["version"], told["addendum"]) == (str(tenant.agreement.public_id), 1, None)
        assert [signer["name"] for signer in told["signers"]] == [
            "Joris Kok",
            "Karim Bakker",
            "Truus Vos",
            "Sanne de Wit",
        ]
        assert {*told["signers"][0]} == {"role", "name", "function", "party", "signed_at", "signed_on"}

    def test_of_an_addendum(self, addendum, tmp_path):
        with acting_as(SYSTEM):
            content = read(seal_agreement(addendum.agreement_id))
        status, told = self.verify(content, tmp_path)
        assert (status, told["addendum"], len(told["signers"])) == (0, 1, 3)

    def test_says_nothing_of_what_was_changed(self, tmp_path):
        status, told = self.verify(read(seal(cast.tenant())) + b" ", tmp_path)
        assert status == 1
        assert "signers" not in told

    def test_whole_file_with_a_log_that_does_not_hold(self, tmp_path):
        """Only a fault of ours can make one; the status tells it to whoever checks many."""
        enclosures = [Enclosure(EVIDENCE, b"{}", "Gebeurtenissen", "Data")]
        sealed = seal_pdf(render_pdf("<h1>Overeenkomst</h1>", title="Overeenkomst", enclosures=enclosures), reason="x")
        with acting_as(SYSTEM):
            store_sealed(sealed, name="overeenkomst.pdf")
        status, told = self.verify(sealed.pdf, tmp_path)
        assert (status, told["outcome"]) == (1, "intact")
        assert told["problems"] == ["not evidence that this portal encloses"]


@pytest.mark.usefixtures("seal_key")
class TestFormats:
    @pytest.fixture
    def files(self):
        return enclosed_in(read(seal(cast.tenant())))

    def test_of_an_agreement_begins_at_the_beginning(self, files):
        told = json.loads(files[0])
        assert (told["anchor"], told["addendum"], told["events"][0]["previous_hash"]) == ("0" * 64, None, "0" * 64)
        assert problems_of(*files) == []

    def test_former_format_is_understood(self, files):
        """It has no anchor, and a payload in every event."""
        told = json.loads(files[0])
        former = {name: value for name, value in told.items() if name not in ("anchor", "addendum")}
        former["format"] = "mkb-route agreement evidence 1"
        assert problems_of(json.dumps(former).encode(), files[1]) == []
        former["events"][0]["payload"] = None
        assert problems_of(json.dumps(former).encode(), files[1])

    def test_another_text_shows(self, files):
        (problem,) = problems_of(files[0], b"<p>Iets anders.</p>")
        assert "text" in problem

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": "iets anders"}'])
    def test_what_is_no_evidence(self, content):
        assert problems_of(content, b"") == ["not evidence that this portal encloses"]

    def test_end_cut_off_shows(self, files):
        told = json.loads(files[0])
        assert told["events"].pop()["hash"] == told["head"]
        assert problems_of(json.dumps(told).encode(), files[1])
        assert sha256(files[1]).hexdigest() == told["content_sha256"]
