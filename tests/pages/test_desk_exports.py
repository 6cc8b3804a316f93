"""The support desk on what goes wrong on the way back to Fortnox: every row of `product.md` §10c, and more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions import export, fates
from lib.closing.entries import EntryRow
from lib.closing.failures import EntryNotReady
from lib.jobs import doubts, lookout, sending
from lib.jobs.fates import ABSENT
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.setup import Series
from lib.store import exports
from lib.store.tables import Client, Role
from lib.support.diagnoses import Reconnect, Who
from tests.jobs import exporting
from tests.jobs.local_fortnox import LOCKED, SOUND, Bureau
from tests.pages.desk_cases import Failure, blocks, bureau_of, check, page
from tests.pages.office import Office


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(seconds=0.1))
    monkeypatch.setattr(sending, "WAITS", (0.01, 0.01))
    monkeypatch.setattr(lookout, "LOOKS_FOR", timedelta(seconds=1))
    with bureau_of(office, monkeypatch, only=(SOUND, LOCKED)) as opened:
        yield opened


def looked_at(**changed: object) -> Callable[[Bureau], Client]:
    """A client whose one entry is like this, and Fortnox was looked at before it is sent."""

    def make(bureau: Bureau) -> Client:
        client = exporting.in_use(bureau)
        start = exporting.year_of(bureau, client)
        exporting.make(bureau, client, exporting.draft(1, start, **changed))
        export.look_before_export(bureau.desk(), client.id, start)
        return client

    return make


def rows(*accounts: str) -> tuple[EntryRow, ...]:
    first, second = accounts
    return EntryRow(first, 100), EntryRow(second, -100)


def closed_between(close: Callable[[Bureau, Client], None]) -> Callable[[Bureau], Client]:
    """A client whose entry was found good, and refused when it was sent: something changed in Fortnox in between."""

    def make(bureau: Bureau) -> Client:
        client = exporting.with_entries(bureau, 1)
        exporting.look(bureau, client)
        close(bureau, client)
        export.start_export(bureau.desk(), client.id, exporting.year_of(bureau, client), exporting.TO_A)
        return client

    return make


def _series(bureau: Bureau, client: Client, *series: Series) -> None:
    live = ours(bureau.world.companies[SOUND]).live
    year = live.year_of(exporting.year_of(bureau, client))
    assert year is not None
    live._series[year.id] = {one.code: one for one in series}  # noqa: SLF001 - as somebody does in Fortnox meanwhile


def no_longer_manual(bureau: Bureau, client: Client) -> None:
    _series(bureau, client, Series("A", "Redovisning", manual=False))


def no_longer_there(bureau: Bureau, client: Client) -> None:
    _series(bureau, client, Series("B", "Kundfakturor", manual=True))


def without_account(bureau: Bureau, _client: Client) -> None:
    live = ours(bureau.world.companies[SOUND]).live
    chart = tuple(one for one in live.books.chart if one.number != "6990")
    live._books = replace(live.books, chart=chart)  # noqa: SLF001 - as somebody does in Fortnox meanwhile
    live._kept = {}  # noqa: SLF001


def account_missing_before(bureau: Bureau) -> Client:
    client = exporting.with_entries(bureau, 1)
    without_account(bureau, client)
    export.look_before_export(bureau.desk(), client.id, exporting.year_of(bureau, client))
    return client


def no_manual_series(bureau: Bureau) -> Client:
    client = exporting.with_entries(bureau, 1)
    no_longer_manual(bureau, client)
    export.look_before_export(bureau.desk(), client.id, exporting.year_of(bureau, client))
    return client


def year_not_created(bureau: Bureau) -> Client:
    """The year is in the books here and not in Fortnox any more."""
    client = exporting.with_entries(bureau, 1)
    live = ours(bureau.world.companies[SOUND]).live
    vars(live)["years"] = live.years[1:]
    export.look_before_export(bureau.desk(), client.id, exporting.year_of(bureau, client))
    return client


def lost_on_the_way(bureau: Bureau, fault: Fault = Fault.DROP_AFTER) -> Client:
    """The line breaks when the entry has been sent, and Fortnox answers nothing afterwards."""
    client = exporting.with_entries(bureau, 1)
    exporting.look(bureau, client)
    bureau.befall(fault, times=1, method="POST", path="/3/vouchers")
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist")
    export.start_export(bureau.desk(), client.id, exporting.year_of(bureau, client), exporting.TO_A)
    return client


def token_lost_amid_the_export(bureau: Bureau) -> Client:
    client = exporting.with_entries(bureau, 2)
    exporting.look(bureau, client)
    bureau.befall(Fault.EXPIRE_ACCESS)
    bureau.befall(Fault.REVOKE)
    export.start_export(bureau.desk(), client.id, exporting.year_of(bureau, client), exporting.TO_A)
    return client


def period_locked(bureau: Bureau) -> Client:
    client = exporting.with_entries(bureau, 1, LOCKED)
    export.look_before_export(bureau.desk(), client.id, exporting.year_of(bureau, client))
    return client


FAILURES = [
    Failure(
        "Verifikationsserien är inte manuell",
        closed_between(no_longer_manual),
        ("inte öppen för manuell kontering", "The voucher series is not open for manual posting in Fortnox."),
        ("Manuell kontering", "Tick manual posting (Manuell kontering) for the series in Fortnox"),
        Who.CLIENT,
    ),
    Failure(
        "no series is manual, found before anything is sent",
        no_manual_series,
        ("Ingen verifikationsserie", "No voucher series of the year is open for manual posting in Fortnox."),
        ("Manuell kontering", "choose the year and tick manual posting (Manuell kontering)"),
        Who.CLIENT,
    ),
    Failure(
        "Verifikationsserien finns inte",
        closed_between(no_longer_there),
        ("finns inte", "The voucher series is not there in Fortnox for that year."),
        ("Manuell kontering", "or choose another one"),
        Who.CLIENT,
    ),
    Failure(
        "Ogiltigt konto",
        closed_between(without_account),
        ("finns inte i Fortnox kontoplan", "An account of the voucher is not in Fortnox's chart of accounts."),
        ("kontoplan", "Look at the account in Fortnox's chart of accounts for the year"),
        Who.CLIENT,
    ),
    Failure(
        "2001304 Kunde inte hitta konto, found before anything is sent",
        account_missing_before,
        ("Konto 6990 finns inte i Fortnox kontoplan", "Account 6990 is not in Fortnox's chart of accounts"),
        ("kontrollera sedan igen och exportera", "then look again and export"),
        Who.CLIENT,
    ),
    Failure(
        "no financial year for the date",
        year_not_created,
        ("inget räkenskapsår", "Fortnox has no financial year that holds"),
        ("Lägg upp räkenskapsåret i Fortnox", "Create the financial year in Fortnox"),
        Who.CLIENT,
    ),
    Failure(
        "a text that Fortnox does not take",
        looked_at(name="Periodisering | hyra"),
        ("tecken som Fortnox inte", "holds letters that Fortnox does not take"),
        ("verifikationen här", "in the entry here"),
        Who.ACCOUNTANT,
    ),
    Failure(
        "a text over Fortnox's length",
        looked_at(name="Periodisering " * 20),
        ("Fortnox tar", "Fortnox takes 200"),
        ("verifikationen här", "in the entry here"),
        Who.ACCOUNTANT,
    ),
    Failure(
        "the period is locked in Fortnox",
        period_locked,
        ("är låst i Fortnox", "is locked in Fortnox"),
        ("Åtgärda det i Fortnox", "Mend it in Fortnox"),
        Who.CLIENT,
    ),
    Failure(
        "the fate of an entry is unknown",
        lost_on_the_way,
        ("Det är inte känt om V 1 sparades", "It is not known whether V 1 was saved in Fortnox"),
        ("V 1 eftersöks först", "V 1 is looked for first"),
        Who.ACCOUNTANT,
    ),
    Failure(
        "the token is lost amid an export",
        token_lost_amid_the_export,
        ("Exporten för året från", "The export of the year from"),
        ("Anslut på nytt genom att importera.", "Connect again by importing."),
        Who.ACCOUNTANT,
        Reconnect.MENDS,
    ),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_the_desk_names_the_cause_and_the_next_step(office: Office, bureau: Bureau, failure: Failure) -> None:
    check(office, failure.make(bureau), failure)


def test_an_inactive_account_is_named(office: Office, bureau: Bureau) -> None:
    client = exporting.in_use(bureau, LOCKED)
    exporting.make(bureau, client, exporting.draft(1, exporting.year_of(bureau, client), rows=rows("6970", "1930")))
    export.look_before_export(bureau.desk(), client.id, exporting.year_of(bureau, client))
    (told,) = [block for block in blocks(office, client, "en") if "would not take V 1" in block]
    assert "Account 6970 is not active in Fortnox." in told
    (told,) = [block for block in blocks(office, client) if "skulle inte ta emot V 1" in block]
    assert "Konto 6970 är inte aktivt i Fortnox." in told


def test_a_voucher_without_text_never_leaves(bureau: Bureau) -> None:
    """§10c: "voucher without text refused". Here an entry without a name cannot be made ready, so it is not sent."""
    client = exporting.in_use(bureau)
    with pytest.raises(EntryNotReady):
        exporting.make(bureau, client, exporting.draft(1, exporting.year_of(bureau, client), name=""))


def test_an_entry_that_is_not_there_is_not_said_to_stand_in_fortnox(
    office: Office, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(0))
    client = lost_on_the_way(bureau, Fault.DROP_BEFORE)
    bureau.world.recover()
    with bureau.store.reading() as session:
        (item,) = exports.in_doubt(session, client.id, exporting.year_of(bureau, client))
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    with bureau.store.reading() as session:
        assert exports.item(session, item.id).message == ABSENT
    assert "finns i Fortnox, med en anmärkning" not in page(office, client)


@pytest.mark.parametrize(
    "name", ["Lön Kurt Kundsson " * 20, "Lön | Kurt Kundsson"], ids=["too long", "strange letters"]
)
def test_an_entrys_text_that_fortnox_would_refuse_is_told_to_support_with_consent_alone(
    office: Office, bureau: Bureau, name: str
) -> None:
    client = looked_at(name=name)(bureau)
    told = page(office, client, role=Role.SUPPORT, consent=False)
    assert "Fortnox skulle inte ta emot V 1" in told
    assert "Kundsson" not in told
    assert "Kundsson" in page(office, client, role=Role.SUPPORT)
