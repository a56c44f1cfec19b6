"""Reports from scheduling to download."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.row_values import moment
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import CheckAborted, Violation

LOOKS = 30
STEP = 20.0
DAY = 86_400.0
VALID = 90
LIFE = (VALID - 1) * DAY


def schedules_reports(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation schedules reports."""
    return operation.id == "reports.create"


@sequence_check("life", concerns=schedules_reports, effects=READ_WRITE, clock=True)
def report_life(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A report has a signed URL, which returns its file and rejects API headers (facts E12)."""
    report = completed_report(api, api.json(operation, body=body_for(api, operation)))
    pointer = api.contract.pointer_to("Report", "downloadUrl")
    address = report.get("downloadUrl")
    if report.get("status") != "completed" or not isinstance(address, str):
        observed = api.contract.show({n: report.get(n) for n in ("status", "downloadUrl")})
        yield Violation("a completed report can be downloaded", observed, pointer)
        return
    url = urljoin(api.target.base_url + "/", address)
    api.contract.redactor.learn("SIGNED_QUERY", urlsplit(url).query)
    file = api.download(url)
    if file.status_code != 200 or not file.content:
        observed = f"status {file.status_code}, {len(file.content)} bytes"
        yield Violation("the URL of a report returns its file", observed, pointer)
    if not _has_format(file.content, str(report.get("format"))):
        observed = (
            f"{report.get('format')} begins with {api.contract.show(repr(file.content[:20]))}"
        )
        yield Violation("a file is of the format that its report has", observed, _format(api))
    headers = {
        "X-Subscription-Key": api.target.subscription_key,
        "Authorization": f"Bearer {api.token()}",
    }
    for name, value in headers.items():
        if api.download(url, {name: value}).status_code < 400:
            promise = "the URL of a report refuses the API's headers"
            yield Violation(promise, f"it accepts {name}", pointer)
    if api.download(_spoilt(url)).status_code < 400:
        promise = "the URL of a report is signed"
        yield Violation(promise, "another signature is accepted", pointer)
    api.advance(LIFE)
    late = api.download(url).status_code
    if late != 200:
        observed = f"status {late} after {LIFE / DAY:.0f} days"
        yield Violation("the URL of a report is valid for 90 days", observed, pointer)
    yield from _no_longer(api, url)


def _no_longer(api: ApiClient, url: str) -> Iterator[Violation]:
    """Check that the URL contains its validity of 90 days, and is refused afterwards."""
    pointer = api.contract.pointer_to("Report", "downloadUrl")
    stated = dict(parse_qsl(urlsplit(url).query))
    begins, ends = moment(stated.get("st", "")), moment(stated.get("se", ""))
    if begins and ends and (ends - begins).days != VALID:
        observed = f"{(ends - begins).days} days from st to se"
        yield Violation("the URL of a report is valid for 90 days", observed, pointer)
    api.advance(2 * DAY)
    after = api.download(url).status_code
    if after < 400:
        observed = f"status {after} after {LIFE / DAY + 2:.0f} days"
        yield Violation("the URL of a report ends after 90 days", observed, pointer)


def _format(api: ApiClient) -> str:
    return api.contract.pointer_to("Report", "format")


def _has_format(content: bytes, name: str) -> bool:
    """Tell whether a file begins as files of its format do."""
    begins = {"json": (b"{", b"["), "xml": (b"<?xml",), "xlsx": (b"PK",)}
    head = content.lstrip()
    if name.lower() in begins:
        return head.startswith(begins[name.lower()])
    return not head.lower().startswith((b"<!doctype", b"<html"))


def completed_report(api: ApiClient, report: Row) -> Row:
    """Return the report once it is completed.

    Raises:
        CheckAborted: The report is not completed in time.
    """
    pointer = api.contract.pointer_to("Report", "status")
    states = api.contract.spec.follow(pointer)[0]["x-terminal"]
    for _ in range(LOOKS):
        report = api.json("reports.get", {"reportId": str(report["id"])})
        if report.get("status") in states:
            return report
        api.advance(STEP)
    observed = f"{report.get('status')} after {LOOKS * STEP:.0f} s"
    raise CheckAborted(Violation("a report reaches a terminal state", observed, pointer))


def _spoilt(url: str) -> str:
    """Return the URL with a changed signature."""
    parts = urlsplit(url)
    pairs = [(n, v[::-1] if n == "sig" else v) for n, v in parse_qsl(parts.query)]
    return parts._replace(query=urlencode(pairs)).geturl()
