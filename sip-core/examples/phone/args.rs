//! The command line.

use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use sip_core::StatusCode;
use sip_core::transport::Transport;
use sip_core::uri::{Scheme, SipUri};

pub(crate) const HELP: &str = "\
A SIP user agent on real sockets: places a call, or takes calls. No media is sent.

usage: phone --aor URI [--listen ADDRESS:PORT] [--proxy HOST[:PORT]]
             [--transport udp|tcp] [--linger SECONDS] COMMAND

  call URI [--talk SECONDS] [--cancel-after SECONDS]
  answer [--calls N] [--ring SECONDS] [--reject CODE | --redirect URI]
  options URI
  message URI TEXT

  --aor URI          who this is: sip:alice@example.test
  --listen ADDRESS   where UDP and TCP are listened to, and what others are told
                     to reach [127.0.0.1:5070]; port 0 takes a free one
  --proxy HOST       send requests that begin something here, whatever their URI
  --transport NAME   if the URI does not say which [udp]
  --linger SECONDS   after the job, answer repetitions for so long [1]
  --talk SECONDS     hang up after so long [5]
  --cancel-after S   cancel if nobody answered after so long
  --calls N          end after N calls [take calls until interrupted]
  --ring SECONDS     ring for so long before answering [0]
  --reject CODE      refuse each call with this status, 300 to 699
  --redirect URI     send each caller there (302)
  --help             print this

Not implemented yet: register, unregister, --user, --password, --expires,
--reinvite-after, sips URIs.

Prints lines of JSON: {\"event\", \"status\", \"call_id\", \"reason\", \"at_ms\"}.
Exit: 0 done, 1 refused or no answer (the last line says the status), 2 bad use,
130 interrupted, after BYE or CANCEL; a second interrupt does not wait for them.
";

/// What is to be done, and how.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) aor: String,
    pub(crate) listen: SocketAddr,
    pub(crate) proxy: Option<SocketAddr>,
    pub(crate) transport: Transport,
    pub(crate) linger: Duration,
    pub(crate) command: Command,
}

#[derive(Debug)]
pub(crate) enum Command {
    Call { uri: String, talk: Duration, cancel_after: Option<Duration> },
    Answer(Answering),
    Options { uri: String },
    Message { uri: String, text: String },
}

/// How calls are taken.
#[derive(Clone, Debug)]
pub(crate) struct Answering {
    /// After how many the job is done.
    pub(crate) calls: Option<u64>,
    pub(crate) ring: Duration,
    pub(crate) refuse: Option<Refuse>,
}

/// What a caller is told instead of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Refuse {
    Status(StatusCode),
    Redirect(String),
}

/// Flags of what is to come; each has a value.
const NOT_YET: [&str; 4] = ["--user", "--password", "--expires", "--reinvite-after"];

/// Why the command line was not taken.
#[derive(Debug)]
pub(crate) enum Refusal {
    NotYet(&'static str),
    Usage(lexopt::Error),
}

impl From<lexopt::Error> for Refusal {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error)
    }
}

/// Reads the command line; `None` is a cry for help.
pub(crate) fn parse(mut parser: Parser) -> Result<Option<Options>, Refusal> {
    let mut given = Given::default();
    while let Some(arg) = parser.next().map_err(Refusal::Usage)? {
        match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long(name) => {
                let name = name.to_owned();
                given.flag(&name, &mut parser)?;
            }
            Arg::Short(_) => return Err(arg.unexpected().into()),
            Arg::Value(word) => given.words.push(word.string()?),
        }
    }
    given.into_options().map(Some)
}

/// What was given, before it is known whether it fits together.
#[derive(Default)]
struct Given {
    words: Vec<String>,
    aor: Option<String>,
    listen: Option<SocketAddr>,
    proxy: Option<SocketAddr>,
    transport: Option<Transport>,
    linger: Option<Duration>,
    talk: Option<Duration>,
    cancel_after: Option<Duration>,
    calls: Option<u64>,
    ring: Option<Duration>,
    reject: Option<StatusCode>,
    redirect: Option<String>,
    not_yet: Option<&'static str>,
}

impl Given {
    fn flag(&mut self, name: &str, parser: &mut Parser) -> Result<(), lexopt::Error> {
        match name {
            "aor" => self.aor = Some(parser.value()?.parse_with(sip_uri)?),
            "listen" => self.listen = Some(parser.value()?.parse_with(listen)?),
            "proxy" => self.proxy = Some(parser.value()?.parse_with(host)?),
            "transport" => self.transport = Some(parser.value()?.parse_with(transport)?),
            "linger" => self.linger = Some(parser.value()?.parse_with(seconds)?),
            "talk" => self.talk = Some(parser.value()?.parse_with(seconds)?),
            "cancel-after" => self.cancel_after = Some(parser.value()?.parse_with(seconds)?),
            "calls" => self.calls = Some(parser.value()?.parse()?),
            "ring" => self.ring = Some(parser.value()?.parse_with(seconds)?),
            "reject" => self.reject = Some(parser.value()?.parse_with(refusal)?),
            "redirect" => self.redirect = Some(parser.value()?.parse_with(sip_uri)?),
            _ if let Some(known) =
                NOT_YET.iter().find(|known| known.strip_prefix("--") == Some(name)) =>
            {
                parser.value()?;
                self.not_yet.get_or_insert(known);
            }
            _ => return Err(Arg::Long(name).unexpected()),
        }
        Ok(())
    }

    fn into_options(mut self) -> Result<Options, Refusal> {
        let aor = self.aor.take().ok_or("--aor is missing")?;
        let transport = self.transport.take().unwrap_or(Transport::Udp);
        let listen = self.listen.take().unwrap_or(SocketAddr::from(([127, 0, 0, 1], 5070)));
        let proxy = self.proxy.take();
        let linger = self.linger.take().unwrap_or(Duration::from_secs(1));
        let command = self.command()?;
        // After all that can be wrong: bad use stays bad use when the rest is there.
        match self.not_yet {
            Some(what) => Err(Refusal::NotYet(what)),
            None => Ok(Options { aor, listen, proxy, transport, linger, command }),
        }
    }

    fn command(&mut self) -> Result<Command, Refusal> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let command = match words.as_slice() {
            [] => return Err(usage("a command is missing")),
            ["register"] => return Err(Refusal::NotYet("register")),
            ["unregister"] => return Err(Refusal::NotYet("unregister")),
            ["call", uri] => Command::Call {
                uri: target(uri)?,
                talk: self.talk.take().unwrap_or(Duration::from_secs(5)),
                cancel_after: self.cancel_after.take(),
            },
            ["answer"] => Command::Answer(Answering {
                calls: self.calls.take(),
                ring: self.ring.take().unwrap_or(Duration::ZERO),
                refuse: match (self.reject.take(), self.redirect.take()) {
                    (None, None) => None,
                    (Some(status), None) => Some(Refuse::Status(status)),
                    (None, Some(uri)) => Some(Refuse::Redirect(uri)),
                    (Some(_), Some(_)) => {
                        return Err(usage("--reject and --redirect exclude each other"));
                    }
                },
            }),
            ["options", uri] => Command::Options { uri: target(uri)? },
            ["message", uri, text] => {
                Command::Message { uri: target(uri)?, text: (*text).to_owned() }
            }
            [name, ..] => return Err(usage(&format!("no such command: {name} (or its words)"))),
        };
        match self.left_over() {
            Some(flag) => Err(usage(&format!("{flag} is not for this command"))),
            None => Ok(command),
        }
    }

    /// A flag that the command did not take.
    fn left_over(&self) -> Option<&'static str> {
        [
            ("--talk", self.talk.is_some()),
            ("--cancel-after", self.cancel_after.is_some()),
            ("--calls", self.calls.is_some()),
            ("--ring", self.ring.is_some()),
            ("--reject", self.reject.is_some()),
            ("--redirect", self.redirect.is_some()),
        ]
        .into_iter()
        .find_map(|(flag, left)| left.then_some(flag))
    }
}

impl From<&'static str> for Refusal {
    fn from(message: &'static str) -> Self {
        usage(message)
    }
}

fn usage(message: &str) -> Refusal {
    Refusal::Usage(message.to_owned().into())
}

/// A URI to send a request to.
fn target(text: &str) -> Result<String, Refusal> {
    let uri = sip_uri(text).map_err(|error| usage(&format!("{text}: {error}")))?;
    match SipUri::parse(uri.as_bytes()) {
        Ok(parsed) if parsed.scheme() == Scheme::Sips => Err(Refusal::NotYet("sips URIs")),
        _ => Ok(uri),
    }
}

/// A SIP URI as it may stand in From, To or a request line: without header fields (§19.1.1).
fn sip_uri(text: &str) -> Result<String, String> {
    let uri = SipUri::parse(text.as_bytes()).map_err(|error| format!("no SIP URI: {error}"))?;
    if uri.headers().as_bytes().is_empty() {
        Ok(text.to_owned())
    } else {
        Err("header fields (?...) have no place in this URI".to_owned())
    }
}

/// An address of this machine. It stands in Via and Contact, so it must be one.
fn listen(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "no ADDRESS:PORT".to_owned())?;
    if address.ip().is_unspecified() {
        return Err("give the address that others can reach".to_owned());
    }
    Ok(address)
}

/// `HOST[:PORT]`, looked up now.
fn host(text: &str) -> Result<SocketAddr, String> {
    let found = match text.to_socket_addrs() {
        Ok(found) => Ok(found),
        Err(_) => (text.trim_matches(['[', ']']), Transport::Udp.default_port()).to_socket_addrs(),
    };
    let mut found = found.map_err(|error| error.to_string())?;
    found.next().ok_or_else(|| "no address".to_owned())
}

fn transport(text: &str) -> Result<Transport, &'static str> {
    match Transport::from_name(text.as_bytes()) {
        Some(known @ (Transport::Udp | Transport::Tcp)) => Ok(known),
        _ => Err("neither udp nor tcp"),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "no number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn refusal(text: &str) -> Result<StatusCode, &'static str> {
    let status = StatusCode::from_bytes(text.as_bytes()).ok_or("no status code")?;
    match status.as_u16() {
        300..=699 => Ok(status),
        _ => Err("300 to 699 refuse a call"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Option<Options>, Refusal> {
        parse(Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn flags_may_stand_before_and_behind_the_command() {
        let options = parse_line("--aor sip:a@b call sip:c@127.0.0.1 --transport tcp --talk 0.5");
        let options = options.unwrap().unwrap();
        assert_eq!(options.transport, Transport::Tcp);
        let Command::Call { uri, talk, cancel_after: None } = options.command else {
            panic!("{options:?}")
        };
        assert_eq!((uri.as_str(), talk), ("sip:c@127.0.0.1", Duration::from_millis(500)));
    }

    #[test]
    fn what_is_not_there_yet_is_told_from_bad_use() {
        for line in [
            "--aor sip:a@b register",
            "--aor sip:a@b unregister",
            "--aor sip:a@b register --expires 60",
            "--aor sip:a@b --password x call sip:c@d",
            "--aor sip:a@b call sip:c@d --reinvite-after 1",
            "--aor sip:a@b call sips:c@d",
        ] {
            assert!(matches!(parse_line(line), Err(Refusal::NotYet(_))), "{line}");
        }
        for line in [
            "",
            "call sip:c@d",
            "--aor sip:a@b",
            "--aor bob answer",
            "--aor sip:a@b dance",
            "--aor sip:a@b call",
            "--aor sip:a@b call sip:c@d?subject=x",
            "--aor sip:a@b call sip:c@d --ring 1",
            "--aor sip:a@b answer --reject 200",
            "--aor sip:a@b answer --reject 486 --redirect sip:c@d",
            "--aor sip:a@b --listen 0.0.0.0:5060 answer",
            "--aor sip:a@b --transport ws answer",
            "--aor sip:a@b answer --ring -1",
        ] {
            assert!(matches!(parse_line(line), Err(Refusal::Usage(_))), "{line}");
        }
    }
}
