"""Learning to rank: training data, features, models, and how good a list is."""
