"""A reader of its own for the few records that the sandbox's tests add up: nothing of `lib.sie`."""

import re
from collections import Counter
from dataclasses import dataclass, field

FIELD = re.compile(r'\{[^}]*\}|"((?:\\"|[^"])*)"|\S+')


@dataclass
class ByHand:
    """What stands in a file: balances by record and year, vouchers with their booked rows, declared accounts."""

    stated: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    vouchers: list[tuple[str, str, str, str, list[tuple[str, int]]]] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    objects: int = 0
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)
    months: Counter[str] = field(default_factory=Counter)

    @property
    def moved(self) -> Counter[str]:
        """The sum of each account over the booked rows."""
        sums: Counter[str] = Counter()
        for *_, rows in self.vouchers:
            for account, amount in rows:
                sums[account] += amount
        return sums

    def balances(self, label: str, index: int) -> dict[str, int]:
        """The amounts of one record and year that are not zero."""
        return {account: amount for account, amount in self.stated.get((label, str(index)), {}).items() if amount}


def ore(text: str) -> int:
    """An amount of the file in öre."""
    sign, whole, decimals = re.fullmatch(r"(-?)(\d+)(?:\.(\d{1,2}))?", text).groups()  # type: ignore[union-attr]
    return (-1 if sign else 1) * (int(whole) * 100 + int((decimals or "").ljust(2, "0")))


def by_hand(content: bytes) -> ByHand:
    """Read the lines one by one, as the specification says."""
    found = ByHand()
    for line in content.decode("cp437").split("\r\n"):
        label, *fields = [m[1] if m[1] is not None else m[0] for m in FIELD.finditer(line)] or [""]
        match label:
            case "#KONTO":
                found.accounts.add(fields[0])
            case "#OBJEKT":
                found.objects += 1
            case "#RAR":
                found.spans[fields[0]] = (fields[1], fields[2])
            case "#IB" | "#UB" | "#RES":
                found.stated.setdefault((label[1:], fields[0]), {})[fields[1]] = ore(fields[2])
            case "#PSALDO":
                found.months[fields[2]] += ore(fields[4])
            case "#VER":
                found.vouchers.append((fields[0], fields[1], fields[2], fields[3], []))
            case "#TRANS":
                found.vouchers[-1][4].append((fields[0], ore(fields[2])))
    return found


def assert_sound(read: ByHand) -> None:
    """A file whose vouchers, balances, results and chart agree."""
    for series, number, _, _, rows in read.vouchers:
        assert sum(amount for _, amount in rows) == 0, f"{series} {number}"
    moved, opening, closing = read.moved, Counter(read.balances("IB", 0)), Counter(read.balances("UB", 0))
    results = read.balances("RES", 0)
    for account in {*moved, *opening, *closing, *results}:
        if account[0] in "12":
            assert opening[account] + moved[account] == closing[account], account
        else:
            assert moved[account] == results.get(account, 0), account
    assert sum(opening.values()) == 0
    assert read.balances("UB", -1) in ({}, read.balances("IB", 0))
    assert set(moved) <= read.accounts
    assert {a: m for a, m in read.months.items() if m} == {a: m for a, m in moved.items() if m}
