//! Titles, dates and places in a document's first lines.

use super::super::title_block::TitleBlock;
use super::*;

/// Title, date and place of a head, and what is left of its lines.
fn head(text: &str) -> (String, String, String, Vec<String>) {
    let mut document = super::super::read::text::read(&format!(
        "{text}\n\nThe body of the text begins with a sentence, here.\n"
    ));
    let head = TitleBlock::of(&document, None, None);
    head.remove_used(&mut document, &super::super::evidence::first_lines(&head));
    let mut left = lines(&document);
    assert_eq!(left.pop().as_deref(), Some("The body of the text begins with a sentence, here."), "{text}");
    let said = |field: Option<String>| field.unwrap_or_default();
    (said(head.title), said(head.date), said(head.place), left)
}

fn dated(text: &str) -> (String, String) {
    let (_, date, place, _) = head(text);
    (date, place)
}

#[test]
fn a_line_may_hold_title_place_and_date() {
    let title = "Joint Communiqué of the 61st ROK–U.S. Security Consultative Meeting";
    for (behind, place) in [
        (", Seoul, November 5, 2029", "Seoul"),
        (" (Seoul, 5 November 2029)", "Seoul"),
        (" – Seoul, November 5, 2029", "Seoul"),
        (", Washington, D.C., November 5, 2029", "Washington, D.C."),
        (", Seoul, Republic of Korea, November 5, 2029", "Seoul, Republic of Korea"),
        (", November 5, 2029", ""),
        (" (November 5, 2029)", ""),
        (", November 5, 2029, in Seoul", "Seoul"),
    ] {
        let expected = (title.to_owned(), "2029-11-05".to_owned(), place.to_owned(), vec![]);
        assert_eq!(head(&format!("{title}{behind}")), expected, "{behind}");
    }
}

#[test]
fn a_line_may_hold_place_and_date() {
    for (line, place) in [
        ("Seoul, November 5, 2029", "Seoul"),
        ("Washington, D.C., November 5, 2029", "Washington, D.C."),
        ("November 5, 2029, Washington, D.C.", "Washington, D.C."),
        ("Done at Washington, November 5, 2029", "Washington"),
        ("5 November 2029, Brussels, Belgium", "Brussels, Belgium"),
        ("Monday, November 5, 2029", ""),
        ("Seoul, Monday, November 5, 2029", "Seoul"),
        ("November 5, 2029 | 10:30 a.m. EST", ""),
        ("2029. 11. 5., 서울", "서울"),
        ("2029. 11. 5.(월), 서울", "서울"),
        ("2029년 11월 5일 서울", "서울"),
        ("2029년 11월 5일(월) 14:30", ""),
        ("배포일시: 2029. 11. 5.(월) 오전 10시 30분", ""),
        ("２０２９年１１月５日（月）", ""),
        ("2029年11月5日，北京", "北京"),
        ("Paris, le 5 novembre 2029", "Paris"),
        ("Berlin, den 5. November 2029", "Berlin"),
        ("Москва, 5 ноября 2029 года", "Москва"),
        ("Warszawa, 5 listopada 2029 r.", "Warszawa"),
        ("Hà Nội, ngày 5 tháng 11 năm 2029", "Hà Nội"),
        ("Date: November 5, 2029", ""),
    ] {
        assert_eq!(dated(line), ("2029-11-05".to_owned(), place.to_owned()), "{line}");
        // A weekday and an hour are in no field: their line stays.
        let says_more = ["Monday", "a.m.", "(월)", "（月）"].iter().any(|more| line.contains(more));
        let left = if says_more { vec![format!("# {line}")] } else { Vec::new() };
        assert_eq!(head(line).3, left, "{line}");
    }
}

#[test]
fn only_lines_that_became_fields_leave_the_text() {
    let front = "---\ntitle: Renewing the Harbor Office\ndate: 2031-05-04\nplace: Busan\n---\n\n";
    for (head, left) in [
        // What front matter says as well.
        ("**RENEWING THE HARBOR OFFICE**\n\nBusan, May 4, 2031", &[][..]),
        // Other titles, dates and places, an addressee, how it was delivered.
        ("Executive Order 99123", &["Executive Order 99123"]),
        ("*Remarks as prepared for delivery*", &["Remarks as prepared for delivery"]),
        ("(May 3, 2031)", &["(May 3, 2031)"]),
        ("Seoul, May 4, 2031", &["Seoul, May 4, 2031"]),
        ("Press Briefing Room", &["Press Briefing Room"]),
        ("For immediate release: May 4, 2031", &["For immediate release: May 4, 2031"]),
        (
            "Memorandum for the Secretary of Ports\n\nSubject: The Office",
            &["Memorandum for the Secretary of Ports", "Subject: The Office"],
        ),
    ] {
        let import = imported("office.md", &format!("{front}{head}\n\nThe office keeps its seat.\n"));
        let heading = Some(left.join(" · ")).filter(|heading| !heading.is_empty());
        let passage = &import.statement.passages[0];
        assert_eq!(
            (passage.heading.as_deref(), import.statement.passages.len()),
            (heading.as_deref(), 1),
            "{head}"
        );
        assert_eq!(&*import.statement.title, "Renewing the Harbor Office", "{head}");
        let is_other_day = head.contains("May 3");
        assert_eq!(import.remarks.len(), usize::from(is_other_day), "{head}: {:?}", import.remarks);
    }
    // A clause before the first section is no heading, and no title of it.
    let clause = "By the powers that the law gives me, it is ordered that the office be renewed:";
    let section = "Section 1. The office keeps its seat.";
    for front in ["", front] {
        let import =
            imported("order.md", &format!("{front}Executive Order 99123\n\n{clause}\n\n{section}\n"));
        let texts: Vec<&str> = import.statement.passages.iter().map(|passage| &*passage.text).collect();
        assert_eq!(texts, [clause, section]);
        let title = if front.is_empty() { "Executive Order 99123" } else { "Renewing the Harbor Office" };
        assert_eq!(&*import.statement.title, title);
    }
}

#[test]
fn a_transcript_names_its_place_above_the_hour_and_spoken_words_are_no_heading() {
    let front = "---\ntitle: Remarks by the Minister of Ports\ndate: 2031-05-04\n---\n\n";
    for (head, place, left) in [
        (
            "Old Quay  \nHarbortown, Northland\n\n4:47 P.M. CST",
            Some("Harbortown, Northland"),
            "Old Quay · 4:47 P.M. CST",
        ),
        ("Harbortown, Northland\n\n(16:47)", Some("Harbortown, Northland"), "(16:47)"),
        ("Old Quay\n\nBusan, South Korea", Some("Busan, South Korea"), "Old Quay"),
        ("Press Briefing Room\n\n4:47 P.M. CST", None, "Press Briefing Room · 4:47 P.M. CST"),
        ("Jane Doe, John Roe", None, "Jane Doe, John Roe"),
    ] {
        for speech in [
            "THE MINISTER: You have been very patient. (Laughs.)",
            "**MS. ROE: Thank you —**",
            "Q Mr. Minister, the harbor",
            "You are welcome here. Take a seat",
        ] {
            let import =
                imported("speech.md", &format!("{front}{head}\n\n{speech}\n\nThe harbor is open.\n"));
            assert_eq!(import.statement.place.as_deref(), place, "{head}");
            let first = &import.statement.passages[0];
            assert_eq!(
                (&*first.text, first.heading.as_deref()),
                (speech.trim_matches('*'), Some(left)),
                "{head}"
            );
        }
    }
    // Not every colon is a speaker's.
    for heading in ["FACT SHEET: The Harbor Plan", "SUBJECT: The Harbor", "St. Louis and Mt. Hood"] {
        assert!(blocks::is_heading(heading) && !blocks::is_spoken(heading), "{heading}");
    }
}

#[test]
fn korean_heads_are_read() {
    let text = "제61차 한미안보협의회의 공동성명\n2029. 11. 5., 서울";
    let (title, date, place, left) = head(text);
    assert_eq!((&*title, &*date, &*place), ("제61차 한미안보협의회의 공동성명", "2029-11-05", "서울"));
    assert_eq!(left, [""; 0]);
    assert_eq!(head("제61차 한미안보협의회의 공동성명 / 2029. 11. 5., 서울").2, "서울");
}

#[test]
fn what_is_no_place_is_none() {
    for line in [
        "Released November 5, 2029",
        "For Immediate Release: November 5, 2029",
        "Last updated November 5, 2029",
        "Published 5 November 2029",
        "Friday, November 5, 2029",
        "Press Release | November 5, 2029",
        "As of November 5, 2029",
        "Office of the Spokesperson, November 5, 2029",
        "3-5 November 2029",
        "November 3–5, 2029",
        "배포일시: 2029. 11. 5.",
    ] {
        assert_eq!(head(line).2, "", "{line}");
    }
}

#[test]
fn a_word_beside_a_date_is_no_place_unless_something_says_so_and_stays_in_the_text() {
    for line in [
        "5 November 2029 (Unofficial)",
        "November 5, 2029, Final",
        "5 November 2029, 10:00 (CET)",
        "5 November 2029 | English",
        "Speech | 5 November 2029",
        "November 5, 2029 – Speech",
        "5 November 2029 (EN/FR)",
        "5 November 2029 – Berlin – Speech",
        "5 November 2029 | Canberra",
        "Annex, 5 November 2029",
        "2029. 11. 5. (번역본)",
        "2029년 11월 5일 외교부",
        "2029. 11. 5. 산업통상자원부",
        "2029년 11월 5일 조간",
        "2029年11月5日 外務省",
        "2029年11月5日 外交部",
        "Bundesregierung, 5. November 2029",
    ] {
        let left = vec![format!("# {line}")];
        let title = "Joint Statement on Ports".to_owned();
        let expected = (title.clone(), "2029-11-05".to_owned(), String::new(), left);
        assert_eq!(head(&format!("{title}\n\n{line}")), expected);
    }
    for (title, place) in [
        ("Joint Statement on Ports | Camp Humphreys | 2029-11-05", ""),
        ("Joint Statement on Ports, November 5, 2029, Seoul", ""),
        ("Joint Statement on Ports, 5 November 2029, Busan, South Korea", "Busan, South Korea"),
    ] {
        let (read, date, said, left) = head(title);
        assert_eq!((&*date, &*said), ("2029-11-05", place));
        for word in ["Camp Humphreys", "Seoul", "Busan"].iter().filter(|word| title.contains(**word)) {
            assert!(format!("{read} {said} {}", left.concat()).contains(word), "{title}");
        }
    }
}

#[test]
fn of_two_dates_the_statement_s_own_is_taken() {
    for text in [
        "Released November 9, 2029\n\nSeoul, November 5, 2029",
        "Seoul, November 5, 2029\n\nReleased November 9, 2029",
        "November 9, 2029\n\nSeoul, November 5, 2029",
        "Seoul, November 5, 2029\n\nNovember 9, 2029",
        "Seoul, November 5, 2029 (released November 9, 2029)",
    ] {
        assert_eq!(dated(text), ("2029-11-05".to_owned(), "Seoul".to_owned()), "{text}");
    }
    // Where there is no other, the day of the release is the guess.
    assert_eq!(dated("For Immediate Release: November 9, 2029").0, "2029-11-09");
}

#[test]
fn of_days_from_one_to_another_the_last_is_taken() {
    for line in
        ["Seoul, November 3-5, 2029", "Seoul, 3–5 November 2029", "Seoul, October 31 – November 5, 2029"]
    {
        assert_eq!(dated(line), ("2029-11-05".to_owned(), "Seoul".to_owned()), "{line}");
    }
}

#[test]
fn a_range_of_days_stays_in_the_text() {
    for days in ["4-5 May 2031", "May 4–5, 2031", "30 April – 5 May 2031"] {
        for line in [format!("Quaytown, {days}"), days.to_owned(), format!("Date: {days}")] {
            let import = imported("text.txt", &format!("Joint Statement\n\n{line}\n\nThe two sides met.\n"));
            assert_eq!(import.statement.date.as_deref(), Some("2031-05-05"), "{line}");
            assert_eq!(passages(&import), [format!("{line}: The two sides met.")]);
            let told = format!("the first lines give the days {days}; the last of them is used as the date");
            assert_eq!(import.remarks, [told]);
        }
    }
}

#[test]
fn the_day_in_the_head_goes_before_the_day_of_publication() {
    let page = |line: &str| {
        let body =
            format!("<h1>Joint Statement on Ports</h1><p>{line}</p><p>The two sides met in the harbor.</p>");
        let head = "<title>Joint Statement on Ports</title><meta property='article:published_time' content='2031-05-07'>";
        imported("page.html", &format!("{head}<main>{body}</main>"))
    };
    for line in ["4 May 2031 · Quaytown, Japan", "Quaytown, • May 4, 2031"] {
        let import = page(line);
        assert_eq!(import.statement.date.as_deref(), Some("2031-05-04"), "{line}");
        assert!(import.statement.place.as_deref().unwrap().starts_with("Quaytown"), "{line}");
        assert_eq!(passages(&import), ["The two sides met in the harbor."]);
    }
    // A day that is only mentioned is not taken, but named.
    for line in
        ["Issued at Quaytown by the two sides on May 4, 2031", "QUAYTOWN, May 4, 2031 — The two sides met."]
    {
        let import = page(line);
        assert_eq!(import.statement.date.as_deref(), Some("2031-05-07"), "{line}");
        let told =
            "the first lines also give the date 2031-05-04; 2031-05-07 from the page's own data is used";
        assert_eq!(import.remarks, [told], "{line}");
    }
}

#[test]
fn what_follows_from_a_title_is_a_guess_wherever_the_title_is_from() {
    let front = "---\ntitle: Joint Statement of the Leaders of the United States and Japan\n---\nThe two sides met.\n";
    let import = imported("text.md", front);
    for field in ["issuers", "standing", "series"] {
        assert_eq!(from(&import, field), Some(Provenance::Title), "{field}");
    }
    assert_eq!(from(&import, "title"), None);
    assert!(import.statement.held.contains("guessed: issuers, standing, series from the title"));
}

#[test]
fn a_date_that_the_title_is_about_is_not_the_statement_s() {
    for line in [
        "Joint Statement on the Anniversary of the Treaty of October 1, 1953",
        "Joint Statement since October 1, 1953",
        "Statement on the Events of October 1, 1953",
    ] {
        let (_, date, ..) = head(line);
        assert_eq!(date, "", "{line}");
    }
}

#[test]
fn impossible_dates_are_none() {
    for line in
        ["Seoul, February 30, 2029", "Seoul, November 31, 2029", "Seoul, 2029-13-05", "Seoul, November 2029"]
    {
        assert_eq!(dated(line).0, "", "{line}");
    }
}

#[test]
fn a_date_in_the_first_sentence_is_no_head_date() {
    for text in [
        "On November 5, 2029, the ministers met in Seoul.",
        "November 5, 2029 was the day.",
        "SEOUL, November 5, 2029 — The ministers met in Seoul and agreed on all that was before them.",
        "The ministers met on November 5, 2029",
    ] {
        let import =
            imported("text.txt", &format!("{text}\n\nThey met again, much later, somewhere else.\n"));
        assert_eq!(import.statement.date, None, "{text}");
        assert!(import.missing.contains(&"date"), "{text}");
    }
}

#[test]
fn a_date_that_may_be_either_of_two_is_asked_for_and_no_part_of_the_title() {
    let text = "Joint Statement by the Ministers of Japan and Poland\nTokyo, 05/04/2031\n\nThe ministers met and agreed.";
    let import = imported("text.txt", text);
    assert_eq!(&*import.statement.title, "Joint Statement by the Ministers of Japan and Poland");
    assert_eq!(import.statement.date, None);
    assert_eq!(import.statement.passages[0].heading.as_deref(), Some("Tokyo, 05/04/2031"));
    let told = "the first lines give the date 05/04/2031: 2031-05-04 or 2031-04-05; write --date";
    assert!(import.remarks.iter().any(|remark| remark == told), "{:?}", import.remarks);
}

#[test]
fn a_line_of_a_title_may_end_in_a_comma() {
    let text =
        "Joint Statement by Harborland,\nQuayland and Piers on the Sea\n4 May 2031\n\nThe three sides met.";
    let import = imported("text.txt", text);
    assert_eq!(&*import.statement.title, "Joint Statement by Harborland, Quayland and Piers on the Sea");
    assert_eq!(import.statement.date.as_deref(), Some("2031-05-04"));
    assert_eq!(passages(&import), ["The three sides met."]);
    // Without the word for a statement, it may be a sentence.
    let text = "The ministers met in the harbor,\nspoke of ports and agreed.\n\nThey left.";
    assert_eq!(
        passages(&imported("text.txt", text))[0],
        "The ministers met in the harbor, spoke of ports and agreed."
    );
}

#[test]
fn a_title_goes_on_in_the_next_line() {
    for text in [
        "Joint Statement of the\n\nPresident of One and the President of Two",
        "Joint Statement\n\nof the\n\nPresident of One and the President of Two",
        "Joint Statement\n\nPresident of One and President of Two",
    ] {
        let (title, _, _, left) = head(text);
        assert!(title.starts_with("Joint Statement") && title.ends_with("of Two"), "{title}");
        assert_eq!(left, [""; 0], "{text}");
    }
}

fn option<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Provenance::Option)
}

#[test]
fn front_matter_goes_before_the_head_and_the_head_before_names_and_options() {
    let text = "---\ntitle: A Title of Its Own\ndate: 2029-11-06\nplace: Busan\nseries: SCM\nnumber: 62nd\n\
        issuers: [One, Two]\nsigned: Kim; Smith\nstanding: joint\nurl: https://example.org/a\nretrieved: 2029-12-01\nid: My Own\nlabel: Own 62\n---\n\n\
        # Joint Communiqué of the 61st Security Consultative Meeting\n\nSeoul, November 5, 2029\n\nThe text, at last.\n";
    let import = imported("scm-60-2029-01-01.md", text);
    let statement = &import.statement;
    assert_eq!((&*statement.title, statement.date.as_deref()), ("A Title of Its Own", Some("2029-11-06")));
    assert_eq!(
        (statement.place.as_deref(), &*statement.series, statement.number),
        (Some("Busan"), "SCM", Some(62))
    );
    assert_eq!((statement.issuers.len(), statement.signatories.len()), (2, 2));
    assert_eq!((&*statement.id, &*statement.label), ("my-own", "Own 62"));
    assert_eq!(import.source.address.as_deref(), Some("https://example.org/a"));
    assert_eq!(import.source.retrieved.as_deref(), Some("2029-12-01"));
    assert_eq!(import.source.sha256.as_ref().unwrap().len(), 64);
    let remark = "the first lines also give the date 2029-11-05; 2029-11-06 from front matter is used";
    assert_eq!((import.guessed, import.missing, import.remarks), (vec![], vec![], vec![remark.to_owned()]));

    let all = Metadata {
        title: Some(option("Given".into())),
        date: Some(option("2001-01-01".into())),
        place: Some(option("Given".into())),
        series: Some(option("Given".into())),
        standing: Some(option(Standing::Analysis)),
        address: Some(option("https://example.org/given".into())),
        issuers: vec![option("Given".into())],
        ..Metadata::default()
    };
    let import =
        given("2029-01-01-text.md", "# Joint Statement\n\nSeoul, November 5, 2029\n\nIt is said.\n", &all);
    assert_eq!(
        (&*import.statement.title, import.statement.date.as_deref()),
        ("Joint Statement", Some("2029-11-05"))
    );
    assert_eq!(import.statement.standing, Standing::Joint);
    let import = given("2029-01-01-text.md", "It is said in a sentence.\n", &all);
    assert_eq!((&*import.statement.title, import.statement.date.as_deref()), ("Given", Some("2029-01-01")));
    assert_eq!((from(&import, "date"), from(&import, "title")), (Some(Provenance::FileName), None));
    assert_eq!(import.statement.standing, Standing::Analysis);
}

#[test]
fn nothing_is_invented() {
    let import = imported("note.txt", "It is said in a sentence.\n");
    let statement = &import.statement;
    assert_eq!(
        (&statement.date, statement.year, &statement.place, statement.number),
        (&None, None, &None, None)
    );
    assert!(statement.issuers.is_empty() && statement.signatories.is_empty());
    assert_eq!(statement.standing, Standing::Unstated);
    assert_eq!(import.missing, ["address", "date", "issuers", "standing", "series", "place"]);
    assert_eq!(from(&import, "title"), Some(Provenance::FileName));
    assert_eq!(from(&import, "retrieved"), Some(Provenance::FileDate));
}

#[test]
fn what_front_matter_says_wrongly_is_remarked() {
    let text = "---\ndate: 2029-02-30\nstanding: together\nnumber: many\n---\nIt is said.\n";
    let import = imported("text.md", text);
    assert_eq!(import.statement.date, None);
    assert_eq!(import.statement.year, Some(2029));
    assert_eq!(
        import.remarks,
        [
            "front matter date “2029-02-30” is not a valid date",
            "front matter number “many” is not a number",
            "front matter standing “together” is not one of joint, unilateral, press report, treaty, analysis, not stated",
        ]
    );
    // An empty date is none, and not wrong.
    assert_eq!(imported("text.md", "---\ndate:\n---\nIt is said.\n").remarks, [""; 0]);
}

#[test]
fn a_letterhead_is_no_title_and_stays() {
    for (letterhead, title) in [
        ("보도자료", "한-미 항만협력 공동성명"),
        ("PRESS RELEASE", "Joint Statement on Ports"),
        ("【報道発表】", "港湾協力に関する共同声明"),
    ] {
        let (found, date, _, left) = head(&format!("{letterhead}\n\n2029. 11. 5.\n\n{title}"));
        assert_eq!((&*found, &*date), (title, "2029-11-05"));
        assert_eq!(left, [format!("# {letterhead}")]);
    }
}
