//! The bytes of a text as letters.
//!
//! Invariant: the byte order mark decides, then your option, then what the page declares, then UTF-8; but bytes that
//! can only be UTF-8 are read as such. A byte that the charset does not have is an error that names it, never a
//! replaced letter.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use html5gum::{Token, Tokenizer};

use super::html_meta::attribute;
use crate::corpus::read::{self as file, Wanted};

/// Bytes in which a page declares its charset.
const HEAD: usize = 4096;
/// Minimum letters beyond ASCII with which a text in a charset of several bytes cannot be valid UTF-8 by chance.
const SOUND: usize = 8;

/// The text of a file, and what the report says about its charset; or why its bytes are not text. `encoding` is what
/// your option names; only a page declares one.
pub(crate) fn decoded(
    bytes: Vec<u8>,
    is_page: bool,
    encoding: Option<&'static Encoding>,
    wanted: &Wanted,
) -> Result<(String, Option<String>), String> {
    let utf8 =
        |bytes| file::decoded(bytes, wanted).map_err(|problem| format!("{}; {}", problem.what, problem.hint));
    if let Some((marked, length)) = Encoding::for_bom(&bytes).filter(|(marked, _)| *marked != UTF_8) {
        let text = decode(bytes.get(length..).unwrap_or_default(), marked, "as its first bytes say")?;
        return Ok((text, None));
    }
    let named = match encoding {
        Some(encoding) => Some((encoding, "which --encoding names")),
        None if is_page => declared(&bytes)?.map(|encoding| (encoding, "which the page declares")),
        None => None,
    };
    match named.filter(|(encoding, _)| *encoding != UTF_8) {
        Some((encoding, why)) if is_sound_utf8(&bytes, encoding) => {
            let remark = format!("it was read as UTF-8, not as {}, {why}", encoding.name());
            Ok((utf8(bytes)?, Some(remark)))
        }
        Some((encoding, why)) => Ok((decode(&bytes, encoding, why)?, None)),
        None => Ok((utf8(bytes)?, None)),
    }
}

/// Whether bytes are UTF-8 with so many letters beyond ASCII that the page's declaration must be wrong.
fn is_sound_utf8(bytes: &[u8], declared: &'static Encoding) -> bool {
    let least = if declared.is_single_byte() { 0 } else { SOUND };
    str::from_utf8(bytes).is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).nth(least).is_some())
}

fn decode(bytes: &[u8], encoding: &'static Encoding, why: &str) -> Result<String, String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let length = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(length);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    let wrong = match result {
        DecoderResult::InputEmpty => {
            // Single-byte charsets have a control character for each byte that they do not use.
            let control = text.chars().position(|c| ('\u{80}'..='\u{9F}').contains(&c) || c == '\0');
            control.filter(|_| encoding.is_single_byte() || text.contains('\0'))
        }
        DecoderResult::Malformed(length, after) => {
            Some(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
        DecoderResult::OutputFull => Some(read),
    };
    let Some(at) = wrong else { return Ok(text.trim_start_matches('\u{FEFF}').to_owned()) };
    let byte = bytes.get(at).copied().unwrap_or_default();
    let hint = "name another charset: --encoding LABEL, for instance UTF-8, EUC-KR or windows-1252";
    Err(format!("the byte 0x{byte:02X} near offset {at} is not {}, {why}; {hint}", encoding.name()))
}

/// The charset that a page declares in its head, or before it in XML.
fn declared(bytes: &[u8]) -> Result<Option<&'static Encoding>, String> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes));
    let label = in_xml(&head).or_else(|| in_meta(&head)).filter(|label| !label.is_empty());
    let Some(label) = label else { return Ok(None) };
    match by_label(&label) {
        // A page whose head can be read byte by byte is not in UTF-16.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(None),
        Some(encoding) => Ok(Some(encoding)),
        None => Err(format!(
            "the page declares the charset “{label}”, which does not exist; save it again from a browser, as UTF-8"
        )),
    }
}

/// `<?xml version="1.0" encoding="euc-kr"?>`
fn in_xml(head: &str) -> Option<String> {
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

/// `<meta charset="euc-kr">`, `<meta http-equiv="content-type" content="text/html; charset=euc-kr">`
fn in_meta(head: &str) -> Option<String> {
    let mut tags = Tokenizer::new(head).filter_map(|token| match token {
        Ok(Token::StartTag(tag)) if tag.name.as_slice() == b"meta" => Some(tag),
        Ok(_) => None,
    });
    tags.find_map(|tag| {
        let content = || {
            let content = attribute(&tag, "content")?.to_ascii_lowercase();
            let label = content.split_once("charset")?.1.trim_start().strip_prefix('=')?.to_owned();
            Some(label.split(';').next()?.trim_matches(['"', '\'', ' ']).to_owned())
        };
        attribute(&tag, "charset").or_else(content).map(|label| label.trim().to_owned())
    })
}

fn by_label(label: &str) -> Option<&'static Encoding> {
    // The names that Windows uses.
    let label = match label.to_ascii_lowercase().as_str() {
        "cp949" | "ms949" | "uhc" => "windows-949",
        "cp932" | "ms932" => "windows-31j",
        "cp936" | "ms936" => "gbk",
        "cp950" | "ms950" => "big5",
        _ => label,
    };
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// The charset that an option names.
pub fn labeled(label: &str) -> Result<&'static Encoding, String> {
    by_label(label).ok_or_else(|| {
        String::from(
            "there is no charset of this name; write for instance UTF-8, UTF-16LE, EUC-KR, Shift_JIS, GB18030 or windows-1252",
        )
    })
}
