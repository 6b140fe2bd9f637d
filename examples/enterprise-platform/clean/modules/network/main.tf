# A network for one workspace: two private subnets in two zones, no way to the internet, S3 by gateway endpoint and the
# services that clusters need by interface endpoints.

locals {
  zones = ["${var.region}a", "${var.region}b"]
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = merge(var.tags, { Name = var.name })
}

resource "aws_subnet" "private" {
  for_each = { for index, zone in local.zones : zone => index }

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.cidr, 2, each.value)
  map_public_ip_on_launch = false
  tags                    = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-private" })
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "workspace" {
  name        = "${var.name}-workspace"
  description = "Nodes of the Databricks workspace ${var.name}"
  vpc_id      = aws_vpc.this.id
  tags        = var.tags
}

# Nodes of one cluster talk to each other on all ports.
resource "aws_vpc_security_group_ingress_rule" "nodes" {
  for_each = toset(["tcp", "udp"])

  security_group_id            = aws_security_group.workspace.id
  description                  = "Between nodes (${each.key})"
  referenced_security_group_id = aws_security_group.workspace.id
  ip_protocol                  = each.key
  from_port                    = 0
  to_port                      = 65535
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  for_each = toset(["tcp", "udp"])

  security_group_id            = aws_security_group.workspace.id
  description                  = "Between nodes (${each.key})"
  referenced_security_group_id = aws_security_group.workspace.id
  ip_protocol                  = each.key
  from_port                    = 0
  to_port                      = 65535
}

# Control plane, secure cluster connectivity and metastore are reached inside the network, through PrivateLink.
resource "aws_vpc_security_group_egress_rule" "databricks" {
  for_each = { https = 443, relay = 6666, relay_fips = 2443, control_from = 8443 }

  security_group_id = aws_security_group.workspace.id
  description       = "Databricks (${each.key})"
  cidr_ipv4         = var.cidr
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.key == "control_from" ? 8451 : each.value
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
  tags              = merge(var.tags, { Name = "${var.name}-s3" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(["sts", "kinesis-streams"])

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for s in aws_subnet.private : s.id]
  security_group_ids  = [aws_security_group.workspace.id]
  private_dns_enabled = true
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
