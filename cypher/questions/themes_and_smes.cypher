// en: Themes without SMEs
// fr: Thèmes sans PME
// en-what: The themes in whose projects SMEs are rarest: the share of projects with an SME in them, the lowest first.
//   Zero is a theme without any SME.
// fr-what: Les thèmes dont les projets comptent le moins de PME : la part des projets où il y a une PME, la plus basse
//   d'abord. Zéro est un thème sans aucune PME.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param share (number): at most this share of the projects, from 0 (no SME at all) to 1 (every theme) | fr: au plus
//   cette part des projets, de 0 (aucune PME) à 1 (tous les thèmes)
// returns: theme_id (its identifier); theme (its label); projects (projects about it); with_sme (those with an SME);
//   smes (SMEs in them); share (with_sme / projects)

:param dataset => 'polegraph';
:param audience => ['public'];
:param share => 1.0;

MATCH (t:Theme {dataset: $dataset})<-[:ABOUT]-(p:Project)
WHERE coalesce(p.visibility, 'public') IN $audience
OPTIONAL MATCH (p)<-[:PARTICIPATES_IN]-(s:Organisation:SME)
WHERE coalesce(s.visibility, 'public') IN $audience
WITH t, count(DISTINCT p) AS projects, count(DISTINCT CASE WHEN s IS NOT NULL THEN p END) AS with_sme,
  count(DISTINCT s) AS smes
WITH t, projects, with_sme, smes, toFloat(with_sme) / projects AS share
WHERE share <= $share
RETURN t.theme_id AS theme_id, t.label AS theme, projects, with_sme, smes, share
ORDER BY share, projects DESC, theme_id;
