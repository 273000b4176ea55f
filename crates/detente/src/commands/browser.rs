//! A page printed to PDF by a browser that is installed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Browsers that print without a window, as their programs are called.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "brave-browser",
];
/// Where they lie on systems that keep programs out of the search path.
const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
/// What keeps it from asking the network for anything.
const QUIET: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
];
/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Prints a page to a file.
pub fn print(page: &str, to: &Path) -> Result<(), String> {
    let browser = find().ok_or_else(|| {
        "a PDF needs an installed browser (Chromium, Chrome, Edge or Brave), and none was found; name its program in DETENTE_BROWSER, or write HTML and print it".to_owned()
    })?;
    let folder = std::env::temp_dir().join(format!("detente-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: cannot be made: {e}", folder.display()))?;
    let result = with(&browser, page, to, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    result
}

fn with(browser: &Path, page: &str, to: &Path, folder: &Path) -> Result<(), String> {
    let (html, pdf) = (folder.join("brief.html"), folder.join("brief.pdf"));
    std::fs::write(&html, page).map_err(|e| format!("{}: cannot be written: {e}", html.display()))?;
    let mut command = Command::new(browser);
    command.args(QUIET);
    // A browser refuses its sandbox to root, and many containers run as root.
    if std::env::var("USER").is_ok_and(|u| u == "root") || std::env::var("HOME").is_ok_and(|h| h == "/root") {
        command.arg("--no-sandbox");
    }
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    command.arg(profile).arg(format!("--print-to-pdf={}", pdf.display())).arg(&html);
    let name = browser.display();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("{name}: cannot be started: {e}"))?;
    wait(&mut child).map_err(|e| format!("{name}: {e}"))?;
    let printed = std::fs::read(&pdf).map_err(|_| format!("{name}: it printed nothing; write HTML and print it"))?;
    if !printed.starts_with(b"%PDF") {
        return Err(format!("{name}: what it wrote is no PDF"));
    }
    std::fs::write(to, printed).map_err(|e| format!("{}: cannot be written: {e}", to.display()))
}

fn wait(child: &mut Child) -> Result<(), String> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if began.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not finish within {} seconds", PATIENCE.as_secs()));
            }
            Err(e) => return Err(e.to_string()),
        }
    }
}

/// The browser: the one that `DETENTE_BROWSER` names, else the first that is found.
fn find() -> Option<PathBuf> {
    let named = std::env::var_os("DETENTE_BROWSER").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = || {
        BROWSERS
            .iter()
            .flat_map(|b| std::env::split_paths(&path).map(move |p| p.join(b)).collect::<Vec<_>>())
            .find(|p| p.is_file())
    };
    let placed = || PLACES.iter().map(PathBuf::from).find(|p| p.is_file());
    named.or_else(on_path).or_else(placed)
}
