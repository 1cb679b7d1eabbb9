// The columns of the table outcomes.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Outcome) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.outcome_id] AS outcome_id,
  [node IN nodes | node.project_id] AS project_id,
  [node IN nodes | node.org_id] AS org_id,
  [node IN nodes | node.kind] AS kind,
  [node IN nodes | node.title] AS title,
  [node IN nodes | node.amount] AS amount,
  [node IN nodes | node.unit] AS unit,
  [node IN nodes | node.stage] AS stage,
  [node IN nodes | node.date] AS date,
  [node IN nodes | node.evidence] AS evidence,
  [node IN nodes | node.visibility] AS visibility,
  [node IN nodes | node.source] AS source,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
