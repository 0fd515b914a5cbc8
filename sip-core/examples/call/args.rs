//! The command line.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use lexopt::{Arg, Error, Parser, ValueExt};
use sip_core::transport::Transport;

const HELP: &str = "\
The whole core at work, without a network: Alice calls Bob, he rings and answers,
they talk, and she hangs up, over a simulated network and in virtual time. Prints
what crossed the network as a ladder, and a line of figures. Where nothing gets
through for 32 seconds (timer B), she dials again, up to three times.

usage: call [--loss P] [--duplicate P] [--reorder P] [--latency A..B] [--seed N]
            [--transport udp|tcp] [--through proxy|direct] [--talk SECONDS]
            [--pcap FILE]

  --loss P             probability that a datagram is lost, 0 to 1 (default 0)
  --duplicate P        that it arrives twice (default 0)
  --reorder P          that it is held back for a while (default 0)
  --latency A..B       milliseconds that a packet takes, or one number (default 20..80)
  --seed N             the same seed prints the same ladder (default 1)
  --transport udp|tcp  (default udp)
  --through direct     no proxy between them (default; proxy is not there yet)
  --talk SECONDS       how long they talk (default 5)
  --pcap FILE          write a capture that Wireshark opens
  --help               print this

Exit: 0 if the call was set up and torn down and nothing is left alive, else 1;
2 for bad use.
";

/// What to simulate.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) loss: f64,
    pub(crate) duplicate: f64,
    pub(crate) reorder: f64,
    pub(crate) latency: RangeInclusive<u64>,
    pub(crate) seed: u64,
    pub(crate) transport: Transport,
    pub(crate) talk: Duration,
    pub(crate) pcap: Option<PathBuf>,
}

/// Why there is nothing to simulate.
#[derive(Debug)]
pub(crate) enum Stop {
    Help,
    BadUse(Error),
}

impl Stop {
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Help => {
                print!("{HELP}");
                ExitCode::SUCCESS
            }
            Self::BadUse(error) => {
                eprintln!("call: {error}\nTry --help.");
                ExitCode::from(2)
            }
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::BadUse(error)
    }
}

impl Args {
    pub(crate) fn from_command_line() -> Result<Self, Stop> {
        let mut args = Self {
            loss: 0.0,
            duplicate: 0.0,
            reorder: 0.0,
            latency: 20..=80,
            seed: 1,
            transport: Transport::Udp,
            talk: Duration::from_secs(5),
            pcap: None,
        };
        let mut parser = Parser::from_env();
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("loss") => args.loss = parser.value()?.parse_with(probability)?,
                Arg::Long("duplicate") => {
                    args.duplicate = parser.value()?.parse_with(probability)?
                }
                Arg::Long("reorder") => args.reorder = parser.value()?.parse_with(probability)?,
                Arg::Long("latency") => args.latency = parser.value()?.parse_with(range)?,
                Arg::Long("seed") => args.seed = parser.value()?.parse()?,
                Arg::Long("transport") => args.transport = parser.value()?.parse_with(transport)?,
                Arg::Long("through") => parser.value()?.parse_with(direct)?,
                Arg::Long("talk") => args.talk = parser.value()?.parse_with(seconds)?,
                Arg::Long("pcap") => args.pcap = Some(parser.value()?.into()),
                Arg::Long("help") | Arg::Short('h') => return Err(Stop::Help),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(args)
    }
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(probability) if (0.0..=1.0).contains(&probability) => Ok(probability),
        _ => Err("a probability is 0 to 1".into()),
    }
}

fn range(text: &str) -> Result<RangeInclusive<u64>, String> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    match (least.parse(), most.trim_start_matches('=').parse()) {
        (Ok(least), Ok(most)) if least <= most && most <= 60_000 => Ok(least..=most),
        _ => Err("a latency is A..B milliseconds, at most 60000".into()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse().map(Duration::try_from_secs_f64) {
        Ok(Ok(span)) if span <= Duration::from_secs(300) => Ok(span),
        _ => Err("a talk lasts 0 to 300 seconds".into()),
    }
}

fn transport(text: &str) -> Result<Transport, &'static str> {
    match text {
        "udp" => Ok(Transport::Udp),
        "tcp" => Ok(Transport::Tcp),
        _ => Err("udp or tcp"),
    }
}

fn direct(text: &str) -> Result<(), &'static str> {
    match text {
        "direct" => Ok(()),
        "proxy" => Err("there is no proxy yet: --through direct"),
        _ => Err("proxy or direct"),
    }
}
