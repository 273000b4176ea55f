use super::split;

/// The words of each sentence, separated by spaces; sentences by ` | `.
fn show(text: &str) -> String {
    let sentences = split(text);
    let words = |s: &crate::Sentence| s.tokens.iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ");
    sentences.iter().map(words).collect::<Vec<_>>().join(" | ")
}

#[test]
fn nothing() {
    assert_eq!(show(""), "");
    assert_eq!(show(" \n\t\u{200b}\u{a0}\r\n"), "");
}

#[test]
fn news() {
    let cases = [
        (
            "GENEVA (AP) — President Vladimir V. Putin said Friday he'd talk. He gave no date.",
            "GENEVA ( AP ) — President Vladimir V. Putin said Friday he 'd talk . | He gave no date .",
        ),
        (
            "“We can’t wait,” he said. “We need help — now.” The office declined to comment.",
            "“ We ca n’t wait , ” he said . | “ We need help — now . ” | The office declined to comment .",
        ),
        ("By Jane A. Doe, Reuters\nTalks resume in Geneva\n", "By Jane A. Doe , Reuters | Talks resume in Geneva"),
        (
            "Gen. Mark A. Lee and Lt. Gov. Bob Jones Jr. attended.",
            "Gen. Mark A. Lee and Lt. Gov. Bob Jones Jr. attended .",
        ),
        ("The U.S. said so. The U.S.'s aims.", "The U.S. said so . | The U.S. 's aims ."),
        ("\"No comment!\" he replied. Then he left.", "\" No comment ! \" he replied . | Then he left ."),
        ("The ex-Soviet state's anti-tank units moved 20km.", "The ex-Soviet state 's anti-tank units moved 20 km ."),
        ("A so-called long-range plan cost $1.5 billion.", "A so - called long - range plan cost $ 1.5 billion ."),
        ("See https://www.un.org/a_b?c=d. Follow @POTUS.", "See https://www.un.org/a_b?c=d . | Follow @POTUS ."),
        ("He paid&nbsp;5% &amp; left&hellip; Ukraineâ€™s ally.", "He paid 5 % & left … Ukraine ’s ally ."),
        ("The workers' strike; the '90s.", "The workers ' strike ; the '90s ."),
    ];
    for (text, want) in cases {
        assert_eq!(show(text), want, "{text}");
    }
}

#[test]
fn spans_point_into_the_original() {
    let text = "Zelen\u{200b}skyy&rsquo;s plan isn\u{2019}t new.";
    let sentences = split(text);
    let spans: Vec<&str> = sentences[0].tokens.iter().map(|t| t.span.of(text)).collect();
    assert_eq!(spans, ["Zelen\u{200b}skyy", "&rsquo;s", "plan", "is", "n\u{2019}t", "new", "."]);
    assert_eq!(sentences[0].tokens[0].form, "Zelenskyy");
    assert!(sentences[0].tokens[1].continues && sentences[0].tokens[4].continues);
}
