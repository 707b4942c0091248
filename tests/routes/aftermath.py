"""What is there after a service did its work: mails, the history of the route, and what a refusal said."""

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from routes.models import Route, RouteEvent


def mails(kind):
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).values_list("to_email", flat=True))


def body(kind):
    with acting_as(SYSTEM):
        return MessageBody.objects.get(message__kind=kind).text


def said(route):
    with acting_as(SYSTEM):
        return list(RouteEvent.objects.filter(route=route).order_by("at").values_list("kind", flat=True))


def fresh(route):
    with acting_as(SYSTEM):
        return Route.objects.get(pk=route.pk)


def complaint(error):
    return " ".join(error.value.messages)
