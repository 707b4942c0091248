"""What an agreement is made of: the provisions that the law asks for, and the text with variables."""

from django.db import models

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, SIGNER, STUDENT, parts
from routes.enums import Form

from ..enums import SigningOrder


class LegalProvision(models.Model):
    """What the law says an agreement must provide for: the four parts of WHW art. 7.7 lid 5. New text: a new row."""

    code = models.CharField(max_length=1)  # a, b, c, d
    title = models.CharField(max_length=120)
    text = models.TextField()
    citation = models.CharField(max_length=60)  # "WHW art. 7.7 lid 5 onder a"
    source = models.CharField(max_length=200)
    valid_from = models.DateField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="legal_provision_once_per_date"),
            AppendOnly(name="legal_provision_is_written_once"),
            RowAccess(
                name="legal_provision_access",
                read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER, PROGRAMME),
            ),
        ]


class AgreementTemplate(models.Model):
    """The text of an agreement: articles with variables. What was sent keeps the version it was sent with."""

    code = models.SlugField()  # "landelijk-duaal"
    number = models.PositiveSmallIntegerField("versie")
    form = models.CharField(max_length=10, choices=Form)
    title = models.CharField(max_length=200)
    legal_basis = models.TextField()
    # [{"number": 1, "title": …, "provision": "a" or "", "paragraphs": […], "suggestions": {field: text}}]; see text.py
    articles = models.JSONField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    signing_order = models.CharField(
        "volgorde van tekenen", max_length=16, choices=SigningOrder, default=SigningOrder.PARALLEL
    )

    class Meta:
        ordering = ["code", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="agreement_template_version_is_unique"),
            AppendOnly(name="agreement_template_is_written_once"),
            RowAccess(
                name="agreement_template_access",
                read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER, PROGRAMME),
            ),
        ]

    def __str__(self):
        return f"{self.title}, versie {self.number}"
