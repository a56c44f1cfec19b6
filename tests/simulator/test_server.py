"""The simulator behind a socket: starting, stopping, serving."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from marketplace_contracts.simulator import Simulator, SimulatorError, serve, server
from support.simulator_api import fetch, simulated

NAMES = [
    "MARKETPLACE_BASE_URL",
    "MARKETPLACE_USERNAME",
    "MARKETPLACE_PASSWORD",
    "MARKETPLACE_SUBSCRIPTION_KEY",
    "MARKETPLACE_CODE",
]


def test_responds_as_soon_as_started() -> None:
    """Requests work as soon as the block begins; nothing listens after its end."""
    with Simulator() as simulator:
        url = simulator.base_url
        assert fetch(url + "/orders").status_code == 401
    with pytest.raises(httpx.ConnectError):
        fetch(url + "/orders")


def test_stops_after_an_exception() -> None:
    """An exception inside the block stops the server too."""
    simulator = Simulator()
    with pytest.raises(RuntimeError, match="inside"), simulator:
        raise RuntimeError("inside")
    with pytest.raises(httpx.ConnectError):
        fetch(simulator.base_url)
    simulator.stop()


def test_starts_only_once() -> None:
    """A running simulator raises an error instead of opening more sockets."""
    with Simulator() as simulator, pytest.raises(SimulatorError, match="running"):
        simulator.start()


def test_names_the_port_that_is_taken() -> None:
    """A port in use raises one sentence."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SimulatorError, match=f"port {port} on 127.0.0.1 cannot be used"):
            Simulator(port=port).start()


def test_sockets_name_their_protocol() -> None:
    """Only then asyncio sends at once; else each response on a kept connection waits 40 ms."""
    (listener,) = server.listen([("127.0.0.1", 0)])
    with closing(listener):
        assert listener.proto == socket.IPPROTO_TCP


def test_an_unknown_host_is_no_crash() -> None:
    """An address that this machine does not have is refused in one sentence that names it."""
    with pytest.raises(SimulatorError, match=r"port 0 on 192\.0\.2\.1 cannot be used"):
        Simulator(host="192.0.2.1").start()


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_container_listens_everywhere_and_names_addresses_that_work() -> None:
    """With `0.0.0.0`, API and report files are reached by the loopback address and fixed ports."""
    port, files_port = free_port(), free_port()
    everywhere = "0.0.0.0"  # noqa: S104 - as in a container
    with simulated(port=port, host=everywhere, files_port=files_port) as api:
        assert api.simulator.base_url.startswith(f"http://127.0.0.1:{port}/")
        url = next(
            url
            for row in api.every("/reports")
            if (url := api.get(f"/reports/{row['id']}").get("downloadUrl", "")) and "://" in url
        )
        assert url.startswith(f"http://127.0.0.1:{files_port}/")
        assert fetch(url).status_code == 200


def test_no_port_number_is_no_crash() -> None:
    """A number that is no port is refused as one in use is."""
    with pytest.raises(SimulatorError, match="port 70000"):
        Simulator(port=70_000).start()


def test_environment_has_the_five_settings() -> None:
    """The settings come under the names that the client reads."""
    simulator = Simulator(seed=7)
    assert list(simulator.environment) == NAMES
    assert simulator.environment["MARKETPLACE_USERNAME"] == "cmpapi-user-7.API"
    assert simulator.environment["MARKETPLACE_BASE_URL"].endswith("/marketplace/na")


def test_secrets_stay_out_of_reprs() -> None:
    """Neither password nor key shows when credentials are printed."""
    simulator = Simulator()
    text = repr(simulator.world.credentials)
    assert simulator.password not in text
    assert simulator.subscription_key not in text


def test_app_needs_no_socket() -> None:
    """The ASGI application works without a server."""
    simulator = Simulator()
    headers = {"X-Subscription-Key": simulator.subscription_key}
    transport = httpx.ASGITransport(app=simulator.app)

    async def call() -> int:
        async with httpx.AsyncClient(transport=transport, headers=headers) as client:
            return (await client.get(simulator.base_url + "/orders")).status_code

    assert asyncio.run(call()) == 401


def test_serve_prints_the_settings_and_ends_on_request() -> None:
    """Each line is written out at once; a stop ends serving without an exception."""
    lines: list[tuple[str, bool]] = []
    stop, printed = threading.Event(), threading.Event()

    def out(line: str, *, flush: bool) -> None:
        lines.append((line, flush))
        if len(lines) == len(NAMES):
            printed.set()

    thread = threading.Thread(target=serve, kwargs={"port": 0, "out": out, "stop": stop})
    thread.start()
    assert printed.wait(10)
    base_url = lines[0][0].partition("=")[2]
    assert fetch(base_url + "/orders").status_code == 401
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert [line.partition("=")[0] for line, _ in lines] == NAMES
    assert all(flush for _, flush in lines)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
def test_serve_exits_cleanly_when_interrupted(interrupt: signal.Signals) -> None:
    """Ctrl-C and a polite kill both end with exit code 0 and no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from marketplace_contracts.simulator import serve; serve(port=0)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
    )
    assert process.stdout is not None
    for _ in NAMES:
        process.stdout.readline()
    os.kill(process.pid, interrupt)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


def test_latency_delays_responses() -> None:
    """The latency option delays each response in real time."""
    with simulated(latency_ms=30) as api:
        assert api.http.get("/plans").elapsed.total_seconds() >= 0.03
