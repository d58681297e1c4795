"""The edge: follows a hub and serves every council's pages and streams; all it keeps is a cache."""
