"""What stops the program, told to the person who meets it.

BryggaError              sentence, remedy, retryable
├── FileRefused          the file cannot become books; carries the finding
├── OwnerUnknown         no client has the organisation number in the file
├── Forbidden            the role or the client is not the person's
│   └── ConsentNeeded    support reads a client's contents without the accountant's consent
├── NotFound             no such client, import or snapshot (any more)
├── InvalidInput         a field of a form
├── ReasonRequired       errors stand in the import: an accountant must state why it is used
├── BooksChanged         somebody else activated meanwhile
├── NothingToActivate    the import holds no year in full that the books lack
├── WrongState           the thing is no longer in a state where this can be done
└── StorageFailed        the disk is full or the data directory cannot be written (retryable)
"""

from typing import ClassVar, Final

from lib.core.catalogue import CATALOGUE
from lib.core.findings import Finding
from lib.core.languages import Fact, Language, mark, translate

REMEDY: Final = "remedy"
"""The fact beside a sentence that is kept to be told later which holds its next step, a marked text."""


class BryggaError(Exception):
    """A failure that a person can be told of: constructors take facts, the class holds the words."""

    text: ClassVar[str] = mark("Something went wrong in Brygga.")
    next_step: ClassVar[str] = mark("Try again; if it happens again, give support the reference.")
    retryable: ClassVar[bool] = False

    def __init__(self, **facts: Fact) -> None:
        """Keep the facts that the sentence and the remedy name."""
        super().__init__(type(self).text, facts)
        self.facts = facts

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """The sentence as a marked text and its facts, to be kept and rendered later."""
        return type(self).text, self.facts

    @property
    def advice(self) -> str:
        """The next step as a marked text, which names the same facts."""
        return type(self).next_step

    def sentence(self, language: Language) -> str:
        """What happened, in one sentence that names the thing and the cause."""
        text, facts = self.told
        return translate(text, language, **facts)

    def remedy(self, language: Language) -> str:
        """The next step to take."""
        return translate(self.advice, language, **self.told[1])

    def __str__(self) -> str:
        return f"{self.sentence('en')} {self.remedy('en')}"


class FileRefused(BryggaError):
    """The file is not SIE at all, or too large to read; told in the words of its check."""

    def __init__(self, finding: Finding) -> None:
        """Carry the finding whose severity is `refused`."""
        super().__init__(check=finding.check)
        self.finding = finding

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """The check's sentence and the finding's facts."""
        return CATALOGUE[self.finding.check].sentence, self.finding.known

    @property
    def advice(self) -> str:
        """The check's remedy."""
        return CATALOGUE[self.finding.check].remedy


class OwnerUnknown(BryggaError):
    """A file came without a client, and no client of the person's has its organisation number."""

    text = mark("No client of yours has the organisation number of {file}: {found}.")
    next_step = mark("Open the client and import the file there, or add the client first.")


class Forbidden(BryggaError):
    """The person's role does not allow the action, or the client is not theirs."""

    text = mark("Your role does not allow this: {action:text}.")
    next_step = mark("Ask an administrator for the right, or a colleague who has it.")


class ConsentNeeded(Forbidden):
    """Support wants to see a client's contents, and no consent of the accountant's stands."""

    text = mark("Support needs the accountant's consent for this: {action:text}.")
    next_step = mark(
        "Nobody at support sees this client's names and amounts without it. "
        "Ask for consent at the support desk; it is given by {people}."
    )


class NotFound(BryggaError):
    """The thing asked for does not exist, or not any more."""

    text = mark("{thing:text} could not be found.")
    next_step = mark("It may have been removed: go back to the list and choose again.")


class InvalidInput(BryggaError):
    """A field of a form holds something that cannot be used."""

    text = mark("{field:text}: {problem:text}")
    next_step = mark("Correct the field and save again.")


class ReasonRequired(BryggaError):
    """The import holds errors, and nobody has said why it should be used all the same."""

    text = mark("The import has {errors:count|error|errors} and cannot be used without a reason.")
    next_step = mark("An accountant states the reason, which is kept in the activity log.")


class BooksChanged(BryggaError):
    """The books are not those that the preview was compared with."""

    text = mark("The books changed while you looked: {who} used another import.")
    next_step = mark("Look at the changes again, then decide.")


class NothingToActivate(BryggaError):
    """No year of the import may replace what the books hold."""

    text = mark("Nothing in this import may replace the books: they hold more of each year than the file does.")
    next_step = mark("Export the whole year as SIE 4E and import it.")


class WrongState(BryggaError):
    """Somebody, or a second click, was there first."""

    text = mark("This has already been done, or is under way.")
    next_step = mark("Load the page again to see how it stands.")


class StorageFailed(BryggaError):
    """The data directory could not be written."""

    text = mark("The import could not be stored: {cause:text}.")
    next_step = mark("Nothing was changed. Free space in the data directory, then try again.")
    retryable = True
