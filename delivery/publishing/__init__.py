"""From what is due to rows at work: published, frozen, reviewed, held."""
