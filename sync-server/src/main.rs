//! The server's command line. Parses, starts, prints; every command is a function of the library.

use std::process::ExitCode;

use clap::Parser;
use studio_sync_server::commands::{Command, run};
use tracing_subscriber::EnvFilter;

/// Sync server of a county: phones sync with it, the bureau reads its pages.
#[derive(Debug, Parser)]
#[command(name = "studio-sync-server", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(line.command, &mut std::io::stdout()) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
