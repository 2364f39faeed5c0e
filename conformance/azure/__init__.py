"""A simulated Azure: Resource Manager, Entra ID, Graph and Key Vault on loopback."""
