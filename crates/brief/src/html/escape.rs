//! Text that comes from documents, made safe and legible in HTML.

/// Escapes text. Characters that would turn the direction of what follows are shown by name, and those that have no
/// picture are given one.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => push_plain(&mut out, c),
        }
    }
    out
}

/// Pushes a character that needs no escape of its own, or what stands for it.
pub(crate) fn push_plain(out: &mut String, c: char) {
    if let Some(name) = direction(c) {
        out.push('‹');
        out.push_str(name);
        out.push('›');
        return;
    }
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}' => out.push('\u{fffd}'),
        _ => out.push(c),
    }
}

/// Embeddings, overrides and isolates, by their names in Unicode (UAX 9); plain marks of direction do no harm.
fn direction(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_markup_or_turns_the_line_comes_through() {
        assert_eq!(
            escape("<script>alert('x')&\"</script>"),
            "&lt;script&gt;alert(&#39;x&#39;)&amp;&quot;&lt;/script&gt;"
        );
        assert_eq!(escape("a\u{202e}b\0c\u{7}"), "a‹RLO›b␀c␇");
        assert_eq!(escape("👩‍👩‍👧 שלום"), "👩‍👩‍👧 שלום");
    }
}
