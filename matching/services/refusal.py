class Refusal(Exception):
    """What was asked cannot be done, or not any more. The text says in Dutch why, and what to do now."""
