//! A document as headings and paragraphs: all formats are read into this.
//!
//! Invariant: every letter of the text is in one block, in the order of the document, with white space collapsed; no word is
//! changed.

/// A heading, or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading(String),
    Paragraph {
        /// The number of the list item that it is in, in a list with figures.
        number: Option<u32>,
        /// Whether a number before its words may be its own: it begins its item, and is not in a list within a list.
        begins: bool,
        /// The pages on which it begins and ends, if the document has pages.
        pages: Option<(u32, u32)>,
        /// Whether the markup sets it apart as a quotation.
        is_quoted: bool,
        text: String,
    },
}

/// A note of a document, apart from its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// As it is in the text, in brackets.
    pub mark: String,
    pub text: String,
}

impl Block {
    pub(crate) fn paragraph(text: String) -> Self {
        Self::Paragraph { number: None, begins: true, pages: None, is_quoted: false, text }
    }

    /// A paragraph that is set apart as a quotation.
    pub(crate) fn quotation(text: String) -> Self {
        Self::Paragraph { number: None, begins: true, pages: None, is_quoted: true, text }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Heading(text) | Self::Paragraph { text, .. } => text,
        }
    }
}

/// A document: its blocks, and what its markup says about it.
#[derive(Debug, Default)]
pub(crate) struct ParsedDocument {
    pub blocks: Vec<Block>,
    pub title: Option<String>,
    /// The name of the web site, which pages add to their titles.
    pub site: Option<String>,
    /// The first heading of the first level.
    pub first_heading: Option<String>,
    pub date: Option<String>,
    /// What the report says about this date, if it is used.
    pub date_remark: Option<String>,
    pub address: Option<String>,
    pub notes: Vec<Note>,
    /// What its readers should know of how it was read.
    pub caveat: &'static str,
    /// What the report says about how it was read.
    pub remarks: Vec<String>,
}

/// Maximum paragraphs and headings of a text.
pub(crate) const PARAGRAPHS: usize = 100_000;
/// Maximum letters of a line that is taken for a heading.
const HEADING: usize = 120;
/// Maximum words of a heading that ends in a colon, and of the name of a speaker.
const CLAUSE: usize = 8;
const SPEAKER: usize = 5;

/// The signs before the items of a list.
const BULLETS: [char; 18] =
    ['•', '▪', '◦', '○', '●', '□', '■', '◆', '◇', '▶', '▷', '►', '‣', '⁃', '※', '❑', '\u{F0B7}', '\u{F0A7}'];

/// The letters that count the items of Korean lists.
const HANGUL_LETTERS: &str = "가나다라마바사아자차카타파하";

/// A text with single spaces, without the characters that only mark where a browser may break a word, or in which direction
/// a line begins.
pub(crate) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word = if word.is_ascii() {
            word.into()
        } else {
            word.replace(['\u{AD}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{2060}', '\u{FEFF}'], "")
        };
        if !collapsed.is_empty() && !word.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(&word);
    }
    collapsed
}

/// Whether a single line looks like a heading: it is short, does not end like a sentence, and is not spoken.
pub(crate) fn is_heading(line: &str) -> bool {
    let whole = line;
    let line = without_marks(line);
    let bare = line.trim_end_matches([')', ']', '）', '’', '」', '*']);
    let ends_inside = bare.len() < line.len()
        && bare.strip_suffix(['.', '!', '?', '。']).is_some_and(|bare| !bare.ends_with(char::is_uppercase));
    let ends = line.ends_with(['.', ',', ';', '!', '?', '"', '”', '。', '-', '—', '…']) || ends_inside;
    let is_clause = line.ends_with(':') && line.split(' ').count() > CLAUSE;
    let fits = whole.chars().count() <= HEADING && line.contains(char::is_alphabetic);
    fits && !ends && !is_clause && !is_spoken(whole)
}

/// A line without the marks of notes at its end: `[2]`, `²`, `†`, and the figures that follow the full stop of a word.
pub(crate) fn without_marks(line: &str) -> &str {
    let bare = line
        .trim_end_matches(|c: char| matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '†' | '‡' | '*' | ' '));
    let in_brackets = bare.strip_suffix(']').and_then(|open| open.rsplit_once('[')).filter(|(_, mark)| {
        (1..=3).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_alphanumeric() || c == '*')
    });
    if let Some((before, _)) = in_brackets {
        return without_marks(before);
    }
    let before = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = before.strip_suffix(['.', '”', '"']).map(|word| word.trim_end_matches('.'));
    let ends = word.is_some_and(|word| word.chars().rev().take(3).filter(|c| c.is_lowercase()).count() == 3);
    if ends || before.ends_with('。') { before } else { bare }
}

/// The letter before an item: `가. `, `나) `, `(다) `, `(a) `.
pub(crate) fn lettered(line: &str) -> Option<char> {
    let opened = line.strip_prefix('(');
    let mut letters = opened.unwrap_or(line).chars();
    let letter = letters.next()?;
    let end = letters.next()?;
    let is_korean = HANGUL_LETTERS.contains(letter);
    let ends = match end {
        ')' => is_korean || letter.is_ascii_lowercase(),
        '.' => is_korean && opened.is_none(),
        _ => false,
    };
    let apart = letters.next().is_some_and(char::is_whitespace);
    (ends && apart && letters.any(char::is_alphanumeric)).then_some(letter)
}

/// The letter of the item that follows one with this letter.
pub(crate) fn letter_after(letter: char) -> Option<char> {
    match HANGUL_LETTERS.chars().skip_while(|own| *own != letter).nth(1) {
        None if letter.is_ascii_lowercase() => u8::try_from(letter).ok().map(|byte| char::from(byte + 1)),
        next => next,
    }
}

/// Whether the words behind a number may be the title of a section; short Korean sentences end in a noun.
fn is_section(words: &str) -> bool {
    is_heading(words) && words.split(' ').count() <= CLAUSE && !words.ends_with(['함', '음', '임', '됨'])
}

/// Makes numbered lines headings if each of them is the title of a section: it looks like a heading and has something
/// without a number below it.
pub(crate) fn resolve_sections(blocks: &mut [Block]) {
    let number_of = |block: &Block| match block {
        Block::Paragraph { number: None, text, .. } => {
            numbered(text).map(|(number, words)| (number, is_section(words)))
        }
        Block::Paragraph { .. } | Block::Heading(_) => None,
    };
    let numbers: Vec<Option<(u32, bool)>> = blocks.iter().map(number_of).collect();
    let is_text = |at: usize| numbers.get(at) == Some(&None);
    let found: Vec<(usize, (u32, bool))> =
        numbers.iter().enumerate().filter_map(|(at, number)| Some((at, (*number)?))).collect();
    let are_sections = found.len() > 1
        && found
            .iter()
            .zip(1..)
            .all(|((at, (number, is_title)), nth)| *number == nth && *is_title && is_text(at + 1));
    if !are_sections {
        return;
    }
    for (at, _) in found {
        if let Some(block) = blocks.get_mut(at) {
            *block = Block::Heading(block.text().to_owned());
        }
    }
}

/// Whether a line is somebody's words: it begins with a speaker's name, or continues after the end of a sentence.
pub(crate) fn is_spoken(line: &str) -> bool {
    const OFFICES: [&str; 12] = [
        "AMBASSADOR",
        "CHANCELLOR",
        "GENERAL",
        "MINISTER",
        "MODERATOR",
        "OFFICIAL",
        "PRESIDENT",
        "PRINCE",
        "QUESTION",
        "REPORTER",
        "SECRETARY",
        "SPOKESPERSON",
    ];
    let is_speaker = |name: &str| {
        let first = name.split(' ').next().unwrap_or_default();
        let has_title = matches!(first, "THE" | "Q" | "A") || first.ends_with('.') && first.len() > 2;
        !name.contains(char::is_lowercase)
            && name.split(' ').count() <= SPEAKER
            && (has_title || OFFICES.iter().any(|office| name.contains(office)))
    };
    let ends = |word: &str| {
        let word = word.trim_end_matches(['”', '"', '’', ')']);
        let stem = word.strip_suffix(['.', '?', '!']).unwrap_or_default();
        stem.len() > 2 && stem.chars().all(char::is_lowercase)
    };
    let begins = |word: &str| word.trim_start_matches(['“', '"', '(']).starts_with(char::is_uppercase);
    let words: Vec<&str> = line.split_whitespace().collect();
    words.first() == Some(&"Q")
        || line.split_once(": ").is_some_and(|(name, _)| is_speaker(name))
        || words.windows(2).any(|pair| matches!(pair, [one, next] if ends(one) && begins(next)))
}

/// A list item without its sign.
pub(crate) fn item(line: &str) -> Option<&str> {
    let hyphen = line.strip_prefix(['-', '*', '–']).filter(|rest| rest.starts_with(char::is_whitespace));
    bulleted(line).or(hyphen.map(str::trim_start).filter(|rest| !rest.is_empty()))
}

/// A list item without its bullet. Where no list has begun, a hyphen may be a dash of the sentence.
pub(crate) fn bulleted(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS).or_else(|| line.strip_prefix("ㅇ "))?;
    Some(rest.trim_start()).filter(|rest| !rest.is_empty())
}

/// The number that a paragraph begins with, and the paragraph without it: `7. The …`, `(7) The …`.
pub(crate) fn numbered(text: &str) -> Option<(u32, &str)> {
    let opened = text.strip_prefix(['(', '¶']);
    let rest = opened.unwrap_or(text);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|at| (1..=3).contains(at))?;
    let (number, rest) = rest.split_at_checked(digits)?;
    let rest = match opened {
        Some(_) => rest.strip_prefix([')', '.', ' '])?,
        None => rest.strip_prefix(['.', ')'])?,
    };
    let words = rest.trim_start();
    let apart = words.len() < rest.len() && !words.is_empty();
    apart.then(|| Some((number.parse().ok()?, words)))?
}

/// Decides which numbers are paragraph numbers: they rise by one, from 1 or, in an extract, from the first number; they
/// extend over at least half of the document, and at least every fourth paragraph there has one. Other numbers are part
/// of the text, as the list shows them.
pub(crate) fn resolve_numbers(blocks: &mut [Block]) {
    let mut sequences = [Some(1), None].into_iter().map(|first| sequence(blocks, first));
    let mut numbers = sequences.find(|numbers| are_paragraphs(numbers)).unwrap_or_default().into_iter();
    for block in blocks {
        let Block::Paragraph { number, begins, text, .. } = block else { continue };
        let own = numbers.next().flatten();
        if own.is_some()
            && number.is_none()
            && let Some((_, words)) = numbered(text)
        {
            *text = words.to_owned();
        }
        if let (None, Some(item)) = (own, number.filter(|_| *begins)) {
            *text = format!("{item}. {text}");
        }
        *number = own;
    }
}

/// The number of each paragraph, as far as the numbers follow each other.
fn sequence(blocks: &[Block], first: Option<u32>) -> Vec<Option<u32>> {
    let mut last: Option<u32> = None;
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph { number, begins, text, .. } => {
            let written = numbered(text).filter(|_| *begins).map(|(number, _)| number);
            Some(number.or(written))
        }
        Block::Heading(_) => None,
    });
    let in_order = |number: Option<u32>| {
        let next = number.filter(|number| match last {
            None => first.is_none_or(|first| *number == first),
            Some(last) => matches!(number.checked_sub(last), Some(0 | 1)),
        });
        last = next.or(last);
        next
    };
    paragraphs.map(in_order).collect()
}

fn are_paragraphs(numbers: &[Option<u32>]) -> bool {
    let count = numbers.iter().flatten().count();
    let first = numbers.iter().position(Option::is_some);
    let last = numbers.iter().rposition(Option::is_some);
    let reach = first.zip(last).map_or(0, |(first, last)| last - first + 1);
    count > 1 && reach * 2 >= numbers.len() && count * 4 >= reach
}
