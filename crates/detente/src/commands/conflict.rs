//! Conflict files for the commands that analyse them.

use crate::report;
use detente_event::{Diagnostic, Severity, Span};
use detente_gmcr::{Concept, Conflict, StateRef, States};
use detente_model::ConflictFile;
use std::io::Read;
use std::path::Path;

/// Reads the conflict file at `path` (`-`: standard input) and writes every finding about it to standard error.
/// `None` where it cannot be used.
pub fn read(path: &Path) -> Result<Option<(ConflictFile, Conflict)>, String> {
    read_as(path, false)
}

/// The same for a save file of GMCR+, if `gmcr_plus`.
pub fn read_as(path: &Path, gmcr_plus: bool) -> Result<Option<(ConflictFile, Conflict)>, String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|e| format!("{}: cannot be read: {e}", path.display()))?;
    let name = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let at = e.utf8_error().valid_up_to();
            let line = e.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
            let d = Diagnostic::error("DT0301", None::<Span>, format!("line {line} is not text in UTF-8"))
                .help("a conflict file is TOML; save it as UTF-8");
            report::diagnostic(&name, None, &d);
            return Ok(None);
        }
    };
    Ok(of_text(&name, &text, gmcr_plus))
}

/// The same for text at hand, told by that name.
pub fn of_text(name: &str, text: &str, gmcr_plus: bool) -> Option<(ConflictFile, Conflict)> {
    let (file, found) = if gmcr_plus { detente_model::parse_gmcr_plus(text) } else { detente_model::parse(text) };
    for d in &found {
        report::diagnostic(name, Some(text), d);
    }
    let file = file.filter(|_| !found.iter().any(|d| d.severity == Severity::Error))?;
    match detente_model::lower(&file) {
        Ok(conflict) => Some((file, conflict)),
        Err(found) => {
            for d in &found {
                report::diagnostic(name, Some(text), d);
            }
            None
        }
    }
}

/// Most feasible states that commands take on which hold them all.
pub const MOST_STATES: u64 = 1 << 20;

/// The concept of that id, for the command line.
pub fn concept(id: &str) -> Result<Concept, String> {
    Concept::from_id(&id.to_lowercase()).ok_or_else(|| "the concepts are nash, gmr, smr, seq and sseq".into())
}

/// The usual abbreviation.
pub fn name(c: Concept) -> &'static str {
    match c {
        Concept::Nash => "Nash",
        Concept::Gmr => "GMR",
        Concept::Smr => "SMR",
        Concept::Seq => "SEQ",
        Concept::Sseq => "SSEQ",
    }
}

/// The options' values in a state given as `YNN…`, as `now`, or as the options chosen in it (`usa.sell,russia.stop`; or
/// `none`).
pub fn choice(file: &ConflictFile, text: &str) -> Result<Vec<bool>, String> {
    let count = file.options().count();
    if text.eq_ignore_ascii_case("now") {
        return Ok(file.options().map(|(_, o)| o.now).collect());
    }
    if text.chars().count() == count && text.chars().all(|c| matches!(c, 'Y' | 'y' | 'N' | 'n')) {
        return Ok(text.chars().map(|c| matches!(c, 'Y' | 'y')).collect());
    }
    let mut values = vec![false; count];
    let names = file.option_names();
    for name in text.split(',').map(str::trim).filter(|n| *n != "none") {
        match names.iter().position(|n| n == name) {
            Some(o) => values[o] = true,
            None => {
                return Err(format!(
                    "`{name}` is neither a state nor an option: give a state's number, `now`, a Y or N for each of the \
                     {count} options in order, or the options that are chosen (dm.option,dm.option)"
                ));
            }
        }
    }
    Ok(values)
}

/// A conflict whose states are told apart by number and by what is chosen in them.
#[derive(Debug)]
pub struct Told {
    /// The file.
    pub file: ConflictFile,
    /// The model.
    pub model: Conflict,
    /// Its states.
    pub states: States,
}

impl Told {
    /// Reads a conflict file with its states.
    pub fn read(path: &Path) -> Result<Option<Self>, String> {
        let Some((file, model)) = read(path)? else { return Ok(None) };
        let states = States::of(&model, MOST_STATES).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Some(Self { file, model, states }))
    }

    /// The number of a state given as `7`, as `YNN…`, as `now`, or as the options chosen in it.
    pub fn number(&self, text: &str) -> Result<usize, String> {
        let all = self.states.len();
        match text.parse::<usize>() {
            // With few options, `10` could be meant as Y and N: a number comes first.
            Ok(n) if (1..=all).contains(&n) => return Ok(n),
            Ok(n) => return Err(format!("there is no state {n}: states are numbered from 1 to {all}")),
            Err(_) => {}
        }
        if self.states.is_graph() {
            return Err(format!("`{text}` is no state: give a number from 1 to {all}"));
        }
        let options: String = choice(&self.file, text)?.into_iter().map(|v| if v { 'Y' } else { 'N' }).collect();
        self.states.parse(&options).map(|p| p + 1).ok_or_else(|| {
            let what = if text.eq_ignore_ascii_case("now") { "the file's status quo" } else { text };
            format!("`{what}` is no feasible state: one of the infeasible patterns holds in it")
        })
    }

    /// `state 6: usa.strike, ussr.withdraw`.
    pub fn state(&self, number: usize) -> String {
        let names = self.file.option_names();
        if names.is_empty() {
            return format!("state {number}");
        }
        let chosen: Vec<&str> =
            (0..names.len()).filter(|o| self.states.value(number - 1, *o)).map(|o| names[o].as_str()).collect();
        format!("state {number}: {}", if chosen.is_empty() { "nothing".to_owned() } else { chosen.join(", ") })
    }

    /// Several states in a line, by number.
    pub fn numbers(states: &[StateRef]) -> String {
        let list: Vec<String> = states.iter().take(25).map(|s| s.number.to_string()).collect();
        let more = if states.len() > 25 { ", …" } else { "" };
        if list.is_empty() { "none".into() } else { format!("{}{more}", list.join(", ")) }
    }

    /// A decision maker's name.
    pub fn maker(&self, position: usize) -> &str {
        &self.file.decision_makers[position].name
    }

    /// The position of the option named `dm.option`.
    pub fn option(&self, name: &str) -> Result<usize, String> {
        let names = self.file.option_names();
        let missing = || format!("there is no option `{name}`; the options are {}", names.join(", "));
        names.iter().position(|n| n == name).ok_or_else(missing)
    }
}
