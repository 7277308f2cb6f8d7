"""What is refused before it runs: references, texts, lengths, media, coverage of the plan."""
