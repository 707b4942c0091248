from django import forms

from .fields import text_area


class MessageForm(forms.Form):
    """A few words to who is asked to meet."""

    message = forms.CharField(label="Bericht", max_length=600, widget=text_area(5))

    def __init__(self, *args, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].help_text = help_text
