"""How an occurrence becomes attempts: publish, gate, lane, retry, pace, engine."""
