//! What a brief is made of: the answers of the record and of the solver, gathered and not yet told.

use crate::{Error, Study};
use detente_model::{ConflictFile, Draft, DraftNotes};
use detente_record::{Cluster, Filter, Lever, Network, Node, Pending, Record, Source};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Levers looked at that no model rests on: those told are fewer.
const OTHER_LEVERS: usize = 120;

/// An input that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// As the user named it.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

/// The day of an earlier brief, and the model that was drafted from what was reported until then.
#[derive(Clone, Debug)]
pub struct Since {
    /// That day.
    pub day: Date,
    /// The model of then.
    pub conflict: ConflictFile,
    /// Its analysis, where it could be analysed.
    pub study: Option<Study>,
}

/// Everything that a brief tells.
#[derive(Clone, Debug)]
pub struct Material {
    /// The day whose situation it describes.
    pub as_of: Date,
    /// The documents.
    pub documents: Vec<Source>,
    /// The occurrences, by day.
    pub timeline: Vec<Cluster>,
    /// What is announced.
    pub pending: Vec<Pending>,
    /// Who deals with whom.
    pub network: Network,
    /// What is considered, planned or threatened, with who wants and who opposes it.
    pub levers: Vec<Lever>,
    /// The conflict model.
    pub conflict: Option<ConflictFile>,
    /// How it was drafted, where it was.
    pub notes: Option<DraftNotes>,
    /// Its analysis.
    pub study: Option<Study>,
    /// Why there is no analysis, where there is a model.
    pub refused: Option<String>,
    /// What has changed since an earlier brief, where that was asked.
    pub since: Option<Since>,
    /// The parties whose conflict it is, where somebody chose; empty for all.
    pub focus: Vec<String>,
    /// Occurrences that name none of them and are left out.
    pub out_of_focus: usize,
    /// Inputs that could not be used.
    pub skipped: Vec<Skipped>,
    /// Program and version that makes the brief.
    pub program: String,
}

impl Material {
    /// Asks the record for everything that fits the filter. Of the levers those that the model rests on, where one is given,
    /// and the first of the others.
    ///
    /// # Errors
    /// Where the record fails.
    pub fn gather(
        record: &Record,
        filter: &Filter,
        as_of: Date,
        model: Option<&ConflictFile>,
    ) -> Result<Material, Error> {
        let rests: BTreeSet<&str> = model.into_iter().flat_map(because).map(String::as_str).collect();
        let mut others = 0;
        let wanted = |l: &Lever| {
            let behind = l.cluster.reports.iter().any(|r| rests.contains(r.event.id.as_str()));
            others += usize::from(!behind);
            behind || others <= OTHER_LEVERS
        };
        let levers = record.levers_where(filter, wanted)?;
        Ok(Material {
            as_of,
            documents: record.documents()?,
            timeline: record.timeline(filter)?,
            pending: record.pending(filter, as_of)?,
            network: record.network(filter)?,
            levers,
            conflict: None,
            notes: None,
            study: None,
            refused: None,
            since: None,
            focus: Vec::new(),
            out_of_focus: 0,
            skipped: Vec::new(),
            program: concat!("Détente ", env!("CARGO_PKG_VERSION")).to_owned(),
        })
    }

    /// Adds a drafted conflict model and its analysis; nothing where the draft holds no option.
    #[must_use]
    pub fn with_draft(self, draft: Draft) -> Material {
        if draft.file.options().next().is_none() {
            return self;
        }
        let settling = draft.notes.settling();
        let notes = Some(draft.notes);
        Material { notes, ..self.with_model(draft.file, &settling) }
    }

    /// Adds the day of an earlier brief with the model drafted from what was reported until then.
    #[must_use]
    pub fn with_since(mut self, day: Date, draft: Draft) -> Material {
        let study = Study::of(&draft.file, &draft.notes.settling()).ok();
        self.since = Some(Since { day, conflict: draft.file, study });
        self
    }

    /// Leaves out what names none of these parties, each by name or code, and what the model does not rest on. Names that
    /// nobody has change nothing.
    #[must_use]
    pub fn with_focus(mut self, names: &[String]) -> Material {
        let found: Vec<(String, String)> = names.iter().filter_map(|n| self.party(n)).collect();
        if found.is_empty() {
            return self;
        }
        let is = |name: &str, code: &str| found.iter().any(|(n, c)| n == name && c == code);
        let rests: BTreeSet<&str> = self.conflict.iter().flat_map(because).map(String::as_str).collect();
        let keep = |c: &Cluster| {
            c.event.actor.iter().chain(&c.event.recipient).any(|a| is(&a.name, &a.code))
                || c.reports.iter().any(|r| rests.contains(r.event.id.as_str()))
        };
        let before = self.timeline.len();
        let kept: BTreeSet<String> = self.timeline.iter().filter(|c| keep(c)).map(|c| c.id.clone()).collect();
        self.timeline.retain(|c| kept.contains(&c.id));
        self.pending.retain(|p| kept.contains(&p.cluster.id));
        self.levers.retain(|l| kept.contains(&l.cluster.id));
        self.network = narrowed(&self.network, &self.timeline, is);
        self.out_of_focus = before - self.timeline.len();
        self.focus = found.into_iter().map(|(name, _)| name).collect();
        self
    }

    /// Name and code of the party with that name or code; a code stands for the party that is named most often.
    fn party(&self, name: &str) -> Option<(String, String)> {
        let name = name.trim();
        let is = |n: &&Node| n.name.eq_ignore_ascii_case(name) || n.code.eq_ignore_ascii_case(name);
        let found = self.network.nodes.iter().filter(is);
        let best = found.reduce(|a, b| {
            let rank = |n: &Node| (n.name.eq_ignore_ascii_case(name), n.events);
            if rank(b) > rank(a) { b } else { a }
        })?;
        Some((best.name.clone(), best.code.clone()))
    }

    /// Adds a conflict model and its analysis.
    #[must_use]
    pub fn with_conflict(self, file: ConflictFile) -> Material {
        self.with_model(file, &[])
    }

    fn with_model(mut self, file: ConflictFile, settling: &[usize]) -> Material {
        match Study::of(&file, settling) {
            Ok(study) => self.study = Some(study),
            Err(e) => self.refused = Some(e.to_string()),
        }
        self.conflict = Some(file);
        self
    }
}

/// The events that a model rests on.
fn because(file: &ConflictFile) -> impl Iterator<Item = &String> {
    file.decision_makers.iter().flat_map(|d| {
        let options = d.options.iter().flat_map(|o| &o.because);
        options.chain(d.prefers.iter().flat_map(|p| &p.because))
    })
}

/// The network of the occurrences that are kept: what passes to or from the parties in focus, each party with its share.
fn narrowed(all: &Network, timeline: &[Cluster], is: impl Fn(&str, &str) -> bool) -> Network {
    let mut places = vec![None; all.nodes.len()];
    let mut nodes: Vec<Node> = Vec::new();
    for (k, n) in all.nodes.iter().enumerate() {
        let named =
            |c: &&Cluster| c.event.actor.iter().chain(&c.event.recipient).any(|a| a.name == n.name && a.code == n.code);
        let with: Vec<&Cluster> = timeline.iter().filter(named).collect();
        if !with.is_empty() {
            places[k] = Some(nodes.len());
            let reports = with.iter().map(|c| c.reports.len() as u64).sum();
            nodes.push(Node { events: with.len() as u64, reports, ..n.clone() });
        }
    }
    let inside = |k: usize| all.nodes.get(k).is_some_and(|n| is(&n.name, &n.code));
    let edges = all.edges.iter().filter(|e| inside(e.from) || inside(e.to)).filter_map(|e| {
        Some(detente_record::Edge {
            from: *places.get(e.from)?.as_ref()?,
            to: *places.get(e.to)?.as_ref()?,
            ..e.clone()
        })
    });
    let edges = edges.collect();
    Network { nodes, edges }
}
