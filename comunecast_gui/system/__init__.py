# SPDX-License-Identifier: EUPL-1.2
"""What the program asks of the machine it runs on: folders, settings, secrets, logs, certificates, clock, numbers."""
