//! The syntax tree of one file: flat tables of nodes that point at each other by index.
//!
//! Nothing is copied out of the text unless it differs from it (escapes, heredoc indentation), so
//! names are [`Span`]s and a tree costs a few bytes per source byte. Native syntax and `.tf.json`
//! produce the same tree.

use std::ops::Range;
use std::sync::Arc;

use bricklint_findings::source::Span;

/// Index of an expression in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// Index of a body in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyId(pub u32);

/// A run of entries in one of the side tables of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First entry.
    pub start: u32,
    /// One past the last entry.
    pub end: u32,
}

impl Run {
    /// The run as a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of entries.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the run holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// One expression. The span of each stands in [`Tree::span`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expr {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number literal; its digits are the span's text.
    Number,
    /// A quoted string, heredoc or JSON string without interpolation: index into the string table.
    String(u32),
    /// A template with at least one interpolation or directive: a run of [`Part`]s. A template that is
    /// exactly one interpolation is [`Expr::Wrapped`].
    Template(Run),
    /// `"${x}"`: the value of `x` itself, whatever its type.
    Wrapped(ExprId),
    /// The first name of a traversal, `var` in `var.region`; its text is the span's.
    Variable,
    /// `base.name`; the span of the name.
    Attr {
        /// What is looked into.
        base: ExprId,
        /// The name after the dot.
        name: Span,
    },
    /// `base[key]`, and the legacy `base.0`, whose key is a [`Expr::Number`].
    Index {
        /// What is looked into.
        base: ExprId,
        /// The key.
        key: ExprId,
    },
    /// `base[*]…` (`full`) or `base.*…`. `each` is the rest of the traversal, over [`Expr::SplatItem`].
    Splat {
        /// What is iterated.
        base: ExprId,
        /// Evaluated once per element.
        each: ExprId,
        /// `[*]` takes attributes and indexes after it, `.*` attributes only.
        full: bool,
    },
    /// The element that the enclosing splat is at.
    SplatItem,
    /// `name(args…)`; `name` may be `core::upper` or `provider::x::f`.
    Call {
        /// The whole name, with its namespaces.
        name: Span,
        /// Arguments, a run of the list table.
        args: Run,
        /// The last argument is followed by `...`.
        expand: bool,
    },
    /// `!x`, `-x`.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: ExprId,
    },
    /// `left op right`.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left operand.
        left: ExprId,
        /// Right operand.
        right: ExprId,
    },
    /// `cond ? yes : no`.
    Conditional {
        /// The condition.
        cond: ExprId,
        /// Taken when true.
        yes: ExprId,
        /// Taken when false.
        no: ExprId,
    },
    /// `(inner)`.
    Paren(ExprId),
    /// `[a, b]`: a run of the list table.
    Tuple(Run),
    /// `{a = b}`: a run of the item table.
    Object(Run),
    /// A `for` expression: index into the `for` table.
    For(u32),
    /// Text that does not parse; a [`SyntaxError`] says why.
    Error,
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

/// One `key = value` of an object constructor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// A bare name is [`Expr::String`]; anything else is evaluated.
    pub key: ExprId,
    /// The value.
    pub value: ExprId,
}

/// A `for` expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct For {
    /// The first of two names.
    pub key_name: Option<Span>,
    /// The last name.
    pub value_name: Span,
    /// What is iterated.
    pub collection: ExprId,
    /// Present in the object form `{ for … : key => value }`.
    pub key: Option<ExprId>,
    /// The result for one element.
    pub value: ExprId,
    /// After `if`.
    pub cond: Option<ExprId>,
    /// `value...`, grouping.
    pub group: bool,
}

/// One part of a template, with `~` and heredoc indentation already applied to literals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Literal text: index into the string table.
    Literal(u32),
    /// `${expr}`.
    Interpolation(ExprId),
    /// `%{ if cond }yes%{ else }no%{ endif }`; both branches are runs of parts.
    If {
        /// The condition.
        cond: ExprId,
        /// Parts when true.
        yes: Run,
        /// Parts when false; empty without `else`.
        no: Run,
    },
    /// `%{ for k, v in coll }body%{ endfor }`.
    For {
        /// The first of two names.
        key_name: Option<Span>,
        /// The last name.
        value_name: Span,
        /// What is iterated.
        collection: ExprId,
        /// Parts repeated.
        body: Run,
    },
}

/// `name = value` in a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: Span,
    /// The value.
    pub value: ExprId,
}

/// `type "label" { … }` in a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// The block type.
    pub name: Span,
    /// Labels, a run of the label table.
    pub labels: Run,
    /// From the type to the opening brace, exclusive.
    pub header: Span,
    /// From the type to the closing brace.
    pub span: Span,
    /// What stands between the braces.
    pub body: BodyId,
    /// An error inside swallowed content: what the block lacks is not known to be absent.
    pub broken: bool,
}

/// The attributes and blocks of a file or block, each in source order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// A run of the attribute table.
    pub attributes: Run,
    /// A run of the block table.
    pub blocks: Run,
    /// Between the braces, or the whole file.
    pub span: Span,
}

/// Why a stretch of text is not valid Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// One sentence, lower-case start, no full stop.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The text the spans count in (without a byte order mark; see [`Tree::bom`]).
    pub text: Arc<str>,
    /// Whether the file began with a byte order mark, which the text and the spans leave out.
    pub bom: bool,
    /// Whether the file is JSON syntax: in bodies whose schema is unknown, blocks then appear as
    /// attributes whose value is a list of objects or an object.
    pub json: bool,
    /// The whole file.
    pub root: BodyId,
    /// Errors in source order; empty when the file is valid.
    pub errors: Vec<SyntaxError>,
    /// Comments in source order, with their `#`, `//` or `/* */`; in JSON the values of `"//"`.
    pub comments: Vec<Span>,
    pub(crate) exprs: Vec<Expr>,
    pub(crate) spans: Vec<Span>,
    pub(crate) lists: Vec<ExprId>,
    pub(crate) items: Vec<Item>,
    pub(crate) fors: Vec<For>,
    pub(crate) parts: Vec<Part>,
    pub(crate) strings: Vec<Str>,
    pub(crate) labels: Vec<Label>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) bodies: Vec<Body>,
    /// Where text starts that was decoded from a JSON string and appended, and where that string is.
    pub(crate) decoded: Vec<(u32, Span)>,
}

/// Decoded text: a slice of the file, or owned where escapes or indentation changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Str {
    /// The text of the file at this span.
    Slice(Span),
    /// Differs from the file, or is not in NFC there.
    Owned(Box<str>),
}

/// A block label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// With its quotes, where it has them.
    pub span: Span,
    /// Index into the string table.
    pub(crate) text: u32,
}

impl Tree {
    /// A tree without nodes; [`Tree::finish_empty`] gives it its root.
    pub(crate) fn empty(text: Arc<str>, json: bool) -> Self {
        Self {
            text,
            bom: false,
            json,
            root: BodyId(0),
            errors: Vec::new(),
            comments: Vec::new(),
            exprs: Vec::new(),
            spans: Vec::new(),
            lists: Vec::new(),
            items: Vec::new(),
            fors: Vec::new(),
            parts: Vec::new(),
            strings: Vec::new(),
            labels: Vec::new(),
            attributes: Vec::new(),
            blocks: Vec::new(),
            bodies: Vec::new(),
            decoded: Vec::new(),
        }
    }

    /// Makes the root an empty body.
    #[must_use]
    pub(crate) fn finish_empty(mut self) -> Self {
        self.root = BodyId(self.bodies.len() as u32);
        let none = Run { start: 0, end: 0 };
        self.bodies.push(Body { attributes: none, blocks: none, span: Span::new(0, 0) });
        self
    }

    /// Makes room for what `len` bytes of usual text parse to.
    pub(crate) fn reserve(&mut self, len: usize) {
        self.exprs.reserve(len / 14);
        self.spans.reserve(len / 14);
        self.strings.reserve(len / 26);
        self.attributes.reserve(len / 40);
        self.blocks.reserve(len / 128);
        self.bodies.reserve(len / 128);
        self.labels.reserve(len / 96);
    }

    /// Where in the file `span` stands. It is `span` itself, except for text that had to be decoded
    /// from a JSON string with escapes: that stands behind the file's own text, and its place is the
    /// string.
    pub fn place(&self, span: Span) -> Span {
        let index = self.decoded.partition_point(|(start, _)| *start <= span.start);
        match index.checked_sub(1).and_then(|index| self.decoded.get(index)) {
            Some((_, place)) => *place,
            None => span,
        }
    }
}

// Ids are made by the parser of the same tree, so indexing cannot miss.
#[expect(clippy::indexing_slicing, reason = "ids are created by the parser that fills these tables")]
impl Tree {
    /// The expression `id`.
    pub fn expr(&self, id: ExprId) -> Expr {
        self.exprs[id.0 as usize]
    }

    /// Where the expression `id` stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.0 as usize]
    }

    /// All expressions with where they stand, as [`Tree::place`] gives it. What holds others comes after them.
    pub fn places(&self) -> impl Iterator<Item = (Span, ExprId)> {
        self.spans.iter().zip(0..).map(|(span, at)| (self.place(*span), ExprId(at)))
    }

    /// Where strings, templates and heredocs stand, in no order.
    pub fn texts(&self) -> impl Iterator<Item = Span> {
        let all = self.exprs.iter().zip(&self.spans);
        all.filter(|(expr, _)| matches!(expr, Expr::String(_) | Expr::Template(_))).map(|(_, span)| *span)
    }

    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The text that the expression `id` was written as.
    pub fn source(&self, id: ExprId) -> &str {
        self.slice(self.span(id))
    }

    /// An entry of the string table: decoded and in NFC.
    pub fn string(&self, index: u32) -> &str {
        match &self.strings[index as usize] {
            Str::Slice(span) => self.slice(*span),
            Str::Owned(text) => text,
        }
    }

    /// Elements of a tuple or arguments of a call.
    pub fn list(&self, run: Run) -> &[ExprId] {
        &self.lists[run.range()]
    }

    /// Items of an object constructor.
    pub fn items(&self, run: Run) -> &[Item] {
        &self.items[run.range()]
    }

    /// Parts of a template.
    pub fn parts(&self, run: Run) -> &[Part] {
        &self.parts[run.range()]
    }

    /// Calls `visit` with each expression that stands directly in this one, in the order of the text.
    pub fn each_inner(&self, id: ExprId, visit: &mut impl FnMut(ExprId)) {
        match self.expr(id) {
            Expr::Null
            | Expr::Bool(_)
            | Expr::Number
            | Expr::String(_)
            | Expr::Variable
            | Expr::SplatItem
            | Expr::Error => {}
            Expr::Template(run) => self.each_in_parts(run, visit),
            Expr::Attr { base: inner, .. }
            | Expr::Wrapped(inner)
            | Expr::Paren(inner)
            | Expr::Unary { operand: inner, .. } => visit(inner),
            Expr::Index { base: left, key: right }
            | Expr::Splat { base: left, each: right, .. }
            | Expr::Binary { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Expr::Conditional { cond, yes, no } => [cond, yes, no].into_iter().for_each(visit),
            Expr::Call { args: run, .. } | Expr::Tuple(run) => self.list(run).iter().copied().for_each(visit),
            Expr::Object(run) => {
                self.items(run).iter().flat_map(|item| [item.key, item.value]).for_each(visit);
            }
            Expr::For(index) => {
                let For { collection, key, value, cond, .. } = self.for_expr(index);
                [Some(collection), key, Some(value), cond].into_iter().flatten().for_each(visit);
            }
        }
    }

    fn each_in_parts(&self, run: Run, visit: &mut impl FnMut(ExprId)) {
        for part in self.parts(run) {
            match *part {
                Part::Literal(_) => {}
                Part::Interpolation(id) => visit(id),
                Part::If { cond, yes, no } => {
                    visit(cond);
                    self.each_in_parts(yes, visit);
                    self.each_in_parts(no, visit);
                }
                Part::For { collection, body, .. } => {
                    visit(collection);
                    self.each_in_parts(body, visit);
                }
            }
        }
    }

    /// An entry of the `for` table.
    pub fn for_expr(&self, index: u32) -> For {
        self.fors[index as usize]
    }

    /// The body `id`.
    pub fn body(&self, id: BodyId) -> Body {
        self.bodies[id.0 as usize]
    }

    /// The attributes of a body, in source order.
    pub fn attributes(&self, id: BodyId) -> &[Attribute] {
        &self.attributes[self.body(id).attributes.range()]
    }

    /// The blocks of a body, in source order.
    pub fn blocks(&self, id: BodyId) -> &[Block] {
        &self.blocks[self.body(id).blocks.range()]
    }

    /// The attribute `name` of a body; the first where it is written twice.
    pub fn attribute(&self, id: BodyId, name: &str) -> Option<&Attribute> {
        self.attributes(id).iter().find(|a| self.slice(a.name) == name)
    }

    /// Whether an argument of a body may be true: it is written, and not as `false`.
    pub fn may_be_true(&self, id: BodyId, name: &str) -> bool {
        let value = self.attribute(id, name).map(|attribute| self.source(attribute.value));
        value.is_some_and(|text| text.trim_matches('"') != "false")
    }

    /// The labels of a block, decoded.
    pub fn labels(&self, block: &Block) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.labels[block.labels.range()].iter().map(|l| self.string(l.text))
    }

    /// The labels of a block with their spans.
    pub fn label_spans(&self, block: &Block) -> &[Label] {
        &self.labels[block.labels.range()]
    }

    /// The number of expressions.
    pub fn expr_count(&self) -> usize {
        self.exprs.len()
    }
}
