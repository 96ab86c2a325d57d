//! Plain text, for instance from a PDF: paragraphs between empty lines, wrapped at any width.
//!
//! Invariant: the words are the text's own, in its order. Only page numbers, and headers and footers that repeat on other
//! pages, are left out; a note at the end of a page follows the paragraph that it interrupts. A word that is hyphenated at the
//! end of a line is joined if the text has the joined word elsewhere, or if its rest begins no word, and keeps its hyphen
//! otherwise.

use std::collections::HashSet;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::super::classify::is_title;
use super::super::dates;
use super::blocks::{
    Block, ParsedDocument, bulleted, collapse, is_heading, item, letter_after, lettered, numbered,
    without_marks,
};
use super::text_pages::{PAGE_END, UNWRAPPED, is_wider, pages, repetitions};
use crate::text::slice;

/// Blocks at the beginning that may be title, place and date.
const HEAD: usize = 8;
/// Minimum columns of a line in wide letters that is not wrapped.
const WIDE: usize = 100;
/// Minimum columns of a line that continues in the next one.
const FULL: usize = 60;
/// Minimum wide letters of the rest of a sentence with a date, and of those behind the date.
const CLAUSE: usize = 6;
const VERB: usize = 3;
/// Maximum numbered lists around another one.
const LISTS: usize = 3;
/// The hyphens that may divide a word at the end of a line.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];
/// Marks the end of a column.
pub(super) const COLUMN_END: &str = "\u{1D}";

pub(crate) fn read(text: &str) -> ParsedDocument {
    LineReader::default().read(text)
}

/// Reads a text whose pages are those of a document, so that each paragraph has its page.
pub(super) fn read_pages(text: &str) -> ParsedDocument {
    LineReader { page: Some(0), ..LineReader::default() }.read(text)
}

/// Whether each line is a paragraph: most of the text is in lines longer than a page is wide, or, if the letters are as
/// wide as Korean and Chinese ones, most lines end a sentence.
fn is_unwrapped(text: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let is_wide = (text.width() - text.chars().count().min(text.width())) * 10 > letters(text) * 3;
    let most = if is_wide { WIDE } else { UNWRAPPED };
    let long = text.lines().filter(|line| is_wider(line, most));
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

/// All words of a text in lower case, if a line of it ends in a hyphen.
fn words(text: &str, pages: &[Vec<&str>]) -> HashSet<String> {
    if !pages.iter().flatten().any(|line| line.ends_with(HYPHENS)) {
        return HashSet::new();
    }
    text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect()
}

/// The parts of the word that a hyphen at the end of a line divides.
fn halves<'a>(line: &'a str, next: &'a str) -> Option<(&'a str, &'a str)> {
    let line = line.strip_suffix(HYPHENS)?;
    let begin = line.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    let end = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
    let (one, other) = (line.get(begin..)?, next.get(..end)?);
    (!other.is_empty()).then_some((one, other))
}

/// Whether the rest of a word that a hyphen divides is an ending, with which no word begins: the hyphen is the printer's.
fn is_ending(rest: &str) -> bool {
    const BEGINNINGS: [&str; 9] = ["bilit", "cial", "iz", "ness", "sation", "sion", "tial", "tion", "zation"];
    matches!(rest, "ment" | "ments") || BEGINNINGS.iter().any(|beginning| rest.starts_with(beginning))
}

/// Whether a line begins like a note at the end of a page: `1 See`, `[1] See`, `* See`. A day does too (`4 May 2031`).
fn is_note(line: &str) -> bool {
    is_marked(line) || counted(line).is_some() && dates::range_in(line).is_none_or(|date| date.start > 0)
}

/// Whether a line begins with the sign of a note.
fn is_marked(line: &str) -> bool {
    line.starts_with(['*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
}

/// The number that a line begins with, if it has no full stop: `1 See`, `1See`, `[1] See`, `① 항만`.
fn counted(line: &str) -> Option<u32> {
    if let Some(circled @ '①'..='⑳') = line.chars().next() {
        return Some(u32::from(circled) - u32::from('①') + 1);
    }
    let bare = line.strip_prefix(['[', '(']).unwrap_or(line);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = bare.strip_suffix(rest).filter(|figures| figures.len() <= 3)?;
    let is_apart = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, ' ' | ']' | ')'));
    figures.parse().ok().filter(|_| is_apart && numbered(line).is_none())
}

/// Whether a line begins with the number after this one, which becomes that of the line.
fn counts_on(last: &mut Option<u32>, line: &str) -> bool {
    let next = last.map(|last| last + 1).filter(|next| counted(line) == Some(*next));
    *last = next.or(*last);
    next.is_some()
}

/// Whether some lines begin with hyphens or stars as items do; of a dash within a sentence, lower case follows.
fn are_items(lines: &[PagedLine]) -> bool {
    let is_item = |line: &str| item(line).is_some_and(|words| !words.starts_with(char::is_lowercase));
    lines.iter().filter(|(line, _)| is_item(line)).count() > 1
}

/// Whether a line ends like a sentence.
fn is_ended(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(['"', '”', '’', ')']);
    bare.ends_with(['.', ':', ';', '?', '!', '。', '…'])
}

/// Whether a line goes on within a sentence: it begins in lower case, and with no sign of an item (`a)`, `ii.`).
fn is_inner(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let sign = first.strip_suffix([')', '.']);
    let is_item = sign.is_some_and(|sign| sign.bytes().all(|byte| b"ivx".contains(&byte)));
    line.starts_with(char::is_lowercase) && !is_item && lettered(line).is_none()
}

/// A line, and the page that it is on, if pages count.
type PagedLine<'a> = (&'a str, Option<u32>);

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says what is before the next line")]
struct LineReader<'a> {
    blocks: Vec<Block>,
    /// The lines of the paragraph that is open, and the notes at the end of a page that interrupt it.
    lines: Vec<PagedLine<'a>>,
    notes: Vec<Vec<PagedLine<'a>>>,
    /// What may be such notes, if the page ends behind it, and whether the next line may belong to the last of them.
    pending: Vec<Vec<PagedLine<'a>>>,
    is_in_note: bool,
    /// Whether an empty line, and whether the end of a page, follows them.
    is_blank: bool,
    is_broken: bool,
    /// The page that is read, if pages count.
    page: Option<u32>,
    /// The number of the last paragraph that has one, below those of the lists that it is in.
    numbers: Vec<u32>,
    is_unwrapped: bool,
    /// All words in lower case, if one may be divided.
    words: HashSet<String>,
}

impl<'a> LineReader<'a> {
    fn read(mut self, text: &'a str) -> ParsedDocument {
        let (pages, left_out) = pages(text);
        self.is_unwrapped = is_unwrapped(text);
        self.words = words(text, &pages);
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
        self.read_pending();
        self.flush();
        let remark = repetitions(&left_out);
        ParsedDocument {
            blocks: self.blocks,
            remarks: remark.into_iter().collect(),
            ..ParsedDocument::default()
        }
    }

    fn paragraph(&self, lines: &[PagedLine]) -> Block {
        let text = self.joined(lines);
        let page = |line: Option<&PagedLine>| line.and_then(|(_, page)| *page);
        let pages = page(lines.first()).zip(page(lines.last()));
        Block::Paragraph { number: None, begins: true, pages, is_quoted: false, text }
    }

    fn line(&mut self, raw: &'a str) {
        let line = raw.trim();
        if is_rule(line) {
            self.is_blank = true;
            return;
        }
        let (blank, broken) = (std::mem::take(&mut self.is_blank), std::mem::take(&mut self.is_broken));
        if self.is_of_note(line, blank, broken) {
            match self.pending.last_mut() {
                Some(note) if !blank => note.push((raw, self.page)),
                Some(_) | None => self.pending.push(vec![(raw, self.page)]),
            }
            return;
        }
        let pending = self.pending.last().and_then(|note| note.last());
        let note_goes_on = pending.is_some_and(|(last, _)| !is_ended(last)) && is_inner(line);
        if broken && (self.continues(line) || !note_goes_on) {
            self.notes.append(&mut self.pending);
        } else {
            self.read_pending();
        }
        self.text_line((raw, self.page), blank, broken);
    }

    /// Reads what looked like notes as text.
    fn read_pending(&mut self) {
        for note in std::mem::take(&mut self.pending) {
            for (at, line) in note.into_iter().enumerate() {
                self.text_line(line, at == 0, false);
            }
        }
    }

    /// A line of the text, and whether an empty line and the end of a page are before it.
    fn text_line(&mut self, (raw, page): PagedLine<'a>, blank: bool, broken: bool) {
        let line = raw.trim();
        let apart = if broken { !self.continues(line) } else { blank || self.is_indented(raw) };
        let in_order = numbered(line).is_some_and(|(number, _)| self.counts(number, apart));
        if in_order || self.is_unwrapped && !(broken && is_inner(line)) || apart {
            self.flush();
        }
        self.lines.push((raw, page));
    }

    /// Whether this number of a line follows that of another paragraph, or begins a list at the end of a sentence.
    fn counts(&mut self, number: u32, apart: bool) -> bool {
        let last = self.numbers.iter().rposition(|last| last + 1 == number);
        let may_begin = apart || self.numbers.is_empty() || !self.is_within_sentence();
        if last.is_none() && !(number == 1 && may_begin) {
            return false;
        }
        self.numbers.truncate(last.unwrap_or(LISTS));
        self.numbers.push(number);
        true
    }

    /// Whether a line may be part of a note at the end of a page that interrupts a paragraph.
    fn is_of_note(&mut self, line: &str, blank: bool, broken: bool) -> bool {
        let may_begin = blank && (self.is_in_note || self.is_within_sentence()) && is_note(line);
        self.is_in_note = !broken && (self.is_in_note && !blank || may_begin);
        self.is_in_note
    }

    /// Whether the paragraph that is open does not end like a sentence.
    fn is_within_sentence(&self) -> bool {
        self.lines.last().is_some_and(|(last, _)| !is_ended(last))
    }

    /// Whether the paragraph at the end of a page continues with this line.
    fn continues(&self, line: &str) -> bool {
        let Some((last, _)) = self.lines.last() else { return true };
        let bare = without_marks(last.trim());
        let is_open = bare.ends_with(|c: char| c.is_alphanumeric() || ",-–—'’".contains(c));
        let is_full = self.lines.len() > 1 || last.trim().width() >= FULL;
        let goes_on = is_open && is_full || !is_ended(bare) && is_inner(line);
        goes_on && numbered(line).is_none() && item(line).is_none()
    }

    /// Whether a line is indented more than the last, which ended a sentence.
    fn is_indented(&self, line: &str) -> bool {
        let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
        let Some(((last, _), (first, _))) = self.lines.last().zip(self.lines.first()) else { return false };
        let hangs = numbered(first.trim()).is_some() || item(first.trim()).is_some();
        !hangs
            && indent(line) >= indent(last) + 2
            && last.trim_end_matches(['"', '”', ')']).ends_with(['.', ':', '?', '!', '。'])
    }

    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        self.lines_apart(&lines.into_iter().map(|(line, page)| (line.trim(), page)).collect::<Vec<_>>());
        for note in std::mem::take(&mut self.notes) {
            let lines = note.into_iter().map(|(line, page)| (line.trim(), page)).collect::<Vec<_>>();
            let mut count = lines.first().and_then(|(line, _)| counted(line));
            for note in lines.chunk_by(|_, (next, _)| !is_marked(next) && !counts_on(&mut count, next)) {
                self.blocks.push(self.paragraph(note));
            }
        }
    }

    /// Headings or paragraphs that are apart from what is around them.
    fn lines_apart(&mut self, paged: &[PagedLine]) {
        let lines: Vec<&str> = paged.iter().map(|(line, _)| *line).collect();
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
            let continues = |line: &str, next: &str| {
                !is_dated(&line)
                    && !is_dated(&next)
                    && (is_title(line) || !is_title(next))
                    && !are_names(line, next)
                    && !is_field(next)
            };
            for lines in paged.chunk_by(|(line, _), (next, _)| continues(line, next)) {
                self.blocks.push(Block::Heading(self.joined(lines)));
            }
            return;
        }
        self.paragraphs(paged);
    }

    /// Each item of a list is a paragraph.
    fn paragraphs(&mut self, lines: &[PagedLine]) {
        let (mut is_list, are_items) = (true, are_items(lines));
        let are_counted = lines.iter().any(|(line, _)| counted(line) == Some(2));
        let mut letter: Option<char> = None;
        let mut count = lines.first().and_then(|(line, _)| counted(line));
        let mut item_lines: Vec<PagedLine> = Vec::new();
        for (line, page) in lines {
            let own = lettered(line);
            let follows = own.is_some() && own == letter.and_then(letter_after);
            let found = match own
                .filter(|own| follows || is_list && (item_lines.is_empty() || matches!(own, 'a' | '가')))
            {
                Some(_) => Some(*line),
                None if counts_on(&mut count, line) || is_list && are_counted && counted(line) == Some(1) => {
                    count = counted(line);
                    Some(*line)
                }
                None if is_list || are_items => item(line),
                None => bulleted(line),
            };
            letter = own.filter(|_| found.is_some()).or(letter);
            if found.is_some() && !item_lines.is_empty() {
                self.blocks.push(self.paragraph(&item_lines));
                item_lines.clear();
            }
            item_lines.push((found.unwrap_or(line), *page));
            // A hyphen after the end of a sentence begins an item; elsewhere it is a dash.
            is_list = line.ends_with(['.', ':', ';', '?', '!', '。']) || item(line).is_some();
        }
        if !item_lines.is_empty() {
            self.blocks.push(self.paragraph(&item_lines));
        }
    }

    fn joined(&self, lines: &[PagedLine]) -> String {
        let mut joined = String::new();
        for (line, _) in lines {
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
            last if HYPHENS.contains(&last) && is_cut && next.is_alphanumeric() => {
                if halves(text, line).is_some_and(|(word, rest)| {
                    is_ending(rest) || self.words.contains(&format!("{word}{rest}").to_lowercase())
                }) {
                    text.pop();
                }
            }
            '/' if is_cut && next.is_alphanumeric() => {}
            _ if text.is_empty() || is_unspaced(last) && is_unspaced(next) => {}
            // A date in figures: `2031年\n5月`.
            _ if is_unspaced(last) && next.is_ascii_digit() || last.is_ascii_digit() && is_unspaced(next) => {
            }
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

/// A line drawn with hyphens or the like: `-----`, `* * *`, `###`.
fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| "-_=*~–—# ".contains(c))
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
