# SPDX-License-Identifier: EUPL-1.2
"""The name of the operating system's account at this computer, for the audit log."""

from __future__ import annotations

import os
import sys


def user_name() -> str:
    """The name of the account that runs this process; never what a variable of the environment says.

    An account without a name, as containers have them, is ``uid 1234``.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd  # of POSIX systems only

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
