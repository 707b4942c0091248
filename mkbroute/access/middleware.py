import uuid

from django.db.transaction import set_rollback

from .actor import OWN_HAT, PUBLIC, Actor, acting_as, request_id
from .hats import Hat, hats_of

OUTSIDE = ("/account/", "/demo/")  # logging in writes the log-in's own tables, which no actor may


class ActorMiddleware:
    """One request = one transaction = one actor: `request.actor`, wearing `request.hat` out of `request.hats`.

    Instead of ATOMIC_REQUESTS, whose transaction ends before a TemplateResponse is rendered (so before a generic
    view's lazy queryset is read). A 5xx, or any exception leaving the view, undoes its work.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        token = request_id.set(request.id)
        try:
            return self._answer(request)
        finally:
            request_id.reset(token)

    def _answer(self, request):
        request.hats = hats_of(request.user.pk) if request.user.is_authenticated else []
        request.hat = _worn(request)
        request.actor = _actor(request)
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        return self._inside(request)

    def _inside(self, request):
        with acting_as(request.actor):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "failed", False):
                set_rollback(True)
        if response.streaming:
            response.streaming_content = stream_as(request.actor, response.streaming_content)
        return response

    def process_exception(self, request, exception):
        request.failed = True


def _worn(request) -> Hat | None:
    """The hat chosen in this session, while it lasts; else the first one. None: a person for herself."""
    chosen = request.session.get("membership") if request.hats else OWN_HAT
    if chosen == OWN_HAT:
        return None
    return next((hat for hat in request.hats if hat.id == chosen), request.hats[0])


def _actor(request) -> Actor:
    if not request.user.is_authenticated:
        return PUBLIC
    return Actor(user_id=request.user.pk, membership_id=request.hat.id if request.hat else OWN_HAT)


def stream_as(actor, content):
    with acting_as(actor):
        yield from content
