//! Any bytes, read as CoNLL-U and written again: what is written reads without a finding.
#![no_main]

use detente_text::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (documents, _) = conllu::read(&String::from_utf8_lossy(data));
    for document in &documents {
        let written = conllu::write(document);
        let (again, findings) = conllu::read(&written);
        assert!(findings.is_empty(), "{findings:?}\n{written}");
        let count = |sentences: &[detente_text::Sentence]| sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
        let theirs: usize = again.iter().map(|d| count(&d.sentences)).sum();
        assert_eq!(count(&document.sentences), theirs, "{written}");
    }
});
