//! What ARCHITECTURE.md says of layers and files: none uses what is above it, and no two import each other but a parent and its own child.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex_lite::Regex;
use walkdir::WalkDir;

/// A module's path, without the crate.
type Module = Vec<String>;

/// What each file of `src` imports of others: their modules, and the names.
fn imports() -> BTreeMap<Module, Vec<(Module, String)>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = BTreeMap::new();
    for file in WalkDir::new(&src).into_iter().map(Result::unwrap) {
        let path = file.path().strip_prefix(&src).unwrap().with_extension("");
        let mut module: Module = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        module.retain(|part| !matches!(&**part, "mod" | "lib"));
        if file.file_type().is_file() && !module.iter().any(|part| matches!(&**part, "tests" | "main")) {
            let text = std::fs::read_to_string(file.path()).unwrap();
            texts.insert(module, text.split("mod tests {").next().unwrap().to_owned());
        }
    }
    let import = Regex::new(r"(?m)^\s*(?:pub(?:\([a-z ]+\))? )?use ([^;]+);").unwrap();
    let of = |(module, text): (&Module, &String)| {
        let trees = import.captures_iter(text).map(|found| found[1].split_whitespace().collect::<String>());
        let paths = trees.flat_map(|tree| expanded(&tree));
        (module.clone(), paths.filter_map(|path| resolved(&texts, module, &path)).collect())
    };
    texts.iter().map(of).collect()
}

/// Each path of a tree of imports.
fn expanded(tree: &str) -> Vec<String> {
    let Some((before, inside)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let mut depth = 0;
    let parts = inside.strip_suffix('}').unwrap().split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.flat_map(|part| expanded(part.trim())).map(|path| before.to_owned() + &path).collect()
}

/// The module of ours that a path is of, and the name in it.
fn resolved(texts: &BTreeMap<Module, String>, from: &Module, path: &str) -> Option<(Module, String)> {
    let mut parts = path.split("::").map(str::to_owned).peekable();
    let is_from_root = parts.next_if(|part| part == "crate").is_some();
    let mut module = if is_from_root { Module::new() } else { from.clone() };
    while parts.next_if(|part| part == "super").is_some() {
        module.pop();
    }
    let is_ours = is_from_root || module != *from;
    while let Some(part) =
        parts.next_if(|part| texts.contains_key(&[&*module, std::slice::from_ref(part)].concat()))
    {
        module.push(part);
    }
    (is_ours || module != *from).then(|| (module, parts.next().unwrap_or_default()))
}

#[test]
fn no_files_import_each_other_but_a_parent_and_its_own_child() {
    let imports = imports();
    assert!(imports.len() > 200, "the files are not found");
    let is_child =
        |child: &Module, parent: &Module| child.split_last().is_some_and(|(_, own)| own == &**parent);
    // A name that the parent has from another of its children is imported from there.
    let origin = |from: &Module, (module, name): &(Module, String)| {
        let known = imports.get(module).filter(|_| is_child(from, module)).into_iter().flatten();
        let mut children = known.filter(|(child, own)| is_child(child, module) && own == name);
        children.next().map_or_else(|| module.clone(), |(child, _)| child.clone())
    };
    let of = |(from, names): (&Module, &Vec<(Module, String)>)| {
        let targets = names.iter().map(|name| origin(from, name));
        let far = targets.filter(|to| to != from && !is_child(from, to) && !is_child(to, from)).collect();
        (from.clone(), far)
    };
    let mut left: BTreeMap<Module, BTreeSet<Module>> = imports.iter().map(of).collect();
    // Without what imports nothing that is left, again and again, circles remain.
    loop {
        let all = left.len();
        let kept: BTreeSet<Module> = left.keys().cloned().collect();
        for to in left.values_mut() {
            to.retain(|to| kept.contains(to));
        }
        left.retain(|_, to| !to.is_empty());
        if left.len() == all {
            break;
        }
    }
    assert!(left.is_empty(), "circles are among these: {left:#?}");
}

#[test]
fn a_layer_uses_only_the_layers_below_it() {
    let architecture = include_str!("../../ARCHITECTURE.md");
    let layers: Vec<&str> = architecture
        .lines()
        .filter_map(|row| row.strip_prefix("| `")?.split_once("/`"))
        .map(|row| row.0)
        .collect();
    assert_eq!((layers.first(), layers.last()), (Some(&"commands"), Some(&"text")));
    let layer =
        |module: &Module| layers.iter().position(|layer| module.first().is_some_and(|own| own == layer));
    for (from, names) in imports() {
        for (to, _) in &names {
            assert!(
                layer(to).is_none_or(|below| layer(&from).is_none_or(|own| own <= below)),
                "{from:?} uses {to:?}"
            );
        }
    }
}
