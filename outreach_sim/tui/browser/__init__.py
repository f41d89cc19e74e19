"""The desk in a browser of this machine; needs the extra ``serve``."""
