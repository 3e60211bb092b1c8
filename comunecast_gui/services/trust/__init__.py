# SPDX-License-Identifier: EUPL-1.2
"""The office key on this computer, and the proof of the registers."""
