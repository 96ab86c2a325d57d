//! Plain text, for instance from a PDF: paragraphs between empty lines, wrapped at any width.
//!
//! Invariant: the words are the text's own, in its order. Only page numbers, and headers and footers that repeat on other
//! pages, are left out. A word that is hyphenated at the end of a line is joined if the text has the joined word elsewhere,
//! and keeps its hyphen otherwise.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::super::classify::is_title;
use super::super::dates;
use super::blocks::{
    Block, ParsedDocument, bulleted, collapse, is_heading, item, letter_after, lettered, numbered,
};
use crate::text::{slice, sublist};

/// Blocks at the beginning that may be title, place and date.
const HEAD: usize = 8;
/// Lines at the top and bottom of a page that may repeat on other pages.
const EDGE: usize = 2;
/// Minimum columns of a line that is not wrapped, and of one in wide letters.
const UNWRAPPED: usize = 160;
const WIDE: usize = 100;
/// Minimum columns of a line that continues in the next one.
const FULL: usize = 60;
/// Minimum wide letters of the rest of a sentence with a date, and of those behind the date.
const CLAUSE: usize = 6;
const VERB: usize = 3;
/// Maximum quoted lines that repeat from page to page.
const QUOTED: usize = 5;
/// Marks the end of a column.
pub(super) const COLUMN_END: &str = "\u{1D}";
/// Marks the end of a page.
const PAGE_END: &str = "\u{C}";

pub(crate) fn read(text: &str) -> ParsedDocument {
    LineReader::default().read(text)
}

/// Reads a text whose pages are those of a document, so that each paragraph has its page.
pub(super) fn read_pages(text: &str) -> ParsedDocument {
    LineReader { page: Some(0), ..LineReader::default() }.read(text)
}

/// A remark about what was left out because it repeats. Lines that differ only in figures are named by the first and the
/// last.
fn repetitions(lines: &[&str]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let mut series: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().map(|line| line.trim()) {
        let quoted = format!("“{line}”");
        let at = *series.entry(without_figures(line)).or_insert(names.len());
        match names.get_mut(at) {
            Some(name) if name.ends_with(&quoted) => {}
            Some(name) => *name = format!("{} to {quoted}", name.split(" to “").next().unwrap_or_default()),
            None => names.push(quoted),
        }
    }
    let more = if names.len() > QUOTED { " and others" } else { "" };
    let (quoted, count) = (sublist(&names, 0..names.len().min(QUOTED)).join(", "), lines.len());
    (count > 0)
        .then(|| format!("lines that repeat from page to page were left out ({count}): {quoted}{more}"))
}

/// Whether each line is a paragraph: most of the text is in lines longer than a page is wide, or, if the letters are as
/// wide as Korean and Chinese ones, most lines end a sentence.
fn is_unwrapped(text: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let is_wide = (text.width() - text.chars().count().min(text.width())) * 10 > letters(text) * 3;
    let most = if is_wide { WIDE } else { UNWRAPPED };
    let long = text.lines().filter(|line| line.len() > most && line.width() > most);
    let are_long = long.map(str::len).sum::<usize>() * 2 > text.len();
    if !is_wide {
        return are_long;
    }
    let lines = text.lines().map(str::trim).filter(|line| line.width() > FULL / 2);
    let (count, ended) = lines.fold((0, 0), |(count, ended), line| {
        (count + 1, ended + usize::from(line.ends_with(['.', '。', '．', '」', '”', '!', '?'])))
    });
    are_long && ended * 2 >= count || count > 1 && ended * 5 >= count * 4
}

/// The lines of each page, without page numbers and lines that repeat on other pages; and those lines.
fn pages(text: &str) -> (Vec<Vec<&str>>, Vec<&str>) {
    let mut left_out = Vec::new();
    let mut pages: Vec<Vec<&str>> =
        text.split('\u{C}').map(|page| page.lines().map(str::trim_end).collect()).collect();
    let running = Running::of(&pages);
    for (number, page) in pages.iter_mut().enumerate() {
        let [top, bottom] = edges(page);
        let repeats = |line: &str| running.repeats(number, line);
        // The first page begins with the letterhead or the title.
        let top = if number == 0 { Vec::new() } else { top };
        for edge in [top, bottom] {
            for at in edge {
                match page.get_mut(at) {
                    Some(line) if repeats(line) => left_out.push(std::mem::take(line)),
                    Some(_) | None => break,
                }
            }
        }
        without_page_numbers(page);
    }
    (pages, left_out)
}

/// The positions of a page's first and of its last lines, from the edges inward.
fn edges(page: &[&str]) -> [Vec<usize>; 2] {
    let full: Vec<usize> =
        (0..page.len()).filter(|at| page.get(*at).is_some_and(|line| !line.is_empty())).collect();
    let bottom = full.iter().skip(EDGE).rev().take(EDGE).copied().collect();
    [full.into_iter().take(EDGE).collect(), bottom]
}

/// The lines at the edges of pages that repeat on other pages: as they are, or with a number that goes up by one on each
/// page.
#[derive(Debug, Default)]
struct Running {
    counts: HashMap<String, usize>,
    /// Lines within pages, without figures: what is like one of them has no page number.
    inner: HashSet<String>,
}

impl Running {
    fn of(pages: &[Vec<&str>]) -> Self {
        let mut running = Self::default();
        for (number, page) in pages.iter().enumerate().filter(|_| pages.len() > 1) {
            let edges = edges(page).concat();
            for (at, line) in page.iter().enumerate() {
                if edges.contains(&at) {
                    for form in forms(number, line) {
                        *running.counts.entry(form).or_default() += 1;
                    }
                } else if line.contains(char::is_alphabetic) && line.len() <= UNWRAPPED {
                    running.inner.insert(without_figures(line));
                }
            }
        }
        running
    }

    /// Whether a line of a page is on others too; the end of a sentence may be in several articles.
    fn repeats(&self, page: usize, line: &str) -> bool {
        if ends_sentence(line) {
            return false;
        }
        let mut forms = forms(page, line).into_iter();
        let is_again = |form: String| self.counts.get(&form).is_some_and(|count| *count > 1);
        forms.next().is_some_and(is_again)
            || !self.inner.contains(&without_figures(line)) && forms.any(is_again)
    }
}

/// Whether a line ends in a whole word and a full stop, unlike `Washington, D.C.`
fn ends_sentence(line: &str) -> bool {
    let word = line.trim_end().strip_suffix(['.', ';']).and_then(|line| line.rsplit(' ').next());
    word.is_some_and(|word| word.len() > 2 && word.chars().all(char::is_lowercase))
}

/// A line without spaces, and each form of it in which one number is counted from that of the page.
fn forms(page: usize, line: &str) -> Vec<String> {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let mut forms = vec![line.clone()];
    let mut end = if line.len() > UNWRAPPED { line.len() } else { 0 };
    while let Some(begin) =
        slice(&line, end..line.len()).find(|c: char| c.is_ascii_digit()).map(|at| end + at)
    {
        let figures = slice(&line, begin..line.len()).bytes().take_while(u8::is_ascii_digit).count();
        end = begin + figures;
        let page = i64::try_from(page).unwrap_or_default();
        if let Ok(number) = slice(&line, begin..end).parse::<i64>() {
            let (before, after) = (slice(&line, 0..begin), slice(&line, end..line.len()));
            forms.push(format!("{before}\u{0}{}\u{0}{after}", number.saturating_sub(page)));
        }
    }
    forms
}

fn without_figures(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// Replaces numbers that are alone between empty lines by the end of a page, across which an open paragraph continues.
fn without_page_numbers(page: &mut [&str]) {
    let is_empty = |line: Option<&&str>| line.is_none_or(|line| line.is_empty());
    for at in 0..page.len() {
        let before = at.checked_sub(1).is_none_or(|before| is_empty(page.get(before)));
        let alone = before && is_empty(page.get(at + 1));
        if let Some(line) = page.get_mut(at).filter(|line| alone && is_page_number(line)) {
            *line = PAGE_END;
        }
    }
}

/// `12`, `- 12 -`, `Page 12 of 20`.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', '–', '—', ' ']);
    let bare = bare.strip_prefix("Page ").unwrap_or(bare);
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match bare.split_once(" of ").or_else(|| bare.split_once('/')) {
        Some((page, pages)) => is_number(page.trim()) && is_number(pages.trim()),
        None => is_number(bare),
    }
}

/// The words that are hyphenated at the end of a line and written as one word elsewhere.
fn whole_words(text: &str, pages: &[Vec<&str>]) -> HashSet<String> {
    let lines: Vec<&str> =
        pages.iter().flatten().copied().filter(|line| !line.is_empty() && *line != PAGE_END).collect();
    let cut = lines.windows(2).filter_map(|pair| match pair {
        [line, next] => halves(line, next.trim_start()),
        _ => None,
    });
    let mut cut: HashSet<String> = cut.collect();
    let mut whole = HashSet::new();
    if !cut.is_empty() {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            whole.extend(cut.take(&word.to_lowercase()));
        }
    }
    whole
}

/// The word that a hyphen at the end of a line divides, joined and in lower case.
fn halves(line: &str, next: &str) -> Option<String> {
    let line = line.strip_suffix(['-', '\u{2010}'])?;
    let begin = line.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    let end = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
    let (one, other) = (line.get(begin..)?, next.get(..end)?);
    (!other.is_empty()).then(|| format!("{one}{other}").to_lowercase())
}

#[derive(Debug, Default)]
struct LineReader<'a> {
    blocks: Vec<Block>,
    /// The lines of the paragraph that is open.
    lines: Vec<&'a str>,
    /// Whether an empty line, and whether the end of a page, follows them.
    is_blank: bool,
    is_broken: bool,
    /// The page that is read, and the one on which the open paragraph begins, if pages count.
    page: Option<u32>,
    begin: Option<u32>,
    /// The number of the last paragraph that has one.
    number: Option<u32>,
    is_unwrapped: bool,
    /// Words that are hyphenated somewhere and written as one word elsewhere.
    whole: HashSet<String>,
}

impl<'a> LineReader<'a> {
    fn read(mut self, text: &'a str) -> ParsedDocument {
        let (pages, left_out) = pages(text);
        self.is_unwrapped = is_unwrapped(text);
        self.whole = whole_words(text, &pages);
        for page in &pages {
            self.page = self.page.map(|page| page.saturating_add(1));
            for line in page.iter().copied().chain([PAGE_END]) {
                match line {
                    "" => self.is_blank = true,
                    PAGE_END | COLUMN_END => self.is_broken = true,
                    line => self.line(line),
                }
            }
        }
        self.flush();
        let remark = repetitions(&left_out);
        ParsedDocument {
            blocks: self.blocks,
            remarks: remark.into_iter().collect(),
            ..ParsedDocument::default()
        }
    }

    fn paragraph(&self, lines: &[&str]) -> Block {
        let text = self.joined(lines);
        Block::Paragraph { number: None, begins: true, page: self.begin, is_quoted: false, text }
    }

    fn line(&mut self, raw: &'a str) {
        let line = raw.trim();
        if is_rule(line) {
            self.is_blank = true;
            return;
        }
        let next = numbered(line).map(|(number, _)| number);
        let in_order = next.is_some_and(|next| self.number.map_or(next == 1, |last| next == last + 1));
        let (blank, broken) = (std::mem::take(&mut self.is_blank), std::mem::take(&mut self.is_broken));
        let apart = if broken { !self.continues(line) } else { blank || self.is_indented(raw) };
        if in_order || self.is_unwrapped || apart {
            self.flush();
        }
        self.number = next.filter(|_| in_order).or(self.number);
        if self.lines.is_empty() {
            self.begin = self.page;
        }
        self.lines.push(raw);
    }

    /// Whether the paragraph at the end of a page continues with this line.
    fn continues(&self, line: &str) -> bool {
        let Some(last) = self.lines.last().map(|last| last.trim()) else { return true };
        let is_open = last.ends_with(|c: char| c.is_alphanumeric() || ",-–—'’".contains(c));
        let is_full = self.lines.len() > 1 || last.width() >= FULL;
        is_open && is_full && numbered(line).is_none() && item(line).is_none()
    }

    /// Whether a line is indented more than the last, which ended a sentence.
    fn is_indented(&self, line: &str) -> bool {
        let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
        let Some((last, first)) = self.lines.last().zip(self.lines.first()) else { return false };
        let hangs = numbered(first.trim()).is_some() || item(first.trim()).is_some();
        !hangs
            && indent(line) >= indent(last) + 2
            && last.trim_end_matches(['"', '”', ')']).ends_with(['.', ':', '?', '!', '。'])
    }

    fn flush(&mut self) {
        let lines: Vec<&str> = std::mem::take(&mut self.lines).into_iter().map(str::trim).collect();
        let in_head =
            self.blocks.len() < HEAD && self.blocks.iter().all(|block| matches!(block, Block::Heading(_)));
        let may_be_headings = lines.len() == 1 || in_head && lines.len() <= HEAD;
        let looks_like_heading = |line: &&str| {
            is_heading(line) && numbered(line).is_none() && item(line).is_none() && lettered(line).is_none()
        };
        let is_dated = |line: &&str| dates::is_in(line);
        let stands_alone = |line: &&str| looks_like_heading(line) || in_head && is_head_line(line);
        // Within a title of several lines, one may end in a comma.
        let has_title = in_head && lines.iter().any(|line| is_title(line));
        let goes_on = |line: &str| has_title && line.strip_suffix(',').is_some_and(is_heading);
        if let Some((last, before)) = lines.split_last()
            && may_be_headings
            && stands_alone(last)
            && before.iter().all(|line| stands_alone(line) || goes_on(line))
        {
            // A title continues in the next line; a date, or a title below a letterhead, begins a heading of its own.
            let continues = |line: &&str, next: &&str| {
                !is_dated(line)
                    && !is_dated(next)
                    && (is_title(line) || !is_title(next))
                    && !are_names(line, next)
                    && !is_field(next)
            };
            for lines in lines.chunk_by(continues) {
                self.blocks.push(Block::Heading(self.joined(lines)));
            }
            return;
        }
        self.paragraphs(&lines);
    }

    /// Each item of a list is a paragraph.
    fn paragraphs(&mut self, lines: &[&str]) {
        let mut is_list = true;
        let mut letter: Option<char> = None;
        let mut item_lines: Vec<&str> = Vec::new();
        for line in lines {
            let own = lettered(line);
            let follows = own.is_some() && own == letter.and_then(letter_after);
            let found = match own
                .filter(|own| follows || is_list && (item_lines.is_empty() || matches!(own, 'a' | '가')))
            {
                Some(_) => Some(*line),
                None if is_list => item(line),
                None => bulleted(line),
            };
            letter = own.filter(|_| found.is_some()).or(letter);
            if found.is_some() && !item_lines.is_empty() {
                self.blocks.push(self.paragraph(&item_lines));
                item_lines.clear();
            }
            item_lines.push(found.unwrap_or(line));
            // A hyphen after the end of a sentence begins an item; elsewhere it is a dash.
            is_list = line.ends_with(['.', ':', ';', '?', '!', '。']) || item(line).is_some();
        }
        if !item_lines.is_empty() {
            self.blocks.push(self.paragraph(&item_lines));
        }
    }

    fn joined(&self, lines: &[&str]) -> String {
        let mut joined = String::new();
        for line in lines {
            self.join(&mut joined, line);
        }
        collapse(&joined)
    }

    fn join(&self, text: &mut String, line: &str) {
        let next = line.chars().next().unwrap_or(' ');
        let mut ending = text.chars().rev();
        let (last, before) = (ending.next().unwrap_or(' '), ending.next().unwrap_or(' '));
        let is_cut = before.is_alphabetic() || before == '.';
        match last {
            '\u{AD}' => {
                text.pop();
            }
            '-' | '\u{2010}' if is_cut && next.is_alphanumeric() => {
                if halves(text, line).is_some_and(|word| self.whole.contains(&word)) {
                    text.pop();
                }
            }
            _ if text.is_empty() || is_unspaced(last) && is_unspaced(next) => {}
            _ => text.push(' '),
        }
        text.push_str(line);
    }
}

/// Whether a line begins with the name of a field: `[場所] 港町`, `장소: 부산`.
fn is_field(line: &str) -> bool {
    line.starts_with(['[', '【', '〔'])
        || line.split_once([':', '：']).is_some_and(|(name, _)| !name.is_ascii() && name.chars().count() <= 4)
}

/// Whether two short lines without blanks are names below each other, and not one line that was broken.
fn are_names(line: &str, next: &str) -> bool {
    let is_name = |line: &str| line.width() <= FULL / 2 && line.chars().all(is_unspaced) && !is_title(line);
    is_name(line) && is_name(next) && !line.ends_with(['の', 'に', 'と', 'を', 'は', '、', 'び'])
}

/// A line drawn with hyphens or the like.
fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| "-_=*~–—".contains(c))
}

/// A short line with a date that is no sentence; in Korean, a date ends in a full stop.
fn is_head_line(line: &str) -> bool {
    if line.chars().count() > FULL {
        return false;
    }
    let Some(range) = dates::range_in(line) else { return false };
    let is_item = range.start > 0 && (numbered(line).is_some() || lettered(line).is_some());
    !is_item && !is_dated_sentence(line, range)
}

/// Whether a line with a date at this place is a sentence: it ends like one and says more than where and when.
fn is_dated_sentence(line: &str, date: Range<usize>) -> bool {
    const BESIDE: [&str; 16] = [
        "a.m", "p.m", "at", "by", "day", "de", "done", "for", "in", "issued", "of", "on", "released",
        "signed", "the", "this",
    ];
    let bare = line.trim_end_matches(['"', '”', '’', '」', ')', ' ']);
    if !bare.ends_with(['.', '!', '?', '。', '．']) {
        return false;
    }
    let (before, after) = (slice(line, 0..date.start), slice(line, date.end..line.len()));
    let is_wide = |c: &char| c.is_alphabetic() && *c >= '\u{1100}';
    let wide = |text: &str| text.chars().filter(is_wide).count();
    // The verb of a Korean or a Japanese sentence follows the date.
    if wide(after) >= VERB && wide(before) + wide(after) >= CLAUSE {
        return true;
    }
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let says_more = |word: &String| word.starts_with(char::is_lowercase) && !BESIDE.contains(&word.as_str());
    before.split_whitespace().chain(after.split_whitespace()).map(word).any(|word| says_more(&word))
}

/// Chinese characters and kana are written without spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}')
}
