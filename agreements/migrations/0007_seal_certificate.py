from django.db import migrations, models
from django.db.models import Q

from mkbroute.access.policies import Fixed

FORWARD = """
-- The certificates with which the portal ever sealed: a key is replaced every few years, its seals stay valid.
CREATE FUNCTION portal.seal_certificates() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT certificate FROM agreements_agreementversion WHERE certificate IS NOT NULL
$$;
REVOKE ALL ON FUNCTION portal.seal_certificates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.seal_certificates TO portal_public, portal_system;
"""
BACKWARD = "DROP FUNCTION portal.seal_certificates;"
TEXT = ("number", "title", "html", "content_sha256", "created_at")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_verify")]
    operations = [
        migrations.RemoveConstraint(model_name="agreementversion", name="agreement_version_sealed_has_document"),
        migrations.RemoveConstraint(model_name="agreementversion", name="agreement_version_never_changes"),
        migrations.AddField(
            model_name="agreementversion", name="certificate", field=models.CharField(max_length=64, null=True)
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(
                fields=["certificate"], condition=Q(certificate__isnull=False), name="version_by_certificate"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=Q(document=None, sealed_at=None, certificate=None)
                | Q(document__isnull=False, sealed_at__isnull=False, certificate__isnull=False),
                name="agreement_version_sealed_has_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=Fixed(
                name="agreement_version_never_changes",
                fields=[*TEXT, "employer", "document", "sealed_at", "certificate"],
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
