"""What the local Fortnox had to make up, because nothing certain is known: its help lists it all."""

from typing import Final

from lib.core.languages import mark

INVENTED: Final = (
    # Sign-in
    mark(
        "An unknown app, or an address that is not registered for it, is told on a page with status 400 and "
        "never by a redirect."
    ),
    mark(
        "Without redirect_uri the answer goes to the first registered address; the demo's app may return to "
        "any address on this computer."
    ),
    mark(
        "A missing state, another response_type than code, an unknown account_type or code_challenge_method: "
        "sent back as invalid_request or unsupported_response_type."
    ),
    mark("PKCE is not mentioned in public sources: a code_challenge (plain or S256) is held to when it is sent."),
    mark(
        "A company without the licence that any requested scope needs is answered error_missing_license when "
        "its user approves."
    ),
    mark(
        "Which scope needs which licence: bookkeeping, costcenter and project need bookkeeping, invoice needs"
        " invoice, supplierinvoice needs supplierinvoice, payment one of those two; all but "
        "companyinformation need the API licence."
    ),
    mark("The pages themselves, their addresses below /oauth-v1/auth, the people and that no password is asked for."),
    # Tokens
    mark(
        "A used, unknown or old code, another redirect_uri, another app or a wrong verifier: 400 "
        "invalid_grant, “Invalid authorization code”."
    ),
    mark(
        "Client credentials without a consent for the tenant: 400 invalid_grant; without the TenantId header:"
        " 400 invalid_request."
    ),
    mark(
        "A missing parameter or an unknown grant type: 400 invalid_request or unsupported_grant_type, as JSON"
        " that says it is HTML."
    ),
    mark("The API licence is gone at a refresh: 400 error_missing_license, and the refresh token lives on."),
    mark("Access tokens are signed with a key of the sandbox; beside userId and tenantId they carry iat, exp and jti."),
    mark("Revoking a refresh token leaves a service account's consent; the fault “takes back its consent” ends both."),
    # API
    mark(
        '429 has the body {"message":"Too Many Requests"} and no Retry-After; requests that are refused do not count.'
    ),
    mark("A closed account is answered 403 with code 2000310, “Ogiltig inloggning”."),
    mark("Answers are JSON only: XML is refused with 1000030, as PDF is."),
    mark("The order of the checks: token, pace, Accept, path, method, API licence, scope, licence, right."),
    mark("A path that does not exist is answered 404 with code 2999190, a method that it lacks 405 with code 2999191."),
    mark(
        "A limit above 500 counts as 500; limit, page, offset, dates and lastmodified that cannot be read, "
        "and unknown sortby, are refused with 2000588; other unknown parameters are ignored."
    ),
    mark("A page beyond the last is empty; sortorder=descending without sortby turns the usual order around."),
    mark("All lists have MetaInformation."),
    mark(
        "What is not here at all: XML, /oauth-v1/migrate, files, actions on invoices, and everything written "
        "but vouchers and voucher series."
    ),
    mark("A body without its wrapper is refused with 2002381, whose Swedish text is not known."),
    # Books
    mark(
        "Codes 2999001 to 2999109 (an unbalanced voucher; series, years, cost centres, projects and the like "
        "that are missing or wrong): the messages are partly known, the codes are not."
    ),
    mark("All refusals of a voucher have status 400."),
    mark("A voucher sent without financialyear lands in the year of its date."),
    mark("SIE is sent as application/octet-stream without Content-Disposition."),
    mark("EndDate of the locked period is null when nothing is locked."),
    mark(
        "Total and Balance of an invoice are in its currency; with ROT or RUT work, Total is the whole and "
        "Balance the customer's part, the share stands on 1513 in the same voucher and as TaxReduction."
    ),
    mark(
        "Migrated invoices are booked but have no voucher; their amount stands in the opening balance of 1510 or 1518."
    ),
    mark("By the cash method an invoice is booked when it is paid in full, by the voucher of its payment."),
    mark(
        "The Amount of a payment is in kronor, its AmountCurrency in the invoice's currency; write-offs are in kronor."
    ),
    mark("A payment that is not booked leaves the balance of its invoice as it was."),
    mark("The Vouchers of a supplier's invoice hold those of its payments too, with ReferenceType SUPPLIERPAYMENT."),
    mark(
        "With todate, the closing balances of a SIE file are those of that day; fromdate leaves out vouchers and "
        "periods alone."
    ),
    mark("A voucher sent to an earlier year moves the opening balances of the years after it."),
    mark("What the companies were made with was saved at midnight, so that lastmodified tells of what was sent since."),
    mark("Reversed and deleted payments leave no trace."),
)
"""One sentence for each thing."""
