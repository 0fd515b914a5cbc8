//! Measures everything and prints one table; see README.md.

use sip_core_benches::{allocations, callgrind, cases, report};

fn main() {
    let mut cases = cases::all();
    if std::env::args().nth(1).as_deref() == Some(callgrind::MEASURE) {
        return callgrind::measure(&mut cases);
    }
    let costs = match callgrind::costs(cases.len()) {
        Ok(costs) => costs,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    for case in &mut cases { (case.run)(); }
    let taken: Vec<u64> = cases.iter_mut().map(|case| allocations::count(&mut case.run)).collect();
    for ((case, cost), taken) in cases.iter().zip(&costs).zip(&taken) {
        println!("{:24} {:?} {:40} {} {} {} {}", case.peer, case.operation, case.message, case.works, cost.instructions, cost.allocations, taken);
    }
}
