//! `detente record review`: going through the events at the keyboard; `undo`.

use super::keys::Keys;
use super::show::{act, names};
use super::{Where, Which, user};
use crate::commands::{Outcome, deliver, status};
use clap::Args;
use detente_event::{Act, Actor, EventDate, Status};
use detente_record::{Correction, Decision, Record, Report};
use std::io::{BufRead, IsTerminal, Write};

/// Go through the events at the keyboard: accept, correct, reject, merge, split, note
#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    which: Which,
    /// Also what was reviewed before
    #[arg(long)]
    again: bool,
    /// File decisions under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
}

/// Take a decision of the review back; undoing the undoing brings it back
#[derive(Debug, Args)]
pub struct Undo {
    #[command(flatten)]
    at: Where,
    /// Number of the decision; the last one that holds where none is given
    number: Option<i64>,
    /// List the decisions instead
    #[arg(long)]
    list: bool,
    /// File it under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
}

/// What a line does; at a terminal the first key does it, and what needs more asks for it.
const HELP: &str = "\
  a            accept             r            reject
  act AID      another act        status planned  another status
  from USA, RUS  other actors     to UKR       other recipients (`to -` for none)
  date 2025-10-17 [2025-10-20]    another date (`date -` for none)
  merge ID     this occurrence goes up in that one
  split        this report tells of another occurrence
  note WORDS   a remark           u            undo the last decision
  s or Enter   next               b            back
  ?            this help          q            leave
";

/// The same at a terminal, where single keys do it.
const KEYS: &str = "\
  a  accept                       r  reject
  t  another act                  p  another status
  f  other actors                 o  other recipients (`-` for none)
  d  another date (`-` for none)  n  a remark
  m  this occurrence goes up in another one
  x  this report tells of another occurrence
  u  undo the last decision       s, Enter, →  next
  b, ←  back                      :  a whole line, such as `act AID mediate`
  ?  this help                    q, Esc  leave
";

/// What a line does.
enum Step {
    Decide(Box<Decision>),
    Undo,
    Next,
    Back,
    Help,
    Leave,
}

/// Runs `review`.
pub fn run(args: &Review) -> Outcome {
    if args.at.as_of.is_some() {
        return Err("the past cannot be reviewed: leave out --as-of".to_owned());
    }
    let record = args.at.open()?;
    let mut filter = args.which.filter();
    filter.rejected |= args.again;
    let mut list = record.events(&filter).map_err(|e| e.to_string())?;
    if !args.again {
        list.retain(|r| !r.reviewed);
    }
    let by = user(args.user.as_ref());
    // Single keys at a terminal; lines from a pipe or a file.
    let mut keys = (std::io::stdin().is_terminal() && std::io::stdout().is_terminal()).then(Keys::default);
    let mut lines = std::io::stdin().lock().lines();
    let mut out = anstream::stdout();
    let say = |out: &mut dyn Write, text: &str| {
        // Nobody listens any more: go on without a word.
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    };
    say(&mut out, &format!("{} events to review; ? for help\n", list.len()));
    let (mut at, mut made) = (0, 0);
    while at < list.len() {
        let Some(report) = record.event(&list[at].event.id).map_err(|e| e.to_string())? else {
            at += 1;
            continue;
        };
        say(&mut out, &card(&record, &report, at, list.len())?);
        let line = match &mut keys {
            Some(keys) => keys.line()?,
            None => lines.next().transpose().map_err(|e| format!("standard input: {e}"))?,
        };
        let Some(line) = line else { break };
        match step(&line, &report) {
            Ok(Step::Decide(d)) => match record.decide(&d, jiff::Timestamp::now(), &by) {
                Ok(n) => {
                    made += 1;
                    say(&mut out, &format!("  filed as decision {n}\n"));
                    // After a correction one may want to change more of the same event.
                    at += usize::from(matches!(*d, Decision::Accept { .. } | Decision::Reject { .. }));
                }
                Err(e) => say(&mut out, &format!("  {e}\n")),
            },
            Ok(Step::Undo) => {
                let words = match record.last_decision().map_err(|e| e.to_string())? {
                    Some(d) => match record.undo(d.number, jiff::Timestamp::now(), &by) {
                        Ok(_) => format!("  decision {} is undone\n", d.number),
                        Err(e) => format!("  {e}\n"),
                    },
                    None => "  there is nothing to undo\n".to_owned(),
                };
                say(&mut out, &words);
            }
            Ok(Step::Next) => at += 1,
            Ok(Step::Back) => at = at.saturating_sub(1),
            Ok(Step::Help) => say(&mut out, if keys.is_some() { KEYS } else { HELP }),
            Ok(Step::Leave) => break,
            Err(words) => say(&mut out, &format!("  {words}\n")),
        }
    }
    say(&mut out, &format!("{made} decisions filed; {} events left\n", list.len().saturating_sub(at)));
    Ok(status(0))
}

fn card(record: &Record, r: &Report, at: usize, of: usize) -> Result<String, String> {
    let e = &r.event;
    let others =
        record.cluster(&r.cluster).map_err(|e| e.to_string())?.map_or(0, |c| c.reports.len().saturating_sub(1));
    let mut out = format!(
        "\n[{} of {of}] {} {}\n  “{}”\n",
        at + 1,
        e.document,
        r.published.map_or_else(String::new, |d| d.to_string()),
        e.text
    );
    out.push_str(&format!("  {} · {} · {}\n", act(e), e.status, e.cameo));
    out.push_str(&format!("  {} → {}\n", names(&e.actor), names(&e.recipient)));
    if let Some(d) = &e.date {
        out.push_str(&format!("  on {}/{} ({})\n", d.start, d.end, d.text));
    }
    if let Some(p) = &e.place {
        out.push_str(&format!("  at {}\n", p.name));
    }
    if let Some(o) = &e.object {
        out.push_str(&format!("  about {o}\n"));
    }
    out.push_str(&format!("  occurrence {} ({others} other reports) · event {}\n", r.cluster, e.id));
    for n in &r.notes {
        out.push_str(&format!("  note: {n}\n"));
    }
    out.push_str("> ");
    Ok(out)
}

fn step(line: &str, r: &Report) -> Result<Step, String> {
    let event = r.event.id.clone();
    let (word, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let rest = rest.trim();
    let decide = |d| Ok(Step::Decide(Box::new(d)));
    let correct = |change: Correction| {
        Ok(Step::Decide(Box::new(Decision::Correct { event: r.event.id.clone(), change: Box::new(change) })))
    };
    match word {
        "" | "s" => Ok(Step::Next),
        "b" => Ok(Step::Back),
        "q" => Ok(Step::Leave),
        "?" | "h" | "help" => Ok(Step::Help),
        "u" | "undo" => Ok(Step::Undo),
        "a" => decide(Decision::Accept { event }),
        "r" => decide(Decision::Reject { event }),
        "split" => decide(Decision::Split { event, cluster: String::new() }),
        "merge" if !rest.is_empty() => decide(Decision::Merge { into: rest.to_owned(), from: r.cluster.clone() }),
        "note" if !rest.is_empty() => decide(Decision::Note { about: event, text: rest.to_owned() }),
        "act" => {
            let (name, mode) = rest.split_once(' ').unwrap_or((rest, ""));
            let act = Act::parse(&name.to_uppercase())
                .ok_or_else(|| format!("the acts are {}", Act::ALL.map(Act::as_str).join(", ")))?;
            let mode = (!mode.is_empty()).then(|| Some(mode.trim().to_owned()));
            correct(Correction { act: Some(act), mode, ..Correction::default() })
        }
        "status" => {
            let status = Status::parse(&rest.to_lowercase())
                .ok_or_else(|| format!("the statuses are {}", Status::ALL.map(Status::as_str).join(", ")))?;
            correct(Correction { status: Some(status), ..Correction::default() })
        }
        "from" if !rest.is_empty() => correct(Correction { actor: Some(parties(rest, r)), ..Correction::default() }),
        "to" if !rest.is_empty() => correct(Correction { recipient: Some(parties(rest, r)), ..Correction::default() }),
        "date" if !rest.is_empty() => correct(Correction { date: Some(date(rest)?), ..Correction::default() }),
        _ => Err(format!("`{line}` is no command; ? shows them")),
    }
}

/// Parties by code or name, taken from the event where it has them; a new one has its words as its name.
fn parties(list: &str, r: &Report) -> Vec<Actor> {
    list.split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty() && *n != "-")
        .map(|n| {
            let known =
                r.event.actor.iter().chain(&r.event.recipient).find(|a| a.code == n || a.name.eq_ignore_ascii_case(n));
            known.cloned().unwrap_or_else(|| {
                let is_code = n.len() == 3 && n.chars().all(|c| c.is_ascii_uppercase());
                let name = if is_code { detente_record::export::state_name(n).unwrap_or(n) } else { n };
                Actor {
                    name: name.to_owned(),
                    code: if is_code { n.to_owned() } else { String::new() },
                    text: n.to_owned(),
                    ..Actor::default()
                }
            })
        })
        .collect()
}

fn date(text: &str) -> Result<Option<EventDate>, String> {
    if text == "-" {
        return Ok(None);
    }
    let (a, b) = text.split_once(' ').unwrap_or((text, text));
    let day = |t: &str| t.trim().parse().map_err(|_| format!("`{t}` is no day; write 2025-10-17"));
    Ok(Some(EventDate { start: day(a)?, end: day(b)?, precision: "day".to_owned(), text: text.to_owned() }))
}

/// Runs `undo`.
pub fn undo(args: &Undo) -> Outcome {
    let record = args.at.open()?;
    let text = |e: detente_record::Error| e.to_string();
    if args.list {
        let mut out = String::new();
        for d in record.decisions().map_err(text)? {
            let what = match (&d.decision, d.undoes) {
                (Some(x), _) => serde_json::to_string(x).map_err(|e| e.to_string())?,
                (None, n) => format!("undoes {}", n.unwrap_or_default()),
            };
            out.push_str(&format!(
                "{} {} {} {} {what}\n",
                d.number,
                d.at,
                d.by,
                if d.holds { "holds" } else { "undone" }
            ));
        }
        deliver(&out, None)?;
        return Ok(status(0));
    }
    let number = match args.number {
        Some(n) => n,
        None => record.last_decision().map_err(text)?.ok_or("there is nothing to undo")?.number,
    };
    record.undo(number, jiff::Timestamp::now(), &user(args.user.as_ref())).map_err(text)?;
    deliver(&format!("decision {number} is undone\n"), None)?;
    Ok(status(0))
}
