//! Web addresses: which ones may be passed to a browser or a terminal.
//!
//! Invariant: what passes is one complete http or https address, without blanks, hidden characters or the tokens in
//! their places.

/// Maximum bytes of an address that is passed on; some terminals drop longer ones.
const LONGEST: usize = 2000;
/// Characters that no address contains; some shells and terminals act on them.
const FORBIDDEN: [char; 9] = ['"', '<', '>', '\\', '^', '`', '{', '|', '}'];

/// Whether `text` is a whole http or https address.
pub fn is_web_address(text: &str) -> bool {
    let begins =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let host = ["https://", "http://"]
        .into_iter()
        .find(|scheme| begins(scheme))
        .and_then(|scheme| text.get(scheme.len()..));
    let may_stand = |c: char| c.is_ascii_graphic() || (!c.is_ascii() && c.is_alphanumeric());
    host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        && text.len() <= LONGEST
        && text.chars().all(|c| may_stand(c) && !FORBIDDEN.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::safe::Text;

    #[test]
    fn only_whole_http_and_https_addresses_pass() {
        for good in [
            "https://www.mofa.go.kr/eng/brd/m_5676/view.do?seq=319688&page=1",
            "http://example.org",
            "HTTPS://en.wikipedia.org/wiki/Linchpin_(tool)#a,b;c='d'$e!~*@[]",
            "https://ko.wikipedia.org/wiki/현대화",
            "https://[2001:db8::1]:8080/x",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///etc/passwd",
            "http://-x",
            "file:///etc/passwd",
            "ftp://example.org/",
            "javascript:alert(1)",
            "-h",
            " https://example.org",
            "https://example.org/a b",
            "https://example.org/\u{1b}]8;;\u{7}",
            "https://example.org/\u{9c}x",
            "https://example.org/\u{202E}x",
            "https://example.org/\u{200B}x",
            "https://example.org/\"x",
            "https://example.org/`x`",
            "checked at https://example.org/",
        ] {
            assert!(!is_web_address(bad), "{bad:?}");
        }
        let hidden = Text::new("https://example.org/\u{202E}moc");
        assert!(
            !is_web_address(&hidden),
            "the token of a hidden character is no part of an address: {hidden}"
        );
        assert!(!is_web_address(&format!("https://example.org/{}", "x".repeat(LONGEST))));
    }
}
