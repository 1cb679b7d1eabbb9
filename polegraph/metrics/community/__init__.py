"""Communities: detection and hierarchy."""
