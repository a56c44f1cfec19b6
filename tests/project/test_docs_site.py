"""The documentation as a site: it builds without a warning and needs no other server."""

import html
import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from marketplace_contracts.description.spec import load

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|object|embed)\b[^>]+\b(?:src|href|srcset|data)=[\"']?(?:https?:)?//"
    r"|url\([\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, with warnings as errors."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(out)]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return out


def pages(site: Path) -> dict[str, str]:
    """Return the text of each page by its path."""
    return {str(p.relative_to(site)): p.read_text(encoding="utf-8") for p in site.rglob("*.html")}


def test_every_document_is_a_page(site: Path) -> None:
    """Each page of docs/ is in the site; a page that the navigation lacks fails the build."""
    built = set(pages(site)) - {"404.html"}
    names = {
        p.relative_to(ROOT / "docs").with_suffix(".html") for p in (ROOT / "docs").rglob("*.md")
    }
    assert built == {str(name) for name in names}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """No page or style sheet loads a script, style, font or image from another server."""
    styles = {str(path): path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    assert styles
    loading = [name for name, text in (pages(site) | styles).items() if ELSEWHERE.search(text)]
    assert loading == []


@pytest.mark.parametrize(
    "text",
    [
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        "<script async src=//cdn.example/a.js>",
        '@font-face{src:url("https://cdn.example/a.woff2")}',
        "@import 'https://cdn.example/a.css'",
    ],
)
def test_what_is_loaded_from_elsewhere_is_seen(text: str) -> None:
    """Scripts, style sheets and fonts of another server are found; links to it are none of them."""
    assert ELSEWHERE.search(text)
    assert not ELSEWHERE.search('<a href="https://dlthub.com/docs">')


def anchors(site: Path, page: str) -> set[str]:
    """Return all ids of a page."""
    return set(re.findall(r'\bid="?([^"\s>]+)', (site / page).read_text(encoding="utf-8")))


def test_the_description_is_rendered_whole(site: Path) -> None:
    """Each operation and each schema of the description has an anchor of its name.

    So a finding, which names the operation and the line, can be looked up by an address.
    """
    spec = load(ROOT / "spec/openapi.yaml")
    assert set(spec.operations) <= anchors(site, "reference/api.html")
    components = spec.document["components"]
    wanted = {*components["schemas"], *(f"response-{name}" for name in components["responses"])}
    assert wanted <= anchors(site, "reference/schemas.html")
    api = (site / "reference/api.html").read_text(encoding="utf-8")
    for one in spec.operations.values():
        assert f"lines {spec.line(one.pointer)} to " in api, one.id
        assert [p.name for p in one.parameters if f">{p.name}</code>" not in api] == [], one.id
    schemas = (site / "reference/schemas.html").read_text(encoding="utf-8")
    names = {
        name for schema in components["schemas"].values() for name in schema.get("properties", ())
    }
    assert [name for name in names if f">{name}</code>" not in schemas] == []


def test_each_link_leads_to_a_place(site: Path) -> None:
    """Each link within the site leads to a page that exists and an anchor that is on it."""
    known = {name: anchors(site, name) for name in pages(site)}
    lost = []
    for name, text in pages(site).items():
        for link in re.findall(r"<a\b[^>]*?\bhref=\"?([^\s\">]+)", text):
            path, _, anchor = html.unescape(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = name if not path else target
            if ":" in link or name == "404.html":  # another server; absolute links
                continue
            if target not in known or (anchor and unquote(anchor) not in known[target]):
                lost.append((name, link))
    assert lost == []


def test_wide_tables_name_their_columns_in_each_cell(site: Path) -> None:
    """On a phone each cell is shown with the name of its column."""
    facts = (site / "facts.html").read_text(encoding="utf-8")
    assert re.search(r"<td data-label=\"?level\"?>documented</td>", facts)


def test_marks_of_facts_are_links(site: Path) -> None:
    """Each fact of the register is an anchor, and a mark on another page leads to it."""
    register = (ROOT / "docs/facts.md").read_text(encoding="utf-8")
    numbers = set(re.findall(r"^\| ([A-H][\d.]+) \|", register, re.MULTILINE))
    assert numbers <= anchors(site, "facts.html")
    access = (site / "access.html").read_text(encoding="utf-8")
    assert '(facts <a href="facts.html#A18">A18</a>)' in access


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("reference/client.html", ["Marketplace", "AsyncMarketplace", "from_env"]),
        ("reference/resources.html", ["place", "change_seats", "download", "estimate"]),
        ("reference/errors.html", ["OutcomeUnknown", "NotSent"]),
        ("reference/models.html", ["OrderRequest", "SubscriptionSummary"]),
        ("reference/simulator.html", ["Simulator", "timeout_page"]),
    ],
)
def test_the_reference_is_generated_from_the_code(site: Path, page: str, names: list[str]) -> None:
    """The reference has the public classes, calls and errors."""
    text = (site / page).read_text(encoding="utf-8")
    assert [name for name in names if name not in text] == []
