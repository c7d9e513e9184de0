use route_runtime::route;

#[route]
mod handlers {
    pub struct Params {
        pub id: String,
    }

    pub async fn GET(Params { id }: Params) -> String {
        id
    }

    pub async fn POST(params: Params) -> String {
        params.id
    }
}
