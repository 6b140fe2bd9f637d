module "jobs" {
  source = "../jobs"
}

module "more" {
  source = "../more"
}
