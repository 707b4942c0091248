import re

from django.db import migrations, models
from django.db.migrations import RunSQL

from mkbroute.access.sql_files import read_sql, run_sql

BEFORE = "".join(
    re.search(
        rf"^CREATE FUNCTION portal\.{function}\(.*?^\$\$;$|^CREATE FUNCTION portal\.{function}\(.*?^END \$\$;$",
        read_sql("surveys", file),
        re.MULTILINE | re.DOTALL,
    )[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for function, file in (("begin_answering", "answering.sql"), ("response_counts", "waves.sql"))
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_someone_acts"),
        ("surveys", "0031_topics"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveyterms",
            name="open_link_least",
            field=models.PositiveSmallIntegerField(default=40),
        ),
        migrations.AddField(
            model_name="surveyterms",
            name="open_link_per_hour",
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.AddField(
            model_name="surveyterms",
            name="open_link_times",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        *run_sql("surveys", "open_links.sql"),
        RunSQL(read_sql("surveys", "bounded_answering.sql"), BEFORE),
    ]
