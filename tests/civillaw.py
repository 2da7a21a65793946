"""A small model law in French and one in Dutch, with the house styles and the profiles of Haiti and Suriname.

They are drafts to try the program with, not law: what a civil-law state needs otherwise than a common-law one is here in
data alone, so that whoever writes the real ones finds each of the differences shown once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from conftest import ROOT

from billwright import package, textform, wordfile
from billwright.library import Library

# -- the law in French ------------------------------------------------------------------------------------------------

FRENCH_BILL: Final = """\
parts: [1-generalites, 2-infractions, 3-procedure, 4-dispositions-finales]
extradition_floor_months: 12

terms:
  donnée informatique: [données informatiques]
  élément de preuve: [éléments de preuve]
  œuvre numérique: [œuvres numériques]
  preuve: []
  système informatique: [systèmes informatiques]
inflections:
  any: [["", s]]

phrases:
  this: le présent {{ unit }}
  this_act: la présente loi
  reference: "l’{{ unit }} {{ number }}"
  between: {subsection: ", alinéa ", paragraph: ", ", subparagraph: ", ", item: ", "}
  references:
    et: les {{ plural }} {{ number }}
    ou: "l’{{ unit }} {{ number }}"
  plural: {article: articles, alinéa: alinéas}
  schedule: {one: "l’{{ schedule }}", several: "l’{{ schedule }} {{ number }}"}
  lists: {comma: ", ", et: " et ", ou: " ou "}
  definitions: {each: "\u00a0;", last: "."}
  article: {vowels: "", before_vowel: un, otherwise: un}
  money:
    words: "{{ number }} ({{ figures }}) {{ name }}"
    figures: "{{ number }} {{ name }}"
  period: "{{ number }} ({{ figures }}) {{ unit }}"
  periods: {hours: [heure, heures], days: [jour, jours], months: [mois, mois], years: [an, ans]}
  date: d MMMM y
  penalty:
    openings:
      offence: Le délit que prévoit {{ offence }} est puni
    with_mode: "{{ opening }}"
    lead: "{{ opening }}\u00a0:"
    limb: "{{ punishment }}"
    case: "{{ case }}, {{ punishment }}"
    cases: {first: pour la première fois, damage: s’il cause un dommage, repeat: en cas de récidive}
    inline: "{{ opening }} {{ limbs | join('; ou ') }}."
    item: "{{ words }}\u00a0;"
    last_but_one: "{{ words }}\u00a0; ou"
    last: "{{ words }}."
    fine: une amende de {{ amount }} au plus
    fine_unlimited: une amende
    fine_range: une amende de {{ least }} à {{ most }}
    fine_category: une amende de la classe {{ category }}
    term: un emprisonnement de {{ term }} au plus
    term_range: un emprisonnement de {{ least_term }} à {{ most }}
    life: une réclusion à perpétuité
    one: d’{{ punishment }}
    both: d’{{ term }} et d’{{ fine }}, ou de l’une de ces deux peines seulement
    and: d’{{ term }} et d’{{ fine }}
    corporate_multiple: d’une amende de {{ multiple }} fois celle que la loi prévoit pour les personnes physiques
  ordinals: [PREMIÈRE, DEUXIÈME]
  summary: {clauses: "{clauses} en {parts}", option: "{count} option", options: "{count} options"}
  coverage: {off: écarté, not_called_for: le profil ne l’appelle pas, goes_with: "il va avec «\u00a0{clause}\u00a0»"}
  comments:
    fact: "Confiance {confidence}\u00a0: «\u00a0{value}\u00a0». Source\u00a0: {cite}"
    unsourced: "Personne n’a confirmé «\u00a0{value}\u00a0»."
    also: "Aussi à {places}."
    option: "L’option «\u00a0{name}\u00a0» est {value} (le modèle a {default})\u00a0: {meaning}"
    reason: "Motif\u00a0: {reason}"
    no_reason: Le profil ne donne pas de motif.
    cost: "Prix\u00a0: {cost}"
    claim_lost: "Cet article devait dire «\u00a0{words}\u00a0» ({element})."
    unknown: "Inconnu\u00a0: {path}."
    clause_on: Le modèle n’a cet article que si un profil le demande.
    confidence: {high: haute, medium: moyenne, low: faible}
    on: oui
    off: non
    changed: {cite: "Posé dans {file}.", note: À confirmer.}

defaults:
  bill:
    year: 2026
    units: {bill: article, act: article, subsection: alinéa, paragraph: point, subparagraph: tiret, item: tiret,
      part: chapitre, schedule: annexe}
    arrangement: {heading: SOMMAIRE}
    parts: {form: "CHAPITRE {number}\\n{title}"}
    schedules: {form: "ANNEXE {number}", one: ANNEXE}
  commencement: {place: none}
"""

FRENCH_FRAME: Final = """\
{%p for line in bill.head %}
BillHead: {{ line }}
{%p endfor %}
BillTitle: {{ bill.title }}
{%p for line in bill.caption %}
BillCaption: {{ line }}
{%p endfor %}
{%p for recital in bill.preamble %}
Preamble: {{ recital }}\u00a0;
{%p endfor %}
EnactingWords: {{ legislature.enacting_words }}
{{p parts }}
{%p if wording.voted == "oui" %}
{%p for chamber in legislature.chambers %}
EndingText: {{ wording.given }} {% if loop.first %}à la{% else %}au{% endif %} {{ chamber.name }}, le …, An {{ bill.year - 1803 }}e de l’Indépendance.
SignatureLine: {{ chamber.presiding }}
{%p endfor %}
{{p new_page }}
EndingText: Par les présentes, le Président de la République ordonne que {{ wording.this_text }} soit publiée et exécutée.
{%p else %}
EndingText: {{ wording.given }} au Palais National, à Port-au-Prince, le …, An {{ bill.year - 1803 }}e de l’Indépendance.
{%p for line in bill.ending %}
SignatureLine: {{ line.signature }}
{%p endfor %}
{%p endif %}
"""

FRENCH_PARTS: Final = {
    "1-generalites": """\
title: Dispositions générales
clauses:
  - {slug: objet, heading: Objet}
  - {slug: definitions, heading: Définitions, glossary: true}
""",
    "2-infractions": """\
title: Des infractions
clauses:
  - slug: acces-illegal
    heading: Accès illégal
    penalty: access
    options:
      etat: {default: true, meaning: Aggrave aussi la peine du dommage à l’État.}
  - {slug: faux, heading: Faux informatique, penalty: forgery}
  - {slug: tentative, heading: Tentative et complicité}
  - {slug: personnes-morales, heading: Personnes morales}
""",
    "3-procedure": """\
title: De la procédure
clauses:
  - {slug: perquisition, heading: Perquisition}
""",
    "4-dispositions-finales": """\
title: Dispositions finales
clauses:
  - {slug: nouveau-code, heading: Nouveau Code pénal, default: off}
  - {slug: abrogation, heading: Abrogation et exécution}
""",
}

FRENCH_CLAUSES: Final = {
    "objet": "Section: {{ wording.this_text | capitalize }} a pour objet la lutte contre la cybercriminalité.",
    # As a drafter would write them: in no order, and one that no article uses.
    "definitions": """\
Section: Au sens {{ wording.of_this_text }}, on entend par\u00a0:
Definition: «\u00a0[système informatique]{DefinedTerm}\u00a0»\u00a0: tout dispositif qui traite des données informatiques\u00a0;
Definition: «\u00a0[zone franche]{DefinedTerm}\u00a0»\u00a0: une zone dont nul article ne parle\u00a0;
Definition: «\u00a0[œuvre numérique]{DefinedTerm}\u00a0»\u00a0: toute œuvre sous forme de données informatiques\u00a0;
Definition: «\u00a0[preuve]{DefinedTerm}\u00a0»\u00a0: ce qui établit un fait.
Definition: «\u00a0[élément de preuve]{DefinedTerm}\u00a0»\u00a0: toute donnée informatique qui sert de preuve\u00a0;
Definition: «\u00a0[donnée informatique]{DefinedTerm}\u00a0»\u00a0: toute représentation de faits\u00a0;
""",
    "acces-illegal": """\
Subsection: {{ anchor("offence") }}Commet un délit quiconque accède sans droit à un système informatique\u00a0:
Paragraph: {{ anchor("oeuvre") }}pour obtenir une œuvre numérique\u00a0; ou
Paragraph: par un autre moyen.
{{p penalty("access", "#offence") }}
Subsection: {{ anchor("dommage") }}La peine est doublée lorsque le délit cause\u00a0:
Paragraph: un dommage à la santé{% if option.etat %}\u00a0; ou{% else %}.{% endif %}
{%p if option.etat %}
Paragraph: un dommage à l’État.
{%p endif %}
""",
    "faux": """\
Subsection: {{ anchor("offence") }}Commet un délit quiconque altère un élément de preuve.
{{p penalty("forgery", "#offence") }}
""",
    "tentative": (
        'Section: La tentative des délits prévus par {{ refs(["acces-illegal", "faux"], "et") }}, notamment par '
        '{{ ref("acces-illegal#oeuvre") }} et par {{ ref("acces-illegal#dommage") }}, est punie comme le délit même.'
    ),
    "personnes-morales": "Section: La personne morale est punie {{ corporate_fine }}.",
    "perquisition": """\
Section: La perquisition se fait par ordonnance motivée du {{ authority.search }}, à la requête du \
{% if institutions.attorney_general %}{{ institutions.attorney_general }}{% else %}{{ institutions.prosecutor }}{% endif %}\
{% if "tentative" is present %}, dans les cas de {{ ref("tentative") }} aussi{% endif %}\
, dans les {{ period(6, "months") }} du fait.
""",
    "nouveau-code": (
        "Section: Le jour où le nouveau Code pénal entre en vigueur, ses articles prennent la place de "
        '{{ ref("acces-illegal") }}.'
    ),
    "abrogation": (
        "Section: {{ wording.this_text | capitalize }} abroge toutes lois qui lui sont contraires et sera "
        "{{ wording.published }} à la diligence du {{ institutions.minister }}. {{ wording.cited }}"
    ),
}

HAITI: Final = """\
tradition: civil-law-fr
state: {name: Haïti, official_name: République d’Haïti, iso: HT, language: fr-HT}
legislature:
  name: Corps Législatif
  chambers:
    - {name: Chambre des Députés, presiding: Président}
    - {name: Sénat de la République, presiding: Président}
  enacting_words: "Le Pouvoir Exécutif a proposé et le Pouvoir Législatif a voté la loi suivante\u00a0:"
bill:
  subject: lutte contre la cybercriminalité
  short_title: Loi relative à la {subject}
  title: Projet de loi relative à la {subject}
  head: [LIBERTÉ ÉGALITÉ FRATERNITÉ, RÉPUBLIQUE D’HAÏTI]
  caption: [LOI RELATIVE À LA LUTTE CONTRE LA CYBERCRIMINALITÉ]
  preamble:
    - Vu la Constitution, notamment ses articles 43 et 49
    - Vu le Code d’instruction criminelle
    - Considérant que la cybercriminalité appelle des règles propres
    - Sur le rapport du Ministre de la Justice et de la Sécurité Publique
    - Et, après délibération en Conseil des Ministres
house_style: {base: haiti, first_subsection: "", list_dash: "—"}
institutions:
  minister: Ministre de la Justice et de la Sécurité Publique
  attorney_general: null
  prosecutor: Commissaire du Gouvernement
  police_force: Police Nationale d’Haïti
  police_head: Directeur Général de la Police Nationale d’Haïti
  officer: officier de police judiciaire
  gazette: «\u00a0*Le Moniteur*\u00a0»
  state: l’État
courts:
  summary: tribunal de paix
  superior: tribunal de première instance
  magistrate: juge de paix
  judge: juge d’instruction
  appeal: Cour d’Appel
  final: Cour de Cassation
  modes: {peine: peine unique}
authority:
  applicant: officier de police judiciaire
  preservation: Commissaire du Gouvernement
  partial_disclosure: Commissaire du Gouvernement
  subscriber: juge d’instruction
  production: juge d’instruction
  search: juge d’instruction
penalties:
  style: {ceiling: null, join: or both, amounts: words, terms: words}
  corporate: {multiple: 5}
  tiers:
    access: {peine: {fine: {least: 25000, most: 50000}, years: {least: 1, most: 2}}}
    forgery: {peine: {fine: {least: 100000, most: 200000}, months: {least: 6, most: 36}}}
money: {iso: HTG, name: gourdes, symbol: Gdes, group: ",", decimal: ".", format: "#,##0.00"}
numbers: {periods: words}
law: {repealed: []}
constitution: {name: la Constitution, unit: article}
wording:
  voted: oui
  this_text: la présente loi
  of_this_text: de la présente loi
  published: publiée et exécutée
  given: Donnée
  cited: Elle est citée par sa date et son titre.
sources:
  state: {cite: "Le Moniteur, Spécial no 16, 25 mai 2017", confidence: high}
  legislature: {cite: "Le Moniteur, Spécial no 16, 25 mai 2017", confidence: high}
  bill: {cite: "Le Moniteur, Spécial no 16, 25 mai 2017", confidence: high}
  house_style: {cite: "Le Moniteur, Spécial no 16, 25 mai 2017", confidence: high}
  institutions: {cite: Code d’instruction criminelle, confidence: high}
  courts: {cite: Constitution, confidence: high}
  authority: {cite: Code d’instruction criminelle, confidence: high}
  penalties: {cite: Code pénal non en vigueur, confidence: low, note: À vérifier.}
  money: {cite: "Le Moniteur, Spécial no 16, 30 mars 2026", confidence: high}
  numbers: {cite: "Le Moniteur, Spécial no 16, 30 mars 2026", confidence: high}
  law: {cite: Moniteur, confidence: high}
  constitution: {cite: Constitution, confidence: high}
"""

DECREE: Final = """\
# Le Parlement ne siège pas : le texte est un décret.
legislature: {enacting_words: DÉCRÈTE}
bill:
  short_title: Décret relatif à la {subject}
  title: Décret relatif à la {subject}
  caption: [DÉCRET RELATIF À LA LUTTE CONTRE LA CYBERCRIMINALITÉ, LE CONSEIL DES MINISTRES]
  preamble:
    - Vu la Constitution de 1987
    - Considérant que le Pouvoir Législatif est, pour le moment, inopérant
    - Et après délibération
  ending:
    - signature: Le Premier Ministre
    - signature: Le Ministre de la Justice et de la Sécurité Publique
wording:
  voted: non
  this_text: le présent Décret
  of_this_text: du présent Décret
  published: publié et exécuté
  given: Donné
  cited: Il est cité par sa date et son titre.
sources:
  legislature: {cite: "Le Moniteur, Spécial no 16, 30 mars 2026", confidence: high}
  bill: {cite: "Le Moniteur, Spécial no 16, 30 mars 2026", confidence: high}
"""

# -- the law in Dutch -------------------------------------------------------------------------------------------------

DUTCH_BILL: Final = """\
parts: [1-algemeen, 2-strafbepalingen, 3-slot]
extradition_floor_months: 12

terms:
  computergegevens: []
  geautomatiseerd werk: [geautomatiseerde werken]
inflections: {}

phrases:
  this: dit {{ unit }}
  this_act: deze wet
  reference: "{{ unit }} {{ number }}"
  between: {subsection: " lid ", paragraph: " onder ", subparagraph: " sub ", item: " sub "}
  references: {en: "de {{ plural }} {{ number }}", of: "{{ unit }} {{ number }}"}
  plural: {artikel: artikelen, lid: leden}
  schedule: {one: "de {{ schedule }}", several: "{{ schedule }} {{ number }}"}
  lists: {comma: ", ", en: " en ", of: " of "}
  definitions: {each: ";", last: "."}
  article: {vowels: "", before_vowel: een, otherwise: een}
  money:
    words: "{{ number }} {{ name }}"
    figures: "{{ symbol }} {{ number }},-"
  period: "{{ number }} {{ unit }}"
  periods: {hours: [uur, uren], days: [dag, dagen], months: [maand, maanden], years: [jaar, jaren]}
  date: d MMMM y
  penalty:
    openings:
      offence: Hij die handelt in strijd met {{ offence }}, wordt gestraft
    with_mode: "{{ opening }}"
    lead: "{{ opening }}:"
    limb: "{{ punishment }}"
    case: "{{ case }}, {{ punishment }}"
    cases: {first: de eerste maal, damage: bij schade, repeat: bij herhaling}
    inline: "{{ opening }} {{ limbs | join('; of ') }}."
    item: "{{ words }};"
    last_but_one: "{{ words }}; of"
    last: "{{ words }}."
    fine: geldboete van ten hoogste {{ amount }}
    fine_unlimited: geldboete
    fine_range: geldboete van {{ least }} tot {{ most }}
    fine_category: >-
      geldboete van de {{ ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde"][category - 1] }} categorie
    term: gevangenisstraf van {{ ceiling }} {{ term }}
    term_range: gevangenisstraf van {{ least }} tot {{ most }}
    life: levenslange gevangenisstraf
    one: met {{ punishment }}
    both: met {{ term }} of {{ fine }}
    and: met {{ term }} en {{ fine }}
    corporate_multiple: met {{ multiple }} maal de geldboete die voor een natuurlijke persoon geldt
  ordinals: [EERSTE, TWEEDE]
  summary: {clauses: "{clauses} in {parts}", option: "{count} optie", options: "{count} opties"}
  coverage: {off: uit, not_called_for: het profiel vraagt er niet om, goes_with: "hoort bij “{clause}”"}
  comments:
    fact: "Zekerheid {confidence}: “{value}”. Bron: {cite}"
    unsourced: "Niemand heeft “{value}” bevestigd."
    also: "Ook in {places}."
    option: "Optie “{name}” is {value} (het model heeft {default}): {meaning}"
    reason: "Reden: {reason}"
    no_reason: Het profiel geeft geen reden.
    cost: "Prijs: {cost}"
    claim_lost: "Dit artikel zou {element} dragen met “{words}”."
    unknown: "Onbekend: {path}."
    clause_on: Het model heeft dit artikel alleen als een profiel erom vraagt.
    confidence: {high: hoog, medium: middel, low: laag}
    on: aan
    off: uit
    changed: {cite: "Gezet in {file}.", note: Te bevestigen.}

defaults:
  bill:
    year: 2026
    units: {bill: artikel, act: artikel, subsection: lid, paragraph: onderdeel, subparagraph: sub, item: sub,
      part: hoofdstuk, schedule: bijlage}
    arrangement: {heading: INHOUD}
    parts: {numbers: arabic, form: "HOOFDSTUK {number}\\n{title}"}
    schedules: {form: "BIJLAGE {number}", one: BIJLAGE}
  commencement: {place: none}
"""

DUTCH_FRAME: Final = """\
BillTitle: {{ bill.title }}
ArrangementHeading: {{ bill.arrangement.heading }}
{{p arrangement }}
{{p new_page }}
BillHead: DE PRESIDENT VAN DE {{ state.official_name | upper }},
{%p for recital in bill.preamble %}
Preamble: {{ recital }}
{%p endfor %}
EnactingWords: {{ legislature.enacting_words }}
{{p parts }}
{%p for line in bill.ending %}
{%p if line is mapping %}
SignatureLine: {{ line.signature }}
{%p else %}
EndingText: {{ line }}
{%p endif %}
{%p endfor %}
"""

DUTCH_PARTS: Final = {
    "1-algemeen": "title: Algemeen\nclauses:\n  - {slug: definities, heading: Definities, glossary: true}\n",
    "2-strafbepalingen": """\
title: Strafbepalingen
clauses:
  - {slug: computervredebreuk, heading: Computervredebreuk, penalty: access}
  - {slug: poging, heading: Poging, default: off}
  - {slug: bevel, heading: Bevel}
""",
    "3-slot": "title: Slotbepalingen\nclauses:\n  - {slug: slot, heading: Slotbepaling}\n",
}

DUTCH_CLAUSES: Final = {
    "definities": """\
Section: In deze wet wordt verstaan onder:
Definition: [geautomatiseerd werk]{DefinedTerm}: een inrichting die computergegevens verwerkt;
Definition: [computergegevens]{DefinedTerm}: iedere weergave van feiten.
""",
    "computervredebreuk": """\
Subsection: {{ anchor("feit") }}Het is verboden wederrechtelijk binnen te dringen in een geautomatiseerd werk:
Paragraph: {{ anchor("beveiliging") }}door een beveiliging te doorbreken; of
Paragraph: met een valse sleutel.
{{p penalty("access", "#feit") }}
""",
    "poging": 'Section: Poging tot het feit in {{ ref("computervredebreuk") }} is strafbaar.',
    "bevel": """\
Subsection: Het bevel van de {{ authority.search }} is vereist voor {{ ref("computervredebreuk#beveiliging") }}, op \
vordering van de {{ institutions.attorney_general }}.
Subsection: {{ ref("computervredebreuk#feit") }} geldt ook bij schade van {{ money(50000) }}.
""",
    "slot": """\
Subsection: Deze wet wordt aangehaald als: {{ bill.short_title }}.
Subsection: Zij wordt in het {{ institutions.gazette }} afgekondigd.
Subsection: Zij treedt in werking met ingang van de dag volgende op die van haar afkondiging.
Subsection: De {{ institutions.minister }} is belast met de uitvoering van deze wet.
""",
}

SURINAME: Final = """\
tradition: civil-law-nl
state: {name: Suriname, official_name: Republiek Suriname, iso: SR, language: nl-SR}
legislature:
  name: De Nationale Assemblée
  chambers: [{name: De Nationale Assemblée}]
  enacting_words: >-
    Heeft, de Staatsraad gehoord, na goedkeuring door De Nationale Assemblée, bekrachtigd de onderstaande wet:
bill:
  subject: Cybercriminaliteit
  short_title: Wet {subject}
  title: WET van …, houdende regels inzake cybercriminaliteit (Wet {subject})
  preamble: ["In overweging genomen hebbende, dat het wenselijk is regels inzake cybercriminaliteit vast te stellen;"]
  ending:
    - Gegeven te Paramaribo, de …
    - signature: President
house_style: {base: suriname}
institutions:
  minister: Minister van Justitie en Politie
  attorney_general: Procureur-Generaal bij het Hof van Justitie
  prosecutor: vervolgingsambtenaar
  police_force: Korps Politie Suriname
  police_head: Korpschef
  officer: opsporingsambtenaar
  gazette: Staatsblad van de Republiek Suriname
  state: de Staat
courts:
  summary: kantongerecht
  superior: Hof van Justitie
  magistrate: kantonrechter
  judge: rechter-commissaris
  modes: {straf: straf}
authority:
  applicant: vervolgingsambtenaar
  preservation: vervolgingsambtenaar
  partial_disclosure: vervolgingsambtenaar
  subscriber: vervolgingsambtenaar
  production: rechter-commissaris
  search: rechter-commissaris
penalties:
  style: {ceiling: ten hoogste, join: and, amounts: figures, terms: words}
  corporate: {fine: 50000}
  tiers:
    access: {straf: {fine: {category: 4}, years: 4}}
money: {iso: SRD, name: Surinaamse dollar, symbol: SRD, group: "."}
law: {repealed: []}
constitution: {name: de Grondwet, unit: artikel}
sources:
  state: {cite: S.B. 2015 no. 44, confidence: high}
  legislature: {cite: S.B. 2012 no. 70, confidence: high}
  bill: {cite: S.B. 2012 no. 70, confidence: high}
  house_style: {cite: S.B. 2012 no. 70, confidence: high}
  institutions: {cite: Grondwet, confidence: high}
  courts: {cite: Grondwet, confidence: high}
  authority: {cite: Wetboek van Strafvordering, confidence: high}
  penalties: {cite: Dagblad De West, confidence: low, note: De categorie is afgeleid; bevestigen in S.B. 2015 no. 44.}
  money: {cite: S.B. 2015 no. 44, confidence: high}
  law: {cite: S.B. 2015 no. 44, confidence: high}
  constitution: {cite: Grondwet, confidence: high}
"""

# -- writing them -----------------------------------------------------------------------------------------------------


def write(root: Path) -> Library:
    """Both traditions with their states in a workspace, the packaged house styles behind it."""
    _tradition(root, "civil-law-fr", FRENCH_BILL, FRENCH_FRAME, FRENCH_PARTS, FRENCH_CLAUSES)
    _tradition(root, "civil-law-nl", DUTCH_BILL, DUTCH_FRAME, DUTCH_PARTS, DUTCH_CLAUSES)
    _text(root / "countries/haiti.yaml", HAITI)
    _text(root / "countries/suriname.yaml", SURINAME)
    _text(root / "decret.yaml", DECREE)
    _house_style(root, "haiti", "heading-in-text", HAITI_NUMBERS, HAITI_STYLES)
    _house_style(root, "suriname", "headings-above", SURINAME_NUMBERS, SURINAME_STYLES)
    _house_style(root, "suriname-amending", "headings-above", AMENDING_NUMBERS, SURINAME_STYLES)
    return Library((root, ROOT))


def _tradition(root: Path, name: str, bill: str, frame: str, parts: dict[str, str], clauses: dict[str, str]) -> None:
    folder = root / "templates" / name
    _text(folder / "bill.yaml", bill)
    _word(folder / "bill.docx", frame, ROOT / "templates/common-law/bill.docx")
    for part, text in parts.items():
        _text(folder / part / "part.yaml", text)
        for slug in re.findall(r"slug: ([a-z-]+)", text):
            clause = "ClauseHeading: {{ heading }}\n" + clauses[slug]
            _word(folder / part / f"{slug}.docx", clause, ROOT / "templates/clause.docx")


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _word(path: Path, text: str, base: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    package.write(path, wordfile.write(textform.from_text(text, path.name), base, path.name))


def _house_style(
    root: Path, name: str, base: str, numbers: list[tuple[str, str]], styles: list[tuple[str, str]]
) -> None:
    """A packaged house style with some of its XML changed, as a drafter changes a style or a list in Word."""
    parts = package.unpack(ROOT / f"templates/house-styles/{base}.docx", base)
    for part, changes in (("word/numbering.xml", numbers), ("word/styles.xml", styles)):
        xml = parts[part].decode()
        for old, new in changes:
            assert xml.count(old) == 1, f"{part} has {old!r} {xml.count(old)} times"
            xml = xml.replace(old, new)
        parts[part] = xml.encode()
    path = root / f"templates/house-styles/{name}.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    package.write(path, package.pack(parts))


def _level(style: str, text: str, suffix: str, start: int, form: str = "decimal") -> str:
    return (
        f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/>'
    )


def _style(name: str, based_on: str, numbers: int, more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:qFormat/><w:pPr><w:numPr><w:numId w:val="{numbers}"/></w:numPr>{more}</w:pPr>'
        "</w:style>"
    )


_ONE = '<w:lvl w:ilvl="0">{}<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:hanging="0"/></w:pPr></w:lvl>'

HAITI_NUMBERS: Final = [
    # “Article 1er.-” is a list of its own, so that the other articles begin with 2.
    (_level("Section", "%1.", "nothing", 1), _level("Section", "Article %1.-", "space", 2)),
    (_level("Subsection", "(%5)", "tab", 2), _level("Subsection", "", "nothing", 2)),
    (_level("Paragraph", "(%6)", "tab", 1, "lowerLetter"), _level("Paragraph", "%6)", "tab", 1, "lowerLetter")),
    (
        _level("FirstParagraph", "(%2)", "tab", 1, "lowerLetter"),
        _level("FirstParagraph", "%2)", "tab", 1, "lowerLetter"),
    ),
    (_level("Definition", "", "nothing", 1), _level("Definition", "%1)", "space", 1)),
    (
        '<w:num w:numId="1">',
        '<w:abstractNum w:abstractNumId="5"><w:nsid w:val="1B110005"/><w:multiLevelType w:val="multilevel"/>'
        + _ONE.format(_level("OpeningSection", "Article %1er.-", "space", 1))
        + '</w:abstractNum><w:num w:numId="1">',
    ),
    ("</w:numbering>", '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num></w:numbering>'),
]
HAITI_STYLES: Final = [
    # The headings stay in the navigation pane and are not printed.
    (
        '<w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>',
        '<w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:vanish/></w:rPr>',
    ),
    ("</w:styles>", _style("OpeningSection", "Section", 5) + "</w:styles>"),
]


def _dutch(article: str, form: str) -> list[tuple[str, str]]:
    return [
        (_level("ClauseHeading", "%1.", "tab", 1), _level("ClauseNumber", article, "nothing", 1, form)),
        (_level("Subsection", "(%2)", "tab", 1), _level("Subsection", "%2.", "tab", 1)),
        (_level("Paragraph", "(%3)", "tab", 1, "lowerLetter"), _level("Paragraph", "%3.", "tab", 1, "lowerLetter")),
        (_level("Definition", "", "nothing", 1), _level("Definition", "%1.", "space", 1, "lowerLetter")),
    ]


SURINAME_NUMBERS: Final = _dutch("Artikel %1", "decimal")
AMENDING_NUMBERS: Final = _dutch("ARTIKEL %1", "upperRoman")
SURINAME_STYLES: Final = [
    (
        '<w:keepNext/><w:keepLines/><w:numPr><w:numId w:val="2"/></w:numPr><w:spacing w:before="280" w:after="100"/>'
        '<w:ind w:left="720" w:hanging="720"/><w:outlineLvl w:val="1"/>',
        '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="100"/><w:jc w:val="center"/><w:outlineLvl w:val="1"/>',
    ),
    ("</w:styles>", _style("ClauseNumber", "Normal", 2, '<w:jc w:val="center"/>') + "</w:styles>"),
]
