"""What a period holds beside its figures: checklist, comments, statements, appendices and their files."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from os import utime
from threading import Barrier

import pytest

from lib.closing.copying import Copying
from lib.closing.failures import PeriodClosed
from lib.closing.files import FILES_AT_MOST, AttachmentRefused
from lib.core.errors import NotFound
from lib.store import attachments, carrying, checklists, clients, marks, periods, statements, sub_appendices
from lib.store.closing_tables import Attachment, SubAppendix
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client
from lib.store.words import FileOwner, ItemState
from tests.store.examples import Y2026, activated, add_client, year_books

NOVEMBER, DECEMBER, YEAR_END = "2026-11-30", "2026-12-31", "2026-12-31-year-end"
RUT = (7, "Rut Revisor")
PDF = b"%PDF-1.7\n"


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store, demo=True)
    activated(store, client, b"a", year_books(Y2026))
    with store.transaction() as session:
        periods.start(session, client.id, NOVEMBER)
    return client


def appendix(store: Store, client: Client, period: str = NOVEMBER, **more: object) -> SubAppendix:
    details = {"name": "Bilaga", "accounts": ["1790"], "who": RUT} | more
    with store.transaction() as session:
        return sub_appendices.save(session, client.id, period, **details)  # type: ignore[arg-type]


def attach(store: Store, client: Client, to: SubAppendix, name: str = "a.pdf", content: bytes = PDF) -> Attachment:
    return attachments.add(store, client.id, FileOwner.APPENDIX, to.id, name=name, content=content, who=RUT)


def go_on(store: Store, client: Client, key: str) -> None:
    """Lock the period before and start this one, with what it takes over."""
    with store.transaction() as session:
        board = periods.board(session, client.id)
        for period in board.active:
            periods.lock(session, client.id, period.key, expected_version=1, results={}, who=RUT)
        before = periods.start(session, client.id, key)
        carrying.carry(session, client.id, before, periods.get(session, client.id, key))


def files_on_disk(store: Store, client: Client) -> list[str]:
    return sorted(path.name for path in (store.folder / "attachments" / str(client.id)).glob("*"))


def test_items_are_ticked_by_somebody(store: Store, client: Client) -> None:
    with store.transaction() as session:
        item = checklists.add(session, client.id, NOVEMBER, "Lager inventerat", RUT)
        checklists.tick(session, client.id, item.id, ItemState.NOT_APPLICABLE, comment="Inget lager", who=RUT)
        (kept,) = checklists.items(session, client.id, NOVEMBER)
    assert (kept.state, kept.comment, kept.user_name) == (ItemState.NOT_APPLICABLE, "Inget lager", "Rut Revisor")


def test_items_are_taken_off_the_list(store: Store, client: Client) -> None:
    with store.transaction() as session:
        checklists.begin(session, client.id, NOVEMBER)
        first, *rest = checklists.items(session, client.id, NOVEMBER)
        checklists.remove(session, client.id, first.id)
        assert [item.id for item in checklists.items(session, client.id, NOVEMBER)] == [item.id for item in rest]


def test_anothers_item_is_not_found(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")
    with store.transaction() as session:
        item = checklists.add(session, client.id, NOVEMBER, "Lager inventerat", RUT)
        with pytest.raises(NotFound):
            checklists.tick(session, other.id, item.id, ItemState.DONE, who=RUT)


def test_comments_are_on_the_period_or_on_an_account(store: Store, client: Client) -> None:
    with store.transaction() as session:
        checklists.comment(session, client.id, NOVEMBER, "Väntar på underlag", who=RUT)
        checklists.comment(session, client.id, NOVEMBER, "Se bankens brev", account="1930", who=RUT)
        found = checklists.comments(session, client.id, NOVEMBER)
        assert [(row.account, row.text) for row in found] == [("", "Väntar på underlag"), ("1930", "Se bankens brev")]
        checklists.uncomment(session, client.id, found[0].id)
        assert len(checklists.comments(session, client.id, NOVEMBER)) == 1


def test_a_statement_is_replaced_by_a_later_one(store: Store, client: Client) -> None:
    with store.transaction() as session:
        for balance in (1, 5_000_000_000):
            statements.state(session, client.id, NOVEMBER, "1930", balance=balance, day=date(2026, 11, 30), who=RUT)
        (row,) = statements.of_period(session, client.id, NOVEMBER).values()
        assert (row.balance, row.day) == (5_000_000_000, date(2026, 11, 30))
        statements.remove(session, client.id, NOVEMBER, "1930")
        assert statements.of_period(session, client.id, NOVEMBER) == {}


def test_the_lines_of_an_accounts_appendices_are_what_it_is_held_against(store: Store, client: Client) -> None:
    appendix(store, client, lines=[("Hyra", 1_000), ("Försäkring", 234)])
    appendix(store, client, lines=[("Leasing", -34)])
    appendix(store, client, accounts=["1510", "1790"], lines=[("Övrigt", 9)])
    appendix(store, client, accounts=["2990"])
    with store.reading() as session:
        assert sub_appendices.amounts(session, client.id, NOVEMBER) == {"1790": 1_200}


def test_an_appendix_may_be_put_in_place_beforehand_but_no_amounts(store: Store, client: Client) -> None:
    early = appendix(store, client, DECEMBER)
    attach(store, client, early)
    with pytest.raises(PeriodClosed):
        appendix(store, client, DECEMBER, lines=[("Hyra", 1)])


def test_an_appendix_is_changed_and_deleted(store: Store, client: Client) -> None:
    made = appendix(store, client, lines=[("Hyra", 1)])
    appendix(store, client, name="Hyror", lines=[("Hyra", 2)], appendix_id=made.id)
    with store.transaction() as session:
        (row,) = sub_appendices.of_period(session, client.id, NOVEMBER)
        assert (row.name, row.amount) == ("Hyror", 2)
        sub_appendices.delete(session, client.id, made.id)
        assert sub_appendices.of_period(session, client.id, NOVEMBER) == []


def test_a_file_comes_back_as_it_came_and_its_name_on_disk_is_our_own(store: Store, client: Client) -> None:
    row = attach(store, client, appendix(store, client), "../../Årsbesked.pdf")
    assert attachments.content(store, row) == PDF
    assert (row.name, row.size) == ("Årsbesked.pdf", len(PDF))
    assert files_on_disk(store, client) == [row.stored]
    assert "rsbesked" not in row.stored


def test_a_refused_file_leaves_nothing_behind(store: Store, client: Client) -> None:
    made = appendix(store, client)
    with pytest.raises(AttachmentRefused):
        attach(store, client, made, content=b"MZ")
    with pytest.raises(NotFound):
        attachments.add(store, client.id, FileOwner.APPENDIX, 4711, name="a.pdf", content=PDF, who=RUT)
    assert files_on_disk(store, client) == []


def test_two_who_attach_at_once_never_pass_twelve_files(store: Store, client: Client) -> None:
    made = appendix(store, client)
    for _number in range(FILES_AT_MOST - 1):
        attach(store, client, made)
    barrier = Barrier(2)

    def attempt(_number: int) -> bool:
        barrier.wait()
        try:
            attach(store, client, made)
        except AttachmentRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == [False, True]
    assert len(files_on_disk(store, client)) == FILES_AT_MOST


def test_a_removed_file_is_gone_from_the_disk(store: Store, client: Client) -> None:
    made = appendix(store, client)
    kept, gone = attach(store, client, made), attach(store, client, made)
    attachments.remove(store, client.id, gone.id)
    assert files_on_disk(store, client) == [kept.stored]
    with pytest.raises(NotFound):
        attachments.content(store, gone)


def test_what_a_process_that_died_left_is_swept_and_what_is_new_is_not(store: Store, client: Client) -> None:
    kept = attach(store, client, appendix(store, client))
    folder = store.folder / "attachments" / str(client.id)
    for name in ("old.pdf", "new.pdf"):
        (folder / name).write_bytes(PDF)
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    for name in ("old.pdf", kept.stored):
        utime(folder / name, (long_ago, long_ago))
    assert [path.name for path in attachments.sweep(store, client.id)] == ["old.pdf"]


def test_what_was_left_behind_is_removed_of_every_client(store: Store, client: Client) -> None:
    kept = attach(store, client, appendix(store, client))
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    places = [store.folder / attachments.FOLDER / number / "old.pdf" for number in (str(client.id), "4711")]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
        utime(place, (long_ago, long_ago))
    assert attachments.sweep_all(store) == places
    assert attachments.content(store, kept)


def test_the_next_month_takes_over_what_follows_the_periods(store: Store, client: Client) -> None:
    followed = appendix(store, client, lines=[("Hyra", 5)])
    attach(store, client, followed)
    appendix(store, client, name="Bara nu", copying=Copying.NO)
    appendix(store, client, name="Mall", lines=[("Rad", 1)], copying=Copying.WITHOUT_DATA)
    with store.transaction() as session:
        item = checklists.add(session, client.id, NOVEMBER, "Lager inventerat", RUT)
        checklists.tick(session, client.id, item.id, ItemState.DONE, who=RUT)
        checklists.comment(session, client.id, NOVEMBER, "Bara november", who=RUT)
        marks.mark(session, client.id, NOVEMBER, {"1930": Said(1)}, who=RUT)

    go_on(store, client, DECEMBER)

    with store.reading() as session:
        rows = sub_appendices.of_period(session, client.id, DECEMBER)
        assert [(row.name, row.amount, row.source_id) for row in rows] == [
            ("Bilaga", 5, followed.id),
            ("Mall", None, rows[1].source_id),
        ]
        assert len(attachments.of_owner(session, client.id, FileOwner.APPENDIX, rows[0].id)) == 1
        (item,) = checklists.items(session, client.id, DECEMBER)
        assert (item.text, item.state) == ("Lager inventerat", ItemState.OPEN)
        assert checklists.comments(session, client.id, DECEMBER) == []
        assert marks.of_period(session, client.id, DECEMBER) == {}


def test_a_file_that_went_along_stays_when_the_first_one_is_removed(store: Store, client: Client) -> None:
    december = appendix(store, client)
    row = attach(store, client, december)
    go_on(store, client, DECEMBER)
    with store.reading() as session:
        (copied,) = sub_appendices.of_period(session, client.id, DECEMBER)
        (file,) = attachments.of_owner(session, client.id, FileOwner.APPENDIX, copied.id)
    assert file.id != row.id
    with store.transaction() as session:
        periods.lock(session, client.id, DECEMBER, expected_version=1, results={}, who=None)
        periods.unlock(session, client.id, DECEMBER)
    attachments.remove(store, client.id, file.id)
    assert attachments.content(store, row) == PDF


def test_the_year_end_takes_over_all_of_its_last_month(store: Store, client: Client) -> None:
    go_on(store, client, DECEMBER)
    appendix(store, client, DECEMBER, lines=[("Hyra", 5)], copying=Copying.NO)
    with store.transaction() as session:
        item = checklists.items(session, client.id, DECEMBER)[0]
        checklists.tick(session, client.id, item.id, ItemState.DONE, comment="Klart", who=RUT)
        checklists.comment(session, client.id, DECEMBER, "Till bokslutet", account="1930", who=RUT)
        marks.mark(session, client.id, DECEMBER, {"1930": Said(12)}, comment="Ok", who=RUT)
        statements.state(session, client.id, DECEMBER, "1930", balance=12, day=date(2026, 12, 31), who=RUT)

    go_on(store, client, YEAR_END)

    with store.reading() as session:
        assert [row.amount for row in sub_appendices.of_period(session, client.id, YEAR_END)] == [5]
        first = checklists.items(session, client.id, YEAR_END)[0]
        assert (first.state, first.comment, first.user_name) == (ItemState.DONE, "Klart", "Rut Revisor")
        assert [row.text for row in checklists.comments(session, client.id, YEAR_END)] == ["Till bokslutet"]
        done = marks.of_period(session, client.id, YEAR_END)["1930"].done
        assert done is not None
        assert (done.balance, done.comment) == (12, "Ok")
        assert set(statements.of_period(session, client.id, YEAR_END)) == {"1930"}


def test_carrying_on_twice_brings_nothing_twice(store: Store, client: Client) -> None:
    appendix(store, client, lines=[("Hyra", 5)])
    go_on(store, client, DECEMBER)
    with store.transaction() as session:
        before, after = (periods.get(session, client.id, key) for key in (NOVEMBER, DECEMBER))
        carrying.carry(session, client.id, before, after)
        assert len(sub_appendices.of_period(session, client.id, DECEMBER)) == 1
        assert len(checklists.items(session, client.id, DECEMBER)) == len(checklists.DEFAULTS)


def test_what_was_added_beforehand_keeps_nothing_from_being_taken_over(store: Store, client: Client) -> None:
    with store.transaction() as session:
        checklists.begin(session, client.id, NOVEMBER)
        checklists.add(session, client.id, DECEMBER, "Lager inventerat", RUT)
        checklists.comment(session, client.id, DECEMBER, "Inventering den 30:e", who=RUT)
        checklists.add(session, client.id, YEAR_END, "Årsredovisning", RUT)
        checklists.comment(session, client.id, YEAR_END, "Stämma i maj", who=RUT)

    go_on(store, client, DECEMBER)
    go_on(store, client, YEAR_END)

    with store.reading() as session:
        month, year_end = (checklists.items(session, client.id, key) for key in (DECEMBER, YEAR_END))
        assert [item.text for item in month] == [*checklists.DEFAULTS, "Lager inventerat"]
        assert [item.text for item in year_end] == [*checklists.DEFAULTS, "Lager inventerat", "Årsredovisning"]
        said = {row.text for row in checklists.comments(session, client.id, YEAR_END)}
        assert said == {"Inventering den 30:e", "Stämma i maj"}


def test_the_first_period_keeps_what_was_added_beforehand(store: Store, client: Client) -> None:
    with store.transaction() as session:
        checklists.add(session, client.id, NOVEMBER, "Lager inventerat", RUT)
        carrying.carry(session, client.id, None, periods.get(session, client.id, NOVEMBER))
        texts = [item.text for item in checklists.items(session, client.id, NOVEMBER)]
    assert texts == [*checklists.DEFAULTS, "Lager inventerat"]


def test_the_files_of_a_demo_client_go_with_it(store: Store, client: Client) -> None:
    attach(store, client, appendix(store, client))
    clients.remove(store, client.id)
    assert files_on_disk(store, client) == []
