// Begin to write: from here on, whoever wrote before can write no more, and readers are told to wait.
// Parameters: $dataset; $token, random; $workers, how many write at once; $now; $staged, the token of what the dataset
// is to become, where that is kept, or null; $collaborations, true if who works with whom is written, or null. Returns: nothing.
MERGE (dataset:Dataset {name: $dataset})
SET dataset.token = $token, dataset.status = 'loading', dataset.since = $now, dataset.staged = $staged,
  dataset.collaborations = coalesce($collaborations, dataset.collaborations)
WITH dataset
OPTIONAL MATCH (old:Loader {dataset: $dataset})
DETACH DELETE old
WITH DISTINCT dataset
FOREACH (worker IN range(0, $workers - 1) |
  CREATE (:Loader {dataset: $dataset, token: $token, worker: worker, batch: -1})
)
