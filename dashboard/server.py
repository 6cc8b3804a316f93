"""The server: Streamlit's screens and our own routes in one ASGI app, behind the gate."""

import gc
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

from dashboard import panels
from dashboard.attachment_routes import AttachmentRoutes
from dashboard.bundle_routes import BundleRoutes
from dashboard.fortnox_routes import FortnoxRoutes
from dashboard.gate import Gate
from dashboard.headers import SecurityHeaders
from dashboard.identity_routes import IdentityRoutes
from dashboard.metrics import Measured, Metrics
from dashboard.routes import Routes
from dashboard.sessions import Sessions
from dashboard.supervision import Supervisor
from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.settings import Settings
from lib.store.database import Store

ROOT: Final = Path(__file__).parent.parent
SCRIPT: Final = ROOT / "dashboard" / "app.py"
_GRACE_SECONDS: Final = 5


class PortTaken(BryggaError):
    """Something else listens where the dashboard should."""

    text = mark("Port {port} on {address} is taken: another program, or another Brygga, listens there.")
    next_step = mark("Stop the other one, or choose a port with BRYGGA_PORT or --port.")


def serve(settings: Settings, ready: Callable[[str], None], beside: Sequence[Sequence[str]] = ()) -> None:
    """Serve until told to stop; `ready` is told the address once the dashboard answers there.

    The worker runs beside it, and so do the commands that are given. Raises SettingsMissing or
    DemoOnLoopbackOnly before anything is opened, and PortTaken.
    """
    settings.check_start()
    listener = _listen(settings)
    secret = _prepare(settings)
    store = Store.open(settings.data, settings.database_url)
    supervisor = Supervisor()
    sessions = Sessions(store, settings, secret)
    sessions.begin()
    metrics = Metrics(store, supervisor.is_up)

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for process in (supervisor, *map(Supervisor, beside)):
                await stack.enter_async_context(process.running())
            gc.freeze()  # what was imported stays: later collections need not look at it
            ready(_address(settings, listener))
            yield

    config = uvicorn.Config(
        create_app(sessions, metrics, lifespan),
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn stops on the signal and raises it once more when it is done: then nothing is left to do
        signal.signal(number, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listener])
    store.close()


def create_app(
    sessions: Sessions,
    metrics: Metrics,
    lifespan: Callable[[st.App], AbstractAsyncContextManager[None]],
) -> st.App:
    """The whole app; only one can be made in a process."""
    return st.App(
        SCRIPT,
        lifespan=lifespan,
        routes=[
            *Routes(sessions, metrics).all(),
            *IdentityRoutes(sessions).all(),
            *FortnoxRoutes(sessions).all(),
            *AttachmentRoutes(sessions).all(),
            *BundleRoutes(sessions).all(),
        ],
        middleware=[
            Middleware(Measured, metrics=metrics),
            Middleware(SecurityHeaders, secure=sessions.settings.secure),
            Middleware(Gate, sessions=sessions),
        ],
        on_script_error=show_failure,
    )


def show_failure(error: Exception) -> bool:
    """Say what escaped from a widget's callback as a page's own failure is said, never as it is."""
    with panels.last_resort():
        _raise(error)
    return True


def _raise(error: Exception) -> None:
    raise error


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    # with the protocol named, asyncio sends at once and does not wait 40 ms for the browser to acknowledge the head
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.address, settings.port))
    except OSError:
        listener.close()
        raise PortTaken(port=settings.port, address=settings.address) from None
    listener.listen()
    return listener


def _prepare(settings: Settings) -> str:
    """Let Streamlit, the pages and the worker find what this process was started with; gives the secret."""
    secret = settings.cookie_secret.get_secret_value() if settings.cookie_secret else secrets.token_hex()
    os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = secret
    os.environ["BRYGGA_DATA"] = str(settings.data)
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    return secret


def _address(settings: Settings, listener: socket.socket) -> str:
    host = f"[{settings.address}]" if ":" in settings.address else settings.address
    return f"http://{host}:{listener.getsockname()[1]}"
