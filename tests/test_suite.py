"""What tests owe: to assert something, and to wait for what they need and not for a time."""

import ast
from collections.abc import Iterator

from tests.conftest import ROOT, some

TESTS = sorted((ROOT / "tests").rglob("*.py"))
PLAIN = (ast.Assert, ast.Assign, ast.AnnAssign, ast.Continue)
SAME_SIZE = {"enumerate", "sorted", "list", "tuple", "set", "reversed"}
WAITS = {"sleep", "wait_for_timeout"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def _is_full(node: ast.expr, known: set[str]) -> bool:
    """Tell whether the text alone shows that there is something to go through."""
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return any(
                not isinstance(e, ast.Starred) or _is_full(e.value, known) for e in node.elts
            )
        case ast.Dict() | ast.Constant():
            return bool(node.keys if isinstance(node, ast.Dict) else node.value)
        case ast.Name():
            return node.id.isupper() or node.id in known
        case ast.Attribute():
            return node.attr.isupper()
        case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys", value=held)):
            return _is_full(held, known)
        case ast.Call(func=ast.Attribute(attr="split")):
            return True
        case ast.Call(func=ast.Name(id="some")):
            return True
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(size))]):
            return size > 0
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in SAME_SIZE:
            return _is_full(first, known)
        case ast.Call(func=ast.Name(id="zip")):
            strict = any(
                k.arg == "strict" and ast.unparse(k.value) == "True" for k in node.keywords
            )
            return (any if strict else all)(_is_full(a, known) for a in node.args)
    return False


def _full_names(nodes: Iterator[ast.stmt] | list[ast.stmt], known: set[str]) -> set[str]:
    return {
        node.targets[0].id
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and _is_full(node.value, known)
    }


def _only_asserts(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(s, PLAIN)
        or (isinstance(s, ast.For | ast.If | ast.With) and _only_asserts(s.body))
        for s in body
    )


def idle_loops(source: str) -> list[str]:
    """What the loops of tests go through that assert and do nothing else, and may be empty."""
    tree = ast.parse(source)
    module = _full_names(tree.body, set())
    found = []
    for test in ast.walk(tree):
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test"):
            inside = [n for n in ast.walk(test) if isinstance(n, ast.stmt)]
            known = module | _full_names(inside, module)
            found += [
                ast.unparse(loop.iter)
                for loop in inside
                if isinstance(loop, ast.For)
                and any(isinstance(n, ast.Assert) for n in ast.walk(loop))
                and _only_asserts(loop.body)
                and not _is_full(loop.iter, known)
            ]
    return found


def _everywhere(look) -> dict[str, list[str]]:
    texts = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in TESTS}
    return {name: found for name, text in some(texts.items()) if (found := look(text))}


def test_a_loop_of_assertions_goes_through_something():
    """Write `for row in some(rows):`, which refuses that there is none."""
    assert _everywhere(idle_loops) == {}


def waits(source: str) -> list[str]:
    """Calls of a source that wait for a time."""
    return [name for name, _ in _calls(ast.parse(source)) if name in WAITS]


def test_no_test_waits_for_a_time():
    assert _everywhere(waits) == {}


def test_the_checks_see_what_they_look_for():
    assert idle_loops("def test_a():\n  for x in rows: assert x") == ["rows"]
    assert idle_loops("def test_a():\n  for x in some(rows): assert x") == []
    assert idle_loops("def test_a():\n  for x in (1, 2): assert x") == []
    assert idle_loops("def test_a():\n  for x in zip(a, (1,), strict=True): assert x") == []
    assert idle_loops("def test_a():\n  for x in A:\n    for y in x: assert y") == ["x"]
    assert idle_loops("def test_a():\n  for x in rows:\n    seen.add(x)\n    assert x") == []
    assert waits("import time\ntime.sleep(1); page.wait_for_timeout(5)") == [
        "sleep",
        "wait_for_timeout",
    ]
    assert waits("fetch(sleep=waits.append)") == []
