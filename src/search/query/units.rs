//! Codes, figures and dates: a unit that is typed is found however it is written.
//!
//! Invariant: a spelling is a phrase of words as `words` divides them; the first spelling is the one that was typed.

use super::pieces::{Piece, filter};
use super::{Level, Near, QueryTerm, QueryWord};
use crate::search::phrase::Phrase;
use crate::search::segment::ordinal_ending;
use crate::search::words::{MONTHS, words};
use crate::text::fold::fold;

const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
    "xvii", "xviii", "xix", "xx",
];
/// What has a number of its own.
const NUMBERED: [&str; 8] =
    ["article", "section", "chapter", "annex", "part", "phase", "paragraph", "resolution"];
/// How percent is written.
const PERCENT: [&[&str]; 3] = [&["%"], &["percent"], &["per", "cent"]];
/// Maximum letters of a code before its digits.
const CODE: usize = 6;

/// The spellings of a typed piece that is a unit; its last word is `open` while it is typed.
pub(super) fn spellings(piece: &str, open: bool) -> Option<Vec<(Level, Phrase)>> {
    let folded = fold(piece);
    let text = folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$'));
    let phrase = |level, words: Vec<String>| (level, Phrase { open, ..Phrase::quoted(words) });
    let typed = words(text);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((code, digits, plural)) = code(text) {
        let ends = |end: &str| {
            [vec![code.to_owned(), format!("{digits}{end}")], vec![format!("{code}{digits}{end}")]]
        };
        let (typed, other) = if plural { ("s", "") } else { ("", "s") };
        let [apart, joined] = ends(typed);
        let (same, respelled) = if text.contains('-') { (apart, joined) } else { (joined, apart) };
        let other = ends(other).into_iter().chain([respelled]).map(|words| phrase(Level::Form, words));
        return Some([phrase(Level::Exact, same)].into_iter().chain(other).collect());
    }
    if let [year, month, day] = text.split('-').collect::<Vec<&str>>()[..]
        && [year, month, day].iter().all(|part| number(part))
        && year.len() == 4
    {
        let iso = phrase(Level::Exact, typed.clone());
        let mut written = written_days(year, month, day)?;
        written.retain(|day| *day != typed.join(" "));
        let written =
            written.iter().map(|day| phrase(Level::Form, day.split(' ').map(str::to_owned).collect()));
        return Some([iso].into_iter().chain(written).collect());
    }
    if let [figure, sign] = typed.as_slice()
        && sign == "%"
    {
        return Some(percent(figure, open).into());
    }
    let is_sum = text.starts_with(['$', '£', '€']);
    let is_pair = text.split_once('/').is_some_and(|(left, right)| number(left) && number(right));
    let is_double = text.contains('&');
    (typed.len() > 1 && (is_sum || is_pair || is_double)).then(|| vec![phrase(Level::Exact, typed)])
}

/// How a day is written with the name of its month, with stops between its figures, and in Korean.
fn written_days(year: &str, month: &str, day: &str) -> Option<Vec<String>> {
    let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let (month, day) = (month.trim_start_matches('0'), day.trim_start_matches('0'));
    let mut written: Vec<String> =
        days(name, day).iter().map(|[left, right]| format!("{left} {right} {year}")).collect();
    written.extend(names(name).map(|name| format!("{} of {name} {year}", ordinal(day))));
    let mut figures =
        vec![(month.to_owned(), day.to_owned()), (format!("{month:0>2}"), format!("{day:0>2}"))];
    figures.dedup();
    for (month, day) in figures {
        written.extend([
            format!("{day}.{month}.{year}"),
            format!("{year}.{month}.{day}"),
            format!("{year} {month} {day}"),
        ]);
    }
    written.push(format!("{year}년 {month}월 {day}일"));
    Some(written)
}

/// A day and the name of its month, in both orders, the day as a figure and as an ordinal.
fn days(month: &str, day: &str) -> Vec<[String; 2]> {
    let days = [day.to_owned(), ordinal(day)];
    let pairs = names(month).flat_map(|name| days.clone().map(|day| (name.to_owned(), day)));
    pairs.flat_map(|(name, day)| [[name.clone(), day.clone()], [day, name]]).collect()
}

fn ordinal(day: &str) -> String {
    format!("{day}{}", ordinal_ending(day.parse().unwrap_or_default()))
}

/// The name of a month, and how it is abbreviated.
fn names(month: &str) -> impl Iterator<Item = &str> {
    let short = month.get(..3).filter(|short| short.len() < month.len());
    [Some(month), short, (month == "september").then_some("sept")].into_iter().flatten()
}

/// A percentage, however it is written.
fn percent(figure: &str, open: bool) -> [(Level, Phrase); 3] {
    PERCENT.map(|sign| {
        let words = [figure].into_iter().chain(sign.iter().copied()).map(str::to_owned);
        (Level::Exact, Phrase { open, ..Phrase::quoted(words.collect()) })
    })
}

/// Letters and digits of a code such as `f-16s`, and whether it is a plural.
fn code(text: &str) -> Option<(&str, &str, bool)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (code, rest) = text.split_at(letters);
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let digits = rest.strip_suffix('s').unwrap_or(rest);
    let is_number =
        !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    ((1..=CODE).contains(&letters) && is_number).then_some((code, digits, digits.len() < rest.len()))
}

/// A term for which a passage needs either of two.
pub(super) fn either(left: &QueryTerm, right: &QueryTerm) -> QueryTerm {
    let typed = format!("{} OR {}", left.typed(), right.typed());
    let spellings = [left, right].into_iter().flat_map(|term| spellings_of(std::slice::from_ref(term)));
    let terms = [left, right].into_iter().flat_map(terms_of).cloned();
    QueryTerm::Unit { typed, spellings: spellings.collect(), terms: terms.collect() }
}

/// The terms of the dataset that `term:` names; `None` for every other piece.
pub(super) fn terms(piece: &Piece) -> Option<QueryTerm> {
    let filter = filter(piece).filter(|filter| filter.key == "term" && !filter.negated && !piece.quoted)?;
    let typed = piece.text.clone();
    (!filter.values.is_empty()).then_some(QueryTerm::Unit {
        typed,
        spellings: Vec::new(),
        terms: filter.values,
    })
}

/// The dataset's term of this id.
pub(super) fn term(id: &str) -> QueryTerm {
    QueryTerm::Unit { typed: format!("term:{id}"), spellings: Vec::new(), terms: vec![fold(id)] }
}

/// The terms of the dataset among what is looked for.
pub(in crate::search) fn terms_of(term: &QueryTerm) -> &[String] {
    match term {
        QueryTerm::Unit { terms, .. } => terms,
        QueryTerm::Word(_) | QueryTerm::Phrase { .. } => &[],
    }
}

/// The words of a piece such as *Indo-Pacific*, if only they are looked for, side by side.
pub(in crate::search) fn words_of_piece(term: &QueryTerm) -> Option<&[String]> {
    let QueryTerm::Unit { spellings, terms, .. } = term else { return None };
    let [(_, phrase)] = &**spellings else { return None };
    (phrase.any_form && !phrase.open && terms.is_empty()).then_some(&phrase.words)
}

/// The terms of a piece as one term, such as *Indo-Pacific*.
pub(super) fn as_one_term(mut terms: Vec<QueryTerm>) -> Option<QueryTerm> {
    if terms.len() < 2 {
        return terms.pop();
    }
    let typed = terms.iter().map(QueryTerm::typed).collect::<Vec<&str>>().join(" ");
    Some(QueryTerm::Unit { typed, spellings: spellings_of(&terms), terms: Vec::new() })
}

/// What the terms look for together: words side by side, or each as it is.
fn spellings_of(terms: &[QueryTerm]) -> Vec<(Level, Phrase)> {
    let words: Vec<&QueryWord> = terms.iter().filter_map(QueryTerm::word).collect();
    let together = words.last().map(|last| {
        let keys = words.iter().map(|word| word.key.clone()).collect();
        (Level::Exact, Phrase { open: !last.is_finished(), ..Phrase::in_any_form(keys) })
    });
    let others = terms.iter().flat_map(|term| match term {
        QueryTerm::Word(_) => Vec::new(),
        QueryTerm::Unit { spellings, .. } => spellings.clone(),
        QueryTerm::Phrase { phrase, .. } => vec![(Level::Exact, phrase.clone())],
    });
    together.into_iter().chain(others).collect()
}

/// Makes a unit of words that belong together: *Article 5*, *November 14*, *50 percent*, *50 per cent*.
pub(super) fn join(wanted: &mut Vec<QueryTerm>, near: &mut [Near]) {
    let mut at = 0;
    while at + 1 < wanted.len() {
        let is_linked = |at: usize| near.iter().any(|near| near.right == at);
        let unlinked =
            (at..).zip(wanted.iter().skip(at)).take_while(|(next, _)| *next == at || !is_linked(*next));
        let words: Vec<&QueryWord> = unlinked.map_while(|(_, term)| term.word()).take(3).collect();
        if let Some((length, spellings)) = unit_of(&words) {
            let typed: Vec<&str> = words.iter().take(length).map(|word| &*word.typed).collect();
            let typed = typed.join(" ");
            wanted.splice(at..at + length, [QueryTerm::Unit { typed, spellings, terms: Vec::new() }]);
            for linked in near.iter_mut().flat_map(|near| [&mut near.left, &mut near.right]) {
                *linked -= if *linked > at { length - 1 } else { 0 };
            }
        }
        at += 1;
    }
}

/// How many of the first words are a unit, and its spellings.
fn unit_of(words: &[&QueryWord]) -> Option<(usize, Vec<(Level, Phrase)>)> {
    let [first, rest @ ..] = words else { return None };
    let is_sign = |sign: &&&[&str]| {
        sign.len() <= rest.len() && sign.iter().zip(rest).all(|(sign, word)| *sign == word.key)
    };
    let is_figure = first.key.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if let Some(sign) = PERCENT.iter().find(is_sign).filter(|_| is_figure) {
        let open = rest.get(sign.len() - 1).is_some_and(|last| !last.is_finished());
        return Some((sign.len() + 1, percent(&first.key, open).into()));
    }
    Some((2, spellings_of_pair(first, rest.first()?)?))
}

/// The spellings of what has a number, and of a day.
fn spellings_of_pair(first: &QueryWord, second: &QueryWord) -> Option<Vec<(Level, Phrase)>> {
    let open = !second.is_finished();
    let phrase = |level, words: [&str; 2]| {
        (level, Phrase { open, ..Phrase::quoted(words.map(str::to_owned).to_vec()) })
    };
    let (a, b) = (first.key.as_str(), second.key.as_str());
    let number = |key: &str| key.parse::<usize>().ok().filter(|_| key.len() <= 4);
    if NUMBERED.contains(&a) {
        let mut spellings = vec![phrase(Level::Exact, [a, b])];
        let roman = number(b).and_then(|n| ROMAN.get(n.checked_sub(1)?)).copied();
        let arabic = ROMAN.iter().position(|roman| *roman == b).map(|at| (at + 1).to_string());
        if let Some(other) = roman.map(str::to_owned).or(arabic.clone()) {
            spellings.push(phrase(Level::Form, [a, &other]));
        }
        return (number(b).is_some() || arabic.is_some()).then_some(spellings);
    }
    // The month and the year of a date can have the day between them.
    let month = |key: &str| MONTHS.into_iter().find(|month| names(month).any(|name| name == key));
    let is_day = |key: &str| number(key).is_some_and(|day| (1..=31).contains(&day));
    let (month, day) = month(a).zip(Some(b)).or(month(b).zip(Some(a))).filter(|(_, day)| is_day(day))?;
    let typed = [phrase(Level::Exact, [a, b]), phrase(Level::Exact, [b, a])];
    let others = days(month, day).into_iter().filter(|pair| !pair.iter().all(|word| word == a || word == b));
    let others = others.map(|[left, right]| phrase(Level::Form, [&left, &right]));
    Some(typed.into_iter().chain(others).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(piece: &str) -> Vec<String> {
        let spellings = spellings(piece, false).unwrap_or_default();
        spellings.iter().map(|(_, phrase)| phrase.words.join(" ")).collect()
    }

    #[test]
    fn codes_figures_and_dates_have_several_spellings() {
        assert_eq!(spelled("F-16"), ["f 16", "f 16s", "f16s", "f16"]);
        assert_eq!(spelled("F-16s,"), ["f 16s", "f 16", "f16", "f16s"]);
        assert_eq!(spelled("G7")[..1], ["g7"]);
        assert_eq!(spelled("covid19")[3..], ["covid 19"]);
        assert_eq!(spelled("50%"), ["50 %", "50 percent", "50 per cent"]);
        let days = spelled("2025-11-04");
        assert_eq!(days[..3], ["2025 11 04", "november 4 2025", "4 november 2025"]);
        for written in
            ["nov 4 2025", "4th of november 2025", "4.11.2025", "2025.11.04", "2025 11 4", "2025년 11월 4일"]
        {
            assert!(days.iter().any(|day| day == written), "{written}: {days:?}");
        }
        assert!(spelled("2025-09-22").contains(&String::from("22nd sept 2025")));
        assert_eq!(spelled("$350"), ["$ 350"]);
        assert_eq!(spelled("R&D"), ["r and d"]);
        assert_eq!(spelled("9/11"), ["9 11"]);
        for none in ["35th", "2+2", "28,500", "alliance", "Indo-Pacific", "2025-13-14"] {
            assert_eq!(spelled(none), [""; 0], "{none}");
        }
    }
}
