//! What the names and attributes of an element of a web page say about its text.
//!
//! Invariant: a hint alone leaves no text out; `main_text` weighs it against the element's content.

use std::collections::HashSet;
use std::sync::LazyLock;

use html5gum::StartTag;

use super::super::dates;
use super::html_meta::attribute;

/// What an element's text probably is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextHint {
    Unknown,
    /// The main text; 1 is the surest.
    Content(usize),
    /// Code or controls, which are no text.
    Control,
    /// Text that a reader of the page does not see.
    Hidden,
    /// A menu, a banner, a side bar or the like.
    Boilerplate,
    /// The same, unless it has sentences without links: the lead of an article may be called a teaser.
    Teaser,
    /// Style sheets usually hide it; the same as a teaser.
    HiddenByClass,
    /// The same, unless it is within the main text or around it: screen readers pass it over, but everybody else sees it.
    Unvoiced,
}

/// How many degrees of `TextHint::Content` there are.
pub(super) const DEGREES: usize = 4;

/// Elements that have no text of the author.
const CONTROLS: [&str; 20] = [
    "audio", "button", "canvas", "datalist", "dialog", "head", "iframe", "label", "noscript", "object",
    "option", "script", "select", "style", "svg", "template", "textarea", "title", "video", "map",
];
/// Elements within lines of text, which are in the tree only if they are hidden.
pub(super) const INLINE: [&str; 12] =
    ["a", "b", "code", "del", "em", "font", "i", "ins", "small", "strong", "sup", "u"];
const BOILERPLATE: [&str; 5] = ["nav", "footer", "figcaption", "legend", "dialog"];
/// Elements whose role, class or id may call them boilerplate.
const NAMED: [&str; 11] =
    ["div", "section", "ul", "ol", "header", "span", "li", "dl", "table", "form", "figure"];
const ROLES: [&str; 8] =
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"];
/// Words in classes and ids of boilerplate.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "ad addthis addtoany ads advert advertisement anzeige author authors biography breadcrumb breadcrumbs \
    byline caption comentario comentarios comment commentaires commentlist comments compartir consent \
    contentinfo copyright cookie cookies crumb crumbs disqus donate \
    foot footer hashtags komentarze kommentar kommentare likes login masthead menu menus metanav \
    modal mostread nav navbar navi navigation newsletter noprint outbrain pager pagination partage \
    paywall pingbacks popup publicidad publicidade \
    reklama relacionadas relacionados related relatedposts respond share sharebar \
    sharedaddy shares shariff sidebar signin signup sitemap skiplink sociable \
    socialmedia socials submenu subnav subscribe subscription syndication taboola tagcloud \
    toolbar tooltip trackback trackbacks trending upsell vcard viral werbung yarpp"
        .split(' ')
        .collect()
});
/// Words like any other, which are also in classes and ids of boilerplate.
static COMMON_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "donation follow recommend recommendations recommended sharing skip social sponsor sponsored tags"
        .split(' ')
        .collect()
});
/// How such words may begin.
const BEGINNINGS: [&str; 8] =
    ["breadcrumb", "comments", "footer", "navigation", "newsletter", "outbrain", "sidebar", "cookie"];
/// Words at the beginning or at the end of classes and ids of what may be a teaser.
const TEASERS: [&str; 15] = [
    "banner", "credits", "dropdown", "feedback", "overlay", "popular", "print", "promo", "rating",
    "register", "reply", "search", "teaser", "teasers", "widget",
];
const LAST: [&str; 3] = ["banner", "teaser", "teasers"];
/// Classes of what style sheets hide.
const HIDDEN: [&str; 6] = ["hidden", "hide", "d-none", "sr-only", "visually-hidden", "screen-reader-text"];
/// How the classes of style sheets show at some widths of the window what another class hides: `d-none d-md-inline`,
/// `hidden md:block`.
const SHOWN: [&str; 9] =
    ["d-sm-", "d-md-", "d-lg-", "d-xl-", "d-xxl-", "visible-", "show-for-", "is-visible-", "is-shown-"];
const WIDTHS: [&str; 5] = ["sm", "md", "lg", "xl", "2xl"];
/// Names of the elements with a sign from a font of signs, whose letters nobody sees, and of links from a heading to itself.
const SIGNS: [&str; 7] = ["icon", "icons", "fa", "fas", "fab", "glyphicon", "material"];
const ANCHORS: [&str; 4] = ["anchor", "permalink", "headerlink", "headinglink"];
/// Notes of the text, whatever else its names say.
const NOTES: [&str; 4] = ["footnote", "foot-note", "endnote", "end-note"];
/// How site builders begin the classes that list the topics of a post.
const TOPICS: [&str; 4] = ["tag-", "category-", "type-", "elementor-"];
/// Maximum words of a text that its id is made of.
const SLUG: usize = 16;
/// Parts of the classes and ids of the main text.
static CONTENT: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "article-body article-content article-text articlebody articlecontent articletext body-text entry-content \
    field-body field--name-body field-name-body fulltext news-text post-body post-content post-entry post-text \
    press-release-body single-content story-body story-content storycontent text-content"
    .split(' ')
    .collect()
});
/// Whole classes and ids of elements that contain the main text.
static AROUND_CONTENT: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "article content content-body content-main entry main main-content maincontent page-content post story text"
        .split(' ')
        .collect()
});

/// Elements that may hold a menu or a dialog.
const AROUND_TEXT: [&str; 8] = ["div", "section", "ul", "ol", "header", "form", "table", "dl"];

/// Whether an element is within a line of text, and does not end it.
pub(super) fn is_phrasing(name: &str) -> bool {
    let is_apart = matches!(name, "dialog" | "head");
    name == "span" || INLINE.contains(&name) || CONTROLS.contains(&name) && !is_apart
}

/// Whether an id is made of the words at the beginning of a text.
pub(super) fn is_slug(id: &str, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.take(SLUG).map(str::to_lowercase).collect()
    };
    let (id, text) = (words(id), words(text));
    let is_part = |part: &[String], whole: &[String]| {
        let mut whole = whole.iter();
        part.len() > 1 && part.iter().all(|word| whole.any(|other| other == word))
    };
    id == text || is_part(&id, &text) || is_part(&text, &id)
}

/// The hint of an element with this name; the id is one of its attributes, which may be left out of account.
pub(super) fn hint(name: &str, tag: &StartTag<()>, id: Option<&str>) -> TextHint {
    if is_hidden(tag) {
        return TextHint::Hidden;
    }
    // A dialog that is open is part of the page.
    let is_open = || name == "dialog" && attribute(tag, "open").is_some();
    if CONTROLS.contains(&name) && !is_open() {
        return TextHint::Control;
    }
    if tag.attributes.is_empty() {
        return by_name(name);
    }
    let role = attribute(tag, "role").unwrap_or_default();
    let names = attribute(tag, "class").unwrap_or_default() + " " + id.unwrap_or_default();
    let names = names.to_ascii_lowercase().replace("__", "-").replace('_', "-");
    let is_note = is_note(&role, &names);
    let is_unvoiced = attribute(tag, "aria-hidden").is_some_and(|hidden| hidden == "true");
    if is_unvoiced && is_sign(name, &names) {
        return TextHint::Hidden;
    }
    if NAMED.contains(&name) && !is_note {
        if ROLES.contains(&role.as_str()) || words(&names).any(is_boilerplate) {
            return TextHint::Boilerplate;
        }
        if is_hidden_by_class(&names) {
            return TextHint::HiddenByClass;
        }
        if names.split_whitespace().any(is_teaser) || words(&names).any(|word| COMMON_WORDS.contains(word)) {
            return TextHint::Teaser;
        }
    }
    let may_hold_content = matches!(name, "div" | "section" | "article" | "main" | "td");
    let is_body = attribute(tag, "itemprop").is_some_and(|property| property == "articleBody");
    match by_name(name) {
        _ if may_hold_content && (is_body || CONTENT.iter().any(|part| names.contains(part))) => {
            TextHint::Content(1)
        }
        TextHint::Unknown if may_hold_content && role == "article" => TextHint::Content(2),
        TextHint::Unknown if may_hold_content && role == "main" => TextHint::Content(3),
        TextHint::Unknown
            if may_hold_content && names.split_whitespace().any(|name| AROUND_CONTENT.contains(&name)) =>
        {
            TextHint::Content(DEGREES)
        }
        TextHint::Boilerplate | TextHint::Teaser if is_note => TextHint::Unknown,
        TextHint::Unknown if is_unvoiced && AROUND_TEXT.contains(&name) => TextHint::Unvoiced,
        hint => hint,
    }
}

fn by_name(name: &str) -> TextHint {
    match name {
        "article" => TextHint::Content(2),
        "main" => TextHint::Content(3),
        "aside" => TextHint::Teaser,
        name if BOILERPLATE.contains(&name) => TextHint::Boilerplate,
        _ => TextHint::Unknown,
    }
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    // What is hidden until it is found can be read.
    attribute(tag, "hidden").is_some_and(|hidden| !hidden.eq_ignore_ascii_case("until-found"))
        || attribute(tag, "style").is_some_and(|style| {
            let style = style.replace(' ', "").to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Whether a class hides an element at all widths of the window.
fn is_hidden_by_class(names: &str) -> bool {
    let is_shown = |name: &str| {
        SHOWN.iter().any(|shown| name.starts_with(shown)) && !name.ends_with("-none")
            || name.split_once(':').is_some_and(|(width, value)| {
                WIDTHS.contains(&width) && !matches!(value, "hidden" | "invisible" | "collapse")
            })
    };
    let is_hidden = |name: &str| HIDDEN.contains(&name);
    names.split_whitespace().any(is_hidden) && !names.split_whitespace().any(is_shown)
}

/// Whether an element is a note of the text, or holds its notes.
fn is_note(role: &str, names: &str) -> bool {
    role.starts_with("doc-") || NOTES.iter().any(|note| names.contains(note))
}

/// Whether an element that screen readers pass over has only a sign: its words are the name of a picture, or a link from
/// a heading to itself.
fn is_sign(name: &str, names: &str) -> bool {
    let is_one_of = |known: &[&str]| words(names).any(|word| known.contains(&word)) || known.contains(&names);
    match name {
        "i" | "span" => is_one_of(&SIGNS),
        "a" => is_one_of(&ANCHORS),
        _ => false,
    }
}

/// The words of classes and ids, without those that name the topics of a post, and without variants of style (`--wide`).
fn words(names: &str) -> impl Iterator<Item = &str> {
    let names = names.split_whitespace().filter(|name| !TOPICS.iter().any(|topic| name.starts_with(topic)));
    let bare = names.filter_map(|name| name.split("--").next());
    bare.flat_map(|name| name.split('-')).filter(|word| !word.is_empty())
}

fn is_boilerplate(word: &str) -> bool {
    WORDS.contains(word) || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}

fn is_teaser(name: &str) -> bool {
    let (first, last) = (name.split('-').next().unwrap_or(name), name.rsplit('-').next().unwrap_or(name));
    TEASERS.contains(&first) || LAST.contains(&last)
}

/// The beginnings of short lines within a text that are not the author's, in the languages of many pages.
static ASIDES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "foto:|fotos:|foto ©|photo:|photos:|photo by|photo credit|bild:|image:|image credit|crédit|fotograf|© |\
    mehr zum thema|mehr dazu|lesen sie auch|lesen sie mehr|lies auch|read more|read also|\
    also read|related articles|related content|related links|related posts|related stories|czytaj|lea también|\
    lee también|leia também|leia mais|leggi anche|lire aussi|à lire|voir aussi|seite teilen|artikel teilen|\
    artikel bewerten|artikel drucken|udostępnij|tags:|schlagworte|stichworte|keywords:|\
    kommentieren|empfohlene|aktualisiert|zuletzt aktualisiert|last updated|opublikowano|advertisement"
        .split('|')
        .collect()
});
/// Such beginnings that are words like any other: a sentence or the heading of a section may begin with them.
static WORDS_OF_ASIDES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "copyright|related|share|teilen|drucken|compartir|compartilhe|partager|condividi|updated:|anzeige|\
    werbung|publicidad|pubblicità|reklama|publicité"
        .split('|')
        .collect()
});
/// What a line says that offers a newsletter, and whole words of such a line.
const OFFERS: [&str; 6] = ["subscribe", "sign up", "abonn", "anmeld", "iscri", "suscr"];
const OFFERING: [&str; 2] = ["our", "your"];

/// How certain it is that a short line is not the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    Certain,
    /// Unless it is an item of a list of the text.
    Likely,
    /// Only if it is a heading without paragraphs of the text below it.
    Possible,
}

/// Whether a short line, in lower case, is not the author's; so many of its letters are in links.
pub(super) fn aside(line: &str, linked: usize) -> Option<Aside> {
    let bare = line.trim_end_matches(['"', '”', '’', ')']);
    let is_sentence = bare.ends_with(['.', '!', '?', '。']) && !bare.ends_with("...");
    let begins = |beginning: &&&str| {
        let rest = line.strip_prefix(**beginning);
        let is_word = beginning.ends_with(char::is_alphanumeric);
        rest.is_some_and(|rest| !is_word || !rest.starts_with(char::is_alphanumeric))
    };
    let offers = || {
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        OFFERS.iter().any(|offer| line.contains(offer)) || words.any(|word| OFFERING.contains(&word))
    };
    let is_offer = line.contains("newsletter") && offers();
    let word = WORDS_OF_ASIDES.iter().find(begins);
    let is_alone = word.is_some_and(|word| line.trim_matches([' ', ':']) == *word);
    let is_aside = ASIDES.iter().any(|beginning| line.starts_with(beginning)) || line.contains("newsletter");
    // A day shows what a line is: `Last updated on 4 May 2031.`
    let is_dated = (is_aside || word == Some(&"updated:")) && dates::is_in(line);
    match word {
        _ if is_alone || is_offer => Some(Aside::Certain),
        _ if is_sentence && !is_dated => None,
        _ if linked > 0 && (is_aside || word.is_some()) => Some(Aside::Certain),
        _ if is_aside || is_dated => Some(Aside::Likely),
        Some(_) => Some(Aside::Possible),
        None => None,
    }
}
