output "vpc_id" {
  value = aws_vpc.this.id
}

output "subnet_ids" {
  value = [for s in aws_subnet.private : s.id]
}

output "security_group_ids" {
  value = [aws_security_group.workspace.id]
}
