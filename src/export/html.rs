//! A document as one file for a browser, light and dark, and for paper.
//!
//! Invariant: the file loads nothing and runs nothing, and its policy forbids both; text is escaped by construction, so
//! no word of a dataset becomes markup. Only quotations are block quotations.

use std::io::{self, Write};

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::caveat::{Inline, TextLine};
use super::document::{ContrastTable, Entry, ExportDocument, Section};
use crate::corpus::Corpus;
use crate::corpus::usage::Usage;
use crate::text::hangul::holds_hangul;
use crate::text::safe::Text;
use crate::text::slice;

pub(super) const STYLE: &str = include_str!("style.css");

/// Writes the whole file.
pub(super) fn document(
    document: ExportDocument,
    usage: &Usage,
    corpus: &Corpus,
    out: &mut dyn Write,
) -> io::Result<()> {
    let terms = Terms { usage, labels: corpus.dataset().terms.iter().map(|term| &term.label).collect() };
    let title = format!("{} · {}", document.title, corpus.dataset().title);
    let frame = page(
        &title,
        &[],
        &html! {
            header { h1 { (tongues(&document.title)) } (notes(&document.lead)) }
            main { @if let Some(contrast) = &document.contrast { (table(contrast)) } }
        },
    );
    framed(frame, "</main></body></html>", out, |out| {
        for section in document.sections {
            self::section(section, &terms, out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.write_all(b"\n")
}

/// A file of its own: a title, and what its body holds; `styles` are those of the body.
pub(super) fn page(title: &str, styles: &[&str], body: &Markup) -> Markup {
    let hashes: Vec<String> = std::iter::once(&STYLE)
        .chain(styles)
        .map(|style| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style))))
        .collect();
    let policy =
        format!("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'", hashes.join(" "));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

/// Writes a frame; the content within its end tags is made at that moment.
fn framed(
    frame: Markup,
    end: &str,
    out: &mut dyn Write,
    within: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let frame = frame.into_string();
    let start = frame.strip_suffix(end).ok_or_else(|| io::Error::other("a frame has other end tags"))?;
    out.write_all(start.as_bytes())?;
    within(out)?;
    out.write_all(end.as_bytes())
}

/// The key terms, to be marked in the words.
struct Terms<'a> {
    usage: &'a Usage,
    labels: Vec<&'a Text>,
}

fn section(section: Section, terms: &Terms, out: &mut dyn Write) -> io::Result<()> {
    let frame = html! {
        section {
            @if let Some(heading) = section.heading { h2 id=[section.id] { (tongues(&heading)) } }
            (notes(&section.notes))
        }
    };
    framed(frame, "</section>", out, |out| {
        for one in section.entries {
            writeln!(out, "{}", entry(&one, terms).into_string())?;
        }
        Ok(())
    })
}

fn entry(entry: &Entry, terms: &Terms) -> Markup {
    let (words, caption) = match entry.citation.split_first() {
        Some((words, caption)) => (Some(words), caption),
        None => (None, &[][..]),
    };
    html! {
        @if let Some(heading) = entry.heading { h3 { (tongues(heading)) } }
        article id=[entry.id] {
            @if let Some(words) = words {
                figure {
                    @if let [Inline::Quote(text)] = &**words {
                        blockquote { p { (terms.marked(text)) } }
                    } @else {
                        @for run in words { p.summary { (terms.marked(run.as_str())) } }
                    }
                    figcaption { (notes(caption)) }
                }
            }
            (notes(&entry.notes))
        }
    }
}

/// One paragraph for each line.
fn notes(lines: &[TextLine]) -> Markup {
    html! {
        @for line in lines { p { @for run in line { (inline(run)) } } }
    }
}

fn inline(inline: &Inline) -> Markup {
    match inline {
        Inline::Plain(text) | Inline::Quote(text) => tongues(text),
        Inline::Title(text) => html! { cite { (tongues(text)) } },
        Inline::Web(address) => html! { a href=(address) rel="noreferrer" { (address) } },
    }
}

/// The roles keep it a table on a narrow screen, where the cells are shown one below the other.
fn table(contrast: &ContrastTable) -> Markup {
    html! {
        table role="table" {
            thead role="rowgroup" {
                tr role="row" {
                    td role="cell" {}
                    @for name in &contrast.columns { th role="columnheader" scope="col" { (tongues(name)) } }
                }
            }
            tbody role="rowgroup" {
                @for (question, answers) in &contrast.rows {
                    tr role="row" {
                        th role="rowheader" scope="row" { (tongues(question)) }
                        @for (answer, name) in answers.iter().zip(&contrast.columns) {
                            td role="cell" data-meaning=(name) {
                                p { (tongues(answer.text)) }
                                p.evidence { @for id in answer.evidence { a href={ "#" (id) } { (id) } " " } }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Terms<'_> {
    /// Words with their key terms marked.
    fn marked(&self, text: &str) -> Markup {
        let mut at = 0;
        let marks = self.usage.find(text);
        let pieces = marks.iter().map(|mark| {
            let before = slice(text, at..mark.range.start);
            at = mark.range.end;
            (before, self.labels.get(mark.term), slice(text, mark.range.clone()))
        });
        let pieces: Vec<_> = pieces.collect();
        html! {
            @for (before, label, term) in pieces { (tongues(before)) mark title=[label] { (tongues(term)) } }
            (tongues(slice(text, at..text.len())))
        }
    }
}

/// Text with its Korean parts marked as Korean, so that they are read aloud and typeset correctly.
pub(super) fn tongues(text: &str) -> Markup {
    if !holds_hangul(text) {
        return html! { (text) };
    }
    html! {
        @for (korean, words) in parted(text) {
            @if korean { span lang="ko" { (words) } } @else { (words) }
        }
    }
}

/// Text in pieces, each Korean or not; characters between Korean words that are not letters belong to the Korean piece.
pub(super) fn parted(text: &str) -> Vec<(bool, &str)> {
    let hangul = |c: char| holds_hangul(c.encode_utf8(&mut [0; 4]));
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(hangul) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let run = from.split(|c: char| c.is_alphabetic() && !hangul(c)).next().unwrap_or_default();
        let run = run.trim_end_matches(|c| !hangul(c));
        runs.extend([(false, before), (true, run)]);
        rest = from.get(run.len()..).unwrap_or_default();
    }
    runs.push((false, rest));
    runs.retain(|(_, run)| !run.is_empty());
    runs
}
