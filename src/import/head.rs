//! What is known of a document: who issued it, when, where, under which title.
//!
//! Invariant: front matter goes before the document's head, that before its address and the name of its file, and
//! options come last; what was guessed is named with where it comes from, and what was not found stays unknown.

use super::blocks::{Block, Document, collapse, is_heading as reads_as_heading};
use super::markdown::FrontMatter;
use super::{Given, dates, names};
use crate::corpus::model::Standing;
use crate::text::fold::fold;

/// Letters of the longest line of a head.
const LINE: usize = 220;
/// Lines of the longest head.
const LINES: usize = 10;
/// Letters of the longest name of a place.
const PLACE: usize = 40;

/// Where something known comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    FrontMatter,
    Head,
    Markup,
    Address,
    FileName,
    Option,
    FileDate,
}

impl From {
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Head => "the text's head",
            Self::Markup => "the page's own data",
            Self::Address => "the address",
            Self::FileName => "the file's name",
            Self::Option => "the option",
            Self::FileDate => "the file's date",
        }
    }
}

/// What is known, and how.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub year: Option<i32>,
    pub series: Option<String>,
    pub number: Option<u32>,
    pub place: Option<String>,
    pub issuers: Vec<String>,
    pub signatories: Vec<String>,
    pub standing: Option<Standing>,
    pub address: Option<String>,
    pub guessed: Vec<(&'static str, From)>,
    pub missing: Vec<&'static str>,
    /// What front matter says in a way that cannot be read.
    pub remarks: Vec<String>,
}

/// What is asked, with the file's name without its ending.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub document: &'a mut Document,
    pub front: &'a FrontMatter,
    pub given: &'a Given,
    pub name: &'a str,
}

/// What the first lines say.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    date: Option<String>,
    place: Option<String>,
}

impl Asked<'_> {
    pub(super) fn known(self) -> Known {
        let mut known = Known::default();
        let head = head(self.document, self.front.title.as_deref());
        self.address(&mut known);
        self.title(&mut known, &head);
        self.date(&mut known, &head);
        self.parties(&mut known);
        self.rest(&mut known, head.place);
        known
    }

    fn address(&self, known: &mut Known) {
        known.address = known.first(
            "address",
            [
                (self.front.address.clone(), From::FrontMatter),
                (self.document.address.clone(), From::Markup),
                (self.given.address.clone(), From::Option),
            ],
        );
    }

    fn title(&self, known: &mut Known, head: &Head) {
        let page = self.document.title.as_deref().map(without_site);
        let slug = known.address.as_deref().and_then(slug_of);
        let slug =
            slug.filter(|slug| names::is_title(&slug.replace('-', " "))).map(|slug| names::title(&slug));
        let first = self.document.blocks.first().filter(|block| matches!(block, Block::Heading(_)));
        let by_name = names::title(self.name);
        let candidates = [
            (self.front.title.as_deref().map(collapse), From::FrontMatter),
            (head.title.clone(), From::Head),
            (page, From::Markup),
            (slug, From::Address),
            (first.map(|block| block.text().to_owned()), From::Head),
            (self.given.title.clone(), From::Option),
            (Some(by_name).filter(|name| !name.is_empty()), From::FileName),
        ];
        known.title = known.first("title", candidates).unwrap_or_else(|| String::from("Untitled"));
    }

    fn date(&self, known: &mut Known, head: &Head) {
        let front = self.front.date.as_deref();
        let own = front.and_then(|date| Some(dates::find(date)?.0));
        if let (Some(date), None) = (front, &own) {
            known.remarks.push(format!("the front matter's date “{}” is no day", collapse(date)));
        }
        let page =
            self.document.date.as_deref().and_then(|date| dates::in_name(date.get(..10).unwrap_or(date)));
        known.date = known.first(
            "date",
            [
                (own, From::FrontMatter),
                (head.date.clone(), From::Head),
                (page, From::Markup),
                (dates::in_name(self.name), From::FileName),
                (self.given.date.clone(), From::Option),
            ],
        );
        if known.date.is_none() {
            known.year = front.and_then(dates::year_in_name).or_else(|| dates::year_in_name(self.name));
        }
    }

    /// Who issued it, and whether together.
    fn parties(&self, known: &mut Known) {
        let (title, name) = (known.title.clone(), self.name);
        let slug = known.address.as_deref().and_then(slug_of).unwrap_or_default();
        let all = format!("{title} {} {}", name.replace(['-', '_'], " "), slug.replace('-', " "));
        let two = |parties: Vec<&str>| (parties.len() > 1).then(|| owned(&parties));
        let publisher = known.address.as_deref().and_then(names::publisher);
        let opening = self.document.blocks.iter().find(|block| matches!(block, Block::Paragraph { .. }));
        let opening: String =
            opening.map(|block| block.text().chars().take(400).collect()).unwrap_or_default();
        let together = names::is_joint(&all)
            || !names::is_one_sided(&all) && names::is_agreed(&all) && names::parties_of_slug(name).len() > 1;
        let guesses = if together {
            [
                (two(names::parties(&title)), From::Head),
                (two(names::parties_of_slug(name)), From::FileName),
                (two(names::parties_of_slug(&slug)), From::Address),
                (two(names::parties(&opening)), From::Head),
            ]
        } else {
            let one = |parties: Vec<&str>| (parties.len() == 1).then(|| owned(&parties));
            [
                (publisher.map(|party| vec![party.to_owned()]), From::Address),
                (one(names::parties(&title)), From::Head),
                (None, From::Head),
                (None, From::Head),
            ]
        };
        let (front, given) = (self.front.issuers.list(), self.given.issuers.clone());
        let listed = |names: Vec<String>| (!names.is_empty()).then_some(names);
        let candidates = std::iter::once((listed(front), From::FrontMatter))
            .chain(guesses)
            .chain([(listed(given), From::Option)]);
        known.issuers = known.first("issuers", candidates).unwrap_or_default();
        let guess = if together {
            Some(Standing::Joint)
        } else {
            names::is_one_sided(&all).then_some(Standing::Unilateral)
        };
        self.standing(known, guess);
    }

    fn standing(&self, known: &mut Known, guess: Option<Standing>) {
        let front = self.front.standing.as_deref();
        let own =
            front.and_then(|name| Standing::ALL.into_iter().find(|standing| standing.name() == name.trim()));
        if let (Some(name), None) = (front, own) {
            known.remarks.push(format!("the front matter's standing “{}” is none we know", collapse(name)));
        }
        let candidates = [(own, From::FrontMatter), (guess, From::Head), (self.given.standing, From::Option)];
        known.standing = known.first("standing", candidates);
    }

    fn rest(&self, known: &mut Known, place: Option<String>) {
        let (title, name) = (known.title.clone(), self.name.replace(['-', '_'], " "));
        let series = |text: &str| names::series(text).map(str::to_owned);
        known.series = known.first(
            "series",
            [
                (self.front.series.as_deref().map(collapse), From::FrontMatter),
                (series(&title), From::Head),
                (series(&name), From::FileName),
                (self.given.series.clone(), From::Option),
            ],
        );
        let numbered = known.series.as_deref().is_some_and(names::is_numbered);
        let of = |text: &str| names::number(text).filter(|_| numbered);
        let numbers = [
            (self.front.number, From::FrontMatter),
            (of(&title), From::Head),
            (of(&name), From::FileName),
            (self.given.number, From::Option),
        ];
        known.number = known.first("number", numbers);
        if !numbered {
            known.missing.retain(|field| *field != "number");
        }
        known.place = known.first(
            "place",
            [
                (self.front.place.as_deref().map(collapse), From::FrontMatter),
                (place, From::Head),
                (self.given.place.clone(), From::Option),
            ],
        );
        let (front, given) = (self.front.signatories.list(), &self.given.signatories);
        known.signatories = if front.is_empty() { given.clone() } else { front };
    }
}

impl Known {
    /// The first that is known; noted as guessed or missing.
    fn first<T>(
        &mut self,
        field: &'static str,
        candidates: impl IntoIterator<Item = (Option<T>, From)>,
    ) -> Option<T> {
        let found = candidates.into_iter().find_map(|(value, from)| Some((value?, from)));
        match &found {
            Some((_, From::FrontMatter | From::Option)) => {}
            Some((_, from)) => self.guessed.push((field, *from)),
            None => self.missing.push(field),
        }
        found.map(|(value, _)| value)
    }
}

fn owned(parties: &[&str]) -> Vec<String> {
    parties.iter().map(|party| (*party).to_owned()).collect()
}

/// The last part of an address that says something, without the number that tells two alike apart.
fn slug_of(address: &str) -> Option<String> {
    let path = address.split_once("://")?.1.split(['?', '#']).next()?;
    let slug = path.split('/').skip(1).filter(|part| !part.is_empty()).last()?;
    let slug = slug.rsplit_once('.').map_or(slug, |(stem, _)| stem);
    let bare =
        slug.rsplit_once('-').filter(|(_, end)| end.len() < 2 && end.bytes().all(|b| b.is_ascii_digit()));
    Some(bare.map_or(slug, |(stem, _)| stem).to_owned())
}

/// A page's title without the name of its site.
fn without_site(title: &str) -> String {
    let cut = [" | ", " – ", " - ", " — "].iter().find_map(|divider| title.rsplit_once(divider));
    let title = cut.map_or(title, |(title, _)| title);
    collapse(title)
}

/// Takes the title, the date and the place out of the first lines.
fn head(document: &mut Document, title: Option<&str>) -> Head {
    let mut head = Head::default();
    let known = title.map(fold);
    let mut at = 0_usize;
    for _ in 0..LINES {
        let Some(block) = document.blocks.get(at) else { break };
        let text = block.text().to_owned();
        let is_heading = matches!(block, Block::Heading(_));
        let is_short =
            text.chars().count() <= LINE && !matches!(block, Block::Paragraph { number: Some(_), .. });
        let is_first = document.first_heading.as_ref() == Some(&text);
        let is_title = is_heading && (is_first || names::is_title(&text));
        let taken = is_short
            && (known.as_ref() == Some(&fold(&text))
                || head.dated(&text, is_first)
                || head.titled(&text, is_title));
        if taken {
            document.blocks.remove(at);
        } else if is_heading || is_short && reads_as_heading(&text) {
            // Few pages mark the line below their title.
            if let Some(block) = document.blocks.get_mut(at) {
                *block = Block::Heading(text);
            }
            at = at.saturating_add(1);
        } else {
            break;
        }
    }
    head
}

impl Head {
    /// Takes in a line that is a date, with a place or a title before it or a place behind it.
    fn dated(&mut self, line: &str, is_first: bool) -> bool {
        const BETWEEN: [char; 8] = [' ', ',', '(', ')', '–', '—', '-', '|'];
        let Some((date, range)) = dates::find(line) else { return false };
        let before = line.get(..range.start).unwrap_or_default().trim_matches(BETWEEN);
        let after = line.get(range.end..).unwrap_or_default().trim_matches(BETWEEN).trim_end_matches('.');
        let is_place =
            |text: &str| !text.is_empty() && text.chars().count() <= PLACE && !names::is_title(text);
        let (title, place) = match before.rsplit_once([',', '(']) {
            _ if before.is_empty() => (None, Some(after)),
            _ if is_place(before) && !is_first => (None, Some(without_preposition(before))),
            Some((title, place)) if names::is_title(title) => (Some(title), Some(place.trim())),
            _ if names::is_title(before) || is_first => (Some(before), Some(after)),
            _ => return false,
        };
        let place = place.filter(|place| is_place(place));
        if !after.is_empty() && place != Some(after) {
            return false;
        }
        self.date.get_or_insert(date);
        self.place = self.place.take().or_else(|| place.map(str::to_owned));
        self.title = self.title.take().or_else(|| title.map(|title| title.trim().to_owned()));
        true
    }

    /// Takes in the title, or the line that ends it.
    fn titled(&mut self, line: &str, is_title: bool) -> bool {
        match &mut self.title {
            None if is_title => self.title = Some(line.to_owned()),
            Some(title) if self.date.is_none() && is_open(title) => {
                title.push(' ');
                title.push_str(line);
            }
            None | Some(_) => return false,
        }
        true
    }
}

/// Whether a title goes on in the next line.
fn is_open(title: &str) -> bool {
    let last = title.rsplit(' ').next().unwrap_or_default().to_lowercase();
    matches!(last.as_str(), "of" | "the" | "and" | "between" | "for" | "on" | "to" | "in" | "&")
}

fn without_preposition(place: &str) -> &str {
    ["in ", "at ", "In ", "At ", "Done at ", "Done in "]
        .iter()
        .find_map(|word| place.strip_prefix(word))
        .unwrap_or(place)
}
