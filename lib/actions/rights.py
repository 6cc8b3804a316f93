"""The one table of who may do what: roles x actions."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import ACCOUNTANTS, ADMINS, EVERYONE, SUPPORT
from lib.actions.closing_rights import CLOSING_DONE, CLOSING_NAMES, CLOSING_RIGHTS
from lib.actions.consent_rights import CONSENT_DONE, CONSENT_NAMES, CONSENT_RIGHTS
from lib.actions.entry_rights import ENTRY_DONE, ENTRY_NAMES, ENTRY_RIGHTS
from lib.actions.people_rights import PEOPLE_DONE, PEOPLE_NAMES, PEOPLE_RIGHTS
from lib.actions.support_rights import SUPPORT_DONE, SUPPORT_NAMES, SUPPORT_RIGHTS
from lib.core.languages import mark
from lib.store.tables import Role

RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
    "client.view": EVERYONE,
    "books.view": EVERYONE,
    "books.export": EVERYONE,
    "appendix.view": EVERYONE,
    "activity.view": EVERYONE,
    "import.preview": EVERYONE,
    "raw-line.view": SUPPORT,
    "support.view": SUPPORT,
    "import.upload": SUPPORT,
    "import.retry": SUPPORT,
    "import.discard": SUPPORT,
    "import.activate": ACCOUNTANTS,
    "import.undo": ACCOUNTANTS,
    "appendix.delete": ACCOUNTANTS,
    "balances.type": ACCOUNTANTS,
    "fortnox.connect": SUPPORT,
    "fortnox.disconnect": SUPPORT,
    "fortnox.import": SUPPORT,
    "client.reset": ACCOUNTANTS,
    "client.create": ACCOUNTANTS,
    "client.change": ACCOUNTANTS,
    "source.change": ACCOUNTANTS,
    "demo.reset": ADMINS,
    **CLOSING_RIGHTS,
    **ENTRY_RIGHTS,
    **PEOPLE_RIGHTS,
    **CONSENT_RIGHTS,
    **SUPPORT_RIGHTS,
}
"""Each action and the roles that may take it, on the clients that are theirs."""

ACTION_NAMES: Final[Mapping[str, str]] = {
    "client.view": mark("see the client"),
    "books.view": mark("see the books"),
    "books.export": mark("take out the books"),
    "appendix.view": mark("see the appendices"),
    "activity.view": mark("see the activity log"),
    "import.preview": mark("see imports"),
    "raw-line.view": mark("see lines of the source"),
    "support.view": mark("see the support desk"),
    "import.upload": mark("import"),
    "import.retry": mark("try an import again"),
    "import.discard": mark("discard an import"),
    "import.activate": mark("use an import"),
    "import.undo": mark("undo an import"),
    "appendix.delete": mark("delete an appendix"),
    "balances.type": mark("enter balances"),
    "fortnox.connect": mark("connect to Fortnox"),
    "fortnox.disconnect": mark("disconnect from Fortnox"),
    "fortnox.import": mark("import from Fortnox"),
    "client.reset": mark("reset a client"),
    "client.create": mark("add a client"),
    "client.change": mark("change a client"),
    "source.change": mark("change the data source"),
    "demo.reset": mark("reset the demo"),
    **CLOSING_NAMES,
    **ENTRY_NAMES,
    **PEOPLE_NAMES,
    **CONSENT_NAMES,
    **SUPPORT_NAMES,
}
"""What each action is called when it is refused, and in the activity log."""

DONE_TEXTS: Final[Mapping[str, str]] = {
    "import.upload": mark("{file} was uploaded."),
    "import.retry": mark("The import of {file} was started again."),
    "import.discard": mark("The import of {file} was discarded."),
    "import.activate": mark("The import of {file} was put in use."),
    "import.undo": mark("The last import was undone: the books are as they were before it."),
    "appendix.delete": mark("The appendix to account {account} was deleted; the next import makes it again."),
    "fortnox.connect": mark("Connected to {company} in Fortnox."),
    "fortnox.disconnect": mark("The connection to {company} in Fortnox was taken back."),
    "fortnox.import": mark("An import from Fortnox was started: {file}."),
    "client.reset": mark("All books of the client were taken out of use."),
    "client.create": mark("{name} was added."),
    "client.change": mark("The client's details were changed."),
    "source.change": mark("The data source was changed to {source:text}."),
    "demo.reset": mark("The demo is being reset."),
    **CLOSING_DONE,
    **ENTRY_DONE,
    **PEOPLE_DONE,
    **CONSENT_DONE,
    **SUPPORT_DONE,
}
"""What the activity log says of each action when it is done, with its facts."""
