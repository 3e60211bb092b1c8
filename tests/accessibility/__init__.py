# SPDX-License-Identifier: EUPL-1.2
"""The program as people meet it who cannot see it, or see it otherwise: through AT-SPI, and by its pixels."""
