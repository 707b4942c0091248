"""What posts each kind of mail."""

from collections.abc import Callable

from tests.cast import Tenant

WHO = "Sanne de Wit, Hogeschool Voorbeeld"
WHY = "Zo is het afgesproken."
CASES: dict[str, Callable[[Tenant], object]] = {}


def case(*kinds: str):
    """The kinds of mail that a function posts, as the system."""

    def added(posts):
        CASES.update(dict.fromkeys(kinds, posts))
        return posts

    return added
