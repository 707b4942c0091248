from django import forms

from mkbroute.design.fields import NumberField
from mkbroute.design.theme import DEFAULT_ACCENT, DEFAULT_BRAND, DEFAULT_RADIUS, MAX_RADIUS

from ..models import HEX_COLOUR
from ..services.house_style import MAX_BYTES


class ColourField(forms.CharField):
    widget = forms.ColorInput({"class": "form-control form-control-color"})

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators.append(HEX_COLOUR)


class HouseStyleForm(forms.Form):
    brand = ColourField(
        label="Hoofdkleur", initial=DEFAULT_BRAND, help_text="Voor knoppen, koppen en de balk bovenaan."
    )
    accent = ColourField(label="Steunkleur", initial=DEFAULT_ACCENT, help_text="Voor wat de aandacht vraagt.")
    radius_px = NumberField(
        label="Ronding van hoeken", suffix="px", decimal_places=0, min_value=0, max_value=MAX_RADIUS,
        initial=DEFAULT_RADIUS, help_text=f"0 is recht, {MAX_RADIUS} is heel rond.",
    )  # fmt: skip
    logo = forms.FileField(
        label="Logo", required=False, widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        help_text=f"PNG of JPEG, hooguit {MAX_BYTES // 1000} kB. Een doorzichtige achtergrond staat het mooist.",
    )  # fmt: skip
    remove_logo = forms.BooleanField(label="Haal het logo weg", required=False)

    def __init__(self, *args, has_logo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> bytes | None:
        """One byte more than may be, so that too large is seen where it is stored."""
        upload = self.cleaned_data["logo"]
        return upload.read(MAX_BYTES + 1) if upload else None
