"""From the public record to every public file."""
