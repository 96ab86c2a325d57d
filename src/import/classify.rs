//! What titles, file names and addresses say about a statement: its kind, its series, whether it is joint.
//!
//! Invariant: all of this is a guess, and callers report it as one; an ambiguous title gives no answer. (In `regex-lite`,
//! `\w`, `\b` and case are those of ASCII.)

mod about;

use std::sync::LazyLock;

use regex_lite::Regex;

use about::{own_part, speaking};

use super::parties::{are_several, distinct, is_code, named, parties};
use super::pattern::{Pattern, compiled, says};
use crate::text::slice;

/// Series of meetings: their name, how titles and file names write them, whether their meetings are numbered.
const MEETINGS: [(&str, &str, bool); 5] = [
    ("SCM", r"(?i)Security Consultative Meeting|\bSCM\b|\bSCM[0-9]|안보협의회", true),
    ("MCM", r"(?i)Military Committee Meeting|\bMCM\b|\bMCM[0-9]|군사위원회", true),
    (
        "2+2",
        r"(?i)\b2\s*(?:\+|plus)\s*2\b|Security Consultative Committee|Foreign and Defen[sc]e Minist|외교·?\s?국방\s?장관",
        false,
    ),
    ("AUSMIN", r"(?i)\bAUSMIN\b|Australia[-–— ]+(?:U\.S\.|United States) Ministerial", false),
    ("NATO", r"(?i)\bNATO\b.*\bsummit\b|\bsummit\b.*\bNATO\b|North Atlantic Council", false),
];

static SERIES: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| MEETINGS.iter().map(|(_, pattern, _)| compiled(pattern)).collect());

/// The number of a meeting, before its name: `57th`, `제57차`, or `Fifty-Seventh`, as early communiqués write it.
static NUMBER: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\b([0-9]{1,3})\s?(?:st|nd|rd|th)\b|제\s*([0-9]{1,3})\s*차",
        r"|\b(?:(twenty|thirty|forty|fifty|sixty)[- ])?(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|",
        r"eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|",
        r"thirtieth|fortieth|fiftieth|sixtieth)\b",
    ))
});
/// The number next to the short name of a meeting.
static SHORT: Pattern =
    LazyLock::new(|| compiled(r"(?i)\b(?:SCM|MCM)[ -]?([0-9]{1,3})\b|\b([0-9]{1,3})[ -](?:SCM|MCM)\b"));
/// Maximum letters between the number and the name.
const APART: usize = 60;
const TENS: [&str; 7] = ["", "ten", "twent", "thirt", "fort", "fift", "sixt"];
const ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

static KIND: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\bcommuniqu|\b(?:statements?|declaration|fact\s?sheet|agreement|treaty|memorandum|remarks|readout",
        r"|press (?:release|briefing|conference|gaggle)|guidelines|vision|proclamation|executive order|outcomes|principles)\b",
        r"|성명|선언|합의|발표문|보도자료|기자회견|조약|声明|宣言|共同発表|条約",
    ))
});
/// A title that only says its kind, and continues in the next line.
static BARE: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)^(?:(?:draft|final|joint|press|media|leaders['’]?|summit|ministerial) )*(?:communiqu(?:e|é|É)|statement|declaration|fact ?sheet|remarks|treaty|release|agreement)$",
    )
});
static JOINT: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\bjoint\s+(?:\S+\s+){0,4}?(?:statement|communiqu|declaration|fact\s?sheet|vision|announcement|press release|media release|leaders|guidelines|principles|message|proclamation|outcome|readout|consultation)",
        r"|\bcommuniqu|공동\s?(?:성명|선언|발표|보도|기자)|공동설명자료|共同(?:声明|宣言|発表)",
    ))
});
/// What one side gives to the press under that name, unless it is called joint.
static PRESS_COMMUNIQUE: Pattern =
    LazyLock::new(|| compiled(r"(?i)(?:^|[^t] )press communiqu|\bcommuniqu\S* de presse"));
static ONE_SIDED: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\bfact\s?sheet\b|\bremarks\b|\breadout\b|\bbriefing\b|\bpress (?:release|call|conference|gaggle)\b|\bgaggle\b",
        r"|^(?:the )?(?:(?:vice )?president|first lady|white house|office of)\b.*\b(?:approves|amends|appoints|assembles|authorizes|awards|convenes|delivers|designates|expands|honors|hosts|joins|launches|nominates|recognizes|releases?|secures|signs|signed|statement|unveils|to (?:appoint|award|deliver|host|nominate|travel|visit|welcome))\b",
        r"|^icymi\b|^what they are (?:reading|saying)\b|^bills? sign(?:ed|ing)\b|\bsigned into law\b|\bwithdrawals? sent\b|\bnominations\b.*\bsent\b|\bstatement of administration policy\b",
        r"|\bproclamation\b|\bexecutive order\b|\bpresidential (?:memorandum|determination|message|permit)\b",
        r"|\bmemorandum (?:on|for|to)\b|\b(?:letter|message|notice|nominations?) (?:to|from|on|regarding|sent)\b|\bannounce[sd]?\b",
        r"|\bnominees?\b|\bspokes(?:person|man|woman)\b|\bbackground\b|\btoasts?\b|\bspeech\b|\baddress (?:by|to)\b|\binterview\b|\bop-?ed\b",
        r"|\bstatements? (?:by|from|of) (?:\S+ ){0,5}?(?:president|secretary|press|advis[oe]r|national security council|nsc|ambassador",
        r"|director|administrator|first lady|white house|spokes(?:person|man|woman)|ministry of|department of)\b",
        r"|보도자료|대변인|브리핑|논평|담화|모두발언|기자단|談話|報道官|論評",
    ))
});
/// Two speakers before the press.
static TWO_SPEAKERS: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:remarks|statements?|press conference|toasts?)\b.*(?:\band|,) (?:h\.?e\.? |the |his (?:majesty|excellency|royal)|her (?:majesty|excellency)|)?(?:prime minister|president|chancellor|king|queen|taoiseach|secretary[- ]general|foreign minister|minister|emperor|amir|crown prince|majesty|leaders)\b",
    )
});
/// `Statement by the G7 Leaders` and the like.
static SEVERAL_SPEAK: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\bstatements? (?:by|from|of) (?:the )?(?:\S+ ){0,4}?(?:leaders|ministers|heads of state|quad\b|g-?7\b)",
    )
});
/// Statements that several make together without calling them joint.
static COLLECTIVE: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\b(?:leaders|(?:foreign |defen[sc]e |finance )?ministers|advis[oe]rs|heads of state|trilateral|quadrilateral)\b",
        r".*\b(?:statement|declaration|communiqu|vision|principles)|\b(?:statement|declaration|communiqu|vision)\S*\b",
        r".*\b(?:leaders|(?:foreign |defen[sc]e |finance )?ministers|heads of state)\b",
        r"|(?:정상|장관).*(?:성명|선언)|首脳.*(?:声明|宣言)",
    ))
});
/// Offices that one government has several of.
static OFFICIALS: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\b(?:by|from|of)\b.*\b(?:assistants? to the president|attorneys? general|administrators?|(?:press|cabinet) secretary",
        r"|secretar(?:y|ies) of (?:the )?(?:agriculture|commerce|defense|education|energy|health|homeland|housing|interior|labor",
        r"|state|transportation|treasury|veterans|war)|directors?|advis[oe]rs?|counselors?|surgeons? general|commissioners?)\b",
    ))
});
/// Offices that show that another government speaks too.
static OTHER_SIDE: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\bministers?\b|\bforeign\b|\bking\b|\bqueen\b|\bchancellor\b|\btaoiseach\b|\bhigh representative\b|\bcrown prince\b|\bcounterparts?\b|\bleaders\b|\bpresidents? of\b",
    )
});
/// What follows the names of those who meet, work together or are allied.
static MEETING_OF: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)^(?:['’]s?)?\s+(?:\S+\s+){0,4}?(?:group|meetings?|dialogue|council|consultations?|committee|commission|forum|ministerial|summit|talks|task force|mechanism|cooperation|partnership|alliance)\b",
    )
});
/// What divides the names of those who do something together.
static JOINED: Pattern =
    LazyLock::new(|| compiled(r"^(?:\s?[-–—/·]\s?|\s|,\s(?:and\s)?(?:the\s)?|\sand\s(?:the\s)?)$"));
/// What is between two states without being an agreement.
static QUARREL: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:war|conflict|dispute|border|tensions?|ceasefire|hostilities|relations|peace|fighting|situation)\b",
    )
});
static LEADERS: Pattern =
    LazyLock::new(|| compiled(r"(?i)\bleaders\b|\bsummit\b|\bpresidents?\b|\bprime minister\b|정상|首脳"));
static MINISTERS: Pattern = LazyLock::new(|| {
    compiled(r"(?i)\bministers?\b|\bministerial\b|\bsecretary of (?:state|defense|war)\b|장관")
});
static SPOKESPERSON: Pattern =
    LazyLock::new(|| compiled(r"(?i)\bspokes(?:person|man|woman)\b|\bpress secretary\b|대변인"));
static TREATY: Pattern = LazyLock::new(|| compiled(r"(?i)\btreaty\b|조약|条約"));
/// Where a title turns to its subject, which is not a party.
static SUBJECT: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\s(?:on|about|regarding|concerning|condemning|following|against|supporting|in (?:support|response|commemoration|observance|honor)|at|after|to mark|marking|toward|towards)\s",
    )
});

/// What the parties do in the first sentence of a statement, and where it turns to something else.
static VERB: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\b(?:met|meet|held|hold|convened?|gathered|reaffirm(?:ed)?|issued?|agreed?|adopted|spoke|speak|discuss(?:ed)?",
        r"|welcomed?|condemn(?:ed)?|express(?:ed)?|announced?|launched|commit(?:ted)?|recogni[sz]ed?|underscored?|affirm(?:ed)?",
        r"|shared?|declared?|endorsed?|concluded|signed|decided|have|has|had|will|today|that|which|who)\b",
    ))
});
static BINDS: Pattern = LazyLock::new(|| {
    compiled(
        r"(?i)\bparties to this treaty\b|\bhave agreed as follows\b|\bcontracting parties\b|체약국|당사국",
    )
});

fn place_of(pattern: &Pattern, text: &str) -> Option<usize> {
    Some(pattern.as_ref()?.find(text)?.start())
}

/// The word for the kind of statement in a title: `Remarks`, `Fact Sheet`.
pub(super) fn kind(title: &str) -> Option<&str> {
    let found = KIND.as_ref()?.find(title)?;
    let rest = slice(title, found.end()..title.len());
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    Some(slice(title, found.start()..found.end() + end))
}

/// Whether a line names a kind of statement.
pub(super) fn is_title(line: &str) -> bool {
    says(&KIND, line)
}

/// Whether a title says only its kind.
pub(super) fn is_bare(title: &str) -> bool {
    says(&BARE, title.trim())
}

/// Who speaks, according to a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// The statement itself is joint, rather than about something joint.
    Joint,
    OneSide,
    /// Several speak, but perhaps not with one voice.
    Several,
}

pub(super) fn voice(title: &str) -> Option<Voice> {
    let Some(own) = own_part(title) else { return voice_of(title) };
    let is_open = is_bare(own) || are_several(&parties_of_title(own, None)) || own.contains(" and ");
    voice_of(own).or_else(|| (!is_open).then_some(Voice::OneSide))
}

fn voice_of(title: &str) -> Option<Voice> {
    let is_one_sided = |text: &str| says(&ONE_SIDED, text);
    let speakers = slice(title, 0..place_of(&SUBJECT, title).unwrap_or(title.len()));
    let joint = place_of(&JOINT, title).filter(|_| !says(&PRESS_COMMUNIQUE, title));
    match joint {
        None if !is_one_sided(title) => {
            let is_joint = says(&COLLECTIVE, title) && are_several(&parties_of_title(title, None));
            is_joint.then_some(Voice::Joint)
        }
        // What one side does with a joint statement is named before it.
        Some(joint) if !is_one_sided(slice(title, 0..joint)) => {
            let is_one_government = says(&OFFICIALS, title)
                && !says(&OTHER_SIDE, title)
                && !are_several(&parties_of_title(title, None));
            Some(if is_one_government { Voice::OneSide } else { Voice::Joint })
        }
        _ if says(&TWO_SPEAKERS, speakers) || says(&SEVERAL_SPEAK, speakers) => Some(Voice::Several),
        _ => Some(Voice::OneSide),
    }
}

/// Whether a title is that of a treaty, as far as a title can tell.
pub(super) fn is_treaty(title: &str) -> bool {
    says(&TREATY, title) && voice(title).is_none() && !title.to_lowercase().contains("statement")
}

/// The parties that issue what has this title: those before its subject, those whose meeting it is about, or those
/// between whom it is. Parties that are only mentioned do not count.
pub(super) fn parties_of_title(title: &str, publisher: Option<&str>) -> Vec<&'static str> {
    let title = own_part(title).unwrap_or(title);
    let subject = place_of(&SUBJECT, title).unwrap_or(title.len());
    let before = acting(slice(title, 0..subject));
    if are_several(&before) {
        return before;
    }
    let is_theirs =
        |parties: &Vec<&str>| parties.len() > 1 && publisher.is_none_or(|own| parties.contains(&own));
    let rest = slice(title, subject..title.len());
    let between = || {
        let (before, between) = rest.split_once(" between ")?;
        let end = place_of(&SUBJECT, between).unwrap_or(between.len());
        (!says(&QUARREL, before)).then(|| acting(slice(between, 0..end)))
    };
    // A group by its name: `to mark the anniversary of AUKUS`.
    let group = || named(rest).into_iter().map(|(_, names)| names).find(|names| names.len() > 1);
    let found = speaking(rest).or_else(|| meeting_of(rest)).filter(is_theirs);
    let found = found.or_else(|| between().filter(is_theirs));
    found.or_else(|| group().filter(is_theirs)).unwrap_or(before)
}

/// The parties whose names are joined before the word for a meeting: `the U.S.–ROK Consultative Group`.
fn meeting_of(text: &str) -> Option<Vec<&'static str>> {
    let named = named(text);
    // Two names may overlap, as a sign in a row of signs.
    let is_joined = |pair: &[(std::ops::Range<usize>, Vec<&str>)]| match pair {
        [(one, _), (other, _)] => says(&JOINED, text.get(one.end..other.start).unwrap_or_default()),
        _ => false,
    };
    named.chunk_by(|one, other| is_joined(&[one.clone(), other.clone()])).find_map(|joined| {
        let end = joined.last()?.0.end;
        let parties = distinct(joined.iter().flat_map(|(_, names)| names.iter().copied()));
        (parties.len() > 1 && says(&MEETING_OF, slice(text, end..text.len()))).then_some(parties)
    })
}

/// The parties that act in a first sentence: those before its verb.
pub(super) fn parties_of_opening(opening: &str) -> Vec<&'static str> {
    let Some(verb) = place_of(&VERB, opening) else { return Vec::new() };
    let subject = slice(opening, 0..verb);
    // `The talks with Japan were held` does not say who held them.
    let last = subject.split_whitespace().next_back();
    if last.is_some_and(|last| matches!(last, "was" | "were" | "been" | "be")) {
        return Vec::new();
    }
    acting(slice(subject, 0..place_of(&SUBJECT, subject).unwrap_or(verb)))
}

/// The parties in a text, without those that are only a place or a topic.
fn acting(text: &str) -> Vec<&'static str> {
    let is_preposition = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "in" | "at"
                | "to"
                | "for"
                | "on"
                | "about"
                | "against"
                | "near"
                | "over"
                | "toward"
                | "towards"
                | "visiting"
        )
    };
    let is_mentioned = |before: &str| {
        let mut words = before.split_whitespace().rev().filter(|word| *word != "the");
        let last = words.next().unwrap_or_default();
        // `in Seoul, Republic of Korea`
        is_preposition(last) || last.ends_with(',') && words.take(2).any(is_preposition)
    };
    let named = named(text).into_iter().filter(|(range, _)| !is_mentioned(slice(text, 0..range.start)));
    distinct(named.flat_map(|(_, names)| names))
}

/// Whether a first paragraph is that of a treaty.
pub(super) fn binds(opening: &str) -> bool {
    says(&BINDS, opening)
}

/// Whether a file's name begins with the codes of two parties: `rok-us-declaration`.
pub(super) fn names_two(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins = words.by_ref().take(2).flat_map(|word| parties(&title(word))).count() > 1;
    begins
        && words.any(|word| matches!(word, "declaration" | "agreement" | "leaders" | "communique" | "vision"))
}

/// Whether a text is the name of a web site, as it follows the titles of its pages.
pub(super) fn is_site(name: &str) -> bool {
    const SITES: [&str; 12] = [
        "the white house",
        "gov.uk",
        "nato",
        "department of state",
        "department of defense",
        "department of war",
        "ministry of",
        "european commission",
        "consilium",
        "prime minister",
        "외교부",
        "국방부",
    ];
    let name = name.to_lowercase();
    let name = name.strip_prefix("united states ").or_else(|| name.strip_prefix("u.s. ")).unwrap_or(&name);
    SITES.iter().any(|site| name == *site || site.ends_with("of") && name.starts_with(site))
}

/// Whether a line only says that what follows is given to the press.
pub(super) fn is_letterhead(line: &str) -> bool {
    const LETTERHEADS: [&str; 8] = [
        "press release",
        "media release",
        "news release",
        "보도자료",
        "보도참고자료",
        "報道発表",
        "新闻稿",
        "新聞稿",
    ];
    LETTERHEADS.contains(&line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
}

/// The series of meetings that a title names.
pub(super) fn meeting(text: &str) -> Option<&'static str> {
    let mut known = MEETINGS.iter().zip(&*SERIES);
    known.find(|(_, pattern)| pattern.as_ref().is_some_and(|p| p.is_match(text))).map(|((name, ..), _)| *name)
}

/// The series of a joint statement without the name of a meeting.
pub(super) fn joint_series(title: &str) -> Option<&'static str> {
    if says(&LEADERS, title) {
        Some("summit")
    } else if says(&MINISTERS, title) {
        Some("ministers")
    } else {
        None
    }
}

pub(super) fn is_spokesperson(title: &str) -> bool {
    says(&SPOKESPERSON, title)
}

/// Whether the meetings of a series are numbered.
pub(super) fn is_numbered(series: &str) -> bool {
    MEETINGS.iter().any(|(name, _, numbered)| *name == series && *numbered)
}

/// The number of the meeting that a title names: `57th`, `Fifty-Seventh`, `제57차`, `SCM-57`.
pub(super) fn number(text: &str) -> Option<u32> {
    let numbered = MEETINGS.iter().zip(&*SERIES).filter(|((.., numbered), _)| *numbered);
    let meeting = numbered.filter_map(|(_, pattern)| Some(pattern.as_ref()?.find(text)?.start())).min()?;
    let before = slice(text, 0..meeting);
    let last = NUMBER.as_ref()?.captures_iter(before).last();
    let near = last.filter(|last| {
        let between = last.get(0).map_or("", |last| slice(before, last.end()..before.len()));
        between.chars().count() <= APART && !between.to_lowercase().contains("anniversary")
    });
    let captures = near.or_else(|| SHORT.as_ref()?.captures(text))?;
    let found = |at: usize| captures.get(at).map(|found| found.as_str().to_lowercase());
    if let Some(figures) = found(1).or_else(|| found(2)) {
        return figures.parse().ok();
    }
    let tens = found(3).map_or(Some(0), |tens| ten(&tens))?;
    let last = found(4)?;
    let ones = ORDINALS.iter().position(|ordinal| *ordinal == last).or_else(|| ten(&last))?;
    u32::try_from(tens + ones).ok()
}

fn ten(word: &str) -> Option<usize> {
    let stem = word.trim_end_matches("ieth").trim_end_matches('y');
    Some(TENS.iter().position(|tens| *tens == stem)? * 10)
}

/// The words of a file name or an address as a title, with the capitals of titles.
pub(super) fn title(slug: &str) -> String {
    const SMALL: [&str; 15] =
        ["a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "of", "on", "or", "to", "with"];
    const CAPITALS: [&str; 16] = [
        "scm", "mcm", "ausmin", "g7", "g20", "apec", "aukus", "covid", "usmca", "hiv", "ai", "dprk", "usaid",
        "kidd", "ncg", "nsc",
    ];
    let mut words: Vec<String> = Vec::new();
    for word in slug.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let shown = if lower == "us" {
            String::from("U.S.")
        } else if is_code(word) || CAPITALS.contains(&lower.as_str()) {
            word.to_uppercase()
        } else if (SMALL.contains(&lower.as_str()) || lower == "the") && !words.is_empty() {
            lower
        } else {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        };
        match words.last_mut() {
            // `u-s` is how addresses write U.S.
            Some(last) if last == "U" && shown == "S" => *last = String::from("U.S."),
            _ => words.push(shown),
        }
    }
    words.join(" ").replacen("Fact Sheet the ", "Fact Sheet: The ", 1)
}
