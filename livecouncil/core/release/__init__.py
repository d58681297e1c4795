"""What each gate lets through, and the public record that follows."""
