//! What a character in the wrong place stands for.

/// Characters that take no room: zero-width space and joiners, the byte-order mark, soft hyphen, directional marks.
///
/// Source: Unicode's `Default_Ignorable_Code_Point` property, those seen in news text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// What stands at the start of `rest` (whose first character is `c`, after `previous`) where that is not to be taken
/// as it is: how many bytes, and the character that they mean, if any.
pub(super) fn replacement(rest: &str, c: char, previous: char) -> Option<(usize, Option<char>)> {
    match c {
        '&' => reference(rest).map(|(len, meant)| (len, (!is_invisible(meant)).then_some(meant))),
        '\0'..='\u{7f}' => None,
        '\u{80}'..='\u{9f}' => WINDOWS_1252[c as usize - 0x80].map(|meant| (2, Some(meant))),
        '\u{fffd}' => {
            let tail = &rest[c.len_utf8()..];
            let word = tail.find(|c: char| !c.is_alphabetic()).map_or(tail, |end| &tail[..end]);
            let clitic = matches!(word, "s" | "t" | "re" | "ve" | "ll" | "d" | "m");
            (previous.is_alphabetic() && clitic).then_some((c.len_utf8(), Some('’')))
        }
        '\u{c2}'..='\u{f4}' => misread(rest),
        _ => is_invisible(c).then_some((c.len_utf8(), None)),
    }
}

/// A character reference of HTML: `&amp;`, `&#8212;`, `&#x2014;`, and `&amp;amp;`, escaped twice.
fn reference(rest: &str) -> Option<(usize, char)> {
    let body = &rest[1..];
    let end = body.bytes().take(10).position(|b| b == b';')?;
    let name = body.get(..end)?;
    if name == "amp" {
        let inner = &body[4..];
        let is_name = inner.bytes().take(10).position(|b| b == b';').is_some_and(|n| n > 0);
        if is_name && inner.as_bytes().first() != Some(&b'&') {
            // The inner name with an `&` of its own, read once: `amp;quot;`.
            let end = inner.bytes().take(10).position(|b| b == b';')?;
            if let Some(meant) = inner.get(..end).filter(|n| *n != "amp").and_then(named) {
                return Some((end + 6, meant));
            }
        }
        return Some((5, '&'));
    }
    Some((end + 2, named(name)?))
}

fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(match code {
            9 | 10 | 13 => ' ',
            0x80..=0x9f => WINDOWS_1252[code as usize - 0x80].unwrap_or('\u{fffd}'),
            0..=31 | 127 => '\u{fffd}',
            _ => char::from_u32(code).unwrap_or('\u{fffd}'),
        });
    }
    let at = REFERENCES.binary_search_by_key(&name, |r| r.0).ok()?;
    Some(REFERENCES[at].1)
}

/// UTF-8 that was once read as Windows-1252 or Latin-1: `â€™` for `’`.
fn misread(rest: &str) -> Option<(usize, Option<char>)> {
    let mut bytes = [0u8; 4];
    let mut count = 0;
    let mut wanted = 4;
    let mut len = 0;
    for c in rest.chars() {
        if count == wanted {
            break;
        }
        let Some(byte) = as_windows_1252(c) else { break };
        if count == 0 {
            wanted = match byte {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => 4,
            };
        } else if !(0x80..0xc0).contains(&byte) {
            break;
        }
        bytes[count] = byte;
        count += 1;
        len += c.len_utf8();
    }
    if count == wanted {
        let meant = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
        return Some((len, (!is_invisible(meant)).then_some(meant)));
    }
    // A right double quote whose last byte (0x9D, nothing in Windows-1252) got lost.
    (count == 2 && bytes[..2] == [0xe2, 0x80]).then_some((len, Some('”')))
}

fn as_windows_1252(c: char) -> Option<u8> {
    let code = c as u32;
    if (0x80..0x100).contains(&code) {
        return u8::try_from(code).ok();
    }
    let at = WINDOWS_1252.iter().position(|w| *w == Some(c))?;
    u8::try_from(at + 0x80).ok()
}

/// Bytes 0x80 to 0x9F of Windows-1252. Source: WHATWG Encoding Standard, index windows-1252.
#[rustfmt::skip]
const WINDOWS_1252: [Option<char>; 32] = [
    Some('€'), None, Some('‚'), Some('ƒ'), Some('„'), Some('…'), Some('†'), Some('‡'),
    Some('ˆ'), Some('‰'), Some('Š'), Some('‹'), Some('Œ'), None, Some('Ž'), None,
    None, Some('‘'), Some('’'), Some('“'), Some('”'), Some('•'), Some('–'), Some('—'),
    Some('˜'), Some('™'), Some('š'), Some('›'), Some('œ'), None, Some('ž'), Some('Ÿ'),
];

/// Named character references of news text, sorted by bytes. Source: WHATWG HTML, named character references.
#[rustfmt::skip]
const REFERENCES: &[(&str, char)] = &[
    ("Aacute", 'Á'), ("Agrave", 'À'), ("Aring", 'Å'), ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Ccedil", 'Ç'),
    ("Eacute", 'É'), ("Egrave", 'È'), ("Iacute", 'Í'), ("Ntilde", 'Ñ'), ("Oacute", 'Ó'), ("Oslash", 'Ø'),
    ("Ouml", 'Ö'), ("Scaron", 'Š'), ("Uacute", 'Ú'), ("Uuml", 'Ü'), ("Zcaron", 'Ž'),
    ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'), ("agrave", 'à'), ("amp", '&'), ("apos", '\''),
    ("aring", 'å'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("bull", '•'), ("ccedil", 'ç'), ("cent", '¢'),
    ("copy", '©'), ("deg", '°'), ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'), ("euml", 'ë'), ("euro", '€'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'),
    ("gt", '>'), ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("iquest", '¿'), ("iuml", 'ï'),
    ("laquo", '«'), ("ldquo", '“'), ("lsaquo", '‹'), ("lsquo", '‘'), ("lt", '<'), ("mdash", '—'), ("middot", '·'),
    ("minus", '−'), ("nbsp", '\u{a0}'), ("ndash", '–'), ("ntilde", 'ñ'), ("oacute", 'ó'), ("ocirc", 'ô'),
    ("ograve", 'ò'), ("oslash", 'ø'), ("otilde", 'õ'), ("ouml", 'ö'), ("para", '¶'), ("pound", '£'), ("quot", '"'),
    ("raquo", '»'), ("rdquo", '”'), ("reg", '®'), ("rsaquo", '›'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'),
    ("sect", '§'), ("shy", '\u{ad}'), ("szlig", 'ß'), ("thinsp", '\u{2009}'), ("times", '×'), ("trade", '™'),
    ("uacute", 'ú'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uuml", 'ü'), ("yacute", 'ý'), ("yen", '¥'), ("zcaron", 'ž'),
    ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    #[test]
    fn references_are_sorted() {
        assert!(super::REFERENCES.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
