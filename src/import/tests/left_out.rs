//! What is left out of web pages, and what the report says of it.

use super::main_text::{read, words};
use super::*;
use crate::import::read::html;

#[test]
fn what_is_left_out_on_a_guess_is_quoted() {
    let text = words("harbor", 6);
    let page = format!(
        "<nav><p>All news of the house.</p></nav><main><h1>Statement</h1><p>{text}</p><div class=caption>The pier in May</div>\
         <p hidden>Not seen.</p><p>Share</p><div class=ad>Each sees to the security of its own ports, at its own cost.</div>\
         <p>{text}</p></main><footer><p>House 7</p></footer>"
    );
    assert_eq!(
        html::read(&page).unwrap().remarks,
        [
            "words that seem to be no part of the text were left out (2): “Each sees to the security of its own por …”, \
          “The pier in May”"
        ]
    );
    let page = format!(
        "<main><h1>Statement</h1><p>{text}</p><ul><li><a href='/1'>Treaty of 1953</a></ul><p>{text}</p></main>"
    );
    assert_eq!(
        html::read(&page).unwrap().remarks,
        ["links that seem to lead elsewhere were left out (1): “Treaty of 1953”"]
    );
    // Of what is beyond the main text, only much is told.
    let beyond = |sentences| {
        let others = format!("<ul><li>{}</li></ul>", words("canal", sentences));
        let page = format!("<article><p>{text}</p></article>{others}<a href='/'>Home</a>");
        html::read(&page).unwrap().remarks.len()
    };
    assert_eq!((beyond(1), beyond(2)), (1, 1));
    let page = format!("<article><p>{}</p></article><ul><li>{}</ul>", words("harbor", 20), words("canal", 1));
    assert_eq!(html::read(&page).unwrap().remarks, [""; 0]);
}

#[test]
fn the_rows_of_an_old_layout_are_one_text() {
    let (first, second) = (words("harbor", 3), words("canal", 3));
    let row = |cell: &str| format!("<tr><td>{cell}</td></tr>");
    let rows = [
        "<b>Joint Statement</b>",
        "Seoul, 4 May 2031",
        &format!("<p>{first}</p><p>{second}</p>"),
        "Annex: none of the ships",
    ];
    let column: String = rows.into_iter().map(row).collect();
    let menu = "<td><a href=x>Home</a><br><a href=y>News</a></td>";
    let page =
        format!("<table><tr>{menu}<td><table>{column}<tr><td><a href=z>More</a></table></td></tr></table>");
    assert_eq!(
        read(&page),
        ["# Joint Statement", "Seoul, 4 May 2031", &*first, &*second, "Annex: none of the ships"]
    );
}

#[test]
fn a_newsletter_of_the_statement_stays() {
    let text = words("harbor", 6);
    let page = format!(
        "<article><h1>Statement</h1><p>{text}</p><p>They launched a newsletter for all four services.</p><p>{text}</p></article>"
    );
    assert!(read(&page).contains(&String::from("They launched a newsletter for all four services.")));
}

#[test]
fn a_sentence_that_is_left_out_is_always_quoted() {
    let text = words("harbor", 6);
    // On a page that names no text, what is named is no guess, unless it is as long as a sentence of the text.
    for (banner, told) in [
        ("<div class=cookie-note><p>We use cookies.</p></div>", ""),
        (
            "<div class=author-note><p>Their reservation to it remains.</p></div>",
            "Their reservation to it remains.",
        ),
        (
            "<section id=consent><p>They do not consent to new piers.</p></section>",
            "They do not consent to new piers.",
        ),
        ("<nav>Of piers that are in no list</nav>", ""),
        ("<nav><p>Of piers that are not in the list.</p></nav>", "Of piers that are not in the list."),
        (
            "<footer><p>Done in two copies, both authentic.</p></footer>",
            "Done in two copies, both authentic.",
        ),
        (
            "<figure><figcaption>The two sides sign the statement.</figcaption></figure>",
            "The two sides sign the statement.",
        ),
        (
            "<fieldset><legend>Annex: what they will not build</legend></fieldset>",
            "Annex: what they will not build",
        ),
        (
            "<dialog open><p>They wrote a letter about piers too.</p></dialog>",
            "They wrote a letter about piers too.",
        ),
        ("<dialog><p>They wrote a letter about piers too.</p></dialog>", ""),
        ("<p>Our newsletter on piers goes on.</p>", "Our newsletter on piers goes on."),
    ] {
        for home in ["", "<a href='/'>Home</a>"] {
            let page = format!("{home}<h1>Statement</h1><p>{text}</p>{banner}<p>{text}</p>");
            let document = html::read(&page).unwrap();
            let is_kept = lines(&document).concat().contains(told);
            assert!(
                told.is_empty() && document.remarks.is_empty()
                    || is_kept
                    || document.remarks.concat().contains(told),
                "{page}: {document:?}"
            );
        }
    }
}
