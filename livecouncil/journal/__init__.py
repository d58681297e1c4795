"""The record of one meeting: one writer, many readers."""
