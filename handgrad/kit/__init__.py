"""The machinery of check, hint, progress and hand_in: from an answer to a verdict in words."""
