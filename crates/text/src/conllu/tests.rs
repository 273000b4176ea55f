use super::{read, write};
use crate::{NameKind, Span, Upos};

const SAMPLE: &str = "# newdoc id = a
# sent_id = a-1
# text = They don't know.
1\tThey\tthey\tPRON\tPRP\tCase=Nom|Number=Plur\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
# sent_id = a-2
# text = Berlin won't.
1\tBerlin\tBerlin\tPROPN\tNNP\t_\t0\troot\t_\tner=B-LOC
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\twill\twill\tAUX\t_\t_\t1\taux\t_\t_
2.1\tgo\tgo\tVERB\t_\t_\t_\t_\t0:root\t_
3\tnot\tnot\tPART\t_\t_\t1\tadvmod\t_\t_
4\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newdoc
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
";

#[test]
fn reads_documents_words_and_spans() {
    let (documents, findings) = read(SAMPLE);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(documents.len(), 2);
    let a = &documents[0];
    assert_eq!(a.id.as_deref(), Some("a"));
    assert_eq!(a.text, "They don't know.\n\nBerlin won't.");
    assert_eq!(a.sentences[0].tokens[2].span.of(&a.text), "n't");
    assert!(a.sentences[0].tokens[2].continues && !a.sentences[0].tokens[1].continues);
    assert_eq!(a.sentences[0].root(), Some(3));
    let second = &a.sentences[1];
    assert_eq!(second.span.of(&a.text), "Berlin won't.");
    assert_eq!(second.tokens[1].form, "will");
    assert_eq!(second.tokens[1].span.cover(second.tokens[2].span).of(&a.text), "won't");
    assert_eq!(second.names[0].kind, NameKind::Place);
    assert_eq!(documents[1].text, "Yes");
}

#[test]
fn writes_what_it_read() {
    let (documents, _) = read(SAMPLE);
    let written: String = documents.iter().map(write).collect();
    assert!(written.contains("2-3\twon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"), "{written}");
    assert!(written.contains("# text = They don't know.\n"));
    let (again, findings) = read(&written);
    assert!(findings.is_empty());
    assert_eq!(again[0].text, documents[0].text);
    assert_eq!(again.iter().map(write).collect::<String>(), written);
}

#[test]
fn says_what_is_wrong_and_where() {
    let cases = [
        ("1 They they\n", "DT0101", 1),
        ("1\tA\ta\tX\t_\t_\t0\troot\t_\t_\n3\tB\tb\tX\t_\t_\t1\tdep\t_\t_\n", "DT0104", 2),
        ("1\tA\ta\tNP\t_\t_\t0\troot\t_\t_\n", "DT0105", 1),
        ("1\tA\ta\tX\t_\t_\t2\tdep\t_\t_\n2\tB\tb\tX\t_\t_\t1\tdep\t_\t_\n", "DT0106", 1),
        (
            "1\tA\ta\tX\t_\t_\t2\tdep\t_\t_\n2\tB\tb\tX\t_\t_\t1\tdep\t_\t_\n3\tC\tb\tX\t_\t_\t0\troot\t_\t_\n",
            "DT0106",
            1,
        ),
        ("1\tA\ta\tX\t_\t_\tx\tdep\t_\t_\n", "DT0106", 1),
        ("1\tA\ta\tX\t_\t_\t0\troot\t_\t_\n2\tB\tb\tX\t_\t_\t0\troot\t_\t_\n", "DT0107", 2),
        ("1-1\tA\ta\tX\t_\t_\t_\t_\t_\t_\n", "DT0103", 1),
    ];
    for (input, code, line) in cases {
        let (_, findings) = read(input);
        assert_eq!(findings.len(), 1, "{input} {findings:?}");
        assert_eq!(findings[0].code, code, "{input}");
        assert_eq!(findings[0].line_column(input).map(|p| p.0), Some(line), "{input}");
    }
}

#[test]
fn keeps_words_of_other_parsers() {
    let input = "\u{feff}1\t_\t_\tPUNCT\t_\t_\t_\t_\t_\t_\r\n2\tword\t_\t_\t_\t_\t_\t_\t_\t_\r\n";
    let (documents, findings) = read(input);
    assert!(findings.is_empty(), "{findings:?}");
    let tokens = &documents[0].sentences[0].tokens;
    assert_eq!((tokens[0].form.as_str(), tokens[0].lemma.as_str()), ("_", "_"));
    assert_eq!((tokens[1].upos, tokens[1].head, tokens[1].span), (Upos::X, None, Span::new(2, 6)));
}
