module "jobs" {
  source = "../jobs"
}
