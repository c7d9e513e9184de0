//! A package in a folder of its own, which is built as a user builds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BUILD_SCRIPT: &str = r#"fn main() {
    println!("cargo::rerun-if-changed=src/app");
    println!("cargo::rustc-env=ROUTE_APP_DIR=src/app");
}
"#;

/// What cargo adds to the words of the compiler.
const NOT_THE_COMPILERS: [&str; 5] = [
    "error: could not compile",
    "warning: build failed",
    "For more information about",
    "Some errors have detailed",
    "warning: `",
];

/// A copy of a folder, as a package that depends on this workspace and is no part of it.
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// Copies the folder `of`, with a manifest of its own. All projects share the dependencies that have been built.
    pub(crate) fn of(of: &Path) -> Self {
        let name = of.file_name().unwrap().to_str().unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files").join(name);
        let _ = fs::remove_dir_all(&folder);
        copy(of, &folder);
        let project = Self { folder };
        let workspace = workspace();
        let manifest = format!(
            r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
axum = {{ version = "0.8.9", default-features = false, features = ["json"] }}
maud = {{ version = "0.27", default-features = false, features = ["axum"] }}
route-runtime = {{ path = "{}/route-runtime", features = ["og"] }}
rss = {{ version = "2", default-features = false }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"#,
            workspace.display()
        );
        project.write("Cargo.toml", &manifest);
        fs::copy(workspace.join("Cargo.lock"), project.folder.join("Cargo.lock")).unwrap();
        if !project.folder.join("build.rs").exists() {
            project.write("build.rs", BUILD_SCRIPT);
        }
        project
    }

    /// What the compiler says.
    pub(crate) fn check(&self) -> String {
        let output = self.cargo("check").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let is_the_compilers = |line: &&str| !NOT_THE_COMPILERS.iter().any(|start| line.starts_with(start));
        let lines: Vec<_> = said.lines().filter(is_the_compilers).collect();
        let said = lines.join("\n").replace(workspace().to_str().unwrap(), "$WORKSPACE");
        format!("{}\n", without_numbers(said.trim()))
    }

    /// What the program prints.
    pub(crate) fn run(&self) -> String {
        let output = self.cargo("run").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([command, "--quiet", "--offline", "--color", "never"]).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("files-target"));
        cargo
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let file = self.folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Adds to the end of a file.
    pub(crate) fn append(&self, file: &str, text: &str) {
        let before = fs::read_to_string(self.folder.join(file)).unwrap();
        self.write(file, &(before + text));
    }

    /// Gives a file or a folder another name.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.folder.join(from), self.folder.join(to)).unwrap();
    }

    /// Deletes a file.
    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.folder.join(file)).unwrap();
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (from.join(entry.as_ref().unwrap().file_name()), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Lines of the crate's own sources without their numbers, as trybuild shows them: docs above them grow.
fn without_numbers(said: &str) -> String {
    let mut is_ours = false;
    let mut lines = Vec::new();
    for line in said.lines() {
        if let Some((before, place)) = line.split_once("--> ") {
            is_ours = place.starts_with("$WORKSPACE/route-runtime/");
            let file = if is_ours { place.split(':').next().unwrap() } else { place };
            lines.push(format!("{before}--> {file}"));
            continue;
        }
        let gutter = line.split_once('|').map_or("", |(gutter, _)| gutter);
        if is_ours && gutter.trim_end().bytes().all(|byte| byte.is_ascii_digit()) {
            lines.push(format!("{}{}", " ".repeat(gutter.len()), &line[gutter.len()..]));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}
