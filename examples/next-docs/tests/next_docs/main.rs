//! Each module of the crate, over a socket, with a real client.

mod caching;
mod convention;
mod cookies;
mod cors;
mod dynamic_functions;
mod dynamic_route_segments;
mod edge_and_nodejs_runtimes;
mod extended_apis;
mod headers;
mod middleware;
mod non_ui_responses;
mod opting_out_of_caching;
mod program;
mod redirects;
mod request_body;
mod request_body_form_data;
mod revalidating_cached_data;
mod route_context_helper;
mod route_resolution;
mod segment_config_options;
mod server;
mod streaming;
mod supported_http_methods;
mod url_query_parameters;
mod webhooks;
mod with_cache_components;
