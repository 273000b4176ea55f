//! `robots.txt` (RFC 9309): what a host asks of programs that read it.

use std::time::Duration;

/// The rules for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Whether a pattern allows, and the pattern.
    rules: Vec<(bool, String)>,
    /// The least time between two requests.
    pub delay: Option<Duration>,
    /// Why the file could not be read.
    pub unread: Option<String>,
}

impl Robots {
    /// What a host that cannot be asked is taken to say: nothing may be read (RFC 9309, 2.3.1.4).
    pub fn closed(why: String) -> Self {
        Self { rules: vec![(false, "/".to_owned())], delay: None, unread: Some(why) }
    }

    /// The rules of the file for a program of that name: its own group, else that for all.
    pub fn read(text: &str, name: &str) -> Self {
        let (mut own, mut all) = (None::<Self>, Self::default());
        // Whether the group that is being read is for us by name, or for all.
        let (mut by_name, mut for_all, mut in_rules) = (false, false, true);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            if key.trim().eq_ignore_ascii_case("user-agent") {
                if in_rules {
                    (by_name, for_all, in_rules) = (false, false, false);
                }
                for_all |= value == "*";
                by_name |= !value.is_empty() && name.eq_ignore_ascii_case(value);
                if by_name && own.is_none() {
                    own = Some(Self::default());
                }
                continue;
            }
            in_rules = true;
            let groups = [by_name.then_some(own.as_mut()).flatten(), for_all.then_some(&mut all)];
            for group in groups.into_iter().flatten() {
                match key.trim().to_ascii_lowercase().as_str() {
                    "allow" if !value.is_empty() => group.rules.push((true, value.to_owned())),
                    "disallow" if !value.is_empty() => group.rules.push((false, value.to_owned())),
                    "crawl-delay" => {
                        let seconds = value.parse::<f64>().ok().filter(|s| (0.0..=86_400.0).contains(s));
                        group.delay = seconds.map(Duration::from_secs_f64).or(group.delay);
                    }
                    _ => {}
                }
            }
        }
        own.unwrap_or(all)
    }

    /// Whether a path (with its query) may be read: the longest pattern that fits decides, of two as long the one that
    /// allows.
    pub fn allows(&self, path: &str) -> bool {
        (self.rules.iter())
            .filter(|(_, p)| fits(p.as_bytes(), path.as_bytes()))
            .max_by_key(|(allows, p)| (p.len(), *allows))
            .is_none_or(|(allows, _)| *allows)
    }
}

/// Whether a pattern with `*` and a closing `$` fits the beginning of a path.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = pattern.strip_suffix(b"$").map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split(|b| *b == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut last: Option<&[u8]> = None;
    for part in parts {
        last = Some(part);
        let Some(at) = (0..=rest.len().saturating_sub(part.len())).find(|i| rest[*i..].starts_with(part)) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    !to_the_end || rest.is_empty() || last.is_some_and(|l| rest.ends_with(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_followed() {
        let text = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private # not this\nAllow: /private/open\n\
            Disallow: /*.pdf$\nCrawl-delay: 3\n\nSitemap: https://a.example/s.xml\n";
        let r = Robots::read(text, "detente");
        assert_eq!(r.delay, Some(Duration::from_secs(3)));
        for (path, may) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/a/b.html", true),
        ] {
            assert_eq!(r.allows(path), may, "{path}");
        }
        let own =
            Robots::read("User-agent: *\nDisallow: /\nUser-agent: x\nUser-agent: Detente\nDisallow: /no\n", "detente");
        assert!(own.allows("/yes") && !own.allows("/no"));
        assert!(!Robots::read("User-agent: *\nDisallow: /", "detente").allows("/x"));
        assert!(Robots::read("User-agent: *\nDisallow:", "detente").allows("/x"));
        assert!(Robots::read("<html>nothing of the kind</html>", "detente").allows("/x"));
        assert!(!Robots::closed(String::new()).allows("/x"));
    }
}
