//! The whole core at work, without a network: see `--help`.
//!
//! Alice calls Bob over a simulated network, in virtual time. Bob rings and answers, they talk,
//! and Alice hangs up. What crossed the network is printed as a ladder. If nothing of her calling
//! gets through for 32 seconds, she dials again, as a person would.

mod args;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use args::Args;
use sip_core::endpoint::Growing;
use sip_sim::phone::{Phone, Plan};
use sip_sim::sim::{Net, NodeId, Outcome};

/// Long enough for every timer of §17 to run out twice.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    let args = match Args::from_command_line() {
        Ok(args) => args,
        Err(stop) => return stop.report(),
    };
    let mut net = Net::new(args.seed)
        .latency(args.latency.clone())
        .loss(args.loss)
        .duplicate(args.duplicate)
        .reorder(args.reorder);
    let (at_alice, at_bob) = (address(1), address(2));
    let talks = Plan { talk: Some(args.talk), redials: 3, ..Plan::default() };
    let alice = net.add(Phone::<Growing>::new("alice", at_alice, talks, args.seed, 1));
    let bob = net.add(Phone::<Growing>::new("bob", at_bob, Plan::default(), args.seed, 2));

    net.with(alice, |phone, now| phone.call(now, args.transport, at_bob));
    let outcome = net.run_until_idle(PATIENCE);

    print!("{}", net.trace().ladder());
    println!("{}", figures(&net, alice, bob));
    if let Some(path) = &args.pcap
        && let Err(error) = std::fs::write(path, net.pcap())
    {
        eprintln!("call: {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    let (alice, bob) = (net.get(alice), net.get(bob));
    let both_talked = alice.has_talked() && bob.has_talked();
    let nothing_lives = alice.live() + bob.live() == 0;
    if both_talked && nothing_lives && outcome == Outcome::Idle {
        ExitCode::SUCCESS
    } else {
        eprintln!(
            "call: alice {:?}, bob {:?}, {} alive, {outcome:?}",
            alice.ending(),
            bob.ending(),
            alice.live() + bob.live()
        );
        ExitCode::FAILURE
    }
}

/// An address that RFC 5737 reserves for examples.
fn address(host: u8) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, host], 5060))
}

fn figures(net: &Net, alice: NodeId<Phone<Growing>>, bob: NodeId<Phone<Growing>>) -> String {
    let trace = net.trace();
    let alive = net.get(alice).live() + net.get(bob).live();
    format!(
        "{} messages, {} lost, {} retransmissions, {:.3} s of virtual time, \
         {alive} transactions and calls alive",
        trace.records().len(),
        trace.count(|record| record.is_lost()),
        trace.count(|record| record.retransmission),
        net.now().as_millis() as f64 / 1000.0,
    )
}
