//! What a title says beyond its role: unit, specialty, level. Two postings of one employer for one role in one town
//! are the same job only if this agrees.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::Content;
use crate::Lang;
use crate::reference::Role;
use crate::text::{fold, items};

/// Units and specialties of health care, one a line, with their names in both languages (folded). The first is the key.
const SPECIALTIES: &str = "
    icu | intensive care unit | intensive care | critical care unit | critical care | soins intensifs | unite de soins intensifs | usi
    nicu | neonatal intensive care unit | neonatal intensive care | neonatal | neonatology | neonatalogie | soins intensifs neonataux
    picu | pediatric intensive care | soins intensifs pediatriques
    emergency | emergency department | emergency room | er | ed | urgence | urgences | salle d urgence
    operating room | operating theatre | or | perioperative | peri operative | bloc operatoire | perioperatoire | salle d operation
    recovery room | post anesthesia care unit | post anesthesia | pacu | salle de reveil
    dialysis | hemodialysis | haemodialysis | dialyse | hemodialyse
    long term care | ltc | longterm care | soins de longue duree | chsld | hebergement | nursing home
    mental health | sante mentale
    psychiatry | psychiatrie
    mental health and addictions | mental health addictions | sante mentale et dependances | sante mentale et dependance
    medicine surgery | medical surgical | med surg | medsurg | medicine surgical | medecine chirurgie
    surgery | surgical | chirurgie | chirurgical | chirurgicale
    medicine | medical | medecine | medical unit | medicine unit | unite de medecine
    pediatrics | paediatrics | pediatric | paediatric | peds | pediatrie
    oncology | cancer care | oncologie | cancerologie
    obstetrics | obstetrical | obstetrique
    labour and delivery | labor and delivery | labour delivery | l d | salle d accouchement
    maternity | mother baby | maternite | mere enfant | postpartum | post partum
    palliative care | palliative | hospice | soins palliatifs
    home care | homecare | home health | soins a domicile | soutien a domicile | maintien a domicile | domicile
    rehabilitation | rehab | readaptation
    cardiology | cardiac | cardiologie
    orthopedics | orthopaedics | orthopedic | orthopaedic | orthopedie
    geriatrics | geriatric | geriatrie
    outpatient | outpatients | ambulatory | ambulatory care | clinique externe | cliniques externes | ambulatoire | soins ambulatoires
    public health | sante publique
    primary care | soins primaires | soins de premiere ligne | premiere ligne
    infection control | infection prevention and control | ipac | prevention et controle des infections | prevention des infections
    endoscopy | endoscopie
    neurology | neurologie | neuroscience | neurosciences
    community | communautaire
    evening | evenings | evening shift | soir | de soir | quart de soir | soiree
    night | nights | night shift | overnight | nuit | de nuit | quart de nuit
    day shift | days | quart de jour | de jour
    weekend | weekends | week end | week ends | fin de semaine | fins de semaine
    charge nurse | infirmiere responsable | assistante infirmiere chef | assistant infirmier chef
    retirement home | residence pour aines | ressource intermediaire";

/// Short keys that a running text uses in other senses; they count in titles only.
const TITLE_ONLY: &str = "\
    or | er | ed | l d | domicile | community | medical | days | night | nuit | evening | soir | de jour | de nuit | \
    de soir | weekend";

/// Words of a title that tell no job from another: employment (compared by its own field), praise, haste, grammar.
const NOISE: &str = "\
    full part time temps plein partiel complet fulltime parttime casual permanent permanente temporary \
    temporaire regular regulier reguliere term contract contrat occasionnel occasionnelle ft pt rft rpt leading \
    urgent urgently hiring now immediate immediately opportunity opportunities position positions poste postes \
    job jobs emploi wanted needed required recherche recherches demande opening openings vacancy vacancies sign \
    signing on bonus prime new nouveau great competitive wage wages pay join our team various shifts quart \
    quarts the a an and of for in at to with de du des la le les l d au aux en et ou pour un une avec h f m x \
    iere ieres ier iers e es ere eres ne nes euse euses eur rice trice ienne se s re ee ees unit unite \
    department departement service canada inc ltd";

/// Words and abbreviations for roles: the role is compared by itself.
const ROLE_WORDS: &str = "\
    rn rpn lpn np psw hca cca pab ria registered practical licensed nurse nurses nursing staff personal support \
    worker workers health care aide aides attendant attendants continuing assistant assistants infirmier \
    infirmiere infirmiers infirmieres autorise autorisee autorises autorisees auxiliaire auxiliaires prepose \
    preposee preposes preposees beneficiaire beneficiaires clinicienne clinicien soins sante ot pt slp rt rrt \
    mlt mla pharm dr";

#[expect(clippy::unwrap_used, reason = "constant phrases, compiled by the first test that reads a title")]
fn phrases(wanted: impl Fn(&str) -> bool) -> (AhoCorasick, Vec<&'static str>) {
    let key = |line| items(line).next().unwrap_or_default();
    let all = SPECIALTIES.lines().flat_map(|line| items(line).map(move |name| (name, key(line))));
    let (names, keys): (Vec<&str>, Vec<&str>) = all.filter(|(name, _)| wanted(name)).unzip();
    // Whole words, longest first: `intensive care unit` before `care`.
    let names = names.into_iter().map(|name| format!(" {name} "));
    (AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).unwrap(), keys)
}

static IN_TITLES: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| phrases(|_| true));
static IN_TEXTS: LazyLock<(AhoCorasick, Vec<&str>)> =
    LazyLock::new(|| phrases(|name| items(TITLE_ONLY).all(|only| only != name)));

/// `R.P.N.` → `RPN`: initials are one word.
static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by the first test that reads a title")]
    Regex::new(r"\b(?:\p{L}\.){2,}").unwrap()
});

/// What the titles of a posting say beyond its role, employer and place, in words that do not depend on the language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Distinction {
    /// By language: the words left of that title, specialties by their key.
    words: Vec<(Lang, BTreeSet<String>)>,
    /// Specialties that the description names.
    described: BTreeSet<&'static str>,
}

impl Distinction {
    pub(super) fn of(content: &Content) -> Self {
        let known = Known::of(content);
        let titles = [(Lang::En, &content.en), (Lang::Fr, &content.fr)].into_iter();
        let words = titles.filter_map(|(lang, text)| Some((lang, left_of(&text.as_ref()?.title, &known)))).collect();
        let (searcher, keys) = &*IN_TEXTS;
        let texts = [&content.en, &content.fr].into_iter().flatten();
        let described = texts.flat_map(|text| found(searcher, keys, &spaced(&text.description)).0).collect();
        Self { words, described }
    }

    /// Whether nothing tells the two apart: the titles of a language that both have, or else those they have,
    /// leave the same words; numbers (of positions, of a requisition) only count where both give some. If both
    /// descriptions name specialties, they share one.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let described =
            self.described.is_empty() || other.described.is_empty() || !self.described.is_disjoint(&other.described);
        let pairs = || self.words.iter().flat_map(|a| other.words.iter().map(move |b| (a, b)));
        let shared = pairs().any(|(a, b)| a.0 == b.0);
        described && pairs().filter(|(a, b)| !shared || a.0 == b.0).any(|(a, b)| same_words(&a.1, &b.1))
    }
}

fn same_words(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let split = |words: &BTreeSet<String>| -> (BTreeSet<String>, BTreeSet<String>) {
        words.iter().cloned().partition(|word| word.chars().any(|c| c.is_ascii_digit()))
    };
    let ((a_numbers, a_words), (b_numbers, b_words)) = (split(a), split(b));
    a_words == b_words && (a_numbers.is_empty() || b_numbers.is_empty() || a_numbers == b_numbers)
}

/// Folded, with a space at either end so that every word stands between two.
fn spaced(text: &str) -> String {
    format!(
        " {} ",
        fold(&INITIALS.replace_all(text, |found: &regex::Captures<'_>| {
            found.get(0).map_or(String::new(), |m| m.as_str().replace('.', ""))
        }))
    )
}

/// The specialties in a folded text, and the text without them.
fn found(searcher: &AhoCorasick, keys: &[&'static str], text: &str) -> (Vec<&'static str>, String) {
    let (mut named, mut rest, mut at) = (Vec::new(), String::with_capacity(text.len()), 0);
    while let Some(hit) = searcher.find(text.get(at..).unwrap_or_default()) {
        named.extend(keys.get(hit.pattern().as_usize()));
        rest.push_str(text.get(at..at + hit.start()).unwrap_or_default());
        // The closing space may open the next phrase.
        at += hit.end() - 1;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    (named, rest)
}

fn left_of(title: &str, known: &Known) -> BTreeSet<String> {
    let (searcher, keys) = &*IN_TITLES;
    // "Medical laboratory technologist" is no medical unit.
    let unnamed = known.titles.iter().fold(spaced(title), |text, title| text.replace(title, " "));
    let (named, rest) = found(searcher, keys, &unnamed);
    let said =
        |word: &&str| NOISE.split(' ').chain(ROLE_WORDS.split(' ')).any(|w| w == *word) || known.words.contains(*word);
    named.into_iter().chain(rest.split_whitespace().filter(|word| !said(word))).map(str::to_owned).collect()
}

/// What a title may say without telling jobs apart.
struct Known {
    /// Titles of the roles, folded, with a space at either end.
    titles: BTreeSet<String>,
    /// Words of the roles' titles, the employer and the places.
    words: BTreeSet<String>,
}

impl Known {
    fn of(content: &Content) -> Self {
        let roles = || content.roles.iter().flat_map(|role| titles(*role));
        let mut words = BTreeSet::new();
        let mut add = |name: &str| words.extend(fold(name).split(' ').map(str::to_owned));
        add(&content.employer.name);
        for location in &content.locations {
            add(&location.place);
            add(location.province.key());
            add(location.province.name(Lang::En));
            add(location.province.name(Lang::Fr));
        }
        roles().for_each(add);
        let titles = roles().flat_map(|title| title.split('/')).map(spaced).collect();
        Self { titles, words }
    }
}

fn titles(role: Role) -> impl Iterator<Item = &'static str> {
    Lang::ALL.into_iter().map(move |lang| role.title(lang)).chain(role.local_titles().map(|(_, _, title)| title))
}
