//! Web pages as browsers save them.

use super::*;

fn document(page: &str) -> blocks::ParsedDocument {
    super::super::read::html::read(page).unwrap()
}

fn read(page: &str) -> Vec<String> {
    lines(&document(page))
}

#[test]
fn paragraphs_end_where_their_elements_do() {
    assert_eq!(
        read("<p>One goes\non.</p><p>Two<div>Three</div>Four"),
        ["One goes on.", "Two", "Three", "Four"]
    );
    assert_eq!(
        read("<div>One.<br>Still one.<br><br>Two.<br />\n<br />Three.</div>"),
        ["One. Still one.", "Two.", "Three."]
    );
    assert_eq!(
        read("<p>The 26<sup>th</sup> and <em>all</em>&nbsp;of&#8217;s &amp; &quot;x&quot;</p>"),
        ["The 26th and all of’s & \"x\""]
    );
    assert_eq!(
        read("<blockquote><p>Said.</p></blockquote><dl><dt>A</dt><dd>B</dd></dl>"),
        ["Said.", "A", "B"]
    );
}

#[test]
fn notes_marks_are_no_part_of_words() {
    let page = "<p>The alliance<sup><a href='#n1'>1</a></sup> stands<sup><a href='#n2'>[2]</a></sup>.</p>";
    assert_eq!(read(page), ["The alliance[1] stands[2]."]);
}

#[test]
fn headings_are_marked_or_in_bold() {
    assert_eq!(
        read("<h2>One</h2><p>Text.</p><p><strong>Two</strong></p><p><b>A.</b> Text.</p>"),
        ["# One", "Text.", "# Two", "A. Text."]
    );
    // A whole paragraph in bold is one, and so is one that is marked as a heading.
    let long = format!("The two sides {}agreed.", "met and spoke and ".repeat(20));
    assert_eq!(read(&format!("<p><b>{long}</b></p><h3>{long}</h3>")), [&*long, &*long]);
}

#[test]
fn numbered_items_are_numbered_paragraphs() {
    let page =
        "<ol><li>One.</li><li><p>Two.</p><p>Still two.</p></li><li>Three.<ul><li>a</li></ul></li></ol>";
    assert_eq!(read(page), ["1: One.", "2: Two.", "2: Still two.", "3: Three.", "a"]);
    assert_eq!(
        read("<ol start=7><li>Seven.<li>Eight.</ol><ol type=a><li>a</ol>"),
        ["7: Seven.", "8: Eight.", "a. a"]
    );
}

#[test]
fn numbers_are_written_as_the_list_shows_them() {
    let items = |tag: &str| read(&format!("<ol {tag}><li>One.<li value=9>Two.<li>Three.</ol>"));
    assert_eq!(items("type=A start=26"), ["Z. One.", "I. Two.", "J. Three."]);
    assert_eq!(items("type=i"), ["i. One.", "ix. Two.", "x. Three."]);
    assert_eq!(items("start=3 reversed"), ["3: One.", "9: Two.", "8: Three."]);
    // The start of a list that counts down is known only at its end.
    assert_eq!(read("<ol reversed><li>One.</ol>"), ["One."]);
    for (style, sign) in [
        ("list-style: none", ""),
        ("color:red;list-style-type:lower-alpha", "a. "),
        ("LIST-STYLE: inside upper-roman", "I. "),
    ] {
        assert_eq!(read(&format!("<ol style='{style}'><li>One.</ol>")), [format!("{sign}One.")]);
    }
    // Lists within lists, and an item that begins with a list.
    let nested = "<ol><li>One.<ol><li>Deep.<ol type=a><li>Deeper.</ol></ol>Behind.</li><li><ol type=a><li>Two.</ol></ol>";
    assert_eq!(read(nested), ["1: One.", "1. Deep.", "a. Deeper.", "Behind.", "2: a. Two."]);
    assert_eq!(read("<ul><li>Dot.<ol><li>One.<p>Still one.</ol></ul>"), ["Dot.", "1. One.", "Still one."]);
    // Headings and drawn text keep their numbers too.
    assert_eq!(
        read("<ol><li><h3>Head</h3><p>One.</p><li><pre>Two\nends.</pre></ol>"),
        ["# 1. Head", "1: One.", "2. Two ends.",]
    );
    // A number that is not the paragraph's own is part of the text, once.
    let page = "<p>It is said.</p><p>And again.</p><p>Thus:</p><ol start=7><li>Seventh.<p>Still seventh.</p><li value=9>Ninth.</ol>";
    let import = imported("page.html", page);
    assert_eq!(passages(&import)[3..], ["7. Seventh.", "Still seventh.", "9. Ninth."]);
    // A number within a list does not number a paragraph, although it follows the last one.
    let page = "<ol><li>One.<ul><li>Dot.<ol><li>Deep.<li>Deeper.</ol></ul>Behind.<li>Two.<li>Three.</ol>";
    let expected = ["¶1: One.", "Dot.", "1. Deep.", "2. Deeper.", "Behind.", "¶2: Two.", "¶3: Three."];
    assert_eq!(passages(&imported("page.html", page)), expected);
    let text = "1. One.\n   1. Deep.\n   2. Deeper.\n2. Two.\n3. Three.\n";
    let expected = ["¶1: One.", "1. Deep.", "2. Deeper.", "¶2: Two.", "¶3: Three."];
    assert_eq!(passages(&imported("page.md", text)), expected);
    // Numbers of paragraphs that are in no list.
    let page = "<p>1. One.</p><p>2. Two.</p><p>3. Three.</p>";
    assert_eq!(passages(&imported("page.html", page)), ["¶1: One.", "¶2: Two.", "¶3: Three."]);
    let import = imported(
        "page.md",
        "It is said.\n\nAgain.\n\nThus.\n\nSo.\n\n1. First.\n   1. Within.\n2. Second.\n",
    );
    assert_eq!(passages(&import)[4..], ["1. First.", "1. Within.", "2. Second."]);
}

#[test]
fn raised_figures_are_notes_or_powers_and_never_part_of_a_figure() {
    for (html, text) in [
        (
            "By 2031<sup>2</sup> the ports<a href='#n'><sup>1</sup></a> move 10<sup>6</sup> t.",
            "By 2031[2] the ports[1] move 10^6 t.",
        ),
        (
            "Ports<sup class=footnote>a</sup>, harbors<sup>b</sup> and quays <sup>3, 4</sup>.",
            "Ports[a], harbors[b] and quays [3, 4].",
        ),
        ("An area of 12 km<sup>2</sup> and 10<sup>-3</sup>.", "An area of 12 km^2 and 10^-3."),
        (
            "The 26<sup>th</sup>, n<sup>o</sup> 1<sup>er</sup>, M<sup>me</sup> Port<sup>TM</sup> CO<sub>2</sub>.",
            "The 26th, no 1er, Mme PortTM CO2.",
        ),
        ("In 10<sup id=fnref2>2</sup> ports<sup>*</sup>.", "In 10[2] ports*."),
        ("Open<sup>1 to the end", "Open1 to the end"),
    ] {
        assert_eq!(read(&format!("<p>{html}</p><p>After.</p>")), [text, "After."]);
    }
}

#[test]
fn what_no_reader_sees_is_no_passage() {
    for hidden in [
        "<p hidden>Not seen.</p>",
        "<p hidden>Not seen.",
        "<p style='Display: none'>Not seen.</p>",
        "<div style='visibility:hidden'><p>Not seen.</p></div>",
        "<p><span hidden>Not seen.</span></p>",
        "<table hidden><tr><td>Not seen.</table>",
        "<template><p>Not seen.</p></template>",
        "<input hidden>",
        "<p><del>Not seen.</del></p>",
    ] {
        let page = format!("<p>One ends.</p>{hidden}<p>Two ends.</p>");
        assert_eq!(read(&page), ["One ends.", "Two ends."], "{hidden}");
    }
    assert_eq!(read("<p>Of <del>trade</del><ins>ports</ins>.</p>"), ["Of ports."]);
    // Words marked as deleted may matter elsewhere, so they are reported.
    let deleted = document(
        "<p>Of <del>all\ntrade</del><ins>ports</ins>, <del> </del>and <del>x<p>Two <b>ends</b>.</p>",
    );
    assert_eq!(lines(&deleted), ["Of ports, and", "Two ends."]);
    assert_eq!(deleted.remarks, ["words that the page marks as deleted were left out (2): “all trade”, “x”"]);
    let whole = document("<del><p>All of it.</p><ul><li>This too.</ul></del><p>One <del>not</del> ends.</p>");
    assert_eq!(lines(&whole), ["One ends."]);
    let told = "words that the page marks as deleted were left out (2): “All of it. This too.”, “not”";
    assert_eq!(whole.remarks, [told]);
    let ruby = "<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>と<ruby>町<rt>まち</ruby>。</p>";
    assert_eq!(read(ruby), ["港と町。"]);
}

#[test]
fn what_is_hidden_until_it_is_found_can_be_read() {
    let page = "<p>One ends.</p><div hidden='until-found'><p>Two ends.</p></div>";
    assert_eq!(read(page), ["One ends.", "Two ends."]);
}

#[test]
fn the_name_of_a_drawing_divides_no_sentence() {
    let page = "<p>By the <a href=x>Treaty<svg><title>external link</title><path/></svg></a> both act.</p>";
    assert_eq!(read(page), ["By the Treaty both act."]);
    assert_eq!(read("<p>One<svg><path><p>Two ends.</p><p>Three ends.</p>").last().unwrap(), "Three ends.");
}

#[test]
fn an_element_of_xml_may_end_where_it_begins() {
    let text = "<title>Ports</title><script src='x.js'/><style/><p>One ends.</p><title/><p>Two ends.</p>";
    for page in [
        format!("<?xml version='1.0'?><html>{text}</html>"),
        format!("<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html>{text}</html>"),
        format!("<html xmlns='http://www.w3.org/1999/xhtml'>{text}</html>"),
    ] {
        assert_eq!(read(&page), ["One ends.", "Two ends."], "{page}");
    }
    // In HTML, what follows is code.
    assert_eq!(read("<p>One ends.</p><script src=x />var a = 1;</script><p>Two ends.</p>").len(), 2);
}

#[test]
fn tables_are_rows_of_cells() {
    let page =
        "<table><tr><th>Year</th><th>Sum</th></tr><tr><td>2029</td><td>One <b>bn</b></td></tr></table>";
    assert_eq!(read(page), ["Year | Sum", "2029 | One bn"]);
    assert_eq!(read("<table><tr><td><p>Laid out.</p><p>So.</p></td></tr></table>"), ["Laid out.", "So."]);
}

#[test]
fn preformatted_text_is_plain_text() {
    let page =
        "<pre>\n1. The first\ngoes moderni-\nzed on.\n\n2. The second is modernized.\n</pre><p>After.</p>";
    assert_eq!(read(page), ["1. The first goes modernized on.", "2. The second is modernized.", "After."]);
    assert_eq!(read("<p>Some <code>code</code></p><pre>one line</pre>"), ["Some code", "one line"]);
}

/// A page with everything that is usually around a text.
const PAGE: &str = r##"<!DOCTYPE html><html><head>
<title>Joint Statement on the Harbor | Ministry of Harbors</title>
<meta property="og:title" content="Joint Statement on the Harbor">
<meta property="og:site_name" content="Ministry of Harbors">
<link rel="canonical" href="https://www.mofa.go.kr/eng/harbor/joint-statement-on-the-harbor">
<script type="application/ld+json">{"@graph":[{"@type":"Page","dateModified":"2030-01-01","datePublished":"2029-11-05T10:00:00+09:00"}]}</script>
<style>p { color: red }</style></head>
<body><a class="skip-link" href="#main">Skip to content</a>
<div id="cookie-banner"><p>We use cookies to make this site simpler. You may accept them or not.</p></div>
<header><nav><ul><li><a href="/">Home</a></li></ul></nav><form><label>Search</label><input></form></header>
<div class="breadcrumb">Home &gt; News</div>
<div class="content">
<h1>Joint Statement on the Harbor</h1>
<p>Busan, November 5, 2029</p>
<div class="share-buttons">Share this page</div>
<p>The United States and the Republic of Korea met at the harbor.</p>
<ul><li><a href="/a">Related: another page</a></li></ul>
<p>They will build two piers.</p>
</div>
<aside><h2>Related</h2><p>Other news of the week.</p></aside>
<footer><p>Copyright of the Ministry of Harbors, with an address and hours.</p></footer>
<script>var a = "<p>no</p>";</script></body></html>"##;

#[test]
fn what_stands_around_the_words_is_skipped() {
    let import = imported("saved.html", PAGE);
    assert_eq!(
        passages(&import),
        ["The United States and the Republic of Korea met at the harbor.", "They will build two piers."]
    );
    let statement = &import.statement;
    assert_eq!(&*statement.title, "Joint Statement on the Harbor");
    assert_eq!((statement.date.as_deref(), statement.place.as_deref()), (Some("2029-11-05"), Some("Busan")));
    assert_eq!(statement.standing, Standing::Joint);
    assert_eq!(from(&import, "address"), Some(Provenance::Markup));
    let address = "https://www.mofa.go.kr/eng/harbor/joint-statement-on-the-harbor";
    assert_eq!(import.source.address.as_deref(), Some(address));
    assert_eq!(import.source.publisher.as_deref(), Some("Republic of Korea"));
}

#[test]
fn a_form_around_the_whole_page_hides_nothing() {
    let page =
        "<html><body><form id=aspnet><div><h1>Statement</h1><p>It is said.</p></div></form></body></html>";
    assert_eq!(read(page), ["# Statement", "It is said."]);
}

#[test]
fn what_is_never_closed_hides_nothing() {
    let words = "It is said at length and again. ".repeat(20);
    assert_eq!(
        read(&format!("<p>Before.</p><nav><a>Menu</a><p>{words}</p>")),
        ["Before.", "Menu", words.trim()]
    );
    // A wrapper with an unlucky name.
    let page = format!("<div class='sidebar-left'><p>{words}</p></div>");
    assert_eq!(read(&page), [words.trim()]);
}

#[test]
fn a_page_s_main_part_stands_for_it() {
    let words = "It is said at length and again. ".repeat(10);
    let page =
        format!("<h1>The Site</h1><p>Banner.</p><main><h1>Title</h1><p>{words}</p></main><p>Foot.</p>");
    assert_eq!(read(&page), ["# Title", words.trim()]);
    assert_eq!(document(&page).first_heading.as_deref(), Some("Title"));
    let page = format!("<p>Banner.</p><article><p>{words}</p></article><p>Foot.</p>");
    assert_eq!(read(&page), [words.trim()]);
}

#[test]
fn a_page_s_own_data_is_read() {
    for (data, date) in [
        (r#"<meta property="article:published_time" content="2029-11-05T10:00:00Z">"#, Some("2029-11-05")),
        (r#"<meta name="DC.date.issued" content="2029-11-05">"#, Some("2029-11-05")),
        (r#"<meta name="govuk:first-published-at" content="2029-11-05T01:00:00+00:00">"#, Some("2029-11-05")),
        (r#"<article><time datetime="2029-11-05">5 Nov.</time></article>"#, Some("2029-11-05")),
        (r#"<time datetime="2029-11-05">today</time>"#, None),
        (r#"<meta property="article:modified_time" content="2029-11-05">"#, None),
        (r#"<meta name="date" content="2029-02-30">"#, None),
        (r#"<script type="application/ld+json">{"datePublished":</script>"#, None),
        (r#"<script>{"datePublished":"2029-11-05"}</script>"#, None),
    ] {
        let import =
            imported("page.html", &format!("<html>{data}<body><p>It is said in a sentence.</p></body>"));
        assert_eq!(import.statement.date.as_deref(), date, "{data}");
        assert_eq!(from(&import, "date"), date.map(|_| Provenance::Markup), "{data}");
        assert_eq!(import.missing.contains(&"date"), date.is_none(), "{data}");
    }
}

/// The date of a page with this in its head and in its main part, and the remarks about it.
fn day(head: &str, main: &str) -> (Option<String>, String) {
    let page = format!(
        "<html><head>{head}</head><body><main><h1>Remarks</h1>{main}<p>They met.</p></main></body></html>"
    );
    let import = imported("page.html", &page);
    (import.statement.date.as_deref().map(str::to_owned), import.remarks.join("\n"))
}

#[test]
fn a_time_element_is_the_day_of_publication_only_if_the_page_sets_it_apart_or_says_so() {
    let body = "<p>It is said in a sentence.</p>";
    for (main, date) in [
        ("<p>It was founded on <time datetime='1953-10-01'>1 October 1953</time> and grew.</p>", None),
        ("<p>They meet on <time datetime='2032-11-20'>20 November</time>.</p>", None),
        ("<p>Changed <time itemprop='dateModified' datetime='2033-01-02'>2 Jan</time></p>", None),
        ("<p><time class='updated' datetime='2033-01-02'>2 Jan</time></p>", None),
        ("<p><span class='last-modified'><time datetime='2033-01-02'>2 Jan</time></span></p>", None),
        (
            "<p><time class='updated' datetime='2033-01-02'>2 Jan</time> <time class='published' datetime='2031-05-04'>4 May</time></p>",
            Some("2031-05-04"),
        ),
        (
            "<p>First shown <time itemprop='datePublished' datetime='2031-05-04'>then</time></p>",
            Some("2031-05-04"),
        ),
        (
            "<p>By <b>J. Roe</b> <time class='entry-date' datetime='2031-05-04'>then</time></p>",
            Some("2031-05-04"),
        ),
        ("<div><script>var a = 1;</script><time datetime='2031-05-04'>then</time></div>", Some("2031-05-04")),
    ] {
        let (found, remarks) = day("", &format!("{main}{body}"));
        assert_eq!(found.as_deref(), date, "{main}");
        let is_unnamed = main.contains("<script>");
        assert_eq!(remarks.contains("does not say what it is of"), is_unnamed, "{main}: {remarks}");
    }
}

#[test]
fn data_about_something_else_gives_no_date() {
    let own = r#"{"@type":["Thing","NewsArticle"],"datePublished":"2031-05-04"}"#;
    for data in [
        format!(
            r#"[{{"@type":"ItemList","itemListElement":[{{"@type":"NewsArticle","datePublished":"2029-01-02"}}]}},{own}]"#
        ),
        format!(r#"{{"@graph":[{{"@type":"ImageObject","datePublished":"2028-01-02"}},{own}]}}"#),
        format!(r#"{{"@type":"WebPage","image":{{"datePublished":"2028-01-02"}},"mainEntity":{own}}}"#),
    ] {
        let head = format!("<script type='application/ld+json'>{data}</script>");
        assert_eq!(day(&head, "<p>It is said.</p>").0.as_deref(), Some("2031-05-04"), "{data}");
    }
}

#[test]
fn the_day_of_a_time_in_utc_is_that_of_the_place_or_a_remark() {
    let meta = "<meta property='article:published_time' content='2031-05-05T02:26:07+00:00'>";
    for local in [
        "<p><time datetime='2031-05-04T22:26:07-04:00'>then</time></p>",
        "<p><time datetime='2031-05-05T02:26:07Z'>May 4, 2031</time></p>",
        "<meta name='dc.date' content='2031-05-04'>",
    ] {
        assert_eq!(day(meta, local), (Some(String::from("2031-05-04")), String::new()), "{local}");
    }
    // The day of something else, of a comment for instance, is not that of the place.
    for other in [
        "",
        "<p><time datetime='2031-05-02'>then</time></p>",
        "<p><time class='published' datetime='2031-05-04T20:00:00-04:00'>then</time></p>",
    ] {
        let (date, remarks) = day(meta, other);
        assert_eq!(date.as_deref(), Some("2031-05-05"));
        assert!(remarks.contains("2031-05-05T02:26:07+00:00, which is UTC"), "{remarks}");
    }
    for known in ["2031-05-05T02:26:07+09:00", "2031-05-05T00:00:00Z", "2031-05-05"] {
        assert_eq!(day(&meta.replace("2031-05-05T02:26:07+00:00", known), "").1, "", "{known}");
    }
    // It is not used where the text gives the day itself.
    assert_eq!(day(meta, "<p>Busan, May 4, 2031</p>").1, "");
}

#[test]
fn titles_lose_the_name_of_their_site_and_nothing_else() {
    for (page, title) in [
        ("Remarks at the Port – The White House", "Remarks at the Port"),
        ("Joint Statement on Ports - United States Department of State", "Joint Statement on Ports"),
        ("Fact Sheet – The Harbor Plan", "Fact Sheet – The Harbor Plan"),
        ("Press release: ports - GOV.UK", "Press release: ports"),
        ("Statement | NATO", "Statement"),
        ("Ministry of Harbors, Northland | Joint Statement on Ports", "Joint Statement on Ports"),
        (
            "Harbor House - Joint Statement on Ports<meta property='og:site_name' content='Harbor House'>",
            "Joint Statement on Ports",
        ),
        ("Harbor House - Joint Statement on Ports", "Harbor House - Joint Statement on Ports"),
        ("The Harbor Plan | Fact Sheets", "The Harbor Plan"),
    ] {
        let (page, meta) = page.split_once('<').unwrap_or((page, "meta>"));
        let text = format!("<html><head><title>{page}</title><{meta}</head><p>It is said.</p>");
        let import = imported("page.html", &text);
        assert_eq!((&*import.statement.title, from(&import, "title")), (title, Some(Provenance::Markup)));
    }
    // The first heading tells the title from the site, unless it is the name of the site.
    for (page, heading, title) in [
        ("Gemeinsame Erklärung - Auswärtiges Amt", "Gemeinsame Erklärung zu Häfen", "Gemeinsame Erklärung"),
        ("Harbor House - Joint Statement on Ports", "Joint Statement on Ports", "Joint Statement on Ports"),
        ("Statement - The Harbor Plan", "Statement", "Statement - The Harbor Plan"),
        ("Words at the Port | Harbor House", "Harbor House", "Words at the Port"),
    ] {
        let text = format!("<title>{page}</title><h1>{heading}</h1><p>It is said.</p><p>And again.</p>");
        let document = super::super::read::html::read(&text).unwrap();
        assert_eq!(super::super::evidence::without_site(page, &document), title, "{page}");
    }
    // A site's own name in the first heading is not the page's title.
    let text =
        "<title>Remarks at the Port – The White House</title><h1>The White House</h1><p>It is said.</p>";
    assert_eq!(&*imported("page.html", text).statement.title, "Remarks at the Port");
}

#[test]
fn lines_of_a_head_are_parted_by_breaks() {
    let page =
        "<p><strong>Joint Statement on Ports<br>Busan, November 5, 2029</strong></p><p>It is said.</p>";
    let import = imported("page.html", page);
    let statement = &import.statement;
    assert_eq!((&*statement.title, statement.place.as_deref()), ("Joint Statement on Ports", Some("Busan")));
    assert_eq!(passages(&import), ["It is said."]);
}

#[test]
fn numbered_paragraphs_are_parted_by_breaks() {
    let first = "<p>The two sides met in the harbor.</p>";
    for (page, expected) in [
        (
            "<p>1. They met.<br>\n2. They <b>agreed</b>:<br>so.<br>3. They left.</p>",
            &["1. They met.", "2. They agreed: so.", "3. They left."][..],
        ),
        (
            "<div>They agreed:<br>1. on ports.<br>2. on ships.</div>",
            &["They agreed:", "1. on ports.", "2. on ships."],
        ),
        (
            "<p>They agreed:<br>가. 항만 개발<br>나. 선박 수리</p>",
            &["They agreed:", "가. 항만 개발", "나. 선박 수리"],
        ),
        // One number is no list, and neither are numbers out of order.
        (
            "<p>They agreed:<br>1. on ports, and<br>7. on ships.</p>",
            &["They agreed: 1. on ports, and 7. on ships."],
        ),
        ("<p>So.<br>They met<br>in the harbor.</p>", &["So. They met in the harbor."]),
    ] {
        assert_eq!(read(&format!("{first}{page}"))[1..], *expected, "{page}");
    }
    // A list of names is one paragraph.
    let names: Vec<String> = (1..=12).map(|number| format!("{number}. Port of Roe<br>")).collect();
    assert_eq!(read(&format!("{first}<p>{}</p>", names.concat())).len(), 2);
}

#[test]
fn soup_is_eaten() {
    for page in
        ["<", "<p", "</", "<!--", "<p><", "&#x110000;&#0;", "<pre>", "<script>", "<title>x", "<table><td>x"]
    {
        let _ = super::super::read::html::read(page);
    }
    let deep = "<div>".repeat(1_000_000) + "It is said.";
    assert_eq!(read(&deep), ["It is said."]);
    assert_eq!(
        read(&format!("{}It is said.", "<ol><li><b><a name=x><pre>".repeat(100_000))),
        ["1: It is said."]
    );
    let words = "It is said at length and again. ".repeat(10);
    let page = format!("<nav>{}</nav><p>{words}</p>", "<nav>x</nav>".repeat(1000));
    assert_eq!(read(&page), [words.trim()]);
}
