//! Odd code that is accepted: it prints its routes.

mod server;

fn main() {
    println!("{}", server::app::routes());
    println!("{}", server::app::id::parts::route::handlers::GET::url("a b"));
}
