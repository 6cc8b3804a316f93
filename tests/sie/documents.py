"""SIE 5 documents written by hand for the reader's tests."""

from lib.sie import SieFile, read

NAMESPACE = "http://www.sie.se/sie5"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
INFO = """
  <FileInfo>
    <SoftwareProduct name="Edison" version="6.0B"/>
    <FileCreation time="2026-12-21T12:14:44.1254202+01:00" by="LH"/>
    <Company organizationId="555555-5555" name="Bryggstugan på Ön AB" clientId="7"/>
    <FiscalYears>
      <FiscalYear start="2025-01" end="2025-12" closed="true"/>
      <FiscalYear start="2026-01" end="2026-12" primary="true" lastCoveredDate="2026-11-30"/>
    </FiscalYears>
    <AccountingCurrency currency="SEK"/>
  </FileInfo>"""


def document(*parts: str, root: str = "Sie", info: str = INFO, head: str = HEAD) -> str:
    """A document of these parts, each beginning on a line of its own."""
    return "\n".join([head, f'<{root} xmlns="{NAMESPACE}">{info}', *parts, f"</{root}>"])


def accounts(*inside: str) -> str:
    """The chart of accounts."""
    return "\n".join(["<Accounts>", *inside, "</Accounts>"])


def journal(*entries: str, series: str = 'id="A" name="Löpande"') -> str:
    """A journal of these entries."""
    return "\n".join([f"<Journal {series}>", *entries, "</Journal>"])


def entry(*inside: str, head: str = 'id="1" journalDate="2026-01-15" text="Hyra"') -> str:
    """A voucher with these elements in it."""
    return "\n".join([f"<JournalEntry {head}>", '<EntryInfo date="2026-01-16" by="AN"/>', *inside, "</JournalEntry>"])


def five(*parts: str, root: str = "Sie", info: str = INFO, name: str = "prov.sie") -> SieFile:
    """A document of these parts, read."""
    return read(document(*parts, root=root, info=info).encode(), name=name)


def line_with(text: str, part: str) -> int:
    """The number of the one line that holds `part`."""
    (number,) = [number for number, line in enumerate(text.split("\n"), 1) if part in line]
    return number
