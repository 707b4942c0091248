"""Who is who: log-ins, organisations, and the hats in which people act for them."""

from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess
from mkbroute.access.roles import (
    BRANCHE,
    CARD,
    COMPANY,
    COORDINATOR,
    EMPLOYER,
    PROGRAMME,
    PUBLIC,
    SIGNER,
    STUDENT,
    parts,
)

from .enums import Kind, MkbOutcome, Part, Province

KVK_NUMBER = RegexValidator(r"^\d{8}$", "Een KvK-nummer heeft 8 cijfers.")
VESTIGINGSNUMMER = RegexValidator(r"^\d{12}$", "Een vestigingsnummer heeft 12 cijfers.")
POSTCODE = RegexValidator(r"^[1-9]\d{3} ?[A-Z]{2}$", "Schrijf een postcode als 1234 AB.")
BRIN = RegexValidator(r"^\d{2}[A-Z]{2}$", "Een BRIN-code bestaat uit 2 cijfers en 2 letters.")
HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Schrijf een kleur als #1a2b3c.")

SIGNED_IN = (COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, PROGRAMME)
OWN = "organisation_id = {organisation}"
KNOWN_ORGANISATION = "kind <> 'company' OR takes_part"
KEPT = ("name", "street", "postcode", "city", "province", "website", "email", "phone")  # by the organisation itself


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in. Nothing about the person beyond: the log-in role can read every row of this table."""

    email = models.EmailField("e-mailadres", unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self):
        return self.email


class Organisation(models.Model):
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    name = models.CharField("naam", max_length=200)
    kvk_number = models.CharField("KvK-nummer", max_length=8, blank=True, validators=[KVK_NUMBER])
    brin = models.CharField("BRIN-code", max_length=4, blank=True, validators=[BRIN])
    street = models.CharField("straat en huisnummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[POSTCODE])
    city = models.CharField("plaats", max_length=100, blank=True)
    province = models.CharField("provincie", max_length=20, choices=Province, blank=True)
    website = models.URLField("website", blank=True)
    email = models.EmailField("algemeen e-mailadres", blank=True)  # where notices for the organisation go
    phone = models.CharField("telefoon", max_length=20, blank=True)
    takes_part = models.BooleanField(default=False)  # a company that offers, or offered, a leerwerkplek
    introduced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="introduced")
    claimed_at = models.DateTimeField(null=True, editable=False)  # since then its own people keep its data
    host_name = models.CharField("eigen webadres", max_length=200, null=True, blank=True, unique=True)
    # of the latest declaration, by a trigger on it
    mkb_outcome = models.CharField("mkb", max_length=6, choices=MkbOutcome, blank=True, editable=False)
    mkb_declared_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["kvk_number"],
                condition=~Q(kvk_number=""),
                name="organisation_kvk_number_is_unique",
                violation_error_message="Dit KvK-nummer is al bekend in het portaal.",
            ),
            models.CheckConstraint(
                condition=Q(kvk_number="") | Q(kvk_number__regex=r"^\d{8}$"),
                name="organisation_kvk_number_has_8_digits",
                violation_error_message="Een KvK-nummer heeft 8 cijfers.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.COMPANY) | ~Q(kvk_number=""),
                name="organisation_company_has_kvk_number",
                violation_error_message="Vul het KvK-nummer van het bedrijf in.",
            ),
            models.CheckConstraint(
                condition=Q(host_name=None) | Q(kind=Kind.HOGESCHOOL),
                name="organisation_host_name_is_for_hogescholen",
            ),
            models.CheckConstraint(
                condition=Q(mkb_outcome="", mkb_declared_on=None)
                | (~Q(mkb_outcome="") & Q(mkb_declared_on__isnull=False)),
                name="organisation_mkb_outcome_has_date",
            ),
            # its kind decides in which role its people act
            Fixed(name="organisation_identity_stays", fields=["kind", "kvk_number", "introduced_by", "claimed_at"]),
            RowAccess(
                name="organisation_access",
                read={
                    PUBLIC: "kind <> 'company'",
                    COORDINATOR: ALL,
                    PROGRAMME: ALL,
                    COMPANY: "kind <> 'company' OR id = {organisation}",
                    **parts(KNOWN_ORGANISATION, EMPLOYER, BRANCHE, STUDENT, SIGNER, CARD),
                },
                add={
                    COORDINATOR: "kind IN ('company', 'employer', 'branche') AND introduced_by_id = {organisation}",
                    PROGRAMME: "kind IN ('hogeschool', 'branche') AND introduced_by_id = {organisation}",
                },
                change={
                    COORDINATOR: Only(
                        "id = {organisation} OR (introduced_by_id = {organisation} AND claimed_at IS NULL)",
                        *KEPT,
                        "brin",
                        "host_name",
                    ),
                    COMPANY: Only("id = {organisation}", *KEPT, "takes_part"),
                    **parts(Only("id = {organisation}", *KEPT), EMPLOYER, BRANCHE, PROGRAMME),
                },
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_mkb(self) -> bool | None:
        """None: not declared yet."""
        return None if not self.mkb_outcome else self.mkb_outcome != MkbOutcome.LARGE

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


class Membership(models.Model):
    """A hat: this person acts for this organisation, from begin to end. Ended, never deleted."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)  # also added by functions in SQL
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    part = models.CharField("rol", max_length=12, choices=Part)
    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
                name="membership_runs_once_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="membership_ends_after_it_began"
            ),
            Owners(name="membership_owners", fields=["user", "organisation"]),
            Fixed(name="membership_end_stays", fields=["ended_at"]),
            RowAccess(
                name="membership_access",
                read={**parts(f"{OWN} OR user_id = {{me}}", *SIGNED_IN)},
                change=parts(Only(OWN, "name", "part", "ended_at"), COORDINATOR, COMPANY, EMPLOYER, BRANCHE, PROGRAMME),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_part_display()}"


class Invitation(models.Model):
    """Asks the holder of a mailbox to take a hat. The link in the mail carries the token; here stands its hash."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Organisation, models.PROTECT, related_name="sent_invitations")
    inviter_name = models.CharField(max_length=120)
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=120)
    part = models.CharField("rol", max_length=12, choices=Part)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="invitation_by_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_is_accepted_or_revoked"
            ),
            Owners(name="invitation_owners", fields=["organisation", "invited_by"]),
            RowAccess(
                name="invitation_access",
                read=parts(
                    f"{OWN} OR invited_by_id = {{organisation}}", COORDINATOR, COMPANY, EMPLOYER, BRANCHE, PROGRAMME
                ),
                add={
                    **parts(f"{OWN} AND invited_by_id = {{organisation}}", COMPANY, EMPLOYER, BRANCHE),
                    COORDINATOR: "invited_by_id = {organisation} AND (" + OWN + " OR EXISTS ("
                    "SELECT FROM organisations_organisation o WHERE o.id = organisation_id "
                    "AND o.introduced_by_id = {organisation} AND o.claimed_at IS NULL))",
                    PROGRAMME: "invited_by_id = {organisation} AND EXISTS ("
                    "SELECT FROM organisations_organisation o WHERE o.id = organisation_id "
                    "AND o.kind IN ('hogeschool', 'branche', 'programme'))",
                },
                change=parts(
                    Only(
                        f"{OWN} OR invited_by_id = {{organisation}}",
                        "token_hash",
                        "sent_at",
                        "expires_at",
                        "revoked_at",
                    ),
                    COMPANY,
                    EMPLOYER,
                    BRANCHE,
                    COORDINATOR,
                    PROGRAMME,
                ),
            ),
        ]

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class Workplace(models.Model):
    """A place of business (vestiging) where people learn: apart from the seat of the company."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workplaces")
    name = models.CharField("naam van de vestiging", max_length=120)
    vestigingsnummer = models.CharField(max_length=12, blank=True, validators=[VESTIGINGSNUMMER])
    street = models.CharField("straat en huisnummer", max_length=200)
    postcode = models.CharField("postcode", max_length=7, validators=[POSTCODE])
    city = models.CharField("plaats", max_length=100)
    province = models.CharField("provincie", max_length=20, choices=Province)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vestigingsnummer="") | Q(vestigingsnummer__regex=r"^\d{12}$"),
                name="workplace_vestigingsnummer_has_12_digits",
                violation_error_message="Een vestigingsnummer heeft 12 cijfers.",
            ),
            models.UniqueConstraint("organisation", Lower("name"), name="workplace_name_is_own"),
            models.UniqueConstraint(
                fields=["organisation", "vestigingsnummer"],
                condition=~Q(vestigingsnummer=""),
                name="workplace_vestigingsnummer_is_own",
            ),
            Owners(name="workplace_owners", fields=["organisation"]),
            RowAccess(
                name="workplace_access",
                read={
                    **parts(OWN, COMPANY),
                    # addresses of establishments stand in the public trade register
                    **parts(ALL, COORDINATOR, EMPLOYER, STUDENT, PROGRAMME, BRANCHE),
                },
                add=parts(OWN, COMPANY),
                change=parts(OWN, COMPANY),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"


class MkbThresholds(models.Model):
    """The size classes of Recommendation 2003/361/EC, annex, article 2. A new version is a new row."""

    source = models.CharField(max_length=200)
    valid_from = models.DateField(unique=True)
    micro_persons = models.PositiveIntegerField()
    micro_million_eur = models.PositiveIntegerField()
    small_persons = models.PositiveIntegerField()
    small_million_eur = models.PositiveIntegerField()
    medium_persons = models.PositiveIntegerField()
    medium_turnover_million_eur = models.PositiveIntegerField()
    medium_balance_million_eur = models.PositiveIntegerField()

    class Meta:
        get_latest_by = "valid_from"
        constraints = [
            AppendOnly(name="mkb_thresholds_are_written_once"),
            RowAccess(name="mkb_thresholds_access", read=parts(ALL, COMPANY, EMPLOYER, COORDINATOR, PROGRAMME, CARD)),
        ]


class MkbDeclaration(models.Model):
    """What a company declared about its size, with the outcome at that date. Figures include linked companies in full
    and partner companies (25-50 %) in proportion (Recommendation 2003/361/EC, annex, articles 3 and 6)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mkb_declarations")
    thresholds = models.ForeignKey(MkbThresholds, models.PROTECT)
    persons = models.PositiveIntegerField("werkzame personen (fte)")
    turnover_eur = models.DecimalField("jaaromzet in euro", max_digits=14, decimal_places=2)
    balance_eur = models.DecimalField("balanstotaal in euro", max_digits=14, decimal_places=2)
    has_partners = models.BooleanField("er zijn partner- of verbonden ondernemingen")
    outcome = models.CharField(max_length=6, choices=MkbOutcome)
    declared_by = models.CharField(max_length=120)
    declared_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-declared_at"]
        get_latest_by = "declared_at"
        constraints = [
            AppendOnly(name="mkb_declaration_is_written_once"),
            RowAccess(
                name="mkb_declaration_access",
                # a link may be sent on: of what was declared before, its holder sees no figures
                read={**parts(OWN, COMPANY, EMPLOYER), CARD: f"{OWN} AND declared_at >= now()"},
                add=parts(OWN, COMPANY, EMPLOYER, CARD),
            ),
        ]


class HouseStyle(models.Model):
    """The look of a hogeschool: colours as chosen, and the stylesheet made of them with readable contrast."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="house_style")
    brand = models.CharField("hoofdkleur", max_length=7, default="#0b5563", validators=[HEX_COLOUR])
    accent = models.CharField("steunkleur", max_length=7, default="#e07a1f", validators=[HEX_COLOUR])
    radius_px = models.PositiveSmallIntegerField("ronding van hoeken (px)", default=8)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True, choices=[("image/png", "PNG"), ("image/jpeg", "JPEG")])
    css = models.TextField(editable=False)
    sha = models.CharField(max_length=64, editable=False)  # of css and logo: names the stylesheet in its URL
    former = ArrayField(models.CharField(max_length=64), default=list, editable=False)  # shas that pages may still name

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(radius_px__lte=24), name="house_style_radius_is_modest"),
            models.CheckConstraint(
                condition=Q(logo=None, logo_type="") | (Q(logo__isnull=False) & ~Q(logo_type="")),
                name="house_style_logo_has_type",
            ),
            Owners(name="house_style_owners", fields=["organisation"]),
            RowAccess(
                name="house_style_access",
                read=parts(ALL, PUBLIC, SIGNER, CARD, *SIGNED_IN),
                add=parts(OWN, COORDINATOR),
                change=parts(OWN, COORDINATOR),
            ),
        ]
