"""The HTTP server of the simulator: uvicorn, modified to stop at once."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import uvicorn

TICK = 0.1  # seconds between uvicorn's updates of the Date header
GRACE = 1.0  # seconds that running requests have to end
LOOK = 0.002


class Listener(uvicorn.Server):
    """A uvicorn server that stops at once; uvicorn itself needs 0.2 to 0.3 seconds."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_ending = asyncio.Event()

    def end(self) -> None:
        """Stop serving; can be called from any thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has stopped by itself
                self._loop.call_soon_threadsafe(self._is_ending.set)

    async def main_loop(self) -> None:
        """Serve until `end` is called."""
        self._loop, counter = asyncio.get_running_loop(), 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864_000
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_ending.wait(), TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more calls and let running ones finish."""
        for server in self.servers:
            server.close()
        for each in sockets or ():
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn has no event for it
                    await asyncio.sleep(LOOK)
        for task in self.server_state.tasks:
            task.cancel()
