//! Functions over numbers.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::{CallContext, Function, Kind, Param, returns, unknown_from, with_own};
use crate::convert::{convert, type_of};
use crate::number::Number;
use crate::types::Type;
use crate::value::{SeqKind, Value};

const NUM: Param = Param::new("num", Kind::Number);

pub(super) const TABLE: &[Function] = &[
    Function::pure("abs", &[NUM.marked()], returns::number, abs).not_null(),
    Function::pure("ceil", &[NUM], returns::number, ceil).not_null(),
    Function::pure("floor", &[NUM], returns::number, floor).not_null(),
    Function::pure("log", &[NUM, Param::new("base", Kind::Number)], returns::number, log).not_null(),
    Function::pure("max", &[], returns::number, max).rest(Param::new("numbers", Kind::Number)).not_null(),
    Function::pure("min", &[], returns::number, min).rest(Param::new("numbers", Kind::Number)).not_null(),
    Function::pure(
        "parseint",
        &[Param::new("number", Kind::Any), Param::new("base", Kind::Number)],
        |args| match args.first().map(type_of) {
            Some(Type::String | Type::Dynamic) => Ok(Type::Number),
            _ => Err(NOT_A_STRING.to_owned()),
        },
        parseint,
    )
    .not_null(),
    Function::pure("pow", &[NUM, Param::new("power", Kind::Number)], returns::number, pow).not_null(),
    Function::pure("signum", &[NUM], returns::number, signum).not_null(),
    Function::pure("sum", &[Param::new("list", Kind::Any).ahead()], returns::number, sum).not_null(),
];

/// The argument at `index`, which the parameter has made a number.
fn number(args: &[Value], index: usize) -> Result<Number, String> {
    args.get(index).and_then(Value::as_number).ok_or_else(|| "a number is required".to_owned())
}

/// The argument at `index` as a double, which only an infinity makes an infinite one.
fn as_double(args: &[Value], index: usize) -> Result<f64, String> {
    let number = number(args, index)?;
    let double = number.to_f64();
    if double.is_infinite() && !number.is_infinite() {
        return Err("the number is too large".to_owned());
    }
    Ok(double)
}

/// A number that is not negative zero.
fn rounded(number: Number) -> Value {
    if number.is_zero() { Value::number(0) } else { Value::number(number) }
}

fn abs(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    Ok(with_own(args, ctx, rounded(number(args, 0)?.abs())))
}

fn ceil(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    Ok(rounded(number(args, 0)?.ceil()))
}

fn floor(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    Ok(rounded(number(args, 0)?.floor()))
}

fn log(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    double(logarithm(as_double(args, 0)?) / logarithm(as_double(args, 1)?))
}

/// The natural logarithm as Terraform computes it, whose last bit is not always that of other libraries:
/// `x = 2^k * (1 + f)`, and a polynomial in `f / (2 + f)` (the method of fdlibm).
fn logarithm(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    const ODD: [f64; 4] = [
        6.666_666_666_666_735e-1,
        2.857_142_874_366_239e-1,
        1.818_357_216_161_805e-1,
        1.479_819_860_511_658_6e-1,
    ];
    const EVEN: [f64; 3] = [3.999_999_999_940_942e-1, 2.222_219_843_214_978_4e-1, 1.531_383_769_920_937_3e-1];
    if x.is_nan() || x <= 0.0 || x.is_infinite() {
        return x.ln();
    }
    let (mut mantissa, mut exponent) = split(x);
    if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let f = mantissa - 1.0;
    #[expect(clippy::cast_precision_loss, reason = "at most 1100")]
    let k = exponent as f64;
    let ratio = f / (2.0 + f);
    let square = ratio * ratio;
    let fourth = square * square;
    let horner = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * fourth + c);
    let rest = square * horner(&ODD) + fourth * horner(&EVEN);
    let half = 0.5 * f * f;
    k * LN2_HIGH - ((half - (ratio * (half + rest) + k * LN2_LOW)) - f)
}

/// The exponential of a number as Terraform computes it on the processors that most run it on: a polynomial in the sixteenth of
/// what is left of a multiple of the logarithm of two, squared four times. The argument is neither large nor endless.
fn exponential(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_805_596_63e-1;
    const LN2_LOW: f64 = 2.823_529_056_303_157_7e-13;
    // 1/8! to 1/2!.
    const INVERSE: [f64; 7] =
        [1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5];
    let k = (x * std::f64::consts::LOG2_E).round_ties_even();
    let rest = (-k).mul_add(LN2_LOW, (-k).mul_add(LN2_HIGH, x)) / 16.0;
    let [first, others @ ..] = INVERSE;
    let sum = others.iter().chain(&[1.0]).fold(first, |sum, c| sum.mul_add(rest, *c));
    let less_one = (0..3).fold(rest * sum, |e, _| e * (e + 2.0));
    #[expect(clippy::cast_possible_truncation, reason = "the argument is not large")]
    scale(less_one.mul_add(less_one + 2.0, 1.0), k as i64)
}

fn double(value: f64) -> Result<Value, String> {
    Number::from_f64(value).map(Value::number).ok_or_else(|| "the result is not a number".to_owned())
}

fn max(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    extreme(args, Ordering::Greater)
}

fn min(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    extreme(args, Ordering::Less)
}

fn extreme(args: &[Value], wanted: Ordering) -> Result<Value, String> {
    let mut numbers = args.iter().filter_map(Value::as_number);
    let first = numbers.next().ok_or("at least one number is required")?;
    let best = numbers.fold(first, |best, next| if next.compare(&best) == wanted { next } else { best });
    Ok(Value::number(best))
}

const NOT_A_STRING: &str = "the first argument must be a string";

fn parseint(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let Some(text) = args.first().and_then(Value::as_str) else {
        return Err(NOT_A_STRING.to_owned());
    };
    let base = number(args, 1)?
        .as_i64()
        .and_then(|base| u8::try_from(base).ok())
        .filter(|base| (2..=62).contains(base))
        .ok_or("the base must be a whole number between 2 and 62 inclusive")?;
    let failed = || format!("the text is no whole number of base {base}");
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    // Reading is quadratic in the number of digits, and no one writes so many.
    if digits.is_empty() || digits.len() > 20_000 {
        return Err(failed());
    }
    let digits: Option<Vec<u8>> = digits.iter().map(|digit| digit_value(*digit, base)).collect();
    let magnitude = BigUint::from_radix_be(&digits.ok_or_else(failed)?, base.into()).ok_or_else(failed)?;
    Ok(Value::number(Number::whole(negative, magnitude)))
}

/// Up to base 36 case does not matter; above it capital letters come after small ones.
fn digit_value(digit: u8, base: u8) -> Option<u8> {
    let value = match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'z' => digit - b'a' + 10,
        b'A'..=b'Z' if base <= 36 => digit - b'A' + 10,
        b'A'..=b'Z' => digit - b'A' + 36,
        _ => return None,
    };
    (value < base).then_some(value)
}

fn pow(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    double(power(as_double(args, 0)?, as_double(args, 1)?))
}

/// `x` to the power of `y`: whole powers by repeated squaring of the mantissa, as Terraform computes
/// them, so that the last bit is the same.
#[expect(clippy::float_cmp, reason = "the special cases are exact")]
fn power(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    let special = x == 0.0 || !x.is_finite() || !y.is_finite() || y.abs() >= 9.0e18;
    if y == 1.0 || special {
        return x.powf(y);
    }
    if y == 0.5 {
        return x.sqrt();
    }
    if y == -0.5 {
        return 1.0 / x.sqrt();
    }
    let (mut whole, mut fraction) = (y.abs().trunc(), y.abs().fract());
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    let mut result = 1.0;
    let mut exponent: i64 = 0;
    if fraction != 0.0 {
        if fraction > 0.5 {
            fraction -= 1.0;
            whole += 1.0;
        }
        result = exponential(fraction * logarithm(x));
    }
    let (mut mantissa, mut power) = split(x);
    #[expect(clippy::cast_sign_loss, reason = "an absolute value")]
    let mut left = whole as u64;
    while left != 0 {
        if power.abs() > 1 << 12 {
            // Far out of range: whatever is left makes it larger still.
            exponent += power;
            break;
        }
        if left & 1 == 1 {
            result *= mantissa;
            exponent += power;
        }
        mantissa *= mantissa;
        power <<= 1;
        if mantissa < 0.5 {
            mantissa += mantissa;
            power -= 1;
        }
        left >>= 1;
    }
    if y < 0.0 {
        result = 1.0 / result;
        exponent = -exponent;
    }
    scale(result, exponent)
}

/// A mantissa from 0.5 to 1 and the power of two to multiply it by.
fn split(x: f64) -> (f64, i64) {
    let (x, shift) = if x.is_subnormal() { (x * 2f64.powi(52), -52) } else { (x, 0) };
    let bits = x.to_bits();
    let exponent = i64::try_from(bits >> 52 & 0x7ff).unwrap_or(0) - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent + shift)
}

/// `x * 2^exponent`, rounded once.
fn scale(x: f64, exponent: i64) -> f64 {
    let exponent = i32::try_from(exponent.clamp(-5000, 5000)).unwrap_or(0);
    if exponent < -1000 {
        // The last step alone may fall below the normal range.
        let (mantissa, own) = split(x);
        let total = own + i64::from(exponent);
        let first = i32::try_from((-1000).max(total.min(0))).unwrap_or(-1000);
        let rest = i32::try_from(total - i64::from(first)).unwrap_or(-5000);
        return mantissa * 2f64.powi(first) * 2f64.powi(rest.max(-1074));
    }
    if exponent > 1000 { x * 2f64.powi(1000) * 2f64.powi(exponent - 1000) } else { x * 2f64.powi(exponent) }
}

fn signum(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let number = number(args, 0)?;
    let whole = number
        .as_i64()
        .ok_or("the value must be a whole number between -9223372036854775808 and 9223372036854775807")?;
    Ok(Value::number(whole.signum()))
}

fn sum(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let wrong = || "a list, set or tuple of numbers is required".to_owned();
    let list = args.first().ok_or_else(wrong)?;
    let items = match list {
        Value::Unknown { .. } => return Ok(unknown_from(args, Type::Number)),
        Value::Seq { value, .. } => value,
        _ => return Err(wrong()),
    };
    if items.items.is_empty() {
        return Err("an empty list has no sum".to_owned());
    }
    let shrinks = matches!(items.kind, SeqKind::Set(_));
    if items.items.iter().any(|item| !item.is_wholly_known()) || shrinks && !list.is_wholly_known() {
        return Ok(unknown_from(args, Type::Number));
    }
    let mut total: Option<Number> = None;
    for item in &items.items {
        let number = convert(item, &Type::Number).ok().and_then(|item| item.as_number()).ok_or_else(wrong)?;
        total = Some(match total {
            None => number,
            Some(total) => total.add(&number).ok_or("the sum of opposing infinities is not a number")?,
        });
    }
    total.map(Value::number).ok_or_else(wrong)
}
