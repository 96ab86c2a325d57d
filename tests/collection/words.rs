//! No word disappears: the words of a whole file, in order, are the words of its fields, headings and passages.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Heads of invented texts, with everything that a head may contain.
const HEADS: [&str; 25] = [
    "",
    "Joint Statement on the Harbor",
    "Joint Statement on the Harbor\n\nBusan, May 4, 2031",
    "Joint Statement on the Harbor, Busan, May 4, 2031",
    "Joint Statement\n\nof the Ministers of Ports\n\nMay 4, 2031",
    "The Harbor Plan\n\nMay 4, 2031",
    "Monday, May 4, 2031",
    "(May 3, 2031)",
    "For Immediate Release\n\nMay 4, 2031 | 10:30 a.m. EST",
    "Released May 9, 2031\n\nBusan, May 4, 2031",
    "Press Briefing Room\n\n4:47 P.M. CST",
    "Old Quay\n\nHarbortown, Northland\n\n(4:47 P.M. CST)",
    "Remarks as prepared for delivery",
    "Executive Order 99123\n\nBy the powers that the law gives me, it is ordered that the office be renewed:",
    "MEMORANDUM FOR THE SECRETARY OF PORTS\n\nSUBJECT: The Harbor Plan",
    "BY THE MINISTER OF PORTS\n\nA PROCLAMATION",
    "Dear Madam Speaker: (Dear Madam President:)",
    "Statement by the Minister\n\nStatement by the Minister\n\nMay 4, 2031",
    "THE MINISTER: You are welcome. (Laughs.)\n\nQ Thank you —",
    "Done at Busan, May 4, 2031, and again at Seoul, May 5, 2031",
    "港湾に関する共同声明\n\n２０３１年５月４日、港町",
    "[文書名] 港湾に関する共同声明(2031年5月4日)\n\n[場所] 港町\n\n[出典] 港湾省",
    "항만 공동성명\n\n2031. 5. 4.(월), 부산",
    "Date: May 4, 2031\n\nPlace: Busan",
    "Title: Joint Statement on Ports, Harbortown, May 4, 2031",
];
const FRONTS: [&str; 5] = [
    "",
    "---\ntitle: The Harbor Plan\ndate: 2031-05-05\n---\n\n",
    "+++\ntitle = \"Joint Statement on the Harbor\"\ndate = 2031-05-04\nplace = \"Busan\"\n+++\n\n",
    "{\"title\": \"Remarks\", \"published\": \"2031-05-04\", \"mood\": \"calm\"}\n\n",
    "% The Harbor Plan\n% Ministry of Ports\n% May 4, 2031\n\n",
];
const BODIES: [&str; 4] = [
    "The two sides met.\n\nThey agreed on ports.",
    "The two sides met.\n\n1. First, ports.\n\n2. Second, ships.\n\nThey will meet again.\n\n7. Seventh, piers.\n\n9. Ninth, quays.",
    "Part One\n\nThe two sides met.\n\nPart Two\n\nAnnex A\n\nThey agreed.\n\nThe End",
    "双方は会談した。\n\n양측은 2031년에 다시 만난다.\n\nThey agreed.",
];

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The words of a statement as they were written, headings once, and those of its fields.
fn held(statement: &Value) -> (Vec<String>, Vec<String>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (mut held, mut last) = (Vec::new(), String::new());
    for passage in statement["passages"].as_array().unwrap() {
        let heading = text(&passage["heading"]);
        if heading != last {
            held.extend(words(&heading));
        }
        held.extend(words(&text(&passage["locus"])).into_iter().filter(|_| !passage["locus"].is_null()));
        held.extend(words(&text(&passage["text"])));
        last = heading;
    }
    let mut fields = words(&(text(&statement["title"]) + " " + &text(&statement["place"])));
    // Its day as a head writes it, and the labels of fields.
    if let Some([year, month, day]) = text(&statement["date"]).split('-').collect::<Vec<_>>().get(0..3) {
        let (month, day) = (month.trim_start_matches('0'), day.trim_start_matches('0'));
        fields.extend(words(&format!("May {day} {year} {month} ２０３１年５月４日 2031年5月4日")));
    }
    fields.extend(words("Title Date Place 文書名 場所 Done at"));
    (held, fields)
}

#[test]
fn the_words_of_a_file_are_the_words_of_its_statement_in_order() {
    let home = tempfile::tempdir().unwrap();
    let mut texts = Vec::new();
    for (front, head, body, number) in all() {
        let own = format!("Text number {number} ends here.");
        // A page has the same lines as paragraphs; a text has no front matter but is otherwise the same.
        let lines = format!("{head}\n\n{body}\n\n{own}\n");
        let paragraphs = lines.split("\n\n").collect::<Vec<_>>().join("</p>\n<p>");
        let paragraphs = format!("<p>{paragraphs}</p>\n");
        let (ending, text) = match number % 3 {
            0 => ("md", format!("{front}{lines}")),
            1 => ("txt", format!("{front}{lines}")),
            _ => ("html", format!("<html><body>{paragraphs}</body></html>")),
        };
        let name = format!("text-{number:04}");
        fs::write(home.path().join(format!("{name}.{ending}")), text).unwrap();
        texts.push((name, lines));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.args(["import", ".", "-o", "out.json", "--separate"]).env_clear().current_dir(home.path());
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dataset: Value = serde_json::from_slice(&fs::read(home.path().join("out.json")).unwrap()).unwrap();
    let statements = dataset["statements"].as_array().unwrap();
    assert_eq!(statements.len(), texts.len());
    for (name, lines) in texts {
        let statement = statements.iter().find(|statement| statement["id"] == *name).unwrap();
        let (held, fields) = held(statement);
        let mut held = held.into_iter().peekable();
        for word in words(&lines) {
            if held.next_if_eq(&word).is_none() {
                assert!(fields.contains(&word), "{name}: “{word}” is lost of:\n{lines}\n{statement:#}");
            }
        }
        assert_eq!(held.next(), None, "{name}: more is held than was written:\n{lines}\n{statement:#}");
    }
}

/// All heads, each with all front matter and all bodies.
fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str, usize)> {
    let heads = FRONTS.iter().flat_map(|front| HEADS.iter().map(move |head| (*front, *head)));
    let texts = heads.flat_map(|(front, head)| BODIES.iter().map(move |body| (front, head, *body)));
    texts.zip(0..).map(|((front, head, body), number)| (front, head, body, number))
}
