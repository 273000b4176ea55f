//! `detente watch` against a server of the test's own, on loopback, that redirects, stalls, lies about lengths, sends ten
//! gigabytes and sends script.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a server was asked, and when.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(Instant, String, String)>>>);

impl Log {
    fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|l| l.1.clone()).collect()
    }

    fn clear(&self) {
        self.0.lock().unwrap().clear();
    }
}

/// A server that answers with what `route` writes to the connection, given path and head of the request.
fn serve(route: impl Fn(&str, &str, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> (u16, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (log, route) = (Log::default(), Arc::new(route));
    let kept = log.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (route, log) = (route.clone(), log.clone());
            std::thread::spawn(move || {
                let mut stream = stream;
                let mut head = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
                let path = head.split(' ').nth(1).unwrap_or("").to_owned();
                log.0.lock().unwrap().push((Instant::now(), path.clone(), head.clone()));
                let _ = route(&path, &head, &mut stream);
            });
        }
    });
    (port, kept)
}

fn answer(s: &mut TcpStream, status: &str, more: &str, body: &str) -> std::io::Result<()> {
    write!(s, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n{body}", body.len())
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

fn page(words: &str) -> String {
    let filler =
        "The two delegations spoke for several hours about the exchange of prisoners and the opening of crossings. ";
    format!(
        "<html><head><title>A page</title></head><body><nav>Home</nav><article><p>{words}</p><p>{filler}{filler}</p></article></body></html>"
    )
}

fn item(n: &str, link: &str) -> String {
    format!(
        "<item><title>Story {n}</title><link>{link}</link><guid isPermaLink=\"false\">g-{n}</guid>\
         <pubDate>Fri, 17 Oct 2025 10:00:00 GMT</pubDate><description>Egypt called on Sudan to agree to a ceasefire, says {n}.</description></item>"
    )
}

fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>{}</channel></rss>",
        items.join("")
    )
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("watch-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn detente(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente")).args(args).current_dir(dir).output().unwrap()
}

fn watch(dir: &Path, more: &[&str]) -> (Option<i32>, String) {
    let out = detente(dir, &[&["watch", "feeds.toml", "--record", "r.db", "--once"], more].concat());
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

/// The documents of the record, by their titles.
fn kept(dir: &Path) -> Vec<(String, String, String)> {
    let out = detente(dir, &["record", "export", "--record", "r.db", "--format", "csl-json"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let db = detente(dir, &["record", "events", "--record", "r.db", "--format", "json"]);
    let events = String::from_utf8_lossy(&db.stdout).into_owned();
    let text = |v: &serde_json::Value, k: &str| v[k].as_str().unwrap_or("").to_owned();
    all.as_array().unwrap().iter().map(|d| (text(d, "title"), text(d, "URL"), events.clone())).collect()
}

#[test]
fn a_hostile_server_is_survived_and_nobody_else_is_asked() {
    let (other, others) = serve(|_, _, s| answer(s, "200 OK", HTML, &page("Nobody asked for this.")));
    let sent = Arc::new(Mutex::new(0_u64));
    let count = sent.clone();
    let (port, log) = serve(move |path, head, s| match path {
        "/robots.txt" => answer(s, "200 OK", "", "User-agent: *\nDisallow: /secret\n"),
        "/feed.xml" if head.to_lowercase().contains("if-none-match: \"v1\"") => answer(s, "304 Not Modified", "", ""),
        "/feed.xml" => {
            let links = [
                "/plain",
                "/moved",
                "/away",
                "/loop",
                "/stall",
                "/short",
                "/more",
                "/huge",
                "/script",
                "/secret/1",
                "/gone",
                "/pdf",
                "/nothing",
            ];
            let items: Vec<String> = links.iter().map(|l| item(&l[1..], l)).collect();
            answer(s, "200 OK", "ETag: \"v1\"\r\nContent-Type: application/rss+xml\r\n", &rss(&items))
        }
        "/plain" => answer(s, "200 OK", HTML, &page("The United States met Russia in Geneva on Thursday.")),
        "/moved" => answer(s, "302 Found", "Location: moved/here\r\n", ""),
        "/moved/here" => answer(s, "200 OK", HTML, &page("Armenia and Azerbaijan met in Tbilisi on Thursday.")),
        "/away" => answer(s, "301 Moved", &format!("Location: http://localhost:{other}/trap\r\n"), ""),
        "/loop" => answer(s, "302 Found", "Location: /loop\r\n", ""),
        "/stall" => {
            s.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: text/html\r\n\r\n<html>")?;
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        // It promises more than it sends, and sends more than it promises.
        "/short" => {
            write!(s, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n{HTML}Connection: close\r\n\r\n{}", page("cut off"))
        }
        "/more" => {
            write!(s, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n{HTML}Connection: close\r\n\r\n{}", page("cut off"))
        }
        "/huge" => {
            write!(s, "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n{HTML}\r\n")?;
            let block = vec![b'x'; 1 << 16];
            for _ in 0..163_840 {
                s.write_all(&block)?;
                *count.lock().unwrap() += block.len() as u64;
            }
            Ok(())
        }
        "/script" => answer(
            s,
            "200 OK",
            HTML,
            &page("Kenya <script>document.write('Mallory attacked Kenya')</script>met Uganda in Nairobi on Thursday."),
        ),
        "/pdf" => answer(s, "200 OK", "Content-Type: application/pdf\r\n", &"%PDF-1.7 ".repeat(100)),
        "/nothing" => answer(s, "200 OK", HTML, "<html><body><p>No.</p></body></html>"),
        _ => answer(s, "404 Not Found", "", "no"),
    });
    let dir = folder("hostile");
    std::fs::write(
        dir.join("feeds.toml"),
        format!("pause = \"0s\"\ntimeout = \"2s\"\ncontact = \"desk@example.org\"\n[[feed]]\nurl = \"http://127.0.0.1:{port}/feed.xml\"\nevery = \"1s\"\n"),
    )
    .unwrap();
    let (code, told) = watch(&dir, &["--dry-run"]);
    assert!(told.contains("nothing was changed"), "{told}");
    assert!(code == Some(1) && !dir.join("r.db").exists() && !dir.join("feeds.state.json").exists());
    log.clear();

    let start = Instant::now();
    let (code, told) = watch(&dir, &[]);
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(code, Some(1), "{told}");
    for words in [
        "/away: `http://localhost",
        "localhost, which is not listed",
        "/loop: more than 5 redirections",
        "/stall: ",
        "/short: ",
        "/huge: the answer is longer than 8 megabytes",
        "robots.txt asks programs not to read",
        "/gone: the server answers 404",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(*sent.lock().unwrap() < 200 << 20, "it stops reading");
    assert_eq!(others.paths(), Vec::<String>::new(), "nobody is asked who is not listed");
    assert!(!log.paths().iter().any(|p| p.starts_with("/secret")));
    assert_eq!(log.paths().iter().filter(|p| *p == "/robots.txt").count(), 1);
    assert!(log.0.lock().unwrap().iter().all(|l| l.2.contains("detente/") && l.2.contains("(desk@example.org)")));
    let first = kept(&dir);
    let titles: Vec<&str> = first.iter().map(|d| d.0.as_str()).collect();
    // What cannot be read for good has the feed's words; what may be read another time waits.
    for n in ["plain", "moved", "away", "more", "script", "secret/1", "gone", "pdf", "nothing"] {
        assert!(titles.contains(&format!("Story {n}").as_str()), "{n}: {titles:?}\n{told}");
    }
    for n in ["stall", "short", "huge", "loop"] {
        assert!(!titles.contains(&format!("Story {n}").as_str()), "{n} is tried again: {titles:?}");
    }
    assert!(first[0].1.starts_with("http://127.0.0.1"));
    assert!(!first[0].2.contains("Mallory") && first[0].2.contains("Uganda"), "script is no news: {first:?}");

    // Twice more: then what never came has the feed's words, and nothing is there twice.
    for _ in 0..2 {
        std::thread::sleep(Duration::from_millis(1100));
        log.clear();
        watch(&dir, &[]);
        assert!(!log.paths().contains(&"/plain".to_owned()), "what was read is not read again");
    }
    let all = kept(&dir);
    let mut titles: Vec<&String> = all.iter().map(|d| &d.0).collect();
    titles.sort();
    titles.dedup();
    assert_eq!((titles.len(), all.len()), (13, 13));
    // Now the feed is asked whether it changed, and says no.
    std::thread::sleep(Duration::from_millis(1100));
    log.clear();
    let (code, told) = watch(&dir, &[]);
    assert_eq!((code, log.paths().iter().filter(|p| *p != "/robots.txt").count()), (Some(0), 1), "{told}");
    assert_eq!(kept(&dir).len(), 13);
}

#[test]
fn pauses_are_kept_failures_wait_and_folders_are_read() {
    let (port, log) = serve(|path, _, s| match path {
        "/atom" => answer(
            s,
            "200 OK",
            "",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>urn:1</id><title>One</title><link href=\"/one\"/>\
             <updated>2025-10-17T10:00:00Z</updated></entry><entry><id>urn:2</id><title>Two</title><link href=\"/two\"/>\
             <updated>2025-10-17T10:00:00Z</updated></entry></feed>",
        ),
        "/one" | "/two" => answer(s, "200 OK", HTML, &page(&format!("Chad met Niger in Agadez, {path} says."))),
        "/busy" => answer(s, "503 Service Unavailable", "Retry-After: 7200\r\n", ""),
        "/broken" => answer(s, "200 OK", "", "<rss><channel><item>"),
        _ => answer(s, "404 Not Found", "", ""),
    });
    let dir = folder("pauses");
    std::fs::create_dir_all(dir.join("inbox")).unwrap();
    std::fs::write(dir.join("inbox/note.txt"), "France called on Mali to hold elections in February.").unwrap();
    let feed = |path: &str| format!("[[feed]]\nurl = \"http://127.0.0.1:{port}{path}\"\n");
    let file = format!(
        "record = \"own.db\"\npause = \"300ms\"\n{}{}{}[[folder]]\npath = \"inbox\"\n",
        feed("/atom"),
        feed("/busy"),
        feed("/broken")
    );
    std::fs::write(dir.join("feeds.toml"), file).unwrap();
    let run = || {
        let out = detente(&dir, &["watch", "feeds.toml", "--once"]);
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (code, told) = run();
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("/busy: the server answers 503") && told.contains("/broken: this is no feed"), "{told}");
    assert!(told.contains("added 3 documents"), "{told}");
    let asked: Vec<Instant> = log.0.lock().unwrap().iter().map(|l| l.0).collect();
    assert_eq!(asked.len(), 6, "{:?}", log.paths());
    assert!(asked.windows(2).all(|w| w[1] - w[0] >= Duration::from_millis(250)), "a pause between any two");
    let state: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(dir.join("feeds.state.json")).unwrap()).unwrap();
    let busy = &state["known"][format!("http://127.0.0.1:{port}/busy")];
    let next: jiff::Timestamp = busy["next"].as_str().unwrap().parse().unwrap();
    assert!(next.as_second() - jiff::Timestamp::now().as_second() > 7000 && busy["failures"] == 1);
    // Nothing is due: nobody is asked.
    log.clear();
    let (code, told) = run();
    assert!(code == Some(0) && log.paths().is_empty(), "{told}");
}

/// A server that encrypts with a certificate that signs itself, written to `file`; its port.
#[cfg(feature = "tls")]
fn serve_encrypted(file: &Path, body: &'static str) -> u16 {
    use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(file, made.cert.pem()).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut tls = rustls::StreamOwned::new(rustls::ServerConnection::new(config.clone()).unwrap(), stream);
            let mut head = String::new();
            let mut reader = BufReader::new(&mut tls);
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let (status, body) = if head.starts_with("GET /rss ") { ("200 OK", body) } else { ("404 Not Found", "") };
            let length = body.len();
            let _ = write!(tls, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    });
    port
}

#[cfg(feature = "tls")]
#[test]
fn what_is_encrypted_is_read_if_an_authority_that_is_believed_signed_it() {
    let dir = folder("encrypted");
    let body: &'static str = Box::leak(rss(&[item("one", "/one")]).into_boxed_str());
    let port = serve_encrypted(&dir.join("desk.pem"), body);
    let run = |first: &str, variable: Option<&str>| {
        let feeds =
            format!("{first}pause = \"1ms\"\n[[feed]]\nurl = \"https://127.0.0.1:{port}/rss\"\narticles = false\n");
        std::fs::write(dir.join("feeds.toml"), feeds).unwrap();
        let _ = std::fs::remove_file(dir.join("feeds.state.json"));
        let mut c = Command::new(env!("CARGO_BIN_EXE_detente"));
        c.args(["watch", "feeds.toml", "--record", "r.db", "--once"]).current_dir(&dir).env_remove("SSL_CERT_FILE");
        c.envs(variable.map(|v| ("SSL_CERT_FILE", v)));
        let out = c.output().unwrap();
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (code, told) = run("", None);
    assert!(code == Some(1) && told.contains("certificate"), "{told}");
    let (code, told) = run("certificates = \"desk.pem\"\n", None);
    assert!(code == Some(0) && told.contains("added 1 documents"), "{told}");
    let (code, told) = run("", Some("desk.pem"));
    assert!(code == Some(0) && told.contains("1 were there already"), "{told}");
    let (code, told) = run("certificates = \"none.pem\"\n", None);
    assert!(code == Some(2) && told.contains("none.pem") && told.contains("PEM"), "{told}");
}

#[test]
fn a_file_with_a_mistake_is_shown_with_its_place() {
    let dir = folder("mistake");
    std::fs::write(
        dir.join("feeds.toml"),
        "record = \"r.db\"\n[[feed]]\nurl = \"https://a.example/rss\"\nevery = \"often\"\n",
    )
    .unwrap();
    let (code, told) = watch(&dir, &[]);
    assert_eq!(code, Some(2));
    for part in ["error[DT0701]", "feeds.toml:4:9", "`often` is no time"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}
