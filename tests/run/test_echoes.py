"""A service that echoes what it was sent puts no secret into a report."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from marketplace_contracts.report import files
from marketplace_contracts.report.text import findings_text, lines_of
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.target import Embedded
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Break, Request, Response
from support.harness import contract

KEYS = ("basic", "key", "bearer")
ECHOES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in a line": lambda text: base64.b64encode(f"key {text}!".encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
}


@pytest.mark.parametrize("encode", ECHOES.values(), ids=ECHOES)
def test_no_echo_reaches_a_report(encode: Callable[[str], str], tmp_path: Path) -> None:
    """Key, token and signatures stay out of terminal, findings.json and summary (all encodings)."""
    sent: list[str] = []

    def after(request: Request, response: Response) -> Response:
        if request.operation == "reports.list" and response.status == 200:
            addresses = [row.get("downloadUrl") for row in response.body["data"]]
            sent.extend(parse_qs(urlsplit(one).query)["sig"][0] for one in addresses if one)
        if request.operation != "plans.list":
            return response
        sent.extend(request.headers["authorization"].split()[1:])
        sent.append(request.headers["x-subscription-key"])
        rows = [{"id": [encode(one)], encode(one): one} for one in sent]
        return replace(response, body={**response.body, "data": rows})

    shown = reported(Break("echo", "echoes secrets", after=after), tmp_path)
    assert len(sent) > 2
    assert any("SIGNATURE" in text and "MARKETPLACE_TOKEN" in text for text in shown)
    for secret in {encode(one)[4:20] for one in sent}:
        assert not any(json.dumps(secret)[1:-1] in text for text in shown), secret


@pytest.mark.parametrize("header", ["X-Correlation-ID", "Retry-After", "Content-Type", "WWW-Echo"])
@pytest.mark.parametrize("encode", ECHOES.values(), ids=ECHOES)
def test_no_echo_in_a_header_reaches_a_report(
    encode: Callable[[str], str], header: str, tmp_path: Path
) -> None:
    """Basic header, key and token stay out of each report file, whatever header has them."""
    sent: list[str] = []

    def after(request: Request, response: Response) -> Response:
        sent.extend(request.headers["authorization"].split()[1:])
        sent.append(request.headers["x-subscription-key"])
        if request.operation == "auth.token":
            return response
        told = " ".join(map(encode, sent))
        body = {
            **response.body,
            "data": [{"id": 7, "echo": told, **dict(zip(KEYS, sent, strict=False))}],
        }
        media = told if header == "Content-Type" else response.media
        return replace(response, body=body, media=media, headers={**response.headers, header: told})

    shown = reported(Break("echo", "echoes secrets", after=after), tmp_path)
    assert len(sent) > 4
    for secret in {encode(one)[4:20] for one in sent}:
        assert not any(json.dumps(secret)[1:-1] in text for text in shown), secret


def reported(fault: Break, folder: Path) -> list[str]:
    """Return all output about a service with a fault: on the terminal and in each file."""
    settings = CheckSettings()
    with Embedded(breaks=(fault,)) as target:
        results = Results(contract())
        api = ApiClient(target, results.contract, results.record)
        api.call("reports.list")
        api.call("plans.list")
        api.close()
    assert results.findings.failures
    files.prepare(folder)
    files.write(folder, results, settings, 1.0)
    assert {path.name for path in folder.iterdir()} == set(files.NAMES)
    return [
        lines_of(results.findings),
        findings_text(results, settings),
        *(path.read_text(encoding="utf-8") for path in folder.iterdir()),
    ]
