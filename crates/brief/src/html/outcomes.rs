//! The section on where it can settle: the options table, the outcomes in words, the ways, the levers.

use super::{Page, escape};
use crate::figure;
use crate::value::{Outcome, Settlement};

impl Page<'_> {
    pub(super) fn settle(&mut self) {
        let Some(s) = &self.brief.settlement else { return };
        self.put(
            "<p>The parties’ options make the possible outcomes. An outcome holds where no party gains by moving away \
             from it, once the answers of the others are counted; how far ahead one counts is what the concepts differ \
             in. What an outcome does not name stays as it is now. The model is drawn up from the reports and is only \
             as good as what they say.</p>\n",
        );
        self.list(&s.lines);
        if !s.outcomes.is_empty() && s.decision_makers.iter().any(|d| !d.options.is_empty()) {
            self.options_table(s);
            for l in &s.shares {
                let html = format!("<p class=\"small\">{}</p>\n", self.line(l));
                self.put(&html);
            }
        }
        if let Some(f) = figure::shares(self.brief) {
            self.figure(&f);
        }
        if let Some(f) = figure::outcomes(self.brief) {
            self.figure(&f);
        }
        if !s.change.is_empty() {
            self.put("<h3>What a settlement would take</h3>\n");
            self.list(&s.change);
        }
        if !s.levers.is_empty() {
            self.put("<h3>What would change it</h3>\n");
            self.put("<p>Each line fixes one option for good and says which outcomes then hold under sequential stability (SEQ).</p>\n");
            self.list(&s.levers);
        }
        if !s.learn.is_empty() {
            self.put("<h3>What to find out next</h3>\n");
            self.put("<p>The guesses whose answers would change most how often an outcome holds.</p>\n");
            self.list(&s.learn);
        }
        self.preferences(s);
        self.put("<h3>The concepts of stability</h3>\n<dl>\n");
        for c in &s.concepts {
            self.put(&format!(
                "<dt>{}</dt><dd>{}.</dd>\n",
                escape(&c.name),
                escape(&crate::narrate::text::capital(&c.meaning))
            ));
        }
        self.put("</dl>\n");
    }

    fn options_table(&mut self, s: &Settlement) {
        let mut html = String::from(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Options table\"><table class=\"opts\">\n\
             <caption>Options and outcomes: Y the option is taken, N it is not</caption>\n<thead><tr><th scope=\"col\">Option</th>",
        );
        let class = |now: bool| if now { " class=\"now\"" } else { "" };
        for o in &s.outcomes {
            html.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(o.now), escape(&o.name)));
        }
        html.push_str("</tr></thead>\n");
        let mut k = 0;
        for d in &s.decision_makers {
            html.push_str(&format!(
                "<tbody><tr><th class=\"group\" scope=\"rowgroup\" colspan=\"{}\" dir=\"auto\">{}</th></tr>\n",
                s.outcomes.len() + 1,
                escape(&d.name)
            ));
            for o in &d.options {
                let moves = if o.moves.is_empty() {
                    String::new()
                } else {
                    format!(" <span class=\"small\">({})</span>", escape(&o.moves))
                };
                html.push_str(&format!("<tr><th scope=\"row\">{}{moves}</th>", self.line(&o.line)));
                for out in &s.outcomes {
                    let yes = out.options.as_bytes().get(k) == Some(&b'Y');
                    let kind = match (yes, out.now) {
                        (true, true) => " class=\"y now\"",
                        (true, false) => " class=\"y\"",
                        (false, now) => class(now),
                    };
                    html.push_str(&format!("<td{kind}>{}</td>", if yes { "Y" } else { "N" }));
                }
                html.push_str("</tr>\n");
                k += 1;
            }
            html.push_str("</tbody>\n");
        }
        html.push_str(&format!(
            "<tbody><tr><th class=\"group\" scope=\"rowgroup\" colspan=\"{}\">Holds under</th></tr>\n",
            s.outcomes.len() + 1
        ));
        for c in &s.concepts {
            html.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&c.name)));
            for o in &s.outcomes {
                let holds = o.holds.contains(&c.id);
                html.push_str(&format!("<td{}>{}</td>", class(o.now), if holds { "holds" } else { "–" }));
            }
            html.push_str("</tr>\n");
        }
        if s.outcomes.iter().any(|o| o.share.is_some()) {
            html.push_str("<tr><th scope=\"row\">SEQ, of 100</th>");
            for o in &s.outcomes {
                html.push_str(&format!("<td{}>{}</td>", class(o.now), share(o)));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("<tr><th scope=\"row\">State number</th>");
        for o in &s.outcomes {
            html.push_str(&format!("<td{}>{}</td>", class(o.now), o.number));
        }
        html.push_str("</tr></tbody></table></div>\n");
        self.put(&html);
    }

    fn preferences(&mut self, s: &Settlement) {
        if s.decision_makers.iter().all(|d| d.prefers.is_empty()) {
            return;
        }
        self.put("<h3>What each is taken to prefer</h3>\n<p class=\"small\">Most important first.</p>\n");
        for d in s.decision_makers.iter().filter(|d| !d.prefers.is_empty()) {
            self.put(&format!("<h4 dir=\"auto\">{}</h4>\n<ol class=\"plain\">\n", escape(&d.name)));
            for w in &d.prefers {
                let guess = if w.known { "" } else { "<span class=\"tag considered\">a guess</span>" };
                let html = format!("<li>{guess}{}</li>\n", self.line(&w.line));
                self.put(&html);
            }
            self.put("</ol>\n");
        }
    }
}

/// A share with its interval, where it has one.
pub(crate) fn share(o: &Outcome) -> String {
    match &o.share {
        Some(s) if s.low != s.high => format!("{} ({} to {})", s.percent, s.low, s.high),
        Some(s) => s.percent.to_string(),
        None => "–".to_owned(),
    }
}
