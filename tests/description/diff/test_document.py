"""Descriptions as they are found: dialects, sloppy files, revisions; never a traceback."""

import copy
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.diff import as_json, as_markdown, as_text, compare, read
from marketplace_contracts.description.diff.document import parse
from marketplace_contracts.errors import CannotRun
from support.openapi import ROOT

PUBLISHED = ROOT / "spec/published/1.15.structure.yaml"
SMALL = b"openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"
JUNK: list[Any] = [None, True, 7, 1.5, "text", "#/paths", [], [None], {}, {"$ref": "#/nowhere"}]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"a: [", "not valid YAML or JSON at line"),
        (b"just text", "holds no object"),
        (b"swagger: '2.0'\npaths: {}\n", "Swagger 2.0, not OpenAPI 3"),
        (b"openapi: 2\n", "`openapi` is missing or not 3.x"),
        (b"[" * 50_000, "nested too deeply"),
    ],
)
def test_what_is_no_description_is_reported_in_a_sentence(content: bytes, told: str) -> None:
    """A file that cannot be compared is named with what is wrong with it."""
    with pytest.raises(CannotRun, match=rf"^file\.yaml .*({told}).*\.$"):
        parse("file.yaml", content)


@pytest.mark.parametrize("source", ["no-such-file.yaml", "no-such-revision", "-x", "", ":"])
def test_a_source_that_is_nowhere_is_named(source: str) -> None:
    """A source that is neither a file nor a revision is named in the error."""
    with pytest.raises(CannotRun, match="neither a file nor a git revision"):
        read(source)


def test_a_mark_json_and_numbers_as_keys_make_no_difference() -> None:
    """A byte order mark, JSON in place of YAML and an unquoted status say the same."""
    text = "openapi: 3.0.3\npaths: {/a: {get: {responses: {200: {description: d}}}}}\n"
    data = yaml.safe_load(text)
    data["paths"]["/a"]["get"]["responses"] = {"200": {"description": "d"}}
    plain = parse("a", text.encode())
    for other in (b"\xef\xbb\xbf" + text.encode(), json.dumps(data).encode()):
        assert len(compare(plain, parse("b", other))) == 0


def test_dates_stay_text() -> None:
    """An unquoted date in a default is the text that it is in JSON."""
    document = parse("a", SMALL + b"x-day: 2026-11-01\n")
    assert document.data["x-day"] == "2026-11-01"


def test_a_revision_of_git_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision stands for its spec/openapi.yaml, or for the file behind the colon."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/openapi.yaml").write_bytes(SMALL)
    (tmp_path / "other.yaml").write_bytes(SMALL.replace(b"'1'", b"'2'"))
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "One"]):
        subprocess.run(["git", *command], check=True, cwd=tmp_path)
    assert read("HEAD").version == "1"
    assert read("HEAD:other.yaml").version == "2"


def nodes(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values of a document."""
    found = [way]
    if not isinstance(value, dict | list):
        return found
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        found += nodes(one, (*way, key))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_sloppy_descriptions_are_compared_all_the_same(seed: int) -> None:
    """Whatever stands at any place of a description, the comparison ends with a report."""
    chance = random.Random(seed)
    base = copy.deepcopy(dict(read(str(PUBLISHED)).data))
    ways = [way for way in nodes(base) if way and way[0] != "openapi"]
    broken = copy.deepcopy(base)
    for way in chance.sample(ways, 60):
        node: Any = broken
        try:
            for key in way[:-1]:
                node = node[key]
            node[way[-1]] = copy.deepcopy(chance.choice(JUNK))
        except (LookupError, TypeError):
            continue  # an earlier edit removed this place
    broken["openapi"] = "3.0.1"
    first = parse("old", PUBLISHED.read_bytes())
    second = parse("new", json.dumps(broken).encode())
    for old, new in ((first, second), (second, first)):
        found = compare(old, new)
        assert as_text(found, old, new)
        assert as_markdown(found, old, new)
        assert json.loads(as_json(found, old, new))["bump"] == found.bump


def test_schemas_that_contain_themselves_end() -> None:
    """References in a circle, also through allOf and oneOf, end."""
    text = """
openapi: 3.0.3
paths: {/a: {get: {responses: {'200': {content: {application/json: {schema:
  {$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    A:
      allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
      properties: {b: {$ref: '#/components/schemas/B'}}
    B:
      oneOf:
      - {$ref: '#/components/schemas/A'}
      - {type: array, items: {$ref: '#/components/schemas/B'}}
      - {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/C'}
"""
    old, new = parse("a", text.encode()), parse("b", text.replace("array", "object").encode())
    assert len(compare(old, old)) == 0
    assert len(compare(old, new)) > 0


def test_the_report_names_rule_place_and_python_name() -> None:
    """Each form of the report says what changed, where, what it means, and what to rename."""
    old = read(str(PUBLISHED))
    text = PUBLISHED.read_text(encoding="utf-8")
    new = parse(
        "new.yaml", text.replace("operationId: getCustomers\n", "operationId: list\n").encode()
    )
    found = compare(old, new)
    line = next(i for i, row in enumerate(new.text.splitlines(), 1) if row.strip() == "get:")
    for form in (as_text, as_markdown):
        told = form(found, old, new)
        assert f"new.yaml:{line}" in told
        assert "operation-id-changed" in told
        assert "version bump: major" in told
        assert "mp.get_customers" in told
        assert "another name in generated clients" in told
    change = json.loads(as_json(found, old, new))["changes"][0]
    assert (change["rule"], change["severity"]) == ("operation-id-changed", "breaking")
    assert change["new"] == {"pointer": "#/paths/~1customers/get", "line": line}
