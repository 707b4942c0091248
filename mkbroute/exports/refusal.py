class NotATable(Exception):
    """Why a file cannot be read as a table. The message is for whoever chose it, in Dutch."""
