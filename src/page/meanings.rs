//! The meanings side by side, as a strip, a column or a matrix.
//!
//! Invariant: every answer links to its evidence. For a passage without a meaning, only a count of shared cue terms is
//! shown, labeled as a count.

use super::compose::{Composer, StyledText, cut};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::model::{Bearing, Meaning, Passage, PassageKind, Question, Verdict};
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::text::safe::Text;
use crate::text::wrap::{clip, columns};

/// Minimum columns of a column of a matrix.
const CELL: usize = 26;
/// Space between two columns.
const GAP: usize = 2;
/// Maximum columns of a column: wider ones are hard to read.
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

/// What the page shows of the passage in view: its meaning, or, without one, its cue terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningHighlights {
    meaning: Option<(Text, Bearing)>,
    cues: Vec<Vec<usize>>,
}

impl MeaningHighlights {
    /// The meaning of the passage.
    pub fn meaning(&self) -> Option<&Text> {
        self.meaning.as_ref().map(|(id, _)| id)
    }
}

impl MeaningsPage<'_> {
    pub fn highlights(&self) -> MeaningHighlights {
        let borne = |meaning: &Meaning| Some((meaning.id.clone(), self.bearing(meaning)?));
        let meaning = self.meanings().iter().find_map(borne);
        let cues = if meaning.is_some() { Vec::new() } else { self.cues.to_vec() };
        MeaningHighlights { meaning, cues }
    }

    fn meanings(&self) -> &[Meaning] {
        &self.corpus.dataset().meanings
    }

    fn bearing(&self, meaning: &Meaning) -> Option<Bearing> {
        let (_, passage) = self.corpus.passage(self.passage)?;
        passage.borne().filter(|(id, _)| **id == meaning.id).map(|(_, bearing)| bearing)
    }

    /// Whether every column fits beside the others.
    fn fits_matrix(&self, width: usize) -> bool {
        self.cell(width) >= CELL
    }

    fn cell(&self, width: usize) -> usize {
        cell_width(width, self.meanings().len())
    }

    /// The whole page at `width`: a matrix if the columns fit, else one meaning below the other; then the `questions`.
    pub fn compose(&self, width: usize, questions: &Page) -> Page {
        let mut page = Composer::new(width);
        if self.fits_matrix(width) {
            self.row(&mut page, |meaning, width| self.head(meaning, width));
        } else {
            for meaning in self.meanings() {
                page.beside(&[(width, self.head(meaning, width))]);
                page.blank();
            }
        }
        page.append(questions);
        page.finish()
    }

    /// The questions with the answer of each meaning; they are the same for every passage of the same meaning.
    pub fn questions(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        for question in &self.corpus.dataset().questions {
            if self.fits_matrix(width) {
                page.blank();
                page.paragraph(&StyledText::new(&question.text, Role::Title));
                self.row(&mut page, |meaning, width| self.answer(meaning, question, width));
            } else {
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
    /// one line if the columns are too narrow. `keys` lead to the questions.
    pub fn strip(&self, (width, height): (usize, usize), keys: &str) -> Page {
        let mut page = Composer::new(width);
        if height < 3 || self.cell(width) < 16 {
            let mut line = StyledText::default();
            for (at, meaning) in self.meanings().iter().enumerate() {
                line.push(if at == 0 { "" } else { "  " }, Role::Plain);
                line.push(&self.title(meaning), self.title_role(meaning));
            }
            let more = format!("↓ {keys}");
            let fits = line.columns() + 1 + columns(&more) <= width;
            page.ends(&line, &StyledText::new(if fits { &more } else { "↓" }, Role::Faint));
        } else {
            let words = height.saturating_sub(3).max(1);
            self.row(&mut page, |meaning, width| self.brief(meaning, width, words));
        }
        page.finish()
    }

    /// The meaning in at most `rows` rows: what it says, who says it, how sure it is.
    fn brief(&self, meaning: &Meaning, width: usize, rows: usize) -> Page {
        let mut cell = Composer::new(width);
        self.heading(&mut cell, meaning);
        let said = match self.example(meaning) {
            Some((_, words)) => cut(&format!("“{}”", words.text), width, rows, "…”"),
            None => cut(&meaning.gloss, width, rows, "…"),
        };
        for row in said {
            cell.paragraph(&StyledText::new(&row, Role::Quote));
        }
        self.feet(&mut cell, meaning);
        cell.finish()
    }

    /// The words that represent a meaning: those that the dataset names, else its clearest quotation.
    fn example(&self, meaning: &Meaning) -> Option<(PassageNo, &Passage)> {
        let passage = |id: &Text| match self.corpus.target(id)? {
            Target::Passage(number) => Some((number, self.corpus.passage(number)?.1)),
            Target::Statement(_) => None,
        };
        let mut named = meaning.quote.iter().chain(&meaning.evidence).filter_map(passage);
        named.find(|(_, passage)| passage.kind == PassageKind::Quotation)
    }

    fn row(&self, page: &mut Composer, cell: impl Fn(&Meaning, usize) -> Page) {
        let width = self.cell(page.width());
        row_of(page, self.meanings(), width, |meaning| cell(meaning, width));
    }

    fn title(&self, meaning: &Meaning) -> String {
        let sign = if self.bearing(meaning).is_some() { " ◂" } else { "" };
        format!("{}{sign}", self.corpus.meaning_name(meaning))
    }

    fn title_role(&self, meaning: &Meaning) -> Role {
        if self.bearing(meaning).is_some() { Role::Active } else { Role::Letter }
    }

    /// Title, gloss, who, how sure.
    fn head(&self, meaning: &Meaning, width: usize) -> Page {
        let mut cell = Composer::new(width);
        self.heading(&mut cell, meaning);
        cell.paragraph(&StyledText::new(&meaning.gloss, Role::Plain));
        self.feet(&mut cell, meaning);
        cell.finish()
    }

    /// The title, which leads to the clearest example.
    fn heading(&self, cell: &mut Composer, meaning: &Meaning) {
        let example = self.example(meaning).map(|(number, _)| Target::Passage(number));
        let target = example.or_else(|| meaning.evidence.iter().find_map(|id| self.corpus.target(id)));
        let target = target.map(LinkTarget::To);
        let anchor = target.map(|target| cell.anchor(target));
        let style = SpanStyle { role: self.title_role(meaning), hit: false, anchor };
        cell.paragraph(&StyledText::new(&self.title(meaning), style));
    }

    /// Who says the word, in how many statements; how sure its wording is, and how the passage in view uses it. Two rows,
    /// so that nothing below moves when another passage comes into view.
    fn feet(&self, cell: &mut Composer, meaning: &Meaning) {
        let width = cell.width();
        let who = meaning.who.as_ref().map_or_else(|| self.plain_standing(meaning), ToString::to_string);
        let bearers = self.usage.bearers(self.corpus, &meaning.id);
        let counted = format!("{who} · {bearers} of {} statements", self.usage.counted());
        let who = if columns(&counted) > width { clip(&who, width) } else { counted };
        cell.paragraph(&StyledText::new(&who, Role::Faint));
        let example = self.example(meaning).map(|(_, words)| words);
        let verdict = example.and_then(|words| words.check.as_ref()).map(|check| check.verdict);
        let mut sure = StyledText::default();
        if let Some(verdict) = verdict {
            sure.push(&format!("{}  ", verdict.sign()), Role::Verdict(verdict));
        }
        let here = match self.bearing(meaning) {
            Some(Bearing::Sense) => Some(String::from("in other words")),
            Some(Bearing::Parallel) => Some(String::from("a parallel, elsewhere")),
            None if self.has_no_meaning() => Some(self.shared(meaning)),
            // The title shows the meaning of the passage.
            Some(Bearing::Word) | None => None,
        };
        let room = width.saturating_sub(sure.columns());
        let label = example.and_then(|words| self.corpus.verdict_label(words));
        match (here, verdict) {
            (Some(here), _) => {
                // The sign is that of the column's words, this is about the passage in view.
                sure.push(&clip(&format!("here: {here}"), room), Role::Faint);
            }
            (None, Some(verdict)) if label == Some(Verdict::AS_REPORTED) => {
                sure.push(&clip("identical to a report", room), Role::Verdict(verdict));
            }
            (None, Some(verdict)) => _ = sure.push(verdict.name(), Role::Verdict(verdict)),
            (None, None) => {}
        }
        cell.paragraph(&sure);
    }

    /// The standing of the meaning's clearest example.
    fn plain_standing(&self, meaning: &Meaning) -> String {
        let standing = meaning.evidence.iter().find_map(|id| match self.corpus.target(id)? {
            Target::Passage(number) => Some(self.corpus.passage(number)?.0.standing),
            Target::Statement(at) => Some(self.corpus.statements().get(at)?.standing),
        });
        standing.map(|standing| standing.label().to_owned()).unwrap_or_default()
    }

    /// Whether the passage has no meaning.
    fn has_no_meaning(&self) -> bool {
        self.meanings().iter().all(|meaning| self.bearing(meaning).is_none())
    }

    /// The cue terms that the passage shares with a meaning: words, not a verdict.
    fn shared(&self, meaning: &Meaning) -> String {
        let terms = &self.corpus.dataset().terms;
        let at = self.corpus.dataset().meaning_place(&meaning.id);
        let shared = at.and_then(|at| self.cues.get(at)).map_or(&[][..], Vec::as_slice);
        let names: Vec<&str> =
            shared.iter().filter_map(|at| terms.get(*at)).map(|term| &*term.label).collect();
        if names.is_empty() { String::from("no cue") } else { names.join(", ") }
    }

    /// An answer, and the statements that support it.
    fn answer(&self, meaning: &Meaning, question: &Question, width: usize) -> Page {
        let mut cell = Composer::new(width);
        let letter = self.corpus.letter(&meaning.id).unwrap_or(' ');
        let Some(answer) = meaning.answers.get(&question.id) else { return cell.finish() };
        let letter_role = if self.bearing(meaning).is_some() { Role::Active } else { Role::Letter };
        let mut styled = StyledText::new(&answer.text, Role::Plain);
        for id in &answer.evidence {
            let Some(target) = self.corpus.target(id) else { continue };
            let anchor = Some(cell.anchor(LinkTarget::To(target)));
            styled
                .push(" →", Role::Faint)
                .push(&short(self.corpus, target), SpanStyle { role: Role::Link, hit: false, anchor });
        }
        cell.hanging(&format!("{letter} "), letter_role, &styled);
        cell.finish()
    }
}

/// Every meaning and every answer with the ids of its evidence: side by side if the columns fit in the terminal, else
/// one meaning below the other, in lines of at most `measure` columns.
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
            &format!("{}: {}", corpus.meaning_name(meaning), meaning.gloss),
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
        head.paragraph(&StyledText::new(&corpus.meaning_name(meaning), Role::Title));
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

/// The answer and the ids of its evidence.
fn with_ids(meaning: &Meaning, question: &Question) -> Option<String> {
    let answer = meaning.answers.get(&question.id)?;
    let ids: Vec<&str> = answer.evidence.iter().map(|id| &**id).collect();
    let ids = if ids.is_empty() { String::new() } else { format!(" [{}]", ids.join(", ")) };
    Some(format!("{}{ids}", answer.text))
}

/// The width of each of `columns` columns.
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

/// The label of the statement, with the end of the passage's id if it has several; never wrapped.
fn short(corpus: &Corpus, target: Target) -> String {
    let (statement, passage) = match target {
        Target::Statement(at) => (corpus.statements().get(at), None),
        Target::Passage(number) => corpus.passage(number).unzip(),
    };
    let Some(statement) = statement else { return String::new() };
    let passage = passage.filter(|_| statement.passages.len() > 1);
    let end = passage.and_then(|passage| passage.id.strip_prefix(&*statement.id)).unwrap_or_default();
    format!("{}{end}", statement.label).replace(' ', "\u{A0}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::load;
    use crate::page::LinkTarget;

    #[test]
    fn the_title_leads_to_the_words_that_stand_for_the_meaning_and_a_cut_quotation_is_closed() {
        let mut dataset = load::embedded().unwrap().dataset().clone();
        dataset.meanings[1].quote = Some(Text::new("scm-56/1"));
        let corpus = Corpus::new(dataset);
        let usage = Usage::new(corpus.dataset());
        let page = MeaningsPage { corpus: &corpus, usage: &usage, cues: &[], passage: PassageNo(0) };
        let strip = page.strip((79, 5), "z");
        let wanted = ["scm-35/1", "scm-56/1", "wilson-2025-08-08/1"];
        let wanted = wanted.map(|id| corpus.target(id).map(LinkTarget::To));
        let targets: Vec<_> = strip.anchors.iter().map(|anchor| Some(anchor.target)).collect();
        assert_eq!(targets, wanted);
        assert_eq!(strip.text().matches(" …”").count(), 3, "{}", strip.text());
    }
    #[test]
    fn evidence_is_named_by_the_passages_id() {
        let mut dataset = load::embedded().unwrap().dataset().clone();
        let statement = dataset.statements.iter_mut().find(|one| &*one.id == "scm-35").unwrap();
        statement.passages.remove(0);
        let id = statement.passages[0].id.clone();
        assert_eq!(&*id, "scm-35/2");
        let corpus = Corpus::new(dataset);
        let named = |id: &str| short(&corpus, corpus.target(id).unwrap());
        assert_eq!(named("scm-35/2"), "SCM\u{A0}35", "it is the only one that is left");
        assert_eq!(named("scm-34/2"), "SCM\u{A0}34/2");
        let mut dataset = corpus.dataset().clone();
        let statement = dataset.statements.iter_mut().find(|one| &*one.id == "scm-56").unwrap();
        statement.passages.remove(0);
        let (id, corpus) = (statement.passages[0].id.clone(), Corpus::new(dataset));
        assert_eq!(short(&corpus, corpus.target(&id).unwrap()), "SCM\u{A0}56/2");
    }
}
