//! What titles, file names and addresses tell of who issued a statement, and of its series.
//!
//! Invariant: these are guesses, and all that use them say so.

use std::sync::LazyLock;

use regex_lite::Regex;

/// Those who issue statements: the name, the code that labels and file names use, how prose writes it (a pattern),
/// and the ends of their web hosts.
const PARTIES: [(&str, &str, &str, &[&str]); 14] = [
    (
        "Republic of Korea",
        "ROK",
        r"Republic of Korea|\bROK\b|South Korea|\bKorea[n]?\b|대한민국|한국|한미|한·미|한일",
        &[".go.kr"],
    ),
    (
        "United States",
        "US",
        r"United States|\bU\.S\.|\bUS\b|\bUSA\b|미국|한미|한·미",
        &["whitehouse.gov", "whitehouse.archives.gov", "state.gov", "defense.gov", "war.gov", "archives.gov"],
    ),
    ("Japan", "JP", r"\bJapan\b|\bJapanese\b|일본|한일", &[".go.jp"]),
    ("NATO", "NATO", r"\bNATO\b|North Atlantic (?:Council|Treaty)", &["nato.int"]),
    ("European Union", "EU", r"\bEuropean (?:Union|Council|Commission)\b|\bEU\b", &["europa.eu"]),
    ("United Kingdom", "UK", r"\bUnited Kingdom\b|\bU\.K\.|\bUK\b", &[".gov.uk"]),
    ("Australia", "AU", r"\bAustralian?\b|\bAUSMIN\b", &[".gov.au"]),
    ("Philippines", "PH", r"\bPhilippines?\b", &[".gov.ph"]),
    ("India", "IN", r"\bIndian?\b(?: Prime| Defence|,|$)|\bIndia\b", &[".gov.in"]),
    ("China", "CN", r"\bChina\b|\bPRC\b", &[".gov.cn"]),
    ("Germany", "DE", r"\bGermany\b", &["bundesregierung.de"]),
    ("France", "FR", r"\bFrance\b", &[".gouv.fr", "elysee.fr"]),
    ("Canada", "CA", r"\bCanada\b", &[".gc.ca", "canada.ca"]),
    ("United Nations", "UN", r"\bUnited Nations\b|\bSecurity Council\b", &["un.org"]),
];

/// Series: their name, how titles and file names write them, whether their meetings are numbered.
const SERIES: [(&str, &str, bool); 8] = [
    ("SCM", r"(?i)Security Consultative Meeting|\bSCM\b|안보협의회", true),
    ("MCM", r"(?i)Military Committee Meeting|\bMCM\b|군사위원회", true),
    (
        "2+2",
        r"(?i)\b2\s*(?:\+|plus)\s*2\b|Security Consultative Committee|Foreign and Defen[sc]e Minist",
        false,
    ),
    ("NATO", r"\bNATO\b|North Atlantic", false),
    ("treaty", r"(?i)\btreaty\b(?: between| of)", false),
    ("summit", r"(?i)\bleaders\b|\bsummit\b|\bpresidents?\b|\bprime minister\b|정상", false),
    ("ministers", r"(?i)\bministers?\b|\bsecretary of\b|장관", false),
    ("spokesperson", r"(?i)\bspokes(?:person|man|woman)\b|\bpress (?:briefing|secretary)\b|대변인", false),
];

/// A pattern of the tables, made ready once.
fn ready(patterns: impl Iterator<Item = &'static str>) -> Vec<Option<Regex>> {
    patterns.map(|pattern| Regex::new(pattern).ok()).collect()
}

static PARTY_PATTERNS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| ready(PARTIES.iter().map(|(_, _, pattern, _)| *pattern)));
static SERIES_PATTERNS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| ready(SERIES.iter().map(|(_, pattern, _)| *pattern)));

static ORDINAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b([0-9]{1,3})(?:st|nd|rd|th)\b|제\s*([0-9]{1,3})차|\bSCM[ -]?([0-9]{1,3})\b").ok()
});
static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:joint|communiqu[eé]|statements?|declaration|fact sheet|agreement|treaty|memorandum|remarks|readout|press release|guidelines|vision)\b|성명|선언|합의|공동|발표문|보도자료",
    )
    .ok()
});
static JOINT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bjoint\b|communiqu[eé]|공동성명|공동선언|공동발표").ok());
static AGREED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:declaration|agreement|leaders?|treaty)\b").ok());
static ONE_SIDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bfact ?sheet\b|\bremarks\b|\breadout\b|\bbriefing\b|\bpress release\b|\bstatement (?:by|from)\b|보도자료|대변인").ok()
});

fn says(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether a line names a kind of statement.
pub(super) fn is_title(line: &str) -> bool {
    says(&KIND, line)
}

pub(super) fn is_joint(text: &str) -> bool {
    says(&JOINT, text)
}

/// Whether it names a kind of statement that takes two.
pub(super) fn is_agreed(text: &str) -> bool {
    says(&AGREED, text)
}

pub(super) fn is_one_sided(text: &str) -> bool {
    says(&ONE_SIDED, text)
}

/// The parties that a text names, in the order of its first naming them; in the name of a file, by their codes.
pub(super) fn parties(text: &str) -> Vec<&'static str> {
    let found = PARTIES
        .iter()
        .zip(&*PARTY_PATTERNS)
        .filter_map(|((name, ..), pattern)| Some((pattern.as_ref()?.find(text)?.start(), *name)));
    in_order(found.collect())
}

/// The parties that the words of a file name or of an address name.
pub(super) fn parties_of_slug(slug: &str) -> Vec<&'static str> {
    let words: Vec<&str> = slug.split(|c: char| !c.is_alphanumeric()).collect();
    let place = |code: &str, name: &str| {
        words.iter().position(|word| word.eq_ignore_ascii_case(code) || word.eq_ignore_ascii_case(name))
    };
    // `in` and `ca` are words, and not only codes.
    let codes = PARTIES.iter().filter(|(_, code, ..)| !matches!(*code, "IN" | "DE" | "CA" | "PH"));
    in_order(codes.filter_map(|(name, code, ..)| Some((place(code, name)?, *name))).collect())
}

fn in_order(mut found: Vec<(usize, &'static str)>) -> Vec<&'static str> {
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Whose web site it is.
pub(super) fn publisher(address: &str) -> Option<&'static str> {
    let host = address.split_once("://")?.1.split(['/', ':']).next()?;
    let theirs = |hosts: &&[&str]| hosts.iter().any(|end| host.ends_with(end));
    PARTIES.iter().find(|(_, _, _, hosts)| theirs(hosts)).map(|(name, ..)| *name)
}

/// The code of a party, for labels.
pub(super) fn code(party: &str) -> Option<&'static str> {
    PARTIES.iter().find(|(name, ..)| *name == party).map(|(_, code, ..)| *code)
}

/// The series that a title or a name tells.
pub(super) fn series(text: &str) -> Option<&'static str> {
    let mut known = SERIES.iter().zip(&*SERIES_PATTERNS);
    known
        .find(|(_, pattern)| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text)))
        .map(|((name, ..), _)| *name)
}

/// Whether the meetings of a series are numbered.
pub(super) fn is_numbered(series: &str) -> bool {
    SERIES.iter().any(|(name, _, numbered)| *name == series && *numbered)
}

/// The number of the meeting: `57th`, `제57차`, `SCM-57`.
pub(super) fn number(text: &str) -> Option<u32> {
    let captures = ORDINAL.as_ref()?.captures(text)?;
    captures.iter().skip(1).flatten().next()?.as_str().parse().ok()
}

/// The words of a file name or an address as a title: capitals where titles have them.
pub(super) fn title(slug: &str) -> String {
    const SMALL: [&str; 14] =
        ["a", "an", "and", "at", "between", "by", "for", "in", "of", "on", "or", "the", "to", "with"];
    let mut words: Vec<String> = Vec::new();
    for word in slug.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let is_code = PARTIES.iter().any(|(_, code, ..)| {
            code.eq_ignore_ascii_case(word) && !matches!(lower.as_str(), "in" | "de" | "ca")
        });
        let shown = if lower == "us" {
            String::from("U.S.")
        } else if is_code
            || SERIES.iter().any(|(name, ..)| name.eq_ignore_ascii_case(word) && word.len() == 3)
        {
            word.to_uppercase()
        } else if SMALL.contains(&lower.as_str()) && !words.is_empty() {
            lower
        } else {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        };
        match words.last_mut() {
            // `u-s` is how addresses write it.
            Some(last) if last == "U" && shown == "S" => *last = String::from("U.S."),
            _ => words.push(shown),
        }
    }
    words.join(" ").replacen("Fact Sheet the ", "Fact Sheet: The ", 1)
}
