"""What is agreed, and by whom."""

from typing import Any, cast
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from matching.models import Application
from mkbroute.access.policies import Fixed, Kept, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT
from routes.enums import Form

from ..enums import CALLED_OFF, STEPS, Contract, Language, Role, State, YesNo
from .access import (
    AT_OWN_EMPLOYER,
    CHILD,
    FORMAL_EMPLOYER,
    OF_HOGESCHOOL,
    OF_OWN_PARTY,
    OWN_PARTY,
    OWNERS,
    SIGNS_OR_CONFIRMS,
    THREE,
    kept,
    of_agreement_in,
)
from .template import AgreementTemplate

# what is agreed, apart from the parties
CONTENT = (
    "student_name", "template",
    "starts_on", "ends_on", "practice_starts_on", "practice_ends_on",
    "hours_per_week", "working_days", "school_days", "practice_supervisor",
    "school_supervisor", "guidance", "contact_plan", "learning_outcomes", "assessment",
    "termination_grounds", "termination_manner", "function_title", "tasks",
    "workplace_address", "employment", "study_costs", "praktijkleren", "other_arrangements",
    "contract_term", "contract_ends_on", "salary_agreed", "repayment_clause", "repayment_reviewed_by",
)  # fmt: skip
# of the employment: what sending asks about, and the text does not hold
EMPLOYMENT = ("contract_term", "contract_ends_on", "salary_agreed", "repayment_clause", "repayment_reviewed_by")
# what the articles are made of
TEXT_FIELDS = tuple(name for name in CONTENT if name not in ("template", "student_name", *EMPLOYMENT))
# how to reach people: mended whenever that is needed, without a new version
PARTY_CONTACTS = ("signer_email", "signer_phone", "supervisor_email", "supervisor_phone")


# of that, what a party knows best itself: by its gegevenskaart
FILLED_IN_BY_PARTIES = (
    "practice_supervisor", "workplace_address", "employment", "hours_per_week", "working_days", "contract_term",
    "contract_ends_on", "salary_agreed",
)  # fmt: skip


class Agreement(models.Model):
    """Duaal: the agreement of WHW 7.7 lid 5. Deeltijd: a samenwerkingsovereenkomst between the same parties.

    Hours are per week; dates are inclusive, as on paper.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # what it rests on: a match, or the application of someone who learns at her own employer
    match = models.ForeignKey("matching.Match", models.PROTECT, null=True, related_name="agreements")
    application = models.ForeignKey("matching.Application", models.PROTECT, null=True, related_name="agreements")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="agreements")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    template = models.ForeignKey(AgreementTemplate, models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=Form, editable=False)
    language = models.CharField("taal van de overeenkomst", max_length=2, choices=Language, default=Language.NL)
    student_name = models.CharField("naam van de student", max_length=120)  # as in the list
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(default=0, editable=False)  # the latest one sent; 0: none yet

    # a. the term, and the period of the beroepsuitoefening
    starts_on = models.DateField("begindatum van de overeenkomst", null=True, blank=True)
    ends_on = models.DateField("einddatum van de overeenkomst", null=True, blank=True)
    practice_starts_on = models.DateField("begin van het werken in het bedrijf", null=True, blank=True)
    practice_ends_on = models.DateField("einde van het werken in het bedrijf", null=True, blank=True)
    hours_per_week = models.DecimalField(
        "werkuren per week",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    working_days = models.CharField("werkdagen", max_length=120, blank=True)
    school_days = models.CharField("schooldagen", max_length=120, blank=True)
    # b. guidance
    practice_supervisor = models.CharField("praktijkbegeleider", max_length=200, blank=True)
    school_supervisor = models.CharField("begeleider van de hogeschool", max_length=200, blank=True)
    guidance = models.TextField("hoe vaak en hoe wordt begeleid?", max_length=2000, blank=True)
    contact_plan = models.TextField(
        "wanneer spreken student, bedrijf en hogeschool elkaar?", max_length=2000, blank=True
    )
    # c. the qualities to realise, and how they are assessed
    learning_outcomes = models.TextField("leeruitkomsten op de werkplek", max_length=4000, blank=True)
    assessment = models.TextField("wie beoordeelt, en hoe?", max_length=2000, blank=True)
    # d. early termination
    termination_grounds = models.TextField(
        "in welke gevallen kan de overeenkomst eerder eindigen?", max_length=2000, blank=True
    )
    termination_manner = models.TextField("op welke wijze?", max_length=2000, blank=True)
    # usual in models
    function_title = models.CharField("functie", max_length=120, blank=True)
    tasks = models.TextField("taken", max_length=2000, blank=True)
    workplace_address = models.CharField("adres van de werkplek", max_length=300, blank=True)
    employment = models.TextField("arbeidsovereenkomst: soort, duur en loon", max_length=1000, blank=True)
    study_costs = models.TextField("studietijd en studiekosten", max_length=1000, blank=True)
    praktijkleren = models.CharField(
        "vraagt het bedrijf de subsidie praktijkleren aan?", max_length=3, choices=YesNo, blank=True
    )
    other_arrangements = models.TextField("overige afspraken", max_length=2000, blank=True)
    # the employment itself: between student and employer, so not in the text
    contract_term = models.CharField("duur van de arbeidsovereenkomst", max_length=9, choices=Contract, blank=True)
    contract_ends_on = models.DateField("einddatum van de arbeidsovereenkomst", null=True, blank=True)
    salary_agreed = models.CharField("betaalt de werkgever salaris?", max_length=3, choices=YesNo, blank=True)
    repayment_clause = models.CharField(
        "staat er een terugbetalingsbeding in de arbeidsovereenkomst?", max_length=3, choices=YesNo, blank=True
    )
    repayment_reviewed_by = models.CharField("wie bekeek dat beding juridisch?", max_length=200, blank=True)

    # of the same student on the same route, at another company: this one goes on where that one ended
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by", editable=False)
    ended_on = models.DateField(null=True, editable=False)  # the last day that it held

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-changed_at", "-id"], name="agreement_by_last_change"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="agreement_by_organisation"),
            models.Index(fields=["employer", "-created_at", "-id"], name="agreement_by_employer"),
            models.Index(fields=["student", "-created_at", "-id"], name="agreement_by_student"),
            models.Index(fields=["changed_at"], condition=Q(state="signed"), name="agreement_to_seal"),
            models.Index(fields=["ends_on"], condition=Q(state="sealed"), name="agreement_to_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["match"],
                condition=~Q(state=State.CANCELLED),
                name="agreement_one_per_match",
                violation_error_message="Voor deze match is al een overeenkomst opgesteld.",
            ),
            models.UniqueConstraint(
                # once its end is final, another may follow it (portal.require_what_can_be_followed)
                fields=["application", "follows"],
                nulls_distinct=False,
                condition=Q(application__isnull=False) & ~Q(state__in=[State.CANCELLED, State.ENDED]),
                name="agreement_one_per_application",
                violation_error_message="Voor deze aanmelding is al een overeenkomst opgesteld.",
            ),
            models.CheckConstraint(
                condition=Q(match__isnull=False, application=None) | Q(match=None, application__isnull=False),
                name="agreement_rests_on_match_or_own_employer",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message="De einddatum ligt vóór de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(practice_ends_on__gte=F("practice_starts_on")),
                name="agreement_practice_ends_after_start",
                violation_error_message="Het werken in het bedrijf eindigt vóór het begint.",
            ),
            models.CheckConstraint(
                condition=Q(practice_starts_on__gte=F("starts_on")) & Q(practice_ends_on__lte=F("ends_on")),
                name="agreement_practice_within_term",
                violation_error_message="Het werken in het bedrijf valt buiten de looptijd van de overeenkomst.",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=1, hours_per_week__lte=40),
                name="agreement_hours_fit_the_week",
                violation_error_message="Werkuren per week liggen tussen 1 en 40.",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends_on=None) | Q(contract_term=Contract.TEMPORARY),
                name="agreement_contract_end_is_of_temporary_contract",
                violation_error_message="Een einddatum hoort bij een arbeidsovereenkomst tot een einddatum.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED]) | Q(version__gt=0),
                name="agreement_sent_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED, ended_on__isnull=False) | (~Q(state=State.ENDED) & Q(ended_on=None)),
                name="agreement_ended_has_date",
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=~Q(state=State.CANCELLED),
                name="agreement_is_followed_once",
                violation_error_message="Deze overeenkomst heeft al een vervolg.",
            ),
            Owners(name="agreement_owners", fields=OWNERS),
            models.UniqueConstraint(
                fields=["id", "route", "hogeschool", "student"], name="agreement_of_student_on_route"
            ),
            Fixed(name="agreement_follows_one", fields=["follows"]),
            SameOwners(name="agreement_follows_own", parent="follows", fields=["route", "hogeschool", "student"]),
            Fixed(name="agreement_employer_stays", fields=["employer", "form"]),
            While(
                name="agreement_changes_as_draft", field="state", states=[State.DRAFT], fields=[*CONTENT, "employer"]
            ),
            While(name="agreement_language_stays", field="state", states=[State.DRAFT], fields=["language"]),
            models.UniqueConstraint(fields=["id", "employer"], name="agreement_with_employer"),
            SameOwners(name="agreement_match_owners", parent="match", fields=OWNERS),
            SameOwners(
                name="agreement_application_owners",
                parent="application",
                fields=["route", "hogeschool", "student"],
            ),
            SameOwners(name="agreement_route_owners", parent="route", fields=["hogeschool"]),
            Steps(name="agreement_steps", field="state", steps=STEPS),
            Kept(name="agreement_is_kept", until="portal.agreement_is_due({row}.id)"),
            RowAccess(
                name="agreement_access",
                read={**THREE, SIGNER: "id = {agreement}", CARD: "id = {agreement}"},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'draft' AND version = 0 "
                    f"AND {FORMAL_EMPLOYER} AND {AT_OWN_EMPLOYER}"
                },
                change={
                    COORDINATOR: OF_HOGESCHOOL,
                    SIGNER: Only(f"id = {{agreement}} AND {SIGNS_OR_CONFIRMS}", "state", "changed_at"),
                    # to lock it while they answer to its ending
                    COMPANY: Only(f"{THREE[COMPANY]} AND state = 'sealed'", "changed_at"),
                    EMPLOYER: Only(f"{THREE[EMPLOYER]} AND state = 'sealed'", "changed_at"),
                    STUDENT: Only(f"{THREE[STUDENT]} AND state = 'sealed'", "changed_at"),
                    CARD: Only(
                        "id = {agreement} AND state = 'draft'", *FILLED_IN_BY_PARTIES, "student_name", "changed_at"
                    ),
                },
            ),
        ]

    # of a copy with addenda laid over it: the rows, not saved (plan.plan_of, plan.rotation_of)
    plan_by_addendum: list[Any] | None = None
    rotation_by_addendum: list[Any] | None = None

    def __str__(self):
        return f"Overeenkomst {self.student_name}"

    @property
    def applied(self) -> Application:
        """How she came: by a match, or at her own employer."""
        # agreement_rests_on_match_or_own_employer: one of both is there
        return self.match.application if self.match else cast("Application", self.application)

    @property
    def is_duaal(self) -> bool:
        return self.form == Form.DUAAL

    @property
    def is_called_off(self) -> bool:
        """It ended on the day before it would have begun: what was signed is not carried out."""
        return bool(self.ended_on and self.starts_on and self.ended_on < self.starts_on)

    @property
    def standing(self) -> str:
        """Its state in words, for a badge."""
        return CALLED_OFF if self.is_called_off else str(State(self.state).label)


class OfAgreement(models.Model):
    """Part of an agreement: whose it is, as the agreement has it (`SameOwners`)."""

    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


OF_PARTY = (
    "legal_name", "kvk_number", "vestigingsnummer", "address", "student_number", "born_on",
    "signer_name", "signer_function", "signer_email", "supervisor_email", "supervisor_phone",
)  # fmt: skip


class Party(models.Model):
    """A party as it stands in the agreement, and who signs for it: a snapshot, not a reference."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    legal_name = models.CharField("naam", max_length=200)
    kvk_number = models.CharField("KvK-nummer", max_length=8, blank=True)
    vestigingsnummer = models.CharField(max_length=12, blank=True)
    address = models.CharField("adres", max_length=300, blank=True)
    student_number = models.CharField("studentnummer", max_length=20, blank=True)  # of the student
    born_on = models.DateField("geboortedatum", null=True, blank=True)
    signer_name = models.CharField("wie tekent", max_length=120)
    signer_function = models.CharField("functie", max_length=120, blank=True)
    signer_email = models.EmailField("e-mailadres")
    signer_phone = models.CharField("telefoon", max_length=20, blank=True)
    # of the company: to reach whoever guides the student; her name stands in the text
    supervisor_email = models.EmailField("e-mailadres van de praktijkbegeleider", blank=True)
    supervisor_phone = models.CharField("telefoon van de praktijkbegeleider", max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role"], name="party_once_per_role"),
            models.CheckConstraint(
                condition=Q(role=Role.STUDENT) | Q(student_number="", born_on=None),
                name="party_student_data_is_of_student",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COMPANY) | Q(supervisor_email="", supervisor_phone=""),
                name="party_supervisor_is_of_company",
            ),
            SameOwners(name="party_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="party_employer", parent="agreement", fields=["employer"]),
            kept("party_is_forgotten", final=False),
            RowAccess(
                name="party_access",
                read={**CHILD, CARD: OWN_PARTY},
                add={COORDINATOR: of_agreement_in("draft")},
                change={
                    # how to reach them may always be mended; the rest in a draft (party_changes_as_draft)
                    COORDINATOR: of_agreement_in("draft", "sent", "declined", "signed", "sealed", "ended"),
                    # who passes her link on names who signs for the same party
                    SIGNER: Only(OF_OWN_PARTY, "signer_name", "signer_function", "signer_email"),
                    CARD: Only(of_agreement_in("draft", owner=OWN_PARTY), *OF_PARTY),
                },
                delete={COORDINATOR: of_agreement_in("draft")},
            ),
        ]


KEYS = {"id", "agreement", "hogeschool", "organisation", "employer", "student"}
# what is kept of a party where it is written down: in a version, in an addendum
PARTY_DATA = tuple(field.name for field in Party._meta.concrete_fields if field.name not in KEYS)
PARTY_CONTENT = tuple(name for name in PARTY_DATA if name not in PARTY_CONTACTS)
