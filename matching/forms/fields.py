from django import forms

from mkbroute.organisations.enums import Province

PROVINCES = [("", "Kies een provincie"), *Province.choices]


def text_area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea({"rows": rows})
