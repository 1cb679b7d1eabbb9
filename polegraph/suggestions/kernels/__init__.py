"""Compiled loops of the recommender: top-k selection, rank fusion, row intersections, random walks, trees."""
