"""Tokens to word vectors: vocabulary, corpus, and the CBOW training with negative sampling."""
