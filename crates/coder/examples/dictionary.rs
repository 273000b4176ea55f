//! What a dictionary in PETRARCH's format gives: `cargo run --release -p detente-coder --example dictionary -- actors FILE…`
//! (or `agents FILE…`) prints entries, names, codes, milliseconds of loading, and the lines with a mistake.
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let kind = args.next().expect("actors or agents");
    for file in args {
        let bytes = std::fs::read(&file).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        let mut coder = detente_coder::Coder::new();
        let start = Instant::now();
        let l = if kind == "actors" { coder.add_actors(&text) } else { coder.add_agents(&text) };
        let ms = start.elapsed().as_secs_f64() * 1e3;
        println!("{file}: {} entries, {} names, {} codes, {ms:.1} ms", l.entries, l.names, l.codes);
        for d in &l.diagnostics {
            println!("  line {}: {d}", d.line_column(&text).map_or(0, |p| p.0));
        }
    }
}
