//! What a brief is made of: the answers of the record and of the solver, gathered and not yet told.

use crate::{Error, Study};
use detente_model::{ConflictFile, Draft, DraftNotes};
use detente_record::{Cluster, Filter, Lever, Network, Pending, Record, Source};
use jiff::civil::Date;

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
    /// Inputs that could not be used.
    pub skipped: Vec<Skipped>,
    /// Program and version that makes the brief.
    pub program: String,
}

impl Material {
    /// Asks the record for everything that fits the filter.
    ///
    /// # Errors
    /// Where the record fails.
    pub fn gather(record: &Record, filter: &Filter, as_of: Date) -> Result<Material, Error> {
        Ok(Material {
            as_of,
            documents: record.documents()?,
            timeline: record.timeline(filter)?,
            pending: record.pending(filter, as_of)?,
            network: record.network(filter)?,
            levers: record.levers(filter)?,
            conflict: None,
            notes: None,
            study: None,
            refused: None,
            since: None,
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
