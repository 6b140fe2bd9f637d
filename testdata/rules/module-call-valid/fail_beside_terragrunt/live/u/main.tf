# A unit that holds its files itself.
module "m" {
  source = "../../modules/m"
  providers = {
    databricks         = databricks         # undecided: module-call-valid
    databricks.account = databricks.account # undecided: module-call-valid
  }
}
