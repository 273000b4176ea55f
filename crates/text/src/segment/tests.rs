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
