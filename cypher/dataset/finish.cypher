// Say that all is written.
// Parameters: $dataset, $token; $about, a map of what is known of the dataset.
// Returns: version; no row if another has begun.
MATCH (dataset:Dataset {name: $dataset, token: $token})
SET dataset.version = coalesce(dataset.version, 0) + 1, dataset.status = 'complete', dataset += $about
REMOVE dataset.token, dataset.since, dataset.staged
WITH dataset
OPTIONAL MATCH (loader:Loader {dataset: $dataset})
DETACH DELETE loader
WITH DISTINCT dataset
RETURN dataset.version AS version
