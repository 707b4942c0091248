"""The check by the hogeschool of what is offered, and what belongs to a leerwerkplek beside its offer: scans, checklists,
saved searches and terms. In sql/ what models cannot say."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import read_sql, run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_terms"),
        ("matching", "0001_tables"),
        ("organisations", "0004_mkb_by_card"),
        ("routes", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField()),
                ("title", models.CharField(max_length=120)),
                ("tasks", models.TextField()),
                ("learning", models.TextField()),
                ("outcomes", models.JSONField()),
                ("requirements", models.TextField()),
                ("accessibility", models.TextField()),
                ("hours_per_week", models.DecimalField(decimal_places=1, max_digits=3)),
                ("working_days", models.CharField(max_length=120)),
                ("salary", models.CharField(max_length=200)),
                ("contract_months", models.PositiveSmallIntegerField()),
                ("free", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("closes_on", models.DateField(null=True)),
                ("company_name", models.CharField(max_length=200)),
                ("employer_name", models.CharField(max_length=200)),
                ("street", models.CharField(max_length=200)),
                ("postcode", models.CharField(max_length=7)),
                ("city", models.CharField(max_length=100)),
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
                    ),
                ),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "matching_openplace",
                "ordering": ["-published_at", "-id"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("scan", "Werkplekscan"), ("settling", "Inregelen")], max_length=8)),
                ("number", models.PositiveSmallIntegerField(verbose_name="versie")),
                ("chapters", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["kind", "-number"],
                "get_latest_by": "number",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="checklist_version_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("chapters", []), _negated=True), name="checklist_asks_something"
                    ),
                    mkbroute.access.policies.AppendOnly(name="checklist_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="checklist_access", read={"portal_company": "true", "portal_coordinator": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="versie")),
                ("review_days", models.PositiveSmallIntegerField()),
                ("confirm_days", models.PositiveSmallIntegerField()),
                ("warn_days", models.PositiveSmallIntegerField()),
                ("warnings", models.PositiveSmallIntegerField()),
                ("demand_days", models.PositiveSmallIntegerField()),
                ("supply_days", models.PositiveSmallIntegerField()),
                ("round_to", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
            ],
            options={
                "verbose_name_plural": "place terms",
                "ordering": ["-number"],
                "get_latest_by": "number",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirm_days__gt", 0),
                            ("review_days__gt", 0),
                            ("round_to__gt", 1),
                            ("warn_days__gt", 0),
                            ("warnings__gt", 0),
                        ),
                        name="place_terms_leave_room",
                    ),
                    mkbroute.access.policies.AppendOnly(name="place_terms_are_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="place_terms_access",
                        read={"portal_company": "true", "portal_coordinator": "true", "portal_programme": "true"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PositionEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kind", models.CharField(max_length=30)),
                ("who", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="matching.offer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="matching.position"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["position", "at"], name="position_event_by_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hogeschool", None), ("offer", None)),
                            models.Q(("hogeschool__isnull", False), ("offer__isnull", False)),
                            _connector="OR",
                        ),
                        name="position_event_hogeschool_by_offer",
                    ),
                    mkbroute.access.policies.AppendOnly(name="position_event_is_written_once"),
                    mkbroute.access.policies.SameOwners(
                        fields=("organisation",), name="position_event_owners", parent="position"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "organisation", "hogeschool"),
                        name="position_event_offer_owners",
                        parent="offer",
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                        name="position_event_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "hogeschool_id = {hogeschool} OR (hogeschool_id IS NULL AND EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_positionevent.position_id))",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("text", models.CharField(blank=True, max_length=100)),
                (
                    "province",
                    models.CharField(
                        blank=True,
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
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
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
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("told_until", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_on", models.DateField(null=True)),
                (
                    "route",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="routes.route"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved searches",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["email"], name="saved_search_by_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)),
                        fields=("email", "text", "province", "sector", "route"),
                        name="saved_search_is_saved_once",
                        nulls_distinct=False,
                        violation_error_message="U hebt deze zoekopdracht al bewaard.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="saved_search_address_in_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_on", None), ("confirmed_at__isnull", False), _connector="OR"),
                        name="saved_search_told_was_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None), ("confirmed_at__gte", models.F("created_at")), _connector="OR"
                        ),
                        name="saved_search_confirmed_after_it_was_made",
                    ),
                    mkbroute.access.policies.Fixed(
                        fields=("email", "user", "token_hash", "created_at"), name="saved_search_stays"
                    ),
                    mkbroute.access.policies.RowAccess(
                        change={"portal_student": mkbroute.access.policies.Only("user_id = {me}", "stopped_at")},
                        name="saved_search_access",
                        read={"portal_student": "user_id = {me}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlingIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticks", models.JSONField(blank=True, default=list)),
                ("notes", models.JSONField(blank=True, default=dict)),
                ("who", models.CharField(max_length=200)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.checklist"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="settling_in", to="matching.position"
                    ),
                ),
            ],
            options={
                "constraints": [
                    mkbroute.access.policies.Owners(fields=("position", "organisation"), name="settling_in_owners"),
                    mkbroute.access.policies.SameOwners(
                        fields=("organisation",), name="settling_in_position_owners", parent="position"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_company": "organisation_id = {organisation}"},
                        change={
                            "portal_company": mkbroute.access.policies.Only(
                                "organisation_id = {organisation}", "ticks", "notes", "checklist", "who", "changed_at"
                            )
                        },
                        name="settling_in_access",
                        read={
                            "portal_company": "organisation_id = {organisation}",
                            "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_settlingin.position_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StillOpen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("is_last", models.BooleanField(default=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="matching.position"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="still_open_is_written_once"),
                    mkbroute.access.policies.SameOwners(
                        fields=("organisation",), name="still_open_owners", parent="position"
                    ),
                    mkbroute.access.policies.RowAccess(
                        name="still_open_access",
                        read={"portal_company": "organisation_id = {organisation}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkplaceScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("notes", models.JSONField(blank=True, default=dict)),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="datum van het bezoek")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "Geschikt"),
                            ("fits_if", "Geschikt, met afspraken"),
                            ("unfit", "Nog niet geschikt"),
                        ],
                        max_length=7,
                        verbose_name="uitkomst",
                    ),
                ),
                ("agreed", models.TextField(blank=True, max_length=2000, verbose_name="afspraken met het bedrijf")),
                ("who", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Concept"), ("concluded", "Afgerond")],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matching.checklist"
                    ),
                ),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="matching.offer"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="matching.position"
                    ),
                ),
                (
                    "workplace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.workplace"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("position", "hogeschool"),
                        name="scan_one_draft_at_a_time",
                        violation_error_message="Er is al een werkplekscan begonnen. Maak die eerst af.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("visited_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="scan_concluded_has_outcome_and_visit",
                        violation_error_message="Vul de uitkomst en de datum van het bezoek in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            ("outcome", "fits"),
                            models.Q(("agreed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="scan_not_simply_fit_says_what_is_agreed",
                        violation_error_message="Schrijf op wat u met het bedrijf hebt afgesproken.",
                    ),
                    mkbroute.access.policies.Owners(
                        fields=("offer", "position", "workplace", "organisation", "hogeschool"), name="scan_owners"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("position", "organisation", "hogeschool"), name="scan_offer_owners", parent="offer"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("organisation",), name="scan_workplace_owners", parent="workplace"
                    ),
                    mkbroute.access.policies.Steps(
                        field="state", name="scan_steps", steps={"draft": {"concluded": ("portal_coordinator",)}}
                    ),
                    mkbroute.access.policies.While(
                        field="state",
                        fields=(
                            "answers",
                            "notes",
                            "visited_on",
                            "outcome",
                            "agreed",
                            "who",
                            "changed_at",
                            "checklist",
                        ),
                        name="scan_stays",
                        states=("draft",),
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'draft'"},
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool}",
                                "answers",
                                "notes",
                                "visited_on",
                                "outcome",
                                "agreed",
                                "who",
                                "changed_at",
                                "state",
                            )
                        },
                        name="scan_access",
                        read={
                            "portal_company": "organisation_id = {organisation} AND state = 'concluded'",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                        },
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="offer",
            name="offer_access",
        ),
        migrations.RemoveConstraint(
            model_name="position",
            name="position_steps",
        ),
        migrations.RemoveConstraint(
            model_name="position",
            name="position_access",
        ),
        migrations.AddField(
            model_name="offer",
            name="asked_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="offer",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="changes",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="offer",
            name="outcomes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="offer",
            name="return_reason",
            field=models.TextField(blank=True, editable=False, max_length=1000, verbose_name="reden"),
        ),
        migrations.AddField(
            model_name="offer",
            name="reviewed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="reviewed_by",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="offer",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Wacht op controle"),
                    ("published", "Gepubliceerd"),
                    ("returned", "Teruggestuurd"),
                ],
                default="waiting",
                editable=False,
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="accessibility",
            field=models.TextField(blank=True, max_length=500, verbose_name="toegankelijkheid van de werkplek"),
        ),
        migrations.AddField(
            model_name="position",
            name="closes_on",
            field=models.DateField(blank=True, null=True, verbose_name="open tot en met"),
        ),
        migrations.AddField(
            model_name="position",
            name="confirmed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="position",
            name="formal_employer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="employs_for",
                to="organisations.organisation",
                verbose_name="formele werkgever",
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="is_public",
            field=models.BooleanField(default=True, verbose_name="openbaar"),
        ),
        migrations.AddField(
            model_name="position",
            name="requirements",
            field=models.TextField(blank=True, max_length=1000, verbose_name="wat vraagt het bedrijf?"),
        ),
        migrations.AlterField(
            model_name="position",
            name="state",
            field=models.CharField(
                choices=[
                    ("offered", "Aangeboden"),
                    ("withdrawn", "Ingetrokken"),
                    ("inactive", "Niet actief"),
                    ("archived", "In het archief"),
                ],
                default="offered",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["-reviewed_at", "-id"], name="offer_published"
            ),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["confirmed_at"], name="position_by_sign_of_life"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=mkbroute.access.policies.Under(
                condition="state = 'published' AND withdrawn_at IS NULL",
                name="match_offer_is_published",
                parent="offer",
                violation_error_message="Deze leerwerkplek is niet, of niet meer, gepubliceerd op deze route.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "waiting"),
                    models.Q(("reviewed_at__isnull", False), models.Q(("reviewed_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="offer_is_judged_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), models.Q(("return_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "returned"), _negated=True), ("return_reason", "")),
                    _connector="OR",
                ),
                name="offer_returned_has_reason",
                violation_error_message="Schrijf op wat het bedrijf moet aanpassen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changed_at", None), ("changes", [])),
                    models.Q(models.Q(("changes", []), _negated=True), ("changed_at__isnull", False)),
                    _connector="OR",
                ),
                name="offer_changes_have_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=("id", "position", "organisation", "hogeschool"), name="offer_parties"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="offer_steps",
                steps={
                    "published": {"returned": ("portal_coordinator",), "waiting": ("portal_company",)},
                    "returned": {"published": ("portal_coordinator",), "waiting": ("portal_company",)},
                    "waiting": {"published": ("portal_coordinator",), "returned": ("portal_coordinator",)},
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_company": "organisation_id = {organisation} AND state = 'waiting' AND EXISTS (SELECT FROM routes_route r WHERE r.id = route_id AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
                },
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation}",
                        "withdrawn_at",
                        "outcomes",
                        "state",
                        "asked_at",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}",
                        "state",
                        "reviewed_at",
                        "reviewed_by",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                },
                name="offer_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="position_steps",
                steps={
                    "archived": {"withdrawn": ("portal_company",)},
                    "inactive": {
                        "archived": ("portal_company",),
                        "offered": ("portal_company",),
                        "withdrawn": ("portal_company",),
                    },
                    "offered": {"archived": ("portal_company",), "inactive": (), "withdrawn": ("portal_company",)},
                    "withdrawn": {"archived": ("portal_company",), "offered": ("portal_company",)},
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_company": "organisation_id = {organisation} AND taken = 0"},
                change={
                    "portal_company": mkbroute.access.policies.Only(
                        "organisation_id = {organisation}",
                        "title",
                        "tasks",
                        "learning",
                        "hours_per_week",
                        "working_days",
                        "salary",
                        "contract_months",
                        "capacity",
                        "starts_on",
                        "closes_on",
                        "requirements",
                        "accessibility",
                        "is_public",
                        "formal_employer",
                        "supervisor_name",
                        "supervisor_function",
                        "supervisor_email",
                        "supervisor_phone",
                        "signatory_name",
                        "signatory_function",
                        "signatory_email",
                        "workplace",
                        "state",
                        "confirmed_at",
                    )
                },
                name="position_access",
                read={
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    "portal_student": "EXISTS (SELECT FROM matching_match m WHERE m.position_id = matching_position.id)",
                },
            ),
        ),
        migrations.RunSQL(read_sql("matching", "open_places.sql"), "DROP VIEW matching_openplace"),
        *run_sql("matching", "offers.sql", "still_open.sql", "searches.sql", "demand_and_supply.sql"),
    ]
