"""Names, cities, regions and register numbers of organisations as texts: normal forms, check digits, rule tables."""
