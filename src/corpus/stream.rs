//! A dataset parsed while it is read: its head, then its statements in batches; the file is never in memory whole.
//!
//! Invariant: the result is the same as if the file were read whole. Anything unusual or wrong is [`Unstreamed`],
//! without a reason: [`super::load::open`] then reads the file whole and reports what is wrong.

use std::collections::HashSet;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::check::{are_sound, head_is_sound};
use super::model::{Dataset, Statement};
use super::{load, read};
use crate::text::safe::Text;

/// Bytes of the first batch, so that something can be read at once. Each batch is four times as long as the one before,
/// up to the maximum.
const FIRST: u64 = 256 << 10;
const LONGEST: u64 = 8 << 20;
/// Bytes read at a time.
const PIECE: usize = 256 << 10;

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

/// The dataset's object: everything before the statements is its head, and nothing may follow them.
fn parse(file: impl Read, mut take: impl FnMut(Parsed) -> bool) -> Result<(), Unstreamed> {
    let mut json = JsonPieces { file, buffer: Vec::new(), at: 0, read: 0, is_whole: false };
    let head = head(&mut json)?;
    wanted(take(Parsed::Head(Box::new(head.clone()))))?;
    statements(&mut json, &head, take)?;
    json.expect(b"}")?;
    wanted(json.next_sign()?.is_none())
}

fn wanted(is: bool) -> Result<(), Unstreamed> {
    if is { Ok(()) } else { Err(Unstreamed) }
}

/// The fields before the list of statements, and its opening bracket.
fn head(json: &mut JsonPieces<impl Read>) -> Result<Dataset, Unstreamed> {
    let mut head = String::from("{");
    json.expect(b"{")?;
    loop {
        let name: String = json.value()?;
        json.expect(b":")?;
        if name == "statements" {
            break;
        }
        // Parsed when all of it is there, so that a field that is given twice is noticed.
        let value: Box<RawValue> = json.value()?;
        // Writing to a string cannot fail.
        _ = write!(head, "{}:{value},", Value::from(name));
        json.expect(b",")?;
    }
    json.expect(b"[")?;
    head.push_str("\"statements\":[]}");
    load::parse_plain(&head).filter(head_is_sound).ok_or(Unstreamed)
}

/// The statements, and their closing bracket.
fn statements(
    json: &mut JsonPieces<impl Read>,
    head: &Dataset,
    mut take: impl FnMut(Parsed) -> bool,
) -> Result<(), Unstreamed> {
    let sources: HashSet<Text> = head.sources.iter().map(|source| source.id.clone()).collect();
    let mut give = |mut statements: Vec<Statement>, read| {
        wanted(are_sound(head, &statements))?;
        for statement in &mut statements {
            shrink(statement, &sources);
        }
        wanted(take(Parsed::Statements(statements, read)))
    };
    let (mut batch, mut length, mut end) = (Vec::new(), FIRST, FIRST);
    loop {
        batch.push(json.value()?);
        if json.expect(b",]")? == b']' {
            return give(batch, json.read);
        }
        if json.taken() >= end {
            give(std::mem::take(&mut batch), json.read)?;
            length = LONGEST.min(length * 4);
            end = json.taken() + length;
        }
    }
}

/// Releases memory that a statement need not own: a million passages name their source in the same few words.
fn shrink(statement: &mut Statement, sources: &HashSet<Text>) {
    statement.passages.shrink_to_fit();
    for passage in &mut statement.passages {
        if let Some(source) = sources.get(&passage.source) {
            passage.source = source.clone();
        }
    }
}

/// JSON that is read piece by piece. Each value is parsed from memory, which takes a fifth of the time of parsing a
/// reader byte by byte; a value that is cut off is parsed again after more has been read.
struct JsonPieces<R> {
    file: R,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are parsed.
    at: usize,
    /// Bytes of the file that are in the buffer or were.
    read: u64,
    /// Whether the rest of the file is in the buffer.
    is_whole: bool,
}

impl<R: Read> JsonPieces<R> {
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Bytes of the file that are parsed.
    fn taken(&self) -> u64 {
        self.read - self.rest().len() as u64
    }

    /// Reads another piece, or, if a value is longer than a piece, as much as there is of it.
    fn read_on(&mut self) -> Result<(), Unstreamed> {
        wanted(!self.is_whole)?;
        self.buffer.drain(..self.at);
        self.at = 0;
        let piece = PIECE.max(self.buffer.len()) as u64;
        let read = self.file.by_ref().take(piece).read_to_end(&mut self.buffer).map_err(|_| Unstreamed)?;
        self.is_whole = read == 0;
        self.read += read as u64;
        Ok(())
    }

    /// The next sign that is not white space; `None` at the end of the file.
    fn next_sign(&mut self) -> Result<Option<u8>, Unstreamed> {
        loop {
            let is_sign = |byte: &u8| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            match self.rest().iter().position(is_sign) {
                Some(gap) => {
                    self.at += gap + 1;
                    return Ok(self.buffer.get(self.at - 1).copied());
                }
                None if self.is_whole => return Ok(None),
                None => self.read_on()?,
            }
        }
    }

    /// Reads one of these signs.
    fn expect(&mut self, signs: &[u8]) -> Result<u8, Unstreamed> {
        self.next_sign()?.filter(|sign| signs.contains(sign)).ok_or(Unstreamed)
    }

    /// The next value.
    fn value<T: DeserializeOwned>(&mut self) -> Result<T, Unstreamed> {
        loop {
            let mut values = serde_json::Deserializer::from_slice(self.rest()).into_iter();
            match values.next() {
                // A number at the end of what was read may continue.
                Some(Ok(value)) if values.byte_offset() < self.rest().len() => {
                    self.at += values.byte_offset();
                    return Ok(value);
                }
                Some(Err(error)) if !error.is_eof() => return Err(Unstreamed),
                _ => self.read_on()?,
            }
        }
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
