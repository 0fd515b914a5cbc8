//! What is this message? Reads files as datagrams, or as streams, and prints a line of JSON for
//! each message in them.
//!
//! ```text
//! cargo run --release --example inspect -- [--stream] [--role uas|proxy|registrar] [FILE...]
//! ```
//!
//! * [`report`]: a message as JSON, field by field;
//! * [`written`]: a message from its parts, to compare;
//! * [`fault`]: why it is refused;
//! * [`answer`]: what an element would answer to it;
//! * [`frames`]: what is a message in a file;
//! * [`values`], [`text`], [`json`]: URIs, addresses and bytes in JSON.

mod answer;
mod args;
mod fault;
mod frames;
mod json;
mod report;
#[cfg(test)]
mod tests;
mod text;
mod values;
mod written;

use std::ffi::OsStr;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::process::ExitCode;

use args::{Command, Options};

fn main() -> ExitCode {
    let done = match args::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => io::stdout().write_all(args::HELP.as_bytes()).map(|()| true),
        Ok(Command::Inspect(options)) => inspect(&options, BufWriter::new(io::stdout().lock())),
        Err(error) => {
            eprint!("inspect: {error}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads has seen enough: `inspect * | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("inspect: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line for each message, and says whether all files could be read.
///
/// # Errors
/// If nothing can be written any more.
fn inspect(options: &Options, mut out: impl Write) -> io::Result<bool> {
    let mut all_read = true;
    for file in &options.files {
        let source = file.to_string_lossy();
        match read(file) {
            Ok(bytes) => {
                for (message, framing) in frames::split(&bytes, options.carrier) {
                    writeln!(out, "{}", report::report(&source, message, framing, options.role))?;
                }
            }
            Err(error) => {
                eprintln!("inspect: {source}: {error}");
                all_read = false;
            }
        }
    }
    out.flush()?;
    Ok(all_read)
}

/// All of a file; `-` is standard input.
fn read(file: &OsStr) -> io::Result<Vec<u8>> {
    if file != "-" {
        return std::fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
