"""All that the local Fortnox remembers while it runs: companies, apps, people, consents, tokens, faults, calls."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from lib.sandbox.fortnox.resources import SandboxCompany

DEMO_CLIENT_ID: Final = "brygga-demo"
DEMO_CLIENT_SECRET: Final = "brygga-demo-secret"  # noqa: S105 - it opens made-up books alone, and is printed in the help


class World:
    """One local Fortnox; several may run beside each other."""

    def __init__(
        self, companies: Sequence[SandboxCompany], clock: Callable[[], float] = time.time, *, paced: bool = True
    ) -> None:
        """Serve `companies`; `clock` tells seconds since 1970, `paced` whether the rate limit holds."""
        self.companies: Final = {company.tenant: company for company in companies}
        self.clock: Final = clock
        self.paced: Final = paced
