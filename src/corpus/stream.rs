//! A dataset read in parts: its head, then its statements some megabytes at a time, the file never held whole.
//!
//! Invariant: what comes out is what reading the file whole would give. Whatever is unusual or wrong is
//! [`Unstreamed`], without a word: [`super::load::open`] then reads the file whole and says what is the matter.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use memchr::memchr2;

use super::check::{are_sound, head_is_sound};
use super::model::{Dataset, Statement};
use super::{load, read};
use crate::text::safe::Text;

/// Bytes of the first batch, so that something can be read at once; each is four times as long as the one before, up
/// to the last.
const FIRST: usize = 256 << 10;
const LONGEST: usize = 8 << 20;
/// Bytes read at a time.
const PIECE: u64 = 1 << 20;
/// A head longer than this is not looked through.
const LONGEST_HEAD: usize = 64 << 20;

/// A file that cannot be read in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unstreamed;

/// A dataset's file, read up to some statement.
#[derive(Debug)]
pub struct Stream<R = File> {
    file: R,
    /// Bytes of the file, and of those that were read.
    pub total: u64,
    read: u64,
    /// Read and not yet given out: the beginning of a list, then what follows the last statement given.
    buffer: Vec<u8>,
    scan: Scan,
    head: Arc<Head>,
    first: bool,
    /// Bytes of the next batch.
    wanted: usize,
}

/// How far the buffer was looked through.
#[derive(Debug, Default)]
struct Scan {
    at: usize,
    depth: usize,
    in_string: bool,
    /// Where the last statement that is whole ends.
    end: usize,
    /// Where the list of statements ends, once it does.
    closed: Option<usize>,
}

/// A dataset without its statements.
#[derive(Debug)]
struct Head {
    dataset: Dataset,
    /// The ids of its sources.
    sources: HashSet<Text>,
}

/// Some statements' text, to be parsed on any thread.
#[derive(Debug)]
pub struct Batch {
    json: Vec<u8>,
    head: Arc<Head>,
    /// Bytes of the file read so far.
    pub read: u64,
}

impl Stream {
    pub fn open(path: &Path) -> Result<Self, Unstreamed> {
        let (file, total) = read::regular_file(path, load::LIMIT, &read::DATASET).map_err(|_| Unstreamed)?;
        Self::new(file, total)
    }
}

impl<R: Read> Stream<R> {
    fn new(mut file: R, total: u64) -> Result<Self, Unstreamed> {
        let mut buffer = Vec::new();
        let start = loop {
            // As much again as was read: a head of thousands of sources is looked through a few times only.
            let piece = FIRST.max(buffer.len()) as u64;
            let more = file.by_ref().take(piece).read_to_end(&mut buffer).map_err(|_| Unstreamed)?;
            match statements_at(&buffer) {
                Some(start) => break start,
                None if more == 0 || buffer.len() > LONGEST_HEAD => return Err(Unstreamed),
                None => {}
            }
        };
        let read = buffer.len() as u64;
        let rest = buffer.split_off(start.saturating_sub(1));
        buffer.truncate(start);
        buffer.extend_from_slice(b"[]}");
        let head = str::from_utf8(&buffer).ok().and_then(load::parse_plain).ok_or(Unstreamed)?;
        if !head_is_sound(&head) {
            return Err(Unstreamed);
        }
        let sources = head.sources.iter().map(|source| source.id.clone()).collect();
        let (scan, head) = (Scan::new(), Arc::new(Head { dataset: head, sources }));
        Ok(Self { file, total, read, buffer: rest, scan, head, first: true, wanted: FIRST })
    }

    /// The dataset without its statements.
    pub fn head(&self) -> Dataset {
        self.head.dataset.clone()
    }

    /// The next statements; `None` once all were given.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, Unstreamed> {
        loop {
            self.scan.advance(&self.buffer);
            if let Some(closed) = self.scan.closed {
                return self.last(closed);
            }
            if self.buffer.len() >= self.wanted && self.scan.end > 1 {
                return self.cut().map(Some);
            }
            let more = self.file.by_ref().take(PIECE).read_to_end(&mut self.buffer);
            let more = more.ok().filter(|more| *more > 0).ok_or(Unstreamed)?;
            self.read = self.read.saturating_add(more as u64);
        }
    }

    /// Gives out the statements that are whole.
    fn cut(&mut self) -> Result<Batch, Unstreamed> {
        if !self.first {
            let mut bytes = self.buffer.iter_mut().skip(1);
            let comma = bytes.find(|byte| !byte.is_ascii_whitespace()).filter(|byte| **byte == b',');
            *comma.ok_or(Unstreamed)? = b' ';
        }
        self.first = false;
        let behind = self.buffer.get(self.scan.end..).unwrap_or_default();
        let mut rest = Vec::with_capacity(self.wanted.saturating_add(LONGEST / 8));
        rest.push(b'[');
        rest.extend_from_slice(behind);
        self.buffer.truncate(self.scan.end);
        self.buffer.push(b']');
        let json = std::mem::replace(&mut self.buffer, rest);
        self.scan.at = self.scan.at.saturating_sub(self.scan.end).saturating_add(1);
        self.scan.end = 1;
        self.wanted = self.wanted.saturating_mul(4).min(LONGEST);
        Ok(Batch { json, head: Arc::clone(&self.head), read: self.read })
    }

    /// Gives out the last statements; behind them only the document's own end may stand.
    fn last(&mut self, closed: usize) -> Result<Option<Batch>, Unstreamed> {
        let mut rest = self.buffer.split_off(closed);
        self.file.by_ref().take(PIECE).read_to_end(&mut rest).map_err(|_| Unstreamed)?;
        let between = self.buffer.get(self.scan.end..closed.saturating_sub(1)).unwrap_or_default();
        if rest.trim_ascii() != b"}" || !between.trim_ascii().is_empty() {
            return Err(Unstreamed);
        }
        let batch = if self.scan.end > 1 { Some(self.cut()?) } else { None };
        // From here on there is nothing but the end.
        self.buffer = rest;
        self.scan = Scan { closed: Some(0), end: 1, ..Scan::new() };
        Ok(batch)
    }
}

impl Scan {
    /// Of a list, whose bracket is the first byte.
    fn new() -> Self {
        Self { at: 1, end: 1, ..Self::default() }
    }

    /// Looks through what has been read since.
    fn advance(&mut self, bytes: &[u8]) {
        while let (Some(rest), None) = (bytes.get(self.at..).filter(|rest| !rest.is_empty()), self.closed) {
            if self.in_string {
                match self.within_string(rest) {
                    0 => return,
                    passed => self.at = self.at.saturating_add(passed),
                }
                continue;
            }
            let stop = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'));
            let Some(stop) = stop else { return self.at = bytes.len() };
            self.at = self.at.saturating_add(stop).saturating_add(1);
            match rest.get(stop) {
                Some(b'"') => self.in_string = true,
                Some(b'{' | b'[') => self.depth = self.depth.saturating_add(1),
                Some(b'}' | b']') if self.depth > 0 => {
                    self.depth = self.depth.saturating_sub(1);
                    self.end = if self.depth == 0 { self.at } else { self.end };
                }
                Some(_) | None => self.closed = Some(self.at),
            }
        }
    }

    /// How much of `rest`, which begins inside a string, is passed: to its end, behind an escape, or all.
    fn within_string(&mut self, rest: &[u8]) -> usize {
        match memchr2(b'"', b'\\', rest) {
            None => rest.len(),
            Some(at) if rest.get(at) == Some(&b'"') => {
                self.in_string = false;
                at.saturating_add(1)
            }
            // An escape that the piece has cut in two is looked at again, together with its other half.
            Some(at) if at.saturating_add(1) == rest.len() => at,
            Some(at) => at.saturating_add(2),
        }
    }
}

/// Where the list under the document's own key `statements` begins.
fn statements_at(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0_usize);
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'"' => {
                let inside = bytes.get(at.saturating_add(1)..)?;
                let mut scan = Scan { in_string: true, ..Scan::default() };
                let mut length = 0_usize;
                while scan.in_string {
                    let passed = scan.within_string(inside.get(length..)?);
                    length = length.saturating_add(passed);
                    if passed == 0 || (scan.in_string && length >= inside.len()) {
                        return None;
                    }
                }
                at = at.saturating_add(length);
                // It may be a value, such as a dataset's id: then no colon follows.
                let after = inside.get(length..)?.trim_ascii_start();
                if depth == 1
                    && inside.get(..length) == Some(b"statements\"")
                    && matches!(after, [] | [b':', ..])
                {
                    let list = after.strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"[")?;
                    return bytes.len().checked_sub(list.len());
                }
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
}

impl Batch {
    /// The statements, and what their links lead to: whether all of that exists only the whole can say.
    pub fn statements(&self) -> Result<(Vec<Statement>, Vec<Text>), Unstreamed> {
        let mut statements: Vec<Statement> = serde_json::from_slice(&self.json).map_err(|_| Unstreamed)?;
        if !are_sound(&self.head.dataset, &statements) {
            return Err(Unstreamed);
        }
        let mut targets = HashSet::new();
        for statement in &mut statements {
            statement.passages.shrink_to_fit();
            for passage in &mut statement.passages {
                // A million passages name their source in the same few words.
                if let Some(source) = self.head.sources.get(&passage.source) {
                    passage.source = source.clone();
                }
            }
            let links = statement.passages.iter().flat_map(|passage| &passage.links);
            targets.extend(links.map(|link| link.to.clone()));
        }
        Ok((statements, targets.into_iter().collect()))
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
        let mut stream = Stream::new(Slow(json.as_bytes(), pace), json.len() as u64)?;
        let mut statements = Vec::new();
        while let Some(batch) = stream.next_batch()? {
            statements.extend(batch.statements()?.0);
        }
        assert_eq!(stream.next_batch().map(|batch| batch.is_none()), Ok(true));
        Ok(statements)
    }

    fn embedded() -> String {
        include_str!("../../tests/fixture/first-edition.json").to_owned()
    }

    /// A small dataset whose strings hold what would lead a scanner astray.
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
        let mut stream = Stream::new(json.as_bytes(), json.len() as u64).unwrap();
        let (mut batches, mut held) = (0, 0);
        while let Some(batch) = stream.next_batch().unwrap() {
            batches += 1;
            held += batch.statements().unwrap().0.len();
        }
        assert!(batches > 1, "{} bytes in {batches}", json.len());
        assert_eq!(held, 60 * 40);
        assert_eq!(stream.read, json.len() as u64);
    }

    #[test]
    fn a_dataset_cut_off_anywhere_is_not_streamed() {
        let json = dataset(&[String::from("\\\"}"), String::from("]{")], false);
        assert!(streamed(&json, 7).is_ok());
        // In the head, where a cut is quickly seen, not at every byte.
        let head = json.find("\"statements\"").unwrap();
        let ends = (0..head).step_by(499).chain(head..json.len());
        for end in ends.filter(|end| json.is_char_boundary(*end)) {
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
            // Comments, wherever they stand and whatever they hold.
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
