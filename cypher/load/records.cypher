// Write the nodes :SourceRecord, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point; $own, a map a row of columns that the model does not know.
// Returns: ids, the element ids in the order of the rows.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:SourceRecord {dataset: $dataset, key: $key[i]})
SET node += {
  fingerprint: $fingerprint[i],
  table: $table[i],
  row_key: $row_key[i],
  source: $source[i],
  row: $row[i]
}
SET node += coalesce($own[i], {})
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
