//! The parties that issue statements: how titles, files and web hosts name them.
//!
//! Invariant: a party is found only by its whole name; the names of seas, peninsulas and others that contain it do not
//! count.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::text::slice;

/// The name of a party, its code in labels and file names, other forms of its name, and the ends of its web hosts.
const PARTIES: [(&str, &str, &[&str], &[&str]); 16] = [
    (
        "Republic of Korea",
        "ROK",
        &["South Korea", "Korea", "Korean", "대한민국", "한국", "우리나라"],
        &["go.kr"],
    ),
    (
        "United States",
        "US",
        &["United States of America", "U.S.", "U.S", "U.S.A.", "USA", "미국", "美", "米国"],
        &["whitehouse.gov", "archives.gov", "state.gov", "defense.gov", "war.gov"],
    ),
    ("Japan", "JP", &["Japanese", "일본", "日本"], &["go.jp"]),
    (
        "NATO",
        "NATO",
        &["North Atlantic Council", "North Atlantic Treaty Organization", "나토"],
        &["nato.int"],
    ),
    ("European Union", "EU", &["European Council", "European Commission", "유럽연합"], &["europa.eu"]),
    ("United Kingdom", "UK", &["U.K.", "Great Britain", "영국"], &["gov.uk"]),
    ("Australia", "AU", &["Australian", "호주"], &["gov.au"]),
    ("Philippines", "PH", &["Philippine", "필리핀"], &["gov.ph"]),
    ("India", "IN", &["인도"], &["gov.in"]),
    (
        "China",
        "CN",
        &["People’s Republic of China", "People's Republic of China", "PRC", "중국"],
        &["gov.cn"],
    ),
    ("Germany", "DE", &["독일"], &["bundesregierung.de", "auswaertiges-amt.de"]),
    ("France", "FR", &["프랑스"], &["gouv.fr", "elysee.fr"]),
    ("Canada", "CA", &["캐나다"], &["gc.ca", "canada.ca"]),
    ("United Nations", "UN", &["Security Council"], &["un.org"]),
    ("New Zealand", "NZ", &["뉴질랜드"], &["govt.nz"]),
    ("ASEAN", "ASEAN", &["Association of Southeast Asian Nations", "아세안"], &["asean.org"]),
];

/// Other states and unions of states that issue statements with these.
const STATES: &str = "African Union, Albania, Algeria, Angola, Antigua and Barbuda, Argentina, Armenia, Austria, Azerbaijan, \
    Bahamas, Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia and \
    Herzegovina, Botswana, Brazil, Brunei, Bulgaria, Burkina Faso, Burma, Burundi, Cabo Verde, Cambodia, \
    Cameroon, Chad, Chile, Colombia, Comoros, Cook Islands, Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, \
    Czechia, Côte d’Ivoire, Democratic Republic of the Congo, Denmark, Djibouti, Dominican Republic, Ecuador, \
    Egypt, El Salvador, Equatorial Guinea, Estonia, Ethiopia, Fiji, Finland, Gabon, Gambia, Georgia, Ghana, \
    Greece, Grenada, Guatemala, Guinea, Gulf Cooperation Council, Guyana, Haiti, Holy See, Honduras, Hungary, \
    Iceland, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Jordan, Kazakhstan, Kenya, Kiribati, \
    Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania, \
    Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Marshall Islands, Mauritania, Mauritius, \
    Mexico, Micronesia, Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique, Namibia, Nepal, Netherlands, \
    Nicaragua, Niger, Nigeria, North Macedonia, Norway, Oman, Pakistan, Palau, Palestinian Authority, Panama, \
    Papua New Guinea, Paraguay, Peru, Poland, Portugal, Qatar, Romania, Russia, Rwanda, Samoa, Saudi Arabia, \
    Senegal, Serbia, Singapore, Slovakia, Slovenia, Solomon Islands, Somalia, South Africa, Soviet Union, Spain, \
    Sri Lanka, Sudan, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Thailand, Timor-Leste, Tonga, Trinidad and \
    Tobago, Tunisia, Turkey, Tuvalu, Türkiye, Uganda, Ukraine, United Arab Emirates, Uruguay, Uzbekistan, \
    Vanuatu, Venezuela, Viet Nam, Vietnam, Yemen, Zambia, Zimbabwe";

/// Words for several parties, and longer names that contain a party's name but mean something else.
const COMPOUNDS: [(&str, &[&str]); 27] = [
    ("한미일", &["Republic of Korea", "United States", "Japan"]),
    ("한·미·일", &["Republic of Korea", "United States", "Japan"]),
    ("한미", &["Republic of Korea", "United States"]),
    ("한·미", &["Republic of Korea", "United States"]),
    ("한-미", &["Republic of Korea", "United States"]),
    ("한일", &["Republic of Korea", "Japan"]),
    ("한·일", &["Republic of Korea", "Japan"]),
    ("미일", &["United States", "Japan"]),
    ("日米韓", &["Japan", "United States", "Republic of Korea"]),
    ("日米", &["Japan", "United States"]),
    ("日韓", &["Japan", "Republic of Korea"]),
    ("AUSMIN", &["Australia", "United States"]),
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
    ("Northern Ireland", &[]),
    ("New Mexico", &[]),
    ("Gulf of Mexico", &[]),
    ("한반도", &[]),
    ("Washington Treaty", &[]),
];

/// All names with the parties that each means, and the automaton that finds them.
struct Forms {
    named: Vec<(&'static str, Vec<&'static str>)>,
    automaton: Option<AhoCorasick>,
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
    named.extend(STATES.split(", ").map(|name| (name, vec![name])));
    named.extend(COMPOUNDS.iter().map(|(form, names)| (*form, names.to_vec())));
    let automaton = AhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(named.iter().map(|(form, _)| form));
    Forms { named, automaton: automaton.ok() }
});

/// The parties that a text names, in the order in which they first appear.
pub(super) fn parties(text: &str) -> Vec<&'static str> {
    let mut parties: Vec<&'static str> = Vec::new();
    let Some(automaton) = &FORMS.automaton else { return parties };
    for found in automaton.find_iter(text) {
        let Some((form, names)) = FORMS.named.get(found.pattern().as_usize()) else { continue };
        let written = slice(text, found.range());
        // In lower case, short names are common words: `us`.
        let is_form = form.len() > 4 || written == *form;
        if is_form && (!form.is_ascii() || is_whole(text, found.start(), found.end())) {
            for name in names {
                if !parties.contains(name) {
                    parties.push(name);
                }
            }
        }
    }
    parties
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = slice(text, 0..start).chars().next_back();
    let after = slice(text, end..text.len()).chars().next();
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    ends(before) && ends(after)
}

/// Whether a text is the name of a party.
pub(super) fn is_state(text: &str) -> bool {
    FORMS.named.iter().any(|(form, names)| *form == text && !names.is_empty())
}

/// The party that runs the web site.
pub(super) fn publisher(address: &str) -> Option<&'static str> {
    let host = address.split_once("://")?.1.split(['/', ':', '?', '#']).next()?;
    let is_theirs =
        |end: &&str| host.strip_suffix(*end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    PARTIES.iter().find(|(.., hosts)| hosts.iter().any(is_theirs)).map(|(name, ..)| *name)
}

/// The code of a party, for labels.
pub(super) fn code(party: &str) -> Option<&'static str> {
    PARTIES.iter().find(|(name, ..)| *name == party).map(|(_, code, ..)| *code)
}

/// Whether a word is the code of a party, however it is written.
pub(super) fn is_code(word: &str) -> bool {
    !["in", "de", "ca"].contains(&word.to_lowercase().as_str())
        && PARTIES.iter().any(|(_, code, ..)| code.eq_ignore_ascii_case(word))
}
