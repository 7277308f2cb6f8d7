"""Who comes into the panel, and how: passwords, second factor, links, sessions, roles."""
