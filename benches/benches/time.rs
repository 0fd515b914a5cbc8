//! The same cases in time: `cargo bench`. Instructions are what counts; this is for a look.

use sip_core_benches::cases::{Case, Operation, all};

fn main() {
    divan::main();
}

/// The cases of one operation by their names; they are made anew for each, so that each thread has
/// its own.
fn names(operation: Operation) -> Vec<String> {
    all().iter().filter(|case| case.operation == operation && case.works).map(name).collect()
}

fn name(case: &Case) -> String {
    format!("{} {}", case.message, case.peer)
}

fn run(bencher: divan::Bencher<'_, '_>, operation: Operation, wanted: &str) {
    let mut cases = all();
    let case = cases.iter_mut().find(|case| case.operation == operation && name(case) == wanted);
    if let Some(case) = case {
        bencher.bench_local(|| (case.run)());
    }
}

#[divan::bench(args = names(Operation::Index))]
fn index(bencher: divan::Bencher<'_, '_>, case: &str) {
    run(bencher, Operation::Index, case);
}

#[divan::bench(args = names(Operation::Read))]
fn index_and_read(bencher: divan::Bencher<'_, '_>, case: &str) {
    run(bencher, Operation::Read, case);
}

#[divan::bench(args = names(Operation::Write))]
fn write(bencher: divan::Bencher<'_, '_>, case: &str) {
    run(bencher, Operation::Write, case);
}

#[divan::bench(args = names(Operation::Validate))]
fn validate(bencher: divan::Bencher<'_, '_>, case: &str) {
    run(bencher, Operation::Validate, case);
}
