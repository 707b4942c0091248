"""The cast: everything that one hogeschool has, made as the system. Two of them tell whether one sees the other's.

Tests of behaviour go through the services; this is for tests of access, lists and races, which need rows.
"""

from .of_drafting import at_own_employer
from .people import Person, colleague, organisation, person
from .tenants import Tenant, tenant

__all__ = ["Person", "Tenant", "at_own_employer", "colleague", "organisation", "person", "tenant"]
