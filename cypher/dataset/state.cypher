// What is known of a dataset.
// Parameters: $dataset. Returns: dataset, the properties of its node.
MATCH (dataset:Dataset {name: $dataset})
RETURN properties(dataset) AS dataset
