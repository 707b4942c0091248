"""Whose a row of matching is, as the database is told."""

OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
OF_COMPANY = "organisation_id = {organisation}"
OF_STUDENT = "student_id = {me}"
ON_RECOGNISED_ROUTE = (
    "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id "
    "AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
)
