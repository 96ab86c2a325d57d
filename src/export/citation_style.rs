//! House styles: the line of a citation that names the statement, as a journal or a ministry wants it.
//!
//! Invariant: what is not known is left out together with the words in its square brackets; nothing is made up. The caveat is no
//! part of a style: it follows every citation.

#[cfg(test)]
mod tests;

use super::caveat::{self, Inline, TextLine};
use super::date_pattern::{self, date};
use super::nested_marks::QuotationMarks;
use crate::analysis::wording::Layer;
use crate::corpus::Corpus;
use crate::corpus::model::{Passage, Statement, UNKNOWN_SERIES};
use crate::page::passage as page;

/// The styles that have a name.
const NAMED: [(&str, &str); 5] = [
    (
        "chicago",
        "[{authors}. ]“{title}.”[ {body}][, {place}][, {date:Month D, YYYY}][, {locus}].[ {address}.]",
    ),
    (
        "mla",
        "[{authors}. ]“{title}.”[ {body}][, {date:D Mon YYYY}][, {place}][, {locus}][, {address}].[ Accessed {retrieved:D Mon YYYY}.]",
    ),
    (
        "oscola",
        "[{authors}, ]‘{title}’[, {body}][, {place}][ ({date:D Month YYYY})][ {locus}][ <{address}>[ accessed {retrieved:D Month YYYY}]].",
    ),
    ("mnd", KOREAN),
    ("국방부", KOREAN),
];
const KOREAN: &str =
    "[{authors}, ]「{title}」[, {body}][, {place}][, {date:YYYY. M. D.}][, {locus}][, {address}].";

/// Marks that close a quotation.
const CLOSING: [char; 6] = ['”', '’', '"', '\'', '」', '』'];

/// Maximum groups within each other.
const DEPTH: usize = 8;

/// A style: words, fields in braces, and groups in square brackets that are left out where a field of theirs is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationStyle(Vec<StylePart>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum StylePart {
    Words(String),
    /// A field, and how a date is written.
    Field(StyleField, String),
    Group(Vec<StylePart>),
}

/// What a style can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StyleField {
    /// Who wrote an analysis or a press report, if that is known; of all else the issuers.
    Authors,
    /// The issuers, if others are the authors.
    Body,
    Issuers,
    Title,
    Label,
    Series,
    Number,
    Place,
    Date,
    Locus,
    Id,
    Source,
    Address,
    Retrieved,
}

const FIELDS: [(&str, StyleField); 14] = [
    ("issuers", StyleField::Issuers),
    ("title", StyleField::Title),
    ("label", StyleField::Label),
    ("series", StyleField::Series),
    ("number", StyleField::Number),
    ("place", StyleField::Place),
    ("date", StyleField::Date),
    ("locus", StyleField::Locus),
    ("id", StyleField::Id),
    ("source", StyleField::Source),
    ("address", StyleField::Address),
    ("retrieved", StyleField::Retrieved),
    ("authors", StyleField::Authors),
    ("body", StyleField::Body),
];

impl StyleField {
    /// Whether every statement has it, so that the words around it never appear without it.
    fn is_always_known(self) -> bool {
        matches!(self, Self::Title | Self::Label | Self::Id | Self::Source)
    }
}

/// A template while it is read, and how deep in its groups.
struct StyleReader<'a> {
    rest: std::str::Chars<'a>,
    depth: usize,
}

/// The values that fill in a style.
struct CitedPassage<'a> {
    corpus: &'a Corpus,
    statement: &'a Statement,
    passage: &'a Passage,
}

impl std::str::FromStr for CitationStyle {
    type Err = String;

    /// A style by its name, or a template.
    fn from_str(typed: &str) -> Result<Self, String> {
        let named = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(typed.trim()));
        let template = named.map_or(typed, |(_, template)| template);
        if !template.contains('{') {
            let all = NAMED.map(|(name, _)| name).join(", ");
            return Err(format!(
                "no style has this name; expected {all}, or a template such as '{{title}}[, {{date:D Month YYYY}}].'"
            ));
        }
        let mut reader = StyleReader { rest: template.chars(), depth: 0 };
        Ok(Self(reader.parts()?))
    }
}

impl StyleReader<'_> {
    /// The parts up to the end of the group or the template.
    fn parts(&mut self) -> Result<Vec<StylePart>, String> {
        let (mut parts, mut words) = (Vec::new(), String::new());
        loop {
            let next = self.rest.next();
            let part = match next {
                Some('{') => self.field()?,
                Some('[') if self.depth == DEPTH => {
                    return Err(format!("more than {DEPTH} `[` within each other"));
                }
                Some('[') => {
                    self.depth += 1;
                    StylePart::Group(self.parts()?)
                }
                Some('\\') => {
                    words.extend(self.rest.next());
                    continue;
                }
                Some(']') | None => {
                    let is_group = next.is_some();
                    if is_group != (self.depth > 0) {
                        let what = if is_group { "`]` without `[`" } else { "`[` without `]`" };
                        return Err(format!("{what}; a bracket of your own is written `\\[`"));
                    }
                    self.depth = self.depth.saturating_sub(1);
                    parts.push(StylePart::Words(words));
                    return Ok(parts);
                }
                Some(c) => {
                    words.push(c);
                    continue;
                }
            };
            parts.push(StylePart::Words(std::mem::take(&mut words)));
            parts.push(part);
        }
    }

    /// The field whose opening brace was read.
    fn field(&mut self) -> Result<StylePart, String> {
        let (inside, rest) = self.rest.as_str().split_once('}').ok_or("`{` without `}`")?;
        let (name, pattern) = inside.split_once(':').unwrap_or((inside, ""));
        let found = FIELDS.iter().find(|(known, _)| *known == name.trim());
        let (_, field) = found.ok_or_else(|| {
            let names = FIELDS.map(|(name, _)| format!("{{{name}}}")).join(", ");
            format!("there is no field {{{name}}}; expected one of {names}")
        })?;
        if self.depth == 0 && !field.is_always_known() {
            return Err(format!(
                "{{{name}}} is not known of every statement; put it in square brackets with the signs that belong to it, which are \
                 left out with it, such as `[{{{inside}}}, ]`"
            ));
        }
        if !pattern.is_empty() && !matches!(field, StyleField::Date | StyleField::Retrieved) {
            return Err(format!("{{{name}}} is not a date, so it takes no pattern after a colon"));
        }
        if !date_pattern::is_right(pattern) {
            return Err(format!(
                "`{pattern}` is not a date pattern; expected {} with signs between them, such as {{{name}:D Month YYYY}}; \
                 words of your own go outside the braces",
                date_pattern::TOKENS.join(", ")
            ));
        }
        self.rest = rest.chars();
        Ok(StylePart::Field(*field, pattern.to_owned()))
    }
}

/// The citation of a passage, in lines; with a style, that names the statement, and the caveat follows as in every citation.
pub(super) fn citation(
    corpus: &Corpus,
    statement: &Statement,
    passage: &Passage,
    style: Option<&CitationStyle>,
) -> Vec<TextLine> {
    let lines = caveat::citation(corpus, statement, passage);
    styled(corpus, statement, passage, lines, style)
}

/// The citation of one layer of a passage: the words of that layer, and where they were seen.
pub(super) fn layer_citation(
    corpus: &Corpus,
    (statement, passage): (&Statement, &Passage),
    layer: Layer,
    style: Option<&CitationStyle>,
) -> Vec<TextLine> {
    let official = (layer == Layer::Official).then(|| caveat::official(corpus, statement, passage)).flatten();
    match official {
        Some(lines) => styled(corpus, statement, passage, lines, style),
        None => citation(corpus, statement, passage, style),
    }
}

fn styled(
    corpus: &Corpus,
    statement: &Statement,
    passage: &Passage,
    mut lines: Vec<TextLine>,
    style: Option<&CitationStyle>,
) -> Vec<TextLine> {
    if let (Some(style), Some(head)) = (style, lines.get_mut(1)) {
        *head = style.line(corpus, statement, passage);
        head.push(Inline::Plain(format!(" [{}]", caveat::known(corpus, statement, passage))));
    }
    lines
}

impl CitationStyle {
    /// The statement of a passage, in this style.
    fn line(&self, corpus: &Corpus, statement: &Statement, passage: &Passage) -> TextLine {
        let mut line = Vec::new();
        CitedPassage { corpus, statement, passage }.fill(&self.0, &mut line, &mut None);
        line
    }
}

impl CitedPassage<'_> {
    /// Fills in parts, with the quotation marks that are open before them; returns whether all their own fields are
    /// known.
    fn fill(&self, parts: &[StylePart], line: &mut TextLine, open: &mut Option<QuotationMarks>) -> bool {
        let mut is_known = true;
        for part in parts {
            match part {
                StylePart::Words(words) => {
                    *open = QuotationMarks::behind(*open, words);
                    let words = following(&caveat::plain(line), words).to_owned();
                    line.push(Inline::Plain(words));
                }
                StylePart::Field(field, pattern) => {
                    let value = self.value(*field, pattern);
                    is_known &= value.is_some();
                    line.extend(value.map(|value| match (value, *open) {
                        (Inline::Plain(value), Some(marks)) => Inline::Plain(marks.around(&value)),
                        (value, _) => value,
                    }));
                }
                StylePart::Group(parts) => {
                    let before = (line.len(), *open);
                    if !self.fill(parts, line, open) {
                        line.truncate(before.0);
                        *open = before.1;
                    }
                }
            }
        }
        is_known
    }

    fn value(&self, field: StyleField, pattern: &str) -> Option<Inline> {
        let Self { corpus, statement, passage } = self;
        let source = || corpus.source(&passage.source);
        let of_statement = || source().filter(|source| caveat::is_statement(statement, source));
        let value = match field {
            StyleField::Authors => match statement.authors() {
                ([], Some(names)) | (names, _) => names.join(", "),
            },
            StyleField::Body => {
                statement.authors().1.filter(|_| !statement.authors().0.is_empty())?.join(", ")
            }
            StyleField::Issuers => statement.issuers.join(", "),
            StyleField::Title => statement.title.trim().to_owned(),
            StyleField::Label => statement.label.to_string(),
            StyleField::Series => statement.series.to_string(),
            StyleField::Number => statement.number?.to_string(),
            StyleField::Place => statement.place.as_ref()?.to_string(),
            StyleField::Date => date(&caveat::date(statement)?, pattern),
            StyleField::Locus => of_statement().and(passage.locus.as_ref())?.to_string(),
            StyleField::Id => passage.id.to_string(),
            StyleField::Source => page::cite(source()?),
            StyleField::Address => {
                let source = of_statement()?;
                let address = source.address.as_ref()?.to_string();
                let is_web = caveat::web(source).is_some();
                return Some(if is_web { Inline::Web(address) } else { Inline::Plain(address) });
            }
            StyleField::Retrieved => date(of_statement()?.retrieved.as_deref()?, pattern),
        };
        let is_unknown = value.is_empty() || field == StyleField::Series && value == UNKNOWN_SERIES;
        (!is_unknown).then_some(Inline::Plain(value))
    }
}

/// Words as they appear after others: no second full stop, and no comma after `.”`.
fn following<'a>(before: &str, words: &'a str) -> &'a str {
    if !before.trim_end_matches(CLOSING).ends_with('.') || words.starts_with("..") {
        return words;
    }
    let comma = || words.strip_prefix(',').filter(|_| before.ends_with(".”"));
    words.strip_prefix('.').or_else(comma).unwrap_or(words)
}
