# SPDX-License-Identifier: EUPL-1.2
"""The checks that find, before a notice goes out, mistakes that towns have made."""
