"""For what a person's data is used: what a consent names (Ley 1581 de 2012, art. 4 b)."""

MANAGEMENT = "gestion"
"""To be told what the administration does: the class of messages that goes to whoever has consented alone.

A trámite, a warning or a word to the staff needs no consent: the office tells it in its legal functions (art. 10 a).
"""
CONSENT = "consentimiento"
"""The basis of a consent: what a person said."""
