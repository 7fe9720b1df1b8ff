"""The level of a text, estimated from what can be counted in it."""
