//! The command line.

use std::ffi::OsString;

use lexopt::{Arg, Error, ValueExt};

use crate::answer::Role;
use crate::frames::Carrier;

pub(crate) const HELP: &str = "\
What is this message? Prints one line of JSON for each SIP message.

usage: inspect [--stream] [--role uas|proxy|registrar] [FILE...]

Each FILE is one datagram; without one, or for `-`, standard input is.

  --stream     each FILE is a byte stream of messages and keep-alives
  --role ROLE  tell what this element would answer before its application sees
               the request; without a role, what any element would
  --help       print this

Absent values are left out. A parameter without a value, and an `rport` that is
to be filled, is `true`. Names of parameters, and schemes, are in lower case.

Exit: 0 whatever the verdicts, 1 if a file cannot be read, 2 for bad use.
";

/// What is to be done.
pub(crate) enum Command {
    Help,
    Inspect(Options),
}

/// With what, and how.
pub(crate) struct Options {
    pub(crate) carrier: Carrier,
    pub(crate) role: Option<Role>,
    pub(crate) files: Vec<OsString>,
}

pub(crate) fn parse(mut args: lexopt::Parser) -> Result<Command, Error> {
    let mut options = Options { carrier: Carrier::Datagram, role: None, files: Vec::new() };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("stream") => options.carrier = Carrier::Stream,
            Arg::Long("role") => options.role = Some(args.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(file) => options.files.push(file),
            Arg::Long(_) | Arg::Short(_) => return Err(arg.unexpected()),
        }
    }
    if options.files.is_empty() {
        options.files.push("-".into());
    }
    Ok(Command::Inspect(options))
}
