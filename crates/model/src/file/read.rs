//! TOML to [`ConflictFile`], with every mistake found told at its place.

use super::lower::check;
use super::names::nearest;
use super::{
    Arcs, Belief, ConflictFile, ConflictOption, DecisionMaker, Graph, Infeasible, Numbers, Preference, Ranking, Unaware,
};
use detente_event::{Diagnostic, Span};
use detente_gmcr::Moves;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Findings reported for one file at most; a last one counts the rest.
const MOST_FINDINGS: usize = 100;
/// Most states of a graph: its states and preferences are held in memory. The explicit engine's own bound.
const MOST_GRAPH_STATES: i64 = 1 << 25;

/// Reads a conflict file and checks it: names, formulas, rankings, and that some state is left.
///
/// All findings come at once, in the order of the file. The file is given wherever enough of it could be read; it can be
/// lowered if no finding is an error.
#[must_use]
pub fn parse(text: &str) -> (Option<ConflictFile>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, found: Vec::new(), hides: false };
    for e in errors {
        let span = e.span().map(|s| clip(text, s));
        let (message, help) = reword(e.message(), span.map_or("", |s| s.of(text)));
        reader.found.push(Diagnostic::error("DT0301", span, message).help(help));
    }
    let broken = !reader.found.is_empty();
    let file = reader.file(table.get_ref());
    let (mut found, hides) = (reader.found, reader.hides);
    // What a broken line hides would be reported as missing: tell only what is certain.
    if broken {
        found.retain(|d| d.code == "DT0301");
    } else if !hides {
        found.extend(check(&file).1);
    }
    found.sort_by_key(|d| d.span.map_or((0, 0), |s| (s.start, s.end)));
    found.dedup();
    if found.len() > MOST_FINDINGS {
        let rest = found.len() - MOST_FINDINGS;
        found.truncate(MOST_FINDINGS);
        found.push(
            Diagnostic::error("DT0300", None, format!("{rest} more findings are not shown"))
                .help("mend the first ones and read the file again"),
        );
    }
    ((!broken).then_some(file), found)
}

fn clip(text: &str, range: std::ops::Range<usize>) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(floor(range.start), floor(range.end).max(floor(range.start)))
}

/// The TOML reader's message in this project's voice, and what to do.
fn reword(message: &str, words: &str) -> (String, String) {
    let told = format!("this is not TOML: {message}");
    let help = if message.contains("duplicate key") {
        return (
            format!("`{}` is given twice", words.trim()),
            "keep one; a further decision maker, option or statement opens with its own `[[…]]` line".into(),
        );
    } else if message.contains("string") || message.contains("quot") {
        "text stands between double quotes, on one line: name = \"Sell missiles\""
    } else if message.contains("recursion") {
        return ("this is nested too deep".into(), "lists in a conflict file are at most two deep".into());
    } else {
        "each line is `key = value`, `[table]`, `[[entry of a list]]` or `# remark`"
    };
    (told, help.into())
}

/// What a decision maker's table may hold.
const DECISION_MAKER: &[&str] =
    &["id", "name", "option", "prefers", "ranking", "great_steps", "unknown", "moves", "unaware", "believes"];

struct Reader<'t> {
    text: &'t str,
    found: Vec<Diagnostic>,
    /// A mistake hides names or states, so that what refers to them cannot be judged.
    hides: bool,
}

type Entry<'a, 'i> = &'a Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(code, span, message).help(help));
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        clip(self.text, range)
    }

    /// The first line of an entry: its heading.
    fn heading(&self, range: std::ops::Range<usize>) -> Span {
        let whole = self.span(range);
        let line = whole.of(self.text).lines().next().unwrap_or("").trim_end();
        Span::new(whole.start, whole.start + line.len())
    }

    fn file(&mut self, table: &DeTable<'_>) -> ConflictFile {
        self.keys(table, &["title", "as_of", "decision_maker", "infeasible", "graph"], "a conflict file");
        let mut file = ConflictFile {
            title: self.string(table, "title").unwrap_or_default(),
            as_of: self.date(table, "as_of"),
            graph: self.graph_of(table),
            ..ConflictFile::default()
        };
        for (entry, heading) in self.tables(table, "decision_maker") {
            file.decision_makers.push(self.decision_maker(entry, heading));
        }
        for (entry, heading) in self.tables(table, "infeasible") {
            self.keys(entry, &["when", "because"], "an `[[infeasible]]` entry");
            if let Some((when, span, start)) = self.formula(entry, "when", heading) {
                let because = self.because(entry);
                file.infeasible.push(Infeasible { when, because, remarks: Vec::new(), span: Some(span), start });
            }
        }
        file
    }

    fn decision_maker(&mut self, table: &DeTable<'_>, heading: Span) -> DecisionMaker {
        self.keys(table, DECISION_MAKER, "a decision maker");
        let (id, name) = self.id_and_name(table, heading, "decision maker");
        let mut dm = DecisionMaker { id, name, span: Some(heading), ..DecisionMaker::default() };
        for (entry, heading) in self.tables(table, "option") {
            self.keys(entry, &["id", "name", "now", "moves", "because"], "an option");
            let (id, name) = self.id_and_name(entry, heading, "option");
            let now = self.boolean(entry, "now").unwrap_or(false);
            let moves = self.moves_word(entry);
            let because = self.because(entry);
            dm.options.push(ConflictOption { id, name, now, moves, because, remarks: Vec::new(), span: Some(heading) });
        }
        for (entry, heading) in self.tables(table, "prefers") {
            self.keys(entry, &["that", "known", "much", "because"], "a `prefers` entry");
            if let Some((that, span, start)) = self.formula(entry, "that", heading) {
                let known = self.boolean(entry, "known").unwrap_or(true);
                let much = self.boolean(entry, "much").unwrap_or(false);
                let because = self.because(entry);
                let remarks = Vec::new();
                dm.prefers.push(Preference { that, known, much, because, remarks, span: Some(span), start });
            }
        }
        for (entry, heading) in self.tables(table, "unaware") {
            self.keys(entry, &["of", "states"], "an `unaware` entry");
            if let Some(value) = entry.get("states") {
                dm.unaware.push(Unaware::States(self.numbers("states", value)));
            } else if let Some((when, span, start)) = self.formula(entry, "of", heading) {
                dm.unaware.push(Unaware::When(Infeasible { when, span: Some(span), start, ..Infeasible::default() }));
            }
        }
        for (entry, heading) in self.tables(table, "believes") {
            dm.believes.push(self.belief(entry, heading));
        }
        let before = self.found.len();
        dm.great_steps = table.get("great_steps").map(|v| self.numbers("great_steps", v)).unwrap_or_default();
        dm.unknown = table.get("unknown").and_then(|v| self.arcs("unknown", v));
        dm.ranking = table.get("ranking").and_then(|v| self.ranking(v));
        dm.moves = table.get("moves").and_then(|v| self.arcs("moves", v));
        self.hides |= self.found.len() > before;
        dm
    }

    fn belief(&mut self, table: &DeTable<'_>, heading: Span) -> Belief {
        self.keys(table, &["of", "prefers", "ranking"], "a `believes` entry");
        let mut belief = Belief { span: Some(heading), ..Belief::default() };
        match table.get("of") {
            Some(_) => belief.of = self.string(table, "of").unwrap_or_default(),
            None => {
                let help = "add of = \"russia\": the id of the decision maker that the belief is about";
                self.error("DT0304", heading, "this belief does not say about whom it is", help);
            }
        }
        belief.ranking = table.get("ranking").and_then(|v| self.ranking(v));
        if let Some(value) = table.get("prefers") {
            let help =
                "write the statements as text, most important first: prefers = [\"not usa.sell\", \"russia.stop\"]";
            match value.get_ref() {
                DeValue::Array(items) => {
                    for item in items {
                        match item.get_ref() {
                            DeValue::String(s) => {
                                let span = self.span(item.span());
                                let start = self.start_of(span, s);
                                let that = s.to_string();
                                belief.prefers.push(Preference { span: Some(span), start, ..Preference::new(that) });
                            }
                            _ => self.wrong_type("prefers", item, "a formula, which is text", help),
                        }
                    }
                }
                _ => self.wrong_type("prefers", value, "a list of formulas", help),
            }
        }
        belief
    }

    fn numbers(&mut self, key: &str, value: Entry<'_, '_>) -> Numbers {
        let mut numbers = Numbers { span: Some(self.span(value.span())), ..Numbers::default() };
        match value.get_ref() {
            DeValue::Array(items) => numbers.list = items.iter().filter_map(|s| self.state_number(key, s)).collect(),
            _ => self.wrong_type(key, value, "a list of state numbers", &format!("write {key} = [3, 5]")),
        }
        numbers
    }

    fn graph_of(&mut self, table: &DeTable<'_>) -> Option<Graph> {
        let value = table.get("graph")?;
        let graph = self.graph(value);
        self.hides |= graph.is_none();
        graph
    }

    fn graph(&mut self, value: Entry<'_, '_>) -> Option<Graph> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("graph", value, "a table", "write `[graph]` on a line of its own, then `states = 9`");
            return None;
        };
        self.keys(table, &["states"], "`[graph]`");
        let heading = self.heading(value.span());
        let Some(states) = table.get("states") else {
            self.error("DT0304", heading, "`[graph]` does not say how many states there are", "add `states = 9`");
            return None;
        };
        let span = self.span(states.span());
        let states = self.integer("states", states, "the number of states, `states = 9`")?;
        if !(1..=MOST_GRAPH_STATES).contains(&states) {
            let message = format!("`states` is {states}, but a graph has from 1 to {MOST_GRAPH_STATES} states");
            self.error("DT0315", span, message, "write the number of states");
            return None;
        }
        Some(Graph { states: usize::try_from(states).ok()?, span: Some(heading) })
    }

    fn keys(&mut self, table: &DeTable<'_>, known: &[&str], whose: &str) {
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let help = match (nearest(name, known.iter().copied()), name) {
                    (_, "preference" | "preferences" | "statement") if known.contains(&"prefers") => {
                        "did you mean `prefers`?".to_owned()
                    }
                    (_, "decision_makers" | "player" | "dm") if known.contains(&"decision_maker") => {
                        "did you mean `decision_maker`?".to_owned()
                    }
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, _) => format!("it has {}", list(known)),
                };
                self.hides |= ["option", "decision_maker", "id", "graph", "states", "none"]
                    .contains(&nearest(name, known.iter().copied()).unwrap_or("none"));
                let shown: String = name.chars().take(40).collect();
                let span = self.span(key.span());
                self.error("DT0302", span, format!("{whose} has no key `{shown}`"), help);
            }
        }
    }

    fn wrong_type(&mut self, key: &str, value: Entry<'_, '_>, wanted: &str, help: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let span = self.heading(value.span());
        self.error("DT0303", span, format!("`{key}` is {is}, but should be {wanted}"), help);
    }

    fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        if let DeValue::String(s) = value.get_ref() {
            return Some(s.to_string());
        }
        self.wrong_type(key, value, "text", &format!("write {key} = \"…\""));
        None
    }

    fn boolean(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        if let DeValue::Boolean(b) = value.get_ref() {
            return Some(*b);
        }
        self.wrong_type(key, value, "true or false", &format!("write {key} = true or {key} = false, without quotes"));
        None
    }

    fn integer(&mut self, key: &str, value: Entry<'_, '_>, help: &str) -> Option<i64> {
        if let DeValue::Integer(i) = value.get_ref()
            && let Ok(n) = i64::from_str_radix(i.as_str(), i.radix())
        {
            return Some(n);
        }
        self.wrong_type(key, value, "a whole number below 2^63", &format!("write {help}"));
        None
    }

    fn date(&mut self, table: &DeTable<'_>, key: &str) -> Option<Date> {
        let value = table.get(key)?;
        let help = "write the day without quotes: as_of = 2025-10-17";
        let DeValue::Datetime(d) = value.get_ref() else {
            self.wrong_type(key, value, "a date", help);
            return None;
        };
        let day = d.date.and_then(|d| {
            Date::new(i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?).ok()
        });
        if day.is_none() {
            let span = self.span(value.span());
            self.error("DT0303", span, format!("`{key}` has no day"), help);
        }
        day
    }

    /// The entries of a list of tables, each with the place of its heading.
    fn tables<'a, 'i>(&mut self, table: &'a DeTable<'i>, key: &str) -> Vec<(&'a DeTable<'i>, Span)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let help = format!(
            "open each entry with `[[{}]]`",
            if matches!(key, "option" | "prefers" | "unaware" | "believes") {
                format!("decision_maker.{key}")
            } else {
                key.to_owned()
            }
        );
        let DeValue::Array(entries) = value.get_ref() else {
            self.hides = true;
            self.wrong_type(key, value, "a list of tables", &help);
            return Vec::new();
        };
        let mut out = Vec::new();
        for entry in entries {
            match entry.get_ref() {
                DeValue::Table(t) => out.push((t, self.heading(entry.span()))),
                _ => {
                    self.hides = true;
                    self.wrong_type(key, entry, "a table", &help);
                }
            }
        }
        out
    }

    fn id_and_name(&mut self, table: &DeTable<'_>, heading: Span, what: &str) -> (String, String) {
        let before = self.found.len();
        let id = match table.get("id") {
            None => {
                let help = format!(
                    "add id = \"{}\": a short name for formulas",
                    if what == "option" { "sell" } else { "usa" }
                );
                self.error("DT0304", heading, format!("this {what} has no `id`"), help);
                String::new()
            }
            Some(value) => {
                let id = self.string(table, "id").unwrap_or_default();
                if matches!(value.get_ref(), DeValue::String(_)) {
                    self.check_id(&id, value);
                }
                id
            }
        };
        self.hides |= self.found.len() > before;
        let name = self.string(table, "name").filter(|n| !n.trim().is_empty()).unwrap_or_else(|| id.clone());
        (id, name)
    }

    fn check_id(&mut self, id: &str, value: Entry<'_, '_>) {
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let trouble = if id.is_empty() {
            "an `id` is empty".to_owned()
        } else if super::formula::RESERVED.iter().any(|r| id.eq_ignore_ascii_case(r)) {
            format!("`{id}` is a word of formulas, so no `id`")
        } else if !id.chars().all(plain) || !id.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            format!("`{}` is no `id`", id.chars().take(40).collect::<String>())
        } else {
            return;
        };
        let span = self.span(value.span());
        self.error(
            "DT0307",
            span,
            trouble,
            "an `id` has letters, digits, `_` and `-`, and starts with a letter or digit: \"sell_missiles\"",
        );
    }

    fn moves_word(&mut self, table: &DeTable<'_>) -> Moves {
        let Some(value) = table.get("moves") else { return Moves::Both };
        let DeValue::String(word) = value.get_ref() else {
            self.wrong_type(
                "moves",
                value,
                "\"both\", \"to_yes\" or \"to_no\"",
                "write moves = \"both\"; arcs between states stand under the decision maker of a `[graph]`",
            );
            return Moves::Both;
        };
        match word.as_ref() {
            "both" => Moves::Both,
            "to_yes" => Moves::ToYes,
            "to_no" => Moves::ToNo,
            other => {
                let help = match nearest(other, ["both", "to_yes", "to_no"]) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => "write \"both\", \"to_yes\" (once done it cannot be undone) or \"to_no\" (once dropped it cannot be resumed)".into(),
                };
                let shown: String = other.chars().take(40).collect();
                let span = self.span(value.span());
                self.error("DT0305", span, format!("\"{shown}\" is no way to move"), help);
                Moves::Both
            }
        }
    }

    fn because(&mut self, table: &DeTable<'_>) -> Vec<String> {
        let Some(value) = table.get("because") else { return Vec::new() };
        let help = "write because = [\"…event id…\"]";
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type("because", value, "a list of event ids", help);
            return Vec::new();
        };
        let mut ids = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(s) => ids.push(s.to_string()),
                _ => self.wrong_type("because", item, "an event id, which is text", help),
            }
        }
        ids
    }

    /// A formula's text, its place with the quotes, and where its first character stands if it has no escapes.
    fn formula(&mut self, table: &DeTable<'_>, key: &str, heading: Span) -> Option<(String, Span, Option<usize>)> {
        let Some(value) = table.get(key) else {
            let help = format!("add {key} = \"decision_maker.option\"");
            self.error("DT0304", heading, format!("this entry has no `{key}`"), help);
            return None;
        };
        let text = self.string(table, key)?;
        let span = self.span(value.span());
        let start = self.start_of(span, &text);
        Some((text, span, start))
    }

    /// Where the first character of a text stands whose literal is at `span`, if it is written without escapes.
    fn start_of(&self, span: Span, text: &str) -> Option<usize> {
        let raw = span.of(self.text);
        ["\"\"\"\r\n", "\"\"\"\n", "\"\"\"", "'''\r\n", "'''\n", "'''", "\"", "'"]
            .into_iter()
            .find(|quote| raw.starts_with(quote))
            .filter(|quote| raw[quote.len()..].starts_with(text))
            .map(|quote| span.start + quote.len())
    }

    fn state_number(&mut self, key: &str, value: Entry<'_, '_>) -> Option<usize> {
        let help = "state numbers, counted from 1";
        let n = self.integer(key, value, help)?;
        match usize::try_from(n) {
            Ok(n) if n > 0 => Some(n),
            _ => {
                let span = self.span(value.span());
                self.error("DT0310", span, format!("there is no state {n}"), "states are counted from 1");
                None
            }
        }
    }

    fn ranking(&mut self, value: Entry<'_, '_>) -> Option<Ranking> {
        let help = "write the states best first, ties in brackets: ranking = [7, [3, 4], 1]";
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type("ranking", value, "a list of state numbers", help);
            return None;
        };
        let mut ranking = Ranking { span: Some(self.span(value.span())), ..Ranking::default() };
        for item in items {
            let one: &mut dyn Iterator<Item = Entry<'_, '_>> = match item.get_ref() {
                DeValue::Array(tied) => &mut tied.iter(),
                DeValue::Integer(_) => &mut std::iter::once(item),
                _ => {
                    self.wrong_type("ranking", item, "a state number, or a list of them in brackets", help);
                    continue;
                }
            };
            let mut class = Vec::new();
            for state in one {
                if let Some(n) = self.state_number("ranking", state) {
                    ranking.places.push(self.span(state.span()));
                    class.push(n);
                }
            }
            ranking.classes.push(class);
        }
        Some(ranking)
    }

    fn arcs(&mut self, key: &str, value: Entry<'_, '_>) -> Option<Arcs> {
        let help = match key {
            "moves" => "write from which state to which: moves = [[1, 2], [3, 4]]",
            _ => "write the two states of each pair: unknown = [[1, 2], [3, 4]]",
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of pairs of states", help);
            return None;
        };
        let mut arcs = Arcs { span: Some(self.span(value.span())), ..Arcs::default() };
        for item in items {
            match item.get_ref() {
                DeValue::Array(pair) if pair.len() == 2 => {
                    let ends: Vec<usize> = pair.iter().filter_map(|s| self.state_number(key, s)).collect();
                    if let [from, to] = ends[..] {
                        arcs.places.push(self.span(item.span()));
                        arcs.list.push((from, to));
                    }
                }
                _ => self.wrong_type(
                    key,
                    item,
                    if key == "moves" { "a pair of states, [from, to]" } else { "a pair of states" },
                    help,
                ),
            }
        }
        Some(arcs)
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    match &quoted[..] {
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
        [] => String::new(),
    }
}
