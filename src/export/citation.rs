//! stub
use crate::corpus::{Corpus, PassageNo};
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Citation,
    Quotation,
    Address,
    Bibtex,
}
pub fn cite(corpus: &Corpus, number: PassageNo, _form: Form) -> Option<String> {
    corpus.passage(number).map(|(s, p)| format!("“{}” {}", p.text, s.title))
}
