// Nothing is built of it: the module has cert-manager's CRDs.
module meshgen.dev/judges/cert-manager

go 1.26.0

require github.com/cert-manager/cert-manager v1.21.2
