//! Comparisons to read: two statements, or two sets of passages.
//!
//! Invariant: each side is named with its standing, its issuers and what is held of it; if little is held, a note says
//! what that cannot show.

pub mod json;

use std::ops::Range;

use super::redlined::{RedlinedBlock, RedlinedDocument};
use crate::analysis::compare::{
    ClassCounts, Classes, ComparedPair, ComparedSide, ComparedUnit, PairKind, StatementComparison,
    TermOccurrences,
};
use crate::analysis::languages::{LanguageComparison, LanguageSide, Pairing, ParagraphPair};
use crate::analysis::scores::{CollectionSize, EVIDENCE, FEWEST, LARGE, MIDDLE, thousands};
use crate::analysis::sentence_pairs::{PAIR, PERHAPS};
use crate::analysis::sets::{ComparedSet, SetComparison, SetRow, SetRows, SetSign};
use crate::corpus::model::{Extent, Standing, Statement};
use crate::corpus::{Corpus, PassageNo};
use crate::text::redline::RedlineSpan;
use crate::text::{counted, sublist};

/// Minimum statements of one side that say a content word which is shown.
pub const WORD_FROM: usize = 2;

fn paragraph(words: String) -> RedlinedBlock {
    RedlinedBlock::Paragraph(words)
}

/// What the reader must know of a comparison of statements.
pub fn statement_notes(found: &StatementComparison) -> Vec<String> {
    let StatementComparison { a, b, sentences, .. } = found;
    let mut notes = Vec::new();
    if let Some(note) = languages_note(found) {
        notes.push(format!("{note}; add --languages to compare their paragraphs."));
    } else if sentences.pairs.is_empty() && !(a.is_whole && b.is_whole) {
        notes.push(little_held(a, b));
    } else if !(a.is_whole && b.is_whole) {
        let part: Vec<&ComparedSide> = [a, b].into_iter().filter(|side| !side.is_whole).collect();
        let was_read = part.iter().all(|side| side.record.extent == Some(Extent::Whole));
        notes.push(format!(
            "Of {} only quotations are held here, so {} of the rest: what only one side says here, the other may say all the same; \
             import the whole texts.",
            part.iter().map(|side| side.name()).collect::<Vec<_>>().join(" and "),
            if was_read { "only key terms are known" } else { "nothing is known" }
        ));
    }
    if a.record.id == b.record.id {
        notes.push(String::from("This is a statement compared with itself."));
    } else if a.statement.id == b.statement.id {
        notes.push(String::from("Both are texts of one statement."));
    }
    notes
}

/// Why no sentences of two languages are compared, if that is why there is no pair.
pub(super) fn languages_note(found: &StatementComparison) -> Option<String> {
    let StatementComparison { a, b, sentences, .. } = found;
    (a.language != b.language && sentences.pairs.is_empty()).then(|| {
        let [(one, of_one), (other, of_other)] = [a, b].map(|side| (side.name(), side.language.label()));
        format!("{one} is in {of_one} here and {other} in {of_other}, so no sentences can be a pair")
    })
}

/// `SCM 55: 1 sentence held (First part), SCM 56: 3 (First part). No pair reaches 0.35. This says nothing of the communiqués;
/// import them whole.`
fn little_held(a: &ComparedSide, b: &ComparedSide) -> String {
    let held = |side: &ComparedSide| {
        if side.is_whole {
            String::from("whole text")
        } else {
            side.record.held.trim_end_matches('.').to_owned()
        }
    };
    let are_joint = [a, b].iter().all(|side| side.statement.standing == Standing::Joint);
    format!(
        "{}: {} held ({}), {}: {} ({}). No pair reaches {PAIR}. This says nothing of the {}; import them whole.",
        a.name(),
        counted(a.sentences.len(), "sentence"),
        held(a),
        b.name(),
        b.sentences.len(),
        held(b),
        if are_joint { "communiqués" } else { "statements" }
    )
}

/// Two statements, sentence by sentence.
pub fn statements(corpus: &Corpus, found: &StatementComparison, colophon: String) -> RedlinedDocument {
    let StatementComparison { a, b, sentences, headings, terms } = found;
    let mut blocks: Vec<RedlinedBlock> = sides(found).into_iter().map(paragraph).collect();
    blocks.push(paragraph(counts(&sentences.counts(), a.sentences.len(), b.sentences.len())));
    blocks.extend(statement_notes(found).into_iter().map(paragraph));
    let pairs =
        |kinds: &[PairKind]| sentences.pairs.iter().filter(|pair| kinds.contains(&pair.kind)).collect();
    let changed: Vec<&ComparedPair> = pairs(&[PairKind::Changed, PairKind::Moved]);
    let same: Vec<&ComparedPair> = pairs(&[PairKind::Same]);
    section(&mut blocks, "Changed and moved", changed.into_iter().map(pair).collect());
    let perhaps = format!("Perhaps a pair ({PERHAPS} to {PAIR})");
    section(&mut blocks, &perhaps, sentences.perhaps.iter().map(pair).collect());
    section(&mut blocks, "Only A", units(&a.sentences, &sentences.only_a));
    section(&mut blocks, "Only B", units(&b.sentences, &sentences.only_b));
    section(&mut blocks, "The same", same.into_iter().map(pair).collect());
    section(&mut blocks, "Headings", self::headings(a, b, headings));
    let occurrences = occurrences(corpus, terms).into_iter().map(paragraph).collect();
    section(&mut blocks, "Key terms (occurrences)", occurrences);
    RedlinedDocument { title: format!("Compare: {} → {}", a.name(), b.name()), blocks, colophon }
}

fn section(blocks: &mut Vec<RedlinedBlock>, heading: &str, within: Vec<RedlinedBlock>) {
    if !within.is_empty() {
        let wordings = within.iter().filter(|block| matches!(block, RedlinedBlock::Wording { .. })).count();
        let count = if wordings > 0 { format!(": {wordings}") } else { String::new() };
        blocks.push(RedlinedBlock::Heading(format!("{heading}{count}")));
        blocks.extend(within);
    }
}

impl ComparedSide<'_> {
    /// Its label, as lists show it.
    pub fn name(&self) -> String {
        self.statement.label.to_string()
    }
}

/// Both sides of a comparison of statements, each in a line.
pub fn sides(found: &StatementComparison) -> [String; 2] {
    [format!("A: {}", side(&found.a)), format!("B: {}", side(&found.b))]
}

/// `SCM 53 [scm-53] · 2021-12-02 · joint · Republic of Korea, United States · held: ¶2–3`.
pub(super) fn side(side: &ComparedSide) -> String {
    let count = counted(side.sentences.len(), "sentence");
    let held = if side.is_whole {
        format!("{count} of the whole text [{}]", side.record.id)
    } else {
        format!("{count} of its quotations; read: {}", side.record.held)
    };
    format!("{} · {held}", statement(side.statement))
}

fn statement(statement: &Statement) -> String {
    let issuers = statement.issuers.join(", ");
    let facts = [&*statement.when(), statement.standing.label(), &issuers];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    format!("{} [{}] · {}", statement.label, statement.id, facts.collect::<Vec<_>>().join(" · "))
}

pub fn counts(counts: &ClassCounts, a: usize, b: usize) -> String {
    let ClassCounts { same, changed, moved, perhaps, only_a, only_b } = counts;
    let perhaps = match perhaps {
        0 => String::new(),
        n => format!("; of these, {n} perhaps a pair"),
    };
    format!(
        "same {same} · changed {changed} · moved {moved} · only A {only_a} · only B {only_b}, of {a} and {b} sentences{perhaps}"
    )
}

/// A pair: whose words they are, how similar, and the redline.
pub(super) fn pair(pair: &ComparedPair) -> RedlinedBlock {
    let mut passages: Vec<PassageNo> =
        pair.units_a.iter().chain(&pair.units_b).map(|unit| unit.number).collect();
    passages.dedup();
    let text = pair.redline.spans(&pair.a_text, &pair.b_text);
    RedlinedBlock::Wording { caption: pair.caption(), text, passages }
}

fn units(all: &[ComparedUnit], places: &[usize]) -> Vec<RedlinedBlock> {
    let units = places.iter().filter_map(|at| all.get(*at));
    units.map(|unit| block(unit, RedlineSpan::Same)).collect()
}

/// A sentence or heading by itself.
pub(super) fn block(unit: &ComparedUnit, sign: fn(String) -> RedlineSpan) -> RedlinedBlock {
    let text = vec![sign(unit.text.to_owned())];
    RedlinedBlock::Wording { caption: unit.place(), text, passages: vec![unit.number] }
}

fn headings(a: &ComparedSide, b: &ComparedSide, found: &Classes) -> Vec<RedlinedBlock> {
    let only =
        |all: &[ComparedUnit], places: &[usize], sign: fn(String) -> RedlineSpan| -> Vec<RedlinedBlock> {
            let units = places.iter().filter_map(|at| all.get(*at));
            units.map(|unit| block(unit, sign)).collect()
        };
    let mut blocks: Vec<RedlinedBlock> = found.pairs.iter().map(pair).collect();
    blocks.extend(only(&a.headings, &found.only_a, RedlineSpan::Gone));
    blocks.extend(only(&b.headings, &found.only_b, RedlineSpan::New));
    blocks
}

/// Which key terms only one statement says, and which both say, with how often.
pub fn occurrences(corpus: &Corpus, terms: &[TermOccurrences]) -> Vec<String> {
    let label = |term: usize| corpus.dataset().terms.get(term).map_or("", |term| &*term.label);
    let listed = |name: &str, of: &dyn Fn(&TermOccurrences) -> Option<String>| {
        let said: Vec<String> = terms.iter().filter_map(of).collect();
        (!said.is_empty()).then(|| format!("{name}: {}", said.join(", ")))
    };
    let (only_a, only_b, both) = (
        listed("only A", &|one| (one.b == 0).then(|| format!("{} {}", label(one.term), one.a))),
        listed("only B", &|one| (one.a == 0).then(|| format!("{} {}", label(one.term), one.b))),
        listed("in both", &|one| {
            (one.a > 0 && one.b > 0).then(|| format!("{} {} · {}", label(one.term), one.a, one.b))
        }),
    );
    [only_a, both, only_b].into_iter().flatten().collect()
}

/// `meaning A 2003 Posture`, or what was asked for.
pub fn set_name(corpus: &Corpus, query: &str) -> String {
    let meanings = &corpus.dataset().meanings;
    let meaning =
        query.strip_prefix("meaning:").and_then(|id| meanings.iter().find(|meaning| &*meaning.id == id));
    meaning.map_or_else(|| query.to_owned(), |meaning| format!("meaning {}", corpus.meaning_name(meaning)))
}

/// What the reader must know of a comparison of sets.
pub fn set_notes(found: &SetComparison) -> Vec<String> {
    let SetComparison { a, b, .. } = found;
    let mut notes = Vec::new();
    let shared = a.statements.iter().filter(|at| b.statements.contains(at)).count();
    if shared > 0 {
        let (have, both) = if shared == 1 { ("has", "it counts") } else { ("have", "they count") };
        notes
            .push(format!("{} {have} passages of both sides; {both} on both.", counted(shared, "statement")));
    }
    let length = |set: &ComparedSet| set.years.map(|(first, last)| last - first + 1);
    if let Some((years_a, years_b)) = length(a).zip(length(b)).filter(|(a, b)| a != b) {
        notes.push(format!("The periods are not equally long: {years_a} and {years_b} years."));
    }
    notes
        .push(String::from("Only quotations count here; the timeline has what else a text is known to say."));
    notes.push(scored(found));
    notes
}

/// Which scores are shown, or why none is.
fn scored(found: &SetComparison) -> String {
    let SetComparison { a, b, size, .. } = found;
    let ((statements, words), (many, many_words)) = (MIDDLE, LARGE);
    let ratio = "log ratio ± its 95 % interval: at 1 the share of statements that say it is twice as large in A as in B, at 2 four times; below 0, B says it more";
    match size {
        CollectionSize::Tiny if a.statements.len().min(b.statements.len()) < statements => {
            format!("Raw counts: with fewer than {statements} statements on a side no score is shown.")
        }
        CollectionSize::Tiny => format!(
            "Raw counts: with fewer than {} words no score is shown; these are {}.",
            thousands(words),
            thousands(a.words + b.words)
        ),
        CollectionSize::Middle => format!(
            "For what is said {FEWEST} times or more: {ratio}. Evidence (G²) needs {many} statements on each side and {} words.",
            thousands(many_words)
        ),
        CollectionSize::Large => format!(
            "For what is said {FEWEST} times or more and has evidence (G², of statements) of {EVIDENCE} or more: {ratio}."
        ),
    }
}

/// Both sides of a comparison of sets, each in a line.
pub fn set_sides(found: &SetComparison, names: [&str; 2], held: usize) -> [String; 2] {
    let set = |letter: char, name: &str, set: &ComparedSet| {
        let years = match set.years {
            Some((first, last)) if first != last => format!(" · {first}–{last}"),
            Some((year, _)) => format!(" · {year}"),
            None => String::new(),
        };
        let statements = counted(set.statements.len(), "statement");
        let quotations = counted(set.passages, "quotation");
        format!("{letter}: {name} · {statements} of {held} held · {quotations}{years}")
    };
    let [name_a, name_b] = names;
    [set('A', name_a, &found.a), set('B', name_b, &found.b)]
}

/// What the signs beside the words of sets mean.
pub fn sign_legend() -> String {
    let legend = SetSign::ALL.map(|sign| format!("{} {}", sign.sign(), sign.name())).join("   ");
    format!("Where all that say it are such: {legend}")
}

/// Two sets, by key terms and content words.
pub fn sets(
    corpus: &Corpus,
    found: &SetComparison,
    names: [&str; 2],
    held: usize,
    colophon: String,
) -> RedlinedDocument {
    let [name_a, name_b] = names;
    let mut blocks: Vec<RedlinedBlock> = set_sides(found, names, held).into_iter().map(paragraph).collect();
    blocks.extend(set_notes(found).into_iter().map(paragraph));
    let term = |row: &SetRow<usize>| {
        corpus.dataset().terms.get(row.key).map_or(String::new(), |t| t.label.to_string())
    };
    rows(&mut blocks, "Key terms", found, &found.terms, term, 1);
    rows(&mut blocks, "Content words", found, &found.words, |row| row.key.clone(), WORD_FROM);
    blocks.push(paragraph(sign_legend()));
    RedlinedDocument { title: format!("Compare: {name_a} with {name_b}"), blocks, colophon }
}

/// Only A, both, only B, as tables of statements; keys that fewer than `least` statements of a side say are left out.
fn rows<K>(
    blocks: &mut Vec<RedlinedBlock>,
    heading: &str,
    sets: &SetComparison,
    found: &SetRows<K>,
    name: impl Fn(&SetRow<K>) -> String,
    least: usize,
) {
    let [of_a, of_b] = [&sets.a, &sets.b].map(|set| set.statements.len());
    for (side, rows) in [("only A", &found.only_a), ("in both", &found.both), ("only B", &found.only_b)] {
        let shown: Vec<&SetRow<K>> =
            rows.iter().filter(|row| row.a.len().max(row.b.len()) >= least).collect();
        let part = if least > 1 {
            format!(", {} of {least} statements of one side, or more", shown.len())
        } else {
            String::new()
        };
        blocks.push(RedlinedBlock::Heading(format!("{heading}: {side} {}{part}", rows.len())));
        if shown.is_empty() {
            continue;
        }
        let share = |said: &[usize], of: usize| {
            if said.is_empty() { String::new() } else { format!("{} of {of}", said.len()) }
        };
        let row = |row: &&SetRow<K>| {
            let signs = row.signs.iter().map(|sign| sign.sign()).collect::<Vec<_>>().join(" ");
            let counts = [name(row), share(&row.a, of_a), share(&row.b, of_b)];
            counts.into_iter().chain(sets.shown(row)).chain([signs]).collect()
        };
        let columns = ["", "A", "B"].iter().chain(sets.score_names()).chain([&""]);
        let columns = columns.map(|name| (*name).to_owned()).collect();
        blocks.push(RedlinedBlock::Table { columns, rows: shown.iter().map(row).collect() });
    }
}

/// What the reader must know of a comparison of two languages.
pub fn language_notes(found: &LanguageComparison) -> Vec<String> {
    let mut notes = vec![String::from(match found.pairing {
        Pairing::Numbers => "Paragraphs are paired by their numbers.",
        Pairing::Lengths => {
            "Paragraphs are paired by their lengths, figures and key terms: look at each pair before you rely on it."
        }
    })];
    if !found.is_of_one {
        notes.push(String::from(
            "These are two statements, not two texts of one: a pair need not say the same.",
        ));
    }
    notes.push(String::from(
        "A key term that only one language has may be said in other words in the other one: the terms of the dataset are the only \
         dictionary here.",
    ));
    for side in [&found.a, &found.b].into_iter().filter(|side| !side.is_whole) {
        notes.push(format!(
            "Of {} only quotations are held here, so its paragraphs are not complete.",
            side.record.id
        ));
    }
    notes
}

/// Both sides of a comparison of languages, each in a line.
pub fn language_sides(found: &LanguageComparison) -> [String; 2] {
    let side = |letter: char, side: &LanguageSide| {
        let paragraphs = counted(side.paragraphs.len(), "paragraph");
        format!("{letter}: {} · {} · {paragraphs}", statement(side.record), side.language.label())
    };
    [side('A', &found.a), side('B', &found.b)]
}

/// Two texts in two languages, paragraph by paragraph.
pub fn languages(corpus: &Corpus, found: &LanguageComparison, colophon: String) -> RedlinedDocument {
    let mut blocks: Vec<RedlinedBlock> = language_sides(found).into_iter().map(paragraph).collect();
    blocks.extend(language_notes(found).into_iter().map(paragraph));
    for pair in &found.pairs {
        let ids = |side: &LanguageSide, range: &Range<usize>| {
            let paragraphs = sublist(&side.paragraphs, range.clone());
            let ids: Vec<&str> = paragraphs.iter().flat_map(|one| one.ids.iter().copied()).collect();
            if ids.is_empty() { String::from("–") } else { ids.join(" + ") }
        };
        blocks.push(RedlinedBlock::Heading(format!(
            "{} ↔ {}",
            ids(&found.a, &pair.a),
            ids(&found.b, &pair.b)
        )));
        blocks.extend(wordings(&found.a, &pair.a).chain(wordings(&found.b, &pair.b)));
        blocks.extend(paragraph_terms(corpus, found, pair).into_iter().map(paragraph));
    }
    let [(one, of_one), (other, of_other)] =
        [&found.a, &found.b].map(|side| (&side.record.label, side.language.label()));
    let other = if found.is_of_one { String::new() } else { format!("{other} in ") };
    let title = format!("Compare: {one} in {of_one}, {other}{of_other}");
    RedlinedDocument { title, blocks, colophon }
}

/// The words of some paragraphs, each below the ids of its passages.
fn wordings(side: &LanguageSide, range: &Range<usize>) -> impl Iterator<Item = RedlinedBlock> {
    let paragraphs = sublist(&side.paragraphs, range.clone()).iter();
    paragraphs.map(|one| RedlinedBlock::Wording {
        caption: one.ids.join(" + "),
        text: vec![RedlineSpan::Same(one.text.clone())],
        passages: one.passages.clone(),
    })
}

/// Which key terms both paragraphs have, and which only one has.
pub fn paragraph_terms(corpus: &Corpus, found: &LanguageComparison, pair: &ParagraphPair) -> Vec<String> {
    let labels = |terms: &[usize]| {
        let labels = terms.iter().filter_map(|at| Some(corpus.dataset().terms.get(*at)?.label.to_string()));
        labels.collect::<Vec<_>>().join(", ")
    };
    let only = |side: &LanguageSide| format!("only {}", side.language.label());
    let lists = [
        (String::from("in both"), &pair.both),
        (only(&found.a), &pair.only_a),
        (only(&found.b), &pair.only_b),
    ];
    let said = lists.into_iter().filter(|(_, terms)| !terms.is_empty());
    let mut said: Vec<String> = said.map(|(name, terms)| format!("{name}: {}", labels(terms))).collect();
    if said.is_empty() {
        said.push(String::from("no key term"));
    }
    said
}
