"""What is filled in while someone learns at work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format, localize_input

from mkbroute.design.fields import DateField, EmailField, NumberField, WholeNumberField

from ..enums import Mastery, MomentKind, Voice
from ..models import OutcomeVoice
from ..models.moments import LONGEST
from ..models.practice import MOST_HOURS
from ..services.moments import Invited, Opinion, Plan, Report
from ..services.practice import LATER, WeekSaid, as_seen
from ..weeks import Standing, Week
from .paper import Guarded, OnPaper, long_text
from .training import REVERSED

FARTHEST = timedelta(days=731)
NO_HEALTH = "Schrijf niets op over gezondheid."


class InterruptionForm(forms.Form):
    """No place to say why."""

    begins_on = DateField(label="Eerste dag die niet meetelt")
    ends_on = DateField(label="Laatste dag die niet meetelt")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", REVERSED)
        return cleaned


class AskForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120)
    email = EmailField(label="E-mailadres")


class WhyForm(OnPaper):
    why = forms.CharField(
        label="Reden",
        max_length=300,
        help_text=f"De anderen lezen dit. {NO_HEALTH}",
        error_messages={"required": "Schrijf kort op waarom, zodat de anderen het begrijpen."},
    )


class NoteForm(OnPaper):
    text = long_text(label="Aanvulling of verbetering", max_length=2000, help_text=f"De anderen lezen dit. {NO_HEALTH}")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


# -- talks --------------------------------------------------------------------------------------------------------


class PlanForm(OnPaper):
    """A talk, and who is asked to come: each of the three by name and address."""

    kind = forms.ChoiceField(label="Wat voor gesprek?", choices=MomentKind.choices, initial=MomentKind.TRIANGLE)
    day = DateField(label="Dag")
    at = forms.TimeField(
        label="Tijd",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-short"}),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 14:00."},
    )
    place = forms.CharField(
        label="Waar of hoe?", max_length=200, required=False, help_text="Bijvoorbeeld: op de werkplek, of online."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for voice in Voice:
            self.fields[f"{voice}-name"] = forms.CharField(label="Naam", max_length=120, required=False)
            self.fields[f"{voice}-email"] = EmailField(label="E-mailadres", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for voice in Voice:
            name, email = cleaned.get(f"{voice}-name"), cleaned.get(f"{voice}-email")
            if bool(name) != bool(email) and f"{voice}-email" not in self.errors:
                empty = "email" if name else "name"
                self.add_error(f"{voice}-{empty}", "Vul naam en e-mailadres in, of laat beide leeg.")
        if "day" in cleaned and "at" in cleaned:
            self._check_time(self.planned_at)
        return cleaned

    def _check_time(self, at: datetime) -> None:
        if at <= timezone.now():
            self.add_error("day", "Dit is al voorbij. Kies een dag die nog komt, of leg het gesprek vast als gehouden.")
        elif at > timezone.now() + FARTHEST:
            self.add_error("day", "Deze dag ligt meer dan twee jaar vooruit. Klopt het jaartal?")

    @property
    def planned_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"]))

    @property
    def plan(self) -> Plan:
        invited = tuple(
            Invited(voice, self.cleaned_data[f"{voice}-name"], self.cleaned_data[f"{voice}-email"])
            for voice in Voice
            if self.cleaned_data[f"{voice}-email"]
        )
        return Plan(MomentKind(self.cleaned_data["kind"]), self.planned_at, self.cleaned_data["place"], invited)

    @property
    def people(self) -> list[tuple[Voice, str]]:
        """For the template: of each the names of its fields."""
        return [(voice, f"{voice}-name {voice}-email") for voice in Voice]


def plan_initial(planned_at: datetime | None, invited: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    at = timezone.localtime(planned_at) if planned_at else None
    people = {f"{each['voice']}-{part}": each[part] for each in invited for part in ("name", "email")}
    return {"day": at.date() if at else None, "at": at.time() if at else time(14, 0), **people}


class ReportForm(OnPaper):
    """What is final once it is saved."""

    held_on = DateField(label="Wanneer was het?")
    minutes = WholeNumberField(label="Hoe lang duurde het?", suffix="minuten", min_value=1, max_value=LONGEST)
    present = forms.CharField(label="Wie waren erbij?", max_length=300)
    report = long_text(label="Kort verslag", max_length=3000, rows=6, help_text=NO_HEALTH)
    arrangements = long_text(label="Wat is afgesproken?", max_length=2000)

    def clean_held_on(self) -> date:
        if self.cleaned_data["held_on"] > timezone.localdate():
            raise forms.ValidationError(LATER)
        return self.cleaned_data["held_on"]

    @property
    def written(self) -> Report:
        names = ("held_on", "minutes", "present", "report", "arrangements")
        return Report(**{name: self.cleaned_data[name] for name in names})


class CloseForm(ReportForm):
    """And the next one, for whoever wants to plan it along."""

    next_day = DateField(label="Dag van het volgende gesprek", required=False)
    next_at = forms.TimeField(
        label="Tijd",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-short"}),
    )

    def __init__(self, *args, may_follow: bool = True, **kwargs):
        """`may_follow`: the agreement runs, so that there can be a next one."""
        super().__init__(*args, **kwargs)
        self.may_follow = may_follow
        if not may_follow:
            del self.fields["next_day"], self.fields["next_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("next_day")) != bool(cleaned.get("next_at")):
            empty = "next_at" if cleaned.get("next_day") else "next_day"
            if empty not in self.errors:
                self.add_error(empty, "Vul dag en tijd in, of laat beide leeg.")
        elif self.next_planned_at and self.next_planned_at <= timezone.now():
            self.add_error("next_day", "Dit is al voorbij. Kies een dag die nog komt.")
        return cleaned

    @property
    def next_planned_at(self) -> datetime | None:
        day, at = self.cleaned_data.get("next_day"), self.cleaned_data.get("next_at")
        return timezone.make_aware(datetime.combine(day, at)) if day and at else None


class RecordForm(ReportForm):
    """Of a talk that was not planned here. A company writes down its own guidance."""

    kind = forms.ChoiceField(label="Wat was het?", choices=MomentKind.choices, initial=MomentKind.GUIDANCE)

    def __init__(self, *args, kinds: Sequence[MomentKind], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            del self.fields["kind"]
        self.kinds = kinds
        self.order_fields(["kind"])

    @property
    def kind_of(self) -> MomentKind:
        return MomentKind(self.cleaned_data.get("kind") or self.kinds[0])


class OpinionsForm(OnPaper):
    """How far somebody is with each outcome, in the voice of one. Everything may stay open."""

    def __init__(self, *args, outcomes: Sequence[str], said: Iterable[OutcomeVoice] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes = list(outcomes)
        rows = {row.outcome: row for row in said}
        for number, outcome in enumerate(self.outcomes):
            row = rows.get(outcome)
            self.fields[f"level-{number}"] = forms.ChoiceField(
                label="Hoe ver is het?",
                choices=Mastery.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=row.level if row else "",
            )
            self.fields[f"sentence-{number}"] = forms.CharField(
                label="In één zin", max_length=300, required=False, initial=row.sentence if row else ""
            )

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Each outcome, and the names of its fields."""
        return [(outcome, f"level-{number} sentence-{number}") for number, outcome in enumerate(self.outcomes)]

    @property
    def opinions(self) -> dict[str, Opinion]:
        return {
            outcome: Opinion(
                self.cleaned_data.get(f"level-{number}", ""), self.cleaned_data.get(f"sentence-{number}", "")
            )
            for number, outcome in enumerate(self.outcomes)
        }

    @property
    def says_something(self) -> bool:
        return any(opinion.level or opinion.sentence for opinion in self.opinions.values())


# -- weeks and outcomes -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeekRow:
    week: Week
    hours: Any = None  # bound fields; of a week that is off none
    counts: Any = None


class WeeksForm(Guarded):
    """A study year at once: what was agreed stands in it, so that only what was otherwise needs a hand. A week whose
    hours are left empty is not written down; of one that is not over nothing is filled in beforehand, for nobody can
    know it yet."""

    def __init__(self, *args, weeks: Sequence[Week], usual: Mapping[date, Decimal], **kwargs):
        super().__init__(*args, **kwargs)
        self.weeks = [week for week in weeks if week.can_be_written]
        self.off = [week for week in weeks if not week.can_be_written]
        self.usual = usual
        self.guard(as_seen(week.attendance for week in self.weeks if week.attendance))
        for week in self.weeks:
            named = f"week van {date_format(week.monday, 'j F Y')}"
            written = week.attendance
            self.fields[f"hours-{week.monday}"] = NumberField(
                label=f"Uren, {named}",
                required=False,
                min_value=0,
                max_value=MOST_HOURS,
                max_digits=3,
                decimal_places=1,
                initial=_shown(written.hours) if written else self._offered(week),
                widget=forms.TextInput(
                    {"inputmode": "decimal", "class": "input-number", "aria-label": f"Uren, {named}"}
                ),
            )
            self.fields[f"counts-{week.monday}"] = forms.BooleanField(
                label="telt mee",
                required=False,
                initial=written.counts if written else True,
                widget=forms.CheckboxInput({"aria-label": f"telt mee, {named}", "class": "form-check-input"}),
            )

    def _offered(self, week: Week) -> Decimal | None:
        return _shown(self.usual[week.monday]) if week.is_over else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for week in self.weeks:
            hours, counts = cleaned.get(f"hours-{week.monday}"), cleaned.get(f"counts-{week.monday}")
            if counts and hours == 0:
                day = date_format(week.monday, "j F")
                self.add_error(f"hours-{week.monday}", f"Week van {day}: zonder uren telt een week niet mee.")
        return cleaned

    @property
    def rows(self) -> list[WeekRow]:
        """In order; off and written together."""
        found = [WeekRow(week) for week in self.off]
        found += [WeekRow(week, self[f"hours-{week.monday}"], self[f"counts-{week.monday}"]) for week in self.weeks]
        return sorted(found, key=lambda row: row.week.monday)

    @property
    def to_fill(self) -> list[WeekRow]:
        """Of which nothing is known yet; what was refused stays in sight."""
        return [row for row in self.rows if row.hours is not None and (not row.week.attendance or row.hours.errors)]

    @property
    def written(self) -> list[WeekRow]:
        return [row for row in self.rows if row.week.attendance and row.hours is not None and not row.hours.errors]

    @property
    def written_words(self) -> str:
        number = len(self.written)
        return "1 week" if number == 1 else f"{number} weken"

    @property
    def not_counted(self) -> list[WeekRow]:
        return [row for row in self.rows if row.week.standing in (Standing.HOLIDAY, Standing.INTERRUPTED)]

    @property
    def said(self) -> dict[date, WeekSaid]:
        return {
            week.monday: self._said(week)
            for week in self.weeks
            if self.cleaned_data.get(f"hours-{week.monday}") is not None
        }

    def _said(self, week: Week) -> WeekSaid:
        hours, counts = self.cleaned_data[f"hours-{week.monday}"], self.cleaned_data[f"counts-{week.monday}"]
        is_offered = str(week.monday) not in self.cleaned_data["seen"] and counts and hours == self._offered(week)
        return WeekSaid(hours, counts, is_typed=not is_offered)

    def data_beside(self, form: "WeeksForm", mine: Collection[str]) -> Any:
        """What is sent, with for the other weeks what stands in `form`, which is newer."""
        data = self.data.copy()
        data["seen"] = form["seen"].value()
        for week in form.weeks:
            if week.attendance and str(week.monday) not in mine:
                data[f"hours-{week.monday}"] = localize_input(_shown(week.attendance.hours))
                data.pop(f"counts-{week.monday}", None)
                if week.attendance.counts:
                    data[f"counts-{week.monday}"] = "on"
        return data

    def tell_of(self, clashes: Collection[str]) -> None:
        """That another wrote the same weeks meanwhile: saved once more, what was typed goes over it."""
        for week in self.weeks:
            row = week.attendance
            if row and str(week.monday) in clashes:
                day, said = date_format(week.monday, "j F"), WeekSaid(row.hours, row.counts).in_words
                text = f"Week van {day}: {row.recorded_by} schreef intussen {said}. Wat u invulde, staat er nog."
                self.add_error(f"hours-{week.monday}", f"{text} Verander het, of leg het zo nog eens vast.")


def _shown(hours: Decimal) -> Decimal:
    """32, not 32,0."""
    whole = hours.to_integral_value()
    return whole if whole == hours else hours


class RealiseForm(OnPaper):
    outcome = forms.ChoiceField(label="Welke leeruitkomst?", widget=forms.RadioSelect)
    realised_on = DateField(label="Wanneer gerealiseerd?")
    assessed_by = forms.CharField(label="Wie heeft dat beoordeeld?", max_length=200, help_text="Naam en functie.")
    assessment = forms.CharField(
        label="Hoe?", max_length=300, required=False, help_text="Bijvoorbeeld: portfolio en gesprek."
    )

    def __init__(self, *args, outcomes: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(outcome, outcome) for outcome in outcomes]

    def clean_realised_on(self) -> date:
        if self.cleaned_data["realised_on"] > timezone.localdate():
            raise forms.ValidationError(LATER)
        return self.cleaned_data["realised_on"]
