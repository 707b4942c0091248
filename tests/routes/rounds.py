"""Dossiers on their way through the programme team, for tests of recognition."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.render import render_pdf
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.enums import Part
from routes.enums import State
from routes.models import CriterionAssessment, Decision, DossierQuestion, Route
from routes.services import (
    Judgement,
    add_figure,
    add_file,
    add_link,
    ask_assessor,
    ask_questions,
    reject_route,
    return_route,
    review_route,
    state_criterion,
    submit_route,
)
from routes.services.letters import write_letter
from tests import cast

from .scene import ASSESSOR, WHO, Scene

ALL_MEET = {number: Judgement("meets") for number in range(1, 6)}
COLLEAGUE = "Nel Vos, Programmateam"


def fresh(route: Route) -> Route:
    with acting_as(SYSTEM):
        return Route.objects.select_related("hogeschool").get(pk=route.pk)


def mails(kind: str) -> list[str]:
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).values_list("to_email", flat=True))


def body(kind: str) -> str:
    with acting_as(SYSTEM):
        return MessageBody.objects.filter(message__kind=kind).latest("message__created_at").text


def pdf_file(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, render_pdf("<main><h1>Plan</h1></main>", title="Plan"), "application/pdf")


def png_file(name: str = "foto.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 10)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def criterion(route: Route, number: int) -> CriterionAssessment:
    return CriterionAssessment.objects.select_related("route", "criterion").get(route=route, criterion__number=number)


def proven(scene: Scene, **changes) -> Route:
    """With a file, a link and a figure at the first criterion."""
    route = scene.complete(**changes)
    with acting_as(scene.coordinator.actor):
        found = criterion(route, 1)
        add_file(found, pdf_file(), title="Opleidingsplan", who=WHO)
        add_link(found, "https://voorbeeld.test/oer", title="OER", who=WHO)
        add_figure(found, "work_share", who=WHO)
    return route


def submitted_again(scene: Scene, **changes) -> Route:
    """Returned once, changed at two criteria, and submitted anew."""
    route = proven(scene, **changes)
    with acting_as(scene.coordinator.actor):
        submit_route(route, who=WHO)
    scene.judge(route, "partly", "Nog te vaag.")
    with acting_as(scene.assessor.actor):
        return_route(route, reason="Schrijf concreter op wie wat doet.", who=ASSESSOR)
    with acting_as(scene.coordinator.actor):
        for number in (1, 4):
            found = criterion(route, number)
            state_criterion(
                found, statement="Zo voldoet de route nu echt.", evidence="Zie het plan.", own_verdict="meets", who=WHO
            )
        return submit_route(fresh(route), who=WHO)


def asked(scene: Scene, numbers: tuple[int, ...] = (2, 4)) -> tuple[Route, list[DossierQuestion]]:
    route = scene.submit()
    with acting_as(scene.assessor.actor):
        questions = ask_questions(route, {number: f"Hoe zit {number}?" for number in numbers}, who=ASSESSOR)
    return fresh(route), questions


def colleague(scene: Scene) -> cast.Person:
    return cast.person("Nel Vos", scene.programme, Part.PROGRAMME)


def with_two(scene: Scene) -> tuple[Route, cast.Person]:
    """Taken up by one, who asked a second."""
    route, second = scene.submit(), colleague(scene)
    with acting_as(scene.assessor.actor):
        ask_assessor(route, second.membership, who=ASSESSOR)
    return fresh(route), second


def rejected(scene: Scene) -> Route:
    route = scene.judge(scene.submit(), "not_yet", "Er is geen salaris.")
    with acting_as(scene.assessor.actor):
        reject_route(route, reason="Nog te schools.", who=ASSESSOR)
    write_letters()
    return fresh(route)


def judge(person: cast.Person, route: Route, found=ALL_MEET, **options) -> Route:
    with acting_as(person.actor):
        return review_route(route, found, who=options.pop("who", ASSESSOR), **options)


def write_letters() -> None:
    with acting_as(SYSTEM):
        for pk in Decision.objects.exclude(outcome=State.RETURNED).values_list("pk", flat=True):
            write_letter(pk)
