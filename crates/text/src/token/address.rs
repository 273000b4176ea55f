//! Web and mail addresses, file names, hashtags and handles: one word each.

/// The first address in a chunk without white space: its bytes, without closing punctuation.
pub(super) fn find(chunk: &str) -> Option<(usize, usize)> {
    if chunk.len() < 3 || !chunk.bytes().any(|b| matches!(b, b'.' | b'@' | b':' | b'#')) {
        return None;
    }
    let opening = chunk.find(|c: char| !matches!(c, '(' | '[' | '<' | '"' | '“' | '\'' | '‘' | '{')).unwrap_or(0);
    let body = &chunk[opening..];
    if let Some(rest) = body.strip_prefix(['#', '@']) {
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let letters = rest[..len].chars().next().is_some_and(char::is_alphabetic);
        let host = if body.starts_with('@') { domain(rest).map_or(0, |(_, to)| to) } else { 0 };
        return (letters && len > 1).then_some((opening, opening + 1 + len.max(host)));
    }
    if let Some(at) = scheme(body) {
        let from = opening + at;
        return Some((from, from + address_len(&chunk[from..])));
    }
    mail(body).or_else(|| domain(body)).or_else(|| file(body)).map(|(from, to)| (opening + from, opening + to))
}

/// Where `http://`, `https://`, `ftp://` or `www.` starts.
fn scheme(body: &str) -> Option<usize> {
    let slashes = body.find("://");
    for name in ["https", "http", "ftp"] {
        if let Some(at) = slashes.and_then(|s| s.checked_sub(name.len()))
            && body.get(at..at + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return Some(at);
        }
    }
    body.get(..4).filter(|w| w.eq_ignore_ascii_case("www."))?;
    Some(0)
}

/// How much of `rest` belongs to an address that starts it: up to a quote or angle bracket, without final punctuation.
fn address_len(rest: &str) -> usize {
    let len = rest.find(['"', '”', '“', '<', '>', '’', '|']).unwrap_or(rest.len());
    let mut body = &rest[..len];
    let mut open = body.bytes().filter(|b| *b == b'(').count();
    let mut close = body.bytes().filter(|b| *b == b')').count();
    while let Some(c) = body.chars().next_back() {
        let outer = match c {
            ')' if close > open => {
                close -= 1;
                true
            }
            '(' => {
                open -= 1;
                true
            }
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '…' => true,
            _ => false,
        };
        if !outer {
            break;
        }
        body = &body[..body.len() - c.len_utf8()];
    }
    body.len()
}

fn mail(body: &str) -> Option<(usize, usize)> {
    let at = body.find('@')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let from = body[..at].char_indices().rev().take_while(|(_, c)| is_name(*c)).last().map(|(i, _)| i)?;
    let rest = &body[at + 1..];
    let len = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let host = rest[..len].trim_end_matches(['.', '-']);
    (host.contains('.') && !host.starts_with('.')).then_some((from, at + 1 + host.len()))
}

/// A name ending in a known domain (`bbc.co.uk/news`), in small letters or digits throughout.
fn domain(body: &str) -> Option<(usize, usize)> {
    /// Domains common in news text. Source: IANA, List of Top-Level Domains.
    const DOMAINS: &[&str] = &[
        "com", "org", "net", "gov", "edu", "mil", "int", "info", "io", "uk", "eu", "ru", "ua", "de", "fr", "il", "ir",
        "tr", "cn", "in", "us", "tv", "news",
    ];
    let len = body.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(body.len());
    let host = body[..len].trim_end_matches(['.', '-']);
    let (name, last) = host.rsplit_once('.')?;
    let usual = matches!(last, "com" | "org" | "net" | "gov" | "edu") || !host.bytes().any(|b| b.is_ascii_uppercase());
    let known = DOMAINS.contains(&last.to_ascii_lowercase().as_str());
    let labels = name.split('.').all(|l| !l.is_empty() && l.bytes().any(|b| b.is_ascii_alphanumeric()));
    if !(known && usual && labels && name.len() > 1) {
        return None;
    }
    let path = body[host.len()..].starts_with('/') && host.len() + 1 < body.len();
    Some((0, if path { address_len(body) } else { host.len() }))
}

/// A file's name: `Annex_2.pdf`.
fn file(body: &str) -> Option<(usize, usize)> {
    const ENDINGS: &[&str] = &[
        "csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "ppt", "pptx",
        "rtf", "txt", "xls", "xlsx", "xml", "zip",
    ];
    let len = body.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))).unwrap_or(body.len());
    let name = body[..len].trim_end_matches(['.', '-', '_']);
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())).then_some((0, name.len()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_addresses() {
        let cases = [
            ("https://a.org/x?y=(1),", Some("https://a.org/x?y=(1)")),
            ("(see:http://a.org/b).", Some("http://a.org/b")),
            ("www.state.gov.", Some("www.state.gov")),
            ("press.office@un.org,", Some("press.office@un.org")),
            ("<a@b.c>", Some("a@b.c")),
            ("bbc.co.uk/news", Some("bbc.co.uk/news")),
            ("#StandWithUkraine!", Some("#StandWithUkraine")),
            ("@POTUS:", Some("@POTUS")),
            ("#1", None),
            ("U.S.", None),
            ("end.In", None),
            ("war.us", Some("war.us")),
            ("10:30", None),
        ];
        for (chunk, want) in cases {
            assert_eq!(super::find(chunk).map(|(a, b)| &chunk[a..b]), want, "{chunk}");
        }
    }
}
