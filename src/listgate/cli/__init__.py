"""The command line: thin faces over the service, one module a command."""
