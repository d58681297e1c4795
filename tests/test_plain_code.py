"""The package stays plain: one thought a line, short functions and files, nothing formatted by hand.

Standard library only, so that it runs where nothing is installed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "livecouncil"
LINE, FUNCTION, FILE = (120, 40, 400)


def faults_of(path: Path) -> Counter[str]:
    """What is not plain in one file, counted."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    tree = ast.parse(text)
    found = Counter(fault for node in ast.walk(tree) for fault in _faults_at(node))
    found["formatted_by_hand"] = len(re.findall(r"#\s*fmt:\s*(?:skip|off)", text))
    found["long_lines"] = sum(len(line) > LINE for line in lines)
    found["long_file"] = int(len(lines) > FILE)
    found["no_docstring"] = int(bool(tree.body) and not ast.get_docstring(tree))
    return +found


def _faults_at(node: ast.AST) -> Iterator[str]:
    """What is not plain about one node of the tree, not counting what lies deeper in it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        last = node.end_lineno or node.lineno
        if last - node.lineno + 1 > FUNCTION:
            yield "long_functions"
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
        yield "packed_assignments"
    if isinstance(node, ast.stmt) and not hasattr(node, "body"):
        choices = sum(isinstance(part, ast.IfExp) for part in ast.walk(node))
        if choices > 1:
            yield "two_choices_in_a_statement"


def all_faults() -> dict[str, Counter[str]]:
    """The faults of every file of the package that has any."""
    found = {path.relative_to(ROOT).as_posix(): faults_of(path) for path in sorted(PACKAGE.rglob("*.py"))}
    return {name: faults for name, faults in found.items() if faults}


def test_everything_is_plain() -> None:
    sentences = [
        f"{name}: {fault.replace('_', ' ')}: {count}"
        for name, faults in all_faults().items()
        for fault, count in faults.items()
    ]
    assert sentences == []


BY_CUSTOM = {"add", "run", "main", "verify"}
"""Names that stand in several files and are to be found there: of each command, and what both keys and journals do."""


def names_in_several_files() -> set[str]:
    """Functions and classes of the package whose name does not say which of several they are."""
    counted: Counter[str] = Counter()
    for path in PACKAGE.rglob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        named = (node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef))
        counted.update({node.name for node in named})
    return {name for name, files in counted.items() if files > 1}


def test_a_name_stands_for_one_thing() -> None:
    assert names_in_several_files() - BY_CUSTOM == set()


def test_a_fault_of_each_kind_is_found(tmp_path: Path) -> None:
    body = "    x = 1\n" * FUNCTION
    dense = "a, b = 1, 2\nc = (1 if a else 2) + (3 if b else 4)  # fmt: skip\n"
    path = tmp_path / "dense.py"
    path.write_text(f"def long() -> None:\n{body}{dense}# {'-' * LINE}\n" + "\n" * FILE)
    assert faults_of(path) == {
        "formatted_by_hand": 1,
        "long_lines": 1,
        "long_file": 1,
        "no_docstring": 1,
        "long_functions": 1,
        "packed_assignments": 1,
        "two_choices_in_a_statement": 1,
    }
