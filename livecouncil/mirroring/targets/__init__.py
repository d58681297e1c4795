"""Where a mirror can stand, one module a kind; each is a `Target`, and knows nothing of meetings."""
