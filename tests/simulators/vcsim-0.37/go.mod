module flyloft-vcsim

go 1.19

require github.com/vmware/govmomi v0.37.3

require github.com/google/uuid v1.6.0 // indirect
