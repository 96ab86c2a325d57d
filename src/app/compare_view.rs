//! Compare on the screen: two statements sentence by sentence, or two sets by their words; and which item and which of
//! its sides is selected.
//!
//! Invariant: what is shown belongs to the two sides that it was made for. The selected item has the passage in view on
//! the selected side; if no item has it, none is selected.

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};

use super::layout::{GUTTER, MEASURE};
use super::made_for::{MadeFor, Renewal};
use super::motion::{Direction, Motion};
use super::scrolled_page::ScrolledPage;
use super::unfinished::UnfinishedWork;
use crate::analysis::compare::{StatementComparison, before, compare};
use crate::analysis::languages::{LanguageComparison, compare_languages};
use crate::analysis::sets::{SetComparing, SetComparison};
use crate::corpus::{Corpus, PassageNo, Target};
use crate::export::comparison::{
    WORD_FROM, counts, language_notes, language_sides, occurrences, paragraph_terms, set_name, set_notes,
    set_sides, sides, sign_legend, statement_notes,
};
use crate::library::Library;
use crate::page::Page;
use crate::page::comparison::{ComparedItem, ComparisonPage, ItemKind, SideLayout};
use crate::page::word_lists::{WordLists, word_lists};

/// At most this many passages are compared before anything is shown; more are compared in steps, with progress shown
/// every [`TOLD`] passages.
const AT_ONCE: usize = 1_000;
const TOLD: usize = 20_000;
/// A page of fewer rows is low.
const LOW: u16 = 16;
/// Narrower bodies show the two sides as one text at first.
const WIDE: u16 = 100;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Two statements, by their places.
    Statements(usize, usize),
    /// A statement with the one before it in its series.
    Before(usize),
    /// The two sides of a query.
    Queries([String; 2]),
    /// A statement, by its id, and a meaning, as a query.
    Mixed([String; 2]),
    /// Nothing, and the reason.
    Nothing(String),
}

/// Which items of two statements are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ComparedPart {
    /// Those that changed or moved, and those that are perhaps a pair.
    #[default]
    Changed,
    All,
    OnlyA,
    OnlyB,
}

impl ComparedPart {
    pub const ALL: [Self; 4] = [Self::Changed, Self::All, Self::OnlyA, Self::OnlyB];

    /// The name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::All => "all",
            Self::OnlyA => "only A",
            Self::OnlyB => "only B",
        }
    }

    fn has(self, kind: ItemKind) -> bool {
        match self {
            Self::Changed => matches!(kind, ItemKind::Changed | ItemKind::Perhaps),
            // What is perhaps a pair is also listed as what only one side says.
            Self::All => kind != ItemKind::Perhaps,
            Self::OnlyA => kind == ItemKind::OnlyA,
            Self::OnlyB => kind == ItemKind::OnlyB,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Changed => Self::All,
            Self::All => Self::OnlyA,
            Self::OnlyA => Self::OnlyB,
            Self::OnlyB => Self::Changed,
        }
    }
}

/// The answer, without what it was made from.
#[derive(Debug)]
enum ComparedAnswer {
    Sentences(Vec<ComparedItem>),
    Words(Vec<WordLists>),
}

/// What a page was composed for: rows and columns, and whether it has brackets.
type Fitting = (u16, u16, bool);

#[derive(Debug, Default)]
pub struct CompareView {
    /// The pair, and whether its sides are swapped.
    made_for: Option<MadeFor<(Compared, bool)>>,
    answer: Option<ComparedAnswer>,
    /// Why nothing is compared.
    pub error: Option<String>,
    /// The query whose sides are compared; empty where two statements are.
    pub query: String,
    /// The names of both sides.
    pub names: [String; 2],
    /// How much was compared, in the header.
    pub extent: String,
    intro: Vec<String>,
    /// What is beneath the page, the most important row first.
    pub summary: Vec<String>,
    /// As the reader chose it, if they did.
    chosen_part: Option<ComparedPart>,
    /// Whether the sides are texts in two languages.
    pub is_translated: bool,
    /// As the reader chose it, if they did.
    chosen_layout: Option<SideLayout>,
    pub scrolled: ScrolledPage,
    /// The passages of both sides of each anchor of the page.
    pub anchor_passages: Vec<[Option<PassageNo>; 2]>,
    /// The selected side: at first the later statement.
    side: usize,
    fitted: Option<Fitting>,
    unfinished: Option<UnfinishedComparison>,
}

/// What is still to be compared.
#[derive(Debug)]
enum UnfinishedComparison {
    /// Two statements, by their places, and how many passages they have.
    Statements([usize; 2], usize),
    /// Two sets, and notes on how their queries were read.
    Sets { comparing: Box<SetComparing>, notes: Vec<String> },
}

/// The parts of the screen; those without room are empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CompareAreas {
    pub page: Rect,
    pub summary_title: Rect,
    pub summary: Rect,
}

impl CompareAreas {
    pub fn new(body: Rect) -> Self {
        let [rule, summary] = match body.height {
            30.. => [1, 4],
            16..30 => [1, 2],
            8..16 => [0, 1],
            _ => [0; 2],
        };
        let heights = [Fill(1), Length(rule), Length(summary)];
        let [page, summary_title, summary] = Layout::vertical(heights).areas(body);
        let page = Rect { width: page.width.saturating_sub(GUTTER), ..page };
        Self { page, summary_title, summary }
    }
}

impl CompareView {
    /// Compares, if that is necessary; returns why it was.
    pub(super) fn ask(&mut self, library: &Library, made_for: MadeFor<(Compared, bool)>) -> Option<Renewal> {
        let renewal = made_for.renewal(self.made_for.as_ref())?;
        let mut made = Self { chosen_layout: self.chosen_layout, side: 1, ..Self::default() };
        let (compared, is_swapped) = &made_for.asked;
        match compared {
            Compared::Statements(a, b) => made.begin_statements(library, swapped([*a, *b], *is_swapped)),
            Compared::Before(at) => match before(&library.corpus, *at) {
                Some(before) => made.begin_statements(library, swapped([before, *at], *is_swapped)),
                None => made.error = Some(none_before(&library.corpus, *at)),
            },
            Compared::Queries(queries) => {
                let sides = swapped(queries.clone(), *is_swapped);
                made.begin_sets(sides.map(|query| said_by(library, &query)));
                made.query = queries.join(" vs ");
            }
            Compared::Mixed(sides) => {
                let sides = swapped(sides.clone(), *is_swapped);
                made.begin_sets(sides.map(|side| of_id_or_query(library, &side)));
            }
            Compared::Nothing(why) => made.error = Some(why.clone()),
        }
        made.made_for = Some(made_for);
        let is_small = made.progress().is_some_and(|[_, of]| of <= AT_ONCE);
        while is_small && made.go_on(library) == UnfinishedWork::Hidden {}
        if renewal == Renewal::Growth {
            (made.chosen_part, made.side) = (self.chosen_part, self.side);
            made.scrolled = std::mem::take(&mut self.scrolled);
        }
        *self = made;
        Some(renewal)
    }

    fn begin_statements(&mut self, library: &Library, sides: [usize; 2]) {
        let passages = sides.iter().map(|at| of_statement(&library.corpus, *at).len()).sum();
        self.unfinished = Some(UnfinishedComparison::Statements(sides, passages));
    }

    /// The part that is shown: what changed, unless nothing did or the reader chose another.
    pub fn part(&self) -> ComparedPart {
        let has_changed = match &self.answer {
            Some(ComparedAnswer::Sentences(items)) => {
                items.iter().any(|item| ComparedPart::Changed.has(item.kind))
            }
            Some(ComparedAnswer::Words(_)) | None => false,
        };
        self.chosen_part.unwrap_or(if has_changed { ComparedPart::Changed } else { ComparedPart::All })
    }

    /// Compares a little more.
    pub(super) fn go_on(&mut self, library: &Library) -> UnfinishedWork {
        let Some(unfinished) = self.unfinished.take() else { return UnfinishedWork::None };
        match unfinished {
            UnfinishedComparison::Statements(sides, _) => self.compare_statements(library, sides),
            UnfinishedComparison::Sets { mut comparing, notes } => {
                if comparing.step(&library.corpus, &library.usage) {
                    let [compared, _] = comparing.progress();
                    let sets = UnfinishedComparison::Sets { comparing, notes };
                    self.unfinished = Some(sets);
                    let is_told = compared % TOLD == 0;
                    return if is_told { UnfinishedWork::Shown } else { UnfinishedWork::Hidden };
                }
                self.show_sets(library, &comparing.finish(&library.corpus), notes);
            }
        }
        self.fitted = None;
        UnfinishedWork::Shown
    }

    /// How many passages have been compared, and of how many, until all have been.
    pub fn progress(&self) -> Option<[usize; 2]> {
        Some(match self.unfinished.as_ref()? {
            UnfinishedComparison::Statements(_, of) => [0, *of],
            UnfinishedComparison::Sets { comparing, .. } => comparing.progress(),
        })
    }

    fn compare_statements(&mut self, library: &Library, [a, b]: [usize; 2]) {
        let corpus = &library.corpus;
        let Some(found) = compare(corpus, &library.usage, a, b) else { return };
        if are_translations(&found) {
            return self.compare_languages(library, [a, b]);
        }
        let StatementComparison { a, b, sentences, terms, .. } = &found;
        self.names =
            [a, b].map(|side| format!("{} {}", side.statement.when(), side.name()).trim().to_owned());
        self.extent = format!("{} and {} sentences", a.sentences.len(), b.sentences.len());
        self.intro = sides(&found).into_iter().chain(statement_notes(&found)).collect();
        self.summary = vec![counts(&sentences.counts(), a.sentences.len(), b.sentences.len())];
        self.summary.extend(occurrences(corpus, terms));
        self.answer = Some(ComparedAnswer::Sentences(ComparedItem::all(&found)));
    }

    /// Two texts of one statement in two languages, paragraph by paragraph.
    fn compare_languages(&mut self, library: &Library, [a, b]: [usize; 2]) {
        let (corpus, usage) = (&library.corpus, &library.usage);
        let Some(found) = compare_languages(corpus, usage, a, b) else { return };
        let LanguageComparison { a, b, .. } = &found;
        self.names = [a, b].map(|side| format!("{} in {}", side.record.label, side.language.label()));
        self.extent = format!("{} and {} paragraphs", a.paragraphs.len(), b.paragraphs.len());
        self.intro = language_sides(&found).into_iter().chain(language_notes(&found)).collect();
        let items = ComparedItem::paragraphs(&found, usage, |pair| paragraph_terms(corpus, &found, pair));
        let of = |kind| items.iter().filter(|item| item.kind == kind).count();
        let (alike, differing) = (of(ItemKind::Same), of(ItemKind::Changed));
        let only = format!("only A {} · only B {}", of(ItemKind::OnlyA), of(ItemKind::OnlyB));
        self.summary = vec![format!("key terms alike {alike} · differ {differing} · {only}")];
        self.is_translated = true;
        self.answer = Some(ComparedAnswer::Sentences(items));
    }

    /// Begins to compare two sets; where one cannot be found, that is why nothing is compared.
    fn begin_sets(&mut self, sides: [Result<NamedSide, String>; 2]) {
        match sides {
            [Ok((name_a, a, notes_a)), Ok((name_b, b, notes_b))] => {
                self.names = [name_a, name_b];
                let comparing = Box::new(SetComparing::new([a, b]));
                let notes = notes_a.into_iter().chain(notes_b).collect();
                self.unfinished = Some(UnfinishedComparison::Sets { comparing, notes });
            }
            [Err(error), _] | [_, Err(error)] => self.error = Some(error),
        }
    }

    fn show_sets(&mut self, library: &Library, sets: &SetComparison, notes: Vec<String>) {
        let (corpus, counted) = (&library.corpus, library.usage.counted());
        let [name_a, name_b] = &self.names;
        let of = [sets.a.statements.len(), sets.b.statements.len()];
        self.extent = format!("A {} · B {} of {} statements", of[0], of[1], counted);
        self.intro = set_sides(sets, [name_a, name_b], counted).into_iter().chain(notes).collect();
        self.summary = vec![sign_legend()];
        self.summary.extend(set_notes(sets));
        let label =
            |at: &usize| corpus.dataset().terms.get(*at).map_or(String::new(), |term| term.label.to_string());
        let terms = WordLists::new("Key terms", sets, &sets.terms, label, 1);
        let words = WordLists::new("Content words", sets, &sets.words, String::clone, WORD_FROM);
        self.answer = Some(ComparedAnswer::Words(vec![terms, words]));
    }

    /// What is compared, and whether its sides are swapped.
    pub(super) fn asked(&self) -> Option<&(Compared, bool)> {
        self.made_for.as_ref().map(|made_for| &made_for.asked)
    }

    /// Whether two statements are compared, of which parts are listed.
    pub fn has_parts(&self) -> bool {
        matches!(self.answer, Some(ComparedAnswer::Sentences(_)))
    }

    /// Whether two sides are compared.
    pub(super) fn has_sides(&self) -> bool {
        self.answer.is_some()
    }

    /// How the sides are laid out in a body of this width.
    pub fn layout(&self, width: u16) -> SideLayout {
        let fitting = if width < WIDE { SideLayout::Inline } else { SideLayout::Columns };
        self.chosen_layout.unwrap_or(fitting)
    }

    /// Composes the page if its size or what it lists has changed.
    pub(super) fn fit(&mut self, body: Rect, has_brackets: bool) {
        let area = CompareAreas::new(body).page;
        let fitting = (area.width, area.height, has_brackets);
        if self.fitted != Some(fitting) {
            self.fitted = Some(fitting);
            let page = self.page(body.width, (area.width.into(), area.height), has_brackets);
            let selected = self.scrolled.anchor;
            self.scrolled.fit(page, area.height.into());
            self.scrolled.anchor = selected.filter(|at| *at < self.anchor_passages.len());
        }
    }

    fn page(&mut self, body: u16, (width, height): (usize, u16), has_brackets: bool) -> Page {
        let layout = self.layout(body);
        let measure = usize::from(MEASURE);
        match &self.answer {
            Some(ComparedAnswer::Sentences(items)) => {
                let items: Vec<&ComparedItem> =
                    items.iter().filter(|item| self.part().has(item.kind)).collect();
                self.anchor_passages = items.iter().map(|item| item.passages()).collect();
                let most = if layout == SideLayout::Inline { measure } else { measure * 2 + 3 };
                // On a low screen the description of what was compared is below the items.
                let intro_is_last = height < LOW;
                let page =
                    ComparisonPage { intro: &self.intro, intro_is_last, items: &items, layout, has_brackets };
                page.compose(width.min(most))
            }
            Some(ComparedAnswer::Words(lists)) => {
                self.anchor_passages = lists.iter().flat_map(WordLists::passages).collect();
                word_lists(&self.intro, lists, width)
            }
            None => {
                self.anchor_passages.clear();
                Page::default()
            }
        }
    }

    /// Selects the item that has the passage in view, unless the selected one has it, and the side that does.
    pub(super) fn follow(&mut self, passage: PassageNo) {
        let has = |passages: &[Option<PassageNo>; 2]| passages.contains(&Some(passage));
        let selected = self.scrolled.anchor.filter(|at| self.anchor_passages.get(*at).is_some_and(has));
        let at = selected.or_else(|| self.anchor_passages.iter().position(has));
        if at != self.scrolled.anchor {
            self.scrolled.select(at);
        }
        let passages = at.and_then(|at| self.anchor_passages.get(at));
        if let Some(passages) = passages.filter(|passages| passages.get(self.side) != Some(&Some(passage))) {
            self.side = usize::from(passages.first() != Some(&Some(passage)));
        }
    }

    /// Which item is selected, counted from 1, or 0; and of how many.
    pub fn place(&self) -> (usize, usize) {
        (self.scrolled.anchor.map_or(0, |at| at + 1), self.anchor_passages.len())
    }

    /// The passage of the selected item on the selected side, or on the only one that it has.
    pub fn passage(&self) -> Option<PassageNo> {
        let [a, b] = *self.anchor_passages.get(self.scrolled.anchor?)?;
        if self.side == 0 { a.or(b) } else { b.or(a) }
    }

    /// Goes to another item, or scrolls; whether another one is selected.
    pub(super) fn go(&mut self, motion: Motion, direction: Direction) -> bool {
        let before = self.scrolled.anchor;
        if before.is_none() && motion == Motion::Line {
            self.scrolled.select((!self.anchor_passages.is_empty()).then_some(0));
        } else {
            self.scrolled.go(motion, direction);
        }
        self.scrolled.anchor != before
    }

    /// Selects the item on a row of the page; whether it is another one.
    pub(super) fn point(&mut self, row: usize) -> bool {
        let before = self.scrolled.anchor;
        self.scrolled.point_row(row);
        self.scrolled.anchor != before
    }

    /// Goes to a side of the item; whether that is another side.
    pub(super) fn turn(&mut self, direction: Direction) -> bool {
        let side = usize::from(direction == Direction::Forward);
        std::mem::replace(&mut self.side, side) != side
    }

    /// Changed, all, only A, only B.
    pub(super) fn widen(&mut self) {
        self.chosen_part = Some(self.part().next());
        self.compose_anew();
    }

    pub(super) fn change_layout(&mut self, width: u16) {
        self.chosen_layout = Some(match self.layout(width) {
            SideLayout::Columns => SideLayout::Inline,
            SideLayout::Inline => SideLayout::Columns,
        });
        self.compose_anew();
    }

    fn compose_anew(&mut self) {
        self.fitted = None;
        self.scrolled.select(None);
        self.scrolled.scroll = 0;
    }
}

/// Both sides, in this order or the other one.
pub(super) fn swapped<T>([a, b]: [T; 2], is_swapped: bool) -> [T; 2] {
    if is_swapped { [b, a] } else { [a, b] }
}

/// Whether two sides are one text in two languages: of one statement, or whole and of one day.
fn are_translations(found: &StatementComparison) -> bool {
    let StatementComparison { a, b, .. } = found;
    let is_one_statement = a.statement.id == b.statement.id;
    let are_of_one_day =
        a.is_whole && b.is_whole && a.record.date.is_some() && a.record.date == b.record.date;
    a.language != b.language && (is_one_statement || are_of_one_day)
}

/// The passages of a statement and of the texts of it.
fn of_statement(corpus: &Corpus, at: usize) -> Vec<PassageNo> {
    corpus.records(at).flat_map(|record| corpus.passages_of(record)).collect()
}

/// A side's name, its passages, and notes on how its query was read.
type NamedSide = (String, Vec<PassageNo>, Vec<String>);

/// The passages that say what a query asks for.
fn said_by(library: &Library, query: &str) -> Result<NamedSide, String> {
    let found = library.search(query);
    if let Some(error) = found.error {
        return Err(error);
    }
    let meant = found.meant(&library.corpus);
    let notes = found.notes.iter().cloned().chain(found.only_loosely(&library.corpus)).collect();
    let passages = meant.ones().filter_map(|number| u32::try_from(number).ok()).map(PassageNo);
    Ok((set_name(&library.corpus, query), passages.collect(), notes))
}

/// What a statement says, if a side of a mixed pair is the id of one; else what its query asks for.
fn of_id_or_query(library: &Library, side: &str) -> Result<NamedSide, String> {
    let corpus = &library.corpus;
    match corpus.target(side) {
        Some(Target::Statement(at)) => Ok((label(corpus, at), of_statement(corpus, at), Vec::new())),
        Some(Target::Passage(_)) | None => said_by(library, side),
    }
}

fn label(corpus: &Corpus, at: usize) -> String {
    corpus.statements().get(at).map_or(String::new(), |statement| statement.label.to_string())
}

fn none_before(corpus: &Corpus, at: usize) -> String {
    let label = corpus.statements().get(at).map_or("this statement", |statement| &statement.label);
    let meanings: Vec<String> =
        corpus.dataset().meanings.iter().map(|meaning| format!("meaning:{}", meaning.id)).collect();
    let sides = match &*meanings {
        [first, .., last] => format!("{first} vs {last}"),
        [_] | [] => String::from("year:..2010 vs year:2011.."),
    };
    format!(
        "No statement before {label} is known: none is held of its series and issuers with an earlier number or date. \
         Press c, choose another statement, and press c again to compare the two; or search for two sides: {sides}."
    )
}
