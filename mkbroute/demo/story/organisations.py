"""Who there is before anything happens."""

from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.services.house_style import set_house_style

from ..people import DOMAIN
from ..script import BRANCHES, HOGESCHOLEN
from .chapter import Chapter, name_of


class Organisations(Chapter):
    def organisations(self) -> None:
        programme = self.stage.organisation(
            Kind.PROGRAMME, "Programmateam Mkb-routes", email=f"programma@{DOMAIN}", city="Den Haag"
        )
        self.stage.person("ingrid.dekker", "Ingrid Dekker", programme, Part.PROGRAMME)
        self.stage.person("ruth.abbink", "Ruth Abbink", programme, Part.PROGRAMME)
        for key, (name, city, province, coordinator) in HOGESCHOLEN.items():
            email = f"{coordinator}@{DOMAIN}"
            hogeschool = self.stage.organisation(Kind.HOGESCHOOL, name, city=city, province=province, email=email)
            self.organisation[key] = hogeschool
            self.stage.person(coordinator, name_of(coordinator), hogeschool, Part.COORDINATOR)
        for key, (name, adviser) in BRANCHES.items():
            branche = self.stage.organisation(Kind.BRANCHE, name, email=f"{adviser}@{DOMAIN}")
            self.organisation[key] = branche
            self.stage.person(adviser, name_of(adviser), branche, Part.ADVISER)
        with self.stage.as_("sanne.vermeer"):
            set_house_style(self.organisation["saxion"], brand="#00694f", accent="#f2a900", radius_px=6, logo=None)
