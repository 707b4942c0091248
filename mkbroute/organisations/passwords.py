from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Django 5.2 says this in English: the sentence changed after it was translated."""

    def get_error_message(self):
        return f"Dit wachtwoord is te kort. Kies er een van minstens {self.min_length} tekens."

    def get_help_text(self):
        return f"Minstens {self.min_length} tekens."
