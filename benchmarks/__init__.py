"""How fast and how large Pregonero is, measured on whole processes; never asserted in tests."""
