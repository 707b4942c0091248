"""A person adds files to her application; the policy reads its table."""

import mkbroute.access.policies
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_terms"),
        ("matching", "0001_tables"),
        ("routes", "0001_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="document_access",
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomst"),
                    ("upload", "Geüpload bestand"),
                    ("scan", "Exemplaar dat elders is getekend"),
                    ("evidence", "Bewijs in een dossier"),
                    ("decision", "Besluit over een route"),
                    ("letter", "Brief over het einde van een overeenkomst"),
                    ("application", "Bestand bij een aanmelding"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="ownterm",
            name="document_class",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                    ("unfinished", "Concepten en vervallen overeenkomsten"),
                    ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                    ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                    ("route", "Bewijsstukken in het dossier van een route"),
                    ("decision", "Besluitbrieven over een route"),
                    ("upload", "Ingelezen bestanden"),
                    ("link", "Persoonlijke links en codes"),
                    ("mail", "Overzicht van verzonden mail"),
                    ("application", "Cv's en bewijzen bij een aanmelding"),
                    ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="removed",
            name="document_class",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                    ("unfinished", "Concepten en vervallen overeenkomsten"),
                    ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                    ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                    ("route", "Bewijsstukken in het dossier van een route"),
                    ("decision", "Besluitbrieven over een route"),
                    ("upload", "Ingelezen bestanden"),
                    ("link", "Persoonlijke links en codes"),
                    ("mail", "Overzicht van verzonden mail"),
                    ("application", "Cv's en bewijzen bij een aanmelding"),
                    ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="retentionterm",
            name="document_class",
            field=models.CharField(
                choices=[
                    ("agreement", "Verzegelde overeenkomsten, met alles wat erbij hoort"),
                    ("unfinished", "Concepten en vervallen overeenkomsten"),
                    ("paper", "Scans van overeenkomsten die op papier zijn getekend"),
                    ("praktijkleren", "Stukken voor de subsidie praktijkleren"),
                    ("route", "Bewijsstukken in het dossier van een route"),
                    ("decision", "Besluitbrieven over een route"),
                    ("upload", "Ingelezen bestanden"),
                    ("link", "Persoonlijke links en codes"),
                    ("mail", "Overzicht van verzonden mail"),
                    ("application", "Cv's en bewijzen bij een aanmelding"),
                    ("export", "Dossiers en andere bestanden die iemand aanvroeg"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="retentionterm",
            name="starts",
            field=models.CharField(
                choices=[
                    ("end", "het einde van de overeenkomst"),
                    ("last_change", "de laatste wijziging"),
                    ("study_year", "het einde van het studiejaar"),
                    ("end_of_route", "het einde van de route"),
                    ("made", "de dag waarop het is gemaakt"),
                    ("decided", "de dag waarop de aanmelding is afgesloten of een plek bracht"),
                    ("expired", "de dag waarop het is verlopen"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("id", "hogeschool", "student"), name="document_of_person"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=mkbroute.access.policies.RowAccess(
                add={
                    "portal_coordinator": "hogeschool_id = {hogeschool} AND organisation_id IS NULL AND employer_id IS NULL AND student_id IS NULL AND agreement_id IS NULL AND (route_id IS NULL OR EXISTS (SELECT FROM routes_route r WHERE r.id = route_id))",
                    "portal_student": "student_id = {me} AND kind = 'application' AND organisation_id IS NULL AND employer_id IS NULL AND agreement_id IS NULL AND route_id IS NULL AND EXISTS (SELECT FROM matching_application a WHERE a.student_id = {me} AND a.hogeschool_id = documents_document.hogeschool_id)",
                },
                name="document_access",
                read={
                    "portal_branche": "false",
                    "portal_company": "organisation_id = {organisation}",
                    "portal_coordinator": "hogeschool_id = {hogeschool}",
                    "portal_employer": "employer_id = {organisation}",
                    "portal_programme": "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)",
                    "portal_signer": "agreement_id = {agreement}",
                    "portal_student": "student_id = {me}",
                },
            ),
        ),
    ]
