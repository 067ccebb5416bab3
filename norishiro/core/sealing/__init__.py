"""Sealed values: what a stolen database, a copied disk or a curious administrator cannot read (ADR 0012).

``envelope`` is one sealed value, pure. ``keystore`` holds the secrets, outside the database. ``keepers`` is what the
rooms call: ``seal`` and ``unseal``, by name, one value at a time. ``columns`` names what is sealed, and seals it anew.
"""
