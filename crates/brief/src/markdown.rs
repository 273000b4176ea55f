//! The brief as Markdown (CommonMark with tables): the same lines in the same order, quotes linked by anchors.

use crate::Brief;
use crate::figure::{self, Figure};
use crate::html::{push_plain, share};
use crate::narrate::text::{capital, count};
use crate::value::{Deed, Item, Line, Settlement, Unknown};
use detente_event::Status;
use std::fmt::Write as _;

impl Brief {
    /// The brief as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut m = Markdown { brief: self, out: String::new() };
        m.whole();
        m.out
    }
}

struct Markdown<'a> {
    brief: &'a Brief,
    out: String,
}

/// Escapes text: nothing in it is markup, and it stays on its line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => push_plain(&mut out, c),
        }
    }
    // What would begin a list at the start of a line.
    let rest = out.trim_start_matches(|c: char| c.is_ascii_digit());
    if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    } else if rest.len() < out.len() && rest.starts_with(['.', ')']) {
        let at = out.len() - rest.len();
        out.insert(at, '\\');
    }
    out
}

impl Markdown<'_> {
    fn put(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn heading(&mut self, level: usize, text: &str) {
        let line = format!("\n{} {}\n", "#".repeat(level), escape(text));
        self.put(&line);
    }

    fn cites(&self, line: &Line) -> String {
        let mut out = String::new();
        for n in &line.cites {
            if let Some(q) = self.brief.quote(*n) {
                let _ = write!(out, " [\\[{n}\\]](#{})", q.anchor);
            }
        }
        if line.more_cites > 0 {
            let _ = write!(out, " and {} more", line.more_cites);
        }
        out
    }

    fn line(&self, line: &Line) -> String {
        format!("{}{}", escape(&line.text), self.cites(line))
    }

    fn list(&mut self, lines: &[Line]) {
        for l in lines {
            let text = format!("- {}", self.line(l));
            self.put(&text);
        }
    }

    fn whole(&mut self) {
        let b = self.brief;
        self.put(&format!("# {}\n\nBrief, as of {}.", escape(&b.title), escape(&b.as_of_words)));
        if !b.focus.is_empty() {
            self.put(&format!("\n{}", escape(&b.focus)));
        }
        self.heading(2, "Bottom line");
        for l in &b.bottom_line {
            let text = format!("{}\n", self.line(l));
            self.put(&text);
        }
        if !b.changes.is_empty() {
            self.heading(2, "What has changed");
            self.put(&format!("Since the brief of {}.", escape(&b.since)));
            self.told(&b.changes);
        }
        if !b.happened.is_empty() {
            self.heading(2, "What happened");
            self.items(&b.happened);
            self.left_out(b.happened_left_out);
        }
        if !b.announced.is_empty() {
            self.heading(2, "What is announced");
            self.items(&b.announced);
            self.left_out(b.announced_left_out);
        }
        self.who();
        if let Some(f) = figure::map(b) {
            self.heading(2, "Where");
            self.table(&f);
        }
        self.on_the_table();
        if let Some(s) = &b.settlement {
            self.settle(s);
        }
        if !b.unknown.is_empty() {
            self.heading(2, "What is not known");
            self.told(&b.unknown);
        }
        self.sources();
        self.heading(2, "Method");
        self.list(&b.method);
    }

    fn told(&mut self, list: &[Unknown]) {
        for u in list {
            self.heading(3, &u.heading);
            self.list(&u.lines);
            if u.more > 0 {
                self.put(&format!("- And {} more.", u.more));
            }
        }
    }

    fn left_out(&mut self, n: usize) {
        if n > 0 {
            self.put(&format!(
                "\n{} left out here; the record has all.",
                count(
                    n,
                    "event that is less reported, or of which too little is said, is",
                    "events that are less reported, or of which too little is said, are"
                )
            ));
        }
    }

    fn items(&mut self, items: &[Item]) {
        for i in items {
            let status =
                if i.status == Status::Occurred { String::new() } else { format!(" *{}*:", escape(&i.status_words)) };
            let mut text = format!("- **{}**{status} {}", escape(&i.when), self.line(&i.line));
            if i.documents > 1 {
                let _ = write!(
                    text,
                    " Reported by {}, {}.",
                    count(i.documents, "document", "documents"),
                    count(i.sources, "independent source", "independent sources")
                );
            }
            for n in &i.notes {
                let _ = write!(text, " ({}.)", escape(&capital(n)));
            }
            self.put(&text);
        }
    }

    fn who(&mut self) {
        let b = self.brief;
        if b.parties.is_empty() {
            return;
        }
        self.heading(2, "Who is involved");
        for p in &b.parties {
            self.heading(3, &p.name);
            let mut facts = vec![count(p.events as usize, "event", "events")];
            facts.extend(p.persons.iter().map(|n| escape(n)));
            self.put(&format!("{}\n", facts.join(" · ")));
            self.deeds("", &p.did, p.more);
            self.deeds("From others: ", &p.met, p.more_met);
        }
        if !b.other_parties.is_empty() {
            let names: Vec<String> = b.other_parties.iter().map(|n| escape(n)).collect();
            self.put(&format!("\nAlso named: {}.", names.join(", ")));
        }
        if let Some(f) = figure::network(b) {
            self.table(&f);
        }
    }

    fn deeds(&mut self, lead: &str, deeds: &[Deed], more: usize) {
        for d in deeds {
            let status =
                if d.status == Status::Occurred { String::new() } else { format!("*{}*: ", escape(&d.status_words)) };
            let text = format!("- {lead}{status}{}", self.line(&d.line));
            self.put(&text);
        }
        if more > 0 {
            let n = count(more, "more event", "more events");
            self.put(&format!("- {lead}And {n}, told under the other headings."));
        }
    }

    fn table(&mut self, f: &Figure) {
        self.put(&format!("\n**{}**\n", escape(&f.title)));
        self.put(&format!("| {} |", f.columns.join(" | ")));
        self.put(&format!("|{}", "---|".repeat(f.columns.len())));
        for row in &f.rows {
            let cells: Vec<String> = row.iter().map(|c| escape(c)).collect();
            self.put(&format!("| {} |", cells.join(" | ")));
        }
    }

    fn on_the_table(&mut self) {
        let b = self.brief;
        if b.choices.is_empty() && b.considered.is_empty() {
            return;
        }
        self.heading(2, "What is on the table");
        for c in &b.choices {
            self.heading(3, &c.name);
            let model = if c.modelled { "" } else { " · not in the model" };
            self.put(&format!("Open to {} · {}{model}\n", escape(&c.holder), escape(&c.status_words)));
            self.list(&c.reports);
            for (heading, lines) in [("Wanted", &c.wants), ("Warned against", &c.warns)] {
                for l in lines {
                    let text = format!("- *{heading}*: {}", self.line(l));
                    self.put(&text);
                }
            }
        }
        if !b.considered.is_empty() {
            self.heading(3, "Also considered or threatened");
            self.items(&b.considered);
            self.left_out(b.considered_left_out);
        }
    }

    fn settle(&mut self, s: &Settlement) {
        self.heading(2, "Where it can settle");
        self.list(&s.lines);
        if !s.outcomes.is_empty() {
            self.put("\n**Options and outcomes**\n");
            let names: Vec<&str> = s.outcomes.iter().map(|o| o.name.as_str()).collect();
            self.put(&format!("| Party | Option | {} |", names.join(" | ")));
            self.put(&format!("|---|---|{}", ":-:|".repeat(names.len())));
            let mut k = 0;
            for d in &s.decision_makers {
                for o in &d.options {
                    let cells: Vec<&str> = s.outcomes.iter().map(|x| x.options.get(k..=k).unwrap_or("")).collect();
                    let text = format!("| {} | {} | {} |", escape(&d.name), self.line(&o.line), cells.join(" | "));
                    self.put(&text);
                    k += 1;
                }
            }
            for c in &s.concepts {
                let cells: Vec<&str> =
                    s.outcomes.iter().map(|o| if o.holds.contains(&c.id) { "holds" } else { "–" }).collect();
                self.put(&format!("| Holds under | {} | {} |", escape(&c.name), cells.join(" | ")));
            }
            if s.outcomes.iter().any(|o| o.share.is_some()) {
                let shares: Vec<String> = s.outcomes.iter().map(share).collect();
                self.put(&format!("| | SEQ, of 100 | {} |", shares.join(" | ")));
            }
            let numbers: Vec<String> = s.outcomes.iter().map(|o| o.number.to_string()).collect();
            self.put(&format!("| | State number | {} |\n", numbers.join(" | ")));
            self.list(&s.shares);
        }
        if let Some(f) = figure::outcomes(self.brief) {
            self.table(&f);
        }
        if !s.change.is_empty() {
            self.heading(3, "What a settlement would take");
            self.list(&s.change);
        }
        if !s.levers.is_empty() {
            self.heading(3, "What would change it");
            self.list(&s.levers);
        }
        if !s.learn.is_empty() {
            self.heading(3, "What to find out next");
            self.list(&s.learn);
        }
        if s.decision_makers.iter().any(|d| !d.prefers.is_empty()) {
            self.heading(3, "What each is taken to prefer, most important first");
            for w in s.decision_makers.iter().flat_map(|d| &d.prefers) {
                let guess = if w.known { "" } else { "*a guess*: " };
                let text = format!("- {guess}{}", self.line(&w.line));
                self.put(&text);
            }
        }
        self.heading(3, "The concepts of stability");
        for c in &s.concepts {
            self.put(&format!("- {}: {}.", escape(&c.name), escape(&c.meaning)));
        }
    }

    fn sources(&mut self) {
        let b = self.brief;
        if b.sources.is_empty() {
            return;
        }
        self.heading(2, "Sources");
        for s in &b.sources {
            self.heading(3, &s.title);
            let mut facts = Vec::new();
            if !s.source.is_empty() {
                facts.push(escape(&s.source));
            }
            facts.push(if s.published.is_empty() { "no date of publication".to_owned() } else { s.published.clone() });
            if s.copy {
                facts.push("copies another document of this list".to_owned());
            }
            facts.push(format!("SHA-256 {}", s.sha256));
            self.put(&format!("{}\n", facts.join(" · ")));
            if s.quotes.is_empty() {
                self.put("Read; nothing in this brief rests on it.");
            }
            for q in &s.quotes {
                self.put(&format!("- <a id=\"{}\"></a>\\[{}\\] {}", q.anchor, q.number, escape(&q.text)));
            }
        }
    }
}
