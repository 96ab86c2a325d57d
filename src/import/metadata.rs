//! What is known of a statement besides its words, each value with where it comes from.
//!
//! Invariant: no value is invented. A value that is neither in the front matter nor given by an option counts as guessed,
//! and a field without a value counts as missing.

use std::str::FromStr;

use super::classify::is_numbered;
use super::read::blocks::collapse;
use crate::corpus::model::Standing;
use crate::corpus::rules::is_day;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    FrontMatter,
    /// The title, wherever that comes from.
    Title,
    TitleBlock,
    Opening,
    Markup,
    Address,
    FileName,
    Option,
    FileDate,
    Today,
}

impl Provenance {
    const ALL: [Self; 10] = [
        Self::FrontMatter,
        Self::Title,
        Self::TitleBlock,
        Self::Opening,
        Self::Markup,
        Self::Address,
        Self::FileName,
        Self::Option,
        Self::FileDate,
        Self::Today,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Title => "the title",
            Self::TitleBlock => "the text's head",
            Self::Opening => "the first paragraph",
            Self::Markup => "the page's own data",
            Self::Address => "the address",
            Self::FileName => "the file's name",
            Self::Option => "the option",
            Self::FileDate => "the file's date",
            Self::Today => "today's date",
        }
    }

    fn is_guess(self) -> bool {
        !matches!(self, Self::FrontMatter | Self::Option)
    }
}

/// A value with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    pub value: T,
    pub from: Provenance,
}

impl<T> Sourced<T> {
    pub(super) fn new(value: T, from: Provenance) -> Self {
        Self { value, from }
    }
}

/// The value of an option.
impl<T: FromStr> FromStr for Sourced<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        Ok(Self::new(text.parse()?, Provenance::Option))
    }
}

/// What is known of a statement. The comments of its fields are the help of the options that set them.
#[derive(Debug, Default, Clone, PartialEq, Eq, clap::Args)]
#[command(next_help_heading = "Where the text, its front matter and its file name do not say it")]
pub struct Metadata {
    /// The official title
    #[arg(long, value_parser = words)]
    pub title: Option<Sourced<String>>,
    /// The day of issue
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Sourced<String>>,
    /// Used where there is no date
    #[arg(skip)]
    pub year: Option<i32>,
    /// For example summit or council
    #[arg(long, value_parser = words)]
    pub series: Option<Sourced<String>>,
    /// The number of the meeting in its series
    #[arg(long)]
    pub number: Option<Sourced<u32>>,
    /// Where it was issued
    #[arg(long, value_parser = words)]
    pub place: Option<Sourced<String>>,
    /// Who issued it; once for each
    #[arg(long = "issuer", value_name = "NAME", value_parser = words)]
    pub issuers: Vec<Sourced<String>>,
    /// Who signed it; once for each
    #[arg(long = "signatory", value_name = "NAME", value_parser = words)]
    pub signatories: Vec<Sourced<String>>,
    /// joint, unilateral, press report, treaty or analysis
    #[arg(long, value_parser = standing)]
    pub standing: Option<Sourced<Standing>>,
    /// The web address of the wording
    #[arg(long, value_parser = address)]
    pub address: Option<Sourced<String>>,
    /// The day on which the wording was taken from there
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub retrieved: Option<Sourced<String>>,
}

/// The value of an option that must have some letter or sign.
pub fn not_blank(text: &str) -> Result<String, String> {
    if collapse(text).is_empty() {
        return Err(String::from("it is empty; leave the option out, or give it a value"));
    }
    Ok(text.to_owned())
}

fn words(text: &str) -> Result<Sourced<String>, String> {
    not_blank(text).map(|text| Sourced::new(text, Provenance::Option))
}

fn address(text: &str) -> Result<Sourced<String>, String> {
    if !text.contains("://") {
        return Err(String::from("write a whole web address, for instance https://example.org/statement"));
    }
    words(text)
}

fn day(text: &str) -> Result<Sourced<String>, String> {
    if !is_day(text) {
        return Err(String::from("write a day of the calendar as YYYY-MM-DD, for instance 2025-11-14"));
    }
    Ok(Sourced::new(text.to_owned(), Provenance::Option))
}

fn standing(text: &str) -> Result<Sourced<Standing>, String> {
    let found = Standing::ALL.into_iter().find(|standing| standing.name() == text);
    let expected = || format!("write one of {}", Standing::ALL.map(Standing::name).join(", "));
    found.map(|standing| Sourced::new(standing, Provenance::Option)).ok_or_else(expected)
}

/// The options whose fields have other names.
pub fn option(field: &str) -> &str {
    match field {
        "issuers" => "issuer",
        other => other,
    }
}

impl Metadata {
    /// Each field as it is here, or else as it is in `weaker`.
    pub(super) fn or(self, weaker: Self) -> Self {
        let longer = |own: Vec<_>, weaker: Vec<Sourced<String>>| if own.is_empty() { weaker } else { own };
        Self {
            title: self.title.or(weaker.title),
            date: self.date.or(weaker.date),
            year: self.year.or(weaker.year),
            series: self.series.or(weaker.series),
            number: self.number.or(weaker.number),
            place: self.place.or(weaker.place),
            issuers: longer(self.issuers, weaker.issuers),
            signatories: longer(self.signatories, weaker.signatories),
            standing: self.standing.or(weaker.standing),
            address: self.address.or(weaker.address),
            retrieved: self.retrieved.or(weaker.retrieved),
        }
    }

    /// Where each field comes from, in the order of reports, and whether it differs from `other`'s. Signatories are
    /// neither guessed nor asked for.
    fn fields(&self, other: &Self) -> [(&'static str, Option<Provenance>, bool); 9] {
        fn of<T: PartialEq>(
            own: Option<&Sourced<T>>,
            other: Option<&Sourced<T>>,
        ) -> (Option<Provenance>, bool) {
            let differs = own.zip(other).is_some_and(|(own, other)| own.value != other.value);
            (own.map(|own| own.from), differs)
        }
        let names = |of: &[Sourced<String>]| of.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
        let issuers = !other.issuers.is_empty() && names(&self.issuers) != names(&other.issuers);
        [
            ("address", of(self.address.as_ref(), other.address.as_ref())),
            ("title", of(self.title.as_ref(), other.title.as_ref())),
            ("date", of(self.date.as_ref(), other.date.as_ref())),
            ("issuers", (self.issuers.first().map(|issuer| issuer.from), issuers)),
            ("standing", of(self.standing.as_ref(), other.standing.as_ref())),
            ("series", of(self.series.as_ref(), other.series.as_ref())),
            ("number", of(self.number.as_ref(), other.number.as_ref())),
            ("place", of(self.place.as_ref(), other.place.as_ref())),
            ("retrieved", of(self.retrieved.as_ref(), None)),
        ]
        .map(|(name, (from, differs))| (name, from, differs))
    }

    /// The fields that have a value.
    pub(super) fn known(&self) -> Vec<&'static str> {
        let known = self.fields(self).into_iter().filter(|(_, from, _)| from.is_some());
        known.map(|(name, ..)| name).collect()
    }

    /// The fields that were guessed, and from what.
    pub(super) fn guessed(&self) -> Vec<(&'static str, Provenance)> {
        let known = self.fields(self).into_iter().filter_map(|(name, from, _)| Some((name, from?)));
        known.filter(|(_, from)| from.is_guess()).collect()
    }

    /// The fields that have no value; a number is missing only where the meetings of the series have one.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let is_numbered = self.series.as_ref().is_some_and(|series| is_numbered(&series.value));
        let missing = self.fields(self).into_iter().filter(|(_, from, _)| from.is_none());
        missing.map(|(name, ..)| name).filter(|name| *name != "number" || is_numbered).collect()
    }

    /// One line for each option of `given` that was not used because the text says something else.
    pub(super) fn unused(&self, given: &Self) -> Vec<String> {
        let differing = self.fields(given).into_iter().filter(|(.., differs)| *differs);
        let line = |(name, from, _): (&str, Option<Provenance>, bool)| {
            let (option, from) = (option(name), from?);
            let hint = if from.is_guess() { "; front matter would overrule it" } else { "" };
            Some(format!("--{option} was not used: {} gives another value{hint}", from.name()))
        };
        differing.filter_map(line).collect()
    }
}

/// Guessed fields by where they come from: `title, date from the text's head; place from the address`.
pub fn guesses(guessed: &[(&str, Provenance)]) -> String {
    let mut named: Vec<(Provenance, Vec<&str>)> = Vec::new();
    for (field, from) in guessed {
        match named.iter_mut().find(|(known, _)| known == from) {
            Some((_, fields)) => fields.push(field),
            None => named.push((*from, vec![field])),
        }
    }
    let named: Vec<String> =
        named.iter().map(|(from, fields)| format!("{} from {}", fields.join(", "), from.name())).collect();
    named.join("; ")
}

/// The guessed fields that a text lists as [`guesses`] does.
pub(super) fn guessed_in(listed: &str) -> Vec<(&'static str, Provenance)> {
    let none = Metadata::default();
    let names = none.fields(&none).map(|(name, ..)| name);
    let part = |part: &str| {
        let (fields, from) = part.split_once(" from ")?;
        let from = Provenance::ALL.into_iter().find(|known| known.name() == from)?;
        let fields = names.into_iter().filter(|name| fields.split(", ").any(|field| field == *name));
        Some(fields.map(|name| (name, from)).collect::<Vec<_>>())
    };
    listed.split("; ").filter_map(part).flatten().collect()
}
