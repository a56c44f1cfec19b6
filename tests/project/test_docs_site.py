"""The documentation as a site: it builds without a warning and needs no other server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?:https?:)?//", re.IGNORECASE
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
    """No page loads a script, style, font or image from another server."""
    loading = [name for name, text in pages(site).items() if ELSEWHERE.search(text)]
    assert loading == []


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
