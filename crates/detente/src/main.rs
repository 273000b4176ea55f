//! The `detente` command: owns the terminal, the files and the clock, and wires the rooms together.

mod commands;
mod defect;
mod dictionaries;
mod html;
mod input;
mod lines;
mod pipeline;
mod progress;
mod report;
mod table;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads the news about a conflict, keeps a sourced record of who did what to whom, and works out where it can settle.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant)] // one value a run
enum Command {
    Brief(commands::brief::Brief),
    Code(commands::code::Code),
    Actor(commands::actor::Actor),
    Parse(commands::parse::Parse),
    Record(commands::record::Record),
    Draft(commands::draft::Draft),
    Analyze(commands::analyze::Analyze),
    Robust(commands::robust::Robust),
    Inverse(commands::inverse::Inverse),
    Paths(commands::paths::Paths),
    Whatif(commands::whatif::Whatif),
    Coalitions(commands::coalitions::Coalitions),
    Convert(commands::convert::Convert),
    Watch(commands::watch::Watch),
    Doctor(commands::doctor::Doctor),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    defect::keep_quiet();
    let work = || match &cli.command {
        Command::Brief(a) => commands::brief::run(a),
        Command::Code(a) => commands::code::run(a),
        Command::Actor(a) => commands::actor::run(a),
        Command::Parse(a) => commands::parse::run(a),
        Command::Record(a) => commands::record::run(a),
        Command::Draft(a) => commands::draft::run(a),
        Command::Analyze(a) => commands::analyze::run(a),
        Command::Robust(a) => commands::robust::run(a),
        Command::Inverse(a) => commands::inverse::run(a),
        Command::Paths(a) => commands::paths::run(a),
        Command::Whatif(a) => commands::whatif::run(a),
        Command::Coalitions(a) => commands::coalitions::run(a),
        Command::Convert(a) => commands::convert::run(a),
        Command::Watch(a) => commands::watch::run(a),
        Command::Doctor(a) => commands::doctor::run(a),
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(Ok(code)) => code,
        Err(_) => {
            anstream::eprintln!("error: a defect of ours{}; please report it with the command", defect::place());
            ExitCode::from(2)
        }
        Ok(Err(message)) => {
            anstream::eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
