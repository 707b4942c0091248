import json
from datetime import date
from hashlib import sha256

import django.db.models.deletion
import django.utils.timezone
import mkbroute.access.policies
import uuid
from django.db import migrations, models


# A route that was submitted before dossiers had versions gets its first one from what stands in it.
TERMS = {
    "weeks": 6,
    "way": "Vraag de heroverweging aan op de pagina van de route in het portaal, en schrijf erbij waarom. Het programmateam "
    "beoordeelt het dossier dan opnieuw, zo mogelijk door iemand die het nog niet eerder beoordeelde.",
    "source": "Beginwaarde van het portaal, naar de bezwaartermijn van zes weken in de Algemene wet bestuursrecht, artikel "
    "6:7. De bronnen van het programma noemen geen termijn.",
    "valid_from": date(2022, 7, 21),
}
THRESHOLDS = [
    (
        "work_share",
        50,
        "Nieuwe opleidings(delen) ontwikkelen, onderdeel Mkb-route in het hbo (Katapult, 2022-2023), derde kenmerk: het grootste "
        "deel van het leren vindt op de werkplek plaats.",
    ),
    (
        "mkb_share",
        75,
        "Beginwaarde van het portaal bij criterium 2 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: bij "
        "een groter deel buiten het mkb, of zonder verklaring, is een gesprek nodig.",
    ),
    (
        "partner_share",
        50,
        "Beginwaarde van het portaal bij criterium 5 van de Nulmeting 2021-2022 (paragraaf 1.1), dat geen percentage noemt: ten "
        "minste de helft van de partners bevestigt zelf.",
    ),
]
DECISIONS = ("returned", "recognised", "rejected")


def write(apps, schema_editor):
    terms = apps.get_model("routes", "RecognitionTerms").objects.create(**TERMS)
    thresholds = apps.get_model("routes", "IndicatorThreshold")
    for code, minimum, source in THRESHOLDS:
        thresholds.objects.create(code=code, minimum_percent=minimum, source=source, valid_from=date(2022, 7, 21))
    _keep_links(apps)
    for route in apps.get_model("routes", "Route").objects.exclude(submitted_at=None).select_related("hogeschool"):
        _keep_dossier(apps, route, terms)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _keep_links(apps):
    for found in apps.get_model("routes", "CriterionAssessment").objects.exclude(evidence_url=""):
        apps.get_model("routes", "Evidence").objects.create(
            assessment=found,
            route_id=found.route_id,
            hogeschool_id=found.hogeschool_id,
            criterion_id=found.criterion_id,
            kind="link",
            title="Vindplaats op het web",
            url=found.evidence_url,
            added_by="",
        )


def _keep_dossier(apps, route, terms):
    found = list(
        apps.get_model("routes", "CriterionAssessment")
        .objects.filter(route=route)
        .select_related("criterion")
        .order_by("criterion__number")
    )
    if not found:
        return
    owners = {"route": route, "hogeschool": route.hogeschool}
    content = {
        "title": f"{'Bachelor' if route.degree == 'bachelor' else 'Ad'} {route.programme}",
        "hogeschool": route.hogeschool.name,
        "facts": [
            ["Waar gaat de route over?", route.summary],
            ["Hoe zijn werken en leren verbonden?", route.connection],
        ],
        "weeks": [
            {
                "year": week.year,
                "school": str(week.days_school),
                "company": str(week.days_company),
                "elsewhere": str(week.days_elsewhere),
            }
            for week in apps.get_model("routes", "RouteYear").objects.filter(route=route).order_by("year")
        ],
        "partners": [],
        "criteria": [
            {
                "number": each.criterion.number,
                "title": each.criterion.title,
                "text": each.criterion.text,
                "statement": each.statement,
                "evidence": "\n".join(filter(None, (each.evidence, each.evidence_url))),
                "own_verdict": each.own_verdict,
                "proofs": [],
            }
            for each in found
        ],
        "figures": [],
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    events = apps.get_model("routes", "RouteEvent").objects.filter(route=route).order_by("at")
    submitted = events.filter(kind="submitted").last()
    version = apps.get_model("routes", "DossierVersion").objects.create(
        **owners,
        criteria_set_id=found[0].criterion.criteria_set_id,
        number=1,
        occasion="submission",
        submitted_at=route.submitted_at,
        submitted_by=submitted.who if submitted else "",
        content=content,
        content_sha256=sha256(written.encode()).hexdigest(),
    )
    decided = events.filter(kind=route.state).last() if route.state in DECISIONS else None
    if decided:
        _keep_decision(apps, owners, version, decided, found, terms)


def _keep_decision(apps, owners, version, decided, found, terms):
    apps.get_model("routes", "Decision").objects.create(
        **owners,
        version=version,
        outcome=decided.kind,
        reason=decided.reason or ("" if decided.kind == "recognised" else "Niet vastgelegd."),
        findings=[
            {
                "number": each.criterion.number,
                "title": each.criterion.title,
                "verdict": each.verdict,
                "motivation": each.motivation,
            }
            for each in found
            if each.verdict
        ],
        assessors=sorted({each.assessed_by for each in found if each.assessed_by}),
        reference=f"MR-{decided.at.year}-{version.pk:06}",
        decided_by=decided.who,
        decided_at=decided.at,
        terms=terms,
    )


def remove(apps, schema_editor):
    """The tables go with the migration."""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_of_route"),
        ("organisations", "0005_second_factor"),
        ("routes", "0007_board_texts"),
    ]

    operations = [
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["criterion__number", "id"],
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
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reconsider_until", models.DateField(null=True)),
            ],
            options={
                "ordering": ["decided_at", "id"],
                "get_latest_by": "decided_at",
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
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["criterion__number", "id"],
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
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_by", models.CharField(max_length=200)),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["number"],
                "get_latest_by": "number",
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
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["added_at", "id"],
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
            ],
            options={
                "ordering": ["code", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="QuestionPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=3000)),
                ("who", models.CharField(max_length=200)),
                ("by_programme", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "id"],
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
            },
        ),
        migrations.CreateModel(
            name="RouteAssessor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("excused_reason", models.TextField(blank=True)),
                ("excused_by", models.CharField(blank=True, max_length=200)),
                ("excused_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RouteFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("numerator", models.DecimalField(decimal_places=1, max_digits=8)),
                ("denominator", models.DecimalField(decimal_places=1, max_digits=8)),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["raised_at", "id"],
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
            ],
            options={
                "ordering": ["on", "code"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="route",
            name="route_steps",
        ),
        migrations.RemoveConstraint(
            model_name="route",
            name="route_access",
        ),
        migrations.AddField(
            model_name="route",
            name="reconsidered_from",
            field=models.CharField(
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
        migrations.RemoveIndex(model_name="route", name="route_public_by_province"),
        migrations.RemoveIndex(model_name="route", name="route_public_by_start"),
        migrations.AddIndex(
            model_name="route",
            index=models.Index(
                condition=models.Q(("state", "recognised"), ("reconsidered_from", "recognised"), _connector="OR"),
                fields=["province", "programme", "id"],
                name="route_public_by_province",
            ),
        ),
        migrations.AddIndex(
            model_name="route",
            index=models.Index(
                condition=models.Q(("state", "recognised"), ("reconsidered_from", "recognised"), _connector="OR"),
                fields=["starts_on", "id"],
                name="route_public_by_start",
            ),
        ),
        migrations.AlterField(
            model_name="criterionassessment",
            name="evidence",
            field=models.TextField(blank=True, max_length=2000, verbose_name="bewijs in woorden"),
        ),
        migrations.AlterField(
            model_name="route",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="criterionassessment",
            constraint=mkbroute.access.policies.Owners(
                fields=("route", "hogeschool", "criterion"), name="criterion_assessment_stays_put"
            ),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reconsidered_from__in", ["recognised", "rejected"]), ("state", "reconsider")),
                    models.Q(models.Q(("state", "reconsider"), _negated=True), ("reconsidered_from", "")),
                    _connector="OR",
                ),
                name="route_reconsidered_after_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=mkbroute.access.policies.Steps(
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
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND state = 'concept' AND public_since IS NULL"
                },
                change={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": mkbroute.access.policies.Only(
                        "state <> 'concept'", "state", "reconsidered_from", "phase", "public_since", "changed_at"
                    ),
                },
                name="route_access",
                read={
                    "portal_branche": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                    "portal_company": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "public_since IS NOT NULL OR EXISTS (SELECT FROM routes_routepartner p WHERE p.route_id = routes_route.id)",
                    "portal_programme": "state <> 'concept' OR public_since IS NOT NULL",
                    "portal_public": "public_since IS NOT NULL",
                    "portal_signer": "public_since IS NOT NULL",
                    "portal_student": "public_since IS NOT NULL",
                },
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.criterion"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
        ),
        migrations.AddField(
            model_name="decision",
            name="document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="routes.route"
            ),
        ),
        migrations.AddField(
            model_name="dossierquestion",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.criterion"
            ),
        ),
        migrations.AddField(
            model_name="dossierquestion",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="dossierquestion",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="routes.route"
            ),
        ),
        migrations.AddField(
            model_name="dossierversion",
            name="criteria_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.criteriaset"
            ),
        ),
        migrations.AddField(
            model_name="dossierversion",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="dossierversion",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="routes.route"
            ),
        ),
        migrations.AddField(
            model_name="dossierquestion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="routes.dossierversion"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="routes.dossierversion"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="routes.dossierversion"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="routes.criterionassessment"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.criterion"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="routes.route"),
        ),
        migrations.AddConstraint(
            model_name="indicatorthreshold",
            constraint=models.UniqueConstraint(fields=("code", "valid_from"), name="indicator_threshold_once_per_date"),
        ),
        migrations.AddConstraint(
            model_name="indicatorthreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum_percent__lte", 100)), name="indicator_threshold_is_a_percentage"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorthreshold",
            constraint=mkbroute.access.policies.AppendOnly(name="indicator_threshold_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="indicatorthreshold",
            constraint=mkbroute.access.policies.RowAccess(
                name="indicator_threshold_access", read={"portal_coordinator": "true", "portal_programme": "true"}
            ),
        ),
        migrations.AddField(
            model_name="questionpost",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="questionpost",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="routes.dossierquestion"
            ),
        ),
        migrations.AddField(
            model_name="questionpost",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
        ),
        migrations.AddConstraint(
            model_name="recognitionterms",
            constraint=mkbroute.access.policies.AppendOnly(name="recognition_terms_are_written_once"),
        ),
        migrations.AddConstraint(
            model_name="recognitionterms",
            constraint=mkbroute.access.policies.RowAccess(
                name="recognition_terms_access", read={"portal_coordinator": "true", "portal_programme": "true"}
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.recognitionterms"
            ),
        ),
        migrations.AddField(
            model_name="routeassessor",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="routeassessor",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.membership"
            ),
        ),
        migrations.AddField(
            model_name="routeassessor",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
        ),
        migrations.AddField(
            model_name="routeassessor",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessors", to="routes.dossierversion"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="assessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="routes.routeassessor"
            ),
        ),
        migrations.AddField(
            model_name="routeflag",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="routeflag",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="routes.route"
            ),
        ),
        migrations.AddField(
            model_name="routeflag",
            name="threshold",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.indicatorthreshold"
            ),
        ),
        migrations.AddField(
            model_name="routeindicator",
            name="hogeschool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="routeindicator",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="routes.route"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=models.UniqueConstraint(fields=("route", "number"), name="dossier_version_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="dossier_version_counts_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occasion", "submission"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="dossier_version_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=mkbroute.access.policies.AppendOnly(name="dossier_version_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=mkbroute.access.policies.Owners(fields=("route", "hogeschool"), name="dossier_version_owners"),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool",), name="dossier_version_route", parent="route"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=mkbroute.access.policies.RowAccess(
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
        ),
        migrations.AddIndex(
            model_name="dossierquestion",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["route", "changed_at"], name="dossier_question_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierquestion",
            constraint=mkbroute.access.policies.Owners(fields=("route", "hogeschool"), name="dossier_question_owners"),
        ),
        migrations.AddConstraint(
            model_name="dossierquestion",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool"), name="dossier_question_version", parent="version"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierquestion",
            constraint=mkbroute.access.policies.Steps(
                field="state",
                name="dossier_question_steps",
                steps={
                    "answered": {"closed": ("portal_programme",), "open": ("portal_programme",)},
                    "open": {"answered": ("portal_coordinator",), "closed": ("portal_programme",)},
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierquestion",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND state = 'open'"
                },
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}", "state", "changed_at"
                    ),
                    "portal_programme": mkbroute.access.policies.Only(
                        "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)", "state", "changed_at"
                    ),
                },
                name="dossier_question_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("indicator", ""), ("kind", "file"), ("url", ""), ("document__isnull", False)),
                    models.Q(
                        ("document", None), ("indicator", ""), ("kind", "link"), models.Q(("url", ""), _negated=True)
                    ),
                    models.Q(
                        ("document", None), ("kind", "figure"), ("url", ""), models.Q(("indicator", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="evidence_is_a_file_a_link_or_a_figure",
                violation_error_message="Bewijs is een bestand, een link of een cijfer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("indicator", ""), _negated=True),
                fields=("assessment", "indicator"),
                name="evidence_names_a_figure_once",
                violation_error_message="Dit cijfer staat al bij dit criterium.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool", "criterion"), name="evidence_owners", parent="assessment"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route=route_id", "hogeschool"), name="evidence_document", parent="document"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                delete={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                name="evidence_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="question_post_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=mkbroute.access.policies.AppendOnly(name="question_post_is_written_once"),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool"), name="question_post_owners", parent="question"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionpost",
            constraint=mkbroute.access.policies.RowAccess(
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
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("document", None), ("outcome__in", ("recognised", "rejected"))),
                fields=["decided_at"],
                name="decision_awaits_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("recognised", "returned", "rejected"))),
                name="decision_is_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "recognised"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="decision_against_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reconsider_until", None), ("outcome", "rejected"), _connector="OR"),
                name="decision_against_has_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.Owners(
                fields=("version", "route", "hogeschool"), name="decision_owners"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.Fixed(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.While(
                field="outcome",
                fields=("reason", "reconsider_until"),
                name="decision_is_not_reworded",
                states=("",),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool"), name="decision_version", parent="version"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route=route_id", "hogeschool"), name="decision_document", parent="document"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND document_id IS NULL"
                },
                name="decision_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="routeassessor",
            constraint=models.UniqueConstraint(fields=("version", "membership"), name="route_assessor_is_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="routeassessor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("excused_at", None), ("excused_reason", "")),
                    models.Q(("excused_at__isnull", False), models.Q(("excused_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="route_assessor_excused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeassessor",
            constraint=mkbroute.access.policies.Owners(
                fields=("version", "route", "hogeschool"), name="route_assessor_owners"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeassessor",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("route", "hogeschool"), name="route_assessor_version", parent="version"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeassessor",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id) AND EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id AND m.organisation_id = {organisation} AND m.ended_at IS NULL)"
                },
                change={
                    "portal_programme": mkbroute.access.policies.Only(
                        "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id)",
                        "excused_reason",
                        "excused_by",
                        "excused_at",
                    )
                },
                name="route_assessor_access",
                read={"portal_programme": "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id)"},
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=models.UniqueConstraint(
                fields=("assessor", "criterion"), name="criterion_judgement_once_per_assessor"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("version", "route", "hogeschool"), name="criterion_judgement_owners", parent="assessor"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_programme": "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id AND a.membership_id = {membership}) AND NOT EXISTS (SELECT FROM routes_decision d WHERE d.version_id = routes_criterionjudgement.version_id)"
                },
                change={
                    "portal_programme": mkbroute.access.policies.Only(
                        "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id AND a.membership_id = {membership}) AND NOT EXISTS (SELECT FROM routes_decision d WHERE d.version_id = routes_criterionjudgement.version_id)",
                        "verdict",
                        "motivation",
                        "at",
                    )
                },
                name="criterion_judgement_access",
                read={"portal_programme": "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id)"},
            ),
        ),
        migrations.AddConstraint(
            model_name="routeflag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at", None)), fields=("route", "code"), name="route_flag_stands_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeflag",
            constraint=mkbroute.access.policies.Owners(fields=("route", "hogeschool"), name="route_flag_owners"),
        ),
        migrations.AddConstraint(
            model_name="routeflag",
            constraint=mkbroute.access.policies.Fixed(
                fields=("threshold", "code", "numerator", "denominator", "raised_at", "cleared_at"),
                name="route_flag_never_changes",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeflag",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool",), name="route_flag_route", parent="route"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeflag",
            constraint=mkbroute.access.policies.RowAccess(
                name="route_flag_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="routeindicator",
            constraint=models.UniqueConstraint(fields=("route", "on", "code"), name="route_indicator_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="routeindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator", None), ("numerator", None)),
                    models.Q(("numerator__gte", 0), ("numerator__lte", models.F("denominator"))),
                    _connector="OR",
                ),
                name="route_indicator_is_a_part_of_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeindicator",
            constraint=mkbroute.access.policies.SameOwners(
                fields=("hogeschool",), name="route_indicator_owners", parent="route"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeindicator",
            constraint=mkbroute.access.policies.RowAccess(
                name="route_indicator_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
                recorded=False,
            ),
        ),
        migrations.RunPython(write, remove),
        migrations.RemoveConstraint(
            model_name="criterionassessment",
            name="criterion_assessment_verdict_has_date",
        ),
        migrations.RemoveConstraint(
            model_name="criterionassessment",
            name="criterion_assessment_access",
        ),
        migrations.RemoveField(
            model_name="criterionassessment",
            name="assessed_at",
        ),
        migrations.RemoveField(
            model_name="criterionassessment",
            name="assessed_by",
        ),
        migrations.RemoveField(
            model_name="criterionassessment",
            name="evidence_url",
        ),
        migrations.RemoveField(
            model_name="criterionassessment",
            name="motivation",
        ),
        migrations.RemoveField(
            model_name="criterionassessment",
            name="verdict",
        ),
        migrations.AddConstraint(
            model_name="criterionassessment",
            constraint=mkbroute.access.policies.RowAccess(
                add={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                change={
                    "portal_coordinator": mkbroute.access.policies.Only(
                        "hogeschool_id = {hogeschool}", "statement", "evidence", "own_verdict"
                    )
                },
                name="criterion_assessment_access",
                read={
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                },
            ),
        ),
    ]
