"""Where networks are kept: dataset folders."""
