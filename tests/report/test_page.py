"""The page of a report: complete, self-contained, safe, and readable at any width."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.report import files
from marketplace_contracts.report.model import previous_report, whole_document
from marketplace_contracts.report.page import page
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Violation
from support.harness import SPEC, contract, made
from support.harness import page as rows

SECRET = "canary-token-1"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & \" ' {{ 7*7 }}"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def results(*, broken: bool = True) -> Results:
    """Return results with findings of two causes, or with none."""
    found = Results(contract(MARKETPLACE_TOKEN=SECRET))
    sent = {"Authorization": f"Bearer {SECRET}"}
    found.record(made("customers.list", rows([]), sent=sent))
    if broken:
        found.record(made("plans.list", rows([{"id": "1", "name": HOSTILE}]), sent=sent))
        for operation in ("orders.list", "customers.list"):
            call = made(operation, {}, query={"offset": 5, "limit": 5}, sent=sent)
            wrong = Violation("pages add up", HOSTILE * 3, f"{SPEC.operations[operation].pointer}")
            found.report("paging_walk", [wrong], call)
    found.skip("token_life of auth.token: the clock of the service cannot be moved")
    return found


def document(found: Results, previous: Any = None) -> dict[str, Any]:
    """Return the whole report of some results."""
    return whole_document(found, CheckSettings(seed=9), 1.5, "", now=NOW, previous=previous)


class Page(HTMLParser):
    """Collects what a test asks about a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its ids and addresses."""
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in {"src", "srcset", "data", "action"} or name.startswith("on"):
                self.sources.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.words += data


def test_it_needs_no_network_and_no_scripts() -> None:
    """Nothing on the page is fetched, and nothing on it runs."""
    text = page(document(results()))
    found = Page(text)
    assert not found.sources
    assert not found.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "url(" not in text
    assert all(link.startswith("#") for link in found.links)


def test_every_link_leads_somewhere_and_every_id_is_unique() -> None:
    """Marks of the matrix lead to their findings and operations."""
    found = Page(page(document(results())))
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert "f-orders-list-paging" in found.ids


def test_it_says_all_at_a_glance() -> None:
    """Verdict, service, seed, date, versions, causes and what was left out are on the page."""
    words = Page(page(document(results()))).words
    for word in ("The contract is broken", "embedded simulator (small)", "2026-11-26 12:00 UTC"):
        assert word in words
    for word in (f"description {SPEC.version}", "parameter offset", "2 operations", "token_life"):
        assert word in words
    assert all(operation in words for operation in SPEC.operations)


def test_a_kept_contract_is_said_to_be_kept() -> None:
    """Without findings the page says so; an interrupted run never does."""
    found = results(broken=False)
    assert "The contract is kept" in Page(page(document(found))).words
    found.interrupted = True
    words = Page(page(document(found))).words
    assert "Not everything was checked" in words
    assert "The contract is kept" not in words


def test_hostile_texts_are_texts() -> None:
    """Markup and template syntax in a response are shown, not interpreted."""
    text = page(document(results()))
    assert "<script>alert" not in text
    assert HOSTILE in Page(text).words


def test_no_secret_is_on_it() -> None:
    """A token of the run is neither in responses nor in the programs that repeat calls."""
    text = page(document(results()))
    assert SECRET not in text
    assert "httpx.request(" in text
    assert "curl -sS" in text


def test_changes_since_the_previous_report(tmp_path: Path) -> None:
    """New, gone and remaining findings are distinguished; another target is not compared."""
    first = document(results())
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(first))
    found = results(broken=False)
    found.report("sort_order", [Violation("rows are sorted", "no", "#/x")], operation="orders.list")
    changed = document(found, previous_report(path))["changes"]
    assert (len(changed["new"]), changed["still"]) == (1, 0)
    assert len(changed["gone"]) == len(first["findings"])
    words = Page(page(document(found, previous_report(path)))).words
    assert "1 new" in words
    path.write_text(json.dumps(first | {"target": "https://other.example"}))
    assert document(found, previous_report(path))["changes"] is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "\x00", "[" * 100_000, '{"findings": [1]}'])
def test_a_damaged_previous_report_is_none(tmp_path: Path, text: str) -> None:
    """A file that cannot be compared with does not stop the report."""
    path = tmp_path / "findings.json"
    path.write_text(text)
    assert previous_report(path) is None


def test_the_files_are_written_together(tmp_path: Path) -> None:
    """The page stands beside the other forms, and the next report compares itself with it."""
    assert files.prepare(tmp_path) is None
    files.write(tmp_path, results(), CheckSettings(), 1.0)
    assert "<!DOCTYPE html>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert files.prepare(tmp_path)
    assert not (tmp_path / "report.html").exists()


FRAME = """<!DOCTYPE html><iframe id="f" width="{width}" height="900"></iframe><pre id="out"></pre>
<script>
const frame = document.getElementById("f");
frame.srcdoc = {text};
frame.onload = () => {{
  const page = frame.contentDocument;
  for (const each of page.querySelectorAll("details")) each.open = true;
  const root = page.documentElement, small = [...page.querySelectorAll("main *")]
    .filter(e => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 10).length;
  document.getElementById("out").textContent =
    JSON.stringify([root.scrollWidth, root.clientWidth, small]);
}};
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_scrolling_sideways(width: int, tmp_path: Path) -> None:
    """With everything opened, the page is as wide as the screen, and its letters can be read."""
    text = page(document(results())).replace("</main>", f"<p>{'x' * 300}</p></main>")
    wrapped = FRAME.format(width=width, text=json.dumps(text).replace("</", "<\\/"))
    (tmp_path / "frame.html").write_text(wrapped, encoding="utf-8")
    assert CHROMIUM
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            f"--user-data-dir={tmp_path / 'profile'}",
            *("--virtual-time-budget=10000", "--dump-dom", (tmp_path / "frame.html").as_uri()),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    measured = re.search(r'<pre id="out">\[(\d+),(\d+),(\d+)\]', done.stdout)
    assert measured, done.stderr[-500:]
    content, screen, small = map(int, measured.groups())
    assert content <= screen <= width
    assert small == 0
