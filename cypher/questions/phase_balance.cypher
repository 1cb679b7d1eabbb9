// en: Links won and lost between two phases
// fr: Liens gagnés et perdus entre deux phases
// en-what: Counts the links that are new in the later phase, were kept, or ended with the earlier one, and the
//   organisations that have such a link.
// fr-what: Compte les liens qui sont nouveaux dans la seconde phase, ont été gardés, ou ont pris fin avec la première,
//   et les organisations qui ont un tel lien.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param before (phase): the earlier phase of the policy: I, II, III, IV or V | fr: la phase d'avant : I, II, III, IV ou
//   V
// param after (phase): the later phase | fr: la phase d'après
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: change (new, kept or ended); links (pairs of organisations); organisations (organisations in these pairs)

:param dataset => 'polegraph';
:param audience => ['public'];
:param before => 'III';
:param after => 'IV';
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day,
  {I: [2005, 2008], II: [2009, 2012], III: [2013, 2018], IV: [2019, 2022], V: [2023, 2026]} AS phases
WITH day, phases[toUpper($before)] AS before, phases[toUpper($after)] AS after
WHERE before IS NOT NULL AND after IS NOT NULL
MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE o.org_id < partner.org_id
  AND (before[0] <= p.year <= before[1] OR after[0] <= p.year <= after[1])
  AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(partner.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND EXISTS {
        MATCH (one:Organisation)-[member:MEMBER_OF]->(chosen)
        WHERE one IN [o, partner] AND coalesce(one.dissolved > day, true)
          AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      }
  })
WITH o, partner, count(CASE WHEN before[0] <= p.year <= before[1] THEN 1 END) AS projects_before,
  count(CASE WHEN after[0] <= p.year <= after[1] THEN 1 END) AS projects_after
WITH o, partner, projects_before, projects_after,
  CASE WHEN projects_before = 0 THEN 'new' WHEN projects_after = 0 THEN 'ended' ELSE 'kept' END AS change
UNWIND [o.org_id, partner.org_id] AS org_id
RETURN change, count(*) / 2 AS links, count(DISTINCT org_id) AS organisations
ORDER BY change;
