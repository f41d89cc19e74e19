"""What people and labs do besides writing, reading and deciding: a module and a switch each."""
