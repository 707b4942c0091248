import pytest


@pytest.fixture(autouse=True)
def mail_goes_out(settings):
    """Over SMTP to the test's own mailbox, in place of what Django swaps in for tests."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
