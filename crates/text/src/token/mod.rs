//! Words.

/// Characters that take no room: zero-width space and joiners, the byte-order mark, soft hyphen, directional marks.
///
/// Source: Unicode's `Default_Ignorable_Code_Point` property, those seen in news text.
#[must_use]
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}
