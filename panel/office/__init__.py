"""The office's pages: for whoever has signed in, each behind a right."""
