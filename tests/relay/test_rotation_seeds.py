# SPDX-License-Identifier: EUPL-1.2
"""The relay's keys are changed under load with kills, with further seeds; the first one is tried in tests/security."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.relay import rotation
from tests.relay.file_keyring import FileKeyring
from tests.security.test_key_rotation import QUICK, vault

__all__ = ["vault"]


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [seed for seed in range(rotation.SEEDS) if seed != QUICK])
def test_further_rotations_under_load_lose_no_letter(vault: FileKeyring, tmp_path: Path, seed: int) -> None:
    evening = rotation.change_under_load(tmp_path, seed)
    assert evening.answered
    assert evening.kills > 1
