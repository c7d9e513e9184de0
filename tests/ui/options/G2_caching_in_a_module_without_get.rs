use route_runtime::route;

#[route("/items", revalidate = 60)]
mod items {
    pub async fn POST() {}
}

fn main() {
    let _ = items::POST;
}
