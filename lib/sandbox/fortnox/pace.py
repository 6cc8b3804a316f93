"""The rate limit: 25 requests in any 5 seconds, per client id and tenant."""

from collections import defaultdict, deque
from threading import Lock
from typing import Final

REQUESTS: Final = 25
SECONDS: Final = 5.0


class Window:
    """Counts requests in a sliding window, from any thread; those refused do not count."""

    def __init__(self) -> None:
        """Begin with nobody having asked."""
        self._times: Final[defaultdict[tuple[str, int], deque[float]]] = defaultdict(deque)
        self._lock: Final = Lock()

    def admits(self, client_id: str, tenant: int, now: float) -> bool:
        """Whether one more request may pass at `now` (seconds); it is counted when it may."""
        with self._lock:
            times = self._times[client_id, tenant]
            while times and times[0] <= now - SECONDS:
                times.popleft()
            if len(times) >= REQUESTS:
                return False
            times.append(now)
            return True
