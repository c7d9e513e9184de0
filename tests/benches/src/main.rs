//! One loop over one shape, for callgrind.

use route_benches::{Bench, Shape, Side};
use std::hint::black_box;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["list"] => {
            Shape::ALL.iter().for_each(|shape| println!("{}", shape.name));
            ExitCode::SUCCESS
        }
        [shape, side, iterations] => match (Shape::find(shape), self::side(side), iterations.parse()) {
            (Some(shape), Some(side), Ok(iterations)) => {
                run(shape, side, iterations);
                ExitCode::SUCCESS
            }
            _ => usage(),
        },
        _ => usage(),
    }
}

fn side(name: &str) -> Option<Side> {
    Side::ALL.into_iter().find(|side| side.name() == name)
}

fn run(shape: &'static Shape, side: Side, iterations: u64) {
    let bench = Bench::new(shape, side);
    for _ in 0..iterations {
        black_box(bench.run());
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: route-benches <shape> <ours|axum|request> <iterations>\n       route-benches list");
    ExitCode::from(2)
}
