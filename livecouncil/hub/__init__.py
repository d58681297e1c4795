"""The hub: one record of many councils in PostgreSQL, which takes their released lines and loses none."""
