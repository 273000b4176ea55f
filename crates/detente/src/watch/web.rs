//! Asking servers: only hosts that the user listed, slowly, within bounds of size and time, and as `robots.txt` asks.

use super::config::Config;
use super::feed::complete;
use super::robots::Robots;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::tls::{RootCerts, TlsConfig};

/// The name by which `robots.txt` addresses this program.
const NAME: &str = "detente";
/// No page or feed is read beyond this many bytes.
const MOST: u64 = 8 << 20;
/// `robots.txt` is read this far (RFC 9309, 2.5).
const ROBOTS_MOST: u64 = 512 << 10;
/// A host that wishes for longer pauses gets these; others wait meanwhile.
const LONGEST: Duration = Duration::from_secs(120);
/// Redirections followed at most.
const HOPS: usize = 5;

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In words.
    pub why: String,
    /// When the server wants to be asked again.
    pub retry: Option<Duration>,
    /// Asking again would give the same.
    pub lasting: bool,
}

impl Refusal {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), retry: None, lasting: false }
    }

    fn lasting(why: impl Into<String>) -> Self {
        Self { lasting: true, ..Self::new(why) }
    }
}

/// What a server said of a version of a page, to ask whether it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Version {
    /// Its `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Its `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

/// A page or feed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its text.
    pub text: String,
    /// Its kind as the server states it, in lower case, without parameters.
    pub kind: String,
    /// The address that it came from in the end.
    pub url: String,
    /// Its version.
    pub version: Version,
}

/// The servers, as far as they were asked.
pub struct Web {
    agent: ureq::Agent,
    name: String,
    pause: Duration,
    robots: BTreeMap<String, Robots>,
    asked: BTreeMap<String, Instant>,
}

/// Scheme and host with port of an address; `None` where it is none of the web's.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, path) = rest.split_at(end);
    // A name before an @ is a way to make an address look like another host's.
    let sound = !place.is_empty() && !place.contains(['@', ' ', '\\']) && !place.starts_with(':');
    sound.then_some((scheme, place, path.split('#').next().unwrap_or("")))
}

/// The host of an address, in lower case, without its port.
pub fn host(url: &str) -> Option<String> {
    let (_, place, _) = parts(url)?;
    let name = match place.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => place,
    };
    Some(name.to_ascii_lowercase())
}

impl Web {
    /// Whom to tell the servers of, through which proxy, how long to wait between requests and for answers.
    pub fn new(config: &Config) -> Self {
        let (pause, timeout) = (config.pause, config.timeout);
        let contact: String = config.contact.chars().filter(|c| !c.is_control()).collect();
        let about = if contact.is_empty() { String::new() } else { format!(" ({contact})") };
        let roots = config.authorities.as_ref().map_or(RootCerts::WebPki, |list| RootCerts::new_with_certs(list));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Redirections are followed here, where the host is looked at.
            .max_redirects(0)
            .timeout_connect(Some(timeout.min(Duration::from_secs(10))))
            .timeout_global(Some(timeout))
            // None from the environment: nobody is contacted but who is listed.
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .proxy(config.proxy.as_ref().and_then(|p| ureq::Proxy::new(p).ok()))
            .build()
            .new_agent();
        let name = format!("{NAME}/{}{about}", env!("CARGO_PKG_VERSION"));
        Self { agent, name, pause, robots: BTreeMap::new(), asked: BTreeMap::new() }
    }

    /// Reads a page, if it changed since `known`: `None` where it did not. Only `hosts` are asked.
    pub fn read(&mut self, url: &str, known: &Version, hosts: &BTreeSet<String>) -> Result<Option<Page>, Refusal> {
        let mut url = url.to_owned();
        for _ in 0..=HOPS {
            let Some(host) = host(&url) else {
                return Err(Refusal::lasting(format!("`{url}` is no address of the web")));
            };
            if !hosts.contains(&host) {
                return Err(Refusal::lasting(format!(
                    "`{url}` is on {host}, which is not listed: add it to `hosts` of the feed if it is to be asked"
                )));
            }
            self.may(&url, hosts)?;
            let mut response = self.ask(&url, known)?;
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
            match status {
                200 => {}
                304 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => {
                    let Some(to) = header("location") else {
                        return Err(Refusal::new("the server redirects and does not say where to"));
                    };
                    url = complete(&to, &url);
                    continue;
                }
                _ => {
                    let retry = header("retry-after").and_then(|t| t.trim().parse().ok()).map(Duration::from_secs);
                    let lasting = matches!(status, 401 | 403 | 404 | 410 | 451);
                    return Err(Refusal { why: format!("the server answers {}", response.status()), retry, lasting });
                }
            }
            let stated = header("content-type").unwrap_or_default();
            let version = Version { tag: header("etag"), modified: header("last-modified") };
            let bytes = body(&mut response, MOST)?;
            let kind = stated.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
            return Ok(Some(Page { text: decode(&bytes, &stated), kind, url, version }));
        }
        Err(Refusal::new(format!("more than {HOPS} redirections, one after the other")))
    }

    /// Whether the host lets us read that page.
    fn may(&mut self, url: &str, hosts: &BTreeSet<String>) -> Result<(), Refusal> {
        let Some((scheme, place, path)) = parts(url) else { return Ok(()) };
        let site = format!("{scheme}://{place}").to_ascii_lowercase();
        if !self.robots.contains_key(&site) {
            let rules = self.robots_of(&site, hosts);
            self.robots.insert(site.clone(), rules);
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        match self.robots.get(&site) {
            Some(r) if !r.allows(&path) => Err(match &r.unread {
                Some(why) => {
                    Refusal::new(format!("{site}/robots.txt cannot be read, and without it nothing is: {why}"))
                }
                None => Refusal::lasting(format!("{site}/robots.txt asks programs not to read this page")),
            }),
            _ => Ok(()),
        }
    }

    fn robots_of(&mut self, site: &str, hosts: &BTreeSet<String>) -> Robots {
        let mut url = format!("{site}/robots.txt");
        for _ in 0..=HOPS {
            if host(&url).is_none_or(|h| !hosts.contains(&h)) {
                // It is kept by somebody who is not to be asked.
                return Robots::default();
            }
            let mut response = match self.ask(&url, &Version::default()) {
                Ok(response) => response,
                Err(refusal) => return Robots::closed(refusal.why),
            };
            return match response.status().as_u16() {
                200 => match body(&mut response, ROBOTS_MOST) {
                    Ok(bytes) => Robots::read(&String::from_utf8_lossy(&bytes), NAME),
                    Err(refusal) => Robots::closed(refusal.why),
                },
                301 | 302 | 303 | 307 | 308 => {
                    let to = response.headers().get("location").and_then(|v| v.to_str().ok()).unwrap_or_default();
                    url = complete(to, &url);
                    continue;
                }
                // No rules are given.
                400..=499 => Robots::default(),
                status => Robots::closed(format!("the server answers {status}")),
            };
        }
        Robots::default()
    }

    /// One request, when it is time for the next one to that host.
    fn ask(&mut self, url: &str, known: &Version) -> Result<ureq::http::Response<ureq::Body>, Refusal> {
        let (scheme, place, _) = parts(url).ok_or_else(|| Refusal::new(format!("`{url}` is no address")))?;
        let site = format!("{scheme}://{place}").to_ascii_lowercase();
        let wished = self.robots.get(&site).and_then(|r| r.delay).unwrap_or_default();
        let pause = wished.min(LONGEST).max(self.pause);
        if let Some(last) = self.asked.get(place) {
            std::thread::sleep(pause.saturating_sub(last.elapsed()));
        }
        let mut request = self.agent.get(url.split('#').next().unwrap_or(url)).header("user-agent", &self.name);
        if let Some(tag) = &known.tag {
            request = request.header("if-none-match", tag);
        }
        if let Some(modified) = &known.modified {
            request = request.header("if-modified-since", modified);
        }
        let answer = request.call();
        self.asked.insert(place.to_owned(), Instant::now());
        answer.map_err(|e| Refusal::new(e.to_string()))
    }
}

/// The bytes of an answer, `most` at most.
fn body(response: &mut ureq::http::Response<ureq::Body>, most: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut reader = response.body_mut().as_reader().take(most + 1);
    reader.read_to_end(&mut bytes).map_err(|e| Refusal::new(format!("the answer breaks off: {e}")))?;
    if bytes.len() as u64 > most {
        return Err(Refusal::new(format!("the answer is longer than {} megabytes", most >> 20)));
    }
    Ok(bytes)
}

/// The text of a page: in the encoding that the server states, that the text itself states, or UTF-8.
fn decode(bytes: &[u8], stated: &str) -> String {
    let after = |text: &str, key: &str| -> Option<String> {
        let low = text.to_ascii_lowercase();
        let rest = &low[low.find(key)? + key.len()..];
        Some(rest.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', ';', '>', '?', '/']).next()?.to_owned())
    };
    let head: String = bytes.iter().take(1024).map(|b| char::from(*b)).collect();
    let label = after(stated, "charset=").or_else(|| after(&head, "encoding=")).or_else(|| after(&head, "charset="));
    let encoding = label.and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes())).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_and_tricks_refused() {
        assert_eq!(host("https://A.example:8080/x?y").as_deref(), Some("a.example"));
        assert_eq!(host("http://[::1]:80/").as_deref(), Some("[::1]"));
        for url in
            ["ftp://a.example/", "file:///etc/passwd", "https://a.example@b.example/", "https:///x", "a.example", ""]
        {
            assert_eq!(host(url), None, "{url}");
        }
    }

    #[test]
    fn text_is_decoded_as_it_says() {
        assert_eq!(decode(b"caf\xe9", "text/html; charset=ISO-8859-1"), "café");
        assert_eq!(
            decode(b"<?xml version=\"1.0\" encoding='windows-1252'?>caf\xe9", "application/xml"),
            "<?xml version=\"1.0\" encoding='windows-1252'?>café"
        );
        assert_eq!(decode("café".as_bytes(), ""), "café");
    }
}
