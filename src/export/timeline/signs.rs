//! The signs of a timeline in text: of a cell, of a bar, and what they mean.
//!
//! Invariant: what is unknown has a sign of its own, which no other stance has.

use crate::analysis::timeline::{StanceCount, Timeline, TimelineGroup, TimelineRow, TimelineScale};
use crate::corpus::Corpus;
use crate::corpus::model::Bearing;
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::text::wrap::columns;

/// Maximum signs of a bar, and maximum columns of a group's label.
const BAR: usize = 48;
const GROUP: usize = 44;

/// The sign of one cell in text, at most four columns wide.
pub fn cell_sign(corpus: &Corpus, timeline: &Timeline, row: &TimelineRow, column: usize) -> String {
    let Some((stance, at)) = row.stances.get(column).zip(timeline.statements.get(column)) else {
        return String::new();
    };
    let says = |sign: &str| {
        let standing = corpus.statements().get(*at).map(|statement| statement.standing.sign());
        format!("{sign}{}", standing.unwrap_or_default())
    };
    match stance {
        Stance::Says if row.is_tracked => says(&letters(&row.signs(corpus, *at))),
        Stance::Says => says("●"),
        Stance::SaidNotQuoted => says("“"),
        Stance::LeftOut => String::from("~"),
        Stance::Silent => String::from("○"),
        Stance::NotSeen => String::from("·"),
    }
}

/// The letter of the first meaning, with `]` for a parallel case elsewhere and `+` if there are others.
pub fn letters(signs: &[Sign]) -> String {
    let more = if signs.len() > 1 { "+" } else { "" };
    match signs.first() {
        Some(Sign::Bears(letter, Bearing::Parallel)) => format!("{letter}]{more}"),
        Some(Sign::Bears(letter, Bearing::Word | Bearing::Sense)) => format!("{letter}{more}"),
        Some(Sign::Other) => String::from("∗"),
        Some(Sign::Unjudged | Sign::NotQuoted | Sign::Silent | Sign::NotSeen) | None => String::from("∙"),
    }
}

/// What the signs of cells and bars mean.
pub fn legend(scale: TimelineScale) -> [&'static str; 2] {
    if scale == TimelineScale::Statement {
        [
            "A B C in this meaning, ] elsewhere, + in others too; ∗ in none of these; ∙ not judged; ● says it; “ says it, not quoted here; ! one side, ? press or not stated",
            "○ silent: the whole text was looked through; · not in the part seen: says nothing; ~ says it, but in no passage that the query asks for",
        ]
    } else {
        [
            "n/N statements say it; █ says it, ░ silent: the whole text was looked through",
            "· not in the part seen: says nothing; ~ says it, but in no passage that the query asks for",
        ]
    }
}

/// Groups, and how their bars are drawn.
#[derive(Debug)]
pub struct Bars {
    pub groups: Vec<TimelineGroup>,
    /// Columns of the longest label.
    pub label: usize,
    /// How many statements a sign counts.
    pub unit: usize,
}

impl Bars {
    pub fn of(groups: Vec<TimelineGroup>) -> Self {
        let most = groups.iter().map(|group| group.columns.len()).max().unwrap_or_default();
        let label = groups.iter().map(|group| columns(&group.label)).max().unwrap_or_default();
        Self { groups, label: label.min(GROUP), unit: most.div_ceil(BAR).max(1) }
    }

    /// The bar of a group.
    pub fn bar(&self, count: StanceCount) -> String {
        bar_of(count, self.unit)
    }
}

/// The bar of a group, with a sign for every `unit` statements; any count above 0 has at least one sign.
pub fn bar_of(count: StanceCount, unit: usize) -> String {
    let signs = |sign: &str, count: usize| sign.repeat(count.div_ceil(unit));
    signs("█", count.says)
        + &signs("~", count.left_out)
        + &signs("░", count.silent)
        + &signs("·", count.unseen)
}
