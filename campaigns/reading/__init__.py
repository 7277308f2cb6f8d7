"""From bytes to located, typed entries: YAML that staff wrote, and every way in which it can be wrong."""
