// Record a run on the node of the dataset; refuse if the dataset changed meanwhile.
// Parameters: $dataset; $version, that the results were computed on; $about, a map.
// Returns: version; no row if the dataset is another by now.
MATCH (dataset:Dataset {name: $dataset, version: $version, status: 'complete'})
SET dataset += $about
RETURN dataset.version AS version
