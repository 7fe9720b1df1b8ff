"""The rooms of the reading house, one blueprint each, and what they share."""
