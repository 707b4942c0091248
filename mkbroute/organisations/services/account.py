"""Log-ins. This runs outside the door, as the log-in role."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from ..models import User


def open_account(email: str) -> User | None:
    """The log-in of whoever holds this mailbox, made when it is new. None: it was closed.

    A code that is mailed proves the address; until then it counts as not verified.
    """
    email = email.lower()
    user, _ = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
    if not user.is_active:
        return None
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
    return user
