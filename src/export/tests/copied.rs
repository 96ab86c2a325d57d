//! What is copied: the words alone, with what a reader of them must know.

use super::*;

#[test]
fn a_quotation_alone_has_a_caveat_unless_it_is_joint_and_identical() {
    let corpus = Corpus::new(embedded());
    for number in corpus.passage_numbers() {
        let (statement, passage) = corpus.passage(number).unwrap();
        let copied = cite(&corpus, number, CopyKind::Quotation).unwrap();
        // Not the bare verdict: what only a press report has word for word is not official.
        let other = corpus.verdict_label(passage).filter(|label| *label != Verdict::Identical.label());
        let is_identical = passage.check.is_some() && other.is_none();
        let is_quotation = passage.kind == PassageKind::Quotation;
        let is_joint = statement.standing == Standing::Joint && !statement.collects;
        let is_bare = is_quotation && is_identical && is_joint;
        let words = if is_quotation { format!("“{}”", passage.text) } else { passage.text.to_string() };
        assert_eq!(copied == words, is_bare, "{copied}");
        assert!(copied.starts_with(&words), "{copied}");
        if let Some(label) = other {
            assert!(copied.ends_with(&format!("{label}]")), "{copied}");
        }
        assert_eq!(copied.contains("editor's summary, not a quotation"), !is_quotation);
    }
}

#[test]
fn quotation_marks_stand_around_no_word_of_the_editor() {
    let corpus = Corpus::new(embedded());
    for number in corpus.passage_numbers() {
        let (_, passage) = corpus.passage(number).unwrap();
        for form in [CopyKind::Citation, CopyKind::Quotation, CopyKind::Bibtex] {
            let copied = squeezed(&cite(&corpus, number, form).unwrap());
            let marked = squeezed(&format!("“{}”", passage.text));
            let is_quotation = passage.kind == PassageKind::Quotation;
            assert!(is_quotation || !copied.contains(&marked), "{copied}");
        }
    }
}
