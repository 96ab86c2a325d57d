//! Texts in other charsets than UTF-8.

use super::*;
use crate::import::read::charset::decoded;

const STATEMENT: &str = "두 나라의 장관은 항만에서 만나 새 부두를 짓기로 하였다. 정부는 이를 환영한다.";
const JAPANESE: &str = "両国の大臣は港で会談し、新しい桟橋を建設することで一致した。ｶﾅも読む。";
const CHINESE: &str = "两国部长在港口会晤，同意建造新的码头。";
const LATIN: &str = "Les ministres se sont rencontrés à Dunkerque – “déjà” pour 5 €.";

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, has_lost) = labeled(label).unwrap().encode(text);
    assert!(!has_lost);
    bytes.into_owned()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn read(bytes: &[u8], is_page: bool, label: Option<&str>) -> Result<(String, Option<String>), String> {
    decoded(bytes.to_vec(), is_page, label.map(|label| labeled(label).unwrap()), &TEXT)
}

#[test]
fn a_page_is_read_by_the_charset_that_it_declares() {
    for (label, words) in [
        ("euc-kr", STATEMENT),
        ("ks_c_5601-1987", STATEMENT),
        ("Shift_JIS", JAPANESE),
        ("euc-jp", JAPANESE),
        ("gb2312", CHINESE),
        ("GB18030", CHINESE),
        ("big5", "兩國部長在港口會晤"),
        ("windows-1252", LATIN),
        ("iso-8859-1", LATIN),
        ("utf-8", STATEMENT),
    ] {
        for head in [
            format!("<html><head><meta charset=\"{label}\">"),
            format!("<html><head><META HTTP-EQUIV=Content-Type CONTENT='text/html; charset={label}'>"),
            format!("<?xml version=\"1.0\" encoding='{label}'?><html><head>"),
        ] {
            let page = format!("{head}<title>T</title></head><body><p>{words}</p></body></html>");
            let bytes = if label == "utf-8" { page.clone().into_bytes() } else { encoded(label, &page) };
            assert_eq!(read(&bytes, true, None), Ok((page, None)), "{label}");
        }
    }
}

#[test]
fn a_text_is_read_by_its_mark_or_by_the_option() {
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
    let little = utf16(STATEMENT, u16::to_le_bytes);
    let big = utf16(STATEMENT, u16::to_be_bytes);
    for (bytes, label) in [
        (marked(b"\xFF\xFE", little.clone()), None),
        (marked(b"\xFE\xFF", big.clone()), None),
        (marked(b"\xEF\xBB\xBF", STATEMENT.into()), None),
        (little, Some("utf-16le")),
        (big, Some("UTF-16BE")),
        (encoded("euc-kr", STATEMENT), Some("EUC-KR")),
        (encoded("euc-kr", STATEMENT), Some("cp949")),
        // The mark is surer than the option.
        (marked(b"\xFF\xFE", utf16(STATEMENT, u16::to_le_bytes)), Some("euc-kr")),
    ] {
        assert_eq!(read(&bytes, false, label), Ok((String::from(STATEMENT), None)), "{label:?}");
    }
    // A text says nothing of its charset.
    let text = "<meta charset=euc-kr> is how a page declares it";
    assert_eq!(read(text.as_bytes(), false, None), Ok((String::from(text), None)));
}

#[test]
fn what_can_only_be_utf8_is_read_so() {
    let page = format!("<meta charset=euc-kr><p>{STATEMENT}</p>");
    let remark = "it was read as UTF-8, not as EUC-KR, which the page declares";
    assert_eq!(read(page.as_bytes(), true, None), Ok((page, Some(String::from(remark)))));
    let remark = "it was read as UTF-8, not as windows-1252, which --encoding names";
    assert_eq!(
        read("é".as_bytes(), false, Some("latin1")),
        Ok((String::from("é"), Some(String::from(remark))))
    );
}

#[test]
fn wrong_bytes_name_the_charset() {
    for (bytes, is_page, label, why) in [
        (
            &b"<meta charset=euc-kr><p>\xB5\xCE \xFF\xFF"[..],
            true,
            None,
            "is not EUC-KR, which the page declares",
        ),
        (
            b"<meta charset=shift_jis>\x97\xBC\x80\xFF",
            true,
            None,
            "is not Shift_JIS, which the page declares",
        ),
        (b"caf\x81 is said", false, Some("windows-1252"), "the byte 0x81 near offset 3 is not windows-1252"),
        (b"a\0b", false, Some("euc-kr"), "is not EUC-KR, which --encoding names"),
        (b"\xFF\xFEa\0\0\xD8", false, None, "is not UTF-16LE, as its first bytes say"),
        (b"\xB5\xCE \xB3\xAA\xB6\xF3", false, None, "is not UTF-8; name its charset: --encoding LABEL"),
        (b"<meta charset=utf-8><p>\xB5\xCE", true, None, "is not UTF-8; name its charset: --encoding LABEL"),
        (b"a\0b\0c\0", false, None, "this is UTF-16LE text; name its charset: --encoding LABEL"),
        (b"<meta charset=utf-7><p>x", true, None, "declares the charset “utf-7”, which does not exist"),
        (b"<meta charset=iso-2022-kr><p>x", true, None, "“iso-2022-kr”, which does not exist"),
    ] {
        let told = read(bytes, is_page, label).unwrap_err();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn only_the_head_of_a_page_declares_a_charset() {
    let page = format!("<p>{}</p><meta charset=euc-kr>", "It is said. ".repeat(100_000));
    assert_eq!(read(page.as_bytes(), true, None).map(|(text, _)| text), Ok(page));
    for head in [
        "<meta charset",
        "<meta charset=",
        "<meta content='charset='>",
        "<?xml encoding=",
        "<?xml encoding='",
    ] {
        assert!(read(head.as_bytes(), true, None).is_ok_and(|(text, _)| text == head), "{head}");
    }
    // A comment declares nothing, and a page that can be read byte by byte is not in UTF-16.
    for head in ["<!-- <meta charset=euc-kr> --><p>é", "<meta charset=utf-16><p>é"] {
        assert_eq!(read(head.as_bytes(), true, None), Ok((String::from(head), None)));
    }
}

#[test]
fn a_page_in_another_charset_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let page = format!("<html><meta charset=euc-kr><title>공동성명</title><p>{STATEMENT}</p></html>");
    fs::write(&path, encoded("euc-kr", &page)).unwrap();
    let stop = AtomicBool::new(false);
    let imported = import(&[path], &Metadata::default(), None, &Silent, &stop);
    assert_eq!(imported.skipped, []);
    let import = imported.imports.first().unwrap();
    assert_eq!((&*import.statement.title, passages(import)), ("공동성명", vec![String::from(STATEMENT)]));
}
