variable "external_id" {
  type = string
}

module "people" {
  source = "./people"

  people = {
    alice = { mail = "alice@example.com" }
    bob   = { mail = "bob@example.com", id = var.external_id }
  }
}
