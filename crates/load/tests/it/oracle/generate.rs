//! Random modules that Terraform accepts, the same for the same number.

use std::fmt::Write;

/// Deterministic random numbers (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// A block: kind, labels and arguments; an argument is an expression in native syntax.
struct Block {
    kind: &'static str,
    labels: Vec<String>,
    arguments: Vec<(String, String)>,
}

impl Block {
    fn new(kind: &'static str, labels: &[&str], arguments: &[(&str, String)]) -> Block {
        Block {
            kind,
            labels: labels.iter().map(|l| (*l).to_owned()).collect(),
            arguments: arguments.iter().map(|(n, e)| ((*n).to_owned(), e.clone())).collect(),
        }
    }

    fn native(&self) -> String {
        let mut out = self.kind.to_owned();
        for label in &self.labels {
            write!(out, " \"{label}\"").unwrap();
        }
        out.push_str(" {\n");
        for (name, expression) in &self.arguments {
            writeln!(out, "  {name} = {expression}").unwrap();
        }
        out + "}\n"
    }

    fn json(&self) -> serde_json::Value {
        let body = self.arguments.iter().map(|(name, expression)| {
            let text = if name == "source" {
                expression.trim_matches('"').to_owned()
            } else {
                format!("${{{expression}}}")
            };
            (name.clone(), serde_json::Value::String(text))
        });
        let mut out = serde_json::Value::Object(body.collect());
        for label in self.labels.iter().rev() {
            out = serde_json::json!({ label: out });
        }
        serde_json::json!({ self.kind: out })
    }
}

/// What expressions may refer to, by type.
#[derive(Clone, Default)]
struct Scope {
    /// Texts that a plan knows, and numbers, lists and maps of texts.
    strings: Vec<String>,
    numbers: Vec<String>,
    lists: Vec<String>,
    maps: Vec<String>,
    /// Texts that only apply knows.
    unknown: Vec<String>,
    /// Texts that nobody may print.
    secret: Vec<String>,
}

/// Writes expressions.
struct Writer<'r> {
    random: &'r mut Random,
    scope: Scope,
    /// Whether a text may be unknown or secret.
    open: bool,
}

impl Writer<'_> {
    fn reference(&mut self, from: fn(&Scope) -> &Vec<String>) -> Option<String> {
        let names = from(&self.scope);
        if names.is_empty() {
            return None;
        }
        let at = self.random.below(names.len());
        Some(names[at].clone())
    }

    fn string(&mut self, depth: usize) -> String {
        if self.open
            && self.random.one_in(9)
            && let Some(name) = self.reference(|s| &s.unknown)
        {
            return name;
        }
        if self.open
            && self.random.one_in(12)
            && let Some(name) = self.reference(|s| &s.secret)
        {
            return name;
        }
        if depth == 0 || self.random.one_in(3) {
            if self.random.one_in(2)
                && let Some(name) = self.reference(|s| &s.strings)
            {
                return name;
            }
            let literals = [
                r#""a""#,
                r#""b c""#,
                r#""""#,
                r#""é""#,
                r#""q\"t""#,
                r#""$${x}""#,
                r#""007""#,
                r#""true""#,
                "path.module",
                "path.root",
                "terraform.workspace",
                r#""a/b\\c""#,
            ];
            return self.random.pick(&literals).to_owned();
        }
        let d = depth - 1;
        match self.random.below(15) {
            0 => format!("\"${{{}}}-${{{}}}\"", self.string(d), self.number(d)),
            1 => format!("upper({})", self.string(d)),
            2 => format!("({} ? {} : {})", self.boolean(d), self.string(d), self.string(d)),
            3 => format!(r#"format("%s/%02d", {}, {})"#, self.string(d), self.number(d)),
            4 => format!(r#"coalesce({}, "z")"#, self.string(d)),
            5 => format!(r#"try({}["nope"], {})"#, self.map(d), self.string(d)),
            6 => format!(r#"join(",", {})"#, self.list(d)),
            7 => format!(r#"lookup({}, "k", {})"#, self.map(d), self.string(d)),
            // Where nothing is replaced we know the text and Terraform does not, so the new text is a known one.
            8 => {
                let text = self.string(d);
                format!("replace({text}, \"a\", {})", self.known(Writer::string, d))
            }
            9 => format!("jsonencode({})", self.map(d)),
            10 => r#"file("${path.module}/a.txt")"#.to_owned(),
            11 => format!(
                r#"templatefile("${{path.module}}/t.tftpl", {{ who = {}, all = {} }})"#,
                self.string(d),
                self.list(d)
            ),
            12 => format!("\"%{{ for x in {} }}[${{x}}]%{{ endfor }}\"", self.list(d)),
            13 => format!(r#"element(concat({}, ["e"]), {})"#, self.list(d), self.number(0)),
            _ => format!("substr({}, 0, 2)", self.known(Writer::string, d)),
        }
    }

    fn number(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.one_in(3) {
            if self.random.one_in(2)
                && let Some(name) = self.reference(|s| &s.numbers)
            {
                return name;
            }
            return self.random.pick(&["0", "1", "2", "3", "12"]).to_owned();
        }
        let d = depth - 1;
        match self.random.below(5) {
            0 => format!("length({})", self.list(d)),
            1 => format!("length({})", self.map(d)),
            2 => format!("({} + {})", self.number(d), self.number(d)),
            3 => format!("max({}, {})", self.number(d), self.number(d)),
            _ => format!("{} % 3", self.number(0)),
        }
    }

    /// Of texts in part unknown we can know more than Terraform, so only whole unknowns are compared.
    fn boolean(&mut self, depth: usize) -> String {
        let d = depth.saturating_sub(1);
        if self.open
            && self.random.one_in(6)
            && let Some(name) = self.reference(|s| &s.unknown)
        {
            return format!("({name} == {})", self.known(Writer::string, d));
        }
        match self.random.below(7) {
            0 => format!("({} > {})", self.number(d), self.number(d)),
            1 => format!("({} == {})", self.known(Writer::string, d), self.known(Writer::string, d)),
            2 => format!("contains({}, {})", self.known(Writer::list, d), self.known(Writer::string, d)),
            3 => format!("can({}[\"nope\"])", self.map(d)),
            4 => format!(r#"startswith({}, "a")"#, self.known(Writer::string, d)),
            5 => "true".to_owned(),
            _ => format!("!({} == {})", self.number(d), self.number(d)),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.one_in(4) {
            if self.random.one_in(2)
                && let Some(name) = self.reference(|s| &s.lists)
            {
                return name;
            }
            return self
                .random
                .pick(&[r#"["a", "b"]"#, r#"["x"]"#, r#"["b", "a", "b"]"#, r#"[for x in ["p"] : x]"#])
                .to_owned();
        }
        let d = depth - 1;
        match self.random.below(10) {
            0 => format!("[{}, {}]", self.string(d), self.string(d)),
            1 => format!("[for x in {} : \"${{x}}!\"]", self.list(d)),
            2 => format!("[for k, v in {} : \"${{k}}=${{v}}\"]", self.map(d)),
            3 => format!("concat({}, {})", self.list(d), self.list(d)),
            4 => format!("sort(tolist({}))", self.list(d)),
            5 => format!("distinct(tolist({}))", self.list(d)),
            6 => format!("keys({})", self.map(d)),
            7 => format!("values({})", self.map(d)),
            8 => format!(r#"split("-", {})"#, self.string(d)),
            _ => format!("[for i, x in {} : x if i != 1]", self.list(d)),
        }
    }

    fn map(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.one_in(4) {
            if self.random.one_in(2)
                && let Some(name) = self.reference(|s| &s.maps)
            {
                return name;
            }
            return self
                .random
                .pick(&[r#"{ k = "v" }"#, r#"{ b = "1", a = "2" }"#, r#"{ "x y" = "z" }"#])
                .to_owned();
        }
        let d = depth - 1;
        match self.random.below(6) {
            0 => format!("{{ k = {}, l = {} }}", self.string(d), self.string(d)),
            1 => format!("merge({}, {})", self.map(d), self.map(d)),
            2 => format!("tomap({{ n = {} }})", self.string(d)),
            3 => {
                let open = std::mem::replace(&mut self.open, false);
                let list = self.list(d);
                self.open = open;
                format!("{{ for x in toset({list}) : x => upper(x) }}")
            }
            4 => format!("{{ for k, v in {} : \"${{k}}2\" => v if sha1(v) != sha1(\"1\") }}", self.map(d)),
            _ => format!("{{ m = {} }}", self.string(d)),
        }
    }

    /// An expression of any of the types.
    fn any(&mut self) -> String {
        match self.random.below(6) {
            0 | 1 => self.string(3),
            2 => self.number(3),
            3 => self.list(3),
            4 => self.map(3),
            _ => {
                let (a, b, c) = (self.string(2), self.list(2), self.boolean(2));
                format!("{{ s = {a}, l = {b}, b = {c}, n = null }}")
            }
        }
    }

    /// Without anything that only apply knows.
    fn known(&mut self, write: fn(&mut Self, usize) -> String, depth: usize) -> String {
        let open = std::mem::replace(&mut self.open, false);
        let out = write(self, depth);
        self.open = open;
        out
    }
}

/// A module and the call that fits it.
pub struct Generated {
    /// Files by path relative to the module.
    pub files: Vec<(String, String)>,
    /// Arguments of the call.
    pub arguments: Vec<(String, String)>,
}

/// The variables of a module, each with its call's possible arguments (empty for none given).
const VARIABLES: &[(&str, &str, &[&str])] = &[
    ("s", "type = string", &[r#""given""#, "5", "true"]),
    ("d", r#"default = "dflt""#, &["", "null", r#""d""#]),
    (
        "n",
        "type = number\ndefault = \"2\"\nvalidation {\ncondition = var.n < 100 && length(var.s) > 0\nerror_message = \"n is ${var.n}\"\n}",
        &["", "1", "\"3\"", "0"],
    ),
    ("nn", "type = string\ndefault = \"D\"\nnullable = false", &["", "null", "\"nn\""]),
    ("l", "type = list(string)\ndefault = [\"one\", 2, true]", &["", "[\"z\"]", "toset([\"y\", \"x\"])"]),
    ("set", "type = set(string)\ndefault = [\"b\", \"a\", \"b\"]", &["", "[]", "[\"c\", 1]"]),
    ("m", "type = map(string)\ndefault = {}", &["", "{ a = 1, b = true }", "{ \"k\" = \"v\" }"]),
    (
        "teams",
        "type = map(object({ on = optional(bool, true), roles = optional(list(string), [\"SELECT\"]), note = optional(string) }))\ndefault = { eng = {}, old = { on = false }, fin = { roles = [\"M\", 1], note = \"n\" } }",
        &["", "{ a = { on = null, extra = 1 }, b = { roles = null } }", "{ z = { on = false } }", "{}"],
    ),
    (
        "o",
        "type = object({ a = optional(string, \"A\"), in = optional(object({ c = optional(number, 5), d = optional(any) }), {}) })\ndefault = {}",
        &["", "{ a = null, in = { c = null } }", "{ in = null, z = 1 }", "{ in = { d = [1] } }"],
    ),
    ("secret", "type = string\ndefault = \"hunter2\"\nsensitive = true", &["", "\"given\""]),
    ("t", "type = tuple([string, number])\ndefault = [1, \"2\"]", &["", "[true, 3]"]),
    ("any", "type = any\ndefault = [1, \"x\"]", &["", "{ q = [1, null] }", "null", "\"text\""]),
];

/// The module with this number. It calls others up to `depth` levels down.
pub fn module(random: &mut Random, depth: usize) -> Generated {
    let mut blocks: Vec<Block> = Vec::new();
    let mut native = String::new();
    let mut arguments = Vec::new();
    for (name, body, given) in VARIABLES {
        writeln!(native, "variable \"{name}\" {{\n{body}\n}}").unwrap();
        let argument = random.pick(given);
        if !argument.is_empty() {
            arguments.push(((*name).to_owned(), argument.to_owned()));
        }
    }
    let mut scope = Scope {
        strings: ["var.s", "var.nn", "var.o.a", "var.t[0]"].map(str::to_owned).to_vec(),
        numbers: ["var.n", "var.t[1]", "length(var.teams)"].map(str::to_owned).to_vec(),
        lists: ["var.l", "tolist(var.set)", "keys(var.teams)", "flatten(values(var.teams)[*].roles)"]
            .map(str::to_owned)
            .to_vec(),
        maps: vec!["var.m".into(), "{ for k, v in var.teams : k => join(\"+\", v.roles) if v.on }".into()],
        unknown: Vec::new(),
        secret: vec!["var.secret".into()],
    };

    let mut locals = Vec::new();
    for (name, kind) in [("ls", 0), ("ln", 1), ("ll", 2), ("lm", 3)] {
        let mut writer = Writer { random, scope: scope.clone(), open: false };
        let text = match kind {
            0 => writer.string(3),
            1 => writer.number(3),
            2 => writer.list(3),
            _ => writer.map(3),
        };
        locals.push((name, text));
        let to = match kind {
            0 => &mut scope.strings,
            1 => &mut scope.numbers,
            2 => &mut scope.lists,
            _ => &mut scope.maps,
        };
        to.push(format!("local.{name}"));
    }
    if random.one_in(2) {
        locals.reverse();
    }
    blocks.push(Block::new("locals", &[], &locals));

    blocks.push(Block::new("resource", &["terraform_data", "u"], &[("input", "\"in\"".into())]));
    scope.unknown.push("terraform_data.u.id".into());
    scope.unknown.push("terraform_data.u.output".into());
    scope.strings.push("terraform_data.u.input".into());

    resources(random, &mut scope, &mut blocks);
    let mut files = Vec::new();
    if depth > 0 {
        calls(random, &mut scope, &mut blocks, &mut files, depth);
    }
    outputs(random, &scope, &mut blocks);
    let (mut main, mut json) = (native, Vec::new());
    let mixed = random.one_in(3);
    for block in &blocks {
        if mixed && random.one_in(2) {
            json.push(block.json());
        } else {
            main.push_str(&block.native());
        }
    }
    files.push(("main.tf".into(), main));
    if !json.is_empty() {
        files.push(("more.tf.json".into(), serde_json::Value::Array(json).to_string()));
    }
    overrides(random, &scope, &blocks, &mut files);
    files.push(("a.txt".into(), "text é\n".into()));
    files.push(("t.tftpl".into(), "%{ for x in all ~}\n- ${x}\n%{ endfor ~}\nby ${who}".into()));
    Generated { files, arguments }
}

/// The forms of a resource: several with `count`, `for_each`, or neither; later ones see the earlier.
fn resources(random: &mut Random, scope: &mut Scope, blocks: &mut Vec<Block>) {
    for index in 0..4 {
        let name = format!("r{index}");
        let mut inner = scope.clone();
        let mut body = Vec::new();
        let form = random.below(5);
        match form {
            0 => {
                let mut writer = Writer { random: &mut *random, scope: inner.clone(), open: false };
                let count = match writer.random.below(4) {
                    0 => format!("{} ? 1 : 0", writer.boolean(2)),
                    1 => format!("min(3, {})", writer.number(2)),
                    2 => format!("length({}) > 2 ? 2 : 1", writer.list(2)),
                    _ => "\"2\"".into(),
                };
                body.push(("count", count));
                inner.numbers.push("count.index".into());
                inner.strings.push("\"i${count.index}\"".into());
                scope.lists.push(format!("[for r in terraform_data.{name} : r.input.s]"));
                scope.lists.push(format!("terraform_data.{name}[*].input.s"));
                scope.numbers.push(format!("length(terraform_data.{name})"));
                scope.strings.push(format!("try(terraform_data.{name}[0].input.s, \"none\")"));
                scope.strings.push(format!("join(\"\", terraform_data.{name}[*].input.s)"));
            }
            1 | 2 => {
                let mut writer = Writer { random: &mut *random, scope: inner.clone(), open: false };
                let each = if form == 1 {
                    writer.known(Writer::map, 3)
                } else {
                    format!("toset({})", writer.known(Writer::list, 3))
                };
                body.push(("for_each", each));
                inner.strings.push("each.key".into());
                inner.strings.push("each.value".into());
                scope.maps.push(format!("{{ for k, r in terraform_data.{name} : k => r.input.s }}"));
                scope.lists.push(format!("values(terraform_data.{name})[*].input.s"));
                scope.lists.push(format!("keys(terraform_data.{name})"));
            }
            3 => {
                body.push(("for_each", "{ for k, v in var.teams : k => v if v.on }".into()));
                inner.strings.push("each.key".into());
                inner.lists.push("each.value.roles".into());
                inner.strings.push("coalesce(each.value.note, \"no note\")".into());
                scope.maps.push(format!("{{ for k, r in terraform_data.{name} : k => r.input.s }}"));
            }
            _ => {
                scope.strings.push(format!("terraform_data.{name}.input.s"));
                scope.strings.push(format!("resource.terraform_data.{name}.input[\"s\"]"));
                scope.unknown.push(format!("terraform_data.{name}.id"));
            }
        }
        // What later count and for_each read is known; what is not goes beside it.
        let mut writer = Writer { random: &mut *random, scope: inner, open: true };
        let text = writer.known(Writer::string, 2);
        let more = writer.any();
        body.push(("input", format!("{{ s = {text}, more = {more} }}")));
        if writer.random.one_in(3) {
            let trigger = writer.any();
            body.push(("triggers_replace", format!("[{trigger}, terraform_data.u.id]")));
        }
        blocks.push(Block::new("resource", &["terraform_data", &name], &body));
    }
}

fn calls(
    random: &mut Random,
    scope: &mut Scope,
    blocks: &mut Vec<Block>,
    files: &mut Vec<(String, String)>,
    depth: usize,
) {
    for index in 0..=random.below(2) {
        let name = format!("m{index}");
        let child = module(random, depth - 1);
        files.extend(child.files.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        let mut body = vec![("source".to_owned(), format!("\"./{name}\""))];
        let mut inner = scope.clone();
        match random.below(4) {
            0 => {
                let mut writer = Writer { random: &mut *random, scope: inner.clone(), open: false };
                body.push(("count".into(), format!("min(2, {})", writer.number(2))));
                inner.strings.push("\"c${count.index}\"".into());
                scope.lists.push(format!("module.{name}[*].name"));
                scope.strings.push(format!("try(module.{name}[0].name, \"no\")"));
            }
            1 => {
                let mut writer = Writer { random: &mut *random, scope: inner.clone(), open: false };
                body.push(("for_each".into(), format!("toset({})", writer.known(Writer::list, 1))));
                inner.strings.push("each.value".into());
                scope.maps.push(format!("{{ for k, m in module.{name} : k => m.name }}"));
                scope.lists.push(format!("values(module.{name})[*].name"));
            }
            2 => {
                body.push(("for_each".into(), "var.teams".into()));
                inner.strings.push("join(\"/\", each.value.roles)".into());
                scope.maps.push(format!("{{ for k, m in module.{name} : k => m.name }}"));
            }
            _ => {
                scope.strings.push(format!("module.{name}.name"));
                scope.lists.push(format!("module.{name}.list"));
                scope.unknown.push(format!("module.{name}.id"));
            }
        }
        for (argument, text) in child.arguments {
            let mut writer = Writer { random: &mut *random, scope: inner.clone(), open: false };
            let text = match argument.as_str() {
                "s" if writer.random.one_in(2) => writer.string(2),
                "l" if writer.random.one_in(2) => writer.list(2),
                "m" if writer.random.one_in(2) => writer.map(2),
                "teams" if writer.random.one_in(2) => "var.teams".into(),
                "any" if writer.random.one_in(2) => "var.o".into(),
                _ => text,
            };
            body.push((argument, text));
        }
        blocks.push(Block { kind: "module", labels: vec![name], arguments: body });
    }
}

fn outputs(random: &mut Random, scope: &Scope, blocks: &mut Vec<Block>) {
    // An output that shows a secret must say so.
    let scope = Scope { secret: Vec::new(), ..scope.clone() };
    let mut writer = Writer { random: &mut *random, scope, open: true };
    let name = writer.known(Writer::string, 3);
    let list = writer.known(Writer::list, 2);
    let any = writer.any();
    for (label, text) in [
        ("name", name),
        ("list", list),
        ("any", any),
        ("id", "terraform_data.u.id".into()),
        ("paths", "[path.module, path.root, terraform.workspace, fileset(path.module, \"*.t*\")]".into()),
        ("vars", "[var.d, var.teams, var.o, var.t, var.any, var.set, var.m, var.l]".into()),
        ("whole", "terraform_data.u".into()),
    ] {
        blocks.push(Block::new("output", &[label], &[("value", text)]));
    }
}

/// Sometimes one or two override files, native or JSON.
fn overrides(random: &mut Random, scope: &Scope, blocks: &[Block], files: &mut Vec<(String, String)>) {
    if !random.one_in(3) {
        return;
    }
    let mut json = vec![serde_json::json!({ "variable": { "d": { "default": "from ${override}" } } })];
    let mut native = String::from("variable \"n\" {\ndefault = 1\n}\nlocals {\nln = 7\n}\n");
    for block in blocks.iter().filter(|b| b.kind == "resource" && b.labels[1] != "u") {
        if random.one_in(2) {
            // Only names of variables, so that nothing turns in a circle.
            let strings: Vec<String> =
                scope.strings.iter().filter(|s| s.starts_with("var.")).cloned().collect();
            let mut writer =
                Writer { random: &mut *random, scope: Scope { strings, ..Scope::default() }, open: false };
            let text = writer.string(2);
            let labels: Vec<&str> = block.labels.iter().map(String::as_str).collect();
            let replaced = Block::new("resource", &labels, &[("input", format!("{{ s = {text} }}"))]);
            if random.one_in(2) {
                json.push(replaced.json());
            } else {
                native.push_str(&replaced.native());
            }
        }
    }
    files.push(("a_override.tf".into(), native));
    files.push(("z_override.tf.json".into(), serde_json::Value::Array(json).to_string()));
}

/// The reference to a provider configuration as a module may write it, and what it declares for it.
pub struct Providers {
    pub files: Vec<(String, String)>,
    /// What the caller passes for each configuration the module needs: local reference of the module.
    pub needs: Vec<String>,
}

/// A module that uses configurations of the built-in provider: its own, passed ones and inherited ones.
pub fn providers(random: &mut Random, depth: usize, repeated: bool) -> Providers {
    let local = random.pick(&["terraform", "tf", "core"]);
    let mut text = String::new();
    let mut has = Vec::new();
    let mut needs = Vec::new();
    let aliases: Vec<&str> = ["x", "y"].into_iter().filter(|_| random.one_in(2)).collect();
    let list: Vec<String> = aliases.iter().map(|a| format!("{local}.{a}")).collect();
    write!(
        text,
        "terraform {{\n  required_providers {{\n    {local} = {{\n      source = \"terraform.io/builtin/terraform\"\n      configuration_aliases = [{}]\n    }}\n  }}\n}}\n",
        list.join(", ")
    )
    .unwrap();
    for name in &list {
        needs.push(name.clone());
        has.push(name.clone());
    }
    if random.one_in(2) {
        needs.push(local.to_owned());
    }
    if !repeated && random.one_in(2) {
        writeln!(text, "provider \"{local}\" {{\n  alias = \"own\"\n}}").unwrap();
        has.push(format!("{local}.own"));
    }
    let mut inherited = !needs.contains(&local.to_owned());
    if !repeated && inherited && random.one_in(3) {
        writeln!(text, "provider \"{local}\" {{}}").unwrap();
        inherited = false;
    }
    has.push(local.to_owned());
    for (index, name) in has.iter().enumerate() {
        writeln!(text, "resource \"terraform_data\" \"p{index}\" {{\n  provider = {name}\n}}").unwrap();
    }
    // Without `provider` the local name is what stands before the first `_` of the type.
    if local == "terraform" {
        text.push_str("resource \"terraform_data\" \"implied\" {}\n");
    }
    // What a module only inherits it uses but cannot pass on: "missing provider", says Terraform.
    if inherited {
        has.pop();
    }
    let mut files = Vec::new();
    if depth > 0 {
        for index in 0..=random.below(2) {
            let repeats = random.pick(&["", "", "  count = 2\n", "  for_each = toset([\"a\", \"b\"])\n"]);
            let child = providers(random, depth - 1, repeated || !repeats.is_empty());
            if has.is_empty() && !child.needs.is_empty() {
                continue;
            }
            files.extend(child.files.into_iter().map(|(path, text)| (format!("m{index}/{path}"), text)));
            writeln!(
                text,
                "module \"m{index}\" {{\n  source = \"./m{index}\"\n{repeats}{}}}",
                pass(random, &child.needs, &has)
            )
            .unwrap();
        }
    }
    files.push(("main.tf".into(), text));
    Providers { files, needs }
}

/// The `providers` argument that gives each need one of what there is.
pub fn pass(random: &mut Random, needs: &[String], has: &[String]) -> String {
    let mut out = String::new();
    for need in needs {
        let given = &has[random.below(has.len())];
        writeln!(out, "    {need} = {given}").unwrap();
    }
    if out.is_empty() { out } else { format!("  providers = {{\n{out}  }}\n") }
}
