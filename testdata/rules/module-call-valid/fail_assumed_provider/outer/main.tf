module "inner" {
  source = "./inner"
  providers = {
    aws.edge = aws.edge
  }
}
