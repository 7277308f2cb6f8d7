"""Words that are missing: who is asked, by which mail and link, and what is read before it is said."""
