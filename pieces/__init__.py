"""What an event says becomes a piece to print, post or read aloud: bytes from data, and nothing else."""
