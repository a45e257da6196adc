"""What all tests share: where the reference cases and real files are."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """Path of a folder of shared cases; a run that lacks it says so, and CI fails."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"../shared/{name} is missing")
        pytest.skip(f"../shared/{name} is not on this machine")
    return path


@pytest.fixture(scope="session")
def real() -> Path:
    """Real input files of the académie."""
    return shared("real")


@pytest.fixture(scope="session")
def oracles() -> Path:
    """Reference cases with known answers."""
    return shared("oracles")
