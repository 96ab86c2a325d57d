//! What the parts of a text say about it: who issued it, when, where, under which title.
//!
//! Invariant: front matter is the strongest source, then the title block, the markup, the address, the file name; options
//! are the weakest, except that the file name is the last source of a title.

use super::classify::{self, Voice};
use super::front_matter::FrontMatter;
use super::metadata::{Metadata, Provenance, Sourced};
use super::parties::{are_several, publisher};
use super::read::blocks::{Block, ParsedDocument, collapse};
use super::title_block::{TitleBlock, is_alike};
use super::{classify::meeting, dates};
use crate::corpus::model::Standing;
use crate::text::fold::fold;

/// Letters of the first paragraph that are searched for the parties.
const OPENING: usize = 400;

/// A text with everything that may say something about it.
#[derive(Debug)]
pub(super) struct Evidence<'a> {
    pub document: &'a ParsedDocument,
    pub front: &'a FrontMatter,
    /// What the options say.
    pub given: &'a Metadata,
    /// The file name without its ending.
    pub name: &'a str,
}

/// Names that may give the kind of a statement: its title, its first lines, its address, its file name; the surest
/// first.
type Names = Vec<Sourced<String>>;

fn found<T>(value: Option<T>, from: Provenance) -> Option<Sourced<T>> {
    value.map(|value| Sourced::new(value, from))
}

impl Evidence<'_> {
    /// What is known of the text, and its first lines.
    pub(super) fn metadata(&self) -> (Metadata, TitleBlock) {
        let markup = self.markup();
        let front = self.front.metadata.clone();
        let address = front.address.as_ref().or(markup.address.as_ref()).or(self.given.address.as_ref());
        let address = address.map(|address| address.value.clone());
        let slug = address.as_deref().and_then(slug_of).filter(|slug| names_something(slug));
        let slug = found(slug.map(|slug| classify::title(&slug)), Provenance::Address);
        let title = front.title.as_ref().map(|title| &*title.value);
        let block = TitleBlock::of(self.document, title, slug.as_ref().map(|slug| &*slug.value));
        let published = Metadata { date: self.front.published.clone(), ..Metadata::default() };
        let lines = first_lines(&block);
        // The day on which a text says that it was released is as reliable as any day of publication.
        let known = front.or(if block.is_of_release() { published.or(lines) } else { lines.or(published) });
        let known = known.or(markup).or(self.outside(&block, slug.clone()));
        let title = known.title.clone().or(self.given.title.clone()).or(self.by_name());
        let known = Metadata { title, ..known };
        let names = self.names(&known, &block, slug);
        let known = known.or(self.parties(&names, address.as_deref()));
        let series = self.series(&known, &names, address.as_deref());
        (known.or(series).or(self.given.clone()), block)
    }

    /// What the markup of a web page says.
    fn markup(&self) -> Metadata {
        let from = Provenance::Markup;
        let document = self.document;
        let title = document.title.as_deref().map(|title| without_site(title, document));
        let address = document.address.as_deref().map(collapse).filter(|address| !address.is_empty());
        Metadata {
            title: found(title.filter(|title| !title.is_empty()), from),
            date: found(document.date.as_deref().and_then(|date| Some(dates::find(date)?.0)), from),
            address: found(address, from),
            ..Metadata::default()
        }
    }

    /// What the address, the remaining heading and the file name say.
    fn outside(&self, block: &TitleBlock, slug: Option<Sourced<String>>) -> Metadata {
        let heading = found(block.heading().map(str::to_owned), Provenance::TitleBlock);
        Metadata {
            title: slug.or(heading),
            date: found(dates::in_name(self.name), Provenance::FileName),
            year: dates::year_in_name(self.name),
            ..Metadata::default()
        }
    }

    fn by_name(&self) -> Option<Sourced<String>> {
        let title = Some(classify::title(self.name)).filter(|title| !title.is_empty());
        found(title, Provenance::FileName)
    }

    fn names(&self, known: &Metadata, block: &TitleBlock, slug: Option<Sourced<String>>) -> Names {
        let lines: Vec<&str> = block.lines.iter().map(|line| &*line.text).collect();
        let lines = Some(lines.join(" ")).filter(|lines| !lines.is_empty());
        // What follows from a title that somebody wrote down is a guess all the same.
        let title = known.title.clone().map(|Sourced { value, from }| {
            let is_written = matches!(from, Provenance::FrontMatter | Provenance::Option);
            Sourced::new(value, if is_written { Provenance::Title } else { from })
        });
        let all = [title, found(lines, Provenance::TitleBlock), slug, self.by_name()];
        let mut names = Names::new();
        for name in all.into_iter().flatten() {
            if names.iter().all(|other| other.value != name.value) {
                names.push(name);
            }
        }
        names
    }

    /// Who issued it, and whether together, as far as the names say.
    fn parties(&self, names: &Names, address: Option<&str>) -> Metadata {
        let is_of_several = names.iter().any(|name| classify::voice(&name.value) == Some(Voice::Several));
        let by_section = || found(section(address?).filter(|_| !is_of_several), Provenance::Address);
        let standing = self.standing(names).or_else(by_section);
        let issuers = match standing.as_ref().map(|standing| standing.value) {
            Some(Standing::Joint | Standing::Treaty) => self.together(names, address.and_then(publisher)),
            Some(Standing::Unilateral) => {
                found(address.and_then(publisher).map(|party| vec![party]), Provenance::Address)
            }
            Some(Standing::PressReport | Standing::Analysis | Standing::Unstated) | None => None,
        };
        let owned = |Sourced { value, from }: Sourced<Vec<&str>>| {
            value.into_iter().map(|party| Sourced::new(party.to_owned(), from)).collect()
        };
        Metadata { standing, issuers: issuers.map(owned).unwrap_or_default(), ..Metadata::default() }
    }

    /// The standing that the first name with one gives.
    fn standing(&self, names: &Names) -> Option<Sourced<Standing>> {
        let by_name = names.iter().find_map(|name| {
            let standing = match classify::voice(&name.value) {
                Some(Voice::Joint) => Standing::Joint,
                Some(Voice::OneSide) => Standing::Unilateral,
                None if classify::is_treaty(&name.value)
                    && self.opening().is_some_and(|text| classify::binds(&text)) =>
                {
                    Standing::Treaty
                }
                Some(Voice::Several) | None => return None,
            };
            Some(Sourced::new(standing, name.from))
        });
        let joint = || found(classify::names_two(self.name).then_some(Standing::Joint), Provenance::FileName);
        by_name.or_else(joint)
    }

    /// Who may have issued it together.
    fn together(&self, names: &Names, publisher: Option<&str>) -> Option<Sourced<Vec<&'static str>>> {
        let several = |parties: Vec<&'static str>| are_several(&parties).then_some(parties);
        let mut by_name = names
            .iter()
            .filter_map(|name| found(several(classify::parties_of_title(&name.value, publisher)), name.from));
        let by_opening = || several(classify::parties_of_opening(&self.opening()?));
        by_name.next().or_else(|| found(by_opening(), Provenance::Opening))
    }

    /// How the first paragraph begins.
    fn opening(&self) -> Option<String> {
        let opening = self.document.blocks.iter().find(|block| matches!(block, Block::Paragraph { .. }))?;
        Some(opening.text().chars().take(OPENING).collect())
    }

    /// The series and the number in it, which follow from what else is known.
    fn series(&self, known: &Metadata, names: &Names, address: Option<&str>) -> Metadata {
        let standing =
            known.standing.as_ref().or(self.given.standing.as_ref()).map(|standing| standing.value);
        let of_name = |name: &str| match standing {
            Some(Standing::Joint) => meeting(name).or_else(|| classify::joint_series(name)),
            Some(Standing::Treaty) => Some("treaty"),
            Some(Standing::Unilateral) if address.and_then(publisher) == Some("NATO") => Some("NATO"),
            Some(Standing::Unilateral) => classify::is_spokesperson(name).then_some("spokesperson"),
            Some(Standing::PressReport | Standing::Analysis) => None,
            Some(Standing::Unstated) | None => meeting(name).filter(|_| classify::voice(name).is_none()),
        };
        let series = names.iter().find_map(|name| found(of_name(&name.value).map(str::to_owned), name.from));
        let final_series = known.series.as_ref().or(series.as_ref()).or(self.given.series.as_ref());
        let is_numbered = final_series.is_some_and(|series| classify::is_numbered(&series.value));
        let mut numbers = names.iter().filter_map(|name| found(classify::number(&name.value), name.from));
        Metadata { number: numbers.next().filter(|_| is_numbered), series, ..Metadata::default() }
    }
}

/// What the title block says.
pub(super) fn first_lines(block: &TitleBlock) -> Metadata {
    let of = |value: &Option<String>| found(value.clone(), Provenance::TitleBlock);
    Metadata {
        title: of(&block.title),
        date: of(&block.date),
        place: of(&block.place),
        ..Metadata::default()
    }
}

/// The last meaningful part of an address, without the number that distinguishes two pages with one name.
fn slug_of(address: &str) -> Option<String> {
    let path = address.split_once("://")?.1.split(['?', '#']).next()?;
    let slug = path.split('/').skip(1).filter(|part| !part.is_empty()).last()?;
    let slug = slug.rsplit_once('.').map_or(slug, |(stem, _)| stem);
    let bare =
        slug.rsplit_once('-').filter(|(_, end)| end.len() < 2 && end.bytes().all(|b| b.is_ascii_digit()));
    Some(bare.map_or(slug, |(stem, _)| stem).to_owned())
}

/// The standing of everything in a section of a site: what one side does, says or orders.
fn section(address: &str) -> Option<Standing> {
    const ONE_SIDED: [&str; 10] = [
        "articles",
        "executive-orders",
        "fact-sheets",
        "nominations-appointments",
        "presidential-actions",
        "press-briefings",
        "proclamations",
        "releases",
        "remarks",
        "speeches-remarks",
    ];
    let mut parts = address.split('/').skip(3);
    parts.any(|part| ONE_SIDED.contains(&part)).then_some(Standing::Unilateral)
}

/// Whether the last part of an address consists of words, and is not only the number of an article.
fn names_something(slug: &str) -> bool {
    let words = slug.split(|c: char| !c.is_alphanumeric());
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    !slug.contains('%') && (words.filter(is_word).count() > 1 || classify::is_title(slug))
}

/// A page's title without the name of its site, which is its last part or its first. Which one is the site follows from
/// its name, or from the first heading, which has the words of the title.
pub(super) fn without_site(title: &str, document: &ParsedDocument) -> String {
    const DIVIDERS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " « "];
    let is_own = |part: &str| document.site.as_deref().is_some_and(|site| fold(site) == fold(part));
    let is_site = |part: &str| is_own(part) || classify::is_site(part);
    let heading = document.first_heading.as_deref().filter(|heading| !is_site(heading));
    let is_headed = |title: &str, site: &str| {
        heading.is_some() && !classify::is_bare(title) && is_alike(title, heading) && !is_alike(site, heading)
    };
    let mut title = title;
    for divider in DIVIDERS {
        let Some((first, others)) = title.split_once(divider) else { continue };
        let Some((rest, last)) = title.rsplit_once(divider) else { continue };
        let is_apart = divider == " | ";
        if is_site(last.trim()) || is_headed(rest, last) {
            title = rest;
        } else if is_own(first.trim())
            || is_apart && is_site(first.trim())
            || classify::is_title(others) && is_headed(others, first)
        {
            title = others;
        } else if is_apart {
            title = rest;
        }
    }
    collapse(title)
}
