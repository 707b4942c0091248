"""Asking for the package of one company and study year."""

from mkbroute.exports.archive import safe_name
from mkbroute.exports.models import Job
from mkbroute.exports.services import ask_for

from ..praktijkleren import Package
from ..praktijkleren_package import KIND, subject_of, title_of


def ask_for_package(package: Package, *, who: str) -> Job:
    company, year = package.company, package.scheme.study_year
    return ask_for(
        KIND,
        subject_of(company, year),
        title=title_of(company, year),
        file_name=safe_name(f"praktijkleren {year} {company.name}", ".zip"),
        who=who,
    )
