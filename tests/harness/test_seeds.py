# SPDX-License-Identifier: EUPL-1.2
"""Bad evenings by the dozen: whatever goes wrong, nobody gets a notice twice and nobody is left out silently.

``COMUNECAST_SEEDS`` says how many (``python3 dev.py faults --seeds 200``); a seed always stands for the same troubles,
and its number in a failed test's name runs it again: ``python3 dev.py faults -k "seed-17-"``.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.harness.troubles import (
    BEFORE,
    DURING,
    OVERLAPPING,
    Trouble,
    receipts_come_in_while_it_sends,
    the_process_is_killed,
)
from tests.harness.world import TOKENS, Watch, build, send_again, verify

SEEDS = int(os.environ.get("COMUNECAST_SEEDS", "2"))
_CATALOGUE = [*DURING, *BEFORE]


def troubles_of(seed: int) -> list[Trouble]:
    """The seed's own trouble, in turn through the whole catalogue, and perhaps others with it."""
    chance = random.Random(seed * 7919)
    chosen = [_CATALOGUE[seed % len(_CATALOGUE)]]
    if chance.random() < 0.5:
        chosen.append(chance.choice(BEFORE))
    if chance.random() < 0.3:
        chosen.append(receipts_come_in_while_it_sends)
    if chance.random() < 0.25:
        chosen.append(the_process_is_killed)
    # Drawn apart, so that a seed's other troubles stay what they were.
    meanwhile = random.Random(seed * 104_729 + 1)
    if meanwhile.random() < 0.5:
        chosen.append(meanwhile.choice(OVERLAPPING))
    return list(dict.fromkeys(chosen))


def _name(seed: int) -> str:
    return f"seed-{seed}-" + "+".join(trouble.__name__ for trouble in troubles_of(seed))


# A few seeds of the normal suite are spread over the catalogue; all of them begin at nought.
_STEP = max(1, len(_CATALOGUE) // SEEDS)


@pytest.mark.slow
@pytest.mark.timeout(400)  # two or three notices, each with its receipts, one transaction for each, on a busy machine
@pytest.mark.parametrize("seed", range(0, SEEDS * _STEP, _STEP), ids=_name)
def test_a_bad_evening(seed: int, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, token in TOKENS.items():
        monkeypatch.setenv(name, token)
    with build(tmp_path, database_url, seed) as world:
        troubles = troubles_of(seed)
        for trouble in troubles:
            if trouble in BEFORE:
                trouble(world)
        with Watch(world):
            world.start("resume")
            world.wait_for(world.random.uniform(0.05, 0.6))
            for trouble in troubles:
                if trouble not in BEFORE:
                    trouble(world)
            reply = world.finish()
        verify(world, reply)
        world.sandbox.control.clear_faults()
        world.set_clock(0)
        send_again(world)
