//! The numbers of a web page's lists, as a browser writes them.
//!
//! Invariant: each item has the number and the sign that a reader of the page sees, or none.

use html5gum::StartTag;

use super::html_meta::attribute;

/// An open list.
#[derive(Debug)]
pub(super) struct HtmlList {
    /// What it counts with: `1`, `a`, `A`, `i` or `I`; none in lists without numbers.
    sign: Option<char>,
    next: i32,
    step: i32,
}

impl Default for HtmlList {
    fn default() -> Self {
        Self { sign: None, next: 1, step: 1 }
    }
}

impl HtmlList {
    /// An ordered list; the default is one without numbers.
    pub(super) fn of(tag: &StartTag<()>) -> Self {
        let start = attribute(tag, "start").and_then(|start| start.trim().parse().ok());
        let step = if attribute(tag, "reversed").is_some() { -1 } else { 1 };
        // The start of a list that counts down is known only at its end.
        let is_known = step == 1 || start.is_some();
        Self { sign: sign(tag).filter(|_| is_known), next: start.unwrap_or(1), step }
    }

    /// The number of the next item, and what it is counted with.
    pub(super) fn item(&mut self, tag: &StartTag<()>) -> (i32, Option<char>) {
        let own = attribute(tag, "value").and_then(|value| value.trim().parse().ok());
        let value = own.unwrap_or(self.next);
        self.next = value.saturating_add(self.step);
        (value, self.sign)
    }
}

/// What a list counts with, by its style or its type.
fn sign(tag: &StartTag<()>) -> Option<char> {
    const STYLES: [(&str, Option<char>); 8] = [
        ("none", None),
        ("decimal", Some('1')),
        ("lower-alpha", Some('a')),
        ("lower-latin", Some('a')),
        ("lower-roman", Some('i')),
        ("upper-alpha", Some('A')),
        ("upper-latin", Some('A')),
        ("upper-roman", Some('I')),
    ];
    let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
    let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    let mut rules = rules.filter(|(name, _)| matches!(name.trim(), "list-style" | "list-style-type"));
    let of = |word: &str| STYLES.iter().find(|(name, _)| *name == word);
    match rules.find_map(|(_, value)| value.split_whitespace().find_map(of)) {
        Some((_, sign)) => *sign,
        None => Some(attribute(tag, "type").and_then(|kind| kind.chars().next()).unwrap_or('1')),
    }
}

/// The number of an item as the list shows it.
pub(super) fn counted(value: i32, sign: char) -> String {
    const ROMAN: [(i32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = value;
    let mut written = String::new();
    match sign.to_ascii_lowercase() {
        'a' if value > 0 => {
            while rest > 0 {
                let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
                written.insert(0, char::from(b'a' + letter));
                rest = (rest - 1) / 26;
            }
        }
        'i' if (1..4000).contains(&value) => {
            for (worth, letters) in ROMAN {
                while rest >= worth {
                    written.push_str(letters);
                    rest -= worth;
                }
            }
        }
        _ => return value.to_string(),
    }
    if sign.is_ascii_uppercase() { written.to_ascii_uppercase() } else { written }
}
