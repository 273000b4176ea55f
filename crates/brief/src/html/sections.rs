//! The sections of the page, in order; one that has nothing to tell is not there.

use super::{Page, escape};
use crate::Brief;
use crate::figure;
use crate::narrate::text::count;
use crate::value::{Choice, Deed, Item, Line, Party, SourceDocument, Unknown};

/// A date, with how it is known in small.
fn when(words: &str) -> String {
    match words.strip_prefix("reported ") {
        Some(date) => format!("<span class=\"small\">reported</span> {}", escape(date)),
        None => escape(words),
    }
}

/// The sections that there are: anchor and heading.
pub(crate) fn list(b: &Brief) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("changed", "What has changed", !b.changes.is_empty()),
        ("happened", "What happened", !b.happened.is_empty()),
        ("announced", "What is announced", !b.announced.is_empty()),
        ("who", "Who is involved", !b.parties.is_empty()),
        ("where", "Where", !b.places.is_empty()),
        ("table", "What is on the table", !b.choices.is_empty() || !b.considered.is_empty()),
        ("settle", "Where it can settle", b.settlement.is_some()),
        ("unknown", "What is not known", !b.unknown.is_empty()),
        ("sources", "Sources", !b.sources.is_empty()),
        ("method", "Method", true),
    ];
    all.into_iter().filter(|(.., there)| *there).map(|(id, heading, _)| (id, heading)).collect()
}

impl Page<'_> {
    pub(super) fn sections(&mut self) {
        let b = self.brief;
        self.put("<section class=\"bottom\" aria-labelledby=\"bottom\"><h2 id=\"bottom\">Bottom line</h2>\n");
        for l in &b.bottom_line {
            let html = format!("<p>{}</p>\n", self.line(l));
            self.put(&html);
        }
        self.put("</section>\n");
        for (id, heading) in list(b) {
            self.put(&format!("<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{heading}</h2>\n"));
            match id {
                "changed" => self.changed(),
                "happened" => self.happened(),
                "announced" => self.announced(),
                "who" => self.who(),
                "where" => figure::map(b).iter().for_each(|f| self.figure(f)),
                "table" => self.on_the_table(),
                "settle" => self.settle(),
                "unknown" => b.unknown.iter().for_each(|u| self.unknown(u)),
                "sources" => self.sources(),
                _ => self.list(&b.method),
            }
            self.put("</section>\n");
        }
    }

    fn changed(&mut self) {
        let b = self.brief;
        self.put(&format!("<p>Since the brief of {}.</p>\n", escape(&b.since)));
        b.changes.iter().for_each(|u| self.unknown(u));
    }

    fn happened(&mut self) {
        let b = self.brief;
        if let Some(f) = figure::timeline(b) {
            self.figure(&f);
        }
        self.items(&b.happened);
        self.left_out(b.happened_left_out);
    }

    fn announced(&mut self) {
        let b = self.brief;
        self.items(&b.announced);
        self.left_out(b.announced_left_out);
    }

    fn left_out(&mut self, n: usize) {
        if n > 0 {
            self.put(&format!(
                "<p class=\"note\">{} left out here; the record has all.</p>\n",
                count(
                    n,
                    "event that is less reported, or of which too little is said, is",
                    "events that are less reported, or of which too little is said, are"
                )
            ));
        }
    }

    fn items(&mut self, items: &[Item]) {
        self.put("<ol class=\"items\">\n");
        for i in items {
            let mark = figure::mark(i.kind, i.status.happened());
            let mut html = format!("<li><div class=\"when\">{}</div><div>", when(&i.when));
            if i.status != detente_event::Status::Occurred {
                html.push_str(&format!("<span class=\"tag {}\">{}</span>", i.status, escape(&i.status_words)));
            }
            html.push_str(&format!("<span title=\"{}\">{mark}</span>{}", escape(&i.kind_words), self.line(&i.line)));
            if i.documents > 1 {
                html.push_str(&format!(
                    "<p class=\"note\">Reported by {}, {}.</p>",
                    count(i.documents, "document", "documents"),
                    count(i.sources, "independent source", "independent sources")
                ));
            }
            for n in &i.notes {
                html.push_str(&format!("<p class=\"note\">{}.</p>", escape(&crate::narrate::text::capital(n))));
            }
            html.push_str("</div></li>\n");
            self.put(&html);
        }
        self.put("</ol>\n");
    }

    fn who(&mut self) {
        let b = self.brief;
        if let Some(f) = figure::network(b) {
            self.figure(&f);
        }
        for p in &b.parties {
            self.party(p);
        }
        if !b.other_parties.is_empty() {
            let names: Vec<String> = b.other_parties.iter().map(|n| format!("<bdi>{}</bdi>", escape(n))).collect();
            self.put(&format!("<p>Also named: {}.</p>\n", names.join(", ")));
        }
    }

    fn party(&mut self, p: &Party) {
        let mut html = format!("<div class=\"card\"><h3 dir=\"auto\">{}</h3>\n", escape(&p.name));
        html.push_str(&format!("<p class=\"meta\">{}", count(p.events as usize, "event", "events")));
        if !p.persons.is_empty() {
            let names: Vec<String> = p.persons.iter().map(|n| format!("<bdi>{}</bdi>", escape(n))).collect();
            html.push_str(&format!(" · {}", names.join(", ")));
        }
        html.push_str("</p>\n");
        self.put(&html);
        self.deeds(&p.did, p.more);
        if !p.met.is_empty() {
            self.put("<h4>From others</h4>\n");
            self.deeds(&p.met, p.more_met);
        }
        self.put("</div>\n");
    }

    fn deeds(&mut self, deeds: &[Deed], more: usize) {
        if deeds.is_empty() {
            return;
        }
        self.put("<ul class=\"plain\">\n");
        for d in deeds {
            let tag = if d.status == detente_event::Status::Occurred {
                String::new()
            } else {
                format!("<span class=\"tag {}\">{}</span>", d.status, escape(&d.status_words))
            };
            let html = format!("<li>{tag}{}</li>\n", self.line(&d.line));
            self.put(&html);
        }
        self.put("</ul>\n");
        if more > 0 {
            let n = count(more, "more event", "more events");
            self.put(&format!("<p class=\"note\">And {n}, told under the other headings.</p>\n"));
        }
    }

    fn on_the_table(&mut self) {
        let b = self.brief;
        for c in &b.choices {
            self.choice(c);
        }
        if !b.considered.is_empty() {
            self.put("<h3>Also considered or threatened</h3>\n");
            self.items(&b.considered);
            self.left_out(b.considered_left_out);
        }
    }

    fn choice(&mut self, c: &Choice) {
        let mut html = format!("<div class=\"card\"><h3 dir=\"auto\">{}</h3>\n", escape(&c.name));
        html.push_str(&format!(
            "<p class=\"meta\">Open to <bdi>{}</bdi> · {}{}</p>\n",
            escape(&c.holder),
            escape(&c.status_words),
            if c.modelled { "" } else { " · not in the model" }
        ));
        self.put(&html);
        self.list(&c.reports);
        self.side("Wanted", &c.wants);
        self.side("Warned against", &c.warns);
        self.put("</div>\n");
    }

    fn side(&mut self, heading: &str, lines: &[Line]) {
        if !lines.is_empty() {
            self.put(&format!("<h4>{heading}</h4>\n"));
            self.list(lines);
        }
    }

    fn unknown(&mut self, u: &Unknown) {
        self.put(&format!("<h3>{}</h3>\n", escape(&u.heading)));
        self.list(&u.lines);
        if u.more > 0 {
            self.put(&format!("<p class=\"note\">And {} more.</p>\n", u.more));
        }
    }

    fn sources(&mut self) {
        let b = self.brief;
        for s in &b.sources {
            self.source(s);
        }
    }

    fn source(&mut self, s: &SourceDocument) {
        let mut html = format!("<h3 dir=\"auto\">{}</h3>\n<p class=\"meta\">", escape(&s.title));
        let mut facts = Vec::new();
        if !s.source.is_empty() {
            facts.push(format!("<bdi>{}</bdi>", escape(&s.source)));
        }
        facts.push(if s.published.is_empty() { "no date of publication".to_owned() } else { escape(&s.published) });
        if s.copy {
            facts.push("copies another document of this list".to_owned());
        }
        facts.push(format!("<span title=\"SHA-256 of the text and its source\">SHA-256 {}</span>", escape(&s.sha256)));
        html.push_str(&facts.join(" · "));
        html.push_str("</p>\n");
        if s.quotes.is_empty() {
            html.push_str("<p class=\"note\">Read; nothing in this brief rests on it.</p>\n");
        } else {
            html.push_str("<ol class=\"quotes\">\n");
            for q in &s.quotes {
                html.push_str(&format!(
                    "<li id=\"{}\"><span class=\"no\">[{}]</span><blockquote dir=\"auto\">{}</blockquote></li>\n",
                    q.anchor,
                    q.number,
                    escape(&q.text)
                ));
            }
            html.push_str("</ol>\n");
        }
        self.put(&html);
    }
}
