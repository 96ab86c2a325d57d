//! The title block: title, date and place in the first lines of a document.
//!
//! Invariant: a line is taken out of the text only if all of it is understood; a date within a sentence does not count.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::read::blocks::{Block, ParsedDocument, is_heading as looks_like_heading};
use super::{classify, dates};
use crate::text::fold::fold;
use crate::text::slice;

/// Letters of the longest line of a title block.
const LINE: usize = 220;
/// Lines of the longest title block.
const LINES: usize = 10;
/// Letters and words in the longest name of a place.
const PLACE: (usize, usize) = (40, 5);

/// Signs between a place or a title and a date.
const BETWEEN: [char; 13] = [' ', ',', '(', ')', '[', ']', '–', '—', '-', '|', '/', ':', ';'];

/// How certain it is that a date is that of the statement; the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The date of the release.
    Release,
    /// A date alone.
    Alone,
    /// A date with a place.
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
/// Words that are not part of the name of a place.
static NO_PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:meeting|committee|council|summit|office|ministry|department|house|release|released|secretary|president|minister|ministers|alliance|conference|embargo\w*|update\w*|publish\w*|dated?|for|page|vol|no|room|by|from|after|before|since|until|during|draft|version|as|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december)\b|장관|회의|회담|성명|보도|발표|배포|대변인|게시|등록|작성|자료|[0-9:@]").ok()
});

fn says(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

impl TitleBlock {
    /// Takes title, date and place out of the first lines. If the address names the page, a line is its title only if both
    /// have words in common.
    pub(super) fn take(document: &mut ParsedDocument, title: Option<&str>, slug: Option<&str>) -> Self {
        let mut title_block = Self::default();
        let known = title.map(fold);
        let page = document.title.as_deref().map(fold);
        let mut at = 0;
        for _ in 0..LINES {
            let Some(block) = document.blocks.get(at) else { break };
            let text = block.text().to_owned();
            let is_heading = matches!(block, Block::Heading(_)) || looks_like_heading(&text);
            let is_short = !matches!(block, Block::Paragraph { number: Some(_), .. })
                && text.chars().nth(LINE).is_none();
            let is_first = document.first_heading.as_ref() == Some(&text)
                && page.as_ref().is_none_or(|page| page.contains(&fold(&text)))
                && document.site.as_ref() != Some(&text)
                && !classify::is_site(&text);
            let is_title = is_heading && (is_first || classify::is_title(&text) && is_alike(&text, slug));
            let is_known = known.as_ref() == Some(&fold(&text));
            if is_short
                && (is_known || title_block.dated(&text, is_first) || title_block.titled(&text, is_title))
            {
                title_block.lines.push(text);
                document.blocks.remove(at);
            } else if matches!(block, Block::Heading(_)) || is_short && is_heading {
                title_block.lines.push(text.clone());
                // Few pages mark the line below their title as a heading.
                if let Some(block) = document.blocks.get_mut(at) {
                    *block = Block::Heading(text);
                }
                at += 1;
            } else {
                break;
            }
        }
        title_block
    }

    /// Uses a line with a date and perhaps a title, a place or a weekday; returns whether the line says nothing else.
    fn dated(&mut self, line: &str, is_first: bool) -> bool {
        let Some(found) = dated(line, is_first) else { return false };
        let is_better = self.rank.is_none_or(|rank| found.rank > rank);
        if !is_better {
            return false;
        }
        self.rank = Some(found.rank);
        self.date = Some(found.date);
        self.place = found.place.map(str::to_owned).or(self.place.take());
        if let (None, Some(title)) = (&self.title, found.title) {
            self.title = Some(title.to_owned());
        }
        found.is_whole
    }

    /// Uses a line as the title or its continuation; returns whether it is one.
    fn titled(&mut self, line: &str, is_title: bool) -> bool {
        match &mut self.title {
            None if is_title => self.title = Some(line.to_owned()),
            Some(title)
                if self.date.is_none() && (is_open(title) || classify::is_bare(title) || continues(line)) =>
            {
                title.push(' ');
                title.push_str(line);
            }
            None | Some(_) => return false,
        }
        true
    }
}

/// A line with a date, divided.
struct DateLine<'a> {
    date: String,
    rank: Rank,
    title: Option<&'a str>,
    place: Option<&'a str>,
    /// Whether the line says nothing else.
    is_whole: bool,
}

fn dated(line: &str, is_first: bool) -> Option<DateLine<'_>> {
    let (date, range) = dates::find(line)?;
    let raw = slice(line, 0..range.start);
    let after = slice(line, range.end..line.len()).trim_start_matches('.').trim_matches(BETWEEN);
    // Removes the full stop of a sentence, but not that of `D.C.`
    let after = after.strip_suffix('.').filter(|after| !after.contains('.')).unwrap_or(after);
    let before = without_weekday_behind(raw.trim_matches(BETWEEN));
    let mut found = DateLine { date, rank: Rank::Alone, title: None, place: None, is_whole: true };
    if says(&RELEASE, before) {
        found.rank = Rank::Release;
    } else if let Some(place) = place(before).filter(|_| !is_first) {
        found.place = Some(place);
    } else if !says(&AROUND_DATE, before) && !says(&DATE, before) {
        (found.title, found.place) = title_and_place(before, raw, is_first)?;
    }
    if says(&AROUND_DATE, after) {
        // Nothing else follows.
    } else if let (None, Some(place)) = (found.place, place(without_weekday_before(after))) {
        found.place = Some(place);
    } else if dated(after, false).is_some_and(|after| after.rank == Rank::Release) {
        found.is_whole = false;
    } else {
        return None;
    }
    if found.rank == Rank::Alone && found.place.is_some() {
        found.rank = Rank::Placed;
    }
    Some(found)
}

/// The title and the place before a date; `None` if the date is part of the title (“of 1 October 1953”).
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
    // `Washington, D.C.` and `Seoul, Republic of Korea` are each one place.
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

/// A place without its preposition; `None` if the text is not the name of a place.
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

/// The text before a date without the weekday at its end.
fn without_weekday_behind(text: &str) -> &str {
    match text.rsplit_once([',', ' ', '(']) {
        Some((rest, last)) if !last.is_empty() && says(&AROUND_DATE, last) => rest.trim_matches(BETWEEN),
        _ => text,
    }
}

/// The text after a date without the weekday at its beginning.
fn without_weekday_before(text: &str) -> &str {
    match text.split_once([',', ' ', ')']) {
        Some((first, rest)) if !first.is_empty() && says(&AROUND_DATE, first) => rest.trim_matches(BETWEEN),
        _ => text,
    }
}

/// Whether at least half of the words of a line are in the address of the page.
fn is_alike(line: &str, slug: Option<&str>) -> bool {
    let Some(slug) = slug.map(fold) else { return true };
    let line = fold(line);
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let alike = words.iter().filter(|word| slug.contains(**word)).count();
    alike * 2 >= words.len()
}

/// Whether a title continues in the next line.
fn is_open(title: &str) -> bool {
    let last = title.rsplit(' ').next().unwrap_or_default().to_lowercase();
    title.ends_with([',', ':'])
        || matches!(
            last.as_str(),
            "of" | "the" | "and" | "between" | "for" | "on" | "to" | "in" | "&" | "by" | "with"
        )
}

/// Whether a line continues a title.
fn continues(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "of" | "between" | "on" | "by" | "for" | "to" | "and" | "with" | "in")
}
