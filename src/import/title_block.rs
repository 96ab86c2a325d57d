//! The first lines of a document: its title, its date, its place.
//!
//! Invariant: a line is taken out of the text only where all of it is understood; a date within a sentence is none
//! of the head's.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::read::blocks::{Block, ParsedDocument, is_heading as reads_as_heading};
use super::{classify, dates};
use crate::text::fold::fold;

/// Letters of the longest line of a head.
const LINE: usize = 220;
/// Lines of the longest head.
const LINES: usize = 10;
/// Letters and words of the longest name of a place.
const PLACE: (usize, usize) = (40, 5);

/// What stands between a place or a title and a date.
const BETWEEN: [char; 13] = [' ', ',', '(', ')', '[', ']', '–', '—', '-', '|', '/', ':', ';'];

/// How sure it is that a date is that of the statement: that of its release, one by itself, one with a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Release,
    Alone,
    Placed,
}

/// What the first lines say.
#[derive(Debug, Default)]
pub(super) struct TitleBlock {
    pub title: Option<String>,
    pub date: Option<String>,
    pub place: Option<String>,
    /// All lines before the first paragraph.
    pub lines: Vec<String>,
    rank: Option<Rank>,
}

static RELEASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:for (?:immediate )?release|(?:date )?(?:released|issued|published|posted)|release date|(?:last )?(?:updated|modified)|press release|발표일?|배포일?시?|보도일시|게시일|등록일|작성일)\b(?: on| at)?$").ok()
});
static DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:date|dated|on|done on|일자|일시|날짜)$").ok());
static AROUND_DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|[월화수목금토일]요일|[월화수목금토일]|[0-9]{1,2}[:.][0-9]{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?|local time)?$").ok()
});
/// Words that name no place.
static NO_PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:meeting|committee|council|summit|office|ministry|department|house|release|released|secretary|president|minister|ministers|alliance|conference|embargo\w*|update\w*|publish\w*|dated?|for|page|vol|no|room|by|from|after|before|since|until|during|draft|version|as|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december)\b|장관|회의|회담|성명|보도|발표|배포|대변인|게시|등록|작성|자료|[0-9:@]").ok()
});

fn says(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

impl TitleBlock {
    /// Takes the title, the date and the place out of the first lines. Where the page's address names it, a line is
    /// its title only if the two say something alike.
    pub(super) fn take(document: &mut ParsedDocument, title: Option<&str>, slug: Option<&str>) -> Self {
        let mut head = Self::default();
        let known = title.map(fold);
        let page = document.title.as_deref().map(fold);
        let mut at = 0_usize;
        for _ in 0..LINES {
            let Some(block) = document.blocks.get(at) else { break };
            let text = block.text().to_owned();
            let is_heading = matches!(block, Block::Heading(_)) || reads_as_heading(&text);
            let is_short = !matches!(block, Block::Paragraph { number: Some(_), .. })
                && text.chars().nth(LINE).is_none();
            let is_first = document.first_heading.as_ref() == Some(&text)
                && page.as_ref().is_none_or(|page| page.contains(&fold(&text)))
                && document.site.as_ref() != Some(&text)
                && !classify::is_site(&text);
            let is_title = is_heading && (is_first || classify::is_title(&text) && is_alike(&text, slug));
            let is_known = known.as_ref() == Some(&fold(&text));
            if is_short && (is_known || head.dated(&text, is_first) || head.titled(&text, is_title)) {
                head.lines.push(text);
                document.blocks.remove(at);
            } else if matches!(block, Block::Heading(_)) || is_short && is_heading {
                head.lines.push(text.clone());
                // Few pages mark the line below their title.
                if let Some(block) = document.blocks.get_mut(at) {
                    *block = Block::Heading(text);
                }
                at = at.saturating_add(1);
            } else {
                break;
            }
        }
        head
    }

    /// Takes in a line that is a date, with a title, a place, a weekday before it or behind it; whether the line says
    /// nothing else.
    fn dated(&mut self, line: &str, is_first: bool) -> bool {
        let Some(said) = dated(line, is_first) else { return false };
        let is_better = self.rank.is_none_or(|rank| said.rank > rank);
        if !is_better {
            return false;
        }
        self.rank = Some(said.rank);
        self.date = Some(said.date);
        self.place = said.place.map(str::to_owned).or(self.place.take());
        if let (None, Some(title)) = (&self.title, said.title) {
            self.title = Some(title.to_owned());
        }
        said.is_whole
    }

    /// Takes in the title, or the line in which it goes on.
    fn titled(&mut self, line: &str, is_title: bool) -> bool {
        match &mut self.title {
            None if is_title => self.title = Some(line.to_owned()),
            Some(title)
                if self.date.is_none() && (is_open(title) || classify::is_bare(title) || goes_on(line)) =>
            {
                title.push(' ');
                title.push_str(line);
            }
            None | Some(_) => return false,
        }
        true
    }
}

/// What a line with a date says.
struct DateLine<'a> {
    date: String,
    rank: Rank,
    title: Option<&'a str>,
    place: Option<&'a str>,
    /// Whether that is all that the line says.
    is_whole: bool,
}

fn dated(line: &str, is_first: bool) -> Option<DateLine<'_>> {
    let (date, range) = dates::find(line)?;
    let raw = line.get(..range.start)?;
    let after = line.get(range.end..)?.trim_start_matches('.').trim_matches(BETWEEN);
    // The sentence's full stop, and not that of `D.C.`
    let after = after.strip_suffix('.').filter(|after| !after.contains('.')).unwrap_or(after);
    let before = without_weekday_behind(raw.trim_matches(BETWEEN));
    let mut said = DateLine { date, rank: Rank::Alone, title: None, place: None, is_whole: true };
    if says(&RELEASE, before) {
        said.rank = Rank::Release;
    } else if let Some(place) = place(before).filter(|_| !is_first) {
        said.place = Some(place);
    } else if !says(&AROUND_DATE, before) && !says(&DATE, before) {
        (said.title, said.place) = title_and_place(before, raw, is_first)?;
    }
    if says(&AROUND_DATE, after) {
        // Nothing more is said.
    } else if let (None, Some(place)) = (said.place, place(without_weekday_before(after))) {
        said.place = Some(place);
    } else if dated(after, false).is_some_and(|after| after.rank == Rank::Release) {
        said.is_whole = false;
    } else {
        return None;
    }
    if said.rank == Rank::Alone && said.place.is_some() {
        said.rank = Rank::Placed;
    }
    Some(said)
}

/// A title, and the place between it and the date. A date that is part of the title (“of 1 October 1953”) is not that of
/// the statement.
fn title_and_place<'a>(
    before: &'a str,
    raw: &str,
    is_first: bool,
) -> Option<(Option<&'a str>, Option<&'a str>)> {
    let is_apart = raw.trim_end().ends_with([',', '(', '–', '—', '-', '|', '/', ':', '[']);
    let is_title = |text: &str| is_first || classify::is_title(text);
    if !is_apart || !is_title(before) {
        return None;
    }
    let divided = |text: &'a str| {
        let at = [",", "(", " – ", " — ", " - ", " | ", " / "]
            .iter()
            .filter_map(|divider| text.rfind(divider))
            .max()?;
        let (title, rest) = text.split_at_checked(at)?;
        Some((title.trim_matches(BETWEEN), rest.trim_matches(BETWEEN)))
    };
    let Some((title, last)) = divided(before).filter(|(title, _)| is_title(title)) else {
        return Some((Some(before), None));
    };
    // `Washington, D.C.` and `Seoul, Republic of Korea` are one place.
    if let Some((title, city)) = divided(title).filter(|(title, _)| is_title(title))
        && place(city).is_some()
        && let Some(whole) = before.get(title.len()..).map(|rest| rest.trim_matches(BETWEEN)).and_then(place)
    {
        return Some((Some(title), Some(whole)));
    }
    match place(last) {
        Some(place) => Some((Some(title), Some(place))),
        None => Some((Some(before), None)),
    }
}

/// A place without what stands before it; `None` where it is no name of a place.
fn place(text: &str) -> Option<&str> {
    const PREPOSITIONS: [&str; 8] =
        ["in ", "at ", "In ", "At ", "Done at ", "Done in ", "DONE at ", "Signed at "];
    let place = PREPOSITIONS.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim();
    let is_name = |word: &str| {
        word.chars().next().is_some_and(|c| !c.is_lowercase())
            || matches!(word, "of" | "the" | "de" | "and" | "am")
    };
    let (letters, words) = PLACE;
    let fits = place.chars().nth(letters).is_none() && place.split(' ').count() <= words;
    let is_place = fits
        && place.chars().next().is_some_and(char::is_alphabetic)
        && place.split(' ').all(is_name)
        && !classify::is_title(place)
        && !classify::is_bare(place)
        && !says(&NO_PLACE, place);
    is_place.then_some(place)
}

/// What stands before a date, or behind it, without the weekday between.
fn without_weekday_behind(text: &str) -> &str {
    match text.rsplit_once([',', ' ', '(']) {
        Some((rest, last)) if !last.is_empty() && says(&AROUND_DATE, last) => rest.trim_matches(BETWEEN),
        _ => text,
    }
}

fn without_weekday_before(text: &str) -> &str {
    match text.split_once([',', ' ', ')']) {
        Some((first, rest)) if !first.is_empty() && says(&AROUND_DATE, first) => rest.trim_matches(BETWEEN),
        _ => text,
    }
}

/// Whether a line that may be the title has words of the page's address.
fn is_alike(line: &str, slug: Option<&str>) -> bool {
    let Some(slug) = slug.map(fold) else { return true };
    let line = fold(line);
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let alike = words.iter().filter(|word| slug.contains(**word)).count();
    alike.saturating_mul(2) >= words.len()
}

/// Whether a title goes on in the next line.
fn is_open(title: &str) -> bool {
    let last = title.rsplit(' ').next().unwrap_or_default().to_lowercase();
    title.ends_with([',', ':'])
        || matches!(
            last.as_str(),
            "of" | "the" | "and" | "between" | "for" | "on" | "to" | "in" | "&" | "by" | "with"
        )
}

/// Whether a line begins in the midst of a title.
fn goes_on(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "of" | "between" | "on" | "by" | "for" | "to" | "and" | "with" | "in")
}
