"""Processes of a running server: workers, the data folder and the replicator."""
