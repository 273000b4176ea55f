//! How wide text is, near enough to keep labels apart: no font is read.

/// Widths of the characters from space to tilde in thousandths of the font size: Helvetica's (Adobe Core 14 AFM).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];
/// Other sans-serif faces (DejaVu Sans, Verdana) are wider than Helvetica by up to this.
const WIDER: f64 = 1.17;

/// Width of a line at that font size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let thousandths: f64 = text.chars().map(|c| f64::from(of(c))).sum();
    thousandths / 1000.0 * size * WIDER
}

fn of(c: char) -> u16 {
    match c {
        ' '..='~' => WIDTHS[c as usize - 32],
        // Marks that stand on the letter before them, and joiners.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        // Latin, Greek, Cyrillic.
        '\u{80}'..='\u{52f}' => 640,
        '\u{2010}'..='\u{205e}' => 700,
        // Arabic, Hebrew, Indic and other alphabets.
        '\u{530}'..='\u{10ff}' => 700,
        // Everything else may fill the square and, as an emoji, more.
        _ => 1250,
    }
}

/// Breaks text into at most `lines` lines of at most `room`; what does not fit ends with an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for word in text.split_whitespace().flat_map(|w| pieces(w, size, room)) {
        let last = out.len() - 1;
        let joined = if out[last].is_empty() { word.clone() } else { format!("{} {word}", out[last]) };
        if width(&joined, size) <= room {
            out[last] = joined;
        } else if out.len() < lines {
            out.push(word);
        } else {
            let mut cut = joined;
            while !cut.is_empty() && width(&format!("{cut}…"), size) > room {
                cut.pop();
            }
            out[last] = format!("{}…", cut.trim_end());
            return out;
        }
    }
    out
}

/// A word in pieces that fit.
fn pieces(word: &str, size: f64, room: f64) -> Vec<String> {
    if width(word, size) <= room {
        return vec![word.to_owned()];
    }
    let mut out = vec![String::new()];
    for c in word.chars() {
        let last = out.len() - 1;
        if !out[last].is_empty() && width(&format!("{}{c}", out[last]), size) > room {
            // More lines than any label has.
            if out.len() > 8 {
                break;
            }
            out.push(c.to_string());
        } else {
            out[last].push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_their_room() {
        for text in
            ["The United States, Russia: telephone call", &"x".repeat(10_000), "a", "", "👩‍👩‍👧 عربي 中文字 mixed words"]
        {
            for l in wrap(text, 12.0, 100.0, 3) {
                assert!(width(&l, 12.0) <= 100.0 || l.chars().count() <= 2, "{l}");
            }
            assert!(wrap(text, 12.0, 100.0, 3).len() <= 3);
        }
        assert_eq!(wrap("one two three four", 12.0, 60.0, 1), ["one two…"]);
    }
}
