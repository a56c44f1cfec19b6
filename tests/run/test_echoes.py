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

    settings = CheckSettings()
    with Embedded(breaks=(Break("echo", "echoes secrets", after=after),)) as target:
        results = Results(contract())
        api = ApiClient(target, results.contract, results.record)
        api.call("reports.list")
        api.call("plans.list")
        api.close()
    assert results.findings.failures
    files.prepare(tmp_path)
    files.write(tmp_path, results, settings, 1.0)
    shown = [
        lines_of(results.findings),
        findings_text(results, settings),
        *(path.read_text(encoding="utf-8") for path in tmp_path.iterdir()),
    ]
    assert len(sent) > 2
    assert any("SIGNATURE" in text and "MARKETPLACE_TOKEN" in text for text in shown)
    for secret in {encode(one)[4:20] for one in sent}:
        assert not any(json.dumps(secret)[1:-1] in text for text in shown), secret
