//! Every published case in `cases/` is read, analysed, and gets the answers filed beside it.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read the cases' files

use detente_gmcr::{Concept, Limits, analyze};
use std::path::{Path, PathBuf};

fn toml_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder is there").map(|e| e.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            toml_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
}

#[test]
fn every_published_case_gets_its_answers() {
    let mut files = Vec::new();
    toml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases"), &mut files);
    assert!(files.len() >= 11, "only {} cases found", files.len());
    let mut answers = 0;
    for path in files {
        let name = path.display();
        let (file, found) = detente_model::parse(&std::fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{name}: {found:?}");
        let file = file.unwrap();
        let conflict = detente_model::lower(&file).unwrap();
        let (again, _) = detente_model::parse(&detente_model::write(&file));
        assert_eq!(detente_model::lower(&again.unwrap()).unwrap(), conflict, "{name} written and read again");

        let text = std::fs::read_to_string(path.with_extension("expected.json")).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        let analysis = analyze(&conflict, &Limits::default()).unwrap();
        for (concept, wanted) in expected["concepts"].as_object().unwrap() {
            let concept = Concept::from_id(concept).unwrap();
            let numbers = |v: &serde_json::Value| -> Vec<usize> { serde_json::from_value(v.clone()).unwrap() };
            let got = analysis.equilibria(concept).unwrap().numbers();
            assert_eq!(got, numbers(&wanted["equilibria"]), "{name}, {concept:?}, equilibria");
            answers += 1;
            for (maker, stable) in wanted["stable"].as_object().into_iter().flatten() {
                let k = file.decision_makers.iter().position(|d| d.id == *maker).unwrap();
                let got = analysis.stable(concept, k).unwrap().numbers();
                assert_eq!(got, numbers(stable), "{name}, {concept:?}, {maker}");
            }
        }
    }
    assert!(answers >= 40);
}
