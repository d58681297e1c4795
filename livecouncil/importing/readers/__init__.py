"""One reader a format: it makes blocks of a document and judges nothing."""
