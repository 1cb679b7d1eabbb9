// Write the nodes :Organisation, new or changed; what others added to them stays. Their other labels: label/.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Organisation {dataset: $dataset, org_id: $org_id[i]})
SET node += {
  fingerprint: $fingerprint[i],
  name: $name[i],
  kind: $kind[i],
  size: $size[i],
  sme: $sme[i],
  siren: $siren[i],
  siret: $siret[i],
  pic: $pic[i],
  ror: $ror[i],
  rnsr: $rnsr[i],
  vat: $vat[i],
  country: $country[i],
  region: $region[i],
  department: $department[i],
  city: $city[i],
  postcode: $postcode[i],
  lat: $lat[i],
  lon: $lon[i],
  naf: $naf[i],
  group_id: $group_id[i],
  dissolved: $days[$dissolved[i]],
  opt_out: $opt_out[i],
  visibility: $visibility[i],
  source: $source[i],
  unit: $unit[i],
  unit_size: $unit_size[i],
  location: point({latitude: $lat[i], longitude: $lon[i]})
}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
