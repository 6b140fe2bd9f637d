variable "token" {
  type      = string
  sensitive = true
}

variable "tokens" {
  type      = map(string)
  sensitive = true
}

variable "key" {
  type = string
}

variable "position" {
  type = number
}

locals {
  login = { user = "etl", token = var.token }
  user  = try(regex("^user:(.*)", var.token)[0], "nobody")
}

# What an expression takes may be the part that is no secret.
output "by_key" {
  value = local.login[var.key]
}

output "by_position" {
  value = element(["etl", var.token], var.position)
}

output "fallback" {
  value = local.user
}

output "is_set" {
  value = can(var.tokens["etl"])
}

output "looked_up" {
  value = lookup({ etl = "public" }, var.key, var.token)
}

# Terraform takes no mark of these while they are not known.
output "merged" {
  value = merge({ etl = "public" }, var.tokens)
}

output "chosen" {
  value = ["public", "open"][length(var.token)]
}

output "names" {
  value = [keys(local.login), local.login.user, length([var.token])]
}

resource "terraform_data" "one" {
  for_each = can(var.tokens["etl"]) ? { etl = 1 } : {}
}

resource "terraform_data" "values" {
  for_each = local.login
  input    = each.value
}

variable "untyped" {
  sensitive = true
}

resource "terraform_data" "parts" {
  input = { user = "etl", token = var.untyped }
}

output "first_of_flat" {
  value = flatten([["a"], [var.untyped]])[0]
}

output "count_of_flat" {
  value = length(flatten([["a"], [var.untyped]]))
}

output "user_of_splat" {
  value = terraform_data.parts[*].input.user
}

output "of_none" {
  value = [for name in [] : terraform_data.parts.input.token]
}

output "of_another_name" {
  value = [for var in [{ untyped = "a" }] : var.untyped]
}
