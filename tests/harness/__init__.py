# SPDX-License-Identifier: EUPL-1.2
"""Every fault, on purpose: the real command against the stand-ins, with something going wrong, many times over."""
