//! Lists the dictionary files, so that a new one is found by being there.
#![allow(clippy::disallowed_methods)] // a build script, not the crate: it lists files for the compiler

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../dictionaries");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    for folder in ["actors", "frames"] {
        let dir = root.join(folder);
        println!("cargo::rerun-if-changed={}", dir.display());
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(&dir)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".txt") {
                names.push(name);
            }
        }
        names.sort();
        let mut list = String::from("&[\n");
        for name in names {
            let path = fs::canonicalize(dir.join(&name))?;
            list.push_str(&format!("    ({name:?}, include_str!({path:?})),\n"));
        }
        list.push_str("]\n");
        fs::write(Path::new(&out).join(format!("{folder}.rs")), list)?;
    }
    Ok(())
}
