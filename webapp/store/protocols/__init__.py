"""The store as its callers see it: methods, what goes in and comes out, and errors. No engine is imported here."""
