"""What is kept of Fortnox's registers: company, financial years, accounts, cost centres, projects, voucher series."""

from dataclasses import dataclass
from datetime import date

from lib.core.organisations import org_number
from lib.core.periods import FinancialYear
from lib.fortnox.fields import Row, certain_day, day, flag, text, text_or_none, whole


@dataclass(frozen=True, slots=True)
class Company:
    """The company that the connection opens; `tenant` is Fortnox's DatabaseNumber."""

    name: str
    org_number: str
    tenant: int

    @classmethod
    def of(cls, row: Row) -> "Company":
        """Read `CompanyInformation`."""
        return cls(text(row, "CompanyName"), org_number(text(row, "OrganizationNumber")), whole(row, "DatabaseNumber"))


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year; `id` is Fortnox's own and says nothing of the calendar, `method` ACCRUAL or CASH."""

    id: int
    start: date
    end: date
    method: str

    @property
    def financial(self) -> FinancialYear:
        """The year by its days."""
        return FinancialYear(self.start, self.end)

    @classmethod
    def of(cls, row: Row) -> "Year":
        """Read one of `FinancialYears`."""
        return cls(
            whole(row, "Id"), certain_day(row, "FromDate"), certain_day(row, "ToDate"), text(row, "AccountingMethod")
        )


@dataclass(frozen=True, slots=True)
class Account:
    """An account of one year; the rules are ALLOWED, MANDATORY or NOTALLOWED, the objects those it gets by itself."""

    number: str
    name: str
    active: bool
    cost_centre: str | None
    cost_centre_rule: str
    project: str | None
    project_rule: str
    vat_code: str | None

    @classmethod
    def of(cls, row: Row) -> "Account":
        """Read one of `Accounts`."""
        return cls(
            number=text(row, "Number"),
            name=text(row, "Description"),
            active=flag(row, "Active"),
            cost_centre=text_or_none(row, "CostCenter"),
            cost_centre_rule=text(row, "CostCenterSettings"),
            project=text_or_none(row, "Project"),
            project_rule=text(row, "ProjectSettings"),
            vat_code=text_or_none(row, "VATCode"),
        )


@dataclass(frozen=True, slots=True)
class CostCentre:
    """A cost centre."""

    code: str
    name: str
    active: bool

    @classmethod
    def of(cls, row: Row) -> "CostCentre":
        """Read one of `CostCenters`."""
        return cls(text(row, "Code"), text(row, "Description"), flag(row, "Active"))


@dataclass(frozen=True, slots=True)
class Project:
    """A project; `status` is NOTSTARTED, ONGOING or COMPLETED."""

    number: str
    name: str
    status: str
    start: date | None
    end: date | None

    @classmethod
    def of(cls, row: Row) -> "Project":
        """Read one of `Projects`."""
        return cls(
            text(row, "ProjectNumber"),
            text(row, "Description"),
            text(row, "Status"),
            day(row, "StartDate"),
            day(row, "EndDate"),
        )


@dataclass(frozen=True, slots=True)
class Series:
    """A voucher series of one year; only a `manual` one takes vouchers from elsewhere.

    `next_number` is None where Fortnox does not tell it: in lists.
    """

    code: str
    name: str
    manual: bool
    year_id: int
    next_number: int | None = None

    @classmethod
    def of(cls, row: Row) -> "Series":
        """Read one of `VoucherSeriesCollection`."""
        following = row.get("NextVoucherNumber")
        return cls(
            text(row, "Code"),
            text(row, "Description"),
            flag(row, "Manual"),
            whole(row, "Year"),
            whole(row, "NextVoucherNumber") if following else None,
        )
