use super::descriptor::{alias, descriptor};
use super::params::Params;
use super::static_file::static_file;
use super::{Runtime, beside, in_folder, public};
use crate::app_dir::{AppDirArgs, AppModule};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{APP_DIR, AppDir, Folder, Handler, HandlerFile, Mistake, Place, StaticFile};
use crate::params::path_params;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{LitStr, Visibility};

/// `#[app_dir("src/app")] mod app {}`: a module for each folder, and a table of all handlers.
///
/// ```text
/// // Input:  #[app_dir("src/app")] mod app {}     with src/app/page.rs and src/app/items/[slug]/route.rs
/// // Output:
/// #[path = "app"]
/// mod app {
///     #[path = "page.rs"] pub mod page;
///     #[path = "items"]
///     pub mod items {
///         #[path = "[slug]"]
///         pub mod slug {
///             pub struct Params { pub slug: String }
///             #[path = "route.rs"] pub mod route;
///         }
///     }
///     pub fn routes() -> Routes<()> { routes![page::page, items::slug::route::GET] }
/// }
/// ```
pub(crate) fn app_dir(args: TokenStream, item: TokenStream, place: &Place) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = AppDirArgs::parse(args, &mut diagnostics);
    let module: AppModule = match syn::parse2(item.clone()) {
        Ok(module) => module,
        Err(error) => {
            diagnostics.push_syntax(error);
            return beside(item, diagnostics);
        }
    };
    let runtime = Runtime::new(args.runtime_crate.as_ref());
    let state = args.state.as_ref().map_or_else(|| quote!(()), ToTokens::to_token_stream);
    let directory = args.directory.filter(|directory| is_watched(directory, place, &mut diagnostics));

    let AppModule { attrs, vis, mod_token, ident, items } = module;
    let Some(directory) = directory else {
        let routes = routes(&runtime, &state, "no directory", None);
        return beside(quote!(#(#attrs)* #vis #mod_token #ident { #items #routes }), diagnostics);
    };
    let shown = directory.value();
    let app_dir = AppDir::read(&place.package.join(&shown), &shown);
    for mistake in app_dir.mistakes {
        diagnostics.push(diagnostic(directory.span(), mistake));
    }
    let path = place.path_to(&shown);
    let tree = folder(&runtime, &app_dir.root, place, directory.span());
    let warnings = app_dir.warnings.into_iter().map(|warning| warn(directory.span(), warning));
    let root = diagnostics.is_empty().then_some(&app_dir.root);
    let routes = routes(&runtime, &state, &shown, root);
    let module = quote! {
        #(#attrs)*
        #[path = #path]
        #vis #mod_token #ident {
            #items
            #tree
            #(#warnings)*
            #routes
        }
    };
    beside(module, diagnostics)
}

/// Whether `build.rs` names the directory. If it does not, no handler would know its path, and nobody would see a new file.
fn is_watched(directory: &LitStr, place: &Place, diagnostics: &mut Diagnostics) -> bool {
    let shown = directory.value();
    let mistake = match place.app_dir.as_deref() {
        Some(watched) if watched == shown => return true,
        Some(watched) => {
            Diagnostic::new(directory.span(), format!("`build.rs` names another app directory, `{watched}`"))
        }
        None => Diagnostic::new(directory.span(), "`build.rs` does not name the app directory"),
    };
    diagnostics.push(
        mistake
            .help(format!(
                "write in `build.rs`, beside `Cargo.toml`:\n\n    fn main() {{\n        \
                 println!(\"cargo::rerun-if-changed={shown}\");\n        \
                 println!(\"cargo::rustc-env={APP_DIR}={shown}\");\n    }}\n"
            ))
            .note("by these lines a new file is noticed, and a handler knows its path"),
    );
    false
}

fn diagnostic(span: Span, Mistake { message, help, note }: Mistake) -> Diagnostic {
    let mistake = help.iter().fold(Diagnostic::new(span, message), Diagnostic::help);
    note.iter().fold(mistake, Diagnostic::note)
}

/// A warning, which a stable compiler gives no macro but in this form.
fn warn(span: Span, Mistake { message, help, .. }: Mistake) -> TokenStream {
    let text = format!("{message}\nhelp: {}", help.unwrap_or_default());
    let name = Ident::new("a_file_in_the_app_directory", span);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const #name: () = ();
            #name
        };
    }
}

/// What a handler without a path has in place of its descriptor where the compiler does not tell files. That is in an editor: it knows
/// the modules of the app directory, and there the folder's path, so a link that is made with `GET::url` is none of its mistakes.
pub(super) fn editors_descriptor(vis: &Visibility, name: &Ident) -> TokenStream {
    alias(vis, name, &quote!(super::PathOfThisFolder))
}

/// The modules of a folder's files and folders, and the struct of its parameters.
fn folder(runtime: &Runtime, folder: &Folder, place: &Place, directory: Span) -> TokenStream {
    let path = folder.path.as_ref().filter(|_| !folder.files.is_empty());
    let params = path.filter(|path| !path_params(path).is_empty());
    let params = params.map(|path| Params::of_path(path).tokens(runtime, &in_folder(runtime, path)));
    let editors = path.filter(|_| place.file.is_none()).map(|path| {
        let name = Ident::new("PathOfThisFolder", Span::call_site());
        descriptor(runtime, path, "The path of this folder.", &public(), &name, &[])
    });
    let files = folder.files.iter().map(file);
    let statics = folder.statics.iter().map(|file| static_file(runtime, file, directory));
    let folders = folder.folders.iter().map(|child| {
        let (name, module) = (&child.name, ident(&child.module));
        let items = self::folder(runtime, child, place, directory);
        let doc = format!("The folder `{name}`.");
        quote! {
            #[doc = #doc]
            #[allow(non_snake_case, unreachable_pub)]
            #[path = #name]
            pub mod #module { #items }
        }
    });
    quote!(#params #editors #(#files)* #(#statics)* #(#folders)*)
}

fn file(HandlerFile { name, module, place, declared }: &HandlerFile) -> TokenStream {
    let module = ident(module);
    let doc = format!("`{place}`");
    // An error of the compiler, as a constant of the program that is built: this macro does not panic. If rustc reads what we cannot, the
    // handlers are not to vanish in silence; if it cannot either, this is never evaluated.
    let unread = declared.is_none().then(|| {
        let text = format!("the handlers of `{place}` could not be listed");
        quote!(
            const _: () = ::core::panic!(#text);
        )
    });
    quote! {
        #[doc = #doc]
        #[allow(unreachable_pub)]
        #[path = #name]
        pub mod #module;
        #unread
    }
}

/// The function that lists the handlers: those of no folder, where there is a mistake.
fn routes(runtime: &Runtime, state: &TokenStream, shown: &str, root: Option<&Folder>) -> TokenStream {
    let mut elements = Vec::new();
    if let Some(root) = root {
        list(root, &TokenStream::new(), &mut elements);
    }
    let doc = format!("The routes of `{shown}`.");
    let infos =
        elements.iter().map(|Element { conditions, path }| quote!(#conditions <#path as #runtime::Table>::ROUTES));
    let mounts = elements.iter().map(|Element { conditions, path }| {
        quote!(#conditions <<#path as #runtime::Table>::Handlers as #runtime::MountAll<#state, _>>::mount_all(&mut routes);)
    });
    quote! {
        #[doc = #doc]
        #[allow(unreachable_pub, unused_mut)]
        pub fn routes() -> #runtime::Routes<#state> {
            const TABLE: &[&[&#runtime::RouteInfo]] = &[#(#infos),*];
            #[allow(long_running_const_eval)]
            const CLASHES: &#runtime::Clashes<{ #runtime::len(TABLE) }> = &#runtime::clashes(TABLE);
            const _: () = #runtime::refuse_any(TABLE, CLASHES);
            let mut routes = #runtime::Routes::new();
            #(#mounts)*
            routes
        }
    }
}

/// One handler, or one module of them, as the table of the app lists it.
struct Element {
    /// `#[cfg(..)]`, as it stands on the handler.
    conditions: TokenStream,
    path: TokenStream,
}

fn list(folder: &Folder, prefix: &TokenStream, elements: &mut Vec<Element>) {
    for HandlerFile { module, declared, .. } in &folder.files {
        let file = ident(module);
        for Handler { name, is_module, conditions, .. } in declared.iter().flat_map(|declared| &declared.handlers) {
            let name = ident(name);
            let descriptor = is_module.then(|| quote!(::route));
            let conditions = conditions.iter().filter_map(|condition| condition.parse::<TokenStream>().ok());
            elements.push(Element {
                conditions: quote!(#(#[cfg(#conditions)])*),
                path: quote!(#prefix #file::#name #descriptor),
            });
        }
    }
    for StaticFile { module, .. } in &folder.statics {
        let module = ident(module);
        elements.push(Element { conditions: TokenStream::new(), path: quote!(#prefix #module::GET) });
    }
    for child in &folder.folders {
        let module = ident(&child.module);
        list(child, &quote!(#prefix #module::), elements);
    }
}

/// The name as an identifier, raw where it is a keyword.
fn ident(name: &str) -> Ident {
    crate::params::ident(name.strip_prefix("r#").unwrap_or(name), Span::call_site())
}
