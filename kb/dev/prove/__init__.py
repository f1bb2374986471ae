"""Prove the bank: right answers pass, each mistake is rejected by the tests it names."""
