//! One key for all forms and spellings of an English word.
//!
//! Invariant: two words have the same key only if they differ in number, tense, British or American spelling, or in
//! -ization and -ize. A stemmer such as Porter's also equates *modernization* with *modern* and *united* with
//! *unit*; here precision matters more.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{hangul, slice};

/// British beginnings of words, and the American ones; the rest of the word stays. Those in *-e* are whole words.
const SPELLINGS: [(&str, &str); 63] = [
    ("acknowledgement", "acknowledgment"),
    ("aluminium", "aluminum"),
    ("analogue", "analog"),
    ("armour", "armor"),
    ("artefact", "artifact"),
    ("behaviour", "behavior"),
    ("biass", "bias"),
    ("calibre", "caliber"),
    ("candour", "candor"),
    ("catalogue", "catalog"),
    ("catalogu", "catalog"),
    ("centimetre", "centimeter"),
    ("centre", "center"),
    ("clamour", "clamor"),
    ("colour", "color"),
    ("counsellor", "counselor"),
    ("defenc", "defens"),
    ("demeanour", "demeanor"),
    ("dialogue", "dialog"),
    ("endeavour", "endeavor"),
    ("enrolment", "enrollment"),
    ("favour", "favor"),
    ("fervour", "fervor"),
    ("fibre", "fiber"),
    ("flavour", "flavor"),
    ("focuss", "focus"),
    ("fulfilment", "fulfillment"),
    ("grey", "gray"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("instalment", "installment"),
    ("judgement", "judgment"),
    ("kilometre", "kilometer"),
    ("labour", "labor"),
    ("licenc", "licens"),
    ("litre", "liter"),
    ("manoeuvre", "maneuver"),
    ("manoeuvr", "maneuver"),
    ("metre", "meter"),
    ("millimetre", "millimeter"),
    ("mould", "mold"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("offenc", "offens"),
    ("paediatric", "pediatric"),
    ("plough", "plow"),
    ("practis", "practic"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("rigour", "rigor"),
    ("rumour", "rumor"),
    ("savour", "savor"),
    ("sceptic", "skeptic"),
    ("skilful", "skillful"),
    ("splendour", "splendor"),
    ("theatre", "theater"),
    ("traveller", "traveler"),
    ("tumour", "tumor"),
    ("valour", "valor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
    ("wilful", "willful"),
];
/// British endings of verbs in -ise and -yse, and the American ones; *analyses* is rather the noun.
const ENDINGS: [(&str, &str); 13] = [
    ("isations", "izations"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ise", "ize"),
    ("ysing", "yzing"),
    ("ysed", "yzed"),
    ("yser", "yzer"),
    ("ysers", "yzers"),
    ("yse", "yze"),
];
/// What words end in before *-ise* that Americans too write with an *s*, such as *exercise*, *praise* and *otherwise*.
const EVERYWHERE_S: &str = "exerc prec conc inc exc circumc exorc rev adv superv dev improv telev prom surm prem pr ra w \
    expert advert franch merchand gu po bru cru lia chast desp parad treat sunr moonr den lou dem chem marqu mala mayonna torto \
    turquo";
/// Words that the rules would confuse with others.
const EXCEPTIONS: [(&str, &str); 13] = [
    ("united", "unite+"),
    ("uniting", "unite+"),
    ("unites", "unite+"),
    ("unite", "unite+"),
    ("marshall", "marshall"),
    ("news", "news"),
    ("series", "series"),
    ("humane", "humane"),
    ("morale", "morale"),
    ("rationale", "rationale"),
    ("evening", "evening"),
    ("during", "during"),
    ("wing", "wing"),
];
/// Words whose forms no rule makes, the key of each first.
const IRREGULAR: &str = "withdraw withdrew withdrawn;criterion criteria;crisis crises;man men;woman women;child children;\
    lead led;seek sought;hold held;meet met;fight fought;buy bought;bring brought;think thought;teach taught;\
    catch caught;sell sold;tell told;say said;make made;build built;send sent;spend spent;lend lent;keep kept;\
    leave left;lose lost;feel felt;deal dealt;mean meant;begin began begun;write wrote written;speak spoke spoken;\
    break broke broken;choose chose chosen;rise rose risen;drive drove driven;give gave given;take took taken;\
    undertake undertook undertaken;know knew known;grow grew grown;show showed shown;throw threw thrown;\
    draw drew drawn;see saw seen;foresee foresaw foreseen;overcome overcame;become became;come came;run ran;\
    win won;stand stood;understand understood;withstand withstood;uphold upheld;forbid forbade forbidden;\
    analysis analyses;thesis theses;phenomenon phenomena;medium media;datum data;shoot shot;strike struck;\
    freeze froze frozen;pay paid;lay laid;find found;bind bound;sink sank sunk;fall fell fallen;go went gone;\
    servicemember servicemembers;serviceman servicemen;foot feet;free freed;agree agreed;disagree disagreed;\
    guarantee guaranteed;decree decreed;tie tied tying;die died dying;lie lied lying;use used using;age aged aging;\
    add added adding;gas gases gassed;bus buses;half halves;wolf wolves;knife knives;shelf shelves;thief thieves;\
    flee fled;hear heard;fly flew flown;forget forgot forgotten;hide hid hidden;swear swore sworn;\
    shake shook shaken;steal stole stolen;arise arose arisen;undergo underwent undergone;oversee oversaw overseen;\
    rebuild rebuilt;retake retook retaken;forgive forgave forgiven;mistake mistook mistaken";
/// Minimum letters of a word to which the rules apply.
const SHORTEST: usize = 3;

/// The key of a folded word; `None` if it is not an English word.
pub(super) fn key(word: &str) -> Option<String> {
    if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return ordinal(word);
    }
    if let Some((_, key)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == word) {
        return Some((*key).to_owned());
    }
    if let Some(key) = irregular(word) {
        return Some(key);
    }
    let word = singular(american(word));
    let word = word.strip_suffix("ization").map_or(word.clone(), |stem| format!("{stem}ize"));
    let word = infinitive(word);
    Some(without_e(if ends_in_one_l(&word) { cut(&word, 1) } else { word }))
}

/// A folded word in one spelling, by which sentences are compared: American where the British differs, and Korean
/// without its ending. Number and tense stay: a sentence in which they change is a changed sentence.
pub fn spelling(word: &str) -> String {
    if word.is_ascii() { american(word) } else { hangul::stems(word).last().unwrap_or(word).to_owned() }
}

/// The key of a word that is in [`IRREGULAR`], or that a rule derives from its first word there.
fn irregular(word: &str) -> Option<String> {
    static KEYS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let families = IRREGULAR.split(';').filter_map(|family| Some((family, family.split(' ').next()?)));
        families
            .flat_map(|(family, key)| family.split(' ').skip(1).map(move |word| (word.trim(), key.trim())))
            .collect()
    });
    let key = KEYS.get(word)?;
    Some(self::key(key).unwrap_or_else(|| (*key).to_owned()))
}

/// The key of a number and its ordinal: `35`, `35th`.
fn ordinal(word: &str) -> Option<String> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| digits.to_owned())
}

fn american(word: &str) -> String {
    let mut word = word.to_owned();
    for (british, american) in SPELLINGS {
        // *Programmed* and *programmers* are written with two letters everywhere.
        let is_british = |rest: &&str| !british.ends_with('e') || matches!(*rest, "" | "s");
        if let Some(rest) = word.strip_prefix(british).filter(is_british) {
            word = format!("{american}{rest}");
            break;
        }
    }
    for (british, american) in ENDINGS {
        let is_british =
            |rest: &&str| rest.len() >= SHORTEST && !EVERYWHERE_S.split(' ').any(|end| rest.ends_with(end));
        if let Some(rest) = word.strip_suffix(british).filter(is_british) {
            return format!("{rest}{american}");
        }
    }
    word
}

/// The word without the -s of a plural or of a verb.
fn singular(word: String) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.len() <= SHORTEST || !word.ends_with('s') || ends(&["ss", "us"]) {
        return word;
    }
    match word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        Some(stem) => format!("{stem}y"),
        None if ends(&["sses", "xes", "ches", "shes", "zzes"]) => cut(&word, 2),
        None => cut(&word, 1),
    }
}

/// The word without the -ed or -ing of a verb.
fn infinitive(word: String) -> String {
    let stem =
        word.strip_suffix("ing").or_else(|| word.strip_suffix("ed").filter(|stem| !stem.ends_with('e')));
    let Some(stem) = stem.filter(|stem| stem.len() >= SHORTEST && groups(stem) > 0) else { return word };
    if let Some(stem) = stem.strip_suffix('i') {
        return format!("{stem}y");
    }
    let mut last = stem.chars().rev();
    let (last, before, third) = (last.next().unwrap_or(' '), last.next().unwrap_or(' '), last.next());
    if last == before && !is_vowel(last) && !matches!(last, 'l' | 's' | 'z' | 'f') {
        return cut(stem, 1);
    }
    let closed = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(before);
    let short = groups(stem) == 1 && closed && !third.is_some_and(is_vowel);
    let soft = matches!(last, 'c' | 'v' | 'u')
        || (last == 's' && before != 's' && !is_vowel(before))
        || ["rg", "dg", "ang"].iter().any(|ending| stem.ends_with(ending));
    if short || soft { format!("{stem}e") } else { stem.to_owned() }
}

/// Whether the -ll of a word may be the -l of another form: *controlled*, *fuelled* and *install*, but not *call* or *quell*.
fn ends_in_one_l(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("ll") else { return false };
    let mut last = stem.chars().rev().skip_while(|c| is_vowel(*c));
    let vowels = stem.len() - last.clone().count();
    groups(stem) > 1 || (vowels > 1 && last.next() != Some('q'))
}

/// The word without its last -e, which longer verbs lose in some forms. Short words keep it: `not` is not `note`.
fn without_e(word: String) -> String {
    match word.strip_suffix('e') {
        Some(stem) if groups(stem) > 1 => stem.to_owned(),
        Some(_) | None => word,
    }
}

fn cut(word: &str, letters: usize) -> String {
    slice(word, 0..word.len() - letters).to_owned()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// How many groups of vowels a word has.
fn groups(word: &str) -> usize {
    let mut after_vowel = false;
    let begins = |letter: char| {
        let begins = is_vowel(letter) && !after_vowel;
        after_vowel = is_vowel(letter);
        begins
    };
    word.chars().map(begins).filter(|begins| *begins).count()
}

#[cfg(test)]
mod tests {
    fn key(word: &str) -> String {
        super::key(word).unwrap()
    }

    #[test]
    fn forms_and_spellings_share_a_key() {
        have_one_key_each(&[
            "modernize modernizes modernized modernizing modernization modernizations modernise modernises \
             modernised modernising modernisation modernisations",
            "denuclearize denuclearized denuclearization denuclearisation denuclearizing",
            "ally allies allied",
            "alliance alliances",
            "defense defence defenses defences",
            "defend defends defended defending",
            "analyze analyse analysed analyzing analyzes",
            "program programme programmes programs",
            "exercise exercises exercised exercising",
            "policy policies",
            "state states stated stating",
            "force forces forced forcing",
            "base bases based basing",
            "note notes noted noting",
            "plan plans planned planning",
            "deter deters deterred deterring",
            "strengthen strengthens strengthened strengthening",
            "agree agrees agreed agreeing",
            "commit commits committed committing",
            "address addresses addressed addressing",
            "process processes",
            "provide provides provided providing",
            "serve serves served serving",
            "reaffirm reaffirmed reaffirms reaffirming",
            "evolve evolves evolved evolving",
            "unite united uniting",
            "secure secured securing secures",
            "threat threats",
            "carry carries carried carrying",
            "need needs needed needing",
            "proceed proceeds proceeded proceeding",
            "focus focuses focused focusing",
            "center centre centers centres",
            "honor honour honours honored",
            "color colour colors colours colored coloured coloring colouring",
            "liter litre liters litres",
            "maneuver manoeuvre maneuvers manoeuvres maneuvered manoeuvred maneuvering manoeuvring",
            "practice practise practices practised practicing practising",
            "catalog catalogue catalogs catalogues cataloged catalogued",
            "skeptic sceptic skeptics sceptics",
            "gray grey",
            "traveler traveller travelers travellers",
            "acknowledgment acknowledgement acknowledgments",
            "dialogue dialog dialogues",
            "continue continues continued continuing",
            "issue issues issued issuing",
            "pledge pledges pledged pledging",
            "call calls called calling",
            "transform transforms transformed",
            "35 35th",
            "withdraw withdrew withdrawn withdrawing withdraws",
            "criterion criteria",
            "crisis crises",
            "woman women",
            "fight fought fighting",
        ]);
    }

    #[test]
    fn forms_that_double_a_letter_or_are_irregular_share_a_key() {
        have_one_key_each(&[
            "control controls controlled controlling",
            "signal signals signaled signalled signalling",
            "cancel canceled cancelled cancelling",
            "compel compels compelled compelling",
            "fulfil fulfill fulfils fulfilled fulfilling",
            "fuel fuels fueled fuelled fuelling",
            "install installs installed installing",
            "roll rolls rolled rolling",
            "quell quells quelled quelling",
            "pass passes passed passing",
            "stress stresses stressed stressing",
            "cross crosses crossed crossing",
            "focus focuses focused focussed focussing",
            "rinse rinses rinsed rinsing",
            "israeli israelis",
            "houthi houthis",
            "basis",
            "free frees freed freeing",
            "tie ties tied tying",
            "use uses used using",
            "gas gases",
            "wolf wolves",
        ]);
    }

    fn have_one_key_each(families: &[&str]) {
        for family in families {
            let mut keys: Vec<String> = family.split_whitespace().map(key).collect();
            keys.dedup();
            assert_eq!(keys.len(), 1, "{family}: {keys:?}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for family in [
            "modern modernity modernize modernist",
            "ally alliance",
            "deter deterrence deterrent",
            "flexible flexibility",
            "secure security",
            "united unit unity",
            "state statement station stat",
            "north northern",
            "region regional",
            "strategy strategic",
            "nuclear denuclear denuclearization",
            "operate operation operational",
            "cooperate cooperation cooperative",
            "extend extension extensive",
            "new news",
            "not note",
            "her here",
            "war ware",
            "commit commitment committee",
            "nation national international",
            "capable capability",
            "posture post",
            "force enforce",
            "minister ministry",
            "peace peaceful",
            "press pressure",
            "arm army",
            "bring string spring",
            "general generate",
            "human humane",
            "35 3",
            "call cal",
            "marshal marshall",
            "daniel danielle",
            "free fred",
            "pass passe",
            "base basis",
            "live life",
        ] {
            let words = family.split_whitespace().count();
            let mut keys: Vec<String> = family.split_whitespace().map(key).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), words, "{family}: {keys:?}");
        }
        let words = ["현대화를", "현대화하며", "2+2", "denuclearisation", "allies"];
        assert_eq!(words.map(super::spelling), ["현대화", "현대화", "2+2", "denuclearization", "allies"]);
        let british = ["modernises", "standardised", "economising", "optimise", "analysed"];
        assert_eq!(
            british.map(super::spelling),
            ["modernizes", "standardized", "economizing", "optimize", "analyzed"]
        );
        for word in "sunrise programmed programmers analyses exercises praised promising revised enterprises comprised advisers otherwise expertise improvisation"
            .split(' ')
        {
            assert_eq!(super::spelling(word), word);
        }
        assert_eq!(super::key("현대화"), None);
        assert_eq!(super::key("us"), None);
    }
}
