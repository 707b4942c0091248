import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import mkbroute.access.policies
import surveys.models.responses
import uuid
from django.conf import settings
from django.db import migrations, models

from mkbroute.access.sql_files import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_someone_acts"),
        ("routes", "0002_rows"),
        ("surveys", "0021_baseline"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeepingTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers_months", models.PositiveSmallIntegerField()),
                ("interviews_months", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "verbose_name_plural": "keeping terms",
                "ordering": ["-valid_from"],
                "get_latest_by": "valid_from",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answers_months__gt", 0), ("interviews_months__gt", 0)),
                        name="keeping_terms_leave_room",
                    ),
                    mkbroute.access.policies.AppendOnly(name="keeping_terms_are_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="keeping_terms_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField(unique=True)),
            ],
            options={
                "ordering": ["-valid_from"],
                "get_latest_by": "valid_from",
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="topic_list_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="topic_list_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("prompt", models.CharField(max_length=400)),
                (
                    "topic_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="topics", to="surveys.topiclist"
                    ),
                ),
            ],
            options={
                "ordering": ["topic_list", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic_list", "key"), name="topic_is_unique"),
                    mkbroute.access.policies.Owners(fields=("topic_list",), name="topic_owners"),
                    mkbroute.access.policies.AppendOnly(name="topic_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        name="topic_access", read={"portal_coordinator": "true", "portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("held_on", models.DateField(verbose_name="datum van het gesprek")),
                ("held_by", models.CharField(max_length=120, verbose_name="gevoerd door")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("location", "Op locatie"),
                            ("online", "Online"),
                            ("phone", "Telefonisch"),
                            ("writing", "Schriftelijk"),
                        ],
                        max_length=8,
                        verbose_name="hoe",
                    ),
                ),
                (
                    "speakers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("coordinator", "Route-coördinator"),
                                ("manager", "Opleidingsmanager of directie"),
                                ("teacher", "Docent"),
                                ("supervisor", "Praktijkbegeleider"),
                                ("employer", "Werkgever"),
                                ("student", "Student"),
                                ("branche", "Branche of opleidingsbedrijf"),
                            ],
                            max_length=11,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("other_speaker", models.CharField(blank=True, max_length=80, verbose_name="een andere rol")),
                ("is_shared", models.BooleanField(default=False, verbose_name="de hogeschool leest mee")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Concept"), ("finished", "Afgerond")], default="draft", max_length=8
                    ),
                ),
                ("changed_by", models.CharField(max_length=300)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routes.route"),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interviews", to="surveys.wave"
                    ),
                ),
                (
                    "wave_route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interviews", to="surveys.waveroute"
                    ),
                ),
                (
                    "topic_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.topiclist"
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-id"],
                "indexes": [models.Index(fields=["wave", "-held_on"], name="interview_by_wave")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("speakers__len__gt", 0), models.Q(("other_speaker", ""), _negated=True), _connector="OR"
                        ),
                        name="interview_says_with_whom",
                        violation_error_message="Kies met wie u sprak, of vul een andere rol in.",
                    ),
                    mkbroute.access.policies.Owners(fields=("wave", "route", "hogeschool"), name="interview_owners"),
                    mkbroute.access.policies.Owners(fields=("topic_list",), name="interview_topics_stay"),
                    mkbroute.access.policies.SameOwners(
                        fields=("wave", "route", "hogeschool"), name="interview_route", parent="wave_route"
                    ),
                    mkbroute.access.policies.Fixed(fields=("public_id",), name="interview_stays"),
                    mkbroute.access.policies.While(
                        field="state",
                        fields=("held_on", "held_by", "mode", "speakers", "other_speaker"),
                        name="interview_is_written_as_draft",
                        states=("draft",),
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="interview_steps",
                        steps={
                            "draft": {"finished": ("portal_programme",)},
                            "finished": {"draft": ("portal_programme",)},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_programme": "state = 'draft' AND EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id AND w.state <> 'draft')"
                        },
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                                "held_on",
                                "held_by",
                                "mode",
                                "speakers",
                                "other_speaker",
                                "is_shared",
                                "state",
                                "changed_by",
                                "changed_at",
                            )
                        },
                        delete={"portal_programme": "state = 'draft'"},
                        name="interview_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND is_shared AND state = 'finished' AND NOT portal.looks_on()",
                            "portal_programme": "EXISTS (SELECT FROM surveys_wave w WHERE w.id = wave_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="surveys.interview"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.topic"
                    ),
                ),
                (
                    "topic_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.topiclist"
                    ),
                ),
            ],
            options={
                "ordering": ["interview", "topic__place"],
                "constraints": [
                    models.UniqueConstraint(fields=("interview", "topic"), name="interview_note_once_per_topic"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="interview_note_says_something"
                    ),
                    mkbroute.access.policies.Owners(fields=("interview", "topic"), name="interview_note_owners"),
                    mkbroute.access.policies.SameOwners(
                        fields=("topic_list",), name="interview_note_list", parent="interview"
                    ),
                    mkbroute.access.policies.SameOwners(
                        fields=("topic_list",), name="interview_note_topic", parent="topic"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_programme": "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id AND i.state = 'draft')"
                        },
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id AND i.state = 'draft')",
                                "text",
                            )
                        },
                        delete={
                            "portal_programme": "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id AND i.state = 'draft')"
                        },
                        name="interview_note_access",
                        read={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id)",
                            "portal_programme": "EXISTS (SELECT FROM surveys_interview i WHERE i.id = interview_id)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=600)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Te lezen"),
                            ("coding", "Wordt gecodeerd"),
                            ("settling", "Verschillen bespreken"),
                            ("settled", "Gecodeerd"),
                        ],
                        default="reading",
                        max_length=8,
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=120)),
                ("first_done", models.BooleanField(default=False)),
                ("second_name", models.CharField(blank=True, max_length=120)),
                ("second_done", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                (
                    "first_coder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "population",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_questions",
                        to="surveys.wavepopulation",
                    ),
                ),
                (
                    "second_coder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["population", "code", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("counted_at", None), ("state", "settled")),
                        fields=["id"],
                        name="open_question_to_count",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("population", "hogeschool", "code"),
                        name="open_question_is_unique",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_coder", models.F("second_coder")), _negated=True),
                            ("first_coder", None),
                            _connector="OR",
                        ),
                        name="open_question_coders_are_two",
                        violation_error_message="Kies twee verschillende mensen: zij coderen los van elkaar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_coder", None), ("second_coder", None), ("state", "reading")),
                            models.Q(
                                models.Q(("state", "reading"), _negated=True),
                                ("first_coder__isnull", False),
                                ("second_coder__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="open_question_is_coded_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["reading", "coding"]),
                            models.Q(("first_done", True), ("second_done", True)),
                            _connector="OR",
                        ),
                        name="open_question_is_discussed_once_both_are_done",
                        violation_error_message="De verschillen zijn er pas als beide codeurs klaar zijn.",
                    ),
                    mkbroute.access.policies.Owners(fields=("population", "hogeschool"), name="open_question_owners"),
                    mkbroute.access.policies.Fixed(fields=("public_id", "code", "text"), name="open_question_stays"),
                    mkbroute.access.policies.While(
                        field="state",
                        fields=("first_coder", "second_coder", "first_done", "second_done"),
                        name="open_question_coders_stay",
                        states=("reading", "coding"),
                    ),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="open_question_steps",
                        steps={
                            "coding": {"settling": ("portal_programme",)},
                            "reading": {"coding": ("portal_programme",)},
                            "settled": {"settling": ("portal_programme",)},
                            "settling": {"settled": ("portal_programme",)},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "hogeschool_id IS NULL",
                                "state",
                                "first_coder",
                                "first_name",
                                "first_done",
                                "second_coder",
                                "second_name",
                                "second_done",
                                "settled_at",
                                "counted_at",
                            )
                        },
                        name="open_question_access",
                        read={
                            "portal_coordinator": "(hogeschool_id IS NULL OR hogeschool_id = {hogeschool}) AND EXISTS (SELECT FROM surveys_wavepopulation p JOIN surveys_wave w ON w.id = p.wave_id WHERE p.id = population_id) AND NOT portal.looks_on()",
                            "portal_programme": "hogeschool_id IS NULL AND EXISTS (SELECT FROM surveys_wavepopulation p JOIN surveys_wave w ON w.id = p.wave_id WHERE p.id = population_id)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verbatim",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=surveys.models.responses.random_key, primary_key=True, serialize=False
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField()),
                (
                    "known_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("masked", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Nog niet nagekeken op namen"),
                            ("reviewed", "Nagekeken"),
                            ("released", "Vrijgegeven als citaat"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("reviewed_by", models.CharField(blank=True, max_length=300)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("released_by", models.CharField(blank=True, max_length=300)),
                ("released_at", models.DateTimeField(null=True)),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verbatims", to="surveys.openquestion"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="verbatim_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "new"),
                            models.Q(models.Q(("reviewed_by", ""), _negated=True), ("reviewed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="verbatim_is_reviewed_before_it_is_released",
                        violation_error_message="Kijk eerst na of er namen in staan. Daarna kunt u het antwoord vrijgeven.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("released_at__isnull", False),
                                ("state", "released"),
                                models.Q(("released_by", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "released"), _negated=True),
                                ("released_at", None),
                                ("released_by", ""),
                            ),
                            _connector="OR",
                        ),
                        name="verbatim_says_who_released_it",
                    ),
                    mkbroute.access.policies.Owners(fields=("question",), name="verbatim_owners"),
                    mkbroute.access.policies.While(
                        field="state",
                        fields=("text", "masked"),
                        name="verbatim_stays_as_it_was_released",
                        states=("new", "reviewed"),
                    ),
                    mkbroute.access.policies.Fixed(fields=("public_id", "hogeschool"), name="verbatim_stays"),
                    mkbroute.access.policies.Steps(
                        field="state",
                        name="verbatim_steps",
                        steps={
                            "new": {"reviewed": ("portal_coordinator", "portal_programme")},
                            "released": {"reviewed": ("portal_coordinator", "portal_programme")},
                            "reviewed": {"released": ("portal_coordinator", "portal_programme")},
                        },
                    ),
                    mkbroute.access.policies.RowAccess(
                        change={
                            "portal_coordinator": mkbroute.access.policies.Only(
                                "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})",
                                "text",
                                "known_names",
                                "masked",
                                "state",
                                "reviewed_by",
                                "reviewed_at",
                                "released_by",
                                "released_at",
                            ),
                            "portal_programme": mkbroute.access.policies.Only(
                                "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                                "text",
                                "known_names",
                                "masked",
                                "state",
                                "reviewed_by",
                                "reviewed_at",
                                "released_by",
                                "released_at",
                            ),
                        },
                        name="verbatim_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND NOT portal.looks_on()",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verbatim_key", models.BigIntegerField(unique=True)),
                ("text", models.TextField()),
                ("released_by", models.CharField(max_length=300)),
                ("released_on", models.DateField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="surveys.openquestion"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "verbatim_key"],
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="quote_is_written_once", removable=True),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                        delete={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                        name="quote_access",
                        read={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id)",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("who", models.CharField(max_length=300)),
                ("text", models.CharField(max_length=400)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="surveys.openquestion"
                    ),
                ),
                (
                    "verbatim",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="surveys.verbatim",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="open_event_is_written_once", removable=True),
                    mkbroute.access.policies.SameOwners(
                        fields=("question",), name="open_event_verbatim", parent="verbatim"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                        name="open_event_access",
                        read={
                            "portal_coordinator": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})",
                            "portal_programme": "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60, verbose_name="naam")),
                ("description", models.CharField(blank=True, max_length=400, verbose_name="omschrijving")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="surveys.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("code"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("merged_into", None)),
                        name="theme_name_is_unique",
                        violation_error_message="Dit thema is er al bij deze vraag.",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="theme_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="theme_is_not_merged_into_itself",
                    ),
                    mkbroute.access.policies.Owners(fields=("code",), name="theme_owners"),
                    mkbroute.access.policies.SameOwners(
                        fields=("code",), name="theme_merged_within_its_item", parent="merged_into"
                    ),
                    mkbroute.access.policies.Fixed(fields=("public_id", "merged_into", "made_at"), name="theme_stays"),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_programme": "merged_into_id IS NULL"},
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "true", "name", "description", "merged_into"
                            )
                        },
                        name="theme_access",
                        read={"portal_programme": "true"},
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("who", models.CharField(max_length=300)),
                ("text", models.CharField(max_length=400)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    mkbroute.access.policies.AppendOnly(name="theme_event_is_written_once"),
                    mkbroute.access.policies.RowAccess(
                        add={"portal_programme": "true"}, name="theme_event_access", read={"portal_programme": "true"}
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_consensus", models.BooleanField(default=False)),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "coder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codings", to="surveys.openquestion"
                    ),
                ),
                (
                    "verbatim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codings", to="surveys.verbatim"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_consensus", False)),
                        fields=("verbatim", "coder"),
                        name="coding_once_per_coder",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_consensus", True)), fields=("verbatim",), name="coding_settled_once"
                    ),
                    mkbroute.access.policies.Owners(fields=("question", "verbatim"), name="coding_owners"),
                    mkbroute.access.policies.Fixed(fields=("is_consensus",), name="coding_stays"),
                    mkbroute.access.policies.SameOwners(
                        fields=("question",), name="coding_verbatim", parent="verbatim"
                    ),
                    mkbroute.access.policies.RowAccess(
                        add={
                            "portal_programme": "coder_id = {me} AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND ((NOT is_consensus AND q.state = 'coding' AND ((q.first_coder_id = {me} AND NOT q.first_done) OR (q.second_coder_id = {me} AND NOT q.second_done))) OR (is_consensus AND q.state = 'settling')))"
                        },
                        change={
                            "portal_programme": mkbroute.access.policies.Only(
                                "(is_consensus AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.state = 'settling')) OR (coder_id = {me} AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND ((NOT is_consensus AND q.state = 'coding' AND ((q.first_coder_id = {me} AND NOT q.first_done) OR (q.second_coder_id = {me} AND NOT q.second_done))) OR (is_consensus AND q.state = 'settling'))))",
                                "themes",
                            )
                        },
                        name="coding_access",
                        read={
                            "portal_programme": "coder_id = {me} OR EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.state IN ('settling', 'settled'))"
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("computed_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="surveys.openquestion"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "hogeschool"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "hogeschool"), name="theme_figures_are_unique", nulls_distinct=False
                    ),
                    mkbroute.access.policies.RowAccess(
                        name="theme_figures_access",
                        read={
                            "portal_coordinator": "hogeschool_id = {hogeschool} AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id)",
                            "portal_programme": "hogeschool_id IS NULL AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id IS NULL)",
                        },
                        recorded=False,
                    ),
                ],
            },
        ),
        *run_sql("surveys", "open_answers.sql"),
    ]
