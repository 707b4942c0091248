from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_links_and_chain")]
    operations = [
        migrations.AddField("party", "born_on", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
        migrations.AddField(
            "party", "student_number", models.CharField(blank=True, max_length=20, verbose_name="studentnummer")
        ),
        migrations.AddField("party", "vestigingsnummer", models.CharField(blank=True, max_length=12)),
        migrations.AddConstraint(
            "party",
            models.CheckConstraint(
                condition=Q(role="student") | Q(born_on=None, student_number=""),
                name="party_student_data_is_of_student",
            ),
        ),
    ]
