# SPDX-License-Identifier: EUPL-1.2
"""How many people Meta still lets the office reach today, shared out among the notices that are due together."""

from __future__ import annotations

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.schedule.due import LIMIT_IS_LOWER, Falsehood
from comunecast_gui.services import template_approval
from comunecast_gui.services.wiring import WHATSAPP, Workspace


class PeopleLeft:
    """Meta is asked once, at the first notice that has people to reach; each notice takes its people from the rest.

    Where Meta does not say, nothing is kept back for it: the lane tells what is wrong before the first message.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._asked = False
        self._left: int | None = None

    def take(self, notice: int) -> Falsehood | None:
        """Takes the people of a scheduled notice; what is not true of it any more where they are too many for today.

        Since it was confirmed others may have used up the day, or Meta may have lowered the limit. Raises ConfigError
        (``database_*``).
        """
        people = self._workspace.schedules.due_on(WHATSAPP, notice)
        if not people:
            return None
        if not self._asked:
            self._left, self._asked = self._ask(), True
        if self._left is None:
            return None
        if people > self._left:
            return Falsehood(LIMIT_IS_LOWER, f"{self._left}/{people}")
        self._left -= people
        return None

    def _ask(self) -> int | None:
        try:
            found = template_approval.allowance(self._workspace)
        except ConfigError as error:
            if error.code.startswith("database"):
                raise
            return None
        return None if found is None else found.left
