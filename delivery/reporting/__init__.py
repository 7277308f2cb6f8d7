"""Reports as messages: made before they are published, held while figures are missing, asked of whose they are."""
