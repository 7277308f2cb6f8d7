"""A lane at work: claimed rows become messages, are sent, and what came of them is written down."""
