// Input:
//
// let routes = routes![home, items::{GET, PUT}, posts::route];

fn main() {
    let routes = {
        const TABLE: &[&[&::route_runtime::__private::RouteInfo]] = &[
            <home as ::route_runtime::__private::Table>::ROUTES,
            <items::GET as ::route_runtime::__private::Table>::ROUTES,
            <items::PUT as ::route_runtime::__private::Table>::ROUTES,
            <posts::route as ::route_runtime::__private::Table>::ROUTES,
        ];
        #[allow(long_running_const_eval)]
        const CLASHES: &::route_runtime::__private::Clashes<
            { ::route_runtime::__private::len(TABLE) },
        > = &::route_runtime::__private::clashes(TABLE);
        const _: () = ::route_runtime::__private::refuse(TABLE, CLASHES, 0usize);
        const _: () = ::route_runtime::__private::refuse(TABLE, CLASHES, 1usize);
        const _: () = ::route_runtime::__private::refuse(TABLE, CLASHES, 2usize);
        const _: () = ::route_runtime::__private::refuse(TABLE, CLASHES, 3usize);
        let mut routes = ::route_runtime::__private::Routes::new();
        <<home as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            _,
            _,
        >>::mount_all(&mut routes);
        <<items::GET as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            _,
            _,
        >>::mount_all(&mut routes);
        <<items::PUT as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            _,
            _,
        >>::mount_all(&mut routes);
        <<posts::route as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            _,
            _,
        >>::mount_all(&mut routes);
        routes
    };
}
