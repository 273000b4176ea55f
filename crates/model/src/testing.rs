//! Snapshots: what a test printed, kept in `tests/snapshots` and compared.

/// Compares `text` with the kept snapshot. To keep a new one, delete the file and run the test twice.
#[allow(clippy::disallowed_methods)] // a test reads and writes its own snapshot
pub(crate) fn snapshot(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(format!("{name}.txt"));
    match std::fs::read_to_string(&path) {
        Ok(kept) => assert!(
            kept == text,
            "{} differs. Delete it to keep the new text.\n--- kept\n{kept}\n--- now\n{text}",
            path.display()
        ),
        Err(_) => {
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
            std::fs::write(&path, text).expect("the snapshot can be written");
            panic!("{} is new: look at it and run again", path.display());
        }
    }
}
