"""French names of countries, as publishers write them, to two-letter codes as CORDIS writes them.

The names are those of the Unicode Common Locale Data Repository (as in Babel 2.18.0), with the longer forms that
French administrations use. Greece is EL and the United Kingdom UK. The overseas departments are France, as in CORDIS,
and their regions; the overseas collectivities have codes of their own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.identity import normal_form

if TYPE_CHECKING:
    import pandas as pd

REGIONS: Final = {
    "guadeloupe": "Guadeloupe",
    "guyane": "Guyane",
    "guyane francaise": "Guyane",
    "la reunion": "La Réunion",
    "martinique": "Martinique",
    "mayotte": "Mayotte",
    "reunion": "La Réunion",
}
"""Overseas departments that stand where a country should: normal form → region, as the publishers write it."""

_NAMES: Final = """
AD andorre; AE emirats arabes unis; AF afghanistan; AG antigua et barbuda; AI anguilla; AL albanie; AM armenie;
AO angola; AQ antarctique; AR argentine; AS samoa americaines; AT autriche; AU australie; AW aruba; AX iles aland;
AZ azerbaidjan; BA bosnie herzegovine; BB barbade; BD bangladesh; BE belgique; BF burkina faso; BG bulgarie;
BH bahrein; BI burundi; BJ benin; BL saint barthelemy; BM bermudes; BN brunei; BN brunei darussalam; BO bolivie;
BO bolivie etat plurinational de; BQ pays bas caribeens; BR bresil; BS bahamas; BT bhoutan; BV ile bouvet;
BW botswana; BY belarus; BY bielorussie; BZ belize; CA canada; CC iles cocos; CD congo kinshasa;
CD congo republique democratique du; CD republique democratique du congo; CF republique centrafricaine; CG congo;
CG congo brazzaville; CG congo republique du; CH suisse; CI cote divoire; CK cook iles; CK iles cook; CL chili;
CM cameroun; CN chine; CO colombie; CR costa rica; CU cuba; CV cabo verde; CV cap vert; CW curacao;
CX ile christmas; CY chypre; CZ republique tcheque; CZ tchequie; DE allemagne; DJ djibouti; DK danemark;
DM dominique; DO republique dominicaine; DZ algerie; EC equateur; EE estonie; EG egypte; EH sahara occidental;
EL grece; ER erythree; ES espagne; ET ethiopie; FI finlande; FJ fidji; FK iles malouines; FM micronesie;
FM micronesie etats federes de; FO feroe iles; FO iles feroe; FR france; FR guadeloupe; FR guyane;
FR guyane francaise; FR la reunion; FR martinique; FR mayotte; FR reunion; GA gabon; GD grenade; GE georgie;
GG guernesey; GH ghana; GI gibraltar; GL groenland; GM gambie; GN guinee; GQ guinee equatoriale;
GS georgie du sud et les iles sandwich du sud; GT guatemala; GU guam; GW guinee bissau; GY guyana; HK hong kong;
HK ras chinoise de hong kong; HM iles heard et macdonald; HN honduras; HR croatie; HT haiti; HU hongrie;
ID indonesie; IE irlande; IE irlande republique d; IL israel; IM ile de man; IN inde;
IO territoire britannique de locean indien; IQ irak; IR iran; IR iran republique islamique d; IS islande; IT italie;
JE jersey; JM jamaique; JO jordanie; JP japon; KE kenya; KG kirghizistan; KG kirghizstan; KH cambodge; KI kiribati;
KM comores; KN saint christophe et nieves; KN saint kitts et nevis; KP coree du nord;
KP coree republique populaire democratique de; KR coree du sud; KR coree republique de; KR republique de coree;
KW koweit; KY caimans iles; KY iles caimans; KZ kazakhstan; LA lao republique democratique populaire; LA laos;
LB liban; LC sainte lucie; LI liechtenstein; LK sri lanka; LR liberia; LS lesotho; LT lituanie; LU luxembourg;
LV lettonie; LY libye; MA maroc; MC monaco; MD moldavie; MD moldova republique de; MD republique de moldova;
ME montenegro; MF saint martin; MG madagascar; MH iles marshall; MH marshall iles; MK macedoine;
MK macedoine du nord; ML mali; MM birmanie; MM myanmar; MM myanmar birmanie; MN mongolie; MO macao;
MO ras chinoise de macao; MP iles mariannes du nord; MR mauritanie; MS montserrat; MT malte; MU maurice;
MV maldives; MV maldives iles; MW malawi; MX mexique; MY malaisie; MZ mozambique; NA namibie; NC nouvelle caledonie;
NE niger; NF ile norfolk; NF norfolk ile; NG nigeria; NI nicaragua; NL hollande; NL pays bas; NO norvege; NP nepal;
NR nauru; NU niue; NZ nouvelle zelande; OM oman; PA panama; PE perou; PF polynesie francaise;
PG papouasie nouvelle guinee; PH philippines; PK pakistan; PL pologne; PM saint pierre et miquelon;
PN iles pitcairn; PR porto rico; PS palestine; PS palestine etat de; PS territoires palestiniens; PT portugal;
PW palaos; PY paraguay; QA qatar; RO roumanie; RS serbie; RU federation de russie; RU russie;
RU russie federation de; RW rwanda; SA arabie saoudite; SB iles salomon; SB salomon iles; SC seychelles; SD soudan;
SE suede; SG singapour; SH sainte helene; SI slovenie; SJ svalbard et jan mayen; SK slovaquie; SL sierra leone;
SM saint marin; SN senegal; SO somalie; SR suriname; SS soudan du sud; ST sao tome et principe; SV salvador;
SX saint martin partie neerlandaise; SY republique arabe syrienne; SY syrie; SZ eswatini; SZ swaziland;
TC iles turques et caiques; TD tchad; TF terres australes francaises; TG togo; TH thailande; TJ tadjikistan;
TK tokelau; TL timor oriental; TM turkmenistan; TN tunisie; TO tonga; TR turkiye; TR turquie; TT trinite et tobago;
TV tuvalu; TW taiwan; TW taiwan province de chine; TZ tanzanie; TZ tanzanie republique unie de; UA ukraine;
UG ouganda; UK angleterre; UK grande bretagne; UK royaume uni;
UK royaume uni de grande bretagne et dirlande du nord; UM iles mineures eloignees des etats unis; US etats unis;
US etats unis damerique; US usa; UY uruguay; UZ ouzbekistan; VA etat de la cite du vatican; VA saint siege;
VA vatican; VC saint vincent et les grenadines; VE venezuela; VE venezuela republique bolivarienne du;
VG iles vierges britanniques; VI iles vierges des etats unis; VN viet nam; VN vietnam; VU vanuatu;
WF wallis et futuna; WS samoa; XK kosovo; YE yemen; ZA afrique du sud; ZM zambie; ZW zimbabwe
"""


def of(names: pd.Series[str]) -> pd.Series[str]:
    """Give the two-letter codes of countries.

    Parameters
    ----------
    names
        French names, in any case and with or without accents; missing where unknown.

    Returns
    -------
    Series
        Codes; missing where the name is missing or not known.

    Examples
    --------
    >>> import pandas as pd
    >>> of(pd.Series(["Grèce", "Réunion", "NAMIBIE", "Atlantide"])).tolist()
    ['EL', 'FR', 'NA', nan]
    """
    return names.map({name: _codes().get(normal_form(name)) for name in names.dropna().unique()}).astype("str")


_ALSO: Final = {"gb": "UK", "gr": "EL", "germany": "DE", "united kingdom": "UK", "greece": "EL"}


def code_of(text: str) -> str | None:
    """Return the two-letter code of a country.

    Parameters
    ----------
    text
        Its name or a code.

    Examples
    --------
    >>> code_of("Allemagne"), code_of("GB"), code_of("Atlantide")
    ('DE', 'UK', None)
    """
    normal = normal_form(text)
    known = _ALSO.get(normal) or _codes().get(normal)
    return known or (text.upper() if text.upper() in _codes().values() else None)


def region_of(names: pd.Series[str]) -> pd.Series[str]:
    """Give the region where the name of an overseas department stands for the country.

    Parameters
    ----------
    names
        As for `of`.

    Examples
    --------
    >>> import pandas as pd
    >>> region_of(pd.Series(["Réunion", "France"])).tolist()
    ['La Réunion', nan]
    """
    return names.map({name: REGIONS.get(normal_form(name)) for name in names.dropna().unique()}).astype("str")


@cache
def _codes() -> dict[str, str]:
    entries = (entry.strip() for entry in _NAMES.replace("\n", " ").split(";"))
    return {name: code for code, name in (entry.split(" ", 1) for entry in entries)}
