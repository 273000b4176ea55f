//! `detente watch`: read what is new in feeds and folders, and keep it.

use super::record::add::{How, Kept, keep, open};
use super::record::user;
use super::{Outcome, status};
use crate::watch::{self, config::Config, state::State};
use clap::Args;
use detente_coder::Coder;
use jiff::Timestamp;
use std::path::PathBuf;

const FILE: &str = "\
The file lists what to watch; nothing else is ever contacted:

  record = \"talks.db\"             # where to keep it, or --record
  contact = \"desk@example.org\"    # told to the servers that are asked
  pause = \"2s\"                    # between two requests to one host
  # proxy = \"http://proxy.example.org:3128\"

  [[feed]]                        # RSS or Atom
  url = \"https://news.example.org/world/rss\"
  every = \"30m\"                   # how often it is asked
  hosts = [\"www.example.org\"]     # where its articles are, if not on the feed's own host
  articles = true                 # read the linked pages; false: what the feed itself holds

  [[folder]]                      # documents put there by hand or by another program
  path = \"inbox\"
  every = \"1m\"

robots.txt is followed, what has not changed is not sent again, a server that fails is asked less and less often.";

/// Read what is new in feeds and folders, and keep it in a record
#[derive(Debug, Args)]
#[command(after_help = FILE)]
pub struct Watch {
    /// TOML file that lists feeds and folders
    file: PathBuf,
    /// The record: a file, made where there is none, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: Option<String>,
    /// Ask everything that is due once, then end
    #[arg(long)]
    once: bool,
    /// File it under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
    /// Read, and say what would be added; change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(args: &Watch) -> Outcome {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| format!("{name}: cannot be read: {e}"))?;
    let config = match Config::read(&text, &args.file) {
        Ok(c) => c,
        Err(d) => {
            crate::report::diagnostic(&name, Some(text.as_str()), &d);
            return Ok(std::process::ExitCode::from(2));
        }
    };
    let Some(record) = args.record.as_ref().or(config.record.as_ref()) else {
        return Err(format!("{name}: where is it to be kept? Write record = \"FILE.db\" there, or give --record"));
    };
    let kept_beside = State::path(&args.file);
    // Before anybody is asked: what cannot be kept need not be read.
    drop(open(record, args.dry_run)?);
    State::read(&kept_beside)?;
    let coder = Coder::new();
    let how = How { user: user(args.user.as_ref()), dry_run: args.dry_run };
    loop {
        // Read anew each time: after a failure it is what was true before.
        let mut state = State::read(&kept_beside)?;
        let round = watch::round(&config, &mut state, Timestamp::now(), &|url| anstream::eprintln!("asking {url}"));
        for t in &round.troubles {
            anstream::eprintln!("{t}");
        }
        for f in &round.failures {
            crate::report::failure(f);
        }
        let mut troubles = round.troubles.len() + round.failures.len();
        let outcome = keep_round(record, &coder, round.inputs, &how);
        match outcome {
            Ok(kept) => {
                troubles += kept.failures;
                if round.asked > 0 {
                    anstream::eprintln!("{}", kept.told(args.dry_run));
                }
                if !args.dry_run {
                    // Only now: what was read and not kept is read again.
                    state.write(&kept_beside)?;
                }
            }
            Err(e) if args.once || args.dry_run => return Err(e),
            Err(e) => {
                anstream::eprintln!("error: {e}");
                anstream::eprintln!("nothing of this round was noted as read; it is tried again in a minute");
                std::thread::sleep(std::time::Duration::from_secs(60));
                continue;
            }
        }
        if args.once || args.dry_run {
            return Ok(status(troubles));
        }
        std::thread::sleep(watch::wait(&config, &state, Timestamp::now()));
    }
}

fn keep_round(record: &str, coder: &Coder, inputs: Vec<crate::input::Input>, how: &How) -> Result<Kept, String> {
    if inputs.is_empty() {
        return Ok(Kept::default());
    }
    keep(&open(record, how.dry_run)?, coder, inputs, how)
}
