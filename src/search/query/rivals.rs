//! `vs`: the rows that a query sets side by side.
//!
//! Invariant: a row is what a query without `vs` asks, and all rows have the same filters and excluded words.

use super::operators::needs_both;
use super::pieces::{filter, next_piece};
use super::{CHARS, PieceUse, Query, QueryTerm, Typing, chars_of, notation, units};
use crate::search::words::words;
use crate::text::fold::fold;
use crate::text::safe::clean;

/// Maximum rows: more cannot be distinguished.
const MOST: usize = 9;

/// One row of a view: what is looked for, and in which passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// What was typed for this row alone, safe to show.
    pub typed: String,
    /// What was typed for all rows, safe to show: filters and excluded words.
    pub scope: String,
    pub(in crate::search) query: Query,
}

impl Rival {
    /// The same row with wording of any certainty; `None` if it does not ask for certainty.
    pub fn however_sure(&self) -> Option<Self> {
        let mut any = self.clone();
        any.query.filters.retain(|filter| filter.key != "sure");
        (any.query.filters.len() < self.query.filters.len()).then_some(any)
    }
}

/// What is typed on one side of `vs`.
#[derive(Default)]
struct TypedRow {
    /// Words, phrases and terms, with their operators.
    words: Vec<String>,
    /// Filters and excluded words.
    scope: Vec<String>,
}

/// A text cut at `vs`.
struct Divided {
    rows: Vec<TypedRow>,
    /// Whether the text ends within a row.
    ends_in_row: bool,
}

impl Divided {
    fn new(chars: &[char]) -> Self {
        let mut divided = Self { rows: vec![TypedRow::default()], ends_in_row: true };
        let mut rest = chars;
        while let Some((piece, left)) = next_piece(rest) {
            let raw: String = rest.iter().take(rest.len() - left.len()).collect();
            let is_only = rest.len() == chars.len() && left.iter().all(|c| c.is_whitespace());
            rest = left;
            let is_plain = !piece.quoted && !piece.negated;
            divided.ends_in_row = is_plain || piece.quoted;
            if is_plain && !is_only && notation::is_vs(&piece.text) {
                divided.rows.push(TypedRow::default());
                continue;
            }
            let is_filter = !piece.quoted && filter(&piece).is_some() && units::terms(&piece).is_none();
            divided.ends_in_row &= !is_filter;
            // A sign alone excludes nothing.
            let says_nothing = piece.negated && words(&piece.text).is_empty();
            if let Some(row) = divided.rows.last_mut().filter(|_| !says_nothing) {
                let pieces = if is_filter || piece.negated { &mut row.scope } else { &mut row.words };
                pieces.push(raw.trim().to_owned());
            }
        }
        divided
    }

    /// The filters and excluded words that all rows have.
    fn scope(&self) -> String {
        let pieces = self.rows.iter().flat_map(|row| &row.scope);
        pieces.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The text of a row with what all rows have.
    fn row(&self, row: &TypedRow) -> String {
        let scope = self.scope();
        let words = row.words.iter().map(String::as_str);
        words.chain([&*scope]).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Whether no row has words, and each has filters of its own: sets of passages.
    fn is_of_filters(&self) -> bool {
        self.rows.len() > 1 && self.rows.iter().all(|row| row.words.is_empty() && !row.scope.is_empty())
    }
}

impl Query {
    /// The rows of a finished query, or why it is not understood. A row without words is the term with the id `tracked`.
    pub fn rivals(text: &str, tracked: &str) -> Result<Vec<Rival>, String> {
        let chars = chars_of(text);
        if let Some(error) = notation::refused(&chars, Typing::Finished) {
            return Err(error);
        }
        let divided = Divided::new(&chars);
        if divided.rows.len() > MOST {
            return Err(format!("`vs` compares at most {MOST} rows; this has {}", divided.rows.len()));
        }
        let is_one = divided.rows.len() == 1;
        let mut rivals: Vec<Rival> = Vec::new();
        for row in &divided.rows {
            let read = if is_one { chars.clone() } else { divided.row(row).chars().collect() };
            let mut query = Self::read(&read, Typing::Finished, PieceUse::Clauses);
            if let Some(error) = query.error {
                return Err(error);
            }
            let mut typed = row.words.join(" ");
            if query.wanted.is_empty() {
                if divided.is_of_filters() {
                    return Err(sets_are_compared());
                }
                if !is_one || tracked.is_empty() {
                    return Err(needs_both("vs"));
                }
                typed = format!("term:{tracked}");
                query.wanted.push(units::term(tracked));
            }
            if rivals.iter().any(|rival| fold(&rival.typed) == fold(&typed)) {
                return Err(format!("`{typed}` is a row already; `vs` compares different ones"));
            }
            // The first row has this note for all.
            query.notes.extend(cut_note(text).filter(|_| rivals.is_empty()));
            let [typed, scope] = [typed, divided.scope()].map(|text| clean(&text).into_owned());
            rivals.push(Rival { typed, scope, query });
        }
        Ok(rivals)
    }

    /// The sides of `vs` as queries of their own, or why there are none; empty if nothing is compared. Sides with words
    /// have what is typed for all sides; sides of filters have their own filters.
    pub fn sides(text: &str) -> Result<Vec<String>, String> {
        let divided = Divided::new(&chars_of(text));
        if divided.rows.len() < 2 {
            return Ok(Vec::new());
        }
        if divided.is_of_filters() {
            return Ok(divided.rows.iter().map(|row| row.scope.join(" ")).collect());
        }
        if divided.rows.iter().any(|row| row.words.is_empty()) {
            return Err(needs_both("vs"));
        }
        Ok(divided.rows.iter().map(|row| divided.row(row)).collect())
    }
}

/// The note on where filters on both sides of `vs` work.
fn sets_are_compared() -> String {
    String::from("filters on both sides of `vs` are two sets, which view 4 and `linchpin compare` compare")
}

/// A note on a text that is too long to be read whole.
fn cut_note(text: &str) -> Option<String> {
    text.chars().nth(CHARS).map(|_| format!("only the first {CHARS} characters are searched"))
}

/// The query that a search looks for: of several rows, passages with any of them.
pub(super) fn in_one(text: &str, typing: Typing) -> Query {
    let chars = chars_of(text);
    let divided = Divided::new(&chars);
    let mut query = match divided.rows.as_slice() {
        [] | [_] => Query::read(&chars, typing, PieceUse::Words),
        rows => any_of(&divided, rows, typing),
    };
    query.error = notation::refused(&chars, typing).or(query.error);
    query.notes.extend(cut_note(text));
    query
}

fn any_of(divided: &Divided, rows: &[TypedRow], typing: Typing) -> Query {
    let scope: Vec<char> = divided.scope().chars().collect();
    let mut query = Query::read(&scope, Typing::Finished, PieceUse::Words);
    if divided.is_of_filters() {
        query.error = Some(sets_are_compared());
        return query;
    }
    let mut wanted: Vec<QueryTerm> = Vec::new();
    for (at, TypedRow { words: row, .. }) in rows.iter().enumerate() {
        let is_last = at + 1 == rows.len();
        if row.is_empty() && is_last && typing != Typing::Finished && !wanted.is_empty() {
            query.notes.push(String::from("now type what `vs` compares with"));
            continue;
        }
        let typing = if is_last && divided.ends_in_row { typing } else { Typing::Finished };
        let text: Vec<char> = row.join(" ").chars().collect();
        let read = Query::read(&text, typing, PieceUse::Clauses);
        query.error = query.error.or(read.error);
        let term = read.wanted.first().filter(|_| read.wanted.len() == 1).cloned();
        if term.is_none() && query.error.is_none() {
            query.error = Some(if row.is_empty() {
                needs_both("vs")
            } else {
                format!(
                    "a search takes one word or \"phrase\" on each side of `vs`, not `{}`; the concordance (`linchpin kwic`, view 2) compares whole queries",
                    row.join(" ")
                )
            });
        }
        wanted.extend(term);
    }
    query.wanted =
        wanted.into_iter().reduce(|left, right| units::either(&left, &right)).into_iter().collect();
    query.notes.push(String::from("`vs` compares in the concordance (`linchpin kwic`, view 2); a search finds the passages with any of these"));
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<String>, String> {
        let shown = |rival: Rival| {
            let typed = rival.query.wanted.iter().map(QueryTerm::typed).collect::<Vec<_>>().join("+");
            format!(
                "{} = {typed} ({} filters, {} excluded)",
                rival.typed,
                rival.query.filters.len(),
                rival.query.unwanted.len()
            )
        };
        Query::rivals(text, "modernization").map(|rivals| rivals.into_iter().map(shown).collect())
    }

    #[test]
    fn rows_share_their_filters_and_excluded_words() {
        assert_eq!(
            rows(
                "linchpin vs year:2007.. indo-pacific vs. \"c d\" -korea VS term:china,space standing:joint"
            )
            .unwrap(),
            [
                "linchpin = linchpin (2 filters, 1 excluded)",
                "indo-pacific = indo pacific (2 filters, 1 excluded)",
                "\"c d\" = c d (2 filters, 1 excluded)",
                "term:china,space = term:china,space (2 filters, 1 excluded)",
            ]
        );
        assert_eq!(
            rows("alliance /1 term:modernization x").unwrap(),
            ["alliance /1 term:modernization x = alliance+term:modernization+x (0 filters, 0 excluded)"]
        );
        assert_eq!(
            rows("term:china x term:space").unwrap(),
            ["term:china x term:space = term:china OR term:space+x (0 filters, 0 excluded)"]
        );
    }

    #[test]
    fn filters_alone_are_about_the_tracked_word() {
        for text in ["", "  ", "standing:joint", "-korea"] {
            assert!(rows(text).unwrap()[0].starts_with("term:modernization = term:modernization"), "{text}");
        }
        assert_eq!(Query::rivals("", "").unwrap_err(), needs_both("vs"));
    }

    #[test]
    fn a_row_of_its_own_word_is_a_word_and_vs_between_two_an_operator() {
        assert_eq!(rows("vs").unwrap(), ["vs = vs (0 filters, 0 excluded)"]);
        assert_eq!(rows("\"vs\" alliance").unwrap().len(), 1);
        for text in ["vs alliance", "alliance vs", "a vs vs b", "standing:joint vs alliance"] {
            assert!(rows(text).unwrap_err().contains("`vs` needs"), "{text}");
        }
        assert!(rows("a vs A").unwrap_err().contains("already"));
        let many = (0..10).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" vs ");
        assert_eq!(rows(&many).unwrap_err(), "`vs` compares at most 9 rows; this has 10");
    }

    #[test]
    fn sides_are_queries_and_sets_of_filters_have_their_own() {
        let sides = |text| Query::sides(text).unwrap();
        assert_eq!(sides("linchpin year:2020"), [""; 0]);
        assert_eq!(
            sides("linchpin vs \"a b\" year:2020 -x"),
            ["linchpin year:2020 -x", "\"a b\" year:2020 -x"]
        );
        assert_eq!(
            sides("meaning:2003 vs meaning:2025 standing:joint"),
            ["meaning:2003", "meaning:2025 standing:joint"]
        );
        for text in ["linchpin vs", "meaning:2003 vs linchpin", "vs linchpin"] {
            assert!(Query::sides(text).unwrap_err().contains("`vs` needs"), "{text}");
        }
        let error = rows("meaning:2003 vs meaning:2025").unwrap_err();
        assert!(error.contains("view 4"), "{error}");
        assert_eq!(Query::parse("meaning:2003 vs meaning:2025").error, Some(error));
    }

    #[test]
    fn a_search_finds_any_of_the_rows_and_tells_what_vs_is_for() {
        let query = Query::parse("linchpin vs \"strategic flexibility\" standing:joint");
        assert_eq!((query.wanted.len(), query.filters.len(), &query.error), (1, 1, &None));
        assert!(query.notes[0].contains("`vs` compares"), "{:?}", query.notes);
        assert!(Query::parse("alliance vs").error.unwrap().contains("`vs` needs"));
        assert_eq!(Query::parse_unfinished("alliance vs ").error, None);
        assert!(Query::parse("a b vs c").error.unwrap().contains("not `a b`"));
    }
}
