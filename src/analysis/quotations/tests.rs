//! Paragraphs with marks of all kinds.

use proptest::prelude::*;

use super::*;

fn quoted(paragraphs: &[&str]) -> Vec<String> {
    let found = quotations(paragraphs.iter().map(|text| (*text, false)));
    found.into_iter().map(|quotation| quotation.text + if quotation.is_closed { "" } else { "~" }).collect()
}

#[test]
fn marks_of_every_kind_make_quotations() {
    for (text, expected) in [
        ("They “will modernize the alliance” soon.", &["will modernize the alliance"][..]),
        ("They \"will modernize the alliance\" soon.", &["will modernize the alliance"]),
        ("They 'will modernize the alliance' soon.", &["will modernize the alliance"]),
        ("They ‘will modernize the alliance’ soon.", &["will modernize the alliance"]),
        ("‘Alliance modernization‘ has emerged", &["Alliance modernization"]),
        ("「동맹의 현대화」와 『국방백서』", &["동맹의 현대화", "국방백서"]),
        ("그는 \"동맹의 현대화\"라고 말했다", &["동맹의 현대화"]),
        ("그는 ‘동맹의 현대화’라는 말을", &["동맹의 현대화"]),
        ("(\"the alliance\")—\"the role\".", &["the alliance", "the role"]),
        ("a “first” and “second”", &["first", "second"]),
        ("He said «the alliance» twice", &["the alliance"]),
        ("그는'동맹의 현대화'라고, 또‘미래’라고", &["동맹의 현대화", "미래"]),
        (
            "Er nannte »das Bündnis«, »den Pfeiler« und ›die Lage‹.",
            &["das Bündnis", "den Pfeiler", "die Lage"],
        ),
        ("Il cite « le pilier », ‹ la paix › et l'«alliance».", &[" le pilier ", " la paix ", "alliance"]),
        ("Hon nämnde ”alliansen” (”hörnstenen”) och »freden».", &["alliansen", "hörnstenen", "freden"]),
        ("Er nannte „das Bündnis“ und ‚die Lage‘.", &["das Bündnis", "die Lage"]),
        ("TeX has ``the alliance'' and ``the role''.", &["the alliance", "the role"]),
        ("그는 ''동맹의 현대화''라고, ｢동맹｣과 《국방백서》", &["동맹의 현대화", "동맹", "국방백서"]),
        ("no quotation at all", &[]),
    ] {
        assert_eq!(quoted(&[text]), expected, "{text}");
    }
}

#[test]
fn apostrophes_feet_and_inches_are_no_marks() {
    for (text, expected) in [
        ("The alliance’s role and the allies’ role, don't", &[][..]),
        ("the '90s and ’90s of the allies' role", &[]),
        ("A 5\" gun on a 6' mount", &[]),
        ("\"A 5\" gun of the allies\" was seen", &["A 5\" gun of the allies"]),
        ("\"in 2018\" and \"by 2025\". The 5\" gun", &["in 2018", "by 2025"]),
        ("The 16\" gun. \"Since 06\" they met, \"by 12\" again", &["Since 06", "by 12"]),
        ("A 16 \" gun, and he said:\"the alliance\"라고", &["the alliance"]),
        ("A \" alone; 그는\"동맹의 현대화\"라고", &["동맹의 현대화"]),
        ("A 5\"포, \"동맹의 현대화\"", &["동맹의 현대화"]),
        ("‘the allies’ common role’ is new", &["the allies’ common role"]),
        ("'the allies' common role' is new", &["the allies' common role"]),
        ("“the alliance's role isn’t new” he said", &["the alliance's role isn’t new"]),
    ] {
        assert_eq!(quoted(&[text]), expected, "{text}");
    }
}

#[test]
fn quotations_within_quotations_are_found_too() {
    assert_eq!(
        quoted(&["“He said ‘the alliance will be modernized’ and left,” she said."]),
        ["He said ‘the alliance will be modernized’ and left,", "the alliance will be modernized"]
    );
    assert_eq!(
        quoted(&["“美 \"동맹현대화, 위한 것.\"”"]),
        ["美 \"동맹현대화, 위한 것.\"", "동맹현대화, 위한 것."]
    );
}

#[test]
fn a_quotation_may_go_on_in_the_next_paragraphs() {
    assert_eq!(quoted(&["“One of", "“two and", "“three.” End"]), ["One of two and three."]);
    assert_eq!(quoted(&["\"One of", "\"two.\" End \"here\""]), ["One of two.", "here"]);
    assert_eq!(quoted(&["“One of", "two.” End"]), ["One of two."]);
    assert_eq!(quoted(&["“One of", "Other words.", "“Two.”"]), ["One of~", "Two."]);
    assert_eq!(quoted(&["“adapting our posture (etc.).1) While", "“Next” one"]).len(), 1);
    assert_eq!(quoted(&["A ” alone, and “open"]), ["open~"]);
    assert_eq!(quoted(&["그는 「동맹의", "「현대화가", "「필요하다」고 했다"]), ["동맹의 현대화가 필요하다"]);
    assert_eq!(quoted(&["«One of", "two.» Fin"]), ["One of two."]);
    assert_eq!(quoted(&["“One of", "‘two’ and” three"]), ["One of ‘two’ and", "two"]);
    // An inch and a mark between blanks open nothing that could go on.
    assert_eq!(quoted(&["A 16\" gun", "\"The alliance\" is new"]), ["The alliance"]);
    assert_eq!(quoted(&["A \" alone", "\"The alliance\" is new"]), ["The alliance"]);
    assert_eq!(quoted(&["“One of", "A 16\" gun"]), ["One of~"]);
}

#[test]
fn a_text_of_nothing_but_marks_is_read_once() {
    let size = 400_000;
    for (open, close) in
        [("“", "”"), ("\"a", "a\" "), ("‘", "’"), ("「", "」"), ("``", "''"), ("5\" ", "s’ a")]
    {
        let text = open.repeat(size) + &close.repeat(size);
        let found = quotations([(&*text, true)]);
        let letters: usize = found.iter().map(|quotation| quotation.text.len()).sum();
        assert!(letters <= (DEPTH + 1) * text.len(), "{open}: {} quotations, {letters} bytes", found.len());
    }
    let paragraphs = vec![("“and so on", false); size];
    assert_eq!(quotations(paragraphs).len(), 1);
}

#[test]
fn a_block_is_a_quotation_unless_marks_say_so() {
    let of = |text, is_block| quotations([(text, is_block)]).len();
    assert_eq!([of("They agreed to it.", true), of("They agreed to it.", false)], [1, 0]);
    assert_eq!(of("“They agreed to it.”", true), 1);
    // Who said it is no part of what was said.
    for said in ["“They agreed to it.” — Joint Communiqué, 2023", "“They agreed to it” – Seoul (2023)."]
    {
        assert_eq!(of(said, true), 1, "{said}");
    }
    assert_eq!(of("— Joint Communiqué, 2023", true), 0);
    assert_eq!(of("“They agreed to it” and to that.", true), 2);
}

proptest! {
    #[test]
    fn no_soup_of_marks_stops_it(texts in prop::collection::vec("([a-z]{1,3}|[“”‘’\"'「」『』«»„(). …\\[\\]5]|현대|\\PC){0,20}", 0..4)) {
        for quotation in quotations(texts.iter().map(|text| (text.as_str(), false))) {
            prop_assert!(quotation.paragraph < texts.len());
        }
    }
}
