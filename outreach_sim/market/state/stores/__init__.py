"""What people and labs remember from day to day: a module for each mechanism. Start with ``registry``."""
