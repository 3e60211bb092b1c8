# SPDX-License-Identifier: EUPL-1.2
"""What is sent later: looked at again at its hour, and a person's decisions about it."""
