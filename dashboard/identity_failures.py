"""What can go wrong on the way through the identity provider, told to the person who meets it."""

from lib.core.errors import BryggaError
from lib.core.languages import mark


class ProviderUnreachable(BryggaError):
    """The identity provider does not answer."""

    text = mark("{host}, where you sign in, does not answer.")
    next_step = mark("Try again in a while; if it goes on, an administrator finds the cause with `brygga doctor`.")
    retryable = True


class ProviderFaulty(BryggaError):
    """The identity provider answered with something that must not be relied on."""

    text = mark("You were not signed in, because the answer of {host} cannot be trusted: {problem:text}.")
    next_step = mark("Try again; if it happens again, an administrator looks at the settings with `brygga doctor`.")


class ProviderKnowsUsNot(BryggaError):
    """The identity provider does not accept our id or secret."""

    text = mark("{host} does not know Brygga by the id and secret that are set.")
    next_step = mark("An administrator corrects BRYGGA_OIDC_CLIENT_ID and BRYGGA_OIDC_CLIENT_SECRET.")


class CodeRefused(BryggaError):
    """The code that the person came back with is used or too old."""

    text = mark("{host} did not accept the sign-in, because it had been used already or taken too long.")
    next_step = mark("Sign in again.")


class ClockDiffers(BryggaError):
    """The ID token is out of date, or not valid yet, by our clock."""

    text = mark("You were not signed in, because the clock of {host} and Brygga's clock differ by more than a minute.")
    next_step = mark(
        "An administrator sets the computer's clock by the network (NTP); `brygga doctor` tells by how much."
    )


class PersonRefused(BryggaError):
    """The person said no at the identity provider, or it said no to them."""

    text = mark("The sign-in was interrupted at {host}, or not allowed there.")
    next_step = mark("Sign in again; if you are refused, ask whoever gives out accounts at the bureau.")


class TripOver(BryggaError):
    """The trip is unknown: it took too long, or has been made already."""

    text = mark("The sign-in took more than ten minutes, or had been completed already.")
    next_step = mark("Sign in again.")


class OtherBrowser(BryggaError):
    """The trip was begun in another browser, or this one did not keep its cookie."""

    text = mark("The sign-in was begun in another browser than it came back to.")
    next_step = mark("Sign in again in this browser, and let it keep cookies from Brygga.")


class TooManyTries(BryggaError):
    """The address or the account has failed too often of late."""

    text = mark("There were too many attempts to sign in.")
    next_step = mark("Wait {minutes:count|minute|minutes}, then try again.")
