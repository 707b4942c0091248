"""Two hogescholen with everything around them: nobody sees what is the other's, and what one sees is whole."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey

from mkbroute.access.actor import PUBLIC, SYSTEM, Actor, acting_as
from mkbroute.access.login_tables import LOGIN_TABLES
from mkbroute.access.policies import RowAccess
from mkbroute.documents.enums import Kind
from mkbroute.documents.services import store
from routes import queries
from tests import cast
from tests.access.ground import two_tenants

PARTS = (
    "coordinator",
    "company",
    "employer",
    "branche",
    "programme",
    "student",
    "signer",
    "card",
    "practice",
    "attendance",
    "meeting",
)
MODELS = {
    model._meta.label: model
    for model in apps.get_models()
    if any(isinstance(constraint, RowAccess) for constraint in model._meta.constraints)
}

REFERENCE = {
    "matching.RoundTerms",
    "organisations.MkbThresholds",
    "organisations.HouseStyle",
    "routes.CriteriaSet",
    "routes.Criterion",
    "routes.BoardTemplate",
    "routes.BoardItem",
    "routes.PublishedFact",
    "routes.RecognitionTerms",
    "routes.IndicatorThreshold",
    "matching.PlaceTerms",
    "matching.Checklist",
    "agreements.LegalProvision",
    "agreements.SigningStatements",
    "agreements.LifeTerms",
    "agreements.PracticeTerms",
    "agreements.SubsidyScheme",
    "agreements.SubsidyCondition",
    "documents.SealCertificate",
    "documents.SealReadiness",
    "documents.RetentionTerm",
    "documents.RetentionRun",
    "matching.AdmissionSubject",
    "matching.MeetingTerms",
    "surveys.SurveyTerms",
    "surveys.BaselineFigure",
    "surveys.KeepingTerms",
    "surveys.TopicList",
    "surveys.Topic",
}
# Rows that several may see: (model, part) -> why. "*" is every part.
SHARED = {
    ("organisations.Organisation", "*"): "who takes part is known to all who log in (see its policies)",
    ("organisations.Workplace", "*"): "addresses of establishments are public; a company's own policy is tested below",
    ("routes.Route", "*"): "a recognised route is public; a coordinator's own policy is tested below",
    ("routes.Route", "programme"): "the programme team judges every route",
    ("routes.RouteYear", "*"): "of a public route",
    ("routes.RoutePartner", "*"): "of a public route",
    ("routes.RouteLocation", "*"): "of a public route",
    ("routes.RouteContact", "*"): "of a public route, where it may be shown",
    ("routes.RouteCost", "*"): "of a public route, where it may be shown",
    ("routes.RhythmPeriod", "*"): "of a public route",
    ("routes.PhaseChange", "programme"): "the programme team follows every route",
    ("routes.CriterionAssessment", "programme"): "the programme team judges every route",
    ("routes.RouteEvent", "programme"): "the programme team judges every route",
    ("routes.BoardPoint", "programme"): "how far every route is; the notes are not its business",
    ("routes.BoardStep", "programme"): "how far every route is; the notes are not its business",
    ("routes.FunnelCount", "programme"): "numbers of every route",
    ("routes.BoardExample", "coordinator"): "a hogeschool agreed to share it with all others",
    ("routes.BoardExample", "programme"): "a hogeschool agreed to share it with all others",
    ("routes.Evidence", "programme"): "the programme team judges every route",
    ("routes.DossierVersion", "programme"): "the programme team judges every route",
    ("routes.Decision", "programme"): "the programme team judges every route",
    ("routes.DossierQuestion", "programme"): "the programme team judges every route",
    ("routes.QuestionPost", "programme"): "the programme team judges every route",
    ("routes.RouteIndicator", "programme"): "numbers about every route, none of people",
    ("routes.RouteFlag", "programme"): "numbers about every route, none of people",
    ("agreements.AgreementTemplate", "*"): "the national ones; of a hogeschool's own: tested below",
    ("agreements.TemplateDraft", "programme"): "the team writes the national templates together",
    ("agreements.TemplateEvent", "programme"): "the team writes the national templates together",
    ("surveys.Questionnaire", "coordinator"): "the standard ones; of a hogeschool's own: tested below",
    ("surveys.Questionnaire", "programme"): "the team writes the standard questionnaires together",
    ("surveys.QuestionnaireVersion", "coordinator"): "the standard ones; of a hogeschool's own: tested below",
    ("surveys.QuestionnaireVersion", "programme"): "the team writes the standard questionnaires together",
    ("surveys.Wave", "programme"): "the team draws up every measurement",
    ("surveys.WavePopulation", "programme"): "of every measurement",
    ("surveys.WaveRoute", "programme"): "of every measurement",
    ("surveys.WaveList", "programme"): "how far every list is; the names on it are not its business",
    ("surveys.WaveEvent", "programme"): "what happened to every measurement",
    ("surveys.ResultSet", "programme"): "figures of all together, small ones left out",
    ("surveys.OpenQuestion", "programme"): "the team reads what people wrote, without who wrote it",
    ("surveys.Verbatim", "programme"): "likewise",
    ("surveys.Quote", "programme"): "what it released",
    ("surveys.OpenEvent", "programme"): "who of the team released what",
    ("surveys.Theme", "programme"): "one codebook for every measurement",
    ("surveys.ThemeEvent", "programme"): "likewise",
    ("surveys.Coding", "programme"): "once both coders are done; before that: tests/surveys/test_coding",
    ("surveys.ThemeFigures", "programme"): "counts of all together, small ones left out",
    ("surveys.Interview", "programme"): "the log of the team",
    ("surveys.InterviewNote", "programme"): "likewise",
    ("surveys.VersionEvent", "programme"): "the team writes the standard questionnaires together",
    ("documents.Document", "programme"): "what dossiers and decisions about routes hold",
}
STRICT = {
    ("routes.Route", "coordinator"),
    ("organisations.Workplace", "company"),
    ("routes.RouteYear", "coordinator"),
    ("routes.RoutePartner", "coordinator"),
    ("routes.RoutePartner", "employer"),
    ("routes.RouteLocation", "coordinator"),
    ("routes.RouteContact", "coordinator"),
    ("routes.RouteCost", "coordinator"),
    ("routes.RhythmPeriod", "coordinator"),
    ("routes.RoutePartner", "branche"),
}

ROUNDS = [
    "matching.Round",
    "matching.RoundRoute",
    "matching.RoundPair",
    "matching.RoundMinimum",
    "matching.Snapshot",
    "matching.Run",
    "matching.RunInputs",
    "matching.RunPlace",
    "matching.RunPerson",
    "matching.RunChange",
]
# What each must see something of, so that an empty table cannot pass for a closed one.
SEES = {
    "coordinator": [
        "routes.Route",
        "routes.RoutePartner",
        "routes.RhythmPeriod",
        "routes.RouteContact",
        "routes.PhaseChange",
        "routes.Draft",
        "routes.BoardPoint",
        "routes.BoardNote",
        "routes.BoardExample",
        "routes.FunnelEntry",
        "routes.Evidence",
        "routes.DossierVersion",
        "routes.Decision",
        "routes.DossierQuestion",
        "routes.RouteIndicator",
        "routes.RouteFlag",
        "matching.Application",
        "matching.Offer",
        "matching.Position",
        "matching.PositionEvent",
        "matching.WorkplaceScan",
        "matching.SettlingIn",
        "matching.Match",
        "matching.Preference",
        "matching.Profile",
        "matching.Introduction",
        *ROUNDS,
        "agreements.Agreement",
        "agreements.Signing",
        "agreements.AgreementEvent",
        "agreements.AgreementTemplate",
        "agreements.TemplateDraft",
        "agreements.TemplateEvent",
        "agreements.TemplateReturn",
        "agreements.AgreementReader",
        "agreements.PaperCopy",
        "agreements.Addendum",
        "agreements.Weighing",
        "agreements.Takeover",
        "agreements.Ending",
        "agreements.EndingConfirmation",
        "agreements.Reminder",
        "agreements.Alert",
        "agreements.Dispatch",
        "agreements.DispatchLine",
        "agreements.PartyCard",
        "agreements.PlanRow",
        "agreements.RotationPeriod",
        "agreements.DraftUpload",
        "agreements.Hold",
        "documents.OwnTerm",
        "documents.Removed",
        "exports.Job",
        "agreements.Interruption",
        "agreements.ContactMoment",
        "agreements.OutcomeVoice",
        "agreements.MomentNote",
        "agreements.PracticeLink",
        "agreements.AttendanceWeek",
        "agreements.RealisedOutcome",
        "routes.OutcomeList",
        "surveys.Questionnaire",
        "surveys.QuestionnaireVersion",
        "surveys.VersionEvent",
        "surveys.Wave",
        "surveys.WavePopulation",
        "surveys.WaveSupplement",
        "surveys.WaveRoute",
        "surveys.WaveList",
        "surveys.WaveEvent",
        "surveys.ResultSet",
        "surveys.OpenQuestion",
        "surveys.Verbatim",
        "surveys.Quote",
        "surveys.OpenEvent",
        "surveys.ThemeFigures",
        "surveys.Interview",
        "surveys.InterviewNote",
        "surveys.Invitation",
        "documents.Document",
        "documents.TimeStamp",
        "mail.Message",
    ],
    "company": [
        "matching.Position",
        "matching.PositionEvent",
        "matching.Offer",
        "matching.WorkplaceScan",
        "matching.SettlingIn",
        "matching.StillOpen",
        "matching.Match",
        "matching.Application",
        "matching.Preference",
        "matching.Profile",
        "matching.Introduction",
        "agreements.Agreement",
        "agreements.Party",
        "agreements.Ending",
        "agreements.EndingConfirmation",
        "documents.Document",
        "organisations.MkbDeclaration",
    ],
    "employer": [
        "routes.RoutePartner",
        "routes.Route",
        "agreements.Agreement",
        "agreements.Signing",
        "agreements.Ending",
        "agreements.EndingConfirmation",
        "documents.Document",
    ],
    "branche": ["routes.RoutePartner", "routes.Route"],
    "programme": [
        "routes.Route",
        "routes.CriterionAssessment",
        "routes.RouteEvent",
        "routes.BoardPoint",
        "routes.BoardExample",
        "routes.FunnelCount",
        "routes.Evidence",
        "routes.DossierVersion",
        "routes.RouteAssessor",
        "routes.CriterionJudgement",
        "routes.Decision",
        "routes.DossierQuestion",
        "routes.RouteIndicator",
        "agreements.AgreementTemplate",
        "agreements.TemplateDraft",
        "agreements.TemplateEvent",
        "surveys.Questionnaire",
        "surveys.QuestionnaireVersion",
        "surveys.VersionEvent",
        "surveys.Wave",
        "surveys.WavePopulation",
        "surveys.WaveRoute",
        "surveys.WaveList",
        "surveys.WaveEvent",
        "surveys.ResultSet",
        "surveys.OpenQuestion",
        "surveys.Verbatim",
        "surveys.Quote",
        "surveys.OpenEvent",
        "surveys.Theme",
        "surveys.ThemeEvent",
        "surveys.Coding",
        "surveys.ThemeFigures",
        "surveys.Interview",
        "surveys.InterviewNote",
        "documents.Document",
    ],
    "student": [
        "matching.Application",
        "matching.SavedSearch",
        "matching.Match",
        "matching.Offer",
        "matching.Position",
        "matching.Preference",
        "matching.Profile",
        "matching.Introduction",
        "agreements.Agreement",
        "agreements.Ending",
        "agreements.EndingConfirmation",
        "documents.Document",
        "exports.Job",
    ],
    "signer": [
        "agreements.Agreement",
        "agreements.AgreementVersion",
        "agreements.Signing",
        "agreements.Party",
        "documents.Document",
    ],
}
SEES["card"] = ["agreements.Agreement", "agreements.PartyCard", "agreements.Party", "agreements.AgreementEvent"]
PRACTICE = [
    "agreements.Interruption",
    "agreements.ContactMoment",
    "agreements.OutcomeVoice",
    "agreements.MomentNote",
    "agreements.AttendanceWeek",
    "agreements.RealisedOutcome",
]
for part in ("company", "student", "employer"):
    SEES[part] += PRACTICE
SEES["meeting"] = ["matching.Introduction", "matching.Profile", "matching.Position"]
for part in ("coordinator", "student"):
    SEES[part] += ["matching.AdmissionCheck", "matching.ApplicationFile"]
SEES["company"] += ["matching.Round", "matching.Run", "matching.RunPlace"]
SEES["student"] += ["matching.Round", "matching.Run", "matching.RunPerson"]
SEES["practice"] = SEES["attendance"] = ["agreements.Agreement", "agreements.PracticeLink", *PRACTICE]
# People's data, of which the programme team and visitors see nothing at all.
PERSONAL = [
    "matching.PositionEvent",
    "matching.WorkplaceScan",
    "matching.StillOpen",
    "matching.SavedSearch",
    "matching.Application",
    "matching.Match",
    "matching.ApplicationEvent",
    "matching.Preference",
    "matching.Profile",
    "matching.AdmissionCheck",
    "matching.ApplicationFile",
    "matching.Introduction",
    "matching.Nudge",
    *ROUNDS,
    "agreements.Agreement",
    "agreements.Party",
    "agreements.AgreementVersion",
    "agreements.Signing",
    "agreements.AgreementReader",
    "agreements.PaperCopy",
    "agreements.AgreementEvent",
    "documents.TimeStamp",
    "agreements.Addendum",
    "agreements.Weighing",
    "agreements.Takeover",
    "agreements.Ending",
    "agreements.EndingConfirmation",
    "agreements.Reminder",
    "agreements.Alert",
    "agreements.Dispatch",
    "agreements.DispatchLine",
    "agreements.PartyCard",
    "agreements.PlanRow",
    "agreements.RotationPeriod",
    "agreements.Hold",
    "exports.Job",
    "surveys.Invitation",
    "surveys.Response",
    "surveys.OpenAnswer",
    "surveys.Approached",
    "surveys.WaveKey",
    "agreements.PracticeLink",
    *PRACTICE,
    "mail.Message",
    "mail.MessageBody",
    "access.Change",
    "matching.Position",
    "organisations.MkbDeclaration",
]
# Parents that stay hidden. No right at all on the parent's table: whoever joins it gets an error, not a missing row.
HIDDEN = {
    ("agreements.Agreement", "match", "employer"): "how student and company met is not the formal employer's business",
    ("agreements.Agreement", "match", "signer"): "the agreement says all that is signed",
    ("agreements.Agreement", "match", "card"): "a card asks for the data of one party",
    ("agreements.Agreement", "template", "card"): "a card asks for data, it does not show the text",
    ("agreements.Agreement", "application", "card"): "a card asks for the data of one party",
    **{
        ("agreements.Agreement", name, part): "a link about the practice shows the practice"
        for name in ("match", "template", "application")
        for part in ("practice", "attendance")
    },
    ("agreements.Agreement", "application", "signer"): "the agreement says all that is signed",
    ("agreements.Agreement", "application", "employer"): "how she applied is not the formal employer's business",
    ("agreements.Agreement", "application", "company"): "a company reads of an applicant by a match only",
    ("matching.Preference", "application", "company"): "a company reads of a candidate by her profile only",
    ("matching.Introduction", "application", "company"): "a company reads of a candidate by her profile only",
    ("matching.Introduction", "application", "meeting"): "the link shows what was asked",
    ("matching.Introduction", "offer", "meeting"): "the link shows what was asked",
    ("matching.Position", "workplace", "meeting"): "the link names the place by its company",
    ("matching.Profile", "application", "meeting"): "the profile carries all that may be read",
    ("matching.Profile", "application", "company"): "the profile carries all that a company may read",
    ("matching.Match", "offer", "student"): "the match names position and route",
    ("matching.RunPerson", "offer", "student"): "the match names position and route",
    ("matching.Preference", "offer", "student"): "the preference names position and route",
    ("routes.BoardExample", "point", "coordinator"): "the example carries all that is shared; nobody joins",
    ("routes.BoardPoint", "owner_member", "programme"): "the name is kept in the row; only the own form joins",
}


def test_visitors_see_only_the_contacts_and_costs_that_may_be_shown(two):
    for label in ("routes.RouteContact", "routes.RouteCost"):
        model = MODELS[label]
        hidden = acting(lambda model=model: model.objects.filter(is_public=False).values_list("pk", flat=True))
        assert hidden
        for actor in (PUBLIC, two[0].student.actor, two[0].contact.actor):
            assert seen(model, actor)
            assert not seen(model, actor) & set(hidden)


def test_a_draft_is_its_writers_alone(two):
    a, _ = two
    own = {part for part, actor in a.actors.items() if seen(MODELS["routes.Draft"], actor)}
    assert own == {"coordinator", "company"}
    assert len(seen(MODELS["routes.Draft"], a.coordinator.actor)) == 1


def test_partner_hogeschool_sees_the_partnership_and_no_other_row_of_the_route(two):
    a, b = two
    assert len(seen(MODELS["routes.RoutePartner"], a.colleague.actor)) == 1
    for label in ("routes.Route", "routes.RouteYear", "routes.RouteContact", "routes.RouteEvent", "routes.PhaseChange"):
        assert not seen(MODELS[label], a.colleague.actor), label
    with acting_as(a.colleague.actor):
        assert list(queries.routes_as_partner()) == [a.route.pk]
    with acting_as(b.coordinator.actor):
        assert queries.routes_as_partner() == {}


def test_a_template_of_a_hogeschool_is_its_own(two):
    """Its drafts are nobody else's business; a published version shows to the parties of agreements made with it."""
    a, b = two
    templates = MODELS["agreements.AgreementTemplate"]
    own = set(acting(lambda: templates.objects.filter(hogeschool=a.hogeschool).values_list("pk", flat=True)))
    assert own
    for part in PARTS:
        assert bool(own & seen(templates, a.actors[part])) == (part in ("coordinator", "programme")), part
        assert bool(own & seen(templates, b.actors[part])) == (part == "programme"), part
    with acting_as(SYSTEM):
        MODELS["agreements.Agreement"].objects.filter(pk=a.agreement.pk).update(state="draft")
        MODELS["agreements.Agreement"].objects.filter(pk=a.agreement.pk).update(template_id=next(iter(own)))
    for part in ("company", "employer", "student", "signer"):
        assert own <= seen(templates, a.actors[part]), part
        assert not own & seen(templates, b.actors[part]), part
    for part, actor in a.actors.items():
        found = seen(MODELS["agreements.TemplateDraft"], actor)
        assert (a.template_draft.pk in found) == (part == "coordinator"), part
        assert b.template_draft.pk not in found, part


def test_own_questions_are_the_hogeschools_and_drafts_their_writers(two):
    """Nobody else reads what a hogeschool asks of its own; the standard draft is the programme team's alone."""
    a, b = two
    versions = MODELS["surveys.QuestionnaireVersion"]
    own = {a.questions.pk, a.questions_draft.pk}
    draft = set(acting(lambda: versions.objects.filter(hogeschool=None, state="draft").values_list("pk", flat=True)))
    standard = set(acting(lambda: versions.objects.filter(hogeschool=None, number=1).values_list("pk", flat=True)))
    assert len(standard) == 3
    for part, actor in a.actors.items():
        found = seen(versions, actor)
        assert (own <= found) == (part == "coordinator"), part
        assert (draft <= found) == (part == "programme"), part
        assert (standard <= found) == (part in ("coordinator", "programme")), part
        assert not own & seen(versions, b.actors[part]), part


@pytest.fixture(scope="module")
def tenants(django_db_setup, django_db_blocker):
    with two_tenants(django_db_blocker) as tenants:
        yield tenants


@pytest.fixture
def two(tenants, db):
    return tenants


def seen(model, actor) -> set:
    """Keys of the rows that the actor sees; no right at all counts as none."""
    try:
        with transaction.atomic(), acting_as(actor):
            return set(model.objects.values_list("pk", flat=True))
    except DatabaseError:
        return set()


def test_a_and_b_see_nothing_of_each_other(two):
    a, b = two
    overlaps = [
        (label, part)
        for label, model in MODELS.items()
        if label not in REFERENCE
        for part in PARTS
        if ((label, "*") not in SHARED and (label, part) not in SHARED) or (label, part) in STRICT
        if seen(model, a.actors[part]) & seen(model, b.actors[part])
    ]
    assert overlaps == []


@pytest.mark.parametrize("part", PARTS)
def test_each_sees_its_own(two, part):
    a, _ = two
    missing = [label for label in SEES[part] if not seen(MODELS[label], a.actors[part])]
    assert missing == []


def test_programme_and_visitors_see_no_people(two):
    a, _ = two
    for label in PERSONAL:
        assert not seen(MODELS[label], a.assessor.actor), label
        assert not seen(MODELS[label], PUBLIC), label


def test_programme_sees_the_papers_of_routes_and_no_others(two):
    a, b = two
    for actor in (a.assessor.actor, b.assessor.actor):
        assert seen(MODELS["documents.Document"], actor) == {a.proof.document_id, b.proof.document_id}
    assert not seen(MODELS["documents.Document"], PUBLIC)


def test_a_concept_shows_its_papers_to_nobody_else(two):
    a, _ = two
    with acting_as(a.coordinator.actor):
        fields = {
            field.attname: getattr(a.route, field.attname)
            for field in MODELS["routes.Route"]._meta.concrete_fields
            if field.name not in ("id", "public_id", "slug", "state", "public_since")
        }
        concept = MODELS["routes.Route"].objects.create(**fields, slug="concept", state="concept")
        paper = store(
            b"%PDF-1.7 nog niet af",
            kind=Kind.EVIDENCE,
            name="plan.pdf",
            media_type="application/pdf",
            hogeschool_id=a.hogeschool.pk,
            route_id=concept.pk,
        )
    assert paper.pk in seen(MODELS["documents.Document"], a.coordinator.actor)
    assert paper.pk not in seen(MODELS["documents.Document"], a.assessor.actor)


def test_an_assessor_changes_her_own_judgement_only_and_not_after_the_decision(two):
    a, _ = two
    found = MODELS["routes.CriterionJudgement"].objects
    with acting_as(a.assessor.actor):
        assert found.filter(version__number=2).update(motivation="Anders") == 1
        assert found.filter(version__number=1).update(motivation="Achteraf") == 0
    colleague = cast.person("Nel Vos", a.programme, "programme")
    with acting_as(colleague.actor):
        assert found.filter(version__number=2).count() == 1
        assert found.update(motivation="Van een ander") == 0


def test_nobody_reads_a_mail_or_the_history(two):
    a, _ = two
    for part, actor in a.actors.items():
        assert not seen(MODELS["mail.MessageBody"], actor), part
        assert not seen(MODELS["access.Change"], actor), part


@pytest.mark.django_db
@pytest.mark.parametrize("label", MODELS)
def test_outside_the_door_is_an_error(label):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        MODELS[label].objects.first()


@pytest.mark.parametrize("part", [*PARTS, "visitor"])
def test_what_is_visible_has_visible_parents(two, part):
    """Otherwise select_related drops the row, or a page meets DoesNotExist."""
    a, _ = two
    actor = PUBLIC if part == "visitor" else a.actors[part]
    orphans = []
    for label, model in MODELS.items():
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or field.related_model._meta.db_table in LOGIN_TABLES:
                continue
            parents = values(model, field.attname, actor) - {None}
            if (label, field.name, part) not in HIDDEN and not parents <= seen(field.related_model, actor):
                orphans.append(f"{label}.{field.name}")
    assert orphans == []


def values(model, column, actor) -> set:
    try:
        with transaction.atomic(), acting_as(actor):
            return set(model.objects.values_list(column, flat=True))
    except DatabaseError:
        return set()


def test_of_a_run_each_reads_her_own_line_once_it_is_published(two):
    a, _ = two
    assert seen(MODELS["matching.RunPerson"], a.student.actor) == {a.run_person.pk}
    assert seen(MODELS["matching.RunPlace"], a.contact.actor) == {a.run_place.pk}
    for actor in (a.student.actor, a.contact.actor):
        assert seen(MODELS["matching.Run"], actor) == {a.run.pk}
        for label in ("matching.RunInputs", "matching.RunChange", "matching.Snapshot", "matching.RoundPair"):
            assert not seen(MODELS[label], actor), label
    assert not seen(MODELS["matching.RunPerson"], a.contact.actor)
    assert not seen(MODELS["matching.RunPlace"], a.student.actor)


def test_a_company_sees_an_applicant_once_proposed_there(two):
    a, _ = two
    assert seen(MODELS["matching.Application"], a.contact.actor) == {a.application.pk}


def test_who_fills_in_a_card_sees_that_party_and_no_other(two):
    a, _ = two
    assert seen(MODELS["agreements.PartyCard"], a.card_holder) == {a.card.pk}
    own = acting(lambda: a.agreement.parties.filter(role="company").values_list("pk", flat=True))
    assert seen(MODELS["agreements.Party"], a.card_holder) == set(own)
    for label in ("agreements.Signing", "agreements.AgreementVersion", "documents.Document", "agreements.PlanRow"):
        assert not seen(MODELS[label], a.card_holder), label


def test_who_confirms_an_ending_answers_that_and_signs_nothing(two):
    a, b = two
    assert seen(MODELS["agreements.Agreement"], a.confirmer) == {a.agreement.pk}
    asked = MODELS["agreements.EndingConfirmation"]
    with acting_as(a.confirmer):
        assert asked.objects.update(reason="Zo niet") == 1
    for label in ("agreements.Signing", "agreements.EndingConfirmation"):
        with acting_as(a.signer):
            expected = 1 if label == "agreements.Signing" else 0
            assert MODELS[label].objects.update(answered_at=None) == expected, label
    with acting_as(a.confirmer):
        assert MODELS["agreements.Signing"].objects.update(answered_at=None) == 0
    assert not seen(asked, a.confirmer) & seen(asked, b.confirmer)


def test_the_link_holder_sees_one_agreement(two):
    a, _ = two
    assert seen(MODELS["agreements.Agreement"], a.signer) == {a.agreement.pk}
    assert seen(MODELS["agreements.Signing"], a.signer) == set(
        acting(lambda: a.agreement.signings.values_list("pk", flat=True))
    )


def acting(read):
    with acting_as(SYSTEM):
        return list(read())


def test_an_ended_hat_opens_nothing(two):
    a, _ = two
    cast.colleague(a.coordinator)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_membership SET ended_at = clock_timestamp() WHERE id = %s",
            [a.coordinator.membership.pk],
        )
    with (
        pytest.raises(DatabaseError, match="has no membership"),
        transaction.atomic(),
        acting_as(a.coordinator.actor),
    ):
        pass


def test_another_persons_hat_does_not_fit(two):
    a, b = two
    thief = Actor(user_id=a.coordinator.user.pk, membership_id=b.coordinator.membership.pk)
    with (
        pytest.raises(DatabaseError, match="has no membership"),
        transaction.atomic(),
        acting_as(thief),
    ):
        pass
