//! Tests of what is selected of a draft.

use super::*;
use crate::analysis::draft::PrecedentedPhrase;
use crate::analysis::precedent::Precedent;

#[test]
fn the_phrase_at_a_place_is_selected_whatever_the_order_of_the_list() {
    let held = Library::new(crate::corpus::load::embedded().unwrap());
    let held = HeldWording { corpus: &held.corpus, index: &held.index, usage: &held.usage };
    let phrase = |range: Range<usize>, is_common: bool| PrecedentedPhrase {
        range,
        words: 0..1,
        precedent: Precedent::default(),
        is_common,
        near: None,
    };
    let draft = Draft {
        phrases: vec![phrase(0..3, true), phrase(4..7, false), phrase(8..11, true)],
        ..Draft::default()
    };
    let phrases = rows_of(held, &draft, &[], "one two three");
    let mut view = DraftView { phrases, ..DraftView::default() };
    assert_eq!(view.phrases.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 1, 3], "common ones last");
    for (place, number) in [(0, 1), (2, 1), (3, 2), (5, 2), (8, 3), (11, 2)] {
        view.select_at(place);
        assert_eq!(view.row().unwrap().number, number, "{place}");
    }
    view.select_first();
    assert_eq!(view.row().unwrap().number, 2);
}
