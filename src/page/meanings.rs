//! The meanings side by side, as a strip, a column or a matrix.
//!
//! Invariant: every answer links to its evidence. For a passage without a meaning, only a count of shared cue terms is
//! shown, labeled as a count.

use super::compose::{Composer, StyledText};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::model::{Bearing, Meaning, Passage, PassageKind, Question, Standing};
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::text::safe::Text;
use crate::text::slice;
use crate::text::wrap::{clip, columns, wrap};
use unicode_width::UnicodeWidthStr;

/// The narrowest column of a matrix that still reads well.
const CELL: usize = 26;
/// Space between two columns.
const GAP: usize = 2;
/// Beyond this width a column is hard to read.
const WIDEST: usize = 60;

/// What the page is composed from.
#[derive(Debug, Clone, Copy)]
pub struct MeaningsPage<'a> {
    pub corpus: &'a Corpus,
    pub usage: &'a Usage,
    /// The cue terms that the passage shares with each meaning.
    pub cues: &'a [Vec<usize>],
    /// The passage in view, whose meaning is highlighted.
    pub passage: PassageNo,
}

impl MeaningsPage<'_> {
    fn meanings(&self) -> &[Meaning] {
        &self.corpus.dataset().meanings
    }

    fn bearing(&self, meaning: &Meaning) -> Option<Bearing> {
        let (_, passage) = self.corpus.passage(self.passage)?;
        (passage.meaning.as_ref() == Some(&meaning.id)).then(|| passage.bearing.unwrap_or(Bearing::Word))
    }

    /// Whether every column fits beside the others.
    pub fn fits_matrix(&self, width: usize) -> bool {
        self.cell(width) >= CELL
    }

    fn cell(&self, width: usize) -> usize {
        cell_width(width, self.meanings().len())
    }

    /// The whole page at `width`: a matrix if the columns fit, else one meaning below the other.
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        if self.fits_matrix(width) {
            self.row(&mut page, |meaning, width| self.head(meaning, width));
            for question in &self.corpus.dataset().questions {
                page.blank();
                page.paragraph(&StyledText::new(&question.text, Role::Title));
                self.row(&mut page, |meaning, width| self.answer(meaning, question, width));
            }
        } else {
            for meaning in self.meanings() {
                page.beside(&[(width, self.head(meaning, width))]);
                page.blank();
            }
            for question in &self.corpus.dataset().questions {
                page.gap();
                page.paragraph(&StyledText::new(&question.text, Role::Title));
                for meaning in self.meanings() {
                    page.beside(&[(width, self.answer(meaning, question, width))]);
                }
            }
        }
        page.finish()
    }

    /// A few rows: each meaning with its representative words, who says them and how sure the wording is, side by side;
    /// one line if the columns are too narrow.
    pub fn strip(&self, width: usize, height: usize) -> Page {
        let mut page = Composer::new(width);
        if height < 3 || self.cell(width) < 16 {
            let mut line = StyledText::default();
            for meaning in self.meanings() {
                line.push(&self.title(meaning), self.title_role(meaning)).push("   ", Role::Plain);
            }
            page.paragraph(&line);
        } else {
            self.row(&mut page, |meaning, width| self.brief(meaning, width, height));
        }
        page.finish()
    }

    /// What, who, how sure: the answer in `height` rows.
    fn brief(&self, meaning: &Meaning, width: usize, height: usize) -> Page {
        let mut cell = Composer::new(width);
        self.heading(&mut cell, meaning);
        let words = self.example(meaning);
        let room = height.saturating_sub(3).max(1);
        let said = words.map_or_else(|| meaning.gloss.to_string(), |words| format!("“{}”", words.text));
        for row in cut(&said, width, room) {
            cell.paragraph(&StyledText::new(&row, Role::Quote));
        }
        let who = meaning.who.as_ref().map_or_else(|| self.plain_standing(meaning), ToString::to_string);
        let verdict = words.and_then(|words| words.check.as_ref()).map(|check| check.verdict);
        if self.silent() {
            // The last row is for the cue terms; the sign of the check goes before who says it.
            let sign = verdict.map(|verdict| format!("{} ", verdict.sign())).unwrap_or_default();
            cell.paragraph(&StyledText::new(&clip(&format!("{sign}{who}"), width), Role::Faint));
            cell.paragraph(&StyledText::new(&clip(&self.shared(meaning), width), Role::Faint));
            return cell.finish();
        }
        cell.paragraph(&StyledText::new(&clip(&who, width), Role::Faint));
        let sure =
            verdict.map(|verdict| format!("{} {}", verdict.sign(), verdict.name())).unwrap_or_default();
        let here = match self.bearing(meaning) {
            Some(Bearing::Sense) => "the sense",
            Some(Bearing::Parallel) => "parallel",
            // The title shows its own meaning.
            Some(Bearing::Word) | None => "",
        };
        let gap = if sure.is_empty() || here.is_empty() { "" } else { " · " };
        let style = verdict.map_or(Role::Faint, Role::Verdict);
        cell.paragraph(&StyledText::new(&sure, style).with(gap, Role::Faint).with(here, Role::Faint));
        cell.finish()
    }

    /// The words that stand for a meaning: those that the dataset names, else its clearest quotation.
    fn example(&self, meaning: &Meaning) -> Option<&Passage> {
        let quotation = |id: &Text| match self.corpus.target(id)? {
            Target::Passage(number) => Some(self.corpus.passage(number)?.1),
            Target::Statement(_) => None,
        };
        let mut named = meaning.quote.iter().chain(&meaning.evidence).filter_map(quotation);
        named.find(|passage| passage.kind == PassageKind::Quotation)
    }

    fn row(&self, page: &mut Composer, cell: impl Fn(&Meaning, usize) -> Page) {
        let width = self.cell(page.width());
        row_of(page, self.meanings(), width, |meaning| cell(meaning, width));
    }

    fn title(&self, meaning: &Meaning) -> String {
        let lit = if self.bearing(meaning).is_some() { " ◂" } else { "" };
        format!("{}{lit}", named(self.corpus, meaning))
    }

    fn title_role(&self, meaning: &Meaning) -> Role {
        if self.bearing(meaning).is_some() { Role::Lit } else { Role::Title }
    }

    /// Title, gloss, and a last line: who says so, or how this passage uses it.
    fn head(&self, meaning: &Meaning, width: usize) -> Page {
        let mut cell = Composer::new(width);
        self.heading(&mut cell, meaning);
        cell.paragraph(&StyledText::new(&meaning.gloss, Role::Plain));
        // One row, so that nothing below moves when another passage comes into view.
        cell.paragraph(&StyledText::new(&clip(&self.foot(meaning, width), width), Role::Faint));
        cell.finish()
    }

    /// The title, which leads to the clearest example.
    fn heading(&self, cell: &mut Composer, meaning: &Meaning) {
        let target = meaning.evidence.iter().find_map(|id| self.corpus.target(id)).map(LinkTarget::To);
        let anchor = target.map(|target| cell.anchor(target));
        let style = SpanStyle { role: self.title_role(meaning), hit: false, anchor };
        cell.paragraph(&StyledText::new(&self.title(meaning), style));
    }

    /// How the passage in view uses the meaning, or which cue terms it shares with it; else who says it in how many.
    fn foot(&self, meaning: &Meaning, width: usize) -> String {
        match self.bearing(meaning) {
            Some(Bearing::Word) => String::from("this passage"),
            Some(Bearing::Sense) => String::from("the sense, not the word"),
            Some(Bearing::Parallel) => String::from("parallel use, elsewhere"),
            None if self.silent() => self.shared(meaning),
            None => {
                let bearers = self.usage.bearers(self.corpus, &meaning.id);
                let count = format!("{bearers} of {} held", self.usage.counted());
                match &meaning.who {
                    Some(who) if who.width() + count.width() + 3 > width => who.to_string(),
                    Some(who) => format!("{who} · {count}"),
                    None => format!("{}{count}", self.first_standing(meaning)),
                }
            }
        }
    }

    fn first_standing(&self, meaning: &Meaning) -> String {
        Some(self.plain_standing(meaning))
            .filter(|label| !label.is_empty())
            .map(|label| label + " · ")
            .unwrap_or_default()
    }

    /// The standing of the meaning's clearest example.
    fn plain_standing(&self, meaning: &Meaning) -> String {
        let standing = meaning.evidence.iter().find_map(|id| match self.corpus.target(id)? {
            Target::Passage(number) => Some(self.corpus.passage(number)?.0.standing),
            Target::Statement(at) => Some(self.corpus.statements().get(at)?.standing),
        });
        standing.and_then(Standing::short_label).map(ToString::to_string).unwrap_or_default()
    }

    /// Whether the passage has no meaning.
    fn silent(&self) -> bool {
        self.meanings().iter().all(|meaning| self.bearing(meaning).is_none())
    }

    /// The cue terms that the passage shares with a meaning: a count of words, not a verdict.
    fn shared(&self, meaning: &Meaning) -> String {
        let terms = &self.corpus.dataset().terms;
        let at = self.meanings().iter().position(|other| other.id == meaning.id);
        let shared = at.and_then(|at| self.cues.get(at)).map_or(&[][..], Vec::as_slice);
        let names: Vec<&str> =
            shared.iter().filter_map(|at| terms.get(*at)).map(|term| &*term.label).collect();
        match names.len() {
            0 => String::from("shares no cue word"),
            n => format!("shares {n}: {}", names.join(", ")),
        }
    }

    /// An answer, and the statements that support it.
    fn answer(&self, meaning: &Meaning, question: &Question, width: usize) -> Page {
        let mut cell = Composer::new(width);
        let letter = self.corpus.letter(&meaning.id).unwrap_or(' ');
        let Some(answer) = meaning.answers.get(&question.id) else { return cell.finish() };
        let lit = if self.bearing(meaning).is_some() { Role::Lit } else { Role::Letter };
        let mut styled = StyledText::new(&answer.text, Role::Plain);
        for id in &answer.evidence {
            let Some(target) = self.corpus.target(id) else { continue };
            let anchor = Some(cell.anchor(LinkTarget::To(target)));
            styled
                .push(" →", Role::Faint)
                .push(&short(self.corpus, target), SpanStyle { role: Role::Link, hit: false, anchor });
        }
        cell.hanging(&format!("{letter} "), lit, &styled);
        cell.finish()
    }
}

/// The first `rows` rows of `text`; if more follows, the last ends in ` …`, between two words.
fn cut(text: &str, width: usize, rows: usize) -> Vec<String> {
    let wrapped = wrap(text, width, 0);
    let mut kept: Vec<String> =
        wrapped.iter().take(rows).map(|row| slice(text, row.clone()).trim_end().to_owned()).collect();
    if let Some(last) = kept.last_mut().filter(|_| wrapped.len() > rows) {
        let whole = |last: &str| columns(last) + 2 <= width;
        while let Some(before) = last.rfind(' ').filter(|_| !whole(last)) {
            last.truncate(before);
        }
        *last = if whole(last) { format!("{last} …") } else { clip(&format!("{last} …"), width) };
    }
    kept
}

/// Every meaning and every answer with the ids of its evidence: side by side if the columns fit in so wide a terminal,
/// else one meaning below the other, in lines of at most `measure` columns.
pub fn answers(corpus: &Corpus, columns: Option<usize>, measure: usize) -> Page {
    let meanings = &corpus.dataset().meanings;
    let room = columns.unwrap_or_default().min(WIDEST.saturating_mul(meanings.len()));
    let cell = cell_width(room, meanings.len());
    if cell >= CELL {
        return beside(corpus, room, cell);
    }
    let mut page = Composer::new(columns.map_or(measure, |columns| columns.min(measure)));
    for meaning in meanings {
        page.gap();
        page.paragraph(&StyledText::new(
            &format!("{}: {}", named(corpus, meaning), meaning.gloss),
            Role::Title,
        ));
        for question in &corpus.dataset().questions {
            let Some(answer) = with_ids(meaning, question) else { continue };
            page.hanging("  ", Role::Plain, &StyledText::new(&question.text, Role::Faint));
            page.hanging("    ", Role::Plain, &StyledText::new(&answer, Role::Plain));
        }
    }
    page.finish()
}

/// One column for each meaning, one row for each question.
fn beside(corpus: &Corpus, room: usize, cell: usize) -> Page {
    let meanings = &corpus.dataset().meanings;
    let mut page = Composer::new(room);
    row_of(&mut page, meanings, cell, |meaning| {
        let mut head = Composer::new(cell);
        head.paragraph(&StyledText::new(&named(corpus, meaning), Role::Title));
        head.paragraph(&StyledText::new(&meaning.gloss, Role::Plain));
        head.finish()
    });
    for question in &corpus.dataset().questions {
        page.blank();
        page.paragraph(&StyledText::new(&question.text, Role::Title));
        row_of(&mut page, meanings, cell, |meaning| {
            let mut answer = Composer::new(cell);
            if let Some(text) = with_ids(meaning, question) {
                answer.hanging("  ", Role::Plain, &StyledText::new(&text, Role::Plain));
            }
            answer.finish()
        });
    }
    page.finish()
}

/// `A 2003 Posture`.
fn named(corpus: &Corpus, meaning: &Meaning) -> String {
    format!("{} {} {}", corpus.letter(&meaning.id).unwrap_or(' '), meaning.id, meaning.name)
}

/// The answer and the ids of its evidence.
fn with_ids(meaning: &Meaning, question: &Question) -> Option<String> {
    let answer = meaning.answers.get(&question.id)?;
    let ids: Vec<&str> = answer.evidence.iter().map(|id| &**id).collect();
    let ids = if ids.is_empty() { String::new() } else { format!(" [{}]", ids.join(", ")) };
    Some(format!("{}{ids}", answer.text))
}

/// The width of each of so many columns.
fn cell_width(width: usize, columns: usize) -> usize {
    let columns = columns.max(1);
    let gaps = GAP.saturating_mul(columns.saturating_sub(1));
    width.saturating_sub(gaps).checked_div(columns).unwrap_or_default()
}

/// One cell for each meaning, side by side.
fn row_of(page: &mut Composer, meanings: &[Meaning], width: usize, cell: impl Fn(&Meaning) -> Page) {
    let last = meanings.len().saturating_sub(1);
    let cells: Vec<(usize, Page)> = meanings
        .iter()
        .enumerate()
        .map(|(at, meaning)| (width.saturating_add(if at == last { 0 } else { GAP }), cell(meaning)))
        .collect();
    page.beside(&cells);
}

/// The label of the statement, with the passage's number if it has several; never wrapped.
fn short(corpus: &Corpus, target: Target) -> String {
    let (at, within) = match target {
        Target::Statement(at) => (Some(at), None),
        Target::Passage(number) => {
            let at = corpus.statement_of(number);
            (at, at.and_then(|at| corpus.passages_of(at).position(|other| other == number)))
        }
    };
    let Some(statement) = at.and_then(|at| corpus.statements().get(at)) else { return String::new() };
    let several = statement.passages.len() > 1;
    let number = within.filter(|_| several).map(|within| format!("/{}", within.saturating_add(1)));
    format!("{}{}", statement.label, number.unwrap_or_default()).replace(' ', "\u{A0}")
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_cut_says_that_more_follows_and_cuts_between_words() {
        assert_eq!(cut("one two three", 8, 1), ["one …"]);
        assert_eq!(cut("one two three", 9, 1), ["one two …"]);
        assert_eq!(cut("one two", 8, 1), ["one two"]);
        assert_eq!(cut("unbroken letters", 5, 1), ["unbr…"]);
    }
}
