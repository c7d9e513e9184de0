use route_runtime::proxy;

#[proxy]
struct Guard;

fn main() {
    let _ = Guard;
}
