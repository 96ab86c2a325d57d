//! A dataset parsed while it is read: its head, then its statements in batches; the file is never held whole.
//!
//! Invariant: what comes out is what reading the file whole would give. Whatever is unusual or wrong is [`Unstreamed`],
//! without a reason: [`super::load::open`] then reads the file whole and says what is wrong.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt::{self, Write};
use std::io::{BufReader, Read};
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::check::{are_sound, head_is_sound};
use super::model::{Dataset, Statement};
use super::{load, read};
use crate::text::safe::Text;

/// Bytes of the first batch, so that something can be read at once; each is four times as long as the one before, up
/// to the last.
const FIRST: u64 = 256 << 10;
const LONGEST: u64 = 8 << 20;
/// Bytes read at a time.
const PIECE: usize = 64 << 10;

/// A file that cannot be parsed while it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unstreamed;

/// What has been parsed.
#[derive(Debug)]
pub enum Parsed {
    /// The dataset without its statements; comes first, and once.
    Head(Box<Dataset>),
    /// The next statements, and the bytes of the file read so far.
    Statements(Vec<Statement>, u64),
}

/// Parses a dataset's file, giving each part to `take`, which says whether to go on.
pub fn stream(path: &Path, take: impl FnMut(Parsed) -> bool) -> Result<(), Unstreamed> {
    let (file, _) = read::regular_file(path, load::LIMIT, &read::DATASET).map_err(|_| Unstreamed)?;
    parse(file, take)
}

fn parse(file: impl Read, take: impl FnMut(Parsed) -> bool) -> Result<(), Unstreamed> {
    let read = Cell::new(0);
    let file = BufReader::with_capacity(PIECE, Counted { file, read: &read });
    let mut json = serde_json::Deserializer::from_reader(file);
    let parsed = json.deserialize_map(DatasetVisitor { take, read: &read });
    parsed.and_then(|()| json.end()).map_err(|_| Unstreamed)
}

/// A file of which the bytes read are counted.
struct Counted<'a, R> {
    file: R,
    read: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

/// The dataset's object: everything before the statements is its head, and nothing may follow them.
struct DatasetVisitor<'a, F> {
    take: F,
    read: &'a Cell<u64>,
}

impl<'de, F: FnMut(Parsed) -> bool> Visitor<'de> for DatasetVisitor<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a dataset")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let mut head = String::from("{");
        while let Some(name) = fields.next_key::<String>()? {
            if name != "statements" {
                // Parsed once all of it is there, so that a field that is given twice is seen.
                let value: Box<RawValue> = fields.next_value()?;
                // Writing to a string cannot fail.
                _ = write!(head, "{}:{value},", Value::from(name));
                continue;
            }
            head.push_str("\"statements\":[]}");
            let head = load::parse_plain(&head).filter(head_is_sound).ok_or_else(unusual)?;
            if !(self.take)(Parsed::Head(Box::new(head.clone()))) {
                return Err(unusual());
            }
            fields.next_value_seed(StatementsVisitor { head, document: self })?;
            return if fields.next_key::<IgnoredAny>()?.is_none() { Ok(()) } else { Err(unusual()) };
        }
        Err(unusual())
    }
}

fn unusual<E: Error>() -> E {
    E::custom("unusual")
}

/// The list of statements.
struct StatementsVisitor<'a, F> {
    head: Dataset,
    document: DatasetVisitor<'a, F>,
}

impl<F: FnMut(Parsed) -> bool> StatementsVisitor<'_, F> {
    /// Gives out statements, if they are sound.
    fn give<E: Error>(&mut self, mut statements: Vec<Statement>, sources: &HashSet<Text>) -> Result<(), E> {
        if !are_sound(&self.head, &statements) {
            return Err(unusual());
        }
        for statement in &mut statements {
            statement.passages.shrink_to_fit();
            for passage in &mut statement.passages {
                // A million passages name their source in the same few words.
                if let Some(source) = sources.get(&passage.source) {
                    passage.source = source.clone();
                }
            }
        }
        let goes_on = (self.document.take)(Parsed::Statements(statements, self.document.read.get()));
        if goes_on { Ok(()) } else { Err(unusual()) }
    }
}

impl<'de, F: FnMut(Parsed) -> bool> DeserializeSeed<'de> for StatementsVisitor<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Parsed) -> bool> Visitor<'de> for StatementsVisitor<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of statements")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let sources = self.head.sources.iter().map(|source| source.id.clone()).collect();
        let (mut statements, mut length, mut end) = (Vec::new(), FIRST, FIRST);
        while let Some(statement) = list.next_element()? {
            statements.push(statement);
            if self.document.read.get() >= end {
                self.give(std::mem::take(&mut statements), &sources)?;
                length = LONGEST.min(length * 4);
                end = self.document.read.get() + length;
            }
        }
        if end == FIRST && statements.is_empty() {
            return Err(unusual());
        }
        self.give(statements, &sources)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use proptest::prelude::*;

    use super::*;
    use crate::corpus::Corpus;

    /// Gives a few bytes at a time, as a slow disk may.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let given = self.0.len().min(self.1).min(into.len());
            into[..given].copy_from_slice(&self.0[..given]);
            self.0 = &self.0[given..];
            Ok(given)
        }
    }

    fn streamed(json: &str, pace: usize) -> Result<Vec<Statement>, Unstreamed> {
        let (mut heads, mut held) = (0, Vec::new());
        parse(Slow(json.as_bytes(), pace), |part| {
            match part {
                Parsed::Head(_) => heads += 1,
                Parsed::Statements(statements, _) => held.extend(statements),
            }
            true
        })?;
        assert_eq!(heads, 1);
        Ok(held)
    }

    fn embedded() -> String {
        include_str!("../../tests/fixture/first-edition.json").to_owned()
    }

    /// A small dataset with strings that could mislead a scanner.
    fn dataset(texts: &[String], pretty: bool) -> String {
        let mut value: serde_json::Value = serde_json::from_str(&embedded()).unwrap();
        let statements = value["statements"].as_array_mut().unwrap();
        statements.truncate(texts.len());
        for (statement, text) in statements.iter_mut().zip(texts) {
            statement["passages"].as_array_mut().unwrap().truncate(1);
            statement["passages"][0]["text"] = format!("a{text}").into();
        }
        if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() }
    }

    #[test]
    fn the_embedded_dataset_comes_whole() {
        let whole = load::parse(&embedded()).unwrap().statements;
        assert_eq!(streamed(&embedded(), usize::MAX), Ok(whole));
    }

    #[test]
    fn a_dataset_may_be_called_as_its_list_is() {
        let json = embedded().replacen("rok-us-modernization", "statements", 1);
        assert!(streamed(&json, 7).is_ok_and(|held| held.len() == 40));
    }

    #[test]
    fn batches_are_cut_between_statements() {
        let mut value: serde_json::Value = serde_json::from_str(&embedded()).unwrap();
        let statements = value["statements"].as_array().unwrap().clone();
        let many = (0..60).flat_map(|n| {
            statements.iter().cloned().map(move |mut statement| {
                let id = format!("{}-{n}", statement["id"].as_str().unwrap());
                for (at, passage) in statement["passages"].as_array_mut().unwrap().iter_mut().enumerate() {
                    passage["id"] = format!("{id}/{at}").into();
                }
                statement["id"] = id.into();
                statement
            })
        });
        value["statements"] = many.collect::<Vec<_>>().into();
        let json = value.to_string();
        let (mut batches, mut held, mut last) = (0, 0, 0);
        let take = |part| {
            if let Parsed::Statements(statements, read) = part {
                (batches, held, last) = (batches + 1, held + statements.len(), read);
            }
            true
        };
        assert_eq!(parse(json.as_bytes(), take), Ok(()));
        assert!(batches > 1, "{} bytes in {batches}", json.len());
        assert_eq!(held, 60 * 40);
        assert_eq!(last, json.len() as u64);
    }

    #[test]
    fn parsing_stops_where_nobody_wants_more() {
        for wanted in 0..2 {
            let mut given = 0;
            let take = |_| {
                given += 1;
                given <= wanted
            };
            assert_eq!(parse(embedded().as_bytes(), take), Err(Unstreamed));
            assert_eq!(given, wanted + 1);
        }
    }

    #[test]
    fn a_dataset_cut_off_anywhere_is_not_streamed() {
        let sound = include_str!("../../tests/fixture/sound.json").trim_end();
        let json = sound.replace("Silent.", "\\\"}").replace("Nothing.", "]{");
        assert!(streamed(&json, 7).is_ok_and(|held| held.len() == 1));
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
            assert_eq!(streamed(json.get(..end).unwrap(), 4096), Err(Unstreamed), "cut at {end}");
        }
    }

    #[test]
    fn what_is_unusual_is_left_to_reading_it_whole() {
        let json = dataset(&[String::new(), String::new()], false);
        for broken in [
            json.replacen("\"schema\":1", "\"schema\":2", 1),
            format!("{json} x"),
            format!("[{json}]"),
            json.replacen("\"statements\":[{", "\"statements\":[{},{", 1),
            json.replacen("\"statements\":[{", "\"statements\":[,{", 1),
            json.replacen("\"statements\":[{", "\"statements\":[1,{", 1),
            json.replacen("}]}", "},]}", 1),
            json.replacen("\"source\":\"", "\"source\":\"no-such-", 1),
            json.replacen("\"statements\"", "\u{1}\"statements\"", 1),
            // Comments in every place, with every content.
            format!("// \"statements\": [\n{json}"),
            json.replacen("\"terms\"", "/* \"statements\":[] */\"terms\"", 1),
            json.replacen("\"statements\":[", "\"statements\":/* [ */[", 1),
            json.replacen("\"statements\":[{", "\"statements\":[/* { */{", 1),
            json.replacen("},{\"id\":\"scm-4", "}/* \" */,{\"id\":\"scm-4", 1),
            json.replacen("}]}", "}/* ]} */]}", 1),
            format!("{json} // the end"),
        ] {
            assert_ne!(broken, json);
            assert_eq!(streamed(&broken, usize::MAX), Err(Unstreamed), "{broken:.40}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn parts_are_the_whole(
            texts in prop::collection::vec("[\\\\\"{}\\[\\]가é, a]{0,12}", 1..5),
            pretty in any::<bool>(),
            pace in 1_usize..9,
        ) {
            let json = dataset(&texts, pretty);
            let whole = load::parse(&json).unwrap();
            prop_assert_eq!(streamed(&json, pace), Ok(whole.statements.clone()));
            let mut corpus = Corpus::new(Dataset { statements: Vec::new(), ..whole.clone() });
            corpus.append(streamed(&json, pace).unwrap());
            let at_once = Corpus::new(whole);
            let dated = |corpus: &Corpus| -> Vec<String> {
                corpus.by_date().map(|at| corpus.statements()[at].id.to_string()).collect()
            };
            prop_assert_eq!(dated(&corpus), dated(&at_once));
        }
    }
}
