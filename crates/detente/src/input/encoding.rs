//! Bytes to text.

use detente_event::Diagnostic;
use encoding_rs::{Encoding, WINDOWS_1252};

/// The text of `bytes`, and a warning where it had to be guessed. `label` is the encoding that the file says it has.
///
/// # Errors
/// Where it is no text.
pub fn decode(bytes: Vec<u8>, label: Option<&str>) -> Result<(String, Option<Diagnostic>), Diagnostic> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok((text.into_owned(), None));
    }
    if bytes.contains(&0) {
        return Err(Diagnostic::error("DT0501", None, "this is no text but a binary file")
            .help("give text, HTML, JSON Lines, Parquet, WARC or CoNLL-U; save a PDF or Word file as text first"));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(e) => e.into_bytes(),
    };
    if let Some(encoding) = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != encoding_rs::UTF_8) {
        let (text, _, bad) = encoding.decode(&bytes);
        if !bad {
            return Ok((text.into_owned(), None));
        }
    }
    let (mut bad, mut good, mut first, mut at) = (0, 0, None, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first.get_or_insert(at);
            bad += 1;
        }
        at += chunk.invalid().len();
    }
    let first = first.unwrap_or(0);
    if bad * 10 <= good {
        // UTF-8 that was damaged in few places.
        let warning =
            Diagnostic::warning("DT0508", None, format!("{bad} characters are damaged, the first at byte {first}"))
                .help("they are read as `\u{fffd}`");
        return Ok((String::from_utf8_lossy(&bytes).into_owned(), Some(warning)));
    }
    let (text, _, unmapped) = WINDOWS_1252.decode(&bytes);
    let (mut letters, mut all) = (0, 0);
    for c in text.chars() {
        all += 1;
        letters += usize::from(c.is_alphabetic() || c.is_whitespace());
    }
    if unmapped || letters * 10 < all * 7 {
        return Err(Diagnostic::error("DT0501", None, format!("this is no text: byte {first} is not UTF-8"))
            .help("save it as UTF-8 text"));
    }
    let warning = Diagnostic::warning("DT0508", None, format!("byte {first} is not UTF-8; read as Windows-1252"))
        .help("save it as UTF-8 to be sure of every letter");
    Ok((text.into_owned(), Some(warning)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_its_encodings() {
        assert_eq!(decode("Détente".as_bytes().to_vec(), None).unwrap(), ("Détente".to_owned(), None));
        let utf16: Vec<u8> = "\u{feff}Détente".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf16, None).unwrap().0, "Détente");
        let (text, warning) = decode(b"President Erdo\xf0an and S\xe1nchez met \x93there\x94".to_vec(), None).unwrap();
        assert!(text.contains("Sánchez met “there”") && warning.is_some());
        assert_eq!(decode(b"Erdo\xf0an".to_vec(), Some("iso-8859-9")).unwrap(), ("Erdoğan".to_owned(), None));
        let mut damaged = "“Zelenskyy’s” – “émigrés”, “détente”, “naïveté”".as_bytes().to_vec();
        damaged.push(0xff);
        let (text, warning) = decode(damaged, None).unwrap();
        assert!(text.ends_with("”\u{fffd}") && warning.unwrap().message.contains("1 characters"));
        assert!(decode(vec![0, 1, 2], None).is_err());
        assert!(decode((1..=255_u8).cycle().take(4000).filter(|b| !b.is_ascii_alphabetic()).collect(), None).is_err());
    }
}
