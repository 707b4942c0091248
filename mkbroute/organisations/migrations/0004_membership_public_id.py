from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_mkb_thresholds")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="public_id",
            field=models.UUIDField(db_default=RandomUUID(), editable=False, unique=True),
        ),
    ]
