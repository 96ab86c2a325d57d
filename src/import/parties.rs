//! The parties that issue statements: how titles, files and web hosts name them.
//!
//! Invariant: a party is found only by its whole name; the names of seas, peninsulas and others that contain it do not
//! count. The names of states are those of the Unicode CLDR, in English, Korean and Japanese.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::pattern::{Pattern, compiled};
use crate::text::slice;

/// The code of each state, and its names; the first is shown.
const TERRITORIES: &str = include_str!("territories.tsv");

/// A name, its code in labels and file names, other forms of the name, and the ends of web hosts.
type Party = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

/// Parties with a code of their own.
const PARTIES: [Party; 17] = [
    ("Republic of Korea", "ROK", &["Korea", "Korean", "South Korean", "우리나라"], &[]),
    (
        "United States",
        "US",
        &["美"],
        &[
            "whitehouse.gov",
            "archives.gov",
            "state.gov",
            "defense.gov",
            "war.gov",
            "treasury.gov",
            "commerce.gov",
            "mil",
        ],
    ),
    ("Japan", "JP", &["Japanese"], &[]),
    (
        "NATO",
        "NATO",
        &["North Atlantic Council", "North Atlantic Treaty Organization", "나토", "북대서양조약기구"],
        &["nato.int"],
    ),
    (
        "European Union",
        "EU",
        &["European Council", "European Commission", "유럽연합", "欧州連合"],
        &["europa.eu"],
    ),
    ("United Kingdom", "UK", &[], &["gov.uk"]),
    ("Australia", "AU", &["Australian", "호주", "豪州"], &[]),
    ("Philippines", "PH", &["Philippine"], &[]),
    ("India", "IN", &[], &[]),
    ("China", "CN", &[], &[]),
    ("Germany", "DE", &[], &["bundesregierung.de", "auswaertiges-amt.de"]),
    ("France", "FR", &[], &["elysee.fr"]),
    ("Canada", "CA", &[], &["gc.ca", "canada.ca"]),
    ("United Nations", "UN", &["Security Council", "유엔", "国連"], &["un.org"]),
    ("New Zealand", "NZ", &[], &[]),
    ("ASEAN", "ASEAN", &["Association of Southeast Asian Nations", "아세안"], &["asean.org"]),
    ("G20", "G20", &["Group of Twenty"], &[]),
];

/// Other unions of states.
const UNIONS: [&str; 4] =
    ["African Union", "Gulf Cooperation Council", "Pacific Islands Forum", "Soviet Union"];
/// Organizations that speak for all their members when they speak jointly.
const ALONE: [&str; 4] = ["NATO", "ASEAN", "G20", "African Union"];

const QUAD: &[&str] = &["Australia", "India", "Japan", "United States"];
const SEVEN: &[&str] = &["Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States"];
const AUKUS: &[&str] = &["Australia", "United Kingdom", "United States"];
const CENTRAL_ASIA: &[&str] =
    &["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "United States"];

/// Names of groups, and longer names that contain a party's name but mean something else.
const COMPOUNDS: [(&str, &[&str]); 39] = [
    ("C5+1", CENTRAL_ASIA),
    ("C5 + 1", CENTRAL_ASIA),
    ("C5 1", CENTRAL_ASIA),
    ("Quad", QUAD),
    ("쿼드", QUAD),
    ("G7", SEVEN),
    ("G-7", SEVEN),
    ("Group of Seven", SEVEN),
    ("AUKUS", AUKUS),
    ("오커스", AUKUS),
    ("AUSMIN", &["Australia", "United States"]),
    ("I2U2", &["India", "Israel", "United Arab Emirates", "United States"]),
    ("E3", &["France", "Germany", "United Kingdom"]),
    ("North Korea", &[]),
    ("North Korean", &[]),
    ("Democratic People’s Republic of Korea", &[]),
    ("Democratic People's Republic of Korea", &[]),
    ("Korean Peninsula", &[]),
    ("Korean War", &[]),
    ("South China Sea", &[]),
    ("East China Sea", &[]),
    ("Philippine Sea", &[]),
    ("Sea of Japan", &[]),
    ("Indian Ocean", &[]),
    ("American Indian", &[]),
    ("Native American", &[]),
    ("African American", &[]),
    ("Latin American", &[]),
    ("Northern Ireland", &[]),
    ("New Mexico", &[]),
    ("Gulf of Mexico", &[]),
    ("한반도", &[]),
    ("인도적", &[]),
    ("인도주의", &[]),
    ("인도태평양", &[]),
    ("인도-태평양", &[]),
    ("인도·태평양", &[]),
    ("Washington Treaty", &[]),
    ("Security Council resolution", &[]),
];

/// The signs by which Korean and Japanese write several parties in one word: 한미일, 日米韓.
const SIGNS: [(char, &str); 24] = [
    ('한', "Republic of Korea"),
    ('미', "United States"),
    ('일', "Japan"),
    ('중', "China"),
    ('러', "Russia"),
    ('영', "United Kingdom"),
    ('불', "France"),
    ('독', "Germany"),
    ('호', "Australia"),
    ('필', "Philippines"),
    ('인', "India"),
    ('캐', "Canada"),
    ('日', "Japan"),
    ('米', "United States"),
    ('韓', "Republic of Korea"),
    ('中', "China"),
    ('英', "United Kingdom"),
    ('豪', "Australia"),
    ('仏', "France"),
    ('独', "Germany"),
    ('印', "India"),
    ('加', "Canada"),
    ('露', "Russia"),
    ('比', "Philippines"),
];
static SEVERAL: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?:^|[^가-힣])((?:[한미일중러영불독호필인캐][·‧・ㆍ–-]?){1,4}[한미일중러영불독호필인캐])",
        r"\s?(?:정상|공동|안보|외교|외무|국방|장관|차관|고위|간|양국|[2-5삼]국|동맹|협의|협력|군사|회담|전략|확장|경제|통상|상호|[^가-힣]|$)",
        r"|((?:[日米韓中英豪仏独印加露比][・·]?){1,4}[日米韓中英豪仏独印加露比])",
        r"(?:首脳|共同|外|防衛|安全|同盟|協|両|間|関係|二|三|四|[2-4]|会談|[^\x{4E00}-\x{9FFF}]|$)",
    ))
});

/// All names with the parties that each means, and the automaton that finds them.
struct Forms {
    named: Vec<(&'static str, Vec<&'static str>)>,
    automaton: Option<AhoCorasick>,
}

/// The code of each state, and all its names.
fn states() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let lines = TERRITORIES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (code, names) = line.split_once('\t')?;
        let names = names.split(['\t', ';']).map(str::trim).filter(|name| !name.is_empty());
        Some((code, names.collect()))
    })
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut named: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, code, forms, _) in PARTIES {
        // `in`, `de` and `ca` are words, and not only codes.
        let code = Some(code).filter(|code| !matches!(*code, "IN" | "DE" | "CA"));
        named.extend(
            [name].into_iter().chain(code).chain(forms.iter().copied()).map(|form| (form, vec![name])),
        );
    }
    for (_, names) in states() {
        let first = names.first().copied().into_iter().collect::<Vec<_>>();
        named.extend(names.into_iter().map(|name| (name, first.clone())));
    }
    named.extend(UNIONS.map(|name| (name, vec![name])));
    named.extend(COMPOUNDS.iter().map(|(form, names)| (*form, names.to_vec())));
    let automaton = AhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(named.iter().map(|(form, _)| form));
    Forms { named, automaton: automaton.ok() }
});

/// Where a text names parties, in order.
pub(super) fn named(text: &str) -> Vec<(Range<usize>, Vec<&'static str>)> {
    let mut places = Vec::new();
    for captures in SEVERAL.iter().flat_map(|several| several.captures_iter(text)) {
        let Some(word) = captures.get(1).or_else(|| captures.get(2)) else { continue };
        let party = |c: char| SIGNS.iter().find(|(sign, _)| *sign == c).map(|(_, name)| *name);
        places.push((word.range(), word.as_str().chars().filter_map(party).collect()));
    }
    let Some(automaton) = &FORMS.automaton else { return places };
    let several = places.len();
    for found in automaton.find_iter(text) {
        let Some((form, names)) = FORMS.named.get(found.pattern().as_usize()) else { continue };
        // In lower case, short names are common words: `us`, `chad`.
        let written = slice(text, found.range());
        let is_form = form.len() > 4 || written == *form || written == form.to_ascii_uppercase();
        let is_within = places.iter().take(several).any(|(word, _)| word.contains(&found.start()));
        if is_form && !is_within && is_whole(text, found.range()) {
            places.extend(sign_before(text, found.start()));
            places.push((found.range(), names.clone()));
        }
    }
    places.sort_by_cached_key(|(range, _)| range.start);
    places
}

/// The party whose sign is before another party's whole name: 한-우즈베키스탄.
fn sign_before(text: &str, name: usize) -> Option<(Range<usize>, Vec<&'static str>)> {
    let before = slice(text, 0..name).strip_suffix(['-', '–', '·', '‧', '・', 'ㆍ'])?;
    let sign = before.chars().next_back()?;
    let start = before.len() - sign.len_utf8();
    let is_own = !slice(text, 0..start).ends_with(|c: char| c.is_alphanumeric());
    let (_, party) = SIGNS.iter().find(|(own, _)| *own == sign).filter(|_| is_own)?;
    Some((start..before.len(), vec![*party]))
}

/// The parties that a text names, in the order in which they first appear.
pub(super) fn parties(text: &str) -> Vec<&'static str> {
    distinct(named(text).into_iter().flat_map(|(_, names)| names))
}

/// Each party once, in order.
pub(super) fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut parties: Vec<&'static str> = Vec::new();
    for name in names {
        if !parties.contains(&name) {
            parties.push(name);
        }
    }
    parties
}

/// Whether a name is a word of its own; Korean adds endings to a name, and Japanese writes words without blanks.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let before = slice(text, 0..range.start).chars().next_back();
    let after = slice(text, range.end..text.len()).chars().next();
    let is_letter = |c: char| c.is_alphanumeric() && c < '\u{2E80}';
    let is_hangul = |c: char| matches!(c, '가'..='힣');
    if slice(text, range).contains(|c: char| c >= '\u{2E80}') {
        !before.is_some_and(is_hangul)
    } else {
        !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
    }
}

/// Whether parties may issue a joint statement: there are several, or an organization speaks for its members.
pub(super) fn are_several(parties: &[&'static str]) -> bool {
    parties.len() > 1 || parties.iter().any(|party| ALONE.contains(party))
}

/// Whether a text is the name of a party.
pub(super) fn is_party(text: &str) -> bool {
    FORMS.named.iter().any(|(form, names)| *form == text && !names.is_empty())
}

/// The party that runs the web site: one with a host of its own, or the state whose government has the host.
pub(super) fn publisher(address: &str) -> Option<&'static str> {
    const GOVERNMENTS: [&str; 7] = ["gov", "go", "gob", "gouv", "govt", "gub", "government"];
    let host = address.split_once("://")?.1.split(['/', ':', '?', '#']).next()?;
    let is_theirs =
        |end: &&str| host.strip_suffix(*end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let own = PARTIES.iter().find(|(.., hosts)| hosts.iter().any(is_theirs)).map(|(name, ..)| *name);
    own.or_else(|| {
        let mut parts = host.rsplit('.');
        let country = parts.next()?.to_ascii_uppercase();
        parts.next().filter(|part| GOVERNMENTS.contains(part))?;
        states().find(|(code, _)| *code == country).and_then(|(_, names)| names.first().copied())
    })
}

/// The code of a party, for labels.
pub(super) fn code(party: &str) -> Option<&'static str> {
    let own = PARTIES.iter().find(|(name, ..)| *name == party).map(|(_, code, ..)| *code);
    own.or_else(|| states().find(|(_, names)| names.first() == Some(&party)).map(|(code, _)| code))
}

/// Whether a word is the code of a party, however it is written.
pub(super) fn is_code(word: &str) -> bool {
    !["in", "de", "ca"].contains(&word.to_lowercase().as_str())
        && PARTIES.iter().any(|(_, code, ..)| code.eq_ignore_ascii_case(word))
}
