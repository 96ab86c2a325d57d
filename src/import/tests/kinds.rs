//! What titles, addresses and file names say of standing, issuers, series and number.

use super::super::{classify, parties};
use super::*;

const WH: &str = "https://www.whitehouse.gov/briefing-room/2029/11/05/";

/// A page of the White House turned into Markdown: only its address and date are said.
fn page(slug: &str, body: &str) -> Import {
    imported("page-0017.md", &format!("---\nurl: {WH}{slug}/\ndate: 2029-11-05\n---\n\n{body}\n"))
}

fn issuers(import: &Import) -> Vec<&str> {
    import.statement.issuers.iter().map(|issuer| &**issuer).collect()
}

#[test]
fn one_side_alone_is_unilateral_by_its_site() {
    for slug in [
        "remarks-by-president-roe-at-the-port-of-busan",
        "remarks-by-vice-president-doe-before-a-joint-session-of-congress",
        "readout-of-president-roes-call-with-prime-minister-kato-of-japan",
        "fact-sheet-president-roe-announces-new-actions-with-the-republic-of-korea",
        "press-briefing-by-press-secretary-jane-poe",
        "background-press-call-on-the-joint-statement-with-japan",
        "executive-order-on-the-export-of-things",
        "a-proclamation-on-national-day-2029",
        "letter-to-the-speaker-of-the-house",
        "nominations-sent-to-the-senate",
        "president-roe-announces-key-nominees",
        "statement-by-president-roe-on-north-korea",
        "statement-from-national-security-advisor-moe-on-nato",
        "message-to-the-congress-on-the-joint-plan-of-action",
        "memorandum-on-the-joint-task-force",
    ] {
        let import = page(slug, "We begin with a sentence on Japan and the Republic of Korea.");
        assert_eq!(import.statement.standing, Standing::Unilateral, "{slug}");
        assert_eq!(issuers(&import), ["United States"], "{slug}");
        assert_eq!(from(&import, "title"), Some(Provenance::Address), "{slug}");
    }
}

#[test]
fn what_one_side_gives_to_the_press_is_not_joint() {
    for (title, standing) in [
        ("Press Communiqué of the Ministry of Trade", Standing::Unstated),
        ("Communiqué de presse sur les ports", Standing::Unstated),
        ("Joint Press Communiqué on Ports", Standing::Joint),
        ("Communiqué of the Ministerial Meeting on Ports", Standing::Joint),
    ] {
        let front = format!("---\ntitle: {title}\n---\n\nWe begin with a sentence.");
        assert_eq!(imported("text.md", &front).statement.standing, standing, "{title}");
    }
}

#[test]
fn joint_is_what_is_said_to_be_joint() {
    for (slug, parties) in [
        ("joint-statement-of-the-united-states-and-norway", &["United States", "Norway"][..]),
        ("u-s-rok-leaders-joint-statement", &["United States", "Republic of Korea"]),
        ("joint-statement-by-the-united-states-and-japan-on-north-korea", &["United States", "Japan"]),
        ("united-states-japan-joint-leaders-statement", &["United States", "Japan"]),
        (
            "joint-statement-of-australia-japan-the-philippines-and-the-united-states",
            &["Australia", "Japan", "Philippines", "United States"],
        ),
    ] {
        let import = page(slug, "We begin with a sentence.");
        assert_eq!(import.statement.standing, Standing::Joint, "{slug}");
        assert_eq!(issuers(&import), parties, "{slug}");
    }
}

#[test]
fn those_who_are_named_before_a_joint_statement_make_it() {
    for title in [
        "President Roe and President Han Joint Statement",
        "Vice President Doe and Prime Minister Kato Issue Joint Statement on Japan",
        "President Roe and President Han Joint Statement on the Treaty That Each Side Signed",
    ] {
        let front = format!("---\ntitle: \"{title}\"\nurl: {WH}page/\n---\n\nIt is said.\n");
        assert_eq!(imported("text.md", &front).statement.standing, Standing::Joint, "{title}");
    }
}

#[test]
fn who_issued_it_is_missing_rather_than_wrong() {
    for slug in [
        "joint-statement-on-the-situation-in-china-and-russia",
        "joint-press-statement-following-a-call-between-the-two-leaders",
    ] {
        let import = page(slug, "Ukraine and Poland were spoken of by all.");
        assert_eq!(import.statement.standing, Standing::Joint, "{slug}");
        assert_eq!((issuers(&import), import.missing.contains(&"issuers")), (vec![], true), "{slug}");
    }
    // Two speakers before the press: neither one side alone nor a joint statement.
    let import =
        page("remarks-by-president-roe-and-prime-minister-kato-in-joint-press-conference", "Thank you all.");
    assert_eq!((import.statement.standing, issuers(&import)), (Standing::Unstated, vec![]));
    for slug in ["the-spirit-of-the-harbor", "week-ahead"] {
        let import = page(slug, "We begin with a sentence.");
        assert_eq!((import.statement.standing, issuers(&import)), (Standing::Unstated, vec![]), "{slug}");
    }
}

#[test]
fn groups_are_their_members_and_parties_have_many_names() {
    let quad = &["Australia", "India", "Japan", "United States"][..];
    let seven = &["Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States"];
    let six = &["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "United States"];
    for (title, parties) in [
        ("Statement from the Leaders of the Quad", quad),
        ("Quad Leaders’ Joint Statement: The Spirit of the Harbor", quad),
        ("G7 Leaders’ Statement on Ukraine", seven),
        ("C5+1 Leaders’ Joint Statement", six),
        (
            "Joint Leaders Statement to Mark the Anniversary of AUKUS",
            &["Australia", "United Kingdom", "United States"],
        ),
        ("Joint Statement by NATO Foreign Ministers", &["NATO"]),
        (
            "Joint Readout of the First U.S.-ROK Harbor Consultative Group Meeting",
            &["United States", "Republic of Korea"],
        ),
        (
            "Joint Statement on the Meeting of the U.S.–Norway Strategic Dialogue",
            &["United States", "Norway"],
        ),
        (
            "United States-Japan-Republic of Korea Trilateral Press Statement",
            &["United States", "Japan", "Republic of Korea"],
        ),
        (
            "Joint Declaration of Intent for Ports between the Kyrgyz Republic and the United States",
            &["Kyrgyzstan", "United States"],
        ),
        ("한미일 외교장관 공동성명", &["Republic of Korea", "United States", "Japan"]),
        ("한-우즈베키스탄 정상회담 공동성명", &["Republic of Korea", "Uzbekistan"]),
        ("제12차 한-아세안 정상회의 공동의장성명", &["Republic of Korea", "ASEAN"]),
        ("미·폴란드 공동성명", &["United States", "Poland"]),
        ("한·호주 공동성명", &["Republic of Korea", "Australia"]),
        ("제3차 미·일·호·인 정상 성명", &["United States", "Japan", "Australia", "India"]),
        ("쿼드 정상 공동성명", quad),
        ("日米豪印首脳共同声明", &["Japan", "United States", "Australia", "India"]),
        ("대한민국과 아랍에미리트 공동성명", &["Republic of Korea", "United Arab Emirates"]),
        (
            "Joint Statement on the Japan-Korea Alliance by the United States and New Zealand",
            &["United States", "New Zealand"],
        ),
        // Only spoken about.
        ("Joint Statement on the Missile Attacks by Iran and Russia", &[]),
        ("Joint Statement on Ships Seized by Iran and Russia", &[]),
        ("Joint Statement on the Conflict between Armenia and Azerbaijan", &[]),
        ("Joint Statement on Russia-Ukraine Talks", &[]),
        ("Joint Statement of Support for Ukraine", &[]),
        ("Joint Statement in Seoul, Republic of Korea", &[]),
    ] {
        let import =
            imported("text.md", &format!("---\ntitle: \"{title}\"\nurl: {WH}page/\n---\n\nIt is said.\n"));
        assert_eq!((import.statement.standing, &*issuers(&import)), (Standing::Joint, parties), "{title}");
    }
}

#[test]
fn one_side_s_officials_and_what_is_only_spoken_about_are_not_joint() {
    for title in [
        "The Harbor Program Joint Statement by Assistant to the President Jane Doe and Assistant to the President John Roe",
        "Joint Statement from the Secretaries of Labor and Commerce",
        "Joint Statement by Secretary of Energy Doe and Secretary of the Treasury Roe",
        "Joint Statement from Attorney General Doe and Press Secretary Roe on Japan",
        "Statement by Press Secretary Jane Roe on the Meeting between President Roe and President Kato",
        "Bill Signed: H.R. 1",
        "Congressional Bill H.R. 1 Signed into Law",
        "Nominations and Withdrawals Sent to the Senate",
        "Statement of President Jane Roe on the Joint Plan with Japan",
        "Statement from Senior Advisor and Chief Spokesperson Jane Roe on Ports",
        "President Roe Approves Harbor Declaration",
        "White House Statement on the Joint Declaration",
        "President Roe Signs Joint Declaration",
    ] {
        let import =
            imported("text.md", &format!("---\ntitle: \"{title}\"\nurl: {WH}page/\n---\n\nIt is said.\n"));
        assert_eq!(
            (import.statement.standing, issuers(&import)),
            (Standing::Unilateral, vec!["United States"]),
            "{title}"
        );
    }
    for opening in [
        "The two leaders spoke by phone about the war that Russia wages against Ukraine. They reaffirmed their support.",
        "In Seoul, Republic of Korea, leaders of Japan met.",
        "On the sidelines, the talks with Japan and the Republic of Korea were held.\n\nJapan and Norway met.",
    ] {
        assert_eq!(issuers(&page("leaders-joint-statement", opening)), [""; 0][..0], "{opening}");
    }
    // A section of a site has one side's words only.
    let address = "https://www.whitehouse.gov/presidential-actions/2029/11/national-day-2029/";
    let import = imported("text.md", &format!("---\nurl: {address}\n---\n\nIt is said.\n"));
    assert_eq!((import.statement.standing, issuers(&import)), (Standing::Unilateral, vec!["United States"]));
    let address = "https://www.whitehouse.gov/remarks/remarks-by-president-roe-and-prime-minister-kato/";
    let import = imported("text.md", &format!("---\nurl: {address}\n---\n\nIt is said.\n"));
    assert_eq!((import.statement.standing, issuers(&import)), (Standing::Unstated, vec![]));
}

#[test]
fn a_reply_to_a_joint_statement_is_not_that_statement() {
    for title in [
        "한미 공동성명에 대한 북한 외무성 담화",
        "중국과 러시아의 공동성명에 대한 외교부 논평",
        "미일 정상 공동성명에 대한 외교부 입장 성명",
        "日中共同声明についての外務報道官談話",
        "Statement by the Republic of Korea on the Joint Statement of China and Russia",
        "U.S. Statement on the Japan-ROK Joint Declaration",
        "Response of the Foreign Ministry to Questions on the Joint Communiqué of China and Russia",
        "Comment on the Joint Statement by China and Russia",
    ] {
        let import =
            imported("text.txt", &format!("{title}\n\nMay 4, 2031\n\nThe statement speaks of the sea.\n"));
        assert_eq!(import.statement.standing, Standing::Unilateral, "{title}");
        assert_eq!(issuers(&import), [""; 0], "{title}");
    }
    // Two speak of the joint statement of others; and perhaps one, or several.
    for title in [
        "Statement by Japan and Norway on the Joint Statement of China and Russia",
        "Statement on the Joint Declaration",
    ] {
        let import =
            imported("text.txt", &format!("{title}\n\nMay 4, 2031\n\nThe statement speaks of the sea.\n"));
        assert_eq!((import.statement.standing, issuers(&import)), (Standing::Unstated, vec![]), "{title}");
    }
    // The subject of a joint statement comes first.
    let import = imported("text.txt", "항만 협력에 관한 한미 공동성명\n\n2031년 5월 4일\n\n양측은 만났다.\n");
    assert_eq!(import.statement.standing, Standing::Joint);
}

#[test]
fn the_first_sentence_names_the_parties_before_its_verb() {
    let opening = "President Roe of the United States and President Han of the Republic of Korea met on Jeju, \
        to speak of Japan.";
    let import = page("leaders-joint-statement", opening);
    assert_eq!(issuers(&import), ["United States", "Republic of Korea"]);
    assert_eq!(from(&import, "issuers"), Some(Provenance::Opening));
}

#[test]
fn a_series_is_named_only_where_it_is_certain() {
    for (slug, series) in [
        ("joint-communique-of-the-61st-rok-us-security-consultative-meeting", "SCM"),
        ("joint-statement-of-the-u-s-japan-security-consultative-committee-22", "2+2"),
        ("joint-statement-on-australia-united-states-ministerial-consultations-ausmin-2029", "AUSMIN"),
        ("u-s-rok-leaders-joint-statement", "summit"),
        ("joint-statement-of-the-defense-ministers-of-japan-and-australia", "ministers"),
        ("press-briefing-by-press-secretary-jane-poe", "spokesperson"),
        ("remarks-by-secretary-of-defense-poe-at-the-61st-security-consultative-meeting", "imported"),
        ("remarks-by-president-roe-at-the-leaders-summit", "imported"),
        ("readout-of-president-roes-call-with-nato-secretary-general", "imported"),
        ("president-roe-announces-key-nominees", "imported"),
        ("statement-on-the-arms-treaty", "imported"),
    ] {
        let import = page(slug, "We begin with a sentence.");
        assert_eq!(&*import.statement.series, series, "{slug}");
        assert_eq!(import.missing.contains(&"series"), series == "imported", "{slug}");
    }
}

#[test]
fn the_number_is_the_meeting_s() {
    for (title, number) in [
        ("Joint Communiqué of the 61st U.S.-ROK Security Consultative Meeting", Some(61)),
        (
            "Joint Communiqué on the 70th Anniversary and the 61st Annual Security Consultative Meeting",
            Some(61),
        ),
        ("Joint Communiqué of the Fifty-Seventh Annual ROK-U.S. Security Consultative Meeting", Some(57)),
        ("THIRTIETH ROK-US SECURITY CONSULTATIVE MEETING JOINT COMMUNIQUE", Some(30)),
        ("Twelfth Security Consultative Meeting", Some(12)),
        ("제61차 한미안보협의회의(SCM) 공동성명", Some(61)),
        ("제 61 차 한·미 안보협의회의", Some(61)),
        ("scm 61 joint communique", Some(61)),
        ("SCM-61", Some(61)),
        ("61st SCM", Some(61)),
        ("scm 2029 joint communique", None),
        ("Joint Communiqué on the 70th Anniversary", None),
        ("Security Consultative Meeting, November 5th", None),
    ] {
        assert_eq!(classify::number(title), number, "{title}");
    }
}

#[test]
fn titles_come_from_addresses_with_their_capitals() {
    for (slug, title) in [
        ("u-s-rok-leaders-joint-statement", "U.S. ROK Leaders Joint Statement"),
        ("remarks-by-president-roe-in-the-east-room", "Remarks by President Roe in the East Room"),
        ("fact-sheet-the-nato-summit-in-the-hague", "Fact Sheet: The NATO Summit in the Hague"),
        ("washington-declaration-2", "Washington Declaration"),
        ("g7-leaders-statement", "G7 Leaders Statement"),
    ] {
        assert_eq!(&*page(slug, "We begin with a sentence.").statement.title, title);
    }
    // The number of an article is no title; then the file's name is the guess.
    for slug in ["1234567", "view.do?seq=1234", "natohq/official_texts_1.htm"] {
        let import = page(slug, "We begin with a sentence.");
        assert!(from(&import, "title") != Some(Provenance::Address) || slug.contains("official"), "{slug}");
    }
    // A section's heading is not taken for the title where the address has another.
    let import = page("a-proclamation-on-national-day-2029", "**A New Vision**\n\nWe begin with a sentence.");
    assert_eq!(&*import.statement.title, "A Proclamation on National Day 2029");
    assert_eq!(passages(&import), ["A New Vision: We begin with a sentence."]);
}

#[test]
fn parties_are_found_by_their_whole_names() {
    for (text, found) in [
        ("North Korea and the Democratic People’s Republic of Korea", &[][..]),
        ("peace on the Korean Peninsula and in the South China Sea", &[]),
        ("tell us of nato", &[]),
        ("the U.S. and Japanese forces", &["United States", "Japan"]),
        ("JOINT STATEMENT OF JAPAN AND THE REPUBLIC OF KOREA", &["Japan", "Republic of Korea"]),
        ("JOINT STATEMENT OF THE UNITED STATES AND IRAQ", &["United States", "Iraq"]),
        ("a chad", &[]),
        ("US-EU", &["United States", "European Union"]),
        ("한미일 정상 공동성명", &["Republic of Korea", "United States", "Japan"]),
        ("제61차 한미안보협의회의", &["Republic of Korea", "United States"]),
        ("북한", &[]),
        ("日米首脳共同声明", &["Japan", "United States"]),
        ("Nigeria", &["Nigeria"]),
        ("Timor-Leste and Türkiye", &["Timor-Leste", "Türkiye"]),
    ] {
        assert_eq!(parties::parties(text), found, "{text}");
    }
}

#[test]
fn sites_are_known_by_their_hosts() {
    for (address, site) in [
        ("https://www.whitehouse.gov/a", Some("United States")),
        ("https://bidenwhitehouse.archives.gov/a", Some("United States")),
        ("https://www.mofa.go.kr/eng/a", Some("Republic of Korea")),
        ("https://www.gov.uk/a", Some("United Kingdom")),
        ("https://www.nato.int/a", Some("NATO")),
        ("https://www.mfa.gov.sg/a", Some("Singapore")),
        ("https://www.gov.pl/a", Some("Poland")),
        ("https://www.notnato.int.example.org/a", None),
        ("https://run.org/a", None),
        ("scm.txt", None),
    ] {
        assert_eq!(parties::publisher(address), site, "{address}");
    }
}

#[test]
fn a_treaty_is_one_by_title_and_text() {
    let text = "# Mutual Aid Treaty between the Republic of Korea and the United States\n\n\
        The Parties to this Treaty have agreed as follows.\n\n## Article I\n\nThe Parties will consult.\n\n\
        ## Article II\n\nThe Parties will train.\n";
    let import = imported("aid.md", text);
    assert_eq!((import.statement.standing, &*import.statement.series), (Standing::Treaty, "treaty"));
    assert_eq!(issuers(&import), ["Republic of Korea", "United States"]);
    assert_eq!(passages(&import)[1], "Article I: The Parties will consult.");
    let import = imported("aid.md", "# Statement on the Aid Treaty\n\nThe Parties to this Treaty know it.\n");
    assert_eq!(import.statement.standing, Standing::Unstated);
}

#[test]
fn korean_statements_are_told_apart() {
    let joint = imported(
        "a.txt",
        "제61차 한미안보협의회의 공동성명\n2029. 11. 5., 서울\n\n1. 양국은 협의하였다.\n\n2. 끝이다.\n",
    );
    let statement = &joint.statement;
    assert_eq!(
        (statement.standing, &*statement.series, statement.number),
        (Standing::Joint, "SCM", Some(61))
    );
    assert_eq!((statement.date.as_deref(), statement.place.as_deref()), (Some("2029-11-05"), Some("서울")));
    assert_eq!(issuers(&joint), ["Republic of Korea", "United States"]);
    assert_eq!(passages(&joint), ["¶1: 양국은 협의하였다.", "¶2: 끝이다."]);
    let one = imported("b.txt", "외교부 대변인 논평\n\n우리 정부는 이를 환영한다.\n");
    assert_eq!((one.statement.standing, &*one.statement.series), (Standing::Unilateral, "spokesperson"));
}

#[test]
fn a_press_briefing_is_read_by_its_speakers() {
    let body = "3:03 P.M. EST\n\nMS. POE: Good afternoon. I have a few things.\n\nQ Thank you. What of Japan?\n\n\
        MS. POE: I have nothing more.\n\n4:00 P.M. EST";
    let import = page("press-briefing-by-press-secretary-jane-poe", body);
    assert_eq!(import.statement.date.as_deref(), Some("2029-11-05"));
    assert_eq!(import.statement.place, None);
    assert_eq!(import.statement.passages[1].text.as_str(), "Q Thank you. What of Japan?");
}

#[test]
fn organizations_and_others_are_read_alike() {
    let nato = "<html><head><title>NATO - Press conference by the Secretary General</title>\
        <link rel=canonical href='https://www.nato.int/cps/en/natohq/opinions_1.htm'></head><body><main>\
        <h1>Press conference by the Secretary General</h1><p>05 Nov. 2029</p>\
        <p>1. Good morning to all of you, and thank you for being here with us in such numbers on this day.</p>\
        <p>2. Allies met this morning and agreed on a plan, of which I will speak for some minutes, if I may.</p>\
        </main></body></html>";
    let import = imported("opinions_1.html", nato);
    let statement = &import.statement;
    assert_eq!((statement.standing, &*statement.series), (Standing::Unilateral, "NATO"));
    assert_eq!((issuers(&import), statement.date.as_deref()), (vec!["NATO"], Some("2029-11-05")));
    assert_eq!(&*statement.title, "Press conference by the Secretary General");
    assert_eq!(statement.passages[1].locus.as_deref(), Some("¶2"));

    let summit = "# EU-Republic of Korea Summit: Joint Statement\n\nBrussels, 5 November 2029\n\n\
        1.  We, the leaders, met.\n\n2.  We will meet again.\n";
    let import = imported("eu.md", summit);
    assert_eq!((&*import.statement.series, import.statement.place.as_deref()), ("summit", Some("Brussels")));
    assert_eq!(issuers(&import), ["European Union", "Republic of Korea"]);
    assert_eq!(passages(&import)[1], "¶2: We will meet again.");

    let ausmin = "Joint Statement on Australia-U.S. Ministerial Consultations (AUSMIN) 2029\n\n5 November 2029\n\nIt is said.\n";
    let import = imported("ausmin.txt", ausmin);
    assert_eq!((&*import.statement.series, import.statement.number), ("AUSMIN", None));
    assert_eq!(
        (import.statement.standing, import.statement.date.as_deref()),
        (Standing::Joint, Some("2029-11-05"))
    );

    let japan = "Joint Statement of the Security Consultative Committee\n\nTokyo, November 5, 2029\n\n\
        Secretary Doe of the United States and Minister KATŌ Jirō of Japan met.\n";
    let import = imported("scc.txt", japan);
    assert_eq!((&*import.statement.series, issuers(&import)), ("2+2", vec!["United States", "Japan"]));
    assert_eq!((import.statement.place.as_deref(), &*import.statement.label), (Some("Tokyo"), "US–JP 2029"));
}

#[test]
fn labels_tell_statements_apart() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, front: &str, words: &str| {
        fs::write(folder.path().join(name), format!("---\nurl: {WH}x/\n{front}\n---\n\n{words}\n")).unwrap();
    };
    for at in 10..28 {
        let front = format!("title: Remarks by President Roe {at}\ndate: 2031-05-{at}");
        write(&format!("{at}.md"), &front, &format!("It is said on day {at}."));
    }
    for at in 0..120 {
        let front = format!("title: Remarks by President Roe at {at}\ndate: 2031-05-04");
        write(&format!("day-{at}.md"), &front, &format!("It is said at hour {at}."));
        let front =
            format!("title: Joint Statement of Japan and the United States on {at}\ndate: 2031-05-04");
        write(&format!("joint-{at}.md"), &front, &format!("It is said together at hour {at}."));
        write(&format!("none-{at}.md"), "title: Remarks", &format!("It is said at no hour {at}."));
    }
    write("own.md", "title: Remarks\ndate: 2031-05-12\nlabel: US 31-05-12", "It is said.");
    let stop = AtomicBool::new(false);
    let imported = import(&[folder.path().to_owned()], &Metadata::default(), None, &Silent, &stop).imports;
    let labels: Vec<&str> = imported.iter().map(|import| &*import.statement.label).collect();
    let distinct: std::collections::HashSet<&&str> = labels.iter().collect();
    assert_eq!((labels.len(), distinct.len()), (379, 379), "{labels:?}");
    assert!(labels.iter().all(|label| (3..=labels::LABEL).contains(&label.chars().count())), "{labels:?}");
    for label in ["US 31-05-10", "US 31-05-04", "US 310504", "JP–US 310504", "US 31-05-12"] {
        assert!(labels.contains(&label), "{label} {labels:?}");
    }
}

#[test]
fn a_label_is_made_here_only_if_it_is_exactly_as_it_would_be_made() {
    let undated = page("remarks-by-president-roe", "It is said.").statement;
    let undated = Statement { date: None, ..undated };
    let dated = Statement { date: Some(Text::new("2031-05-04")), ..undated.clone() };
    let own = labels::label(&undated).to_string();
    for (statement, label, is_made) in [
        (&undated, &*own, true),
        (&undated, "My ports", false),
        (&undated, &format!("{own}-2"), true),
        (&undated, &format!("{own}-"), false),
        (&undated, "R-2", false),
        (&dated, "US 31-05-04", true),
        (&dated, "310504-2", true),
        (&dated, "310504-02", false),
        (&dated, "310504-1", false),
        (&dated, "US-2", false),
        (&dated, "-2", false),
        (&dated, "3-99999999999", false),
    ] {
        assert_eq!(labels::is_made(&Text::new(label), statement), is_made, "{label}");
    }
}
