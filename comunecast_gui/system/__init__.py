# SPDX-License-Identifier: EUPL-1.2
"""What the program needs from the computer: folders, settings, secrets, logs, certificates, clock, files."""
