//! What kind of document the bytes of a file are.
//!
//! Invariant: a document of a kind that linchpin does not read is refused with its name and what to do.

use super::TextFormat;
use super::package::Package;

/// Where the name of a package's first part begins.
const MIMETYPE: usize = 30;
/// Bytes within which an older Office file names its parts.
const DIRECTORY: usize = 64 << 20;

/// The format that the first bytes show; `None` if they may be text.
pub(crate) fn format(bytes: &[u8]) -> Result<Option<TextFormat>, String> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Some(TextFormat::Pdf)),
        [b'P', b'K', 3, 4, ..] => in_package(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Err(String::from(in_compound_file(bytes))),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(String::from("this is RTF; save it as DOCX")),
        _ if bytes.starts_with(b"HWP Document File") => Err(String::from(HWP)),
        _ if is_web_archive(bytes) => {
            Err(String::from("this is a web archive or a mail (MIME); save its page as HTML"))
        }
        _ => Ok(None),
    }
}

/// Bytes of a text that are searched for the headings of a web archive, which browsers save as `.mht`.
const HEADINGS: usize = 2048;

fn is_web_archive(bytes: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(bytes.get(..HEADINGS).unwrap_or(bytes)).to_ascii_lowercase();
    let mut headings = beginning.lines().take_while(|line| !line.trim().is_empty());
    headings.any(|line| line.starts_with("content-type: multipart/"))
}

const HWP: &str = "this is a Hangul document of the older kind (.hwp); save it as HWPX";

/// The format of a zip file; `None` if it is no document.
fn in_package(bytes: &[u8]) -> Result<Option<TextFormat>, String> {
    let package = Package::open(bytes)?;
    let has = |beginning: &str| package.names().any(|name| name.starts_with(beginning));
    // The first part of some packages says what they are.
    let is_of = |kind: &[u8]| bytes.get(MIMETYPE..).is_some_and(|rest| rest.starts_with(kind));
    let refused = if has("word/document") {
        return Ok(Some(TextFormat::Docx));
    } else if has("Contents/section") || has("Contents/content.hpf") {
        return Ok(Some(TextFormat::Hwpx));
    } else if has("xl/") {
        "this is an Excel workbook; save its text as a document first"
    } else if has("ppt/") {
        "this is a PowerPoint presentation; save its text as a document first"
    } else if has("content.xml") && has("META-INF/manifest.xml") || is_of(b"mimetypeapplication/vnd.oasis.") {
        "this is an OpenDocument file; save it as DOCX"
    } else if has("META-INF/container.xml") || is_of(b"mimetypeapplication/epub") {
        "this is an e-book (EPUB); save its pages as HTML first"
    } else {
        return Ok(None);
    };
    Err(String::from(refused))
}

/// The kind of an Office file from before 2007, or of an encrypted one.
fn in_compound_file(bytes: &[u8]) -> &'static str {
    let bytes = bytes.get(..DIRECTORY).unwrap_or(bytes);
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        "this document is encrypted; open it, remove its password and save it again"
    } else if has("HwpSummaryInformation") || has("BodyText") {
        HWP
    } else if has("WordDocument") {
        "this is a Word document of before 2007 (.doc); save it as DOCX"
    } else {
        "this is an older Office file; save its text as DOCX"
    }
}
