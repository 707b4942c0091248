"""Log-ins. This runs outside the door, as the log-in role."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection
from django.db.transaction import atomic

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


def forget_unconfirmed(before: datetime) -> int:
    """Anyone can type anyone's address at the door: drop the log-ins nobody came in with. Answers how many."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user_id")
    stale = User.objects.filter(last_login=None, created_at__lt=before, emailaddress__verified=False)
    return sum(_dropped(pk) for pk in stale.exclude(pk__in=confirmed).values_list("pk", flat=True).distinct())


def _dropped(user_id: int) -> bool:
    # In SQL: Django would first look for what hangs on it, in tables that the log-in role cannot read.
    try:
        with atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DELETE FROM account_emailaddress WHERE user_id = %s", [user_id])
            cursor.execute("DELETE FROM organisations_user WHERE id = %s", [user_id])
    except IntegrityError:  # somebody entered data for this person
        return False
    return True
