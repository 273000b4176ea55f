//! A new draft put into a file that a person has edited: what the person wrote stays, what is new comes in, and every
//! difference is told.
//!
//! What stands in the file stays as it is: names, `now`, `moves`, the order of preferences, comments. A drafted line that
//! the file does not have is put in where some report behind it is newer than the file; where all of them were known
//! before, the person took it out, and it stays out. METHODS.md, "Drafting again", lists the rules.

use super::Draft;
use crate::file::{ConflictFile, ConflictOption, DecisionMaker, Preference, parse};
use detente_event::{Diagnostic, Severity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

/// What drafting again changed, or would have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Put in: reports that are newer than the file support it.
    Added,
    /// It was there, and further reports support it; they are named in it now.
    Supported,
    /// Reports now say otherwise than the file; the file's word stays.
    Differs,
    /// The file has it and no report supports it any more; it stays.
    Kept,
    /// Reports that the file's author knew support it, and the file does not have it; it stays out.
    LeftOut,
}

/// One line that drafting again touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// Which line: `option usa.tariffs: Impose tariffs`, or `russia prefers not usa.tariffs`.
    pub line: String,
    /// The events that are new to it.
    pub because: Vec<String>,
}

/// A file drafted again.
#[derive(Clone, Debug)]
pub struct Redraft {
    /// The file's text.
    pub text: String,
    /// What changed, in the order of the file.
    pub changes: Vec<Change>,
}

/// Puts a new draft into the text of a conflict file. `known` holds the ids of the events that were reported by the day
/// of the file (its `as_of`), which its author could have seen.
///
/// # Errors
/// Where the text is no conflict file with options; the findings say where and why.
pub fn redraft(text: &str, fresh: &Draft, known: &BTreeSet<String>) -> Result<Redraft, Vec<Diagnostic>> {
    let (file, found) = parse(text);
    let errors: Vec<Diagnostic> = found.into_iter().filter(|d| d.severity == Severity::Error).collect();
    let refused = |message: &str, help: &str| vec![Diagnostic::error("DT0399", None, message).help(help)];
    let file = match file {
        Some(file) if errors.is_empty() => file,
        _ if errors.is_empty() => return Err(refused("this is no conflict file", "give the file that was drafted")),
        _ => return Err(errors),
    };
    if file.graph.is_some() || file.decision_makers.iter().any(|d| d.ranking.is_some()) {
        return Err(refused(
            "a file with a graph or a ranking of states cannot be drafted again",
            "a new option would renumber its states; draft to another file and compare",
        ));
    }
    let Ok(document) = text.parse::<DocumentMut>() else {
        return Err(refused("this is no TOML", "mend the file first"));
    };
    let mut work = Work {
        file,
        fresh: &fresh.file,
        known,
        document,
        renamed: BTreeMap::new(),
        changes: Vec::new(),
        makers: BTreeSet::new(),
    };
    work.match_options();
    work.merge();
    Ok(Redraft { text: work.document.to_string(), changes: work.changes })
}

struct Work<'a> {
    file: ConflictFile,
    fresh: &'a ConflictFile,
    known: &'a BTreeSet<String>,
    document: DocumentMut,
    /// Names of drafted options → what the file calls them.
    renamed: BTreeMap<String, String>,
    changes: Vec<Change>,
    /// Decision makers that came in.
    makers: BTreeSet<usize>,
}

fn full(d: &DecisionMaker, o: &ConflictOption) -> String {
    format!("{}.{}", d.id, o.id)
}

/// Formulas are the same where they differ in blanks only.
fn bare(formula: &str) -> String {
    formula.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The option names in a formula.
fn named(formula: &str) -> impl Iterator<Item = &str> {
    formula.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').filter(|w| w.contains('.'))
}

impl Work<'_> {
    fn note(&mut self, kind: ChangeKind, line: String, because: Vec<String>) {
        self.changes.push(Change { kind, line, because });
    }

    /// Where the file has the maker: by its id, else by its name.
    fn place(&self, d: &DecisionMaker) -> Option<usize> {
        let makers = &self.file.decision_makers;
        makers.iter().position(|f| f.id == d.id).or_else(|| makers.iter().position(|f| f.name == d.name))
    }

    /// Which option of the file each drafted one is: of the same id, else one that rests on the same reports.
    fn match_options(&mut self) {
        let fresh = self.fresh;
        for d in &fresh.decision_makers {
            let Some(at) = self.place(d) else { continue };
            let f = &self.file.decision_makers[at];
            for o in &d.options {
                let same = f.options.iter().find(|x| x.id == o.id).or_else(|| {
                    f.options.iter().find(|x| {
                        d.options.iter().all(|y| y.id != x.id) && x.because.iter().any(|b| o.because.contains(b))
                    })
                });
                if let Some(x) = same {
                    self.renamed.insert(full(d, o), full(f, x));
                }
            }
        }
    }

    /// A drafted formula in the file's names; `None` where the file will not have one of its options.
    fn formula(&self, drafted: &str, added: &BTreeMap<String, String>) -> Option<String> {
        let mut out = String::new();
        let mut rest = drafted;
        for name in named(drafted) {
            let own = self.renamed.get(name).or_else(|| added.get(name))?;
            let (before, after) = rest.split_once(name)?;
            out.push_str(before);
            out.push_str(own);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }

    fn is_new(&self, because: &[String]) -> bool {
        because.iter().any(|b| !self.known.contains(b))
    }

    fn merge(&mut self) {
        let fresh = self.fresh;
        let added = self.merge_options();
        for d in &fresh.decision_makers {
            self.merge_preferences(d, &added);
        }
        self.tell_kept(&added);
        let newly: Vec<_> = fresh
            .infeasible
            .iter()
            .filter(|i| named(&i.when).any(|n| added.contains_key(n)))
            .filter_map(|i| self.formula(&i.when, &added).map(|when| (i, when)))
            .collect();
        for (i, when) in newly {
            let mut t = Table::new();
            t.insert("when", value(when.clone()));
            remark(&mut t, &i.remarks);
            list_of(self.document.as_table_mut(), "infeasible").push(t);
            self.note(ChangeKind::Added, format!("infeasible {when}"), i.because.clone());
        }
        if let Some(day) = fresh.as_of.filter(|d| self.file.as_of != Some(*d))
            && let Ok(date) = day.to_string().parse::<toml_edit::Datetime>()
        {
            set(self.document.as_table_mut(), "as_of", value(date));
        }
    }

    /// Options and decision makers; the names of those that came in, drafted → as the file has them.
    fn merge_options(&mut self) -> BTreeMap<String, String> {
        let fresh = self.fresh;
        let mut added = BTreeMap::new();
        for d in &fresh.decision_makers {
            let at = self.place(d);
            for o in &d.options {
                let name = full(d, o);
                let line = |id: &str| format!("option {id}: {}", o.name);
                if let (Some(own), Some(at)) = (self.renamed.get(&name).cloned(), at) {
                    let f = &self.file.decision_makers[at];
                    let Some(k) = f.options.iter().position(|x| full(f, x) == own) else { continue };
                    let x = &f.options[k];
                    let news: Vec<String> = o.because.iter().filter(|b| !x.because.contains(b)).cloned().collect();
                    let differs = x.now != o.now;
                    let told = format!("option {own}: {}", x.name);
                    if let Some(t) = self.maker(at).and_then(|m| nth(m, "option", k)) {
                        because(t, &news);
                    }
                    if !news.is_empty() {
                        self.note(ChangeKind::Supported, told.clone(), news);
                    }
                    if differs {
                        let word = if o.now { "is being done now" } else { "is not being done now" };
                        self.note(
                            ChangeKind::Differs,
                            format!("{told}: reports say that it {word}"),
                            o.because.clone(),
                        );
                    }
                } else if self.is_new(&o.because) || at.is_none() && self.known.is_empty() {
                    let at = at.or_else(|| self.place(d)).unwrap_or_else(|| self.add_maker(d));
                    let own = format!("{}.{}", self.file.decision_makers[at].id, o.id);
                    let mut t = Table::new();
                    t.insert("id", value(o.id.clone()));
                    t.insert("name", value(o.name.clone()));
                    t.insert("now", value(o.now));
                    if o.moves != detente_gmcr::Moves::Both {
                        t.insert("moves", value(crate::file::moves_word(o.moves)));
                    }
                    because(&mut t, &o.because);
                    remark(&mut t, &o.remarks);
                    if let Some(m) = self.maker(at) {
                        push_in_place(m, "option", t);
                    }
                    let news = o.because.iter().filter(|b| !self.known.contains(*b)).cloned().collect();
                    self.note(ChangeKind::Added, line(&own), news);
                    added.insert(name, own);
                } else {
                    self.note(ChangeKind::LeftOut, line(&name), Vec::new());
                }
            }
        }
        added
    }

    fn merge_preferences(&mut self, d: &DecisionMaker, added: &BTreeMap<String, String>) {
        let Some(at) = self.place(d) else { return };
        let has = |file: &ConflictFile, that: &str| {
            file.decision_makers[at].prefers.iter().position(|p| bare(&p.that) == bare(that))
        };
        for p in &d.prefers {
            let Some(that) = self.formula(&p.that, added) else { continue };
            let line = format!("{} prefers {that}", self.file.decision_makers[at].id);
            if let Some(k) = has(&self.file, &that) {
                let old = self.file.decision_makers[at].prefers[k].clone();
                let news: Vec<String> = p.because.iter().filter(|b| !old.because.contains(b)).cloned().collect();
                // A guess that reports now support is one no longer; what the person doubts stays doubted.
                let settled = !old.known && old.because.is_empty() && p.known && !news.is_empty();
                if let Some(t) = self.maker(at).and_then(|m| nth(m, "prefers", k)) {
                    because(t, &news);
                    if settled {
                        t.remove("known");
                    }
                }
                if !news.is_empty() {
                    self.note(ChangeKind::Supported, line.clone(), news);
                }
                if old.known && !p.known && !p.because.is_empty() {
                    self.note(ChangeKind::Differs, format!("{line}: reports contradict each other"), p.because.clone());
                }
            } else if self.makers.contains(&at)
                || self.is_new(&p.because)
                || named(&p.that).any(|n| added.contains_key(n))
            {
                // After the drafted statement before it that the file has: the order is the importance.
                let before = d.prefers.iter().take_while(|q| q.that != p.that).filter_map(|q| {
                    let that = self.formula(&q.that, added)?;
                    has(&self.file, &that)
                });
                let after = before.last().map_or(self.file.decision_makers[at].prefers.len(), |k| k + 1);
                let mut t = Table::new();
                t.insert("that", value(that.clone()));
                if !p.known {
                    t.insert("known", value(false));
                }
                because(&mut t, &p.because);
                remark(&mut t, &p.remarks);
                if let Some(m) = self.maker(at) {
                    insert_in_place(m, "prefers", after, t);
                }
                let mut new = Preference::new(that);
                new.known = p.known;
                new.because.clone_from(&p.because);
                self.file.decision_makers[at].prefers.insert(after, new);
                let news = p.because.iter().filter(|b| !self.known.contains(*b)).cloned().collect();
                self.note(ChangeKind::Added, line, news);
            } else if p.known {
                // Of guesses nobody needs to hear that they stay out.
                self.note(ChangeKind::LeftOut, line, Vec::new());
            }
        }
    }

    /// Lines that rest on reports and that the new draft does not have.
    fn tell_kept(&mut self, added: &BTreeMap<String, String>) {
        let fresh = self.fresh;
        let options: BTreeSet<&String> = self.renamed.values().collect();
        let mut kept = Vec::new();
        for d in &self.file.decision_makers {
            for o in d.options.iter().filter(|o| !o.because.is_empty() && !options.contains(&full(d, o))) {
                kept.push(format!("option {}: {}", full(d, o), o.name));
            }
            let of = fresh.decision_makers.iter().find(|x| x.id == d.id || x.name == d.name);
            let drafted: BTreeSet<String> = of
                .iter()
                .flat_map(|x| &x.prefers)
                .filter_map(|p| self.formula(&p.that, added))
                .map(|f| bare(&f))
                .collect();
            for p in d.prefers.iter().filter(|p| !p.because.is_empty() && !drafted.contains(&bare(&p.that))) {
                kept.push(format!("{} prefers {}", d.id, p.that));
            }
        }
        for line in kept {
            self.note(ChangeKind::Kept, line, Vec::new());
        }
    }

    fn add_maker(&mut self, d: &DecisionMaker) -> usize {
        let mut t = Table::new();
        t.insert("id", value(d.id.clone()));
        t.insert("name", value(d.name.clone()));
        remark(&mut t, &d.remarks);
        list_of(self.document.as_table_mut(), "decision_maker").push(t);
        self.file.decision_makers.push(DecisionMaker {
            id: d.id.clone(),
            name: d.name.clone(),
            ..DecisionMaker::default()
        });
        let at = self.file.decision_makers.len() - 1;
        self.makers.insert(at);
        at
    }

    fn maker(&mut self, at: usize) -> Option<&mut Table> {
        nth(self.document.as_table_mut(), "decision_maker", at)
    }
}

fn nth<'t>(table: &'t mut Table, key: &str, at: usize) -> Option<&'t mut Table> {
    table.get_mut(key)?.as_array_of_tables_mut()?.get_mut(at)
}

/// The array of tables of that name, made where it is missing.
fn list_of<'t>(table: &'t mut Table, key: &str) -> &'t mut ArrayOfTables {
    let item = table.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if item.as_array_of_tables().is_none() {
        *item = Item::ArrayOfTables(ArrayOfTables::new());
    }
    match item {
        Item::ArrayOfTables(list) => list,
        _ => unreachable!("it was made one above"),
    }
}

fn push_in_place(maker: &mut Table, key: &str, new: Table) {
    let end = maker.get(key).and_then(Item::as_array_of_tables).map_or(0, ArrayOfTables::len);
    insert_in_place(maker, key, end, new);
}

/// Puts a table at a place of the list; in the text it follows the one before it.
fn insert_in_place(maker: &mut Table, key: &str, at: usize, mut new: Table) {
    let own = maker.position();
    let list = list_of(maker, key);
    let mut all: Vec<Table> = list.iter().cloned().collect();
    let at = at.min(all.len());
    let before = if at == 0 { own } else { all[at - 1].position() };
    new.set_position(before);
    all.insert(at, new);
    *list = all.into_iter().collect();
}

/// Sets a value and leaves what stands around it.
fn set(table: &mut Table, key: &str, new: Item) {
    match (table.get_mut(key).and_then(Item::as_value_mut), new.as_value()) {
        (Some(old), Some(new)) => {
            let decor = old.decor().clone();
            *old = new.clone();
            *old.decor_mut() = decor;
        }
        _ => {
            table.insert(key, new);
        }
    }
}

/// Adds event ids to what a line rests on.
fn because(table: &mut Table, news: &[String]) {
    if news.is_empty() {
        return;
    }
    let list = table.entry("because").or_insert_with(|| value(Array::new()));
    if let Some(list) = list.as_array_mut() {
        for id in news {
            list.push(id.as_str());
        }
    }
}

/// Comment lines above a table, after an empty one; what a comment cannot hold becomes a space.
fn remark(table: &mut Table, lines: &[String]) {
    let mut text = "\n".to_owned();
    for line in lines.iter().flat_map(|l| l.split('\n')) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        text.push_str(format!("# {line}").trim_end());
        text.push('\n');
    }
    table.decor_mut().set_prefix(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::tests::{told, war};
    use crate::draft::{DraftOptions, draft_events};
    use crate::file::write;
    use detente_event::{Act, Event, Status};

    fn events(list: Vec<crate::draft::tests::Told>) -> Vec<Event> {
        list.into_iter().map(|t| t.0).collect()
    }

    #[test]
    fn what_a_person_wrote_stays_and_what_is_new_comes_in() {
        let old = events(war());
        let known: BTreeSet<String> = old.iter().map(|e| e.id.clone()).collect();
        let drafted = write(&draft_events(&old, &DraftOptions::default()).unwrap().file);
        // A person renames an option, takes another out with its statements, turns a guess round, adds a remark and an
        // option of their own.
        let edited = drafted
            .replace("usa.tomahawk_missiles", "usa.sale")
            .replace("id = \"tomahawk_missiles\"", "id = \"sale\" # shorter")
            .replace("that = \"not russia.retaliate\"\nknown = false", "that = \"russia.retaliate\"\n# I doubt it");
        let mut file: Vec<&str> = edited.split("\n\n").collect();
        file.retain(|block| !block.contains("eram_atacms"));
        let edited = format!(
            "{}\n\n[[decision_maker]]\nid = \"un\"\nname = \"The UN\"\n[[decision_maker.option]]\nid = \"observe\"\nname = \"Send observers\"\n",
            file.join("\n\n")
        );
        let mut list = war();
        list.push(
            told(
                30,
                Act::Reject,
                "",
                Status::Occurred,
                &["United States"],
                &["Ukraine"],
                "Washington ruled out Tomahawk missiles.",
            )
            .object("Tomahawk missiles"),
        );
        list.push(
            told(
                31,
                Act::Sanction,
                "",
                Status::Planned,
                &["Russia"],
                &["United States"],
                "Russia will ban uranium exports to America.",
            )
            .object("ban on uranium exports"),
        );
        let new = events(list);
        let again = redraft(&edited, &draft_events(&new, &DraftOptions::default()).unwrap(), &known).unwrap();
        let (file, found) = parse(&again.text);
        let file = file.unwrap();
        assert!(found.iter().all(|d| d.severity != Severity::Error), "{found:?}\n{}", again.text);
        let names = file.option_names();
        assert!(names.contains(&"usa.sale".into()) && names.contains(&"un.observe".into()), "{names:?}");
        assert!(!names.contains(&"usa.eram_atacms".into()) && !names.contains(&"usa.tomahawk_missiles".into()));
        assert!(names.iter().any(|n| n.starts_with("russia.") && n.contains("uranium")), "{names:?}");
        for kept in ["# shorter", "# I doubt it", "that = \"russia.retaliate\""] {
            assert!(again.text.contains(kept), "{kept}\n{}", again.text);
        }
        let kinds = |k| again.changes.iter().filter(|c| c.kind == k).map(|c| c.line.as_str()).collect::<Vec<_>>();
        assert!(kinds(ChangeKind::LeftOut).iter().any(|l| l.contains("eram_atacms")), "{:#?}", again.changes);
        assert!(kinds(ChangeKind::Added).iter().any(|l| l.contains("uranium")), "{:#?}", again.changes);
        // The same once more changes nothing.
        let all: BTreeSet<String> = new.iter().map(|e| e.id.clone()).collect();
        let once_more = redraft(&again.text, &draft_events(&new, &DraftOptions::default()).unwrap(), &all).unwrap();
        assert_eq!(once_more.text, again.text);
        assert!(
            once_more
                .changes
                .iter()
                .all(|c| matches!(c.kind, ChangeKind::LeftOut | ChangeKind::Kept | ChangeKind::Differs))
        );
    }

    #[test]
    fn what_cannot_be_drafted_again_is_refused() {
        let fresh = draft_events(&events(war()), &DraftOptions::default()).unwrap();
        let known = BTreeSet::new();
        for bad in [
            "title = ",
            "nonsense = 1",
            "title = \"T\"\n[graph]\nstates = 2\n[[decision_maker]]\nid = \"a\"\nname = \"A\"\nmoves = [[1, 2]]\nranking = [1, 2]\n",
        ] {
            assert!(!redraft(bad, &fresh, &known).unwrap_err().is_empty(), "{bad}");
        }
    }
}
