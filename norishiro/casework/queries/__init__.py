"""Scoped reads across rooms, one file per screen."""
