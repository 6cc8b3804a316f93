"""The local Fortnox as one ASGI application: both of its hosts' paths, and the sandbox's own page."""

from starlette.applications import Starlette

from lib.sandbox.fortnox.api import Api
from lib.sandbox.fortnox.authorisation import Authorisation
from lib.sandbox.fortnox.switchboard import Switchboard
from lib.sandbox.fortnox.token_endpoint import TokenEndpoint
from lib.sandbox.fortnox.troubles import Troubles
from lib.sandbox.fortnox.world import World


def application(world: World) -> Starlette:
    """An application that serves `world`, over HTTP or called in process."""
    troubles = Troubles(world)
    return Starlette(
        routes=[
            *Authorisation(world).routes(),
            *TokenEndpoint(world, troubles).routes(),
            *Api(world, troubles).routes(),
            *Switchboard(world).routes(),
        ]
    )
