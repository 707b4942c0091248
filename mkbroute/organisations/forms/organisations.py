from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http.request import validate_host

from mkbroute.design.fields import ChoiceCards, EmailField, PhoneField

from .. import queries
from ..enums import Kind, Province
from ..fields import BrinField, KvkField, PostcodeField, VestigingsnummerField

WITH_KVK = (Kind.COMPANY, Kind.EMPLOYER)


def street_field(**kwargs) -> forms.CharField:
    return forms.CharField(
        label="Straat en huisnummer",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
        **kwargs,
    )


def city_field(**kwargs) -> forms.CharField:
    attrs = {"autocomplete": "address-level2", "class": "input-medium"}
    return forms.CharField(label="Plaats", max_length=100, widget=forms.TextInput(attrs), **kwargs)


def province_field(**kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Provincie", choices=[("", "Kies een provincie"), *Province.choices],
        widget=forms.Select({"class": "input-medium"}), **kwargs,
    )  # fmt: skip


class AddressForm(forms.Form):
    street = street_field()
    postcode = PostcodeField()
    city = city_field()
    province = province_field()


class RegisterCompanyForm(AddressForm):
    name = forms.CharField(
        label="Naam van het bedrijf", max_length=200, widget=forms.TextInput({"autocomplete": "organization"})
    )
    kvk_number = KvkField()
    learns_here = forms.BooleanField(label="Op dit adres komt ook iemand leren en werken", required=False, initial=True)
    person_name = forms.CharField(
        label="Uw naam",
        max_length=120,
        help_text="Voornaam en achternaam.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order = ["name", "kvk_number", "street", "postcode", "city", "province", "learns_here", "person_name"]
    is_known = False

    def say_known(self) -> None:
        self.is_known = True
        self.add_error("kvk_number", "Dit KvK-nummer staat al in het portaal. Kijk of het klopt, of laat u uitnodigen.")


class IntroductionForm(forms.Form):
    """An organisation, and the person there who is asked to look after it."""

    kind = forms.ChoiceField(label="Soort")
    name = forms.CharField(label="Naam van de organisatie", max_length=200)
    kvk_number = KvkField(
        required=False, help_text="8 cijfers, ook de nullen aan het begin. Voor een branche mag u het leeg laten."
    )
    city = city_field(required=False)
    contact_name = forms.CharField(label="Naam van de persoon", max_length=120, help_text="Voornaam en achternaam.")
    contact_email = EmailField(label="E-mailadres", max_length=254)

    def __init__(self, *args, kinds: tuple[Kind, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.known = None  # the organisation that is in the portal already
        self.fields["kind"] = forms.ChoiceField(
            label="Soort", choices=[(kind, kind.label) for kind in kinds], initial=kinds[0], widget=ChoiceCards()
        )
        self.order_fields(["kind"])
        if not set(kinds) & set(WITH_KVK):
            del self.fields["kvk_number"]

    def clean(self):
        data = super().clean()
        if data.get("kind") in WITH_KVK and "kvk_number" in data:
            self._clean_kvk_number(data["kvk_number"])
        elif data.get("kind") and data.get("name"):
            data["kvk_number"] = data.get("kvk_number", "")
            self.known = queries.namesake(data["kind"], data["name"])
            if self.known:
                self.add_error("name", "Deze organisatie staat al in het portaal.")
        return data

    def _clean_kvk_number(self, number: str) -> None:
        if not number:
            self.add_error("kvk_number", "Vul het KvK-nummer in.")
        elif known := queries.with_kvk_number(number):
            self.say_known(known)

    def say_known(self, known) -> None:
        self.known = known
        self.add_error("kvk_number", f"Dit KvK-nummer staat al in het portaal: {known.name}.")


class ProfileForm(forms.Form):
    """What an organisation says of itself; which fields depends on its kind."""

    name = forms.CharField(label="Naam", max_length=200)
    brin = BrinField(required=False)
    street = street_field(required=False)
    postcode = PostcodeField(required=False)
    city = city_field(required=False)
    province = province_field(required=False)
    website = forms.URLField(
        label="Website", required=False, assume_scheme="https", widget=forms.URLInput({"autocomplete": "url"}),
        error_messages={"invalid": "Vul een webadres in, bijvoorbeeld https://www.bedrijf.nl."},
    )  # fmt: skip
    email = EmailField(
        label="Algemeen e-mailadres", required=False, help_text="Berichten voor de organisatie gaan hierheen."
    )
    phone = PhoneField(label="Telefoonnummer", required=False)
    host_name = forms.CharField(
        label="Eigen webadres", required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        help_text="Bijvoorbeeld mkbroute.hogeschool.nl. Bezoekers zien daar uw routes in uw huisstijl. "
        "De beheerder van het portaal moet het adres eerst toelaten.",
    )  # fmt: skip

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Kind.HOGESCHOOL:
            del self.fields["brin"], self.fields["host_name"]
        if kind in (Kind.COMPANY, Kind.EMPLOYER):
            for name in ("street", "postcode", "city", "province"):
                self.fields[name].required = True

    def clean_host_name(self) -> str | None:
        """Only an address that the operator let in (ALLOWED_HOSTS), and never the portal's own."""
        host = self.cleaned_data["host_name"].lower()
        if not host:
            return None
        if host == urlsplit(settings.SITE_URL).hostname or not validate_host(host, settings.ALLOWED_HOSTS):
            raise forms.ValidationError(
                "Dit webadres is niet toegelaten. Vraag de beheerder van het portaal om het toe te laten."
            )
        return host


class WorkplaceForm(AddressForm):
    name = forms.CharField(
        label="Naam van de vestiging",
        max_length=120,
        help_text="Zoals u er in het bedrijf over praat, bijvoorbeeld Werkplaats Noord.",
    )
    vestigingsnummer = VestigingsnummerField(required=False)
    field_order = ["name", "street", "postcode", "city", "province", "vestigingsnummer"]


class FilterForm(forms.Form):
    zoek = forms.CharField(
        label="Naam, plaats of KvK-nummer", required=False, widget=forms.SearchInput({"autocomplete": "off"})
    )
    soort = forms.ChoiceField(label="Soort", required=False)
    van_ons = forms.BooleanField(label="Alleen wie wij toevoegden", required=False)

    def __init__(self, *args, kinds: tuple[Kind, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [("", "Alle soorten"), *((kind, kind.label) for kind in kinds)]
        if Kind.HOGESCHOOL in kinds:
            self.fields["zoek"].label = "Naam, plaats of BRIN-code"

    def narrow(self, organisations, *, own_id: int):
        if not self.is_valid():
            return organisations
        if text := self.cleaned_data["zoek"].strip():
            organisations = queries.matching(organisations, text)
        if kind := self.cleaned_data["soort"]:
            organisations = organisations.filter(kind=kind)
        return organisations.filter(introduced_by_id=own_id) if self.cleaned_data["van_ons"] else organisations
