//! The main text of web pages, among everything that is around it.

use super::*;
use crate::import::read::html;

pub(super) fn read(page: &str) -> Vec<String> {
    lines(&html::read(page).unwrap())
}

/// A paragraph of this many sentences about a harbor.
pub(super) fn words(name: &str, sentences: usize) -> String {
    format!("The {name} was discussed by both sides, who will meet again. ")
        .repeat(sentences)
        .trim()
        .to_owned()
}

#[test]
fn teasers_do_not_win() {
    let teaser = |name: &str| {
        let blurb = words(name, 2);
        format!("<article class='card'><h3><a href='/{name}'>News of {name}</a></h3><p>{blurb}</p></article>")
    };
    let teasers: String = ["ice", "tin", "rye", "tea"].map(teaser).concat();
    let (first, second) = (words("harbor", 9), words("canal", 9));
    let page = format!(
        "<div id=box><h1>Joint Statement</h1><p>{first}</p><p>{second}</p></div><div id=more>{teasers}</div>"
    );
    assert_eq!(read(&page), ["# Joint Statement", &*first, &*second]);
}

#[test]
fn banners_lose_against_a_short_statement() {
    let page = "<nav><ul><li><a href='/'>Home</a><li><a href='/n'>News of the house</a></ul></nav>\
        <div class='cookie-banner'><p>We use cookies and similar means to run this site and to learn how it is used, \
        by ourselves and by others whom we have chosen with care. You may decline at any time.</p></div>\
        <div><h1>Statement on Ports</h1><p>May 4, 2031</p><p>The two sides met and will open the harbor.</p></div>\
        <footer><p>All rights of the house reserved.</p></footer>";
    let import = imported("short.html", &format!("<title>Statement on Ports</title>{page}"));
    assert_eq!(passages(&import), ["The two sides met and will open the harbor."]);
    assert_eq!(import.statement.date.as_deref(), Some("2031-05-04"));
}

#[test]
fn an_unlucky_name_hides_no_statement() {
    let text = words("harbor", 8);
    for around in ["share-page", "sidebar-left", "widget", "teaser", "newsletter"] {
        let page = format!(
            "<p><a href='/'>Home</a></p><div class='{around}'><h1>Statement</h1><p>{text}</p></div><p>House 7</p>"
        );
        assert!(read(&page).contains(&text), "{around}");
    }
    // Beside a title and a lead of its own.
    let page = format!(
        "<main><h1>Statement</h1><p>{}</p><div class='author'><p>{text}</p></div><a href='/'>Home</a></main>",
        words("lead", 2)
    );
    assert_eq!(read(&page), ["# Statement", &*words("lead", 2), &*text]);
    // A variant of style is no name, and a topic of a post is none.
    for class in ["column--print-overwrite", "tag-social-media", "category-comments"] {
        let page = format!(
            "<main><div class='{class}'><p>{}</p></div><p>{text}</p><a href='/'>Home</a></main>",
            words("lead", 1)
        );
        assert_eq!(read(&page), [words("lead", 1), text.clone()], "{class}");
    }
}

#[test]
fn what_is_named_boilerplate_is_left_out() {
    let text = words("harbor", 8);
    for noise in [
        "<div class='share-buttons'>Send this to all of your friends today.</div>",
        "<ul class='related-posts'><li>Another statement of the year before this one.</ul>",
        "<div id='comments'><p>I do not believe a word of this, and I have said so before.</p></div>",
        "<div hidden><p>A template that no reader of this page ever sees.</p></div>",
        "<p style='visibility: hidden'>A note that no reader of this page ever sees.</p>",
        "<div role=complementary><p>Elsewhere in the house the lights are on.</p></div>",
        "<figure><figcaption>Both sides at the harbor, photographed in the rain.</figcaption></figure>",
        "<p>Read more: <a href='/x'>the harbor of the year before</a></p>",
        "<ul><li><a href='/1'>The first of many pages</a><li><a href='/2'>The second page</a></ul>",
    ] {
        let page =
            format!("<article><h1>Statement</h1><p>{text}</p>{noise}<p>Both sides agreed.</p></article>");
        assert_eq!(read(&page), ["# Statement", &*text, "Both sides agreed."], "{noise}");
    }
    // Names count for blocks, not for the paragraphs and headings of the text.
    for line in ["<p class=author>Minister Yamada</p>", "<p class=caption>They met in Busan.</p>"] {
        let page = format!("<article><h1>Statement</h1><p>{text}</p>{line}<p>{text}</p></article>");
        assert_eq!(read(&page).len(), 4, "{line}");
    }
    // A heading goes with what was below it.
    let page =
        format!("<article><p>{text}</p><h3>You may like</h3><div><a href='/3'>The third page</a></div>");
    assert_eq!(read(&page), [text]);
}

#[test]
fn words_that_only_screen_readers_pass_over_are_kept() {
    for (words, kept) in [
        ("Both are <em aria-hidden=true>not</em> bound.", "Both are not bound."),
        (
            "They have <span aria-hidden='true'>1,200</span><span class='sr-only'>twelve hundred</span> ships.",
            "They have 1,200 ships.",
        ),
        ("About <span aria-hidden='true'>90</span>% agreed.", "About 90% agreed."),
        // The name of a picture, and a link from a heading to itself.
        ("Both <i class='material-icons' aria-hidden='true'>anchor</i> agreed.", "Both agreed."),
        ("Both agreed.<a class='header-anchor' href='#a' aria-hidden='true'>#</a>", "Both agreed."),
        // What is hidden at some widths only.
        ("All <span class='d-none d-md-inline'>five hundred</span> ships.", "All five hundred ships."),
        ("All <span class='hidden md:inline'>five hundred</span> ships.", "All five hundred ships."),
        ("All <span class='d-none'>five hundred</span> ships.", "All ships."),
        ("All <span class='d-block d-md-none d-none'>five hundred</span> ships.", "All ships."),
    ] {
        let page =
            format!("<main><h1>Statement</h1><p>{}</p><p>{words}</p></main>", self::words("harbor", 2));
        assert_eq!(read(&page), ["# Statement", &*self::words("harbor", 2), kept], "{words}");
    }
}

#[test]
fn a_page_that_is_saved_below_an_open_dialog_keeps_its_text() {
    let text = words("harbor", 2);
    for dialog in ["role='dialog'", "class='box'"] {
        let page = format!(
            "<div id=app aria-hidden=true><nav><a href='/'>Home</a></nav><main><h1>Statement</h1><p>{text}</p></main>\
             </div><div {dialog}><h2>Stay informed</h2><p>Receive the news of the house each week, free.</p></div>"
        );
        assert_eq!(read(&page), ["# Statement", &*text], "{dialog}");
    }
    let page = format!(
        "<div class=drop aria-hidden=true><span>All topics</span></div><main><h1>Statement</h1><p>{text}</p></main>"
    );
    assert_eq!(read(&page), ["# Statement", &*text]);
}

#[test]
fn notes_within_the_text_are_no_furniture() {
    let text = words("harbor", 2);
    for note in [
        "<aside id=f1 role=doc-footnote>1 One side is not bound by it.</aside>",
        "<aside class=footnote>1 One side is not bound by it.</aside>",
        "<section class='foot-notes'><p>1 One side is not bound by it.</p></section>",
        "<footer class=footnotes><p>1 One side is not bound by it.</p></footer>",
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p>{note}<p>Both agreed.</p></main>");
        assert_eq!(
            read(&page),
            ["# Statement", &*text, "1 One side is not bound by it.", "Both agreed."],
            "{note}"
        );
    }
}

#[test]
fn lines_that_begin_like_asides_may_be_the_statement_s() {
    let text = words("harbor", 2);
    for line in [
        "Shared costs follow the treaty.",
        "Sharing is fair",
        "Share all costs.",
        "Related sanctions stay in force.",
        "Updated: the list of the ports.",
        "Copyright of the plans stays with the yards.",
        "They will print a newsletter.",
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p><p>{line}</p><p>{text}</p></main>");
        assert_eq!(read(&page), ["# Statement", &*text, line, &*text], "{line}");
    }
    for heading in
        ["<h2>Related Matters</h2>", "<h3>Shared Security</h3>", "<p><strong>Share of Costs</strong></p>"]
    {
        let page = format!("<main><h1>Statement</h1><p>{text}</p>{heading}<p>{text}</p></main>");
        assert_eq!(read(&page).len(), 4, "{heading}");
    }
    for aside in [
        "<p>Share</p>",
        "<p>Related: <a href='/x'>the port</a></p>",
        "<h3>Related articles</h3>",
        "<p>Subscribe to our newsletter!</p>",
        "<p>Newsletter of the house</p>",
        "<p>Updated: 4 May 2031</p>",
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p>{aside}<p>{text}</p></main>");
        assert_eq!(read(&page), ["# Statement", &*text, &*text], "{aside}");
    }
}

#[test]
fn items_of_a_list_may_begin_like_asides() {
    let text = words("harbor", 2);
    let items = ["Train pilots", "Share the costs of ships", "Related talks", "Image: a strong navy"];
    let page = format!(
        "<main><h1>Statement</h1><p>{text}</p><h2>Copyright and related rights</h2><ul><li>{}</ul><p>{text}</p>\
         <a href='/'>Home</a></main>",
        items.join("<li>")
    );
    let read = read(&page);
    assert_eq!(read.get(2).map(String::as_str), Some("# Copyright and related rights"));
    assert_eq!(read.get(3..7).unwrap(), items);
    for line in ["Share the burden, share the risk: that is our way", "Keywords: peace and strength."] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p><p>{line}</p><p>{text}</p></main>");
        assert_eq!(self::read(&page).get(2).unwrap(), line);
    }
}

#[test]
fn short_lines_end_a_text() {
    let text = words("harbor", 4);
    let home = "<nav><a href='/'>Home</a></nav>";
    for (end, lines) in [
        ("<p>They will:</p><ul><li>Build docks</li><li>Hold a summit</li></ul>", 5),
        ("<p>They will:</p><ol><li>Deploy two ships</li><li>End the exercise</li></ol>", 5),
        ("<h2>Endorsed by</h2><ul><li>Albania</li><li>Japan</li></ul>", 5),
        ("<div>Done at Seoul, 4 May 2031</div><div>For Japan: Yamada Taro</div>", 4),
        ("<div>We go together.</div><div>Thank you all.</div>", 4),
        ("<section class=footnotes><ol><li>See the Sea Act.</li></ol></section>", 3),
        ("<h2>We go together.</h2>", 3),
        ("<p>The following states join this statement:</p><div><div>Albania</div><div>Japan</div></div>", 5),
    ] {
        let page = format!("{home}<main><h1>Statement</h1><p>{text}</p>{end}</main>");
        assert_eq!(read(&page).len(), lines, "{end}: {:?}", read(&page));
    }
    // What is not beside the text, and a heading over nothing.
    for end in ["<div><div><span>News</span><span>Ports</span></div></div>", "<h2>Contact</h2>"] {
        let page = format!("{home}<main><h1>Statement</h1><div><p>{text}</p></div>{end}</main>");
        assert_eq!(read(&page), ["# Statement", &*text], "{end}");
    }
}

#[test]
fn an_id_that_is_made_of_the_heading_is_no_name() {
    let text = words("harbor", 3);
    for (id, heading) in [
        ("burden-sharing", "Burden sharing"),
        ("state-sponsored-attacks", "State-sponsored attacks"),
        ("recommendations", "Recommendations"),
        ("follow-up", "Follow-up"),
        ("group-related-tasks", "Related tasks"),
        ("comments", "Comments"),
    ] {
        for section in [
            format!("<div id={id}><h2>{heading}</h2><p>{text}</p></div>"),
            format!("<h3 id={id}>{heading}</h3><p>{text}</p>"),
        ] {
            let page = format!("<main><h1>Statement</h1><p>{}</p>{section}</main>", words("lead", 9));
            assert_eq!(read(&page).get(2..).unwrap(), [format!("# {heading}"), text.clone()], "{section}");
        }
    }
    for id in ["comments", "related-articles", "social-share"] {
        let page = format!(
            "<main><h1>Statement</h1><p>{text}</p><div id={id}><h2>Related articles</h2><p>{}</p></div></main>",
            words("remark", 1)
        );
        assert_eq!(read(&page), ["# Statement", &*text], "{id}");
    }
}

#[test]
fn words_in_links_are_the_author_s() {
    let text = words("harbor", 40);
    for words in [
        "<p>We adopted the <a href='/v'>Joint Vision on Extended Deterrence</a>.</p>",
        "<p>The sides recalled:</p><ul><li>the <a href='/1'>Treaty of 1953</a>;<li>the <a href='/2'>Declaration</a></ul>",
        "<h2 id=det><a href='https://mofa.example/page#det'>Deterrence</a></h2>",
        "<h2><a href='/treaty'>The Treaty</a></h2>",
        "<ul><li><a href='https://un.example/a'>https://un.example/a</a></ul>",
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p>{words}<p>{text}</p></main>");
        let lines = if words.contains("recalled:") { 6 } else { 4 };
        assert_eq!(read(&page).len(), lines, "{words}");
    }
    // A paragraph that only leads elsewhere, and a list that nothing announces.
    for words in [
        "<p>Related to this: <a href='/x'>What did the two sides say in May?</a></p>",
        "<ul><li>the <a href='/1'>Treaty of 1953</a><li><a href='/2'>Declaration</a></ul>",
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p>{words}<p>{text}</p></main>");
        assert_eq!(read(&page).len(), 3, "{words}");
    }
}

#[test]
fn what_is_set_apart_within_a_sentence_is_part_of_it() {
    let text = words("harbor", 2);
    for (line, read_as) in [
        (
            "They recalled the <button class=term>Harbor Treaty</button> of 2030.",
            "They recalled the Harbor Treaty of 2030.",
        ),
        (
            "They recalled the <label>Harbor Treaty</label> of 2030.",
            "They recalled the Harbor Treaty of 2030.",
        ),
        ("Of <span class=tooltip>deterrence</span>, both spoke.", "Of deterrence, both spoke."),
        (
            "<span class=author>MINISTER CHO:</span> We met, and will meet.",
            "MINISTER CHO: We met, and will meet.",
        ),
        ("A treaty<script>x()</script> was signed.", "A treaty was signed."),
        // Words beside a sentence, or that explain a word of it.
        ("They met. <span class=share>Share</span>", "They met."),
        ("They met. <button>Copy</button>", "They met."),
        ("The port<span class=tooltip>A place for ships</span> was opened.", "The port was opened."),
        ("A port <span class=tooltip>Ships land there.</span> was opened.", "A port was opened."),
        ("May 4, 2031 <span class=share>Share</span>", "May 4, 2031"),
    ] {
        let page = format!("<main><h1>Statement</h1><p>{text}</p><p>{line}</p><p>{text}</p></main>");
        assert_eq!(read(&page), ["# Statement", &*text, read_as, &*text], "{line}");
    }
    let page = format!(
        "<main><h1>Statement</h1><h2><button>1. Deterrence</button></h2><p>{text}</p></main><a href='/'>Home</a>"
    );
    assert_eq!(read(&page), ["# Statement", "# 1. Deterrence", &*text]);
}

#[test]
fn more_of_the_text_may_be_beside_it() {
    let (text, annex) = (words("harbor", 6), words("annex", 3));
    let home = "<nav><a href='/'>Home</a></nav>";
    for page in [
        format!(
            "<main><article><h1>Statement</h1><p>{text}</p></article><section><h2>Annex</h2><p>{annex}</p></section></main>"
        ),
        format!(
            "<main><article><h1>Statement</h1><p>{text}</p><aside><h2>Annex</h2><p>{annex}</p></aside></article></main>"
        ),
        format!(
            "<div class=region><h1>Statement</h1><div class=field--name-body><p>{text}</p></div>\
             <div class=field--name-more><div><h2>Annex</h2><p>{annex}</p></div></div></div>"
        ),
    ] {
        assert_eq!(read(&format!("{home}{page}")), ["# Statement", &*text, "# Annex", &*annex], "{page}");
    }
    // Menus and forms are no text, and a date above it is.
    let page = format!(
        "{home}<main><h1>Statement</h1><p>May 4, 2031</p><article><p>{text}</p></article><div><h2>News</h2>\
         <p><a href='/n'>{annex}</a></p></div><div><form><p>{annex}</p></form></div></main>"
    );
    assert_eq!(read(&page), ["# Statement", "May 4, 2031", &*text]);
}

#[test]
fn comments_longer_than_the_statement_do_not_win() {
    let comments = format!("<li><p>{}</p></li>", words("remark", 6)).repeat(9);
    let text = words("harbor", 12);
    let page = format!("<div class=entry-content><p>{text}</p></div><ul>{comments}</ul><a href='/'>Home</a>");
    assert_eq!(read(&page), [text]);
}

#[test]
fn the_lead_above_the_text_is_kept() {
    let (lead, text) = (words("lead", 2), words("harbor", 8));
    let page = format!(
        "<p><a href='/'>Home</a></p><header><h1>Statement</h1><p>{lead}</p><div class=share>Share</div></header>\
         <div class='entry-content'><p>{text}</p></div>"
    );
    assert_eq!(read(&page), ["# Statement", &*lead, &*text]);
}

#[test]
fn a_short_page_without_links_is_kept_whole() {
    assert_eq!(
        read("<h2>Ports</h2><p>Agreed.</p><div>Signed in the rain</div><h3>Annex</h3>"),
        ["# Ports", "Agreed.", "Signed in the rain", "# Annex"]
    );
}

#[test]
fn a_page_that_a_script_writes_is_refused() {
    for page in [
        "<div id=root></div><script src='/app.js'></script>",
        "<header><h1><a href='/'>Archive</a></h1><p><span>A project of</span></p></header><main><div id=c></div></main>\
         <script>write('The two sides met.')</script>",
        "<noscript><p>You need to enable scripts to run this page.</p></noscript><div>Loading</div><script>x</script>",
    ] {
        let why = html::read(page).unwrap_err();
        let expected = "this page holds no statement: it is written by a script; save it from a browser as a complete page";
        assert_eq!(why, expected, "{page}");
    }
    // A script does not make a page of words empty, however short they are.
    assert_eq!(read("<p>두 나라는 만났다.</p><script>count()</script>"), ["두 나라는 만났다."]);
    assert_eq!(read("<p>Both sides agreed.</p><script>count()</script>"), ["Both sides agreed."]);
}

#[test]
fn a_page_of_which_little_is_kept_is_remarked() {
    let comments = format!("<p>{}</p>", words("remark", 6)).repeat(9);
    let page = format!("<article><p>{}</p></article><div id=comments>{comments}</div>", words("harbor", 6));
    let document = html::read(&page).unwrap();
    assert_eq!(document.blocks.len(), 1);
    assert!(
        document.remarks.concat().starts_with("most of this page was left out"),
        "{:?}",
        document.remarks
    );
    assert_eq!(html::read("<p>Both sides agreed.</p>").unwrap().remarks, [""; 0]);
}

#[test]
fn hostile_pages_are_read_to_their_end() {
    let many = 20_000;
    for (page, paragraphs) in [
        ("<div class=share>".repeat(many) + "It is said.", 1),
        ("<div class=entry-content>x. ".repeat(many), many),
        // Links alone, and tables without words, are no text.
        ("<ul><li><a href=x>y</a>".repeat(many), 0),
        ("<h2>x</h2>".repeat(many) + &"</div>".repeat(many), many),
        ("<table><tr><td>".repeat(many) + &"</p>".repeat(many), 0),
        ("<span class=share>x".repeat(many), 1),
        ("<ul><li>They will:<ul><li><a href=x>y</a>".repeat(many), 2 * many - 1),
        (
            "<main><article><h1>x</h1>It is said.</article>".to_owned()
                + &"<div>It is said.</div>".repeat(many),
            many + 2,
        ),
    ] {
        let document = html::read(&page).unwrap();
        let page = page.get(..30).unwrap();
        assert_eq!((document.blocks.len(), document.remarks), (paragraphs, vec![]), "{page}");
    }
}
