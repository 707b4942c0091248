import mkbroute.access.policies
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0016_readers_withdrawn"),
        ("organisations", "0004_mkb_by_card"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="addendum",
            name="addendum_changes_as_draft",
        ),
        migrations.AddField(
            model_name="addendum",
            name="rotation",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=mkbroute.access.policies.While(
                field="state",
                fields=("effective_on", "why", "version", "plan", "rotation"),
                name="addendum_changes_as_draft",
                states=("draft",),
            ),
        ),
    ]
