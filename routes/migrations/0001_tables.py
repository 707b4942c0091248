"""The tables, as their models declare them; in sql/ what those cannot say."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary
from django.contrib.postgres.operations import BtreeGistExtension
from django.core.validators import RegexValidator
from django.db import migrations, models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.sql_files import run_sql
from routes.migrations import FORMER


class Migration(migrations.Migration):
    initial = True
    replaces = FORMER[1:-1]
    dependencies = [
        ("documents", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(editable=False, max_length=120, unique=True)),
                ("programme", models.CharField(max_length=160, verbose_name="naam van de opleiding")),
                (
                    "degree",
                    models.CharField(
                        choices=[("ad", "Associate degree"), ("bachelor", "Bachelor")],
                        max_length=10,
                        verbose_name="graad",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("duaal", "Duaal"), ("deeltijd", "Deeltijd")], max_length=10, verbose_name="vorm"
                    ),
                ),
                ("croho_code", models.CharField(blank=True, max_length=10, verbose_name="opleidingscode (CROHO)")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("building", "Bouw en infra"),
                            ("ict", "ICT"),
                            ("logistics", "Logistiek en mobiliteit"),
                            ("maritime", "Maritiem"),
                            ("technology", "Techniek en industrie"),
                            ("business", "Economie en management"),
                            ("care", "Zorg en welzijn"),
                            ("education", "Onderwijs"),
                            ("green", "Landbouw en natuur"),
                            ("other", "Overig"),
                        ],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("throughout", "Werkend leren in de hele route"),
                            ("first_learn", "Eerst leren, dan werkend leren"),
                            ("growing", "Van meer leren naar meer werken"),
                            ("elsewhere", "Werken en leren op verschillende locaties"),
                        ],
                        max_length=12,
                        verbose_name="opzet",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("exploring", "Verkenning"),
                            ("developing", "Ontwikkeling"),
                            ("starting", "Start"),
                            ("grown", "Uitgegroeid"),
                            ("stalled", "Stilgelegd"),
                            ("ended", "Beëindigd"),
                        ],
                        default="developing",
                        max_length=12,
                        verbose_name="fase",
                    ),
                ),
                (
                    "partner_role",
                    models.CharField(
                        choices=[
                            ("pilot", "Pilotpartner"),
                            ("development", "Ontwikkelpartner"),
                            ("knowledge", "Kennispartner"),
                        ],
                        default="pilot",
                        max_length=12,
                        verbose_name="rol in het programma",
                    ),
                ),
                ("summary", models.TextField(max_length=2000, verbose_name="waar gaat de route over?")),
                ("connection", models.TextField(max_length=2000, verbose_name="hoe zijn werken en leren verbonden?")),
                ("costs", models.TextField(blank=True, max_length=1000, verbose_name="kosten")),
                ("city", models.CharField(max_length=100, verbose_name="plaats")),
                (
                    "province",
                    models.CharField(
                        choices=[
                            ("drenthe", "Drenthe"),
                            ("flevoland", "Flevoland"),
                            ("fryslan", "Fryslân"),
                            ("gelderland", "Gelderland"),
                            ("groningen", "Groningen"),
                            ("limburg", "Limburg"),
                            ("noord-brabant", "Noord-Brabant"),
                            ("noord-holland", "Noord-Holland"),
                            ("overijssel", "Overijssel"),
                            ("utrecht", "Utrecht"),
                            ("zeeland", "Zeeland"),
                            ("zuid-holland", "Zuid-Holland"),
                        ],
                        max_length=20,
                        verbose_name="provincie",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="eerstvolgende start")),
                ("places", models.PositiveSmallIntegerField(verbose_name="aantal plaatsen")),
                ("contact_name", models.CharField(max_length=120, verbose_name="contactpersoon")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mailadres van de contactpersoon")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("assessing", "In beoordeling"),
                            ("returned", "Aanvulling gevraagd"),
                            ("recognised", "Erkend"),
                            ("rejected", "Nog niet erkend"),
                            ("reconsider", "In heroverweging"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="concept",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("public_since", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="routes", to="organisations.organisation"),
                ),
                ("accredited", models.BooleanField(default=False, verbose_name="geaccrediteerd")),
                (
                    "audiences",
                    ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mbo4", "Afgestudeerden van mbo-4"),
                                ("employee_mbo", "Medewerkers op mbo-niveau die doorgroeien"),
                                ("employee_hbo", "Medewerkers op hbo-niveau zonder diploma"),
                                ("career_changer", "Zij-instromers"),
                                ("havo", "Gediplomeerde havisten"),
                                ("fulltime_leaver", "Uitvallers van een voltijdopleiding in het hbo"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="doelgroepen",
                    ),
                ),
                ("brin", models.CharField(blank=True, max_length=4, verbose_name="instellingscode (BRIN)")),
                (
                    "connections",
                    ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mostly_at_work", "Het leren vindt vooral op de werkplek plaats"),
                                ("employer", "De werkgever begeleidt, geeft feedback en denkt mee over de beoordeling"),
                                ("assignments", "Een vast curriculum met opdrachten in het eigen bedrijf"),
                                ("questions", "Vraagstukken uit het werk sturen wat er wordt geleerd"),
                                ("hybrid_teachers", "Hybride docenten: zij werken ook in het vak"),
                                ("outcomes", "Met bedrijven ontwikkeld op leeruitkomsten"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="vormen van verbinding",
                    ),
                ),
                (
                    "personas",
                    ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("curious", "De nieuwsgierige student"),
                                ("purposeful", "De doelgerichte doorstromer"),
                                ("independent", "De onafhankelijke zij-instromer"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="persona’s",
                    ),
                ),
                (
                    "reconsidered_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("assessing", "In beoordeling"),
                            ("returned", "Aanvulling gevraagd"),
                            ("recognised", "Erkend"),
                            ("rejected", "Nog niet erkend"),
                            ("reconsider", "In heroverweging"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "id"],
                "indexes": [
                    models.Index(fields=["hogeschool", "programme", "id"], name="route_by_hogeschool"),
                    models.Index(fields=["state", "programme", "id"], name="route_by_state"),
                    models.Index(
                        condition=models.Q(
                            ("state", "recognised"), ("reconsidered_from", "recognised"), _connector="OR"
                        ),
                        fields=["province", "programme", "id"],
                        name="route_public_by_province",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state", "recognised"), ("reconsidered_from", "recognised"), _connector="OR"
                        ),
                        fields=["starts_on", "id"],
                        name="route_public_by_start",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("places__gt", 0)),
                        name="route_has_places",
                        violation_error_message="Geef minstens één plaats op.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recognised"), _negated=True),
                            ("public_since__isnull", False),
                            _connector="OR",
                        ),
                        name="route_recognised_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["concept", "withdrawn"]), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="route_submitted_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brin", ""), ("brin__regex", "^\\d{2}[A-Z]{2}$"), _connector="OR"),
                        name="route_brin_has_2_digits_and_2_letters",
                        violation_error_message="Een BRIN-code bestaat uit 2 cijfers en 2 letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reconsidered_from__in", ["recognised", "rejected"]), ("state", "reconsider")),
                            models.Q(models.Q(("state", "reconsider"), _negated=True), ("reconsidered_from", "")),
                            _connector="OR",
                        ),
                        name="route_reconsidered_after_a_decision",
                    ),
                    Owners(fields=("hogeschool",), name="route_owners"),
                    Fixed(fields=("slug", "public_since"), name="route_slug_stays"),
                    Steps(
                        field="state",
                        name="route_steps",
                        steps={
                            "assessing": {
                                "recognised": ("portal_programme",),
                                "rejected": ("portal_programme",),
                                "returned": ("portal_programme",),
                                "withdrawn": ("portal_coordinator",),
                            },
                            "concept": {"submitted": ("portal_coordinator",), "withdrawn": ("portal_coordinator",)},
                            "recognised": {
                                "reconsider": ("portal_programme",),
                                "withdrawn": ("portal_coordinator", "portal_programme"),
                            },
                            "reconsider": {
                                "recognised": ("portal_programme",),
                                "rejected": ("portal_programme",),
                                "returned": ("portal_programme",),
                                "withdrawn": ("portal_coordinator",),
                            },
                            "rejected": {
                                "reconsider": ("portal_coordinator",),
                                "submitted": ("portal_coordinator",),
                                "withdrawn": ("portal_coordinator",),
                            },
                            "returned": {"submitted": ("portal_coordinator",), "withdrawn": ("portal_coordinator",)},
                            "submitted": {"assessing": ("portal_programme",), "withdrawn": ("portal_coordinator",)},
                        },
                    ),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'concept' AND public_since IS NULL"
                        },
                        change={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": Only(
                                "state <> 'concept'",
                                "state",
                                "reconsidered_from",
                                "phase",
                                "public_since",
                                "changed_at",
                            ),
                        },
                        name="route_access",
                        read={
                            "portal_branche": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                            "portal_card": "public_since IS NOT NULL",
                            "portal_company": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                            "portal_programme": "state <> 'concept' OR public_since IS NOT NULL",
                            "portal_public": "public_since IS NOT NULL",
                            "portal_signer": "public_since IS NOT NULL",
                            "portal_student": "public_since IS NOT NULL",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="studiejaar")),
                ("days_school", models.DecimalField(decimal_places=1, max_digits=2, verbose_name="dagen op school")),
                (
                    "days_company",
                    models.DecimalField(decimal_places=1, max_digits=2, verbose_name="dagen in het bedrijf"),
                ),
                (
                    "days_elsewhere",
                    models.DecimalField(decimal_places=1, default=0, max_digits=2, verbose_name="dagen elders"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="years", to="routes.route")),
            ],
            options={
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(fields=("route", "year"), name="route_year_is_unique"),
                    models.CheckConstraint(condition=models.Q(("year__range", (1, 4))), name="route_year_is_1_to_4"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_school__gte", 0), ("days_company__gte", 0), ("days_elsewhere__gte", 0)
                        ),
                        name="route_year_days_are_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "days_school__lte",
                                models.expressions.CombinedExpression(
                                    models.expressions.CombinedExpression(
                                        models.Value(5), "-", models.F("days_company")
                                    ),
                                    "-",
                                    models.F("days_elsewhere"),
                                ),
                            )
                        ),
                        name="route_year_fits_the_week",
                        violation_error_message="Een werkweek heeft ten hoogste vijf dagen.",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_year_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="route_year_access",
                        read={
                            "portal_branche": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_company": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_signer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutePartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("contribution", models.CharField(max_length=300, verbose_name="bijdrage aan de route")),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                ("confirmed_by", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="partnerships", to="organisations.organisation"
                    ),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="partners", to="routes.route")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("executes", "Voert de route mee uit"),
                            ("shapes", "Geeft de inhoud mee vorm"),
                            ("recruits", "Werft bedrijven en leerwerkplekken"),
                            ("employs", "Neemt studenten in dienst en detacheert hen"),
                            ("develops", "Ontwikkelpartner"),
                            ("knowledge", "Kennispartner"),
                        ],
                        default="shapes",
                        max_length=10,
                        verbose_name="rol in de route",
                    ),
                ),
                (
                    "shown_as",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="naam op de openbare pagina"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name"],
                "indexes": [models.Index(fields=["organisation", "route"], name="route_partner_by_organisation")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("route", "organisation"),
                        name="route_partner_is_named_once",
                        violation_error_message="Deze partner staat al bij de route.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", "")),
                            models.Q(("confirmed_at__isnull", False), models.Q(("confirmed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="route_partner_confirmed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("hogeschool")), _negated=True),
                        name="route_partner_is_another",
                        violation_error_message="De eigen hogeschool hoeft niet als partner bij de route te staan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shown_as", ""), ("confirmed_at__isnull", False), _connector="OR"),
                        name="route_partner_shown_has_confirmed",
                        violation_error_message="Bevestig eerst dat u de route mee vormgeeft.",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_partner_owners", parent="route"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND confirmed_at IS NULL AND shown_as = ''"
                        },
                        change={
                            "portal_branche": Only("organisation_id = {organisation}", "confirmed_at", "confirmed_by"),
                            "portal_company": Only(
                                "organisation_id = {organisation}", "confirmed_at", "confirmed_by", "shown_as"
                            ),
                            "portal_coordinator": Only(
                                "organisation_id = {organisation}", "confirmed_at", "confirmed_by"
                            ),
                            "portal_employer": Only("organisation_id = {organisation}", "confirmed_at", "confirmed_by"),
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="route_partner_access",
                        read={
                            "portal_branche": "organisation_id = {organisation}",
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool} OR organisation_id = {organisation}",
                            "portal_employer": "organisation_id = {organisation}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("standing", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", True)), fields=("standing",), name="board_template_one_stands"
                    ),
                    RowAccess(
                        name="board_template_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("tips", "Van bestaande opleiding naar Mkb-route"),
                            ("settling_in", "Inregelen bij het bedrijf"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("why", models.TextField()),
                ("how", models.TextField()),
                ("steps", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                (
                    "template",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="items", to="routes.boardtemplate"),
                ),
            ],
            options={
                "ordering": ["template", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("template", "number"), name="board_item_number_is_unique"),
                    models.UniqueConstraint(fields=("template", "code"), name="board_item_code_is_unique"),
                    AppendOnly(name="board_item_is_written_once"),
                    RowAccess(
                        name="board_item_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("todo", "Nog niet begonnen"),
                            ("busy", "Bezig"),
                            ("done", "Klaar"),
                            ("skipped", "Niet van toepassing"),
                        ],
                        default="todo",
                        max_length=10,
                        verbose_name="voortgang",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="waarom niet van toepassing")),
                ("owner_name", models.CharField(blank=True, max_length=120, verbose_name="trekker")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klaar op")),
                (
                    "steps_done",
                    ArrayField(
                        base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name="stappen"
                    ),
                ),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(default=timezone.now, editable=False)),
                ("changed_by", models.CharField(editable=False, max_length=200)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("item", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.boarditem")),
                (
                    "owner_member",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.membership"
                    ),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="board_points", to="routes.route")),
            ],
            options={
                "ordering": ["item__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("route", "item"), name="board_point_once_per_route"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("progress", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="board_point_skipped_has_reason",
                        violation_error_message="Schrijf op waarom dit punt niet van toepassing is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("progress", "done")),
                            models.Q(models.Q(("progress", "done"), _negated=True), ("done_at", None)),
                            _connector="OR",
                        ),
                        name="board_point_done_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner_member", None), models.Q(("owner_name", ""), _negated=True), _connector="OR"
                        ),
                        name="board_point_owner_has_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on", None), ("due_on__range", (date(2020, 1, 1), date(2099, 12, 31))), _connector="OR"
                        ),
                        name="board_point_due_in_this_century",
                        violation_error_message="Controleer het jaartal van de einddatum.",
                    ),
                    Owners(fields=("hogeschool",), name="board_point_owners"),
                    models.UniqueConstraint(fields=("id", "hogeschool", "item"), name="board_point_subject"),
                    SameOwners(fields=("hogeschool",), name="board_point_route_owners", parent="route"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND (owner_member_id IS NULL OR EXISTS (SELECT FROM organisations_membership m WHERE m.id = owner_member_id AND m.organisation_id = {hogeschool}))"
                        },
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool} AND (owner_member_id IS NULL OR EXISTS (SELECT FROM organisations_membership m WHERE m.id = owner_member_id AND m.organisation_id = {hogeschool}))",
                                "progress",
                                "reason",
                                "owner_member",
                                "owner_name",
                                "due_on",
                                "steps_done",
                                "done_at",
                                "changed_at",
                                "changed_by",
                            )
                        },
                        name="board_point_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=200, verbose_name="eigen stap")),
                ("is_done", models.BooleanField(default=False, verbose_name="gedaan")),
                ("added_by", models.CharField(editable=False, max_length=200)),
                ("added_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "point",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="own_steps", to="routes.boardpoint"),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "text"),
                        name="board_step_once_per_point",
                        violation_error_message="Deze stap staat er al.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="board_step_has_text",
                        violation_error_message="Schrijf op wat de stap is.",
                    ),
                    SameOwners(fields=("hogeschool",), name="board_step_owners", parent="point"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": Only("hogeschool_id = {hogeschool}", "is_done")},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="board_step_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_boardpoint p WHERE p.id = point_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="notities")),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("point", models.ForeignKey(on_delete=models.PROTECT, related_name="notes", to="routes.boardpoint")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["point", "-at", "-id"], name="board_note_by_point")],
                "constraints": [
                    AppendOnly(name="board_note_is_written_once"),
                    SameOwners(fields=("hogeschool",), name="board_note_owners", parent="point"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="board_note_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardExample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hogeschool_name", models.CharField(editable=False, max_length=200)),
                ("route_title", models.CharField(editable=False, max_length=200)),
                ("text", models.TextField(max_length=4000, verbose_name="wat u deelt")),
                ("shared_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("item", models.ForeignKey(on_delete=models.PROTECT, related_name="examples", to="routes.boarditem")),
                (
                    "point",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="example", to="routes.boardpoint"),
                ),
            ],
            options={
                "ordering": ["-shared_at", "-id"],
                "indexes": [models.Index(fields=["item", "-shared_at", "-id"], name="board_example_by_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="board_example_has_text",
                        violation_error_message="Schrijf op wat u deelt.",
                    ),
                    SameOwners(fields=("hogeschool", "item"), name="board_example_owners", parent="point"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool}", "text", "shared_at", "hogeschool_name", "route_title"
                            )
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="board_example_access",
                        read={"portal_coordinator": "true", "portal_programme": "true"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NameConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="name_consents", to="routes.route")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["organisation", "-at", "-id"], name="name_consent_by_organisation")],
                "constraints": [
                    AppendOnly(name="name_consent_is_written_once"),
                    SameOwners(fields=("hogeschool",), name="name_consent_owners", parent="route"),
                    RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation} AND EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_nameconsent.route_id AND p.organisation_id = {organisation})"
                        },
                        name="name_consent_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("standing", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", True)), fields=("standing",), name="criteria_set_one_stands"
                    ),
                    RowAccess(
                        name="criteria_set_access",
                        read={
                            "portal_branche": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_public": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("hint", models.TextField(blank=True)),
                (
                    "criteria_set",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="criteria", to="routes.criteriaset"),
                ),
            ],
            options={
                "ordering": ["criteria_set", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("criteria_set", "number"), name="criterion_number_is_unique"),
                    AppendOnly(name="criterion_is_written_once"),
                    RowAccess(
                        name="criterion_access",
                        read={
                            "portal_branche": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_public": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement", models.TextField(blank=True, max_length=3000, verbose_name="toelichting")),
                ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="bewijs in woorden")),
                (
                    "own_verdict",
                    models.CharField(
                        blank=True,
                        choices=[("meets", "Voldoet"), ("partly", "Voldoet deels"), ("not_yet", "Voldoet nog niet")],
                        max_length=8,
                        verbose_name="eigen oordeel",
                    ),
                ),
                ("criterion", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.criterion")),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="assessments", to="routes.route")),
            ],
            options={
                "ordering": ["criterion__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("route", "criterion"), name="criterion_assessment_once_per_route"),
                    Owners(fields=("route", "hogeschool", "criterion"), name="criterion_assessment_stays_put"),
                    SameOwners(fields=("hogeschool",), name="criterion_assessment_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool}", "statement", "evidence", "own_verdict"
                            )
                        },
                        name="criterion_assessment_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam of omschrijving")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("school", "Onderwijs van de hogeschool"),
                            ("elsewhere", "Leren buiten school en bedrijf"),
                        ],
                        max_length=10,
                        verbose_name="wat gebeurt hier?",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="straat en huisnummer")),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[RegexValidator("^[1-9]\\d{3} ?[A-Z]{2}$", "Schrijf een postcode als 1234 AB.")],
                        verbose_name="postcode",
                    ),
                ),
                ("city", models.CharField(max_length=100, verbose_name="plaats")),
                (
                    "province",
                    models.CharField(
                        choices=[
                            ("drenthe", "Drenthe"),
                            ("flevoland", "Flevoland"),
                            ("fryslan", "Fryslân"),
                            ("gelderland", "Gelderland"),
                            ("groningen", "Groningen"),
                            ("limburg", "Limburg"),
                            ("noord-brabant", "Noord-Brabant"),
                            ("noord-holland", "Noord-Holland"),
                            ("overijssel", "Overijssel"),
                            ("utrecht", "Utrecht"),
                            ("zeeland", "Zeeland"),
                            ("zuid-holland", "Zuid-Holland"),
                        ],
                        max_length=20,
                        verbose_name="provincie",
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        editable=False, on_delete=models.CASCADE, related_name="locations", to="routes.route"
                    ),
                ),
            ],
            options={
                "ordering": ["city", "name", "id"],
                "constraints": [
                    SameOwners(fields=("hogeschool",), name="route_location_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="route_location_access",
                        read={
                            "portal_branche": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_company": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_signer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("role", models.CharField(max_length=120, verbose_name="rol")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                ("is_public", models.BooleanField(default=False, verbose_name="staat op de openbare pagina")),
                (
                    "hogeschool",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        editable=False, on_delete=models.CASCADE, related_name="contacts", to="routes.route"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="route_contact_can_be_reached",
                        violation_error_message="Vul een e-mailadres of een telefoonnummer in.",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_contact_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="route_contact_access",
                        read={
                            "portal_branche": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_company": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_signer": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("what", models.CharField(max_length=120, verbose_name="waarvoor?")),
                (
                    "amount_eur",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="bedrag"),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[("year", "per studiejaar"), ("month", "per maand"), ("once", "eenmalig")],
                        max_length=8,
                        verbose_name="hoe vaak?",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("employer", "De werkgever"),
                            ("student", "De student"),
                            ("shared", "Werkgever en student samen"),
                            ("subsidy", "Subsidie of fonds"),
                        ],
                        max_length=8,
                        verbose_name="wie betaalt?",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                ("is_public", models.BooleanField(default=True, verbose_name="staat op de openbare pagina")),
                (
                    "hogeschool",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        editable=False, on_delete=models.CASCADE, related_name="cost_lines", to="routes.route"
                    ),
                ),
            ],
            options={
                "ordering": ["payer", "what", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_eur__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="route_cost_says_something",
                        violation_error_message="Vul een bedrag in, of leg uit waar het van afhangt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_eur", None), ("amount_eur__gte", 0), _connector="OR"),
                        name="route_cost_is_not_negative",
                        violation_error_message="Een bedrag is nul of meer.",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_cost_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="route_cost_access",
                        read={
                            "portal_branche": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_company": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_signer": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "is_public AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("file", "Bestand"), ("link", "Link"), ("figure", "Cijfer van het portaal")],
                        max_length=6,
                        verbose_name="soort",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="webadres")),
                ("indicator", models.CharField(blank=True, max_length=20, verbose_name="cijfer")),
                ("added_by", models.CharField(editable=False, max_length=200)),
                ("added_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "assessment",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="proofs", to="routes.criterionassessment"),
                ),
                ("criterion", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.criterion")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="routes.route")),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator", ""), ("kind", "file"), ("url", ""), ("document__isnull", False)),
                            models.Q(
                                ("document", None),
                                ("indicator", ""),
                                ("kind", "link"),
                                models.Q(("url", ""), _negated=True),
                            ),
                            models.Q(
                                ("document", None),
                                ("kind", "figure"),
                                ("url", ""),
                                models.Q(("indicator", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_a_file_a_link_or_a_figure",
                        violation_error_message="Bewijs is een bestand, een link of een cijfer.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("indicator", ""), _negated=True),
                        fields=("assessment", "indicator"),
                        name="evidence_names_a_figure_once",
                        violation_error_message="Dit cijfer staat al bij dit criterium.",
                    ),
                    SameOwners(
                        fields=("route", "hogeschool", "criterion"), name="evidence_owners", parent="assessment"
                    ),
                    SameOwners(fields=("route=route_id", "hogeschool"), name="evidence_document", parent="document"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="evidence_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("submission", "Ingediend"),
                            ("objection", "Heroverweging gevraagd"),
                            ("reopened", "Heropend door het programmateam"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("submitted_at", models.DateTimeField(default=timezone.now)),
                ("submitted_by", models.CharField(max_length=200)),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "criteria_set",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.criteriaset"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="versions", to="routes.route")),
            ],
            options={
                "ordering": ["number"],
                "get_latest_by": "number",
                "constraints": [
                    models.UniqueConstraint(fields=("route", "number"), name="dossier_version_is_unique"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="dossier_version_counts_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occasion", "submission"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="dossier_version_says_why",
                    ),
                    AppendOnly(name="dossier_version_is_written_once"),
                    Owners(fields=("route", "hogeschool"), name="dossier_version_owners"),
                    SameOwners(fields=("hogeschool",), name="dossier_version_route", parent="route"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        name="dossier_version_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.SlugField(max_length=40)),
                ("about", models.UUIDField()),
                ("values", models.JSONField()),
                ("saved_at", models.DateTimeField(default=timezone.now)),
                ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "form", "about"), name="draft_once_per_form"),
                    RowAccess(
                        add={
                            "portal_branche": "user_id = {me}",
                            "portal_company": "user_id = {me}",
                            "portal_coordinator": "user_id = {me}",
                            "portal_employer": "user_id = {me}",
                            "portal_programme": "user_id = {me}",
                            "portal_student": "user_id = {me}",
                        },
                        change={
                            "portal_branche": "user_id = {me}",
                            "portal_company": "user_id = {me}",
                            "portal_coordinator": "user_id = {me}",
                            "portal_employer": "user_id = {me}",
                            "portal_programme": "user_id = {me}",
                            "portal_student": "user_id = {me}",
                        },
                        delete={
                            "portal_branche": "user_id = {me}",
                            "portal_company": "user_id = {me}",
                            "portal_coordinator": "user_id = {me}",
                            "portal_employer": "user_id = {me}",
                            "portal_programme": "user_id = {me}",
                            "portal_student": "user_id = {me}",
                        },
                        name="draft_access",
                        read={
                            "portal_branche": "user_id = {me}",
                            "portal_company": "user_id = {me}",
                            "portal_coordinator": "user_id = {me}",
                            "portal_employer": "user_id = {me}",
                            "portal_programme": "user_id = {me}",
                            "portal_student": "user_id = {me}",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("kind", models.CharField(max_length=30)),
                ("who", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="routes.route")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["route", "at"], name="route_event_by_route")],
                "constraints": [
                    AppendOnly(name="route_event_is_written_once"),
                    SameOwners(fields=("hogeschool",), name="route_event_owners", parent="route"),
                    RowAccess(
                        add={
                            "portal_branche": "EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_routeevent.route_id AND p.organisation_id = {organisation})",
                            "portal_company": "EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_routeevent.route_id AND p.organisation_id = {organisation})",
                            "portal_coordinator": "hogeschool_id = {hogeschool} OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_routeevent.route_id AND p.organisation_id = {organisation})",
                            "portal_employer": "EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_routeevent.route_id AND p.organisation_id = {organisation})",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        name="route_event_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunnelEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("meeting", "Informatiebijeenkomst"),
                            ("interest", "Interesse"),
                            ("talk", "Gesprek"),
                            ("pledge", "Toezegging"),
                            ("place", "Leerwerkplek"),
                            ("student", "Student"),
                            ("signed", "Getekend"),
                        ],
                        max_length=10,
                        verbose_name="stap",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("open_day", "Open dag of bijeenkomst"),
                            ("branche", "Branche"),
                            ("employer", "Werkgever"),
                            ("mbo", "Mbo-school"),
                            ("website", "Website"),
                            ("social", "Sociale media"),
                            ("colleague", "Collega, vriend of alumnus"),
                            ("other", "Overig"),
                        ],
                        max_length=10,
                        verbose_name="kanaal",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="aantal")),
                ("counted_on", models.DateField(verbose_name="datum")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="notitie")),
                ("who", models.CharField(editable=False, max_length=200)),
                ("created_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "branche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="branche",
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="funnel_entries", to="routes.route"),
                ),
            ],
            options={
                "ordering": ["-counted_on", "-id"],
                "indexes": [models.Index(fields=["route", "-counted_on", "-id"], name="funnel_entry_by_route")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__range", (1, 20000))),
                        name="funnel_entry_number_makes_sense",
                        violation_error_message="Het aantal ligt tussen 1 en 20.000.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counted_on__range", (date(2015, 1, 1), date(2099, 12, 31)))),
                        name="funnel_entry_date_makes_sense",
                        violation_error_message="Controleer het jaartal.",
                    ),
                    SameOwners(fields=("hogeschool",), name="funnel_entry_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool}",
                                "stage",
                                "channel",
                                "branche",
                                "number",
                                "counted_on",
                                "note",
                                "who",
                            )
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="funnel_entry_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunnelCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cohort", models.PositiveSmallIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("meeting", "Informatiebijeenkomst"),
                            ("interest", "Interesse"),
                            ("talk", "Gesprek"),
                            ("pledge", "Toezegging"),
                            ("place", "Leerwerkplek"),
                            ("student", "Student"),
                            ("signed", "Getekend"),
                        ],
                        max_length=10,
                    ),
                ),
                ("counted", models.PositiveIntegerField()),
                ("entered", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="funnel_counts", to="routes.route")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open_day", "Open dag of bijeenkomst"),
                            ("branche", "Branche"),
                            ("employer", "Werkgever"),
                            ("mbo", "Mbo-school"),
                            ("website", "Website"),
                            ("social", "Sociale media"),
                            ("colleague", "Collega, vriend of alumnus"),
                            ("other", "Overig"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("route", "cohort", "stage", "channel"), name="funnel_count_once_per_stage_and_channel"
                    ),
                    SameOwners(fields=("hogeschool",), name="funnel_count_owners", parent="route"),
                    RowAccess(
                        name="funnel_count_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("numerator", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("denominator", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="indicators", to="routes.route")),
            ],
            options={
                "ordering": ["on", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("route", "on", "code"), name="route_indicator_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("denominator", None), ("numerator", None)),
                            models.Q(("numerator__gte", 0), ("numerator__lte", models.F("denominator"))),
                            _connector="OR",
                        ),
                        name="route_indicator_is_a_part_of_the_whole",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_indicator_owners", parent="route"),
                    RowAccess(
                        name="route_indicator_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorThreshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("minimum_percent", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=400)),
                ("valid_from", models.DateField()),
                (
                    "criteria_set",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="thresholds", to="routes.criteriaset"),
                ),
            ],
            options={
                "ordering": ["code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criteria_set", "code", "valid_from"), name="indicator_threshold_once_per_set_and_date"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_percent__lte", 100)), name="indicator_threshold_is_a_percentage"
                    ),
                    AppendOnly(name="indicator_threshold_is_written_once"),
                    RowAccess(
                        name="indicator_threshold_access",
                        read={"portal_coordinator": "true", "portal_programme": "true"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("numerator", models.DecimalField(decimal_places=1, max_digits=8)),
                ("denominator", models.DecimalField(decimal_places=1, max_digits=8)),
                ("raised_at", models.DateTimeField(default=timezone.now)),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="flags", to="routes.route")),
                (
                    "threshold",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.indicatorthreshold"),
                ),
            ],
            options={
                "ordering": ["raised_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)),
                        fields=("route", "code"),
                        name="route_flag_stands_once",
                    ),
                    Owners(fields=("route", "hogeschool"), name="route_flag_owners"),
                    Fixed(
                        fields=("threshold", "code", "numerator", "denominator", "raised_at", "cleared_at"),
                        name="route_flag_never_changes",
                    ),
                    SameOwners(fields=("hogeschool",), name="route_flag_route", parent="route"),
                    RowAccess(
                        name="route_flag_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="versie")),
                ("outcomes", models.JSONField()),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.CASCADE, related_name="outcome_lists", to="routes.route")),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("route", "number"), name="outcome_list_version_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="outcome_list_is_numbered_from_1"
                    ),
                    SameOwners(fields=("hogeschool",), name="outcome_list_owners", parent="route"),
                    AppendOnly(name="outcome_list_is_written_once"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="outcome_list_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhaseChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exploring", "Verkenning"),
                            ("developing", "Ontwikkeling"),
                            ("starting", "Start"),
                            ("grown", "Uitgegroeid"),
                            ("stalled", "Stilgelegd"),
                            ("ended", "Beëindigd"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("exploring", "Verkenning"),
                            ("developing", "Ontwikkeling"),
                            ("starting", "Start"),
                            ("grown", "Uitgegroeid"),
                            ("stalled", "Stilgelegd"),
                            ("ended", "Beëindigd"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("who", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="phase_changes", to="routes.route")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["route", "at"], name="phase_change_by_route")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="phase_change_is_a_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after__in", ("stalled", "ended")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="phase_change_that_stops_has_a_reason",
                        violation_error_message="Schrijf op waarom de route stilligt of stopt.",
                    ),
                    AppendOnly(name="phase_change_is_written_once"),
                    SameOwners(fields=("hogeschool",), name="phase_change_owners", parent="route"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        name="phase_change_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField()),
                ("label", models.CharField(max_length=120)),
                ("value", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("source_url", models.URLField(blank=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
            ],
            options={
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="published_fact_once_per_date"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="published_fact_ends_after_it_began",
                    ),
                    AppendOnly(name="published_fact_is_written_once"),
                    RowAccess(
                        name="published_fact_access",
                        read={
                            "portal_branche": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_public": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteAssessor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField(default=timezone.now)),
                ("excused_reason", models.TextField(blank=True)),
                ("excused_by", models.CharField(blank=True, max_length=200)),
                ("excused_at", models.DateTimeField(null=True)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "membership",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.membership"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.route")),
                (
                    "version",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="assessors", to="routes.dossierversion"),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "membership"), name="route_assessor_is_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("excused_at", None), ("excused_reason", "")),
                            models.Q(("excused_at__isnull", False), models.Q(("excused_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="route_assessor_excused_for_a_reason",
                    ),
                    Owners(fields=("version", "route", "hogeschool"), name="route_assessor_owners"),
                    SameOwners(fields=("route", "hogeschool"), name="route_assessor_version", parent="version"),
                    RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id AND m.organisation_id = {organisation} AND m.ended_at IS NULL)"
                        },
                        change={
                            "portal_programme": Only(
                                "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id)",
                                "excused_reason",
                                "excused_by",
                                "excused_at",
                            )
                        },
                        name="route_assessor_access",
                        read={
                            "portal_programme": "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id)"
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("meets", "Voldoet"), ("partly", "Voldoet deels"), ("not_yet", "Voldoet nog niet")],
                        max_length=8,
                        verbose_name="oordeel",
                    ),
                ),
                ("motivation", models.TextField(blank=True, max_length=2000, verbose_name="motivering")),
                ("at", models.DateTimeField(default=timezone.now)),
                ("criterion", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.criterion")),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.route")),
                (
                    "version",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="judgements", to="routes.dossierversion"),
                ),
                (
                    "assessor",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="judgements", to="routes.routeassessor"),
                ),
            ],
            options={
                "ordering": ["criterion__number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessor", "criterion"), name="criterion_judgement_once_per_assessor"
                    ),
                    SameOwners(
                        fields=("version", "route", "hogeschool"), name="criterion_judgement_owners", parent="assessor"
                    ),
                    RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id AND a.membership_id = {membership}) AND NOT EXISTS (SELECT FROM routes_decision d WHERE d.version_id = routes_criterionjudgement.version_id)"
                        },
                        change={
                            "portal_programme": Only(
                                "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id AND a.membership_id = {membership}) AND NOT EXISTS (SELECT FROM routes_decision d WHERE d.version_id = routes_criterionjudgement.version_id)",
                                "verdict",
                                "motivation",
                                "at",
                            )
                        },
                        name="criterion_judgement_access",
                        read={
                            "portal_programme": "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id)"
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecognitionTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weeks", models.PositiveSmallIntegerField()),
                ("way", models.TextField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "get_latest_by": "valid_from",
                "constraints": [
                    AppendOnly(name="recognition_terms_are_written_once"),
                    RowAccess(
                        name="recognition_terms_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("submitted", "Ingediend"),
                            ("assessing", "In beoordeling"),
                            ("returned", "Aanvulling gevraagd"),
                            ("recognised", "Erkend"),
                            ("rejected", "Nog niet erkend"),
                            ("reconsider", "In heroverweging"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("findings", models.JSONField()),
                ("assessors", models.JSONField()),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("decided_by", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField(default=timezone.now)),
                ("reconsider_until", models.DateField(null=True)),
                (
                    "document",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="documents.document"),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="decisions", to="routes.route")),
                (
                    "version",
                    models.OneToOneField(on_delete=models.PROTECT, related_name="decision", to="routes.dossierversion"),
                ),
                ("terms", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.recognitionterms")),
            ],
            options={
                "ordering": ["decided_at", "id"],
                "get_latest_by": "decided_at",
                "indexes": [
                    models.Index(
                        condition=models.Q(("document", None), ("outcome__in", ("recognised", "rejected"))),
                        fields=["decided_at"],
                        name="decision_awaits_letter",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("recognised", "returned", "rejected"))),
                        name="decision_is_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "recognised"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_against_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reconsider_until", None), ("outcome", "rejected"), _connector="OR"),
                        name="decision_against_has_a_term",
                    ),
                    Owners(fields=("version", "route", "hogeschool"), name="decision_owners"),
                    Fixed(
                        fields=(
                            "outcome",
                            "reason",
                            "findings",
                            "assessors",
                            "reference",
                            "decided_by",
                            "decided_at",
                            "terms",
                            "reconsider_until",
                            "document",
                        ),
                        name="decision_never_changes",
                    ),
                    While(
                        field="outcome",
                        fields=("reason", "reconsider_until"),
                        name="decision_is_not_reworded",
                        states=("",),
                    ),
                    SameOwners(fields=("route", "hogeschool"), name="decision_version", parent="version"),
                    SameOwners(fields=("route=route_id", "hogeschool"), name="decision_document", parent="document"),
                    RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND document_id IS NULL"
                        },
                        name="decision_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Wacht op antwoord"), ("answered", "Beantwoord"), ("closed", "Afgehandeld")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=timezone.now)),
                ("criterion", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.criterion")),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="questions", to="routes.route")),
                (
                    "version",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="questions", to="routes.dossierversion"),
                ),
            ],
            options={
                "ordering": ["criterion__number", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["route", "changed_at"],
                        name="dossier_question_open",
                    )
                ],
                "constraints": [
                    Owners(fields=("route", "hogeschool"), name="dossier_question_owners"),
                    SameOwners(fields=("route", "hogeschool"), name="dossier_question_version", parent="version"),
                    Steps(
                        field="state",
                        name="dossier_question_steps",
                        steps={
                            "answered": {"closed": ("portal_programme",), "open": ("portal_programme",)},
                            "open": {"answered": ("portal_coordinator",), "closed": ("portal_programme",)},
                        },
                    ),
                    RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND state = 'open'"
                        },
                        change={
                            "portal_coordinator": Only("hogeschool_id = {hogeschool}", "state", "changed_at"),
                            "portal_programme": Only(
                                "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)", "state", "changed_at"
                            ),
                        },
                        name="dossier_question_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=3000)),
                ("who", models.CharField(max_length=200)),
                ("by_programme", models.BooleanField()),
                ("at", models.DateTimeField(default=timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "question",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="posts", to="routes.dossierquestion"),
                ),
                ("route", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="routes.route")),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="question_post_says_something"
                    ),
                    AppendOnly(name="question_post_is_written_once"),
                    SameOwners(fields=("route", "hogeschool"), name="question_post_owners", parent="question"),
                    RowAccess(
                        add={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND NOT by_programme",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND by_programme",
                        },
                        name="question_post_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RhythmPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="studiejaar")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("block", "Blok"),
                            ("lessons", "Lesweken"),
                            ("exams", "Tentamenweken"),
                            ("holiday", "Vakantie"),
                        ],
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("first_day", models.DateField(verbose_name="eerste dag")),
                ("last_day", models.DateField(verbose_name="laatste dag")),
                ("changed_at", models.DateTimeField(default=timezone.now, editable=False)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        editable=False, on_delete=models.CASCADE, related_name="rhythm", to="routes.route"
                    ),
                ),
            ],
            options={
                "ordering": ["first_day", "last_day", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lte", models.F("last_day"))),
                        name="rhythm_period_is_not_reversed",
                        violation_error_message="De laatste dag ligt vóór de eerste. Draai de data om.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "first_day__gte",
                                models.Func(
                                    models.F("year"),
                                    models.Value(9),
                                    models.Value(1),
                                    function="make_date",
                                    output_field=models.DateField(),
                                ),
                            ),
                            (
                                "last_day__lte",
                                models.Func(
                                    models.expressions.CombinedExpression(models.F("year"), "+", models.Value(1)),
                                    models.Value(8),
                                    models.Value(31),
                                    function="make_date",
                                    output_field=models.DateField(),
                                ),
                            ),
                        ),
                        name="rhythm_period_is_in_its_study_year",
                        violation_error_message="Een studiejaar loopt van 1 september tot en met 31 augustus.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2000, 2100))), name="rhythm_period_year_is_plausible"
                    ),
                    ExclusionConstraint(
                        expressions=[
                            ("route", "="),
                            ("kind", "="),
                            (
                                models.Func(
                                    models.F("first_day"),
                                    models.F("last_day"),
                                    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                    function="daterange",
                                    output_field=DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="rhythm_period_does_not_overlap",
                        violation_error_message="Deze dagen vallen samen met een andere periode van dezelfde soort.",
                    ),
                    SameOwners(fields=("hogeschool",), name="rhythm_period_owners", parent="route"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        change={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        name="rhythm_period_access",
                        read={
                            "portal_branche": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_company": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_public": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_signer": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                            "portal_student": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file_name", models.CharField(max_length=120)),
                ("rows", models.JSONField()),
                ("uploaded_by", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(default=timezone.now)),
                ("carried_out_at", models.DateTimeField(null=True)),
                ("added", models.PositiveSmallIntegerField(default=0)),
                ("changed", models.PositiveSmallIntegerField(default=0)),
                (
                    "hogeschool",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("unread", ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
            ],
            options={
                "ordering": ["-uploaded_at", "-id"],
                "indexes": [models.Index(fields=["hogeschool", "-uploaded_at"], name="route_upload_by_hogeschool")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("added", 0), ("carried_out_at", None), ("changed", 0)),
                            models.Q(("carried_out_at__isnull", False), ("rows", [])),
                            _connector="OR",
                        ),
                        name="route_upload_is_open_or_carried_out",
                    ),
                    Owners(fields=("hogeschool",), name="route_upload_owners"),
                    Fixed(fields=("carried_out_at",), name="route_upload_is_carried_out_once"),
                    RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND carried_out_at IS NULL"},
                        change={
                            "portal_coordinator": Only(
                                "hogeschool_id = {hogeschool}", "rows", "carried_out_at", "added", "changed"
                            )
                        },
                        delete={"portal_coordinator": "hogeschool_id = {hogeschool} AND carried_out_at IS NULL"},
                        name="route_upload_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        *run_sql("routes", "partners.sql"),
    ]
