//! What to watch: the TOML file that the user writes.
//!
//! ```toml
//! record = "talks.db"              # or --record
//! contact = "desk@example.org"     # told to the servers, so that they can reach you
//!
//! [[feed]]
//! url = "https://news.example.org/world/rss"
//! every = "30m"                    # how often it is asked
//! hosts = ["www.example.org"]      # where its articles are, if not on the feed's own host
//! articles = true                  # read the linked pages; else what the feed itself holds
//!
//! [[folder]]
//! path = "inbox"
//! ```

use detente_event::{Diagnostic, Span};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::tls::{Certificate, PemItem, parse_pem};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to keep what is read, if the command line does not say: a file, from this file's folder, or postgres://…
    pub record: Option<String>,
    /// An address for those whose servers are asked.
    #[serde(default)]
    pub contact: String,
    /// A proxy through which everything is asked, `http://proxy.example.org:3128`; those of the environment are not used.
    pub proxy: Option<String>,
    /// A file with the certificates of the authorities that are believed instead of the web's, in the PEM format; what
    /// `SSL_CERT_FILE` names where it is not given.
    pub certificates: Option<PathBuf>,
    /// What it holds.
    #[serde(skip)]
    pub authorities: Option<Vec<Certificate<'static>>>,
    /// The least time between two requests to one host.
    #[serde(default = "pause", deserialize_with = "duration")]
    pub pause: Duration,
    /// How long a request may take.
    #[serde(default = "patience", deserialize_with = "duration")]
    pub timeout: Duration,
    /// The feeds.
    #[serde(default, rename = "feed")]
    pub feeds: Vec<Feed>,
    /// The folders.
    #[serde(default, rename = "folder")]
    pub folders: Vec<Folder>,
}

/// A feed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// How often it is asked.
    #[serde(default = "half_an_hour", deserialize_with = "duration")]
    pub every: Duration,
    /// Hosts that its articles may be on, beside its own.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Whether the linked pages are read.
    #[serde(default = "yes")]
    pub articles: bool,
}

/// A folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// Its path, from the file's own folder.
    pub path: PathBuf,
    /// How often it is looked at.
    #[serde(default = "a_minute", deserialize_with = "duration")]
    pub every: Duration,
}

fn pause() -> Duration {
    Duration::from_secs(2)
}

fn patience() -> Duration {
    Duration::from_secs(30)
}

fn half_an_hour() -> Duration {
    Duration::from_secs(30 * 60)
}

fn a_minute() -> Duration {
    Duration::from_secs(60)
}

fn yes() -> bool {
    true
}

/// `90s`, `30m`, `2h`, `1d`.
fn duration<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(d)?;
    parse_duration(&text)
        .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no time: write 90s, 30m, 2h or 1d")))
}

fn parse_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.find(|c: char| c.is_ascii_alphabetic())?)?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.trim().parse::<u64>().ok()?.checked_mul(milliseconds).map(Duration::from_millis)
}

impl Config {
    /// Reads the file's text; folders are taken from where the file is.
    pub fn read(text: &str, file: &Path) -> Result<Self, Box<Diagnostic>> {
        let fail = |span: Option<Span>, message: String, help: &str| {
            Box::new(Diagnostic::error("DT0701", span, message).help(help))
        };
        let mut config: Self = toml::from_str(text).map_err(|e| {
            let span = e.span().map(|s| Span::new(s.start, s.end));
            fail(span, e.message().to_owned(), "`detente watch --help` shows a file")
        })?;
        let place = |words: &str| text.find(words).map(|i| Span::new(i, i + words.len()));
        if config.feeds.is_empty() && config.folders.is_empty() {
            return Err(fail(
                None,
                "nothing is listed to watch".to_owned(),
                "write a [[feed]] with its url, or a [[folder]] with its path",
            ));
        }
        for f in &config.feeds {
            if super::web::host(&f.url).is_none() {
                return Err(fail(place(&f.url), format!("`{}` is no address", f.url), "write https://…"));
            }
            for h in &f.hosts {
                if h.contains(['/', ' ']) || h.is_empty() {
                    return Err(fail(place(h), format!("`{h}` is no host"), "write the host alone: www.example.org"));
                }
            }
        }
        if let Some(p) = config.proxy.as_ref().filter(|p| ureq::Proxy::new(p).is_err()) {
            return Err(fail(place(p), format!("`{p}` is no proxy"), "write http://proxy.example.org:3128"));
        }
        let here = file.parent().unwrap_or(Path::new(""));
        for f in &mut config.folders {
            f.path = here.join(&f.path);
        }
        let named = config.certificates.as_ref().map(|c| here.join(c));
        if let Some(file) = named.or_else(|| std::env::var_os("SSL_CERT_FILE").map(PathBuf::from)) {
            let help = "certificates (or SSL_CERT_FILE) names a file in the PEM format";
            let unreadable = |why: String| {
                let span = config.certificates.as_ref().and_then(|c| place(&c.to_string_lossy()));
                fail(span, format!("{}: {why}", file.display()), help)
            };
            config.authorities = Some(authorities(&file).map_err(unreadable)?);
        }
        config.record =
            config.record.map(|r| if r.contains("://") { r } else { here.join(r).to_string_lossy().into_owned() });
        Ok(config)
    }
}

/// The certificates in a file; at least one.
fn authorities(file: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("cannot be read: {e}"))?;
    let items = parse_pem(&bytes).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    let list: Vec<_> =
        (items.into_iter()).filter_map(|i| if let PemItem::Certificate(c) = i { Some(c) } else { None }).collect();
    if list.is_empty() { Err("there is no certificate in it".to_owned()) } else { Ok(list) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_mistakes_are_named_with_their_place() {
        let text = "contact = \"x@example.org\"\n[[feed]]\nurl = \"https://a.example/rss\"\nevery = \"2h\"\n[[folder]]\npath = \"inbox\"\n";
        let c = Config::read(text, Path::new("/desk/feeds.toml")).unwrap();
        assert_eq!(c.feeds[0].every, Duration::from_secs(7200));
        assert_eq!((c.feeds[0].articles, c.folders[0].path.to_str().unwrap()), (true, "/desk/inbox"));
        for (text, words) in [
            ("", "nothing is listed"),
            ("[[feed]]\nurl = \"a.example/rss\"\n", "is no address"),
            ("[[feed]]\nurl = \"https://a.example/\"\nevery = \"often\"\n", "`often` is no time"),
            ("[[feed]]\nurl = \"https://a.example/\"\nevry = \"1h\"\n", "evry"),
            ("[[feed]]\nurl = \"https://a.example/\"\nhosts = [\"https://b.example/x\"]\n", "is no host"),
            ("[[feed]\n", ""),
        ] {
            let d = Config::read(text, Path::new("f.toml")).unwrap_err();
            assert!(d.message.contains(words) && d.help.is_some(), "{text}: {d}");
        }
    }

    #[test]
    fn times_are_read() {
        assert_eq!(parse_duration("90s"), Some(Duration::from_secs(90)));
        assert_eq!(parse_duration(" 5 ms"), Some(Duration::from_millis(5)));
        assert!(["", "h", "-1h", "1w", "1.5h", "99999999999999999d"].iter().all(|t| parse_duration(t).is_none()));
    }
}
