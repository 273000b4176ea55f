//! What must hold of every text, tried on made-up ones.

mod check;

#[test]
fn any_text_reads() {
    let mut source = check::Source::new(7);
    for _ in 0..1500 {
        check::all(&source.text());
    }
}
