//! The title block: title, date and place in the first lines of a document.
//!
//! Invariant: a line leaves the text only if every word of it became a title, a date or a place that is used, or labels
//! one; a date within a sentence does not count.

use std::sync::LazyLock;

use super::metadata::{Metadata, Provenance};
use super::pattern::{Pattern, compiled, says};
use super::read::blocks::{Block, ParsedDocument, is_heading as looks_like_heading};
use super::{classify, dates, parties};
use crate::text::fold::fold;
use crate::text::slice;

/// Maximum letters of a line of a title block.
const LINE: usize = 220;
/// Maximum lines of a title block.
const LINES: usize = 10;
/// Maximum letters and words in the name of a place.
const PLACE: (usize, usize) = (40, 5);

/// Signs between a place or a title and a date.
const BETWEEN: [char; 20] =
    [' ', ',', '(', ')', '[', ']', '–', '—', '-', '|', '/', ':', ';', '，', '、', '（', '）', '：', '·', '•'];

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
    pub lines: Vec<HeadLine>,
    /// The first day in a line that is no date of its own, or at the beginning of the first paragraph.
    mentioned: Option<String>,
    rank: Option<Rank>,
}

/// A line with what was read in it.
#[derive(Debug, Default)]
pub(super) struct HeadLine {
    pub text: String,
    title: Option<String>,
    date: Option<(String, Rank)>,
    place: Option<String>,
    /// The range of days whose last one is the date, as it is written.
    days: Option<String>,
    /// Whether it has other content too.
    says_more: bool,
}

impl HeadLine {
    /// Whether nothing was read in it.
    pub(super) fn is_open(&self) -> bool {
        self.title.is_none() && self.date.is_none() && self.place.is_none()
    }
}

static RELEASE: Pattern = LazyLock::new(|| {
    // Without `\b`, which knows only Latin letters.
    let pattern = r"(?i)^(?:(?:for (?:immediate )?release|(?:date )?(?:released|issued|published|posted)|release date|(?:last )?(?:updated|modified)|press release)(?: on| at)?|발표일?|(?:배포|보도)(?:일시|일|시)?|게시일|등록일|작성일)$";
    compiled(pattern)
});
static DATE: Pattern = LazyLock::new(|| compiled(r"(?i)^(?:date|dated|on|done on|일자|일시|날짜)$"));
/// What is written before the place and the date of a signature.
static DONE: Pattern =
    LazyLock::new(|| compiled(r"(?i)^(?:done|signed|in|at|done (?:in|at)|signed (?:in|at))$"));
/// A field with its name, in brackets or before a colon.
static LABELED: Pattern = LazyLock::new(|| {
    let label = r"(?:(?P<title>文書名|件名|題名|題目|標題|제목|문서명|Title)|(?P<place>場所|開催地|장소|개최지|Place|Venue|Location)|年月日|日付|日時|期日|일시|일자|날짜|Date)";
    compiled(&format!(
        r"^(?:[\[【〔]\s*{label}\s*[\]】〕]\s*[:：]?|{}\s*[:：])\s*(?P<value>\S.*)$",
        label.replace("title", "title2").replace("place", "place2")
    ))
});
/// The hour at which a transcript begins.
static HOUR: Pattern =
    LazyLock::new(|| compiled(r"(?i)^\(?[0-9]{1,2}[:.][0-9]{2}\s*(?:[ap]\.?\s?m\.?)?(?:\s*[A-Z]{1,5})?\)?$"));
/// Weekdays and hours beside a date.
static AROUND_DATE: Pattern = LazyLock::new(|| {
    let weekday = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|[월화수목금토일](?:요일)?|[月火水木金土日](?:曜日?)?|(?:星期|周|週)[一二三四五六日天]";
    let hour = r"(?:(?:오전|오후|午前|午後|上午|下午)\s*)?[0-9]{1,2}(?:[:.][0-9]{2}|\s*[시時点](?:\s*[0-9]{1,2}\s*[분分])?)\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\b)?";
    compiled(&format!(r"(?i)^(?:(?:{weekday}|{hour}|local time)[\s,()（）、.]*)*$"))
});
/// Words that are not part of the name of a place.
static NO_PLACE: Pattern = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:meeting|committee|council|summit|office|ministry|department|house|release|released|secretary|president|minister|ministers|alliance|conference|embargo\w*|update\w*|publish\w*|dated?|for|page|vol|no|room|by|from|after|before|since|until|during|draft|version|as|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december)\b|장관|회의|회담|성명|보도|발표|배포|대변인|게시|등록|작성|자료|일시|일자|장소|제목|年月日|日時|日付|場所|文書|出典|会談|会議|声明|宣言|共同|[0-9:@]";
    compiled(pattern)
});
/// Names beside a date that are no place: of ministries and other bodies, and of the edition of a newspaper.
static BODY: Pattern = LazyLock::new(|| {
    let pattern = r"조간|석간|(?:외교|국방|통일|법무|환경|교육|자원|재정|복지|노동|교통|가족|안전|수산|식품|관광|통신|기업|보훈)부$|[가-힣]{2}처$|위원회$|(?:[務衛業境学働産通])省$|[部庁廳局署]$|委員会$|(?i)ministerium\b|regierung\b|ministère\b|ministerio\b";
    compiled(pattern)
});

impl TitleBlock {
    /// Reads title, date and place in the first lines. If the address names the page, a line is its title only if both
    /// have words in common.
    pub(super) fn of(document: &ParsedDocument, title: Option<&str>, slug: Option<&str>) -> Self {
        let mut title_block = Self::default();
        let known = title.map(fold);
        let page = document.title.as_deref().map(fold);
        for block in document.blocks.iter().take(LINES) {
            let text = block.text();
            let is_marked = matches!(block, Block::Heading(_));
            let is_short = !matches!(block, Block::Paragraph { number: Some(_), .. })
                && text.chars().nth(LINE).is_none();
            // If an unmarked line ends in a colon, the text begins there: an addressee, an enacting clause.
            let is_heading = is_marked || looks_like_heading(text) && !text.ends_with(':');
            let is_first = document.first_heading.as_deref() == Some(text)
                && page.as_ref().is_none_or(|page| page.contains(&fold(text)))
                && document.site.as_deref() != Some(text)
                && !classify::is_site(text);
            let is_title = is_heading
                && !classify::is_letterhead(text)
                && (is_first || classify::is_title(text) && is_alike(text, slug));
            let mut line = HeadLine { text: text.to_owned(), ..HeadLine::default() };
            if is_short && title_block.labeled(&mut line) {
                // A label says what the line is.
            } else if is_short && known.as_ref() == Some(&fold(text)) {
                line.title = Some(text.to_owned());
            } else if is_short && !title_block.dated(&mut line, is_first) {
                title_block.titled(&mut line, is_title, is_heading);
            }
            if line.is_open() {
                title_block.mention(text);
            }
            let is_head = is_marked || is_short && (is_heading || says(&HOUR, text));
            if line.is_open() && !is_head {
                break;
            }
            title_block.lines.push(line);
        }
        title_block.undated_place();
        title_block
    }

    /// Notes the day that the beginning of a line names.
    fn mention(&mut self, text: &str) {
        let end = text.char_indices().nth(LINE).map_or(text.len(), |(at, _)| at);
        let day = || Some(dates::find(slice(text, 0..end))?.0);
        self.mentioned = self.mentioned.take().or_else(day);
    }

    /// Uses a line that names its field: `[場所] 港町`, `장소: 부산`; returns whether it does.
    fn labeled(&mut self, line: &mut HeadLine) -> bool {
        let captures = LABELED.as_ref().and_then(|labeled| labeled.captures(&line.text));
        let Some(captures) = captures else { return false };
        let value = captures.name("value").map_or("", |value| value.as_str()).trim();
        if ["title", "title2"].iter().any(|name| captures.name(name).is_some()) {
            let found = dated(value, BeforeDate::AnyTitle);
            line.days = found.as_ref().and_then(DateLine::days);
            line.says_more = found.as_ref().is_some_and(|found| found.says_more(value));
            let title = found.as_ref().map_or(value, |found| found.title.unwrap_or(value));
            line.title = Some(title.to_owned());
            line.place = found.as_ref().and_then(|found| found.place).map(str::to_owned);
            self.place = self.place.take().or_else(|| line.place.clone());
            line.date = found.map(|found| (found.date, found.rank));
            self.title.get_or_insert_with(|| title.to_owned());
        } else if ["place", "place2"].iter().any(|name| captures.name(name).is_some()) {
            line.place = Some(value.to_owned());
            self.place.get_or_insert_with(|| value.to_owned());
        } else {
            let Some((date, range)) = dates::find(value) else { return false };
            let written = slice(value, range);
            line.days = dates::is_range(written).then(|| written.to_owned());
            line.says_more = line.days.is_some() || written.len() < value.len();
            line.date = Some((date, Rank::Alone));
        }
        if let Some((date, rank)) =
            line.date.clone().filter(|(_, rank)| self.rank.is_none_or(|own| *rank > own))
        {
            (self.rank, self.date) = (Some(rank), Some(date));
        }
        true
    }

    /// Uses a line with a date and perhaps a title, a place or a weekday; returns whether it is one.
    fn dated(&mut self, line: &mut HeadLine, is_first: bool) -> bool {
        let text = line.text.clone();
        let before = if is_first { BeforeDate::AnyTitle } else { BeforeDate::KnownKind };
        let Some(found) = dated(&text, before) else { return false };
        let is_better = self.rank.is_none_or(|rank| found.rank > rank);
        line.says_more = found.says_more(&text);
        line.days = found.days();
        line.title = found.title.map(str::to_owned);
        line.place = found.place.map(str::to_owned);
        line.date = Some((found.date, found.rank));
        if is_better {
            self.rank = Some(found.rank);
            self.date = line.date.as_ref().map(|(date, _)| date.clone());
            self.place = line.place.clone().or(self.place.take());
            self.title = self.title.take().or(line.title.clone());
        }
        true
    }

    /// Uses a line as the title or its continuation.
    fn titled(&mut self, line: &mut HeadLine, is_title: bool, is_heading: bool) {
        match &mut self.title {
            _ if dates::ambiguous(&line.text).is_some() => return,
            None if is_title => self.title = Some(line.text.clone()),
            Some(title)
                if is_heading
                    && self.date.is_none()
                    && (is_open(title) || classify::is_bare(title) || continues(&line.text)) =>
            {
                title.push(' ');
                title.push_str(&line.text);
            }
            None | Some(_) => return,
        }
        line.title = Some(line.text.clone());
    }

    /// Finds a place on a line of its own: in a transcript it is above the hour, and elsewhere it names its country.
    fn undated_place(&mut self) {
        let is_hour = |line: Option<&HeadLine>| line.is_some_and(|line| says(&HOUR, &line.text));
        let hours: Vec<bool> = (1..=self.lines.len()).map(|at| is_hour(self.lines.get(at))).collect();
        let mut lines = self.lines.iter_mut().zip(hours).filter(|(line, _)| line.is_open());
        let found = lines.find_map(|(line, is_above_hour)| {
            let is_certain = names_region(&line.text) || is_above_hour && line.text.contains(", ");
            let place = place(&line.text).filter(|_| is_certain)?.to_owned();
            line.place = Some(place.clone());
            Some(place)
        });
        self.place = self.place.take().or(found);
    }

    /// Whether its date is only that of the release.
    pub(super) fn is_of_release(&self) -> bool {
        self.rank == Some(Rank::Release)
    }

    /// The first line that is left for a title: a heading in which nothing was read.
    pub(super) fn heading(&self) -> Option<&str> {
        self.lines.iter().find(|line| line.is_open()).map(|line| &*line.text)
    }

    /// Removes the lines whose words are all in `known`; the others become headings.
    pub(super) fn remove_used(&self, document: &mut ParsedDocument, known: &Metadata) {
        let title = known.title.as_ref().map(|title| fold(&title.value));
        let is_title = |text: &str| title.as_ref() == Some(&fold(text));
        let is_own = self.title.as_deref().is_some_and(is_title);
        let date = known.date.as_ref().map(|date| &date.value);
        let place = known.place.as_ref().map(|place| &place.value);
        let is_used = |line: &HeadLine| {
            let of_date = line.date.as_ref().is_none_or(|(own, _)| Some(own) == date);
            let of_place = line.place.as_ref().is_none_or(|own| Some(own) == place);
            let of_title = line.title.as_deref().is_none_or(|part| is_own || is_title(part));
            !line.is_open() && !line.says_more && of_date && of_place && of_title
        };
        let (mut lines, mut is_written) = (self.lines.iter(), false);
        document.blocks.retain_mut(|block| {
            let Some(line) = lines.next() else { return true };
            // Few pages mark the line below their title as a heading.
            *block = Block::Heading(line.text.clone());
            // A title that appears twice is kept once.
            let is_again = is_title(&line.text) && std::mem::replace(&mut is_written, true);
            is_again || !is_used(line) && !is_title(&line.text)
        });
    }

    /// Remarks about a date in the first lines that is not used, because another source is stronger, or because it has two
    /// readings; and about days of which only the last is used.
    pub(super) fn remarks(&self, known: &Metadata) -> Vec<String> {
        let Some(used) = &known.date else {
            let ambiguous = self.lines.iter().find_map(|line| dates::ambiguous(&line.text));
            let remark = ambiguous.map(|(written, first, second)| {
                format!("the first lines give the date {written}: {first} or {second}; write --date")
            });
            return remark.into_iter().collect();
        };
        let other = |line: &HeadLine| {
            line.date.clone().filter(|(date, rank)| *date != used.value && *rank > Rank::Release)
        };
        let other = self.lines.iter().find_map(other).map(|(other, _)| other);
        // The day on which a page was published may be another than the one that its text only mentions.
        let mentioned = || self.mentioned.clone().filter(|_| used.from == Provenance::Markup);
        let other = other.or_else(mentioned).filter(|other| *other != used.value);
        let other = other.map(|other| {
            format!(
                "the first lines also give the date {other}; {} from {} is used",
                used.value,
                used.from.name()
            )
        });
        let days = |line: &HeadLine| {
            line.days.clone().filter(|_| line.date.as_ref().is_some_and(|(date, _)| *date == used.value))
        };
        let days = self.lines.iter().find_map(days).map(|days| {
            format!("the first lines give the days {days}; the last of them is used as the date")
        });
        other.into_iter().chain(days).collect()
    }
}

/// Which words before a date may be a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BeforeDate {
    /// All, because the line is known to be the title.
    AnyTitle,
    /// Those that name a kind of statement.
    KnownKind,
}

impl BeforeDate {
    fn is_title(self, text: &str) -> bool {
        self == Self::AnyTitle || classify::is_title(text)
    }
}

/// A line with a date, divided.
struct DateLine<'a> {
    date: String,
    /// The date as it is written.
    written: &'a str,
    rank: Rank,
    title: Option<&'a str>,
    place: Option<&'a str>,
}

impl DateLine<'_> {
    /// The range of days whose last one is the date.
    fn days(&self) -> Option<String> {
        dates::is_range(self.written).then(|| self.written.to_owned())
    }

    /// Whether the line has words that are neither the title, the place, the date nor a label; the date has only one day
    /// of several.
    fn says_more(&self, line: &str) -> bool {
        if dates::is_range(self.written) {
            return true;
        }
        let parts = [Some(self.written), self.title, self.place];
        let rest = parts.into_iter().flatten().fold(line.to_owned(), |rest, part| rest.replacen(part, "", 1));
        let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
        !rest.is_empty() && !says(&DATE, rest) && !says(&DONE, rest)
    }
}

fn dated(line: &str, titles: BeforeDate) -> Option<DateLine<'_>> {
    let (date, range) = dates::find(line)?;
    let raw = slice(line, 0..range.start);
    let raw_after = slice(line, range.end..line.len());
    let after = raw_after.trim_start_matches('.').trim_matches(BETWEEN);
    // Removes the full stop of a sentence, but not that of `D.C.`
    let after = after.strip_suffix('.').filter(|after| !after.contains('.')).unwrap_or(after);
    let before = without_weekday_behind(raw.trim_matches(BETWEEN));
    let written = slice(line, range);
    let mut found = DateLine { date, written, rank: Rank::Alone, title: None, place: None };
    if says(&RELEASE, before) {
        found.rank = Rank::Release;
    } else if titles == BeforeDate::KnownKind && place(before).is_some() {
        found.place = place(before).filter(|place| is_place_before(raw, before, place));
    } else if !says(&AROUND_DATE, before) && !says(&DATE, before) {
        (found.title, found.place) = title_and_place(before, raw, titles)?;
    }
    let is_of_release = dated(after, BeforeDate::KnownKind).is_some_and(|after| after.rank == Rank::Release);
    if !is_of_release && !says(&AROUND_DATE, after) {
        // What is no place for certain stays in the text, but the line is one of a date all the same.
        let name = without_weekday_before(after);
        let behind = place(name).filter(|_| found.place.is_none())?;
        found.place = Some(behind).filter(|place| is_place_behind(raw_after, name, place));
    }
    if found.rank == Rank::Alone && found.place.is_some() {
        found.rank = Rank::Placed;
    }
    Some(found)
}

/// Whether a name before a date is certain to be a place: it has a preposition, a country or a comma.
fn is_place_before(raw: &str, name: &str, place: &str) -> bool {
    let end = raw.rfind(place).map_or(raw.len(), |start| start + place.len());
    let has_comma = slice(raw, end..raw.len()).trim_start().starts_with([',', '，', '、']);
    let is_kind = matches!(&*place.to_lowercase(), "annex" | "appendix" | "translation");
    !says(&BODY, place) && (has_comma && !is_kind || name.len() > place.len() || names_region(place))
}

/// Whether a name behind a date is certain to be a place: a preposition is before it, a country in it, or its script is one
/// in which the place follows the date. Names in brackets of their own are remarks.
fn is_place_behind(raw: &str, name: &str, place: &str) -> bool {
    let before = slice(raw, 0..raw.rfind(place).unwrap_or_default()).trim_end();
    let is_east_asian = place.starts_with(|c: char| c >= '\u{1100}');
    !before.ends_with(['(', '[', '（', '［'])
        && !says(&BODY, place)
        && (is_east_asian || name.len() > place.len() || names_region(place))
}

/// Whether the name of a place ends with that of its country: `Busan, South Korea`.
fn names_region(place: &str) -> bool {
    place.rsplit_once(", ").is_some_and(|(_, last)| matches!(last, "D.C." | "DC") || parties::is_party(last))
}

/// The title and the place before a date; `None` if the date is part of the title (“of 1 October 1953”).
fn title_and_place<'a>(
    before: &'a str,
    raw: &str,
    titles: BeforeDate,
) -> Option<(Option<&'a str>, Option<&'a str>)> {
    let is_apart = raw.trim_end().ends_with([',', '(', '–', '—', '-', '|', '/', ':', '[']);
    let is_title = |text: &str| titles.is_title(text);
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
    match place(last).filter(|place| is_place_before(raw, last, place)) {
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

/// Whether at least half of the words of a line are in another name of the page, for instance its address.
pub(super) fn is_alike(line: &str, name: Option<&str>) -> bool {
    let Some(name) = name.map(fold) else { return true };
    let line = fold(line);
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let alike = words.iter().filter(|word| name.contains(**word)).count();
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
