# SPDX-License-Identifier: EUPL-1.2
"""Lets the tests import the scripts of the packaging folder, which is no package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
