from collections.abc import Iterable
from typing import Any

from django import forms

from ..models import Criterion
from ..wordings import likely_answer


class AdoptForm(forms.Form):
    """Per criterion of the standing set: which former answer goes along."""

    def __init__(self, data: Any = None, *, standing: Iterable[Criterion], former: Iterable[Criterion]) -> None:
        super().__init__(data)
        self.standing, known = list(standing), list(former)
        choices = [("", "Niets: begin leeg"), *((str(each.number), str(each)) for each in known)]
        for criterion in self.standing:
            self.fields[_name(criterion)] = forms.ChoiceField(
                label=str(criterion),
                help_text=criterion.text,
                required=False,
                choices=choices,
                initial=str(likely_answer(criterion, known) or ""),
            )

    @property
    def answers(self) -> dict[int, int | None]:
        chosen = {criterion.number: self.cleaned_data[_name(criterion)] for criterion in self.standing}
        return {number: int(former) if former else None for number, former in chosen.items()}


def _name(criterion: Criterion) -> str:
    return f"c{criterion.number}"
