# SPDX-License-Identifier: EUPL-1.2
"""What came in from citizens: messages seen, answers due, followers, and forgetting all of it in time."""
