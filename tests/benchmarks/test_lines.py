"""What is counted as a line of code."""

from benchmarks.lines import code_lines, counted, folder

SOURCE = '''"""What it is.

At length.
"""

import os  # for the path


def f(a):
    """One line."""
    # a comment

    text = """two
    lines"""
    return (
        a,
        text,
    )
'''


def test_docstrings_comments_and_blanks_are_not_counted() -> None:
    assert code_lines(SOURCE) == 8
    assert code_lines("") == 0


def test_the_product_is_counted_and_nothing_else() -> None:
    assert counted("app.py")
    assert counted("data/contracts/contract.py")
    assert not counted("demo/world/names.py")
    assert not counted("tests/test_suite.py")
    assert not counted("data/model/10_reference.sql")
    assert folder("pages/components/pole/spine.py") == "pages/components"
    assert folder("app.py") == "app.py"
