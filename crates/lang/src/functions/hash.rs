//! Hash functions and identifiers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Digest;

use super::argument::{impure, param, pure, string_type, text};
use super::filesystem::{Content, OUTSIDE, bytes};
use super::{CallContext, Function, Kind};
use crate::value::Value;

const STR: &[super::Param] = &[param("str", Kind::String)];
const PATH: &[super::Param] = &[param("path", Kind::String)];

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("base64sha256", STR, string_type, |args, _| {
        of_text(args, |b| STANDARD.encode(sha2::Sha256::digest(b)))
    }),
    pure("base64sha512", STR, string_type, |args, _| {
        of_text(args, |b| STANDARD.encode(sha2::Sha512::digest(b)))
    }),
    impure("bcrypt", STR, "it draws a random salt").rest(param("cost", Kind::Number)),
    pure("filebase64sha256", PATH, string_type, |args, ctx| {
        of_file(args, ctx, |b| STANDARD.encode(sha2::Sha256::digest(b)))
    })
    .except(OUTSIDE),
    pure("filebase64sha512", PATH, string_type, |args, ctx| {
        of_file(args, ctx, |b| STANDARD.encode(sha2::Sha512::digest(b)))
    })
    .except(OUTSIDE),
    pure("filemd5", PATH, string_type, |args, ctx| of_file(args, ctx, |b| hex(&md5::Md5::digest(b))))
        .except(OUTSIDE),
    pure("filesha1", PATH, string_type, |args, ctx| of_file(args, ctx, |b| hex(&sha1::Sha1::digest(b))))
        .except(OUTSIDE),
    pure("filesha256", PATH, string_type, |args, ctx| of_file(args, ctx, |b| hex(&sha2::Sha256::digest(b))))
        .except(OUTSIDE),
    pure("filesha512", PATH, string_type, |args, ctx| of_file(args, ctx, |b| hex(&sha2::Sha512::digest(b))))
        .except(OUTSIDE),
    pure("md5", STR, string_type, |args, _| of_text(args, |b| hex(&md5::Md5::digest(b)))),
    impure(
        "rsadecrypt",
        &[param("ciphertext", Kind::String), param("privatekey", Kind::String)],
        "what it decrypts is a secret that this tool leaves alone",
    ),
    pure("sha1", STR, string_type, |args, _| of_text(args, |b| hex(&sha1::Sha1::digest(b)))),
    pure("sha256", STR, string_type, |args, _| of_text(args, |b| hex(&sha2::Sha256::digest(b)))),
    pure("sha512", STR, string_type, |args, _| of_text(args, |b| hex(&sha2::Sha512::digest(b)))),
    impure("uuid", &[], "it draws a random number"),
    pure("uuidv5", &[param("namespace", Kind::String), param("name", Kind::String)], string_type, uuidv5),
];

fn of_text(args: &[Value], digest: fn(&[u8]) -> String) -> Result<Value, String> {
    Ok(Value::string(digest(text(args, 0)?.as_bytes())))
}

fn of_file(args: &[Value], ctx: &CallContext<'_>, digest: fn(&[u8]) -> String) -> Result<Value, String> {
    Ok(match bytes(text(args, 0)?, ctx, crate::types::Type::String)? {
        Content::Known(content) => Value::string(digest(&content)),
        Content::Unknown(value) => value,
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn uuidv5(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (namespace, name) = (text(args, 0)?, text(args, 1)?);
    let namespace = match namespace {
        "dns" => uuid::Uuid::NAMESPACE_DNS,
        "url" => uuid::Uuid::NAMESPACE_URL,
        "oid" => uuid::Uuid::NAMESPACE_OID,
        "x500" => uuid::Uuid::NAMESPACE_X500,
        other => uuid::Uuid::parse_str(other)
            .map_err(|_| format!("`{other}` is neither `dns`, `url`, `oid` or `x500` nor a UUID"))?,
    };
    let digest = sha1::Sha1::new().chain_update(namespace).chain_update(name).finalize();
    let mut first = [0; 16];
    first.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Ok(Value::string(uuid::Builder::from_sha1_bytes(first).into_uuid().to_string()))
}
