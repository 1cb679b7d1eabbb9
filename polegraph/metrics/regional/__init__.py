"""Regions and themes: specialisation, relatedness, economic complexity, and entry of regions into new themes."""
