"""The shape of the whole network: centralisation, rich club, nestedness, small world; each beside chance."""
