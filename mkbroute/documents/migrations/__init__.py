# What these migrations took the place of (mkbroute.access.replaced tells how).
FORMER = [
    ("documents", name)
    for name in """
    0001_initial 0002_seal_certificate 0003_of_route 0004_stamps_and_readiness 0005_card 0006_retention
    0007_retention_rules 0008_retention_terms 0009_letter
""".split()
]
