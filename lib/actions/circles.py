"""The circles of roles that the table of rights is written in, each within the one before it."""

from typing import Final

from lib.store.tables import Role

EVERYONE: Final = frozenset(Role)
SUPPORT: Final = frozenset({Role.SUPPORT, Role.ACCOUNTANT, Role.ADMIN})
ACCOUNTANTS: Final = frozenset({Role.ACCOUNTANT, Role.ADMIN})
ADMINS: Final = frozenset({Role.ADMIN})
