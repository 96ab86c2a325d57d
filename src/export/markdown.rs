//! Citations in Markdown.
//!
//! Invariant: what a reader of Markdown shows is the citation's text; only a quotation stands in a block quotation.

use super::caveat::{Line, Run};

/// Lines as Markdown: the words, then one paragraph.
pub(super) fn markdown(lines: &[Line]) -> String {
    let mut written = String::new();
    let mut rest = lines.iter().peekable();
    while let Some(line) = rest.next() {
        written.extend(line.iter().map(run));
        let is_quote = matches!(line.first(), Some(Run::Quote(_)));
        written.push_str(match rest.peek() {
            None => "\n",
            Some(_) if is_quote => "\n\n",
            Some(_) => "\\\n",
        });
    }
    written
}

fn run(run: &Run) -> String {
    match run {
        Run::Plain(text) => escape(text),
        Run::Quote(text) => format!("> {}", escape(text)),
        Run::Title(text) => format!("*{}*", escape(text)),
        Run::Web(address) => format!("<{address}>"),
    }
}

/// Text without a letter that means something inside a line. Every line begins with a word of ours, so that nothing
/// means something at its beginning.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\`*_[]<>#|~^&$@".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
