//! Expressions of the native syntax.

use super::scan::{DIGIT, OpenConditional, Parsed, Parser, START, class, span};
use super::tree::{Expr, ExprId, For, Item, Run, Str, UnaryOp};
use bricklint_findings::source::Span;

impl Parser<'_> {
    /// One expression. Blanks before it are passed, blanks behind it too.
    pub(super) fn expression(&mut self) -> Parsed<ExprId> {
        self.enter()?;
        let expr = self.conditional()?;
        self.depth -= 1;
        Ok(expr)
    }

    /// Conditionals chain to the right; the chain is a loop, so its length costs no stack.
    fn conditional(&mut self) -> Parsed<ExprId> {
        self.skip();
        let mut start = self.pos;
        let mut expr = self.binary(0)?;
        if self.peek() != b'?' {
            return Ok(expr);
        }
        let base = self.conditional_stack.len();
        while self.peek() == b'?' {
            let height = self.height;
            self.pos += 1;
            let yes = self.expression()?;
            if self.peek() != b':' || self.at(self.pos + 1) == b':' {
                return self.expected("`:` and the value for the other case");
            }
            self.pos += 1;
            let open =
                OpenConditional { start: start as u32, cond: expr, yes, height: height.max(self.height) };
            self.conditional_stack.push(open);
            self.skip();
            start = self.pos;
            expr = self.binary(0)?;
        }
        while self.conditional_stack.len() > base {
            let Some(open) = self.conditional_stack.pop() else {
                break;
            };
            let end = self.end_of(expr);
            self.raise(self.height.max(open.height), end)?;
            expr = self.push(
                Expr::Conditional { cond: open.cond, yes: open.yes, no: expr },
                open.start as usize,
                end,
            );
        }
        Ok(expr)
    }

    /// Operators that bind at least as strongly as `min`; all of them associate to the left.
    fn binary(&mut self, min: u8) -> Parsed<ExprId> {
        self.skip();
        let start = self.pos;
        let mut left = self.operand()?;
        while let Some((op, strength, len)) = self.operator() {
            if strength < min {
                break;
            }
            self.pos += len;
            let height = self.height;
            let right = self.binary(strength + 1)?;
            let end = self.end_of(right);
            self.raise(self.height.max(height), end)?;
            left = self.push(Expr::Binary { op, left, right }, start, end);
        }
        Ok(left)
    }

    /// A term with what follows it: `.name`, `[key]`, splats.
    #[inline]
    fn operand(&mut self) -> Parsed<ExprId> {
        if matches!(self.peek(), b'-' | b'!') {
            return self.unary();
        }
        let start = self.pos;
        let term = self.term()?;
        self.traversal(term, start)
    }

    fn unary(&mut self) -> Parsed<ExprId> {
        let base = self.unary_stack.len();
        loop {
            let op = match self.peek() {
                b'-' => UnaryOp::Negate,
                b'!' if self.at(self.pos + 1) != b'=' => UnaryOp::Not,
                _ => break,
            };
            self.unary_stack.push((op, self.pos as u32));
            self.pos += 1;
            self.skip();
        }
        let start = self.pos;
        let term = self.term()?;
        let mut expr = self.traversal(term, start)?;
        let end = self.end_of(expr);
        while self.unary_stack.len() > base {
            let Some((op, start)) = self.unary_stack.pop() else {
                break;
            };
            self.raise(self.height, end)?;
            expr = self.push(Expr::Unary { op, operand: expr }, start as usize, end);
        }
        Ok(expr)
    }

    fn term(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        let byte = self.peek();
        self.height = 0;
        match byte {
            b'"' => self.quoted(),
            b'(' => self.in_brackets(Self::parenthesis),
            b'[' => self.in_brackets(Self::tuple),
            b'{' => self.object(),
            b'<' if self.at(start + 1) == b'<' => self.heredoc(),
            _ if class(byte) & DIGIT != 0 => {
                self.pos = self.number_end(start);
                Ok(self.number(start))
            }
            _ if class(byte) & START != 0 || byte >= 0x80 => self.word(),
            _ => self.expected("an expression"),
        }
    }

    /// A number literal from `start` to the position.
    fn number(&mut self, start: usize) -> ExprId {
        let text = self.bytes.get(start..self.pos).unwrap_or_default();
        let expr = match is_number(text) {
            true if text.len() < 10 || exponent_fits(text) => Expr::Number,
            true => {
                self.report("the exponent of this number is too large", start, self.pos);
                Expr::Error
            }
            false => {
                self.report("this is not a number", start, self.pos);
                Expr::Error
            }
        };
        self.push(expr, start, self.pos)
    }

    /// A name, keyword or call.
    fn word(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        let end = self.ident_end(start);
        if end == start {
            return self.expected("an expression");
        }
        self.pos = end;
        self.skip();
        let next = self.peek();
        if next == b'(' || (next == b':' && self.at(self.pos + 1) == b':') {
            return self.call(start, end);
        }
        let expr = match self.bytes.get(start..end) {
            Some(b"true") => Expr::Bool(true),
            Some(b"false") => Expr::Bool(false),
            Some(b"null") => Expr::Null,
            _ => Expr::Variable,
        };
        Ok(self.push(expr, start, end))
    }

    /// A call; the position is at `(` or `::` behind the first name.
    fn call(&mut self, start: usize, mut name_end: usize) -> Parsed<ExprId> {
        while self.peek() == b':' && self.at(self.pos + 1) == b':' {
            self.pos += 2;
            self.skip();
            name_end = self.ident_end(self.pos);
            if name_end == self.pos {
                return self.expected("the name of a function");
            }
            self.pos = name_end;
            self.skip();
        }
        if self.peek() != b'(' {
            return self.expected("`(` and the arguments of the function");
        }
        let name = span(start, name_end);
        self.in_brackets(|parser| {
            parser.pos += 1;
            let base = parser.list_stack.len();
            let mut height = 0;
            let mut expand = false;
            parser.skip();
            while parser.peek() != b')' {
                let argument = parser.expression()?;
                parser.list_stack.push(argument);
                height = height.max(parser.height);
                match parser.peek() {
                    b',' => {
                        parser.pos += 1;
                        parser.skip();
                    }
                    b')' => {}
                    b'.' if parser.at_ellipsis() => {
                        parser.pos += 3;
                        parser.skip();
                        expand = true;
                        if parser.peek() != b')' {
                            return parser.expected("`)` after `...`");
                        }
                    }
                    _ => return parser.expected("`,` or `)`"),
                }
            }
            parser.pos += 1;
            let args = parser.take_list(base);
            parser.raise(height, start)?;
            Ok(parser.push(Expr::Call { name, args, expand }, start, parser.pos))
        })
    }

    #[inline]
    fn at_ellipsis(&self) -> bool {
        self.bytes.get(self.pos..self.pos + 3) == Some(b"...")
    }

    fn take_list(&mut self, base: usize) -> Run {
        let start = self.tree.lists.len() as u32;
        self.tree.lists.extend(self.list_stack.drain(base..));
        Run { start, end: self.tree.lists.len() as u32 }
    }

    /// Runs `parse` where newlines are blanks.
    #[inline]
    fn in_brackets<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let newlines = std::mem::replace(&mut self.newlines, false);
        let result = parse(self)?;
        self.newlines = newlines;
        Ok(result)
    }

    fn parenthesis(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        self.pos += 1;
        let inner = self.expression()?;
        if self.peek() != b')' {
            return self.expected("`)`");
        }
        self.pos += 1;
        self.raise(self.height, start)?;
        Ok(self.push(Expr::Paren(inner), start, self.pos))
    }

    fn tuple(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        self.pos += 1;
        self.skip();
        if self.at_word("for") {
            return self.for_expression(start, b']');
        }
        let base = self.list_stack.len();
        let mut height = 0;
        while self.peek() != b']' {
            let element = self.expression()?;
            self.list_stack.push(element);
            height = height.max(self.height);
            match self.peek() {
                b',' => {
                    self.pos += 1;
                    self.skip();
                }
                b']' => {}
                _ => return self.expected("`,` or `]`"),
            }
        }
        self.pos += 1;
        let elements = self.take_list(base);
        self.raise(height, start)?;
        Ok(self.push(Expr::Tuple(elements), start, self.pos))
    }

    fn object(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        self.pos += 1;
        let newlines = std::mem::replace(&mut self.newlines, false);
        self.skip();
        let expr = if self.at_word("for") {
            self.for_expression(start, b'}')?
        } else {
            self.newlines = true;
            self.object_items(start)?
        };
        self.newlines = newlines;
        Ok(expr)
    }

    fn object_items(&mut self, start: usize) -> Parsed<ExprId> {
        let base = self.item_stack.len();
        let mut height = 0;
        loop {
            self.skip_lines();
            if self.peek() == b'}' {
                break;
            }
            let key = self.object_key()?;
            height = height.max(self.height);
            match self.peek() {
                b'=' if !matches!(self.at(self.pos + 1), b'=' | b'>') => {}
                b':' if self.at(self.pos + 1) != b':' => {}
                _ => return self.expected("`=` and the value of this key"),
            }
            self.pos += 1;
            let value = self.expression()?;
            height = height.max(self.height);
            self.item_stack.push(Item { key, value });
            match self.peek() {
                b',' => self.pos += 1,
                b'}' => {}
                _ if self.at_newline() => {}
                _ => return self.expected("`,`, `}` or the end of the line"),
            }
        }
        self.pos += 1;
        let run_start = self.tree.items.len() as u32;
        self.tree.items.extend(self.item_stack.drain(base..));
        let items = Run { start: run_start, end: self.tree.items.len() as u32 };
        self.raise(height, start)?;
        Ok(self.push(Expr::Object(items), start, self.pos))
    }

    /// The key of an object item: a bare name, also a keyword, stands for itself.
    fn object_key(&mut self) -> Parsed<ExprId> {
        let start = self.pos;
        let end = self.ident_end(start);
        if end > start {
            self.pos = end;
            self.skip();
            let next = self.at(self.pos + 1);
            let is_name = match self.peek() {
                b'=' => !matches!(next, b'=' | b'>'),
                b':' => next != b':',
                _ => false,
            };
            if is_name {
                self.height = 0;
                let text = self.name_string(span(start, end));
                return Ok(self.push(Expr::String(text), start, end));
            }
            // Comments behind the name are met a second time below.
            while self.tree.comments.last().is_some_and(|c| c.start as usize >= end) {
                self.tree.comments.pop();
            }
            self.pos = start;
        }
        self.expression()
    }

    fn name_string(&mut self, name: Span) -> u32 {
        let text = self.normal(Str::Slice(name));
        self.push_string(text)
    }

    /// A `for` expression behind its opening bracket; `close` is the closing one.
    fn for_expression(&mut self, start: usize, close: u8) -> Parsed<ExprId> {
        self.pos += 3;
        let (key_name, value_name) = self.for_names()?;
        let collection = self.expression()?;
        let mut height = self.height;
        if self.peek() != b':' || self.at(self.pos + 1) == b':' {
            return self.expected("`:` and the result for one element");
        }
        self.pos += 1;
        let mut key = None;
        let mut value = self.expression()?;
        height = height.max(self.height);
        if self.peek() == b'=' && self.at(self.pos + 1) == b'>' {
            if close == b']' {
                return self.fail(
                    "a key is not allowed in a `for` that builds a tuple",
                    self.pos,
                    self.pos + 2,
                );
            }
            self.pos += 2;
            key = Some(value);
            value = self.expression()?;
            height = height.max(self.height);
        }
        let mut group = false;
        if self.at_ellipsis() {
            if close == b']' {
                return self.fail(
                    "`...` is not allowed in a `for` that builds a tuple",
                    self.pos,
                    self.pos + 3,
                );
            }
            group = true;
            self.pos += 3;
            self.skip();
        }
        let mut cond = None;
        if self.at_word("if") {
            self.pos += 2;
            cond = Some(self.expression()?);
            height = height.max(self.height);
        }
        if self.peek() != close {
            let wanted = if close == b']' { "`]`" } else { "`}`" };
            return self.expected(wanted);
        }
        self.pos += 1;
        if close == b'}' && key.is_none() {
            return self.fail("a `for` that builds an object needs `key => value`", start, self.pos);
        }
        let index = self.push_for(For { key_name, value_name, collection, key, value, cond, group });
        self.raise(height, start)?;
        Ok(self.push(Expr::For(index), start, self.pos))
    }

    /// `k, v in` or `v in`.
    pub(super) fn for_names(&mut self) -> Parsed<(Option<Span>, Span)> {
        let mut key_name = None;
        let mut value_name = self.for_name()?;
        if self.peek() == b',' {
            self.pos += 1;
            key_name = Some(value_name);
            value_name = self.for_name()?;
        }
        if !self.at_word("in") {
            return self.expected("`in`");
        }
        self.pos += 2;
        Ok((key_name, value_name))
    }

    fn for_name(&mut self) -> Parsed<Span> {
        self.skip();
        let start = self.pos;
        let end = self.ident_end(start);
        if end == start {
            return self.expected("the name of the variable of this `for`");
        }
        self.pos = end;
        self.skip();
        Ok(span(start, end))
    }

    /// What follows a term. Ends where blanks have been passed.
    fn traversal(&mut self, mut base: ExprId, start: usize) -> Parsed<ExprId> {
        loop {
            self.skip();
            base = match self.peek() {
                b'.' => {
                    if self.at_ellipsis() {
                        return Ok(base);
                    }
                    self.pos += 1;
                    self.skip();
                    if self.peek() == b'*' {
                        self.pos += 1;
                        self.attribute_splat(base, start)?
                    } else {
                        self.step(base, start, false)?
                    }
                }
                b'[' => self.index(base, start)?,
                _ => return Ok(base),
            };
        }
    }

    /// `name` or a legacy index behind a dot.
    fn step(&mut self, base: ExprId, start: usize, in_splat: bool) -> Parsed<ExprId> {
        let at = self.pos;
        let end = self.ident_end(at);
        if end > at {
            self.pos = end;
            self.raise(self.height, at)?;
            return Ok(self.push(Expr::Attr { base, name: span(at, end) }, start, end));
        }
        if class(self.peek()) & DIGIT != 0 {
            return self.legacy_index(base, start);
        }
        if in_splat && self.peek() == b'*' {
            return self.fail("a splat inside `.*` is not allowed, use `[*]`", at, at + 1);
        }
        self.expected("the name of an attribute")
    }

    fn legacy_index(&mut self, base: ExprId, start: usize) -> Parsed<ExprId> {
        let at = self.pos;
        self.pos = self.number_end(at);
        let text = self.bytes.get(at..self.pos).unwrap_or_default();
        if text.contains(&b'.') {
            self.report("an index after an index is written in brackets, `[0][1]`", at, self.pos);
            return Ok(self.push(Expr::Error, start, self.pos));
        }
        self.number_index(base, start, at)
    }

    fn number_index(&mut self, base: ExprId, start: usize, at: usize) -> Parsed<ExprId> {
        self.raise(self.height, at)?;
        let key = self.number(at);
        Ok(self.push(Expr::Index { base, key }, start, self.pos))
    }

    /// `.*` and the attributes behind it.
    fn attribute_splat(&mut self, base: ExprId, start: usize) -> Parsed<ExprId> {
        let height = self.height;
        self.height = 0;
        let item_start = self.pos;
        let mut end = self.pos;
        let mut each = self.push(Expr::SplatItem, item_start, item_start);
        loop {
            self.skip();
            if self.peek() != b'.' || self.at_ellipsis() {
                break;
            }
            self.pos += 1;
            self.skip();
            each = self.step(each, item_start, true)?;
            end = self.pos;
        }
        self.raise(self.height.max(height), start)?;
        Ok(self.push(Expr::Splat { base, each, full: false }, start, end))
    }

    /// `[key]` or `[*]` with the rest of the traversal.
    fn index(&mut self, base: ExprId, start: usize) -> Parsed<ExprId> {
        let height = self.height;
        self.pos += 1;
        self.skip();
        if self.peek() == b'*' {
            self.pos += 1;
            self.skip();
            if self.peek() != b']' {
                return self.expected("`]`");
            }
            self.pos += 1;
            self.enter()?;
            self.height = 0;
            let item_start = self.pos;
            let item = self.push(Expr::SplatItem, item_start, item_start);
            let each = self.traversal(item, item_start)?;
            self.depth -= 1;
            self.raise(self.height.max(height), start)?;
            let end = self.end_of(each).max(item_start);
            return Ok(self.push(Expr::Splat { base, each, full: true }, start, end));
        }
        let key = self.in_brackets(|parser| {
            let key = parser.expression()?;
            if parser.peek() != b']' {
                return parser.expected("`]`");
            }
            parser.pos += 1;
            Ok(key)
        })?;
        self.raise(self.height.max(height), start)?;
        Ok(self.push(Expr::Index { base, key }, start, self.pos))
    }
}

/// Whether a number lexeme is digits with at most one fraction and one exponent.
fn is_number(text: &[u8]) -> bool {
    let mut dots = 0;
    let mut exponents = 0;
    for byte in text {
        match byte {
            b'.' if exponents > 0 => return false,
            b'.' => dots += 1,
            b'e' | b'E' => exponents += 1,
            _ => {}
        }
    }
    dots <= 1 && exponents <= 1
}

/// Whether the exponent of base 2 that a number comes to before it is scaled fits 32 bits, as it must
/// for Terraform (Go's `big.ParseFloat`).
#[cold]
pub(super) fn exponent_fits(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|byte| matches!(byte, b'e' | b'E')) else {
        return true;
    };
    let (digits, exponent) = text.split_at(at);
    let exponent = std::str::from_utf8(exponent.get(1..).unwrap_or_default()).ok();
    let Some(exponent) = exponent.and_then(|exponent| exponent.parse::<i64>().ok()) else {
        return false;
    };
    let dot = digits.iter().position(|byte| *byte == b'.');
    let fraction = i64::try_from(dot.map_or(0, |dot| digits.len() - dot - 1)).unwrap_or(i64::MAX);
    let all: Vec<u8> = digits.iter().copied().filter(u8::is_ascii_digit).collect();
    // Far from the limit the digits need no counting.
    let scaled = exponent.saturating_sub(fraction);
    if scaled.unsigned_abs() < 1 << 30 {
        return true;
    }
    let bits = num_bigint::BigUint::parse_bytes(&all, 10).map_or(0, |mantissa| mantissa.bits());
    let bits = i64::try_from(bits).unwrap_or(i64::MAX);
    bits == 0 || i32::try_from(scaled.saturating_add(bits)).is_ok()
}
