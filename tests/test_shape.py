"""The shape of the house: small modules, short functions, plain names, nothing that only works here."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
OURS = sorted(
    path
    for folder in ("dashboard", "lib", "pages")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
MODULE_AT_MOST = 300
MODULE_MEDIAN = 150
FUNCTION_AT_MOST = 60
VAGUE = {"utils", "util", "helpers", "helper", "managers", "manager", "common", "services", "service", "misc"}
MISLEADING_FORMATS = ('"accounting"', '"%,.2f"', '"%.2f"', '"dollar"', '"euro"')
ONLY_HERE = re.compile(r"/root/|/work/|/home/\w|/opt/|--(extra-)?index-url|--find-links [^,]|https?://[^\s)]*pypi")
PROJECT_FILES = ("README.md", "CHANGELOG.md", "Makefile", ".ci/run", "pyproject.toml", "requirements.lock")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_AT_MOST


def test_most_modules_are_small() -> None:
    assert median(len(path.read_text(encoding="utf-8").splitlines()) for path in OURS) < MODULE_MEDIAN


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {node.name for node in _functions(path) if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_AT_MOST}
    assert long == set()


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said
    assert said.splitlines()[0].rstrip().endswith((".", ":"))


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_a_module_is_named_for_a_thing(path: Path) -> None:
    assert not VAGUE & {*path.relative_to(ROOT).with_suffix("").parts, *path.stem.split("_")}


def test_nothing_in_the_dashboard_hides_an_installed_module() -> None:
    # Streamlit puts the folder of its script first on the path
    installed = set(sys.stdlib_module_names) | set(packages_distributions())
    assert {path.stem for path in (ROOT / "dashboard").glob("*.py")} & installed == set()


@pytest.mark.parametrize("path", [path for path in OURS if "lib" not in path.parts], ids=_name)
def test_amounts_are_never_shown_in_a_foreign_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [form for form in MISLEADING_FORMATS if form in text] == []


@pytest.mark.parametrize("name", PROJECT_FILES)
def test_no_project_file_depends_on_one_machine_or_index(name: str) -> None:
    assert ONLY_HERE.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_every_pinned_package_has_its_hashes() -> None:
    entries = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_readme_names_every_import_contract() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if f"*{contract['name']}*" not in readme] == []
