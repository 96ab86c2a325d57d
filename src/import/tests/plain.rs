//! Plain text, and PDFs turned into text.

use super::*;

fn read(text: &str) -> Vec<String> {
    lines(&read::read(text, TextFormat::Plain).unwrap())
}

#[test]
fn lines_are_joined_into_paragraphs() {
    let text = "The two sides met\nin the autumn and\nspoke at length.\n\nThey will meet again.\r\nSoon.\n";
    assert_eq!(
        read(text),
        ["The two sides met in the autumn and spoke at length.", "They will meet again. Soon."]
    );
}

#[test]
fn a_word_cut_in_two_is_joined_as_the_text_writes_it_elsewhere() {
    let text =
        "They praised moderni-\nzation and burden-\nsharing by U.S.-\nROK forces. Modernization\nis dear.";
    assert_eq!(
        read(text),
        ["They praised modernization and burden-sharing by U.S.-ROK forces. Modernization is dear."]
    );
    // A word that occurs nowhere else keeps its hyphen, and gets no blank.
    assert_eq!(read("They praised burden-\nsharing at length."), ["They praised burden-sharing at length."]);
    // A rest that begins no word is no part of a compound.
    assert_eq!(
        read("They modern-\nize its capa-\nbilities, and long-\nterm moderni-\nzation."),
        ["They modernize its capabilities, and long-term modernization."]
    );
    assert_eq!(read("a soft hy\u{AD}\nphen and a sof\u{AD}t one."), ["a soft hyphen and a soft one."]);
    // A dash between two blanks, and figures, are no hyphen.
    assert_eq!(
        read("They met -\nat last - in 2024-\n2025 in all."),
        ["They met - at last - in 2024- 2025 in all."]
    );
}

#[test]
fn a_hyphen_in_one_paragraph_does_not_reach_into_the_next() {
    assert_eq!(
        read("It ends with moderni-\n\nzation apart, and modernization."),
        ["It ends with moderni-", "zation apart, and modernization."]
    );
}

#[test]
fn numbered_paragraphs_need_no_empty_lines() {
    let text = "1. The first\ngoes on.\n2. The second, see\n14. of the other text.\n3. The third.";
    assert_eq!(
        read(text),
        ["1. The first goes on.", "2. The second, see 14. of the other text.", "3. The third."]
    );
    // A list may begin anew, or be within another one.
    let lists = "1. They met.\n2. They opened:\n1. ports, see\n1. of the other text;\n2. seas.\n3. They left.\n\nThey sold:\n1. piers;\n2. ships.";
    let items = [
        "1. ports, see 1. of the other text;",
        "2. seas.",
        "3. They left.",
        "# They sold:",
        "1. piers;",
        "2. ships.",
    ];
    assert_eq!(read(lists)[2..], items);
}

#[test]
fn items_are_paragraphs() {
    let text = "The two agreed:\n• to consult;\n• to train\n  together.\n\n□ 양측은 협의하였다.\n ㅇ 다음과 같다.\n  - 첫째이다.";
    assert_eq!(
        read(text),
        [
            "The two agreed:",
            "to consult;",
            "to train together.",
            "양측은 협의하였다.",
            "다음과 같다.",
            "첫째이다.",
        ]
    );
    // A dash at the beginning of a line belongs to the sentence.
    assert_eq!(read("The alliance\n- as ever - stands."), ["The alliance - as ever - stands."]);
    // Signs and numbers of items may be those of notes, which are at the end of a page.
    for (list, items) in [
        ("* to consult\n* to train\ntogether", ["to consult", "to train together"]),
        ("1 Peace\n2 Piers", ["1 Peace", "2 Piers"]),
        ("[1] Peace and\n12 piers\n[2] Ships", ["[1] Peace and 12 piers", "[2] Ships"]),
    ] {
        for begin in ["Priorities", "They agreed", "They agreed:"] {
            let read = read(&format!("They met.\n\n{begin}\n\n{list}\n\nThey will meet again."));
            assert_eq!(read[2..], [items[0], items[1], "They will meet again."], "{begin} {list}");
        }
    }
    for text in
        ["Priorities\n- Peace at\nsea\n- Piers", "They say:\n1 Peace\n2 Piers", "같다.\n① 항만\n② 선박"]
    {
        assert_eq!(read(&format!("They met.\n\n{text}")).len(), 4, "{text}");
    }
}

#[test]
fn items_with_letters_are_paragraphs() {
    let text = "2. They agreed:\n\n(a) on ports\n(b) on ships, see paragraph\n(a) above\n(c) on piers.\n\n\
        가. 항만 개발\n나. 선박 수리\n\n다. 끝으로";
    assert_eq!(
        read(text),
        [
            "2. They agreed:",
            "(a) on ports",
            "(b) on ships, see paragraph (a) above",
            "(c) on piers.",
            "가. 항만 개발",
            "나. 선박 수리",
            "다. 끝으로",
        ]
    );
}

#[test]
fn a_sentence_with_a_date_is_a_paragraph() {
    for (sentence, next) in [
        ("1. The ministers met on 3 May 2031 in Seoul.", "2. They agreed."),
        ("1. 홍길동 장관은 2031년 5월 3일 서울에서 회담을 가졌다.", "2. 양측은 협력한다."),
        ("The ministers met on 3 May 2031 in Seoul.", "They agreed."),
        ("홍길동 장관은 2031년 5월 3일 서울에 도착하였다.", "양측은 협력을 확대한다."),
        ("両大臣は2031年5月3日に東京で会談した。", "両大臣は一致した。"),
        ("WASHINGTON, D.C. – The three sides met on May 4, 2031.", "They agreed."),
    ] {
        assert_eq!(read(&format!("{sentence}\n\n{next}\n")), [sentence, next]);
    }
    for line in [
        "2031. 5. 4.(일) 서울",
        "2031. 5. 4.",
        "Quaytown, May 4, 2031.",
        "Done at Quaytown, this 4th day of May, 2031.",
    ] {
        assert_eq!(read(&format!("{line}\n\nThey agreed.\n")), [&*format!("# {line}"), "They agreed."]);
    }
}

#[test]
fn a_sentence_that_ends_in_the_mark_of_a_note_is_a_paragraph() {
    for sentence in
        ["They will open all ports.[2]", "They open them.²", "They open “all ports.”[12]", "They open them.2"]
    {
        assert_eq!(read(&format!("One.\n\n{sentence}\n\nTwo.")), ["One.", sentence, "Two."]);
    }
    for heading in ["Ports[2]", "Ports²", "Section 2", "The Road to No.2"] {
        assert_eq!(read(&format!("One.\n\n{heading}\n\nTwo.")), ["One.", &*format!("# {heading}"), "Two."]);
    }
}

#[test]
fn numbered_titles_of_sections_are_headings() {
    let text =
        "1. Overview\n\nThey met.\n\n2. Ports\n\nThey agreed.\n\nThey wrote it down.\n\n3. 선박\n\n그렇다.";
    assert_eq!(
        read(text),
        [
            "# 1. Overview",
            "They met.",
            "# 2. Ports",
            "They agreed.",
            "They wrote it down.",
            "# 3. 선박",
            "그렇다."
        ]
    );
    // A list, and paragraphs with numbers.
    for text in [
        "They agreed:\n\n1. on ports\n\n2. on ships\n\n3. on piers",
        "1. Overview\n\nThey met.\n\n2. They agreed.\n\nThey wrote it down.",
    ] {
        assert!(read(text).iter().all(|line| !line.starts_with("# 1") && !line.starts_with("# 2")), "{text}");
    }
}

#[test]
fn headings_stand_alone_and_have_no_end() {
    let text = "I. Deterrence\n\nThe two sides will consult on it.\n\nREGION\n\nThey named the straits.";
    assert_eq!(
        read(text),
        ["# I. Deterrence", "The two sides will consult on it.", "# REGION", "They named the straits."]
    );
}

#[test]
fn long_lines_are_paragraphs_each() {
    let long = "The alliance is strong. ".repeat(12);
    let long = long.trim();
    assert_eq!(read(&format!("Heading\n{long}\n{long}\n")), ["# Heading", long, long]);
}

#[test]
fn an_indented_line_begins_a_paragraph_behind_a_full_stop() {
    let text = "   The first begins so and\ngoes on to its end.\n   The second begins and\ngoes on.";
    assert_eq!(read(text), ["The first begins so and goes on to its end.", "The second begins and goes on."]);
    // The lines of a hanging item are indented too.
    assert_eq!(read("1. The first ends.\n   It goes on."), ["1. The first ends. It goes on."]);
}

#[test]
fn drawn_lines_part_and_say_nothing() {
    assert_eq!(
        read("One ends.\n-----\nTwo ends.\n* * *\nThree ends.\n###"),
        ["One ends.", "Two ends.", "Three ends."]
    );
}

#[test]
fn korean_keeps_its_blanks_and_japanese_has_none() {
    assert_eq!(read("양국은 동맹의\n현대화를 논의하였다."), ["양국은 동맹의 현대화를 논의하였다."]);
    assert_eq!(read("両国は同盟の\n現代化を議論した。"), ["両国は同盟の現代化を議論した。"]);
    assert_eq!(
        read("両国は2031\n年から令和\n14年まで議論した。"),
        ["両国は2031年から令和14年まで議論した。"]
    );
    assert_eq!(read("The U.S./\nROK forces met /\nleft."), ["The U.S./ROK forces met / left."]);
}

#[test]
fn a_whole_communique_from_a_pdf() {
    let text = "\
REPUBLIC OF KOREA
MINISTRY OF NATIONAL DEFENSE

JOINT COMMUNIQUÉ OF THE 61ST ROK-U.S.
SECURITY CONSULTATIVE MEETING

Seoul, November 5, 2029

1. The 61st Meeting was held in Seoul. It was the
first under the new rules.

2. The Minister and the Secretary praised moderni-
zation.

Page 1 of 2
\u{C}3. Modernization is dear to both. They
will meet again.
";
    let import = imported("communique.txt", text);
    assert_eq!(
        &*import.statement.title,
        "JOINT COMMUNIQUÉ OF THE 61ST ROK-U.S. SECURITY CONSULTATIVE MEETING"
    );
    assert_eq!(import.statement.date.as_deref(), Some("2029-11-05"));
    assert_eq!(import.statement.place.as_deref(), Some("Seoul"));
    assert_eq!((&*import.statement.series, import.statement.number), ("SCM", Some(61)));
    assert_eq!(import.statement.standing, Standing::Joint);
    assert_eq!(&*import.statement.label, "SCM 61");
    assert_eq!(
        import.statement.issuers.iter().map(|i| &**i).collect::<Vec<_>>(),
        ["Republic of Korea", "United States"]
    );
    let head = "REPUBLIC OF KOREA MINISTRY OF NATIONAL DEFENSE";
    assert_eq!(
        passages(&import),
        [
            format!("¶1 {head}: The 61st Meeting was held in Seoul. It was the first under the new rules."),
            format!("¶2 {head}: The Minister and the Secretary praised modernization."),
            format!("¶3 {head}: Modernization is dear to both. They will meet again."),
        ]
    );
    for field in ["title", "date", "place", "series", "number", "issuers", "standing"] {
        assert_eq!(from(&import, field), Some(Provenance::TitleBlock), "{field}");
    }
    assert_eq!(import.missing, ["address"]);
}

/// The loci of a text's passages.
fn loci(text: &str) -> Vec<String> {
    let import = imported("text.txt", text);
    import
        .statement
        .passages
        .iter()
        .map(|passage| passage.locus.as_deref().unwrap_or("–").to_owned())
        .collect()
}

#[test]
fn numbers_are_loci_where_they_are_the_paragraphs() {
    assert_eq!(
        loci("It is said at first.\n\n1. One.\n\n2. Two.\n\nStill two.\n\n3. Three."),
        ["–", "¶1", "¶2", "–", "¶3"]
    );
    // An extract begins with its own first number.
    assert_eq!(loci("7. Seven.\n\n8. Eight.\n\n9. Nine."), ["¶7", "¶8", "¶9"]);
    assert_eq!(loci("(1) One.\n\n(2) Two."), ["¶1", "¶2"]);
    // A list at the end of a text, and one of its sentences, number no paragraphs.
    let list = "One is.\n\nTwo is.\n\nThree is.\n\nFour is.\n\nFive is.\n\n1. It.\n\n2. That.";
    assert_eq!(loci(list), ["–"; 7]);
    let import = imported("text.txt", list);
    assert_eq!(&*import.statement.passages[5].text, "1. It.");
    assert_eq!(loci("1. One.\n\nTwo is.\n\nThree is."), ["–"; 3]);
}

#[test]
fn in_korean_and_japanese_a_line_may_be_a_paragraph() {
    let korean = "양측은 오늘 만나 항만과 해상 물류의 과제를 폭넓게 논의하였다.";
    let japanese = "双方は本日会談し、港湾と海上物流の課題を議論することで一致した。";
    for (title, date, line) in
        [("항만 공동성명", "2031년 5월 4일", korean), ("港湾共同声明", "２０３１年５月４日", japanese)]
    {
        for text in [
            format!("{title}\n{date}\n{line}\n{line}\n{line}\n"),
            format!("{title}\n\n{date}\n\n{line}\n{line}\n{line}\n"),
            format!("{title}\n{date}\n{0}\n{0}\n", line.repeat(4)),
        ] {
            let import = imported("text.txt", &text);
            assert_eq!(
                (&*import.statement.title, import.statement.date.as_deref()),
                (title, Some("2031-05-04"))
            );
            assert_eq!(passages(&import).len(), if text.contains(&line.repeat(4)) { 2 } else { 3 }, "{text}");
        }
        // Lines that are only broken are joined, however they are spaced.
        let (one, other) = line.split_at(line.char_indices().nth(20).unwrap().0);
        let broken = format!("{one}\n{other}\n").repeat(3);
        assert_eq!(read(&broken).len(), 1, "{broken}");
    }
}

#[test]
fn japanese_heads_name_their_fields_and_their_people_one_by_one() {
    for head in [
        "[文書名] 港湾に関する共同声明\n\n[場所] 港町\n[年月日] 2031年5月4日\n[出典] 港湾省",
        "[文書名] 港湾に関する共同声明(2031年5月4日)\n\n[場所] 港町\n[出典] 港湾省",
        "件名：港湾に関する共同声明\n日時：令和13年5月4日\n場所：港町\n出典：港湾省",
        "【題名】港湾に関する共同声明\n【日付】２０３１年５月４日\n【場所】港町\n【出典】港湾省",
    ] {
        let import = imported("text.txt", &format!("{head}\n\n双方は会談した。\n"));
        let statement = &import.statement;
        assert_eq!(
            (&*statement.title, statement.date.as_deref(), statement.place.as_deref()),
            ("港湾に関する共同声明", Some("2031-05-04"), Some("港町")),
            "{head}"
        );
        assert_eq!(statement.passages[0].heading.as_deref(), head.lines().last(), "{head}");
    }
    let korean = "제목: 항만 공동성명\n일시: 2031년 5월 4일\n장소: 부산\n\n양측은 만났다.\n";
    let statement = imported("text.txt", korean).statement;
    assert_eq!((&*statement.title, statement.place.as_deref()), ("항만 공동성명", Some("부산")));
    assert_eq!(statement.date.as_deref(), Some("2031-05-04"));
    let names = "港湾に関する共同声明\n\n2031年5月4日\n\n山田外務大臣\n田中港湾大臣\nドウ国務長官\n\n双方は会談した。\n";
    let import = imported("text.txt", names);
    assert_eq!(passages(&import), ["山田外務大臣 · 田中港湾大臣 · ドウ国務長官: 双方は会談した。"]);
    // The name of a field is no place.
    let import = imported("text.txt", "港湾に関する共同声明\n\n[年月日] 2031年5月4日\n\n双方は会談した。\n");
    assert_eq!((import.statement.place, import.statement.date.as_deref()), (None, Some("2031-05-04")));
}

#[test]
fn a_head_may_have_many_lines() {
    let lines = [
        "Address by the Minister of Ports",
        "of the Republic of Harborland",
        "at the General Debate of the",
        "Assembly of Coastal States",
        "and of its Committees",
    ];
    for count in 2..=lines.len() {
        let text = format!(
            "{}\nHarbortown, 28 September 2031\n\nMr. President,\n\nThe sea is calm.\n",
            lines[..count].join("\n")
        );
        let import = imported("head.txt", &text);
        assert_eq!(&*import.statement.title, lines[..count].join(" "));
        assert_eq!(import.statement.date.as_deref(), Some("2031-09-28"), "{text}");
        assert_eq!(
            (import.statement.place.as_deref(), import.statement.passages.len()),
            (Some("Harbortown"), 2)
        );
    }
}

#[test]
fn lines_may_end_in_carriage_returns_alone() {
    let read = |text: &str| passages(&imported("text.txt", text));
    assert_eq!(
        read("Joint Statement\rThe two sides met.\rThey agreed."),
        ["The two sides met.", "They agreed."]
    );
    assert_eq!(
        read("Joint Statement\r\rThe two sides\rmet.\r\rThey agreed.\r"),
        ["The two sides met.", "They agreed."]
    );
    assert_eq!(read("Joint Statement\r\n\r\nThe two\rsides met.\r\n"), ["The two sides met."]);
}
