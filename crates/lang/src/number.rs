//! Numbers of the precision that Terraform keeps: binary floats of 512 bits, with a fast path for small
//! integers.
//!
//! Terraform reads decimal text to 512 bits, computes with the larger precision of the operands, rounds
//! to even, and prints the shortest decimal text that reads back as the same float. Functions such as
//! `pow` compute in doubles, whose results keep 53 bits and print accordingly.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use num_bigint::BigUint;

/// A number. Whole numbers that fit and print as themselves are always [`Number::Int`], so equality is
/// structural.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// A whole number that fits.
    Int(i64),
    /// Any other.
    Decimal(Arc<Decimal>),
}

/// Bits that decimal text is read to.
const PRECISION: u32 = 512;
/// Bits of a double.
const DOUBLE: u32 = 53;
/// Binary exponents beyond this are refused: their text would be gigantic.
const MAX_EXPONENT: i64 = 40_000;

/// A number that is not a small integer: `mantissa * 2^exponent` with an odd mantissa, a signed zero or
/// an infinity.
#[derive(Clone, Debug)]
pub struct Decimal {
    negative: bool,
    mantissa: BigUint,
    exponent: i64,
    precision: u32,
    infinite: bool,
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or_else(|_| Self::whole(false, BigUint::from(value)), Self::Int)
    }
}

impl Number {
    /// Decimal text such as `-1.50` or `1e3`, `1p4` for a power of two, `inf` and `Inf`; not hexadecimal. `None`
    /// for other text and for exponents that no one can print.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() < 19
            && let Some(value) = small(text)
        {
            return Some(Self::Int(value));
        }
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        if matches!(rest, "inf" | "Inf") {
            return Some(Self::infinity(negative));
        }
        let (digits, exponent) = match rest.find(['e', 'E', 'p', 'P']) {
            Some(at) => (rest.get(..at)?, rest.get(at + 1..)?.parse::<i64>().ok()?),
            None => (rest, 0),
        };
        // After a `p` it is the power of two, and the rest is decimal all the same.
        let (exponent, twos) = if rest.contains(['p', 'P']) { (0, exponent) } else { (exponent, 0) };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let valid = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !valid(whole) || !valid(fraction) || whole.is_empty() && fraction.is_empty() {
            return None;
        }
        // Longer text than this cannot be a number anyone means; the cap keeps reading linear in practice.
        if digits.len() > 20_000 {
            return None;
        }
        let mut all = String::with_capacity(digits.len());
        all.push_str(whole);
        all.push_str(fraction);
        let mantissa = BigUint::parse_bytes(all.as_bytes(), 10)?;
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        if is_zero(&mantissa) {
            return Some(if negative { Self::zero(true) } else { Self::Int(0) });
        }
        if exponent.abs() > 12_000 || twos.abs() > MAX_EXPONENT {
            return None;
        }
        let power = |n: i64| BigUint::from(10u8).pow(u32::try_from(n).unwrap_or(0));
        if exponent >= 0 {
            Self::finish(negative, mantissa * power(exponent), twos, false, PRECISION)
        } else {
            Self::quotient(negative, &mantissa, twos, &power(-exponent), 0, PRECISION)
        }
    }

    /// Whether the text is a number that [`parse`](Self::parse) does not read because of its exponent.
    pub fn is_beyond(text: &str) -> bool {
        let Some((digits, exponent)) = text.split_once(['e', 'E', 'p', 'P']) else { return false };
        let places = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        let is_number = !places.is_empty() && places.bytes().all(|b| b.is_ascii_digit());
        is_number
            && Self::parse(digits).is_some_and(|number| !number.is_infinite())
            && Self::parse(text).is_none()
    }

    /// A double, which keeps its 53 bits of precision; `None` for NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Self::infinity(value < 0.0));
        }
        let bits = value.to_bits();
        let negative = bits >> 63 == 1;
        let biased = i64::try_from(bits >> 52 & 0x7ff).ok()?;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) =
            if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
        if mantissa == 0 {
            return Some(if negative { Self::zero(true) } else { Self::Int(0) });
        }
        Self::finish(negative, BigUint::from(mantissa), exponent, false, DOUBLE)
    }

    /// The number as an integer, when it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            Self::Decimal(d) => d.to_i64(),
        }
    }

    /// The nearest double.
    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::Int(n) => *n as f64,
            Self::Decimal(d) => d.to_f64(),
        }
    }

    /// Whether it has no fraction; false for infinities.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Int(_) => true,
            Self::Decimal(d) => !d.infinite && (d.exponent >= 0 || is_zero(&d.mantissa)),
        }
    }

    /// Whether it is an infinity.
    pub fn is_infinite(&self) -> bool {
        matches!(self, Self::Decimal(d) if d.infinite)
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Int(n) => *n < 0,
            Self::Decimal(d) => d.negative && (d.infinite || !is_zero(&d.mantissa)),
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Int(n) => *n == 0,
            Self::Decimal(d) => !d.infinite && is_zero(&d.mantissa),
        }
    }

    /// `-self`; zero becomes negative zero, as in Terraform.
    #[must_use]
    pub fn negate(&self) -> Self {
        match self {
            Self::Int(0) => Self::zero(true),
            Self::Int(n) => {
                n.checked_neg().map_or_else(|| Self::whole(false, BigUint::from(n.unsigned_abs())), Self::Int)
            }
            Self::Decimal(d) if is_zero(&d.mantissa) && !d.infinite && d.negative => Self::Int(0),
            Self::Decimal(d) => {
                let mut d = Decimal::clone(d);
                d.negative = !d.negative;
                Self::normal(d)
            }
        }
    }

    /// The magnitude.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.negate() } else { self.clone() }
    }

    /// `self + other`; `None` for infinity minus infinity or a result out of range.
    pub fn add(&self, other: &Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Some(Self::Int(sum));
        }
        let (a, b) = (self.decimal(), other.decimal());
        if a.infinite || b.infinite {
            return match (a.infinite, b.infinite) {
                (true, true) if a.negative != b.negative => None,
                (true, _) => Some(Self::infinity(a.negative)),
                _ => Some(Self::infinity(b.negative)),
            };
        }
        let precision = a.precision.max(b.precision);
        // Adding zero must not shift by its exponent.
        if is_zero(&a.mantissa) || is_zero(&b.mantissa) {
            let keep = if is_zero(&a.mantissa) { &b } else { &a };
            if is_zero(&keep.mantissa) {
                return Some(Self::zero(a.negative && b.negative));
            }
            return Self::finish(keep.negative, keep.mantissa.clone(), keep.exponent, false, precision);
        }
        let exponent = a.exponent.min(b.exponent);
        let x = &a.mantissa << shift(a.exponent - exponent);
        let y = &b.mantissa << shift(b.exponent - exponent);
        let (negative, sum) = if a.negative == b.negative {
            (a.negative, x + y)
        } else {
            match x.cmp(&y) {
                Ordering::Equal => return Some(Self::Int(0)),
                Ordering::Greater => (a.negative, x - y),
                Ordering::Less => (b.negative, y - x),
            }
        };
        Self::finish(negative, sum, exponent, false, precision)
    }

    /// `self - other`; as [`Number::add`].
    pub fn subtract(&self, other: &Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Some(Self::Int(difference));
        }
        self.add(&other.negate())
    }

    /// `self * other`; `None` for zero times infinity or a result out of range.
    pub fn multiply(&self, other: &Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            // Zero times a negative number is negative zero.
            return Some(if product == 0 && (*a < 0 || *b < 0) {
                Self::zero(true)
            } else {
                Self::Int(product)
            });
        }
        let (a, b) = (self.decimal(), other.decimal());
        let negative = a.negative != b.negative;
        if a.infinite || b.infinite {
            let zero = !a.infinite && is_zero(&a.mantissa) || !b.infinite && is_zero(&b.mantissa);
            return (!zero).then(|| Self::infinity(negative));
        }
        let product = &a.mantissa * &b.mantissa;
        if is_zero(&product) {
            return Some(Self::zero(negative));
        }
        // A product keeps the bits it needs, up to the full precision.
        let needed = u32::try_from(product.bits()).unwrap_or(PRECISION).min(PRECISION);
        let precision = a.precision.max(b.precision).max(needed);
        Self::finish(negative, product, a.exponent + b.exponent, false, precision)
    }

    /// `self / other`; division by zero is an infinity, `None` for zero by zero and infinity by infinity.
    pub fn divide(&self, other: &Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && *b != 0
            && let Some(0) = a.checked_rem(*b)
            && *a != 0
        {
            return a.checked_div(*b).map(Self::Int);
        }
        let (a, b) = (self.decimal(), other.decimal());
        let negative = a.negative != b.negative;
        let zero = |d: &Decimal| !d.infinite && is_zero(&d.mantissa);
        if a.infinite && b.infinite || zero(&a) && zero(&b) {
            return None;
        }
        if a.infinite || zero(&b) {
            return Some(Self::infinity(negative));
        }
        if b.infinite || zero(&a) {
            return Some(Self::zero(negative));
        }
        let precision = a.precision.max(b.precision);
        Self::quotient(negative, &a.mantissa, a.exponent, &b.mantissa, b.exponent, precision)
    }

    /// `self % other`, with the sign of `self`; the number itself for `% 0`.
    pub fn modulo(&self, other: &Self) -> Option<Self> {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            return Some(if *b == 0 { self.clone() } else { Self::Int(a.checked_rem(*b).unwrap_or(0)) });
        }
        if other.is_zero() {
            return Some(self.clone());
        }
        if other.is_infinite() {
            return (!self.is_infinite()).then(|| self.clone());
        }
        if self.is_infinite() {
            return None;
        }
        let quotient = self.divide(other)?.abs().truncate();
        let signed = other.abs().multiply(&quotient)?;
        if self.is_negative() { self.add(&signed) } else { self.subtract(&signed) }
    }

    /// Without its fraction, towards zero.
    #[must_use]
    pub fn truncate(&self) -> Self {
        match self {
            Self::Decimal(d) if !d.infinite && d.exponent < 0 => {
                let mantissa = &d.mantissa >> shift(-d.exponent);
                if is_zero(&mantissa) {
                    return Self::Int(0);
                }
                Self::finish(d.negative, mantissa, 0, false, d.precision).unwrap_or_else(|| self.clone())
            }
            _ => self.clone(),
        }
    }

    /// The largest whole number not above.
    #[must_use]
    pub fn floor(&self) -> Self {
        let whole = self.truncate();
        if self.is_negative() && whole.compare(self) != Ordering::Equal {
            whole.subtract(&Self::Int(1)).unwrap_or(whole)
        } else {
            whole
        }
    }

    /// The smallest whole number not below.
    #[must_use]
    pub fn ceil(&self) -> Self {
        let whole = self.truncate();
        if !self.is_negative() && whole.compare(self) != Ordering::Equal {
            whole.add(&Self::Int(1)).unwrap_or(whole)
        } else {
            whole
        }
    }

    /// The order of two numbers, exactly.
    pub fn compare(&self, other: &Self) -> Ordering {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            return a.cmp(b);
        }
        let (a, b) = (self.decimal(), other.decimal());
        let sign = |d: &Decimal| match (d.infinite || !is_zero(&d.mantissa), d.negative) {
            (false, _) => 0,
            (true, true) => -1,
            (true, false) => 1,
        };
        let (x, y) = (sign(&a), sign(&b));
        if x != y {
            return x.cmp(&y);
        }
        if x == 0 {
            return Ordering::Equal;
        }
        let magnitude = match (a.infinite, b.infinite) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let exponent = a.exponent.min(b.exponent);
                (&a.mantissa << shift(a.exponent - exponent))
                    .cmp(&(&b.mantissa << shift(b.exponent - exponent)))
            }
        };
        if x < 0 { magnitude.reverse() } else { magnitude }
    }

    /// A whole number of any size as its decimal digits, for bases and formats.
    pub fn to_digits(&self) -> Option<(bool, BigUint)> {
        match self {
            Self::Int(n) => Some((*n < 0, BigUint::from(n.unsigned_abs()))),
            Self::Decimal(d) if self.is_whole() => Some((d.negative, &d.mantissa << shift(d.exponent))),
            Self::Decimal(_) => None,
        }
    }

    /// The sign, all decimal digits without trailing zeros, and the place of the decimal point in them;
    /// nothing of an infinity but its sign.
    pub(crate) fn exact_digits(&self) -> (bool, Vec<u8>, i64) {
        let decimal = self.decimal();
        if is_zero(&decimal.mantissa) {
            return (decimal.negative, Vec::new(), 0);
        }
        let (digits, point) = decimal_digits(&decimal.mantissa, decimal.exponent);
        (decimal.negative, digits, point)
    }

    /// A whole number of any size.
    pub fn whole(negative: bool, magnitude: BigUint) -> Self {
        if is_zero(&magnitude) {
            return Self::Int(0);
        }
        Self::finish(negative, magnitude, 0, false, PRECISION).unwrap_or_else(|| Self::infinity(negative))
    }

    /// Plus or minus infinity.
    pub fn infinity(negative: bool) -> Self {
        Self::Decimal(Arc::new(Decimal {
            negative,
            mantissa: BigUint::ZERO,
            exponent: 0,
            precision: PRECISION,
            infinite: true,
        }))
    }

    fn zero(negative: bool) -> Self {
        if !negative {
            return Self::Int(0);
        }
        Self::Decimal(Arc::new(Decimal {
            negative,
            mantissa: BigUint::ZERO,
            exponent: 0,
            precision: PRECISION,
            infinite: false,
        }))
    }

    fn decimal(&self) -> Decimal {
        match self {
            Self::Int(n) => Decimal {
                negative: *n < 0,
                mantissa: BigUint::from(n.unsigned_abs()),
                exponent: 0,
                precision: PRECISION,
                infinite: false,
            },
            Self::Decimal(d) => Decimal::clone(d),
        }
    }

    /// Rounds to `precision` bits, to even, and normalises. `sticky` says that bits below were cut off.
    fn finish(
        negative: bool,
        mut mantissa: BigUint,
        mut exponent: i64,
        sticky: bool,
        precision: u32,
    ) -> Option<Self> {
        let bits = mantissa.bits();
        if bits > u64::from(precision) {
            let cut = bits - u64::from(precision);
            let half = mantissa.bit(cut - 1);
            let rest = sticky || mantissa.trailing_zeros().is_some_and(|zeros| zeros < cut - 1);
            mantissa >>= cut;
            exponent += i64::try_from(cut).ok()?;
            if half && (rest || mantissa.bit(0)) {
                mantissa += 1u8;
            }
        }
        if let Some(zeros) = mantissa.trailing_zeros()
            && zeros > 0
        {
            mantissa >>= zeros;
            exponent += i64::try_from(zeros).ok()?;
        }
        if exponent.abs() > MAX_EXPONENT {
            return None;
        }
        Some(Self::normal(Decimal { negative, mantissa, exponent, precision, infinite: false }))
    }

    fn quotient(
        negative: bool,
        numerator: &BigUint,
        numerator_exponent: i64,
        denominator: &BigUint,
        denominator_exponent: i64,
        precision: u32,
    ) -> Option<Self> {
        // Enough bits for the precision, a guard bit and a bit of slack.
        let want = u64::from(precision) + 2 + denominator.bits();
        let up = want.saturating_sub(numerator.bits());
        let scaled = numerator << up;
        let quotient = &scaled / denominator;
        let sticky = &quotient * denominator != scaled;
        let exponent = numerator_exponent - denominator_exponent - i64::try_from(up).ok()?;
        if is_zero(&quotient) {
            return Some(Self::Int(0));
        }
        Self::finish(negative, quotient, exponent, sticky, precision)
    }

    /// An integer where it fits and prints the same.
    fn normal(decimal: Decimal) -> Self {
        // A double above 2^53 prints as the shortest text that reads back, which is not its integer.
        if (decimal.precision > DOUBLE || decimal.magnitude_bits() <= i64::from(DOUBLE))
            && let Some(n) = decimal.to_i64()
            && (n != 0 || !decimal.negative)
        {
            return Self::Int(n);
        }
        Self::Decimal(Arc::new(decimal))
    }
}

impl Decimal {
    /// Whether it is zero, which as a decimal is the negative one.
    pub(crate) fn is_zero(&self) -> bool {
        !self.infinite && is_zero(&self.mantissa)
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        if self.infinite {
            return if self.negative { f64::NEG_INFINITY } else { f64::INFINITY };
        }
        self.to_string().parse().unwrap_or(0.0)
    }

    fn to_i64(&self) -> Option<i64> {
        if self.infinite || self.exponent < 0 || self.magnitude_bits() > 64 {
            return None;
        }
        let magnitude = u64::try_from(&self.mantissa << shift(self.exponent)).ok()?;
        if self.negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
    }

    fn magnitude_bits(&self) -> i64 {
        i64::try_from(self.mantissa.bits()).unwrap_or(i64::MAX).saturating_add(self.exponent)
    }
}

/// Terraform's equality of numbers: whole ones exactly, others are the same when they print the same.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        if self.infinite || other.infinite {
            return self.infinite == other.infinite && self.negative == other.negative;
        }
        if is_zero(&self.mantissa) || is_zero(&other.mantissa) {
            return self.mantissa == other.mantissa;
        }
        let same = self.negative == other.negative
            && self.exponent == other.exponent
            && self.mantissa == other.mantissa;
        if same || self.exponent >= 0 && other.exponent >= 0 {
            return same;
        }
        self.precision != other.precision && self.to_string() == other.to_string()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => n.fmt(f),
            Self::Decimal(d) => d.fmt(f),
        }
    }
}

/// The shortest decimal text, without an exponent, that reads back as the same float.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.infinite {
            return f.write_str(if self.negative { "-Inf" } else { "+Inf" });
        }
        if self.negative {
            f.write_str("-")?;
        }
        if is_zero(&self.mantissa) {
            return f.write_str("0");
        }
        let (digits, point) = self.shortest();
        let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        if point <= 0 {
            f.write_str("0.")?;
            for _ in point..0 {
                f.write_str("0")?;
            }
            return f.write_str(&text);
        }
        let point = usize::try_from(point).unwrap_or(0);
        if point >= text.len() {
            f.write_str(&text)?;
            for _ in text.len()..point {
                f.write_str("0")?;
            }
            return Ok(());
        }
        let (whole, fraction) = text.split_at(point);
        write!(f, "{whole}.{fraction}")
    }
}

impl Decimal {
    /// Digits and the position of the decimal point in them.
    fn shortest(&self) -> (Vec<u8>, i64) {
        // One bit more than the precision, so that adding one is half a unit in the last place.
        let missing = u64::from(self.precision + 1).saturating_sub(self.mantissa.bits());
        let mantissa = &self.mantissa << missing;
        let exponent = self.exponent - i64::try_from(missing).unwrap_or(0);
        let one = BigUint::from(1u8);
        let inclusive = !mantissa.bit(1);
        let (mut digits, mut point) = decimal_digits(&mantissa, exponent);
        let (lower, _) = decimal_digits(&(&mantissa - &one), exponent);
        let (upper, _) = decimal_digits(&(&mantissa + &one), exponent);
        let at = |digits: &[u8], index: usize| digits.get(index).copied().unwrap_or(0);
        for index in 0..digits.len() {
            let (l, m, u) = (at(&lower, index), at(&digits, index), at(&upper, index));
            let down = l != m || inclusive && index + 1 == lower.len();
            let up = m != u && (inclusive || m + 1 < u || index + 1 < upper.len());
            let next = at(&digits, index + 1);
            let half = next == 5 && index + 2 >= digits.len();
            let round_up = match (down, up) {
                (false, false) => continue,
                (true, false) => false,
                (false, true) => true,
                (true, true) => {
                    if half {
                        m % 2 == 1
                    } else {
                        next >= 5
                    }
                }
            };
            digits.truncate(index + 1);
            if round_up {
                while let Some(last) = digits.pop() {
                    if last < 9 {
                        digits.push(last + 1);
                        break;
                    }
                }
                if digits.is_empty() {
                    digits.push(1);
                    point += 1;
                }
            }
            break;
        }
        while digits.len() > 1 && digits.last() == Some(&0) {
            digits.pop();
        }
        (digits, point)
    }
}

/// The exact decimal digits of `mantissa * 2^exponent`, without trailing zeros, and the position of the
/// decimal point.
fn decimal_digits(mantissa: &BigUint, exponent: i64) -> (Vec<u8>, i64) {
    let (scaled, tens) = if exponent >= 0 {
        (mantissa << shift(exponent), 0)
    } else {
        let zeros = mantissa.trailing_zeros().unwrap_or(0).min(exponent.unsigned_abs());
        let places = exponent.unsigned_abs() - zeros;
        let five = BigUint::from(5u8).pow(u32::try_from(places).unwrap_or(u32::MAX));
        ((mantissa >> zeros) * five, i64::try_from(places).unwrap_or(0))
    };
    let mut digits = scaled.to_radix_be(10);
    let point = i64::try_from(digits.len()).unwrap_or(0) - tens;
    while digits.len() > 1 && digits.last() == Some(&0) {
        digits.pop();
    }
    (digits, point)
}

fn is_zero(n: &BigUint) -> bool {
    n.bits() == 0
}

/// A shift that is known not to be negative.
fn shift(by: i64) -> u64 {
    u64::try_from(by).unwrap_or(0)
}

/// Plain digits with at most a minus.
fn small(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i64 = text.parse().ok()?;
    // The text "-0" is negative zero.
    (value != 0 || digits.len() == text.len()).then_some(value)
}
