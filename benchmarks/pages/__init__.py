"""How soon the panel's pages answer beside a million people and a million deliveries."""
