"""From a released fact to a post on a network, once."""
