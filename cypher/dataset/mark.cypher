// Make sure, inside a transaction, that its writer still may write and has not written this batch before.
// Parameters: $dataset, $token, $worker, $batch.
// Returns: before, the last batch that this worker wrote; no row if another has begun.
MATCH (loader:Loader {dataset: $dataset, token: $token, worker: $worker})
WITH loader, loader.batch AS before
SET loader.batch = $batch
RETURN before
