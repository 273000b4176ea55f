//! The brief as one HTML file: inline style and drawings, no script, no outside reference.

mod escape;
mod outcomes;
mod sections;

pub(crate) use escape::{escape, push_plain};
pub(crate) use outcomes::share;

use crate::Brief;
use crate::figure::Figure;
use crate::value::Line;

const STYLE: &str = include_str!("style.css");

impl Brief {
    /// The brief as one HTML file.
    #[must_use]
    pub fn html(&self) -> String {
        Page { brief: self, out: String::new() }.whole()
    }
}

/// A page under way.
pub(crate) struct Page<'a> {
    brief: &'a Brief,
    out: String,
}

impl Page<'_> {
    fn whole(mut self) -> String {
        let b = self.brief;
        let title = escape(&b.title);
        self.out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        self.out.push_str(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        self.put(&format!(
            "<title>{title}: brief of {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            escape(&b.as_of_words)
        ));
        self.put("<a class=\"skip\" href=\"#main\">Skip to the bottom line</a>\n<div class=\"page\">\n<header>\n");
        self.put(&format!(
            "<p class=\"meta\">Brief · as of {}</p>\n<h1 dir=\"auto\">{title}</h1>\n",
            escape(&b.as_of_words)
        ));
        if !b.focus.is_empty() {
            self.put(&format!("<p class=\"meta\">{}</p>\n", escape(&b.focus)));
        }
        let parts = sections::list(b);
        if parts.len() > 2 {
            self.put("<nav aria-label=\"Sections\"><ul>\n");
            for (id, heading) in &parts {
                self.put(&format!("<li><a href=\"#{id}\">{heading}</a></li>\n"));
            }
            self.put("</ul></nav>\n");
        }
        self.put("</header>\n<main id=\"main\">\n");
        self.sections();
        self.put("</main>\n<footer class=\"small\"><p>Made by Détente. What was said and done links to the sentence that it rests on; what follows from the model, and what is guessed, says so.</p></footer>\n");
        self.put("</div>\n</body>\n</html>\n");
        self.out
    }

    pub(crate) fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// The links of a line.
    pub(crate) fn cites(&self, line: &Line) -> String {
        let mut out = String::new();
        for n in &line.cites {
            if let Some(q) = self.brief.quote(*n) {
                out.push_str(&format!("<sup><a href=\"#{}\" aria-label=\"Source {n}\">[{n}]</a></sup>", q.anchor));
            }
        }
        if line.more_cites > 0 {
            out.push_str(&format!("<sup> and {} more</sup>", line.more_cites));
        }
        out
    }

    /// A line with its links.
    pub(crate) fn line(&self, line: &Line) -> String {
        format!("<span dir=\"auto\">{}</span>{}", escape(&line.text), self.cites(line))
    }

    pub(crate) fn list(&mut self, lines: &[Line]) {
        self.put("<ul class=\"plain\">\n");
        for l in lines {
            let html = format!("<li>{}</li>\n", self.line(l));
            self.put(&html);
        }
        self.put("</ul>\n");
    }

    pub(crate) fn figure(&mut self, f: &Figure) {
        // On paper the table is left out where the text under the figure tells the same.
        let told = if f.told { " class=\"told\"" } else { "" };
        self.put(&format!("<figure id=\"{}\"{told}>\n<figcaption>{}</figcaption>\n{}", f.id, escape(&f.title), f.svg));
        if !f.legend.is_empty() {
            self.put("<ul class=\"legend\">\n");
            for (mark, words) in &f.legend {
                self.put(&format!("<li>{mark} {}</li>\n", escape(words)));
            }
            self.put("</ul>\n");
        }
        if !f.note.is_empty() {
            self.put(&format!("<p class=\"note\">{}</p>\n", escape(f.note)));
        }
        self.put(&format!("<details><summary>{}: the data as a table</summary>\n", escape(&f.title)));
        self.put(&format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}: table\"><table>\n",
            escape(&f.title)
        ));
        self.put(&format!("<caption>{}</caption>\n<thead><tr>", escape(&f.title)));
        for c in &f.columns {
            self.put(&format!("<th scope=\"col\">{c}</th>"));
        }
        self.put("</tr></thead>\n<tbody>\n");
        for row in &f.rows {
            self.put("<tr>");
            for (k, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                let html = if k == 0 { format!("<th scope=\"row\">{cell}</th>") } else { format!("<td>{cell}</td>") };
                self.put(&html);
            }
            self.put("</tr>\n");
        }
        self.put("</tbody></table></div></details>\n</figure>\n");
    }
}
