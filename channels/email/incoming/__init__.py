"""Mails that come back: what each is, and which delivery it names."""
