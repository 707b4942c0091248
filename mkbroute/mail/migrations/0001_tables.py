"""The tables, as their models declare them."""

import uuid

from django.db import migrations, models
from django.utils import timezone

from mkbroute.access.policies import RowAccess


class Migration(migrations.Migration):
    initial = True
    replaces = [("mail", "0001_initial"), ("mail", "0002_card"), ("mail", "0003_calendar")]
    dependencies = [
        ("organisations", "0003_size_classes"),
    ]
    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=60)),
                ("to_name", models.CharField(max_length=200)),
                ("to_email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Wacht op verzending"),
                            ("sent", "Verzonden"),
                            ("failed", "Niet verzonden"),
                            ("bounced", "Teruggekomen"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=timezone.now)),
                ("due_at", models.DateTimeField(default=timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "hogeschool",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="message_waiting"),
                    models.Index(fields=["hogeschool", "about", "created_at"], name="message_by_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="message_sent_has_time",
                    ),
                    RowAccess(
                        add={
                            "portal_branche": "state = 'waiting'",
                            "portal_card": "state = 'waiting'",
                            "portal_company": "state = 'waiting'",
                            "portal_coordinator": "hogeschool_id = {hogeschool}",
                            "portal_employer": "state = 'waiting'",
                            "portal_programme": "state = 'waiting'",
                            "portal_public": "state = 'waiting'",
                            "portal_signer": "state = 'waiting'",
                            "portal_student": "state = 'waiting'",
                        },
                        name="message_access",
                        read={"portal_coordinator": "hogeschool_id = {hogeschool}"},
                        recorded=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageBody",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="mail.message",
                    ),
                ),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("attachment_id", models.BigIntegerField(null=True)),
                ("calendar", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    RowAccess(
                        add={
                            "portal_branche": "true",
                            "portal_card": "true",
                            "portal_company": "true",
                            "portal_coordinator": "true",
                            "portal_employer": "true",
                            "portal_programme": "true",
                            "portal_public": "true",
                            "portal_signer": "true",
                            "portal_student": "true",
                        },
                        name="message_body_access",
                        recorded=False,
                    )
                ],
            },
        ),
    ]
