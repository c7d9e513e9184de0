use route_runtime::route;

#[route("/items")]
async fn GET<T: Default + Into<String>>() -> String {
    T::default().into()
}

fn main() {
    let _ = GET::<String>();
}
