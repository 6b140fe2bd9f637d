locals {
  press = { directory = "press" }
}

module "text" {
  source = "./${"press"}"
}

module "local" {
  source = "./${try(local.press.folder, local.press.directory)}"
}
