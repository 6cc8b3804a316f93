"""The local Fortnox served over HTTP, on this computer only."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

import uvicorn
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from lib.sandbox.fortnox.application import application
from lib.sandbox.fortnox.companies import sandbox_companies
from lib.sandbox.fortnox.memory import Memory
from lib.sandbox.fortnox.troubles import TRANSPORT
from lib.sandbox.fortnox.world import NO_MEMORY, SWEDISH, World

HOST: Final = "127.0.0.1"
PORT: Final = 8600
"""Where it listens unless told otherwise."""
_NAMES: Final = [HOST, "localhost"]
_STOPS_WITHIN: Final = 10.0


class Cuttable(H11Protocol):
    """HTTP whose connections the application may cut."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the application see the transport in every request's scope."""
        super().connection_made(transport)
        self.app = partial(_with_transport, self.app, transport)


async def _with_transport(
    app: ASGIApp, transport: asyncio.Transport, scope: Scope, receive: Receive, send: Send
) -> None:
    await app({**scope, "extensions": {**scope.get("extensions", {}), TRANSPORT: transport}}, receive, send)


def listen(port: int = 0) -> socket.socket:
    """A socket that takes connections from this computer; port 0 takes a free one. Raises OSError."""
    # with the protocol named, asyncio sends at once and does not wait 40 ms for the client to acknowledge the head
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """The base address of what is served there."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


def serve(port: int, ready: Callable[[str], None], memory: Memory = NO_MEMORY) -> None:
    """Serve the companies as they stand today until told to stop; `ready` is told the address. Raises OSError."""
    with listen(port) as listener:
        world = World(sandbox_companies(datetime.now(SWEDISH).date()), memory=memory)
        ready(address(listener))
        uvicorn.Server(_config(world)).run(sockets=[listener])


def open_port() -> int:
    """The usual port if nobody has it, else one that is free now."""
    for port in (PORT, 0):
        try:
            with listen(port) as listener:
                return int(listener.getsockname()[1])
        except OSError:
            continue
    return PORT


@contextmanager
def running(world: World, port: int = 0) -> Iterator[str]:
    """Serve `world` from a thread until the block ends; yields the base address for clients."""
    listener = listen(port)
    began: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_until_told(world, listener, began)), daemon=True)
    thread.start()
    loop, told = began.result()
    try:
        yield address(listener)
    finally:
        loop.call_soon_threadsafe(told.set)
        thread.join(_STOPS_WITHIN)


async def _until_told(
    world: World, listener: socket.socket, began: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]
) -> None:
    """Serve without uvicorn's own loop, which takes a fifth of a second to stop."""
    config, state = _config(world), ServerState()
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    serving = await loop.create_server(lambda: Cuttable(config, state, {}), sock=listener)
    began.set_result((loop, told))
    await told.wait()
    serving.close()
    for connection in list(state.connections):
        connection.transport.abort()
    await asyncio.gather(*state.tasks, return_exceptions=True)


def _config(world: World) -> uvicorn.Config:
    """How to serve `world`; other names than this computer's own are refused."""
    return uvicorn.Config(
        TrustedHostMiddleware(application(world), allowed_hosts=_NAMES),
        http=Cuttable,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
