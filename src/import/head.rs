//! What is known of a document: who issued it, when, where, under which title.
//!
//! Invariant: front matter goes before the document's head, that before its address and the name of its file, and
//! options come last; what was guessed is named with where it comes from, and what was not found stays unknown.

use super::blocks::{Block, Document, collapse};
use super::front::FrontMatter;
use super::lines::Head;
use super::names::Voice;
use super::parties::publisher;
use super::{Given, dates, names};
use crate::corpus::model::Standing;
use crate::text::fold::fold;

/// Where something known comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    FrontMatter,
    Head,
    Opening,
    Markup,
    Address,
    FileName,
    Option,
    FileDate,
    Today,
}

impl From {
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Head => "the text's head",
            Self::Opening => "the first paragraph",
            Self::Markup => "the page's own data",
            Self::Address => "the address",
            Self::FileName => "the file's name",
            Self::Option => "the option",
            Self::FileDate => "the file's date",
            Self::Today => "today's date",
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

/// What may tell of a statement's kind: its title, its head, its address, its file's name, the surest first.
type Names = Vec<(String, From)>;

impl Asked<'_> {
    pub(super) fn known(self) -> Known {
        let mut known = Known { remarks: self.front.remarks.clone(), ..Known::default() };
        self.address(&mut known);
        let slug = known.address.as_deref().and_then(slug_of).filter(|slug| names_something(slug));
        let slug = slug.map(|slug| names::title(&slug));
        let head = Head::of(self.document, self.front.title.as_deref(), slug.as_deref());
        let names = self.names(&mut known, &head, slug);
        self.date(&mut known, &head);
        self.parties(&mut known, &names);
        self.series(&mut known, &names);
        self.place(&mut known, head.place);
        known
    }

    fn address(&self, known: &mut Known) {
        let address = |text: &String| Some(collapse(text)).filter(|text| !text.is_empty());
        known.address = known.first(
            "address",
            [
                (self.front.address.as_ref().and_then(address), From::FrontMatter),
                (self.document.address.as_ref().and_then(address), From::Markup),
                (self.given.address.clone(), From::Option),
            ],
        );
    }

    /// Settles the title; all names that the statement has.
    fn names(&self, known: &mut Known, head: &Head, slug: Option<String>) -> Names {
        let page =
            self.document.title.as_deref().map(|title| without_site(title, self.document.site.as_deref()));
        let first = self.document.blocks.first().filter(|block| matches!(block, Block::Heading(_)));
        let by_name = Some(names::title(self.name)).filter(|name| !name.is_empty());
        let candidates = [
            (self.front.title.as_deref().map(collapse).filter(|title| !title.is_empty()), From::FrontMatter),
            (head.title.clone(), From::Head),
            (page.filter(|page| !page.is_empty()), From::Markup),
            (slug.clone(), From::Address),
            (first.map(|block| block.text().to_owned()), From::Head),
            (self.given.title.clone(), From::Option),
            (by_name.clone(), From::FileName),
        ];
        let title = known.first_from("title", candidates);
        known.title = title.as_ref().map_or_else(|| String::from("Untitled"), |(title, _)| title.clone());
        let lines = head.lines.join(" ");
        let all = [
            title,
            Some((lines, From::Head)),
            slug.zip(Some(From::Address)),
            by_name.zip(Some(From::FileName)),
        ];
        let mut names = Names::new();
        for (name, from) in all.into_iter().flatten() {
            if !name.is_empty() && names.iter().all(|(other, _)| *other != name) {
                names.push((name, from));
            }
        }
        names
    }

    fn date(&self, known: &mut Known, head: &Head) {
        let front = self.front.date.as_deref().filter(|date| !date.trim().is_empty());
        let own = front.and_then(|date| Some(dates::find(date)?.0));
        if let (Some(date), None) = (front, &own) {
            known.remarks.push(format!("the front matter's date “{}” is no day", collapse(date)));
        }
        let page = self.document.date.as_deref().and_then(|date| Some(dates::find(date)?.0));
        let is_known = own.is_some() || head.date.is_some() || page.is_some();
        known.date = known.first(
            "date",
            [
                (own, From::FrontMatter),
                (head.date.clone(), From::Head),
                (page, From::Markup),
                (if is_known { None } else { dates::in_name(self.name) }, From::FileName),
                (self.given.date.clone(), From::Option),
            ],
        );
        if known.date.is_none() {
            known.year = front.and_then(dates::year_in_name).or_else(|| dates::year_in_name(self.name));
        }
    }

    /// Who issued it, and whether together.
    fn parties(&self, known: &mut Known, names: &Names) {
        let standing = self.guessed_standing(names);
        let guesses = match standing {
            Some((Standing::Joint | Standing::Treaty, _)) => self.together(names),
            Some((Standing::Unilateral, _)) => {
                let publisher = known.address.as_deref().and_then(publisher);
                vec![(publisher.map(|party| vec![party]), From::Address)]
            }
            Some((Standing::PressReport | Standing::Analysis | Standing::Unstated, _)) | None => Vec::new(),
        };
        let listed = |names: Vec<String>| (!names.is_empty()).then_some(names);
        let owned = |parties: Vec<&str>| parties.into_iter().map(str::to_owned).collect();
        let candidates = std::iter::once((listed(self.front.issuers.clone()), From::FrontMatter))
            .chain(guesses.into_iter().map(|(parties, from)| (parties.map(owned), from)))
            .chain([(listed(self.given.issuers.clone()), From::Option)]);
        known.issuers = known.first("issuers", candidates).unwrap_or_default();
        let own = self.front.standing;
        let guess = standing.map(|(standing, from)| (Some(standing), from));
        let candidates = [(own, From::FrontMatter)].into_iter().chain(guess);
        known.standing = known.first("standing", candidates.chain([(self.given.standing, From::Option)]));
        let signatories =
            if self.front.signatories.is_empty() { &self.given.signatories } else { &self.front.signatories };
        known.signatories.clone_from(signatories);
    }

    /// What the first name that says it says of the standing.
    fn guessed_standing(&self, names: &Names) -> Option<(Standing, From)> {
        let said = names.iter().find_map(|(name, from)| {
            let standing = match names::voice(name) {
                Some(Voice::Joint) => Standing::Joint,
                Some(Voice::OneSide) => Standing::Unilateral,
                None if names::is_treaty(name) && self.opening().is_some_and(|text| names::binds(&text)) => {
                    Standing::Treaty
                }
                Some(Voice::Several) | None => return None,
            };
            Some((standing, *from))
        });
        let is_agreed = said.is_none() && names::names_two(self.name);
        said.or_else(|| is_agreed.then_some((Standing::Joint, From::FileName)))
    }

    /// Who may have issued it together.
    fn together(&self, names: &Names) -> Vec<(Option<Vec<&'static str>>, From)> {
        let two = |parties: Vec<&'static str>| (parties.len() > 1).then_some(parties);
        let by_title = names.iter().map(|(name, from)| (two(names::parties_of_title(name)), *from));
        let opening = self.opening().and_then(|text| two(names::parties_of_opening(&text)));
        by_title.chain([(opening, From::Opening)]).collect()
    }

    /// How the first paragraph begins.
    fn opening(&self) -> Option<String> {
        let opening = self.document.blocks.iter().find(|block| matches!(block, Block::Paragraph { .. }))?;
        Some(opening.text().chars().take(400).collect())
    }

    fn series(&self, known: &mut Known, names: &Names) {
        let standing = known.standing;
        let publisher = known.address.as_deref().and_then(publisher);
        let guess = |name: &String| match standing {
            Some(Standing::Joint) => names::meeting(name).or_else(|| names::joint_series(name)),
            Some(Standing::Treaty) => Some("treaty"),
            Some(Standing::Unilateral) if publisher == Some("NATO") => Some("NATO"),
            Some(Standing::Unilateral) => names::is_spokesperson(name).then_some("spokesperson"),
            Some(Standing::PressReport | Standing::Analysis) => None,
            Some(Standing::Unstated) | None => names::meeting(name).filter(|_| names::voice(name).is_none()),
        };
        let guesses = names.iter().map(|(name, from)| (guess(name).map(str::to_owned), *from));
        let own =
            (self.front.series.as_deref().map(collapse).filter(|own| !own.is_empty()), From::FrontMatter);
        let given = (self.given.series.clone(), From::Option);
        known.series = known.first("series", std::iter::once(own).chain(guesses).chain([given]));
        let is_numbered = known.series.as_deref().is_some_and(names::is_numbered);
        let numbers = names.iter().map(|(name, from)| (names::number(name).filter(|_| is_numbered), *from));
        let own = (self.front.number, From::FrontMatter);
        known.number = known
            .first("number", std::iter::once(own).chain(numbers).chain([(self.given.number, From::Option)]));
        if !is_numbered {
            known.missing.retain(|field| *field != "number");
        }
    }

    fn place(&self, known: &mut Known, place: Option<String>) {
        known.place = known.first(
            "place",
            [
                (self.front.place.as_deref().map(collapse).filter(|own| !own.is_empty()), From::FrontMatter),
                (place, From::Head),
                (self.given.place.clone(), From::Option),
            ],
        );
    }
}

impl Known {
    /// The first that is known; noted as guessed or missing.
    fn first<T: PartialEq>(
        &mut self,
        field: &'static str,
        candidates: impl IntoIterator<Item = (Option<T>, From)>,
    ) -> Option<T> {
        self.first_from(field, candidates).map(|(value, _)| value)
    }

    fn first_from<T: PartialEq>(
        &mut self,
        field: &'static str,
        candidates: impl IntoIterator<Item = (Option<T>, From)>,
    ) -> Option<(T, From)> {
        let mut found: Option<(T, From)> = None;
        for (value, from) in candidates {
            let Some(value) = value else { continue };
            match &found {
                None => found = Some((value, from)),
                Some((held, source)) if from == From::Option && *held != value => {
                    let (option, source) = (option(field), source.name());
                    self.remarks.push(format!(
                        "--{option} was not used, for {source} goes before it; front matter goes first"
                    ));
                }
                Some(_) => {}
            }
        }
        match &found {
            Some((_, From::FrontMatter | From::Option)) => {}
            Some((_, from)) => self.guessed.push((field, *from)),
            None => self.missing.push(field),
        }
        found
    }
}

/// The option that gives a field.
pub fn option(field: &str) -> &str {
    match field {
        "issuers" => "issuer",
        other => other,
    }
}

/// Fields that were guessed, by where they come from: `title, date from the text's head; place from the address`.
pub fn guesses(guessed: &[(&str, From)]) -> String {
    let mut named: Vec<(&str, Vec<&str>)> = Vec::new();
    for (field, from) in guessed {
        match named.iter_mut().find(|(known, _)| *known == from.name()) {
            Some((_, fields)) => fields.push(field),
            None => named.push((from.name(), vec![field])),
        }
    }
    let named: Vec<String> =
        named.iter().map(|(from, fields)| format!("{} from {from}", fields.join(", "))).collect();
    named.join("; ")
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

/// Whether the last part of an address is made of words, and is no number of an article.
fn names_something(slug: &str) -> bool {
    let words = slug.split(|c: char| !c.is_alphanumeric());
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    !slug.contains('%') && (words.filter(is_word).count() > 1 || names::is_title(slug))
}

/// A page's title without the name of its site.
fn without_site(title: &str, site: Option<&str>) -> String {
    const DIVIDERS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " « "];
    let is_site = |part: &str| site.is_some_and(|site| fold(site) == fold(part)) || names::is_site(part);
    let mut title = title;
    for divider in DIVIDERS {
        if let Some((rest, last)) = title.rsplit_once(divider)
            && (divider == " | " || is_site(last.trim()))
        {
            title = rest;
        }
    }
    collapse(title)
}
