"""A sealed agreement, without the work of sealing: for what comes after it."""

from datetime import date

from django.utils import timezone

from agreements.addendum_readiness import addendum_cautions
from agreements.addendum_text import compose_addendum
from agreements.enums import State
from agreements.models import Addendum, Agreement, AgreementVersion
from agreements.services.addenda import addendum_values, draft_addendum, edit_addendum, send_addendum
from agreements.services.sending import fingerprint
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

from . import scenes
from .scenes import WHO
from .signers import Signer, signers

FIRST_DAY = date(2028, 2, 1)
WHY = "De student gaat een dag minder werken."


def sealed(mine: cast.Tenant, turned_back: dict | None = None, **fields) -> Agreement:
    """As the worker leaves it; its document is the one of the cast."""
    agreement = scenes.complete(mine, **fields)
    return seal_without_work(scenes.send(mine, agreement), turned_back)


def seal_without_work(version: AgreementVersion, turned_back: dict | None = None) -> Agreement:
    agreement = version.agreement
    with acting_as(SYSTEM):
        if turned_back:  # nothing so old can be sent
            Agreement.objects.filter(pk=agreement.pk).update(state=State.DRAFT)
            Agreement.objects.filter(pk=agreement.pk).update(**turned_back)
            Agreement.objects.filter(pk=agreement.pk).update(state=State.SENT)
        for state in (State.SIGNED, State.SEALED):
            Agreement.objects.filter(pk=agreement.pk).update(state=state)
        at = timezone.now()
        version.document, version.sealed_at = _document(agreement, version), at
        version.save(update_fields=["document", "sealed_at"])
        return Agreement.objects.get(pk=agreement.pk)


def _document(agreement: Agreement, version: AgreementVersion):
    from mkbroute.documents.enums import Kind
    from mkbroute.documents.services import store

    return store(
        f"%PDF-1.7 {version.public_id}".encode(),
        kind=Kind.AGREEMENT,
        name="overeenkomst.pdf",
        media_type="application/pdf",
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        employer_id=agreement.employer_id,
        student_id=agreement.student_id,
        agreement_id=agreement.pk,
    )


def drafted(mine: cast.Tenant, agreement: Agreement, effective_on: date = FIRST_DAY, **changes) -> Addendum:
    with acting_as(mine.coordinator.actor):
        addendum = draft_addendum(agreement, who=WHO)
        values = {**addendum_values(addendum), "effective_on": effective_on, "why": WHY, **changes}
        edit_addendum(addendum, values=values, seen=seen(addendum), who=WHO)
        return Addendum.objects.get(pk=addendum.pk)


def seen(addendum: Addendum) -> dict[str, str]:
    from mkbroute.design.merging import snapshot

    return snapshot(addendum_values(addendum))


def send(mine: cast.Tenant, addendum: Addendum) -> AgreementVersion:
    with acting_as(mine.coordinator.actor):
        addendum = now(addendum)
        reasons = {caution.code: scenes.WEIGHED for caution in addendum_cautions(addendum)}
        text = fingerprint(compose_addendum(addendum))
        return send_addendum(addendum, content_sha256=text, who=WHO, reasons=reasons)


def now(addendum: Addendum) -> Addendum:
    related = ("agreement__route", "agreement__template", "agreement__match__position", "agreement__organisation")
    return Addendum.objects.select_related(*related).get(pk=addendum.pk)


def seal_addendum(mine: cast.Tenant, agreement: Agreement, effective_on: date = FIRST_DAY, **changes) -> Addendum:
    """Everybody signed it; without a file of its own."""
    addendum = drafted(mine, agreement, effective_on, **changes)
    send(mine, addendum)
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
        return now(addendum)


def people_of(version: AgreementVersion) -> dict[str, Signer]:
    return signers(version)
