//! The pages of plain text, and of PDFs turned into text.

use super::*;

fn read(text: &str) -> Vec<String> {
    lines(&read::read(text, TextFormat::Plain).unwrap())
}

#[test]
fn pages_leave_no_trace_in_a_paragraph() {
    let text = "MINISTRY OF DEFENSE\n\n1. The ministers agreed to strengthen the com-\nbined posture of the\n\n\
        Joint Communiqué                1\n\u{C}MINISTRY OF DEFENSE\n\nalliance, and the combined exercises.\n\n\
        2. They thanked\nthe forces.\n\nJoint Communiqué                2\n\u{C}MINISTRY OF DEFENSE\n\n\
        3. They will meet again.\n\nJoint Communiqué                3\n\u{C}";
    assert_eq!(
        read(text),
        [
            "# MINISTRY OF DEFENSE",
            "1. The ministers agreed to strengthen the combined posture of the alliance, and the combined exercises.",
            "2. They thanked the forces.",
            "3. They will meet again.",
        ]
    );
}

#[test]
fn a_sentence_goes_on_past_the_end_of_a_page_and_its_notes() {
    let rest = "build more piers.\n\n3. They left.";
    for (foot, notes) in [
        ("", &[][..]),
        ("\n\n1", &[]),
        ("\n\n1 The piers are named\nin the annex.", &["1 The piers are named in the annex."]),
        ("\n\n____\n[1] See it.\n\n2 See both.\n\n- 1 -", &["[1] See it.", "2 See both."]),
        ("\n\n9 See it in\n12 books\n10 See both", &["9 See it in 12 books", "10 See both"]),
        ("\n\n* See it\n† See both\n\u{1D}", &["* See it", "† See both"]),
        ("\u{C}", &[]),
    ] {
        let read = read(&format!("1. They met.\n\n2. They will not{foot}\n\u{C}{rest}"));
        let expected = ["1. They met.", "2. They will not build more piers."]
            .iter()
            .chain(notes)
            .chain(&["3. They left."]);
        assert_eq!(read, expected.copied().collect::<Vec<_>>(), "{foot}");
    }
    // A word may be cut there.
    for foot in ["", "\u{C}", "\u{1D}\n", "\n1 See the annex.\n\u{C}"] {
        let read = read(&format!("They met in the harbor on the\nmod-\n{foot}ule, a module of piers."));
        assert_eq!(read[0], "They met in the harbor on the module, a module of piers.", "{foot}");
    }
    // A note of a sentence that has ended is no heading, and the mark of one is no word that goes on.
    for (last, rest) in
        [("to all.2", "They left."), ("to all.[2]", "They left."), ("to all", "3. They left.")]
    {
        let text = format!("They open their ports to\nships and\n{last}\n\n2 See the treaty\n\u{C}{rest}");
        assert_eq!(read(&text)[1..], ["2 See the treaty", rest], "{last}");
    }
    // The day below a title is no note.
    let day = "A Joint Statement on Piers\n\n4 May 2031\u{C}They met.";
    assert_eq!(read(day), ["# A Joint Statement on Piers", "# 4 May 2031", "They met."]);
    // A sentence that has ended, an item, and a new sentence do not go on.
    for (last, next) in [
        ("They will.", "and more"),
        ("They will:", "a) They build."),
        ("The piers", "ii. of the sea"),
        ("The piers", "They build."),
    ] {
        assert_eq!(read(&format!("They met.\n\n{last}\u{C}{next}")).len(), 3, "{last} {next}");
    }
}

/// Pages with these lines at their tops, as a text, and what is left of them with the remarks.
fn paged(tops: &[&str]) -> (Vec<String>, String) {
    let page = |(number, top): (usize, &&str)| {
        let words = ["one", "two", "three", "four", "five"][number];
        format!("{top}\n\nThe ships of party {words} may call.\n\nArticle {words}\n\nThey pay.\n")
    };
    let pages: Vec<String> = tops.iter().enumerate().map(page).collect();
    let document = read::read(&pages.join("\u{C}"), TextFormat::Plain).unwrap();
    (lines(&document), document.remarks.join("\n"))
}

#[test]
fn only_figures_that_go_up_by_one_on_each_page_are_page_numbers() {
    // The articles of a treaty, of which two are on each page.
    let (lines, remarks) = paged(&["Article 1", "Article 3", "Article 5"]);
    for article in ["# Article 1", "# Article 3", "# Article 5"] {
        assert!(lines.iter().any(|line| line == article), "{lines:?}");
    }
    assert_eq!(remarks.matches("Article").count(), 0, "{remarks}");
    // The number of the year stays, that of the page goes up.
    let tops = ["Gazette 2031, 11", "Gazette 2031, 12", "Gazette 2031, 13", "Gazette 2031, 14"];
    let (lines, remarks) = paged(&tops);
    assert!(!lines[1..].iter().any(|line| line.contains("Gazette")), "{lines:?}");
    assert!(remarks.contains("“Gazette 2031, 12” to “Gazette 2031, 14”"), "{remarks}");
    // So does that of a page with a long head, of which each letter takes three bytes.
    let head = "항만과 해상 물류에 관한 공동 위원회의 제삼차 전체 회의에서 채택된 문서와 그 부속 문서의 전문";
    let (lines, remarks) =
        paged(&[1, 2, 3].map(|page| format!("{head} {page}")).each_ref().map(String::as_str));
    assert!(!lines[1..].iter().any(|line| line.contains(head)), "{lines:?}");
    assert!(remarks.contains("left out (2)"), "{remarks}");
    // What is twice on one page, and on no other, repeats on none.
    let text = "They met.\n\nThey sang.\u{C}Applause\n\nThey built.\n\nThey left.\n\nApplause\u{C}They ate.";
    assert_eq!(read(text).iter().filter(|line| line.contains("Applause")).count(), 2);
    // The same sentence may end several articles.
    let ends = ["one", "two", "three"]
        .map(|party| format!("Port of {party}\n\nParty {party} pays.\n\nThey meet each year."));
    assert_eq!(read(&ends.join("\u{C}")).concat().matches("They meet each year.").count(), 3);
    // One that is within a page too is the text's own.
    let text = "Treaty\n\nTokyo, May 4, 2031\n\nArticle 1\n\nThey keep the peace.\n\nThey meet.\n\nSoon.\u{C}Article 2\n\nThey pay.\u{C}Article 3\n\nThey part.";
    let lines = read(text);
    assert!(lines.iter().any(|line| line == "# Article 2"), "{lines:?}");
}

#[test]
fn page_numbers_are_skipped_where_they_stand_alone() {
    for number in ["12", "- 12 -", "– 12 –", "Page 12 of 20", "12/20"] {
        let text = format!(
            "The alliance is strong and it will go on to\nbe strong in the years\n\n{number}\n\nahead of us.\n\nYes."
        );
        assert_eq!(
            read(&text),
            ["The alliance is strong and it will go on to be strong in the years ahead of us.", "Yes."],
            "{number}"
        );
    }
    // Those of pages go up by one; others are the text's own.
    assert_eq!(
        read("They met.\n\n7\n\nThey left.\n\n8\n\nThey ate."),
        ["They met.", "They left.", "They ate."]
    );
    assert_eq!(
        read("Piers\n\n12\n\nShips\n\n30\n\nThey met."),
        ["# Piers", "12", "# Ships", "30", "They met."]
    );
    // A figure that the end of a line sets apart belongs to the sentence.
    assert_eq!(
        read("They marked the anniversary, the\n70\nth of its kind."),
        ["They marked the anniversary, the 70 th of its kind."]
    );
}

#[test]
fn a_page_that_ends_with_a_sentence_ends_the_paragraph() {
    let text = "The first paragraph goes over two\nlines and ends.\u{C}The second begins a page\nand ends.";
    assert_eq!(
        read(text),
        ["The first paragraph goes over two lines and ends.", "The second begins a page and ends."]
    );
}
