# problems: a note names the unit without configuration
terraform {
  source = "../../modules/jobs"
}
