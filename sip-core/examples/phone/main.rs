//! A user agent on real sockets: how to put threads, sockets and a clock around the core.
//!
//! ```text
//! cargo run --release --example phone -- --aor sip:alice@example.test \
//!     call sip:bob@127.0.0.1:5080 --talk 3
//! ```
//!
//! * [`driver`]: the loop that every program around the core has, and the whole contract with it;
//! * [`net`], [`connection`]: UDP and TCP sockets, a channel in, a table of connections out;
//! * [`clock`]: the one place that asks what time it is;
//! * [`job`]: what the loop is run for; [`call`], [`answer`] and [`ask`] are such jobs;
//! * [`target`]: from a URI to an address; [`sdp`]: one line of audio, offered and answered;
//! * [`args`], [`events`]: the command line, and the lines of JSON.
//!
//! Left out, and refused as such: registration, authentication, re-INVITE, TLS. Hosts are looked
//! up by the system's resolver, for addresses only (RFC 3263 asks for NAPTR and SRV as well).

mod answer;
mod args;
mod ask;
mod call;
mod clock;
mod connection;
mod driver;
mod events;
mod job;
mod net;
mod sdp;
mod target;

use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;

use getrandom::SysRng;
use rand_core::UnwrapErr;
use sip_core::endpoint::{Config, Endpoint, Secret};
use sip_core::header::KnownHeader;
use sip_core::message::MessageWriter;
use sip_core::transport::{Flow, Transport};
use sip_core::ua::UserAgent;
use sip_core::uri::SipUri;
use sip_core::{Method, StatusCode};

use args::{Command, Options, Refusal};
use clock::Clock;
use driver::{Driver, End};
use events::Line;
use job::{Job, Outcome};
use net::Net;

fn main() -> ExitCode {
    let options = match args::parse(lexopt::Parser::from_env()) {
        Ok(options) => options,
        Err(Refusal::NotYet(what)) => {
            eprintln!("phone: {what}: not implemented yet");
            return ExitCode::from(2);
        }
        Err(Refusal::Usage(error)) => {
            eprint!("phone: {error}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let Some(options) = options else {
        print!("{}", args::HELP);
        return ExitCode::SUCCESS;
    };
    match run(&options) {
        Ok(End::Job(Outcome::Done)) => ExitCode::SUCCESS,
        Ok(End::Job(Outcome::Failed)) => ExitCode::FAILURE,
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(error) => {
            eprintln!("phone: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the sockets, puts the core between them and the job, and lets it run.
fn run(options: &Options) -> Result<End, Box<dyn Error>> {
    let clock = Clock::start();
    let (net, inputs) = Net::open(options.listen)?;
    let interrupts = net.inputs();
    ctrlc::set_handler(move || {
        let _ = interrupts.send(net::Input::Interrupted);
    })?;
    let endpoint = Endpoint::new(Config::DEFAULT, Secret::new(&mut UnwrapErr(SysRng)));
    let contact = contact(&options.aor, net.local(), options.transport);
    let agent = UserAgent::new(options.aor.as_bytes(), contact.as_bytes());
    let local = net.local();
    let mut driver = Driver::new(endpoint, agent, clock, net, inputs, options.linger);

    let way = |uri: &str| target::flow_to(uri, local, options.transport, options.proxy);
    match &options.command {
        Command::Call { uri, talk, cancel_after } => match way(uri) {
            Ok(flow) => run_job(&mut driver, call::CallOut::new(flow, uri, *talk, *cancel_after)),
            Err(error) => Ok(unreachable(&driver, uri, &error)),
        },
        Command::Answer(how) => run_job(&mut driver, answer::AnswerCalls::new(how, local)),
        Command::Options { uri } => {
            let accept = |headers: &mut MessageWriter<'_>| {
                headers.field(KnownHeader::Accept, &[sdp::CONTENT_TYPE]);
            };
            ask(&mut driver, way(uri), Method::Options, uri, &accept)
        }
        Command::Message { uri, text } => {
            let body = |headers: &mut MessageWriter<'_>| {
                headers.body(b"text/plain;charset=UTF-8", text.as_bytes());
            };
            ask(&mut driver, way(uri), Method::Message, uri, &body)
        }
    }
}

fn ask(
    driver: &mut Driver<'_>,
    way: Result<Flow, target::NoWay>,
    method: Method<'_>,
    uri: &str,
    write: ask::Write<'_>,
) -> Result<End, Box<dyn Error>> {
    match way {
        Ok(flow) => run_job(driver, ask::Ask::new(flow, method, uri, write)),
        Err(error) => Ok(unreachable(driver, uri, &error)),
    }
}

fn run_job(driver: &mut Driver<'_>, mut job: impl Job) -> Result<End, Box<dyn Error>> {
    Ok(driver.run(&mut job)?)
}

/// A host that cannot be found is as good as one that is down (RFC 3263 §4.3).
fn unreachable(driver: &Driver<'_>, uri: &str, error: &target::NoWay) -> End {
    eprintln!("phone: {uri}: {error}");
    Line::new("failed")
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .reason(error.to_string())
        .print(driver.now());
    End::Job(Outcome::Failed)
}

/// Where this phone can be reached (§8.1.1.8): the user of its AOR at the address it listens on.
fn contact(aor: &str, local: SocketAddr, transport: Transport) -> String {
    let user = SipUri::parse(aor.as_bytes()).ok().and_then(|uri| uri.user());
    let user = user.map(|user| format!("{}@", String::from_utf8_lossy(user))).unwrap_or_default();
    match transport {
        Transport::Tcp => format!("sip:{user}{local};transport=tcp"),
        _ => format!("sip:{user}{local}"),
    }
}
