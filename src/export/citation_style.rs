//! House styles: the line of a citation that names the statement, as a journal or a ministry wants it.
//!
//! Invariant: what is not known is left out together with the words in its square brackets; nothing is made up. The caveat is no
//! part of a style: it follows every citation.

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
        let authors = match statement.authors() {
            ([], Some(body)) => (body, None),
            known => known,
        };
        let of_statement = || source().filter(|source| caveat::is_statement(statement, source));
        let value = match field {
            StyleField::Authors => authors.0.join(", "),
            StyleField::Body => authors.1?.join(", "),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Target;
    use crate::corpus::load;
    use crate::corpus::model::{Source, SourceKind};
    use crate::text::safe::Text;

    fn line(corpus: &Corpus, id: &str, style: &str) -> String {
        let Some(Target::Passage(number)) = corpus.target(id) else { panic!("{id} is a passage") };
        let (statement, passage) = corpus.passage(number).unwrap();
        caveat::plain(&style.parse::<CitationStyle>().unwrap().line(corpus, statement, passage))
    }

    #[test]
    fn the_named_styles_name_a_statement_in_one_line() {
        let corpus = load::embedded().unwrap();
        let mut dataset = corpus.dataset().clone();
        let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
        statement.passages[2].source = Text::new("imported");
        let source = Source {
            id: Text::new("imported"),
            kind: SourceKind::OfficialText,
            date: Some(Text::new("2024-10-31")),
            address: Some(Text::new("https://example.org/scm")),
            retrieved: Some(Text::new("2025-09-03")),
            ..dataset.sources[0].clone()
        };
        dataset.sources.push(source);
        let corpus = Corpus::new(dataset);
        let statement = corpus.statements().iter().find(|statement| &*statement.id == "scm-56").unwrap();
        let (title, place) = (statement.title.trim(), statement.place.as_deref());
        let place = |before: &str, after: &str| {
            place.map_or(String::new(), |place| format!("{before}{place}{after}"))
        };
        let issuers = "Republic of Korea, United States";
        let locus = statement.passages[2].locus.as_deref();
        let locus = |before: &str| locus.map_or(String::new(), |locus| format!("{before}{locus}"));
        for (style, expected) in [
            (
                "chicago",
                format!(
                    "{issuers}. “{title}.”{} October 30, 2024{}. https://example.org/scm.",
                    place(" ", ","),
                    locus(", ")
                ),
            ),
            (
                "MLA",
                format!(
                    "{issuers}. “{title}.” 30 Oct. 2024{}{}, https://example.org/scm. Accessed 3 Sept. 2025.",
                    place(", ", ""),
                    locus(", ")
                ),
            ),
            (
                "oscola",
                format!(
                    "{issuers}, ‘{title}’{} (30 October 2024){} <https://example.org/scm> accessed 3 September 2025.",
                    place(", ", ""),
                    locus(" ")
                ),
            ),
            (
                "국방부",
                format!(
                    "{issuers}, 「{title}」{}, 2024. 10. 30.{}, https://example.org/scm.",
                    place(", ", ""),
                    locus(", ")
                ),
            ),
        ] {
            assert_eq!(line(&corpus, "scm-56/3", style), expected, "{style}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_with_its_words() {
        let corpus = load::embedded().unwrap();
        let style = "{label}[ No. {number}][, {date:DD.MM.YYYY}][ [from {place} ]at {address}][ \\[{id}\\]]";
        assert_eq!(line(&corpus, "scm-35/1", style), "SCM 35 No. 35, 17.11.2003 [scm-35/1]");
        // The day is not held, and the paper that quotes the statement is not the statement.
        assert_eq!(line(&corpus, "scm-34/1", style), "SCM 34 No. 34, 2002 [scm-34/1]");
        for (held, pattern, expected) in [
            ("2026-11", "D Month YYYY", "November 2026"),
            ("2026-11", "D Mon YYYY", "Nov. 2026"),
            ("2026-11", "YYYY. M. D.", "2026-11"),
            ("2026", "Month D, YYYY", "2026"),
            ("2026-11-03", "DD/MM/YYYY", "03/11/2026"),
        ] {
            assert_eq!(date(held, pattern), expected);
        }
        assert_eq!(line(&corpus, "scm-35/1", "{id}[ {date}][{place}]"), "scm-35/1 2003-11-17Seoul");
        assert_eq!(line(&corpus, "scm-34/1", "{id}[ {date}][{place}]"), "scm-34/1 2002");
    }

    #[test]
    fn no_full_stop_is_doubled() {
        let corpus = load::embedded().unwrap();
        let plain = line(&corpus, "scm-56/1", "mnd");
        assert!(plain.ends_with(" 2024. 10. 30."), "{plain}");
        let mut dataset = corpus.dataset().clone();
        let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
        statement.title = Text::new("A statement.");
        let corpus = Corpus::new(dataset);
        for (style, expected) in [
            ("“{title}.”[, {date:YYYY}].", "“A statement.” 2024."),
            ("“{title}.”[, {address}].", "“A statement.”"),
            ("‘{title}’[, {date:YYYY}].", "‘A statement.’, 2024."),
            ("{title}...[ {number}]", "A statement.... 56"),
        ] {
            assert_eq!(line(&corpus, "scm-56/1", style), expected);
        }
    }

    #[test]
    fn marks_of_a_title_within_the_marks_of_a_style_are_of_the_other_kind() {
        let mut dataset = load::embedded().unwrap().dataset().clone();
        let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
        statement.title = Text::new("On the “New Chapter” of the Allies’ Ties");
        let corpus = Corpus::new(dataset);
        for (style, expected) in [
            ("chicago", "“On the ‘New Chapter’ of the Allies’ Ties.”"),
            ("mla", "“On the ‘New Chapter’ of the Allies’ Ties.”"),
            ("oscola", "‘On the “New Chapter” of the Allies’ Ties’"),
            ("국방부", "「On the “New Chapter” of the Allies’ Ties」"),
            ("{title}", "On the “New Chapter” of the Allies’ Ties"),
            ("“The Allies’ {title}”", "“The Allies’ On the ‘New Chapter’ of the Allies’ Ties”"),
            ("{id}[ “{place} {locus}”] {title}", "scm-56/1 On the “New Chapter” of the Allies’ Ties"),
        ] {
            let written = line(&corpus, "scm-56/1", style);
            assert!(written.contains(expected), "{style}: {written}");
        }
    }

    #[test]
    fn a_place_is_named_also_where_the_date_is_not_known() {
        let mut dataset = load::embedded().unwrap().dataset().clone();
        let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
        (statement.date, statement.year) = (None, None);
        statement.title = Text::new("A statement");
        statement.place = Some(Text::new("Seoul"));
        let corpus = Corpus::new(dataset);
        for (style, expected) in [
            ("chicago", "“A statement.” Seoul."),
            ("mla", "“A statement.” Seoul."),
            ("oscola", "‘A statement’, Seoul."),
        ] {
            let written = line(&corpus, "scm-56/1", style);
            assert!(written.ends_with(expected), "{style}: {written}");
        }
    }

    #[test]
    fn a_pattern_of_a_date_has_no_other_letters() {
        for pattern in ["MONTH", "MMM", "MMMM YYYY", "YY", "d Month", "DDD", "YYYYY", "Monday"] {
            let error = format!("{{id}}[{{date:{pattern}}}]").parse::<CitationStyle>().unwrap_err();
            assert!(error.contains(pattern) && error.contains("YYYY, Month, Mon, MM, M, DD, D "), "{error}");
        }
        for pattern in ["YYYY년 M월 D일", "YYYYMMDD", "DDMonYYYY", "D. M. YYYY", "MM/DD"] {
            assert!(format!("[{{date:{pattern}}}]").parse::<CitationStyle>().is_ok(), "{pattern}");
        }
    }

    #[test]
    fn a_template_that_is_wrong_says_where() {
        let deep = "[".repeat(100_000) + "{title}";
        for (template, expected) in [
            ("harvard", "expected chicago, mla, oscola"),
            ("{titel}", "there is no field {titel}; expected one of {issuers}, {title}"),
            ("{title", "`{` without `}`"),
            ("{title}[", "`[` without `]`"),
            ("{title}]", "`]` without `[`"),
            ("{title:D}", "{title} is not a date"),
            ("{issuers}: {title}", "put it in square brackets"),
            ("{title}, {date:D Month YYYY}", "such as `[{date:D Month YYYY}, ]`"),
            ("[{issuers}: ]{title}[, {place}] ({series})", "{series} is not known of every statement"),
            (deep.as_str(), "more than 8 `[`"),
        ] {
            let error = template.parse::<CitationStyle>().unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
