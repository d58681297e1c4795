"""Posting to networks: the outbox that never doubles and never loses, and one thin client a network."""
