variable "domains" {
  type = map(object({ bucket = string }))
}

module "access" {
  source   = "./access"
  for_each = var.domains
  domain   = each.key
  bucket   = each.value.bucket
}
