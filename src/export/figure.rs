//! A timeline as a figure for a paper: SVG whose words are text, for light and dark screens and for print.
//!
//! Invariant: the file loads nothing and runs nothing. What is unknown does not look like an absence: it is a dot or an
//! empty dotted box, and silence is drawn only where a whole text was searched.

use maud::{Markup, PreEscaped, html};

use crate::analysis::timeline::{StanceCount, Timeline, TimelineGroup, TimelineRow, TimelineScale};
use crate::corpus::Corpus;
use crate::corpus::model::{Bearing, Statement};
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::text::wrap::{clip, columns};

pub(super) const STYLE: &str = include_str!("figure.css");

/// Pixels around the figure.
const MARGIN: usize = 24;
/// Pixels of a statement and of a row of signs.
const PITCH: usize = 25;
const ROW: usize = 28;
/// Approximate pixels of a letter.
const LETTER: usize = 8;
/// Maximum letters of a label that is not cut.
const LABEL: usize = 44;
/// Pixels of a year with its count.
const YEAR: usize = 42;
/// Pixels of the bars of one row of years, and of one row of any other groups.
const TALL: usize = 72;
const LONG: usize = 320;
/// Pixels of the three counts at the end of a row.
const COUNT: usize = 58;

/// What is written around the figure.
#[derive(Debug, Clone, Copy)]
pub struct FigureText<'a> {
    pub title: &'a str,
    /// What it was made with, so that it can be made again.
    pub colophon: &'a str,
}

/// A part of the figure, with its width and height.
struct Panel {
    drawn: Markup,
    width: usize,
    height: usize,
}

/// The whole file.
pub fn figure(corpus: &Corpus, timeline: &Timeline, scale: TimelineScale, text: FigureText) -> String {
    let panel = match scale {
        TimelineScale::Statement => signs(corpus, timeline),
        TimelineScale::Year | TimelineScale::Decade => years(corpus, timeline, scale),
        TimelineScale::Standing | TimelineScale::Series | TimelineScale::Issuer => {
            others(corpus, timeline, scale)
        }
    };
    let legend = legend(scale, timeline);
    let lines = legend.len() + 1;
    let widest =
        legend.iter().map(|(_, words)| 30 + columns(words) * LETTER * 7 / 8).max().unwrap_or_default();
    let widest = widest.max(columns(text.title) * 10).max(columns(text.colophon) * LETTER * 7 / 8);
    let width = panel.width.max(widest) + 2 * MARGIN;
    let top = MARGIN + 40;
    let height = top + panel.height + 20 + lines * 18 + MARGIN;
    let described = described(timeline);
    let written = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height)
            role="img" aria-labelledby="title description" {
            title id="title" { (text.title) }
            desc id="description" { (described) }
            style { (PreEscaped(STYLE)) }
            "\n"
            rect.paper width="100%" height="100%" {}
            (words("title", MARGIN, MARGIN + 14, text.title))
            g transform={ "translate(" (MARGIN) " " (top) ")" } { "\n" (panel.drawn) }
            g transform={ "translate(" (MARGIN) " " (top + panel.height + 28) ")" } {
                "\n"
                @for (line, (sign, meaning)) in legend.iter().enumerate() {
                    (sign_at(sign, 8, line * 18))
                    (words("small faint", 26, line * 18 + 4, meaning))
                }
                (words("small faint", 0, legend.len() * 18 + 8, text.colophon))
            }
        }
    };
    written.into_string() + "\n"
}

/// What a sign of the figure is.
enum FigureSign {
    Says,
    NotQuoted,
    Silent,
    Unseen,
    Text(String),
    SaysBar,
    LeftOutBar,
    SilentBar,
    UnseenBar,
}

/// The signs and what they mean.
fn legend(scale: TimelineScale, timeline: &Timeline) -> Vec<(FigureSign, String)> {
    let of = |sign, words: &str| (sign, words.to_owned());
    let left_out = "says it, but in no passage that the query asks for";
    let is_left_out = timeline.rows.iter().any(|row| row.count().left_out > 0);
    if scale != TimelineScale::Statement {
        let mut legend = vec![
            of(FigureSign::SaysBar, "a statement that says it"),
            of(FigureSign::SilentBar, "silent: its whole text was looked through"),
            of(FigureSign::UnseenBar, "not in the part seen: nothing is known of the rest"),
        ];
        legend.extend(is_left_out.then(|| of(FigureSign::LeftOutBar, left_out)));
        return legend;
    }
    let mut legend = vec![
        of(FigureSign::Says, "says it; ! one side only, ? press report or not stated"),
        of(FigureSign::NotQuoted, "says it, not quoted in the dataset"),
        of(FigureSign::Silent, "silent: its whole text was looked through"),
        of(FigureSign::Unseen, "not in the part seen: nothing is known of the rest"),
    ];
    legend.extend(is_left_out.then(|| of(FigureSign::Text(String::from("~")), left_out)));
    if timeline.rows.iter().any(|row| row.is_tracked) {
        let words = "A B C in this meaning; ] about a parallel case elsewhere; + in other meanings too; * in none of these; – not judged";
        legend.push(of(FigureSign::Text(String::from("A")), words));
    }
    legend
}

/// The counts in words, for those who do not see the figure.
fn described(timeline: &Timeline) -> String {
    let of_row = |row: &TimelineRow| format!("{}: {}.", row.label, row.count().sentence());
    timeline.rows.iter().map(of_row).collect::<Vec<String>>().join(" ")
}

/// A row of signs for each row, a column for each statement.
fn signs(corpus: &Corpus, timeline: &Timeline) -> Panel {
    let left = labels(timeline);
    let places = places(timeline);
    let across = places.last().map_or(0, |last| last + PITCH);
    let held: Vec<&Statement> = timeline.held(corpus).collect();
    let groups = timeline.groups(corpus, TimelineScale::Year);
    let top = 44;
    let drawn = html! {
        @for group in &groups { (year_mark(group, left, &places)) }
        @for (at, words) in ["says", "silent", "not seen"].into_iter().enumerate() {
            (end("small faint", left + across + (at + 1) * COUNT, top - 6, words))
        }
        @for (at, row) in timeline.rows.iter().enumerate() {
            @let middle = top + at * ROW + ROW / 2;
            g {
                line.rule x1="0" x2=(left + across + 3 * COUNT) y1=(middle - ROW / 2) y2=(middle - ROW / 2) {}
                (label(row, 0, middle + 4))
                @for ((statement, place), column) in held.iter().zip(&places).zip(0..) {
                    (cell(corpus, timeline, (row, column), (statement, left + place + PITCH / 2, middle)))
                }
                @let StanceCount { says, silent, unseen, .. } = row.count();
                @for (at, count) in [says, silent, unseen].into_iter().enumerate() {
                    (end("", left + across + (at + 1) * COUNT, middle + 4, &count.to_string()))
                }
            }
            "\n"
        }
    };
    Panel { drawn, width: left + across + 3 * COUNT, height: top + timeline.rows.len() * ROW }
}

/// Where each statement is drawn: a gap of several years is wider.
fn places(timeline: &Timeline) -> Vec<usize> {
    let mut next = 0;
    let place = |column: usize| {
        let place = next + if timeline.is_far(column) { PITCH } else { 0 };
        next = place + PITCH;
        place
    };
    (0..timeline.statements.len()).map(place).collect()
}

/// The year above its statements, in vertical text, and a line over them.
fn year_mark(group: &TimelineGroup, left: usize, places: &[usize]) -> Markup {
    let place = |column: Option<&usize>| column.and_then(|column| places.get(*column)).copied();
    let (first, last) = (place(group.columns.first()), place(group.columns.last()));
    let (from, to) = (left + first.unwrap_or_default(), left + last.unwrap_or_default() + PITCH);
    let words = if group.year.is_some() { &*group.label } else { "undated" };
    html! {
        text.small.faint transform={ "translate(" (usize::midpoint(from, to) + 4) " 34) rotate(-90)" } { (words) }
        line.rule x1=(from + 3) x2=(to - 3) y1="38" y2="38" {}
        "\n"
    }
}

/// What one statement does with the words of a row.
fn cell(
    corpus: &Corpus,
    timeline: &Timeline,
    (row, column): (&TimelineRow, usize),
    (statement, x, y): (&Statement, usize, usize),
) -> Markup {
    let Some((stance, place)) = row.stances.get(column).zip(timeline.statements.get(column)) else {
        return html! {};
    };
    let plain = |sign| (sign, "", String::new());
    let (sign, below, meaning) = match stance {
        Stance::Says if row.is_tracked => letter(&row.signs(corpus, *place)),
        Stance::Says => plain(FigureSign::Says),
        Stance::SaidNotQuoted => plain(FigureSign::NotQuoted),
        Stance::LeftOut => plain(FigureSign::Text(String::from("~"))),
        Stance::Silent => plain(FigureSign::Silent),
        Stance::NotSeen => plain(FigureSign::Unseen),
    };
    let is_said = matches!(stance, Stance::Says | Stance::SaidNotQuoted);
    let standing = if is_said { statement.standing.sign() } else { "" };
    html! {
        g {
            title { (statement.when()) " " (statement.label) ": " (stance.label()) (meaning) }
            (sign_at(&sign, x, y))
            @if !standing.is_empty() { (words("small", x + 6, y - 3, standing)) }
            @if !below.is_empty() { (words("small", x + 6, y + 7, below)) }
        }
    }
}

/// The letter of the first meaning, what is to be known of it, and all of them in words.
fn letter(signs: &[Sign]) -> (FigureSign, &'static str, String) {
    let is_more = signs.len() > 1;
    let (first, below) = match signs.first() {
        Some(Sign::Bears(letter, Bearing::Parallel)) => (*letter, if is_more { "]+" } else { "]" }),
        Some(Sign::Bears(letter, Bearing::Word | Bearing::Sense)) => {
            (*letter, if is_more { "+" } else { "" })
        }
        Some(Sign::Other) => ('*', ""),
        Some(Sign::Unjudged | Sign::NotQuoted | Sign::Silent | Sign::NotSeen) | None => ('–', ""),
    };
    let all: Vec<String> = signs.iter().map(ToString::to_string).collect();
    (FigureSign::Text(first.to_string()), below, format!(" ({})", all.join(" ")))
}

/// A column of bars for each year or decade, a row of them for each row.
fn years(corpus: &Corpus, timeline: &Timeline, scale: TimelineScale) -> Panel {
    let left = labels(timeline);
    let groups = timeline.groups(corpus, scale);
    let most = groups.iter().map(|group| group.columns.len()).max().unwrap_or(1);
    let unit = (TALL / most.max(1)).clamp(1, 12);
    let tall = unit * most + 40;
    let width = left + groups.len() * YEAR;
    let drawn = html! {
        @for (at, row) in timeline.rows.iter().enumerate() {
            @let base = (at + 1) * tall - 30;
            g {
                (label(row, 0, base))
                line.rule x1=(left) x2=(width) y1=(base) y2=(base) {}
                @for (place, group) in groups.iter().enumerate() {
                    @let count = row.count_of(group.columns.iter().copied());
                    @let middle = left + place * YEAR + YEAR / 2;
                    @for (order, class) in bars(count).enumerate() {
                        rect class=(class) x=(middle - 9) y=(base - (order + 1) * unit) width="18" height=(unit - unit.min(3) / 2) {}
                    }
                    (middle_words("small", middle, base + 13, &format!("{}/{}", count.says, count.of())))
                    @let words = if group.year.is_some() { &*group.label } else { "undated" };
                    (middle_words("small faint", middle, base + 27, words))
                }
            }
            "\n"
        }
    };
    Panel { drawn, width, height: tall * timeline.rows.len() }
}

/// The class of each statement of a group.
fn bars(count: StanceCount) -> impl Iterator<Item = &'static str> {
    let of = |class, count| std::iter::repeat_n(class, count);
    let left_out = of("left-out-bar", count.left_out);
    let said = of("says", count.says).chain(left_out);
    said.chain(of("silent-bar", count.silent)).chain(of("unseen-bar", count.unseen))
}

/// Horizontal bars for groups that are not periods.
fn others(corpus: &Corpus, timeline: &Timeline, scale: TimelineScale) -> Panel {
    let groups = timeline.groups(corpus, scale);
    let longest = groups.iter().map(|group| columns(&group.label)).max().unwrap_or_default();
    let left = longest.min(LABEL) * LETTER + 16;
    let most = groups.iter().map(|group| group.columns.len()).max().unwrap_or(1);
    let unit = (LONG / most.max(1)).clamp(1, 12);
    let tall = groups.len() * 20 + 36;
    let drawn = html! {
        @for (at, row) in timeline.rows.iter().enumerate() {
            g {
                (label(row, 0, at * tall + 14))
                @for (place, group) in groups.iter().enumerate() {
                    @let count = row.count_of(group.columns.iter().copied());
                    @let top = at * tall + 24 + place * 20;
                    (words("small", 0, top + 12, &clip(&group.label, LABEL)))
                    @for (order, class) in bars(count).enumerate() {
                        rect class=(class) x=(left + order * unit) y=(top + 2) width=(unit - unit.min(3) / 2) height="12" {}
                    }
                    (words("small", left + count.of() * unit + 8, top + 12, &format!("{}/{}", count.says, count.of())))
                }
            }
            "\n"
        }
    };
    Panel { drawn, width: left + most * unit + 60, height: tall * timeline.rows.len() }
}

/// Pixels of the longest label of a row.
fn labels(timeline: &Timeline) -> usize {
    let longest = timeline.rows.iter().map(|row| columns(&row.label)).max().unwrap_or_default();
    longest.min(LABEL) * LETTER + 16
}

/// The label of a row; a label that is cut appears whole under the pointer.
fn label(row: &TimelineRow, x: usize, y: usize) -> Markup {
    let cut = clip(&row.label, LABEL);
    html! {
        text.row x=(x) y=(y) {
            @if cut != row.label { title { (row.label) } }
            (cut)
        }
        "\n"
    }
}

fn sign_at(sign: &FigureSign, x: usize, y: usize) -> Markup {
    html! {
        @match sign {
            FigureSign::Says => circle.says cx=(x) cy=(y) r="4.5" {},
            FigureSign::NotQuoted => circle.quoted-not cx=(x) cy=(y) r="4" {},
            FigureSign::Silent => circle.silent cx=(x) cy=(y) r="4" {},
            FigureSign::Unseen => circle.unseen cx=(x) cy=(y) r="1.4" {},
            FigureSign::Text(words) => (middle_words("row", x, y + 4, words)),
            FigureSign::SaysBar => rect.says x=(x - 6) y={ (y) } width="12" height="8" transform="translate(0 -4)" {},
            FigureSign::LeftOutBar => rect.left-out-bar x=(x - 6) y=(y) width="12" height="8" transform="translate(0 -4)" {},
            FigureSign::SilentBar => rect.silent-bar x=(x - 6) y=(y) width="12" height="8" transform="translate(0 -4)" {},
            FigureSign::UnseenBar => rect.unseen-bar x=(x - 6) y=(y) width="12" height="8" transform="translate(0 -4)" {},
        }
        "\n"
    }
}

fn words(class: &str, x: usize, y: usize, words: &str) -> Markup {
    html! { text class=(class) x=(x) y=(y) { (words) } "\n" }
}

fn middle_words(class: &str, x: usize, y: usize, words: &str) -> Markup {
    html! { text class=(class) x=(x) y=(y) text-anchor="middle" { (words) } "\n" }
}

/// Words that end at `x`.
fn end(class: &str, x: usize, y: usize, words: &str) -> Markup {
    html! { text class=(class) x=(x) y=(y) text-anchor="end" { (words) } "\n" }
}
