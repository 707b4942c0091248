"""Who may do what with routes, in words of the database that several tables share (mkbroute.access)."""

from mkbroute.access.roles import BRANCHE, COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, PUBLIC, SIGNER, STUDENT

EVERYONE = (PUBLIC, COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, SIGNER, PROGRAMME)
MINE = "hogeschool_id = {hogeschool}"
OF_VISIBLE_ROUTE = "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)"
