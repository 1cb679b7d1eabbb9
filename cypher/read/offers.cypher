// The columns of the table offers.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[link:OFFERS]->() WHERE elementId(link) = $ids[i]
WITH i, link ORDER BY i
WITH collect(link) AS links
RETURN [link IN links | startNode(link).org_id] AS org_id,
  [link IN links | endNode(link).domain] AS domain,
  [link IN links | link.detail] AS detail,
  [link IN links | link.date] AS date,
  [link IN links | link.status] AS status,
  [link IN links | link.capacity] AS capacity,
  [link IN links | link.visibility] AS visibility,
  [link IN links | link.source] AS source,
  CASE WHEN $own THEN [link IN links | properties(link)] END AS own
