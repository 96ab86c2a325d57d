//! Front matter in all its forms, with the keys that are usual.

use super::*;

const BODY: &str = "\n\nThe two sides met in the harbor.\n";

/// Title, day, issuers and address of a text below this front matter, and what is remarked.
fn said(front: &str) -> (String, String, String, String, Vec<String>) {
    let import = imported("text.md", &format!("{front}{BODY}"));
    let last = import.statement.passages.last().unwrap();
    assert_eq!(
        (&*last.text, import.statement.passages.len()),
        ("The two sides met in the harbor.", 1),
        "{front}"
    );
    let issuers: Vec<&str> = import.statement.issuers.iter().map(|issuer| &**issuer).collect();
    (
        import.statement.title.to_string(),
        import.statement.date.as_deref().unwrap_or_default().to_owned(),
        issuers.join("; "),
        import
            .source
            .address
            .as_deref()
            .filter(|address| address.contains("://"))
            .unwrap_or_default()
            .to_owned(),
        import.remarks,
    )
}

#[test]
fn all_forms_say_the_same() {
    let yaml = "---\ntitle: Joint Statement on Ports\nauthor: [Northland, Southland]\ndate: 2031-05-04\n---";
    let indented = |by: &str| format!("{by}{}", yaml.replace('\n', &format!("\n{by}")));
    for front in [
        yaml,
        &format!("\n\n{yaml}"),
        &format!("\u{FEFF}{yaml}"),
        &yaml.replace('\n', "\r\n"),
        &indented("  "),
        &indented("   "),
        "+++\ntitle = \"Joint Statement on Ports\"\ndate = 2031-05-04\nauthor = [\"Northland\", \"Southland\"]\n+++",
        "\n+++\ntitle = 'Joint Statement on Ports'\ndate = 2031-05-04T10:00:00Z\n[params]\nauthor = \"Northland; Southland\"\n+++",
        "{\"title\": \"Joint Statement on Ports\", \"date\": \"2031-05-04\",\n\"author\": [\"Northland\", {\"name\": \"Southland\"}]}",
        "% Joint Statement\n  on Ports\n% Northland; Southland\n% May 4, 2031",
    ] {
        let expected =
            ["Joint Statement on Ports", "2031-05-04", "Northland; Southland", ""].map(str::to_owned);
        let [title, date, issuers, address] = expected;
        assert_eq!(said(front), (title, date, issuers, address, vec![]), "{front}");
    }
}

#[test]
fn what_only_looks_like_front_matter_is_text() {
    for text in [
        "% of all ports are open.",
        "%\n\nOf all ports.",
        "% One\n% Two\n% Three\n% Four",
        "% One\ntwo goes on\n% Three",
        "    ---\n    title: In code\n    ---",
        "{The ports} are open.",
        "{\"the\": 1} is what they said.",
        "+++",
        "+++\ntitle = \"never closed\"",
        "---\nWords between rules.\n---",
    ] {
        let import = imported("text.md", &format!("{text}\n\nThe two sides met.\n"));
        let words = import
            .statement
            .passages
            .iter()
            .flat_map(|passage| [passage.heading.as_deref(), Some(&*passage.text)]);
        let words: Vec<&str> = words.flatten().collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let all = letters(&format!("{} {}", import.statement.title, words.join(" ")));
        assert!(all.contains(&letters(text)), "{text}: {all}");
    }
}

#[test]
fn a_rule_may_be_missing() {
    let lines =
        "title: Joint Statement on Ports\ndate: 2031-05-04\nplace: 'Quaytown'\n\nThe two sides met.\n";
    for text in [format!("---\n{lines}"), lines.to_owned()] {
        let import = imported("text.md", &text);
        let statement = &import.statement;
        assert_eq!(
            (&*statement.title, statement.date.as_deref()),
            ("Joint Statement on Ports", Some("2031-05-04"))
        );
        assert_eq!(statement.place.as_deref(), Some("Quaytown"));
        assert_eq!(passages(&import), ["The two sides met."]);
        let told = "the front matter is not between two lines ---; its lines were read as KEY: VALUE";
        assert_eq!(import.remarks, [told]);
    }
    // A key that is not read makes all of it text, and so does a line without a key.
    for line in ["colour: blue", "It is said: no.", "Note: none"] {
        let import =
            imported("text.txt", &format!("title: Ports\ndate: 2031-05-04\n{line}\n\nThe two sides met.\n"));
        let words = format!("{} {}", import.statement.title, passages(&import).join(" "));
        assert!(words.contains(line), "{words}");
    }
}

#[test]
fn the_usual_keys_are_read() {
    for (keys, date, issuers, address) in [
        (
            "doc_date: 2031-05-04\nsource_url: https://example.org/a",
            "2031-05-04",
            "",
            "https://example.org/a",
        ),
        (
            "published_time: 2031-05-04 10:00:00-04:00\npermalink: https://example.org/a",
            "2031-05-04",
            "",
            "https://example.org/a",
        ),
        ("Date Issued: May 4, 2031\nPublisher: Ministry of Ports", "2031-05-04", "Ministry of Ports", ""),
        (
            "date-published: 2031-05-04\ncanonical-url: https://example.org/a",
            "2031-05-04",
            "",
            "https://example.org/a",
        ),
        (
            "issued:\n  date-parts: [[2031, 5, 4]]\nauthor:\n- family: Roe\n  given: Jane",
            "2031-05-04",
            "Jane Roe",
            "",
        ),
        (
            "params:\n  date: 2031-05-04\nsource:\n  url: https://example.org/a",
            "2031-05-04",
            "",
            "https://example.org/a",
        ),
        // The day of the statement is stronger than that of its publication.
        ("published: 2031-05-06\ndate: 2031-05-04", "2031-05-04", "", ""),
        // One page under two keys.
        ("url: https://example.org/a\ncanonical: https://example.org/a", "", "", "https://example.org/a"),
        ("date:\nurl:", "", "", ""),
    ] {
        let (_, day, by, at, remarks) = said(&format!("---\ntitle: Remarks\n{keys}\n---"));
        assert_eq!((&*day, &*by, &*at, remarks), (date, issuers, address, vec![]), "{keys}");
    }
}

#[test]
fn a_key_that_is_not_read_is_named_once() {
    let (.., remarks) = said(
        "---\ntitle: Remarks\ntags: [a, b]\nmood: calm\nextra:\n  mood: calm\nimage:\n  alt: A port\n---",
    );
    assert_eq!(remarks, ["front matter that is not read: mood, tags, extra.mood, image.alt"]);
    // Of two keys of one field the stronger counts; a path is no address.
    let (.., issuers, address, remarks) =
        said("---\ntitle: Remarks\npublisher: Northland\nauthor: Jane Roe\nurl: /a/b\n---");
    assert_eq!((&*issuers, &*address), ("Northland", ""));
    assert_eq!(
        remarks,
        ["front matter url “/a/b” is not a whole web address", "front matter that is not read: author"]
    );
}

#[test]
fn an_id_that_cannot_be_written_so_is_told() {
    for (id, expected) in [
        ("ports-1", vec![]),
        ("회복력-1", vec!["the id `회복력-1` became `1`: an id has a–z, 0–9 and hyphens"]),
    ] {
        let (.., remarks) = said(&format!("---\ntitle: Remarks\nid: {id}\n---"));
        assert_eq!(remarks, expected);
    }
}

#[test]
fn the_day_spoken_is_stronger_than_the_day_published() {
    let day = |front: &str, head: &str| {
        let import = imported("text.md", &format!("---\ntitle: Remarks\n{front}\n---\n\n{head}{BODY}"));
        let first = import.statement.passages[0].heading.as_deref().unwrap_or_default().to_owned();
        (import.statement.date.as_deref().unwrap_or_default().to_owned(), first, import.remarks.len())
    };
    let of = |day: &str, heading: &str, remarks: usize| (day.to_owned(), heading.to_owned(), remarks);
    assert_eq!(day("published_time: 2031-05-05", "(May 4, 2031)"), of("2031-05-04", "", 0));
    assert_eq!(day("date: 2031-05-05", "(May 4, 2031)"), of("2031-05-05", "(May 4, 2031)", 1));
    assert_eq!(
        day("published: 2031-05-05", "Released May 6, 2031"),
        of("2031-05-05", "Released May 6, 2031", 0)
    );
}

#[test]
fn records_are_no_front_matter_of_each_other() {
    let record = r#"{"date":"2031-05-04","title":"Joint Statement","text":"They met."}"#;
    let read = |text: &str| super::super::front_matter::front_matter(text).map(|(_, body)| body.to_owned());
    for records in [format!("{record}\n{record}\n"), format!("{record}\r\n\n{record}")] {
        let why = read(&records).unwrap_err();
        assert!(why.contains("write each into a file of its own"), "{why}");
    }
    // A brace may begin the text.
    let body = "{They} met.\n";
    assert_eq!(read(&format!("{record}\n{body}")).as_deref(), Ok(body));
}

#[test]
fn front_matter_of_all_forms_has_its_limits() {
    let long = "x".repeat(70_000);
    let deep = "[".repeat(20_000);
    let refused =
        |front: &str| super::super::front_matter::front_matter(&format!("{front}{BODY}")).unwrap_err();
    for front in [
        format!("+++\ntitle = \"{long}\"\n+++"),
        format!("{{\"title\": \"{long}\"}}"),
        format!("---\ntitle: {long}\n---"),
    ] {
        assert!(refused(&front).contains("longer than"), "{}", refused(&front));
    }
    for front in [
        format!("+++\ntitle = {deep}\n+++"),
        format!("{{\"title\": {deep}\n}}"),
        "+++\ntitle = never quoted\n+++".to_owned(),
        "{\"title\": \"a\",}".to_owned(),
    ] {
        assert!(refused(&front).contains("its front matter cannot be read"), "{}", refused(&front));
    }
}
