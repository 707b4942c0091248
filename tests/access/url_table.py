WHO = ("visitor", "stranger", "other", "coordinator", "company", "employer", "branche", "programme", "student")
TABLE: dict[str, tuple[str, str]] = {}
