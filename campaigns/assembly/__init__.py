"""From entries to a tenant: every name resolved, everything inherited."""
