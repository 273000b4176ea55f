//! Defects of ours: a panic is caught where it can be, and told in one sentence instead of a trace.

use std::sync::Mutex;

static PLACE: Mutex<String> = Mutex::new(String::new());

/// From now on a panic prints nothing by itself; where it happened is kept for [`place`].
pub fn keep_quiet() {
    std::panic::set_hook(Box::new(|info| {
        if let (Some(at), Ok(mut place)) = (info.location(), PLACE.lock()) {
            *place = format!(" ({}:{})", at.file(), at.line());
        }
    }));
}

/// Where in the source the last panic happened, in brackets; empty where there was none.
pub fn place() -> String {
    PLACE.lock().map(|p| p.clone()).unwrap_or_default()
}
