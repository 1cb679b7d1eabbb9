// The columns of the table actions.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[link:TOOK_PART_IN]->() WHERE elementId(link) = $ids[i]
WITH i, link ORDER BY i
WITH collect(link) AS links
RETURN [link IN links | endNode(link).action_id] AS action_id,
  [link IN links | startNode(link).org_id] AS org_id,
  [link IN links | link.pole_id] AS pole_id,
  [link IN links | link.kind] AS kind,
  [link IN links | link.date] AS date,
  [link IN links | link.domain] AS domain,
  [link IN links | link.title] AS title,
  [link IN links | link.visibility] AS visibility,
  [link IN links | link.source] AS source,
  CASE WHEN $own THEN [link IN links | properties(link)] END AS own
