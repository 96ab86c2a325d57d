//! Markdown, by way of HTML, and its front matter.
//!
//! Invariant: front matter that is no YAML of ours is said, never half read; emphasis that the Markdown does not close
//! leaves no asterisks in the words.

use pulldown_cmark::{Options, Parser, html::push_html};
use serde::Deserialize;

use super::blocks::{Block, Document, collapse};
use super::html;

/// Bytes of the longest front matter.
const LONGEST: usize = 64 << 10;

/// What the head of a Markdown file may say, in the names that are usual for it; others are passed over.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FrontMatter {
    pub id: Option<String>,
    pub title: Option<String>,
    pub label: Option<String>,
    pub date: Option<String>,
    pub series: Option<String>,
    pub number: Option<u32>,
    #[serde(alias = "location")]
    pub place: Option<String>,
    #[serde(default, alias = "issuer", alias = "author", alias = "authors")]
    pub issuers: Names,
    #[serde(default, alias = "signatory", alias = "signed")]
    pub signatories: Names,
    pub standing: Option<String>,
    #[serde(alias = "url", alias = "link", alias = "source", alias = "canonical")]
    pub address: Option<String>,
    #[serde(alias = "accessed")]
    pub retrieved: Option<String>,
}

/// One name, or a list of them.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(super) fn list(&self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::One(names) => {
                names.split([';', ',']).map(collapse).filter(|name| !name.is_empty()).collect()
            }
            Self::Many(names) => names.iter().map(|name| collapse(name)).collect(),
        }
    }
}

/// The front matter and the text behind it; why the front matter cannot be read.
pub(super) fn front_matter(text: &str) -> Result<(FrontMatter, &str), String> {
    let Some((yaml, body)) = split(text) else { return Ok((FrontMatter::default(), text)) };
    let read = serde_saphyr::from_str::<Option<FrontMatter>>(yaml);
    let front = read.map_err(|error| collapse(error.to_string().lines().next().unwrap_or("no YAML")))?;
    Ok((front.unwrap_or_default(), body))
}

fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let mut length = 0_usize;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..length)?, rest.get(length.saturating_add(line.len())..)?));
        }
        length = length.saturating_add(line.len());
        if length > LONGEST {
            break;
        }
    }
    None
}

pub(super) fn read(text: &str) -> Document {
    let mut page = String::with_capacity(text.len().saturating_add(text.len() / 4));
    push_html(&mut page, Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH));
    let mut document = html::read(&page);
    document.blocks.iter_mut().for_each(without_asterisks);
    document
}

/// `**Heading: **`, which pages turned into Markdown are full of, is no emphasis to Markdown.
fn without_asterisks(block: &mut Block) {
    let Block::Paragraph { text, .. } = block else { return };
    if !text.contains("**") {
        return;
    }
    let whole = text.starts_with("**") && text.ends_with("**") && text.matches("**").count() == 2;
    let bare = collapse(&text.replace("***", "").replace("**", ""));
    if whole {
        *block = Block::Heading(bare);
    } else {
        *text = bare;
    }
}
