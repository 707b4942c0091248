"""What the logs say, and what they must not: whoever holds a personal link acts with it."""

import logging
import re

PERSONAL_LINK = re.compile(r"(/(?:tekenen|uitnodiging)/)[^/\s?#]+")


class Formatter(logging.Formatter):
    """Leaves the token out of personal links, also where an error quotes them."""

    def format(self, record: logging.LogRecord) -> str:
        return PERSONAL_LINK.sub(r"\1…", super().format(record))
