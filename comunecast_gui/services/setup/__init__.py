# SPDX-License-Identifier: EUPL-1.2
"""The guided set-up: what is done, what is missing, and what changes it, one module for each step."""
