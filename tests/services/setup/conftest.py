# SPDX-License-Identifier: EUPL-1.2
"""An office that is being set up: a data folder, a keyring, and the stand-in of Meta."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.model import Office
from comunecast_gui.core.setup.whatsapp_choice import NumberChoice
from comunecast_gui.sandbox.config import TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import template_approval
from comunecast_gui.services.categories import going_on
from comunecast_gui.services.setup.relay_setup import RelaySetup
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.templates_setup import TemplatesSetup
from comunecast_gui.services.setup.whatsapp_setup import WhatsAppSetup
from comunecast_gui.store.delivery.submission_rounds import SubmissionRounds
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings
from tests.keyrings import MemoryKeyring, in_use
from tests.relay.in_process import HostedRelay, hosted

KEY = TRAINING_WHATSAPP_TOKEN
APP_SECRET = "trainingappsecret0123456789abcdef"
PIN = "482913"


@dataclass
class SetupBench:
    """The steps of one office, and what stands behind them."""

    folder: SetupFolder
    sandbox: Sandbox
    ring: MemoryKeyring

    @property
    def whatsapp(self) -> WhatsAppSetup:
        return WhatsAppSetup(self.folder)

    @property
    def templates(self) -> TemplatesSetup:
        return TemplatesSetup(self.folder)

    @property
    def relay(self) -> RelaySetup:
        return RelaySetup(self.folder)

    def use_key(self, key: str = KEY) -> tuple[NumberChoice, ...]:
        return self.whatsapp.use_key(key, self.sandbox.graph_url)

    def an_hour_passes(self) -> None:
        """For the round of templates that waits: its moment lies an hour earlier."""
        with self.folder.workspace() as workspace:
            rounds = SubmissionRounds(workspace.database)
            rounds.change(lambda found: found and replace(found, at=found.at - going_on.HOUR))

    def with_number(self) -> SetupBench:
        """Key and number are entered."""
        [number] = self.use_key()
        self.whatsapp.choose(number)
        return self


MakeBench = Callable[..., SetupBench]


@contextmanager
def benches(folder: Path) -> Iterator[MakeBench]:
    """Makes benches over a data folder in ``folder``; arguments are settings of the stand-in.

    Without ``files`` the templates that carry one are left out: twice as many as all others.
    """
    with ExitStack() as running, pytest.MonkeyPatch.context() as patch:
        ring = running.enter_context(in_use(MemoryKeyring()))

        def make(*, files: bool = False, **settings: Any) -> SetupBench:
            if not files:
                patch.setattr(template_approval, "sample_files", tuple)
            sandbox = running.enter_context(run_sandbox(SandboxConfig(app_secret=APP_SECRET, **settings)))
            data_dir = folder / "data"
            data_dir.mkdir(exist_ok=True)
            office_file.save(Settings(Office("Comune di Calcinaia", phone="0587 265442")), data_dir)
            return SetupBench(SetupFolder(data_dir), sandbox, ring)

        yield make


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[MakeBench]:
    with benches(tmp_path) as make:
        yield make


@pytest.fixture
def bench(make_bench: MakeBench) -> SetupBench:
    return make_bench()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HostedRelay]:
    """A web space on which the relay runs once it is given its values."""
    folder = tmp_path / "host"
    folder.mkdir()
    with hosted(folder) as running:
        yield running
