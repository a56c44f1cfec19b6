"""Handlers of reports: an unpaged list, one-time runs, details (facts E12, D8)."""

from __future__ import annotations

from datetime import date

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.downloads import signed_url
from marketplace_contracts.simulator.api.pages import contains, envelope, matches
from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.errors import not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.lifecycle import TO_END, TO_PROCESSING
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.world import World


def list_reports(call: Call) -> JsonObject:
    """Handle `reports.list`: return all rows and ignore offset and limit (facts D8)."""
    name, status, kind = call.text("name"), call.text("status"), call.text("type")
    wanted = call.text("format")
    format_ = wanted and shown_format(wanted)
    first, last = call.day("from") or date.min, call.day("to") or date.max
    rows = [
        report_row(call.world, report)
        for report in reversed(call.world.reports.values())
        if contains(report.name, name)
        and matches(report.status, status)
        and matches(report.type, kind)
        and matches(report.format, format_)
        and first <= report.created.date() <= last
    ]
    return envelope(rows, 0, len(rows), len(rows))


def get_report(call: Call) -> JsonObject:
    """Handle `reports.get`: include the download URL once the file exists."""
    report = call.world.reports.get(call.ids["reportId"].lower())
    if report is None:
        raise not_found("Report", call.ids["reportId"])
    return report_document(call.world, report)


def create_report(call: Call) -> JsonObject:
    """Handle `reports.create`: schedule a one-time run (facts E12)."""
    world, body = call.world, call.body
    report = Report(
        id=world.new_report_id(),
        name=body["name"],
        type="onetime",
        format=shown_format(body.get("format", "xlsx")),
        created=world.now().replace(microsecond=0),
        starts=body["startDate"],
        ends=body.get("endDate"),
        customization=body.get("customizationName"),
    )
    world.reports[report.id] = report
    world.schedule.enter(report.created + TO_PROCESSING, Event.PROCESS_REPORT, report.id)
    world.schedule.enter(report.created + TO_END, Event.FINISH_REPORT, report.id)
    return report_document(world, report)


def shown_format(wanted: str) -> str:
    """Return a format in upper case, except `unknown` (facts F18)."""
    return wanted if wanted == "unknown" else wanted.upper()


def report_row(world: World, report: Report) -> JsonObject:
    """Return a sparse row: four keys, and for some reports the id (facts F18)."""
    row = {
        "name": report.name,
        "format": report.format,
        "creationDate": timestamp(report.created),
    }
    if "no-id-in-row" not in report.quirks:
        row["id"] = report.id
    if report.status == "completed" and "no-url-in-row" not in report.quirks:
        row["downloadUrl"] = signed_url(world, report)
    return row


def report_document(world: World, report: Report) -> JsonObject:
    """Return a report in full."""
    document = {
        "id": report.id,
        "name": report.name,
        "type": report.type,
        "format": report.format,
        "creationDate": timestamp(report.created),
    }
    if "no-status" not in report.quirks:
        document["status"] = report.status
    optional = (
        ("startDate", report.starts),
        ("endDate", report.ends),
        ("customizationName", report.customization),
    )
    document.update({key: value for key, value in optional if value is not None})
    if report.status == "completed":
        document["downloadUrl"] = signed_url(world, report)
    return document
