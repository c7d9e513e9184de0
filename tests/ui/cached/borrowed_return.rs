use route_runtime::cached;

#[cached]
async fn post(id: u32) -> Option<&'static str> {
    (id == 1).then_some("one")
}

#[cached]
async fn name(id: u32) -> std::borrow::Cow<'_, str> {
    id.to_string().into()
}

fn main() {
    let _ = post(1);
}
