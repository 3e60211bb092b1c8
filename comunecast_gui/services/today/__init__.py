# SPDX-License-Identifier: EUPL-1.2
"""What needs a person today, and whether a notice sent now would go out."""
