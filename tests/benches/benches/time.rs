//! The time of one request, for each shape and side.

use divan::Bencher;
use route_benches::{Bench, Shape, Side};

fn main() {
    divan::main();
}

fn shapes() -> impl Iterator<Item = &'static str> {
    Shape::ALL.iter().map(|shape| shape.name)
}

#[divan::bench(args = shapes())]
fn axum(bencher: Bencher<'_, '_>, shape: &str) {
    run(bencher, shape, Side::Axum);
}

#[divan::bench(args = shapes())]
fn ours(bencher: Bencher<'_, '_>, shape: &str) {
    run(bencher, shape, Side::Ours);
}

fn run(bencher: Bencher<'_, '_>, shape: &str, side: Side) {
    let shape = Shape::find(shape).expect("the arguments are names of shapes");
    let bench = Bench::new(shape, side);
    bencher.bench_local(|| bench.run());
}
