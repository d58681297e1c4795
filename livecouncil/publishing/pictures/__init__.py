"""Pictures of votes and evenings: SVG from the public record, in one ink, for page, wall, card, paper and embed."""
